"""The appendix of a report: the rules it was made by, its assumptions, its data and versions.

A number nobody can check is an opinion. The rules here are those of docs/ledger.md in short, as far as this
plan uses them.
"""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from okr_lib import __version__
from okr_lib.display.base_rates import source_words
from okr_lib.display.labels import Labels
from okr_lib.display.places import name_of
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.growth.outlook import Outlook
from okr_lib.growth.phasing import exit_growth
from okr_lib.growth.reference import reference_of
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.folder import plan_hash
from okr_lib.plan.model import AllocationMethod, PhasingMethod, Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.uncertainty import LowHigh, Shape

ALLOCATION_RULES = {
    AllocationMethod.CONTRIBUTIONS: "Commitments share the growth to be won by the teams' expected contributions.",
    AllocationMethod.WEIGHTS: "Commitments share the growth to be won by weights given in the plan.",
    AllocationMethod.EQUAL: "Commitments share the growth to be won equally among the teams.",
    AllocationMethod.BASELINE: "Commitments share the growth to be won by the revenue of each team's streams.",
}
_EFFECT_RULES = {
    Shape.PERT: "An expected effect is the likelihood times (low + 4 x likely + high) / 6, built up along its ramp.",
    Shape.TRIANGULAR: "An expected effect is the likelihood times (low + likely + high) / 3, built up along its ramp.",
}
_PHASING_RULES = {
    PhasingMethod.SEASONALITY: "The target is spread over the quarters like last year's revenue.",
    PhasingMethod.AMOUNTS: "The target is spread over the quarters by amounts given in the plan.",
    PhasingMethod.SHARES: "The target is spread over the quarters by shares given in the plan.",
    PhasingMethod.INITIATIVES: "The growth to be won is spread over the quarters as the initiatives build up.",
}


_MOST_FINDINGS = 30


def findings(plan: Plan, located: Sequence[tuple[FieldPath, str]], labels: Labels) -> list[str]:
    """Findings on a plan (path and message), each after the names of what it is about; of very many the first, the rest counted."""
    data = plan.model_dump()
    sentences = []
    for path, message in located:
        around = [plain(name, LONGEST_NAME) for name in _names(data, path) if name not in message]
        sentences.append(f"{': '.join(filter(None, [' › '.join(around), labels.said(message)]))}.")
    rest = len(sentences) - _MOST_FINDINGS
    more = [labels.text("{count} more.", count=str(rest))] if rest > 0 else []
    return [*dict.fromkeys(sentences[:_MOST_FINDINGS]), *more]


def _names(data: Any, path: FieldPath) -> list[str]:
    """The names of the records on the way to a place."""
    names = []
    for step in path:
        data = data[step]
        if isinstance(data, Mapping):
            names.append(name_of(data))
    return [name for name in names if name]


def rules(plan: Plan, labels: Labels) -> list[str]:
    """The rules this plan's numbers were made by, a sentence each."""
    sentences = [
        labels.text("Baseline + momentum + contributions + overlap + uncovered = target, for every quarter and team."),
        labels.text(_EFFECT_RULES[plan.uncertainty.shape]),
        labels.text(
            "Lifts on the same stream multiply; what they bring together is shared by their logarithms (LMDI-I)."
        ),
        labels.text(
            "A contribution is credited to teams by the shares they agreed on; otherwise to the team that delivers it."
        ),
    ]
    if plan.uncertainty.low_high is LowHigh.P10_P90:
        message = "Estimates say what one in ten falls below and above; the mean is taken with the ends beyond these."
        sentences.append(labels.text(message))
    if plan.overlaps:
        sentences.append(
            labels.text("Of initiatives that reach the same customers only the stated part of their sum counts.")
        )
    sentences.append(labels.text(ALLOCATION_RULES[plan.allocation.method]))
    if plan.allocation.held:
        named = ", ".join(
            f"{labels.name('team', team)} {labels.number(held)}" for team, held in plan.allocation.held.items()
        )
        sentences.append(labels.text("Held commitments: {teams}.", teams=named))
    sentences.append(labels.text(_PHASING_RULES[plan.phasing.method]))
    step = labels.money(plan.step)
    sentences.append(
        labels.text(
            "Amounts are whole multiples of {step} that add up; to do so, one may lie as much as that from its exact value.",
            step=step,
        )
    )
    return sentences


