"""The plan's page, to hang on a wall: the house, who does what when, how likely it is, and what is open."""

from html import escape

import pandas as pd

from okr_lib.display.base_rates import sentences_on_base_rate
from okr_lib.display.blocks import Block, bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.display.okr_house import house_style, okr_house, sentences_on_holes
from okr_lib.display.outlook_words import finding_outlook
from okr_lib.display.when_table import initiatives_by_quarter
from okr_lib.growth.breakdown import timeline, total
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import Outlook
from okr_lib.plan.model import Plan
from okr_lib.review.ambition import ambition_seen
from okr_lib.review.holes import open_holes


def plan_page(
    plan: Plan,
    evidence: Evidence,
    labels: Labels,
    *,
    ledger: pd.DataFrame | None = None,
    outlook: Outlook | None = None,
) -> list[object]:
    """One page of a plan, of no quarter.

    Parameters
    ----------
    evidence
        What is known of its company (``evidence_of``): the likelihood comes from it.
    ledger, outlook
        Those of the plan, where they are known already.
    """
    ledger = growth_ledger(plan) if ledger is None else ledger
    unit = labels.text("Amounts in {unit}.", unit=labels.money_unit)
    return [
        heading(f"{plan.name}: {labels.text('The plan on a page')}", 1),
        paragraphs([" ".join(filter(None, [plan.note, unit]))], "basis"),
        okr_house(plan, ledger, labels),
        _beside(plan, ledger, evidence, outlook, labels),
        _part(labels.text("Who does what when")),
        initiatives_by_quarter(plan, timeline(plan, ledger), labels),
    ]


def _beside(plan: Plan, ledger: pd.DataFrame, evidence: Evidence, outlook: Outlook | None, labels: Labels) -> Block:
    """How likely the target is, beside what is open."""
    holes = sentences_on_holes(open_holes(plan, ledger), labels)
    nothing = labels.text("Nothing: every team covers its commitment.")
    sides = [
        *(_likelihood(plan, evidence, outlook or evidence.outlook(plan), labels) if total(ledger) else []),
        (labels.text("What is open"), bullets(holes or [nothing])),
    ]
    html = "".join(f"<div>{_part(head).html}{block.html}</div>" for head, block in sides)
    text = "\n".join(f"{head}\n{block.text}" for head, block in sides)
    return Block(f'{house_style()}<div class="beside">{html}</div>', text)


def _likelihood(plan: Plan, evidence: Evidence, outlook: Outlook, labels: Labels) -> list[tuple[str, Block]]:
    head = labels.text("How the year ended") if outlook.over else labels.text("How likely is it?")
    rate = sentences_on_base_rate(ambition_seen(plan, evidence), labels)
    return [(head, paragraphs([finding_outlook(outlook, labels).removesuffix(".") + ".", *rate]))]


def _part(head: str) -> Block:
    """A heading on the page, which needs no list of contents."""
    return Block(f'<h2 class="part">{escape(head)}</h2>', head)
