"""The OKR house: the target as roof, a pillar for each team with its kroner, arrows where teams feed each other, shared beams.

It is the picture by which people remember a plan, with the target and the open holes in words. It is made of words, so that they can be searched, wrapped and read on
a phone, where its pillars stand below each other; nothing of it is cut.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.display.standing_words import sentence_on_ungiven, words_of_no_revenue
from okr_lib.display.wording import LONGEST_NAME, plain, side
from okr_lib.growth.breakdown import COVERED_LINES, breakdown, select
from okr_lib.growth.feeds import feeds
from okr_lib.growth.standing import commitments_by_team, standing
from okr_lib.growth.target import baseline_revenue, target_revenue
from okr_lib.plan.model import FocusArea, Plan
from okr_lib.review.holes import Hole, Lack

_SIDE_BY_SIDE = 6  # pillars at the most that stand in one row, with arrows between them
_IN_ROWS = 4  # pillars in each of several rows
_TO_WIN = {  # by what is uncovered
    "above": "{growth} is to be won by the teams; {uncovered} is uncovered",
    "below": "{growth} is to be won by the teams; they plan {uncovered} more",
    "even": "{growth} is to be won by the teams; all of it is covered",
}


@cache
def house_style() -> str:
    """What the house and the plan's page look like, as a style element."""
    return f"<style>{(Path(__file__).parent / 'house.css').read_text(encoding='utf-8')}</style>"


def okr_house(plan: Plan, ledger: pd.DataFrame, labels: Labels) -> Block:
    """The plan as a house; every amount is of its ledger."""
    commitments = commitments_by_team(ledger).to_dict("records")
    abreast = len(commitments) <= _SIDE_BY_SIDE
    columns = len(commitments) if abreast else _IN_ROWS
    fed = feeds(plan, ledger).to_dict("records")
    said = [_feed_words(row, labels) for row in fed]
    areas = [_area(area, plan, ledger, labels) for area in plan.focus_areas]
    company = [objective.title for objective in plan.objectives] or [labels.text("The company has no objective yet")]
    shared = areas or [labels.text("No shared focus areas yet")]
    parts = [
        _roof(plan, ledger, labels),
        *(_beam(title, strong=True) for title in company),
        f'<div class="pillars" style="grid-template-columns:repeat({columns},minmax(0,1fr))">',
        *(_pillar(plan, row, labels) for row in commitments),
        "</div>",
        _arrows(plan, fed, said, columns if abreast else 0),
        *map(_beam, shared),
    ]
    text = [*_roof_words(plan, ledger, labels), *company, *(_told(row, labels) for row in commitments), *said, *shared]
    return Block(f'{house_style()}<div class="house">{"".join(parts)}</div>', "\n".join(text))


def _words(text: str) -> str:
    return escape(plain(text, 2 * LONGEST_NAME))


def _beam(text: str, *, strong: bool = False) -> str:
    return f'<div class="beam">{f"<strong>{_words(text)}</strong>" if strong else _words(text)}</div>'


def _roof(plan: Plan, ledger: pd.DataFrame, labels: Labels) -> str:
    said = "".join(f"<p>{_words(line)}</p>" for line in _roof_words(plan, ledger, labels))
    return f'<div class="roof">{said}</div>'


def _roof_words(plan: Plan, ledger: pd.DataFrame, labels: Labels) -> Iterator[str]:
    """The target, and what of it the teams are to win."""
    figures = standing(ledger)
    yield _words_of_target(plan, labels)
    values = {"growth": labels.money(figures.to_win), "uncovered": labels.money(abs(figures.uncovered))}
    if not figures.target:
        yield words_of_no_revenue(labels)
    elif figures.to_win <= 0:
        yield labels.text("The teams have no growth to win: the year gets there by itself")
    else:
        yield labels.text(_TO_WIN[side(labels.rounded(figures.uncovered))], **values)
    if ungiven := sentence_on_ungiven(figures, labels):
        yield ungiven


def _pillar(plan: Plan, row: Mapping[Any, Any], labels: Labels) -> str:
    """A team: what it has promised, what it plans, what is missing, and where it wants to get."""
    team = plan.team(row["team"])
    share = row["contribution"] / row["commitment"] if row["commitment"] > 0 else 0.0
    width = 100 * min(max(share, 0.0), 1.0)
    facts = "".join(
        f"<div{kind}><dt>{escape(name)}</dt><dd>{escape(amount)}</dd></div>"
        for name, amount, kind in _facts(row, labels)
    )
    titles = [objective.title for objective in team.objectives] or [labels.text("No objective yet")]
    goals = "".join(f"<li>{_words(title)}</li>" for title in titles)
    filled = f'<span class="bar" aria-hidden="true"><span style="width:{width:.0f}%"></span></span>'
    bar = filled if row["commitment"] > 0 else ""
    return f'<div class="pillar"><p class="team">{_words(team.name)}</p><dl>{facts}</dl>{bar}<ul>{goals}</ul></div>'


def _facts(row: Mapping[Any, Any], labels: Labels) -> list[tuple[str, str, str]]:
    """A team's commitment, its contribution, and what is uncovered or more than that: name, amount, how it is marked."""
    facts = [
        (labels.text("Commitment"), labels.number(row["commitment"]), ' class="first"'),
        (labels.text("Expected contribution"), labels.number(row["contribution"]), ""),
    ]
    if row["uncovered"] > 0:
        facts.append((labels.text("Uncovered"), labels.number(row["uncovered"]), ' class="open"'))
    if row["uncovered"] < 0:
        facts.append((labels.text("More than committed"), labels.number(-row["uncovered"]), ""))
    return facts