def assumptions(plan: Plan, year: pd.DataFrame, quarters: pd.DataFrame, labels: Labels) -> list[tuple[str, str]]:
    """Target, momentum, further growth and overlaps; ``year`` is what ``scorecard`` returns for it, ``quarters`` ``by_quarter``."""
    goal: Mapping[Any, float] = year.set_index("stream").loc[TOTAL].to_dict()
    growth = goal["expected"] / goal["baseline"] - 1 if goal["baseline"] else float("nan")
    leaving = exit_growth(quarters["expected"], quarters["baseline"])
    facts = [
        (labels.text("Target, and growth in the year"), f"{labels.money(goal['expected'])}, {labels.growth(growth)}"),
    ]
    if labels.growth(leaving) != labels.growth(growth):
        facts.append(
            (labels.text("Growth of the last quarter's target on last year (exit rate)"), labels.growth(leaving))
        )
    for stream in plan.streams:
        low, likely, high = (
            labels.growth(value) for value in (stream.momentum.low, stream.momentum.likely, stream.momentum.high)
        )
        head = labels.text("Momentum of {stream}: low / likely / high", stream=stream.name)
        facts.append((head, f"{low} / {likely} / {high}"))
    for entry in plan.further_growth:
        where = labels.text("{name}, in {stream}", name=entry.name, stream=labels.name("stream", entry.stream))
        facts.append((where, labels.money(float(entry.amounts.array().sum()))))
    for overlap in plan.overlaps:
        named = ", ".join(labels.name("initiative", name) for name in overlap.initiatives)
        counts = labels.text(
            "{share} of the sum counts: {initiatives}", share=labels.share(overlap.counts), initiatives=named
        )
        facts.append((labels.text("Overlap: {name}", name=overlap.name), counts))
    return facts


def forecast_facts(outlook: Outlook, labels: Labels) -> list[tuple[str, str]]:
    """What the forecast's range rests on; nothing of a year that is over."""
    if outlook.over:
        return []
    source = source_words(reference_of(outlook.reference).source, labels)
    facts = [
        (labels.text("Forecast: other companies' years"), source),
        (labels.text("Forecast: the company's own earlier years"), labels.number(len(outlook.history), 0)),
    ]
    if names := outlook.without_record:
        said = ", ".join(labels.name("stream", name) for name in names)
        words = labels.text("{streams}; the company's range stands for them", streams=said)
        facts.append((labels.text("Forecast: streams without revenue last year"), words))
    return facts


def data_facts(plan: Plan, observed: Sequence[str], actuals: pd.DataFrame, labels: Labels) -> list[tuple[str, str]]:
    """Which data the report rests on, and the versions that made it."""
    seen = ", ".join(labels.quarter(quarter) for quarter in observed) or labels.text("none yet")
    facts = [
        (labels.text("Fiscal year"), _year(plan, labels)),
        (labels.text("Baseline year"), plan.fiscal_year.baseline),
        (labels.text("Quarters with actuals"), seen),
        (labels.text("Rows of actuals"), labels.number(len(actuals), 0)),
    ]
    if plan.source:
        facts.append((labels.text("Fingerprint of the plan folder (SHA-256)"), plan_hash(plan.source.folder)))
    made_by = f"okr-growth-workbook {__version__}, pandas {version('pandas')}"
    return [*facts, (labels.text("Made by"), made_by)]


def _year(plan: Plan, labels: Labels) -> str:
    first, last = plan.fiscal_year.first_day("Q1"), plan.fiscal_year.last_day("Q4")
    return labels.text(
        "{label}: {first} to {last}", label=plan.fiscal_year.label, first=labels.date(first), last=labels.date(last)
    )
