"""Tables for people: the numbers behind the charts, with units in the heads and names instead of ids.

Each table takes a frame that is summed already.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, Show, column, named, number, signs, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.growth.breakdown import DECIMALS
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.references import TOTAL
from okr_lib.review.variance import UNPLACED


def table_scorecard(parts: Sequence[tuple[str, pd.DataFrame]], labels: Labels) -> Table:
    """Revenue by stream (``scorecard``, by the name of each part of the year) against last year and plan, the company's against the target too."""
    rows = pd.concat([_scores(card).assign(part=name) for name, card in parts], ignore_index=True)
    columns = [
        column("name", labels.text("Revenue, {unit}", unit=labels.money_unit), lambda row: _stream(row, labels)),
        number("actual", labels.text("Actual"), labels.number),
        number("baseline", labels.text("Last year"), labels.number),
        number("growth", labels.text("Growth"), labels.growth),
        number("planned", labels.text("Plan"), labels.number),
        number("variance", labels.text("Against plan"), labels.change, mark=signs("variance")),
        number("target", labels.text("Target"), labels.number),
        number("gap", labels.text("Against the target"), labels.change, mark=signs("gap")),
    ]
    return table_of(rows, columns, "scorecard", sums=True, group=lambda row: str(row["part"]))


def _stream(row: Any, labels: Labels) -> str:
    return labels.text("Company") if row["stream"] == TOTAL else labels.name("stream", row["stream"])


def _scores(scorecard: pd.DataFrame) -> pd.DataFrame:
    """The rows of a part of the year: streams against the plan, then the company, which alone has a target."""
    cards = scorecard.set_index("stream").drop(columns="variance").rename(columns={"expected": "target"})
    company = cards.index == TOTAL
    # Uncovered is what the plan lacks to the target; nobody can have an actual of it.
    cards["planned"] = cards["target"] - float(cards["target"].get(UNPLACED, 0.0)) * company
    cards["variance"] = (cards["actual"] - cards["planned"]).round(DECIMALS)
    cards["gap"] = (cards["actual"] - cards["target"]).where(company).round(DECIMALS)
    cards["target"] = cards["target"].where(company)
    return cards.drop(index=UNPLACED, errors="ignore").reset_index()


def table_teams(teams: pd.DataFrame, labels: Labels, claimed: "pd.Series[float] | None" = None) -> Table:
    """What each team committed to, brings, gives, receives and costs.

    Parameters
    ----------
    teams
        What ``team_summary`` returns.
    claimed
        What ``claimed_by_team`` returns: what teams say they brought so far. No overlap is deducted from that, nor then
        from what was expected so far, which stands beside it.
    """
    rows, so_far = teams, number("to_date", labels.text("Expected so far, after overlap"), labels.number)
    said: list[Column] = []
    if claimed is not None:
        rows = teams.assign(claimed=teams["team"].map(claimed).where(teams["team"] != TOTAL, claimed.sum()))
        so_far = number("before_overlap", labels.text("Expected so far, before overlap"), labels.number)
        said = [number("claimed", labels.text("Claimed so far, before overlap"), labels.number)]
    per_cost = labels.text("Planned effect per {currency} spent", currency=labels.text(labels.currency))
    columns = [
        named("name", labels.text("Team, {unit}", unit=labels.money_unit), "team", labels),
        number("commitment", labels.text("Commitment"), labels.number),
        number("contribution", labels.text("Expected contribution, after overlap"), labels.number),
        number("uncovered", labels.text("Uncovered"), labels.number),
        so_far,
        *said,
        number("given", labels.text("Credit given"), labels.number),
        number("received", labels.text("Credit received"), labels.number),
        number("delivered", labels.text("Planned effect, after overlap"), labels.number),
        number("cost", labels.text("Cost"), labels.number),
        number("per_cost", per_cost, lambda value: labels.number(value, 2)),
    ]
    return table_of(rows, columns, "teams", sums=True)


def table_matrix(matrix: pd.DataFrame, labels: Labels, head: str, across: str = "stream") -> Table:
    """Two columns of the ledger against each other (``matrix``), one of them ``across`` the top, with both totals."""
    down, across_top = str(matrix.columns[0]), [str(name) for name in matrix.columns[1:-1]]
    missing = labels.text("Without focus area" if down == "focus_area" else "None")

    def name(row: Any) -> str:
        return labels.text("Total") if row[down] == TOTAL else labels.name(down, row[down]) or missing

    columns = [
        column("name", f"{head}, {labels.money_unit}", name),
        *(number(each, labels.name(across, each) or labels.text("None"), labels.number) for each in across_top),
        number("total", labels.text("Total"), labels.number),
    ]
    return table_of(matrix, columns, f"{down}-{across}", sums=True)


def table_initiatives(plan: Plan, timeline: pd.DataFrame, labels: Labels) -> Table:
    """The assumptions: what each initiative is to do, how likely, when, and who is credited; ``timeline`` by that function."""
    brought = timeline.set_index("initiative")["contribution"]
    unit = labels.money_unit
    columns = [
        column("name", labels.text("Initiative"), lambda row: row[1].name),
        column("team", labels.text("Delivered by"), lambda row: labels.name("team", row[0].id)),
        column("starts", labels.text("Starts"), lambda row: labels.quarter(row[1].starts)),
        column("effects", labels.text("Full effect a year: low / likely / high"), lambda row: _effects(row[1], labels)),
        Column("probability", labels.text("Likelihood"), lambda row: labels.share(row[1].probability), number=True),
        column("credit", labels.text("Credited to"), lambda row: _credit(row[0], row[1], labels)),
        Column("cost", labels.text("Cost, {unit}", unit=unit), lambda row: labels.number(row[1].cost), number=True),
        Column(
            "contribution",
            labels.text("Expected this year, after overlap, {unit}", unit=unit),
            lambda row: labels.number(brought[row[1].id]),
            number=True,
        ),
    ]
    return table_of(plan.initiatives(), columns, "initiatives")


def _effects(initiative: Initiative, labels: Labels) -> str:
    parts = []
    for effect in initiative.effects:
        estimate: Any = effect.amount or effect.lift
        show: Show = labels.number if effect.amount else lambda value: labels.share(value, 1)
        three = "\u00a0/\u00a0".join(show(value) for value in (estimate.low, estimate.likely, estimate.high))
        parts.append(f"{labels.name('stream', effect.stream)}: {three}")
        if effect.spill:
            felt = {"share": labels.growth(effect.spill), "stream": labels.name("stream", effect.spills_to)}
            parts.append(labels.text("{share} of it in {stream}", **felt))
    return "; ".join(parts) or "–"


def _credit(team: Team, initiative: Initiative, labels: Labels) -> str:
    shares = initiative.credit.items()
    parts = [f"{labels.name('team', name)} {labels.share(share)}" for name, share in shares]
    return ", ".join(parts) or labels.name("team", team.id)


def table_facts(facts: Sequence[tuple[str, str]], labels: Labels, identity: str = "facts") -> Table:
    """Facts in two columns: what, and its value."""
    what = column("name", labels.text("What"), lambda fact: fact[0])
    value = column("value", labels.text("Value"), lambda fact: fact[1])
    return table_of(facts, [what, value], identity)