def _told(row: Mapping[Any, Any], labels: Labels) -> str:
    facts = ", ".join(f"{name} {amount}" for name, amount, _ in _facts(row, labels))
    return f"{labels.name('team', row['team'])}: {facts}"


def _feed_words(row: Mapping[Any, Any], labels: Labels) -> str:
    """Who feeds whom, with what, and what is credited for it; a row of ``feeds``."""
    names = {"source": labels.name("team", row["source"]), "sink": labels.name("team", row["sink"])}
    fed = {first: [then for needed, then in row["needed"] if needed == first] for first, _ in row["needed"]}
    pairs = [
        f"{labels.name('initiative', first)} → {', '.join(labels.name('initiative', then) for then in thens)}"
        for first, thens in fed.items()
    ]
    credited = labels.text("credited with {amount}", amount=labels.number(row["credited"])) if row["credited"] else ""
    if not pairs:
        return f"{labels.text('{source} helps {sink}', **names)}, {credited}"
    return f"{labels.text('{source} feeds {sink}', **names)}: {'; '.join(filter(None, [*pairs, credited]))}"


def _arrows(plan: Plan, fed: list[dict[Any, Any]], said: list[str], columns: int) -> str:
    """An arrow from pillar to pillar for each pair; where pillars stand in several rows, its words alone."""
    if not fed:
        return ""
    place = {team.id: number for number, team in enumerate(plan.teams, 1)}
    if not columns:
        return f'<ul class="feeds many">{"".join(f"<li>{_words(words)}</li>" for words in said)}</ul>'
    drawn = sum(bool(row["needed"]) for row in fed) or len(fed)  # credit alone is an arrow only where nothing is needed
    lanes = []
    for row, words in zip(fed[:drawn], said[:drawn], strict=True):
        source, sink = place[row["source"]], place[row["sink"]]
        first, last = min(source, sink), max(source, sink)
        head = "right" if sink > source else "left"
        way = f'<span class="way" style="margin-inline:{50 / (last - first + 1):.1f}%" aria-hidden="true"><i class="{head}">▲</i></span>'
        lanes.append(f'<li style="grid-column:{first}/{last + 1}">{way}{_words(words)}</li>')
    helps = f'<p class="helps">{_words(" · ".join(said[drawn:]))}</p>' if said[drawn:] else ""
    return (
        f'<ul class="feeds" style="grid-template-columns:repeat({columns},minmax(0,1fr))">{"".join(lanes)}</ul>{helps}'
    )


def _area(area: FocusArea, plan: Plan, ledger: pd.DataFrame, labels: Labels) -> str:
    """A shared focus area: its sponsor, who works on it, and what it is expected to bring."""
    rows = select(ledger, lines=COVERED_LINES)
    rows = rows[rows["focus_area"] == area.id]
    teams = breakdown(rows, ["team"])["team"].tolist() if len(rows) else []
    all_teams = len(teams) == len(plan.teams) > 1
    who = labels.text("all teams") if all_teams else ", ".join(labels.name("team", name) for name in teams)
    parts = [area.name, area.sponsor or "", who]
    amount = labels.text("brings {amount}", amount=labels.number(rows["amount"].sum())) if len(rows) else ""
    return " · ".join(filter(None, [*parts, amount]))


def _words_of_target(plan: Plan, labels: Labels) -> str:
    """The target and what it is on last year, for the roof of the house."""
    target = target_revenue(plan)
    baseline = baseline_revenue(plan)
    if not baseline:
        return labels.text("Target {amount}", amount=labels.money(target))
    return labels.text(
        "Target {amount}, {growth} on last year",
        amount=labels.money(target),
        growth=labels.growth(target / baseline - 1),
    )


def sentences_on_holes(holes: Sequence[Hole], labels: Labels) -> list[str]:
    """What is open, each by name; what teams have not covered in one line."""
    short = [hole for hole in holes if hole.lack is Lack.COVER]
    named = [f"{labels.name('team', hole.team)} {labels.number(hole.amount)}" for hole in short]
    first = [labels.text("Uncovered: {teams}", teams=", ".join(named))] if named else []
    return [*first, *(_hole_words(hole, labels) for hole in holes if hole.lack is not Lack.COVER)]


def _hole_words(hole: Hole, labels: Labels) -> str:
    """A hole by name: whose it is and what is lacking."""
    values = {
        "team": labels.name("team", hole.team),
        "initiative": labels.name("initiative", hole.initiative) if hole.initiative else "",
        "amount": labels.measure(hole.amount),
    }
    match hole.lack:
        case Lack.INITIATIVES:
            return labels.text("{team}: no initiative yet", **values)
        case Lack.OBJECTIVES:
            return labels.text("{team}: no objective yet", **values)
        case Lack.ESTIMATE:
            return labels.text("{initiative} ({team}): effect not estimated", **values)
        case Lack.PURPOSE:
            return labels.text("{initiative} ({team}): serves no key result", **values)
        case _:
            return labels.text("{team}: {amount} more effort than its capacity", **values)
