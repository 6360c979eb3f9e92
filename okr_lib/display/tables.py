"""Tables for people: the numbers behind the charts, with units in the heads and names instead of ids.

Each table takes a frame that is summed already.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.wording import LONGEST_NAME, LONGEST_TEXT, plain
from okr_lib.growth.breakdown import DECIMALS
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.variance import UNPLACED

Show = Callable[[Any], str]


def table_scorecard(parts: Sequence[tuple[str, pd.DataFrame]], labels: Labels) -> Table:
    """Revenue by stream against last year and plan; the company's against the target too.

    Parameters
    ----------
    parts
        Name of a part of the year that is over, and what ``scorecard`` returns for it.
    """
    rows = pd.concat([_scores(card, labels).assign(part=name) for name, card in parts], ignore_index=True)
    money = ("actual", "baseline", "planned", "target")
    show: dict[str, Show] = dict.fromkeys(money, labels.number) | {
        "growth": labels.growth,
        "variance": labels.change,
        "gap": labels.change,
    }
    heads = {
        "name": labels.text("Revenue, {unit}", unit=labels.money_unit),
        "actual": labels.text("Actual"),
        "baseline": labels.text("Last year"),
        "growth": labels.text("Growth"),
        "planned": labels.text("Plan"),
        "variance": labels.text("Against plan"),
        "target": labels.text("Target"),
        "gap": labels.text("Against the target"),
    }
    table = table_of(rows, heads, show, "scorecard", last_is_total=True, group="part")
    return _signed(table, {name: rows[name].tolist() for name in ("variance", "gap")})


def _scores(scorecard: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """The rows of a part of the year: streams against the plan, then the company, which alone has a target."""
    cards = scorecard.set_index("stream").drop(columns="variance").rename(columns={"expected": "target"})
    company = cards.index == TOTAL
    # Uncovered is what the plan lacks to the target; nobody can have an actual of it.
    cards["planned"] = cards["target"] - float(cards["target"].get(UNPLACED, 0.0)) * company
    cards["variance"] = (cards["actual"] - cards["planned"]).round(DECIMALS)
    cards["gap"] = (cards["actual"] - cards["target"]).where(company).round(DECIMALS)
    cards["target"] = cards["target"].where(company)
    cards["name"] = [labels.text("Company") if name == TOTAL else labels.name("stream", name) for name in cards.index]
    shown = cards.drop(index=UNPLACED, errors="ignore")
    return shown[["name", "actual", "baseline", "growth", "planned", "variance", "target", "gap"]]


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
    rows = teams.rename(columns={"team": "name"}).drop(columns="before_overlap" if claimed is None else "to_date")
    if claimed is not None:
        said = teams["team"].map(claimed).where(teams["team"] != TOTAL, claimed.sum())
        rows.insert(rows.columns.get_loc("before_overlap") + 1, "claimed", said)
    rows["name"] = [labels.text("All teams") if team == TOTAL else labels.name("team", team) for team in teams["team"]]
    heads = {
        "name": labels.text("Team, {unit}", unit=labels.money_unit),
        "commitment": labels.text("Commitment"),
        "contribution": labels.text("Expected contribution, after overlap"),
        "uncovered": labels.text("Uncovered"),
        "to_date": labels.text("Expected so far, after overlap"),
        "before_overlap": labels.text("Expected so far, before overlap"),
        "claimed": labels.text("Claimed so far, before overlap"),
        "given": labels.text("Credit given"),
        "received": labels.text("Credit received"),
        "delivered": labels.text("Planned effect, after overlap"),
        "cost": labels.text("Cost"),
        "per_cost": labels.text("Planned effect per {currency} spent", currency=labels.text(labels.currency)),
    }
    heads = {name: head for name, head in heads.items() if name in rows}
    show: dict[str, Show] = {name: labels.number for name in heads if name != "name"}
    show["per_cost"] = lambda value: labels.number(value, 2)
    return table_of(rows, heads, show, "teams", last_is_total=True)


def table_matrix(matrix: pd.DataFrame, labels: Labels, head: str, across: str = "stream") -> Table:
    """Two columns of the ledger against each other, with both totals.

    Parameters
    ----------
    matrix
        What ``matrix`` returns.
    head
        Head of the first column, without the unit.
    across
        The column of the ledger whose values stand across the top.
    """
    down, columns = str(matrix.columns[0]), list(matrix.columns[1:-1])
    rows = matrix.rename(columns={down: "name"})
    missing = labels.text("Without focus area" if down == "focus_area" else "None")
    rows["name"] = [
        labels.text("Total") if name == TOTAL else labels.name(down, name) or missing for name in rows["name"]
    ]
    heads = {"name": f"{head}, {labels.money_unit}"}
    heads |= {name: labels.name(across, name) or labels.text("None") for name in columns}
    heads["total"] = labels.text("Total")
    show: dict[str, Show] = dict.fromkeys([*columns, "total"], labels.number)
    return table_of(rows, heads, show, f"{down}-{across}", last_is_total=True)


def table_initiatives(plan: Plan, timeline: pd.DataFrame, labels: Labels) -> Table:
    """The assumptions: what each initiative is expected to do, how likely, when, and who is credited.

    Parameters
    ----------
    timeline
        What ``timeline`` returns.
    """
    brought = timeline.set_index("initiative")["contribution"]

    def effects(initiative: Any) -> str:
        parts = []
        for effect in initiative.effects:
            estimate = effect.amount or effect.lift
            show: Show = labels.number if effect.amount else lambda value: labels.share(value, 1)
            three = "\u00a0/\u00a0".join(show(value) for value in (estimate.low, estimate.likely, estimate.high))
            parts.append(f"{labels.name('stream', effect.stream)}: {three}")
            if effect.spill:
                felt = {"share": labels.growth(effect.spill), "stream": labels.name("stream", effect.spills_to)}
                parts.append(labels.text("{share} of it in {stream}", **felt))
        return "; ".join(parts) or "–"

    heads = {
        "name": labels.text("Initiative"),
        "team": labels.text("Delivered by"),
        "starts": labels.text("Starts"),
        "effects": labels.text("Full effect a year: low / likely / high"),
        "probability": labels.text("Likelihood"),
        "credit": labels.text("Credited to"),
        "cost": labels.text("Cost, {unit}", unit=labels.money_unit),
        "contribution": labels.text("Expected this year, after overlap, {unit}", unit=labels.money_unit),
    }
    rows = pd.DataFrame(
        [
            {
                "name": initiative.name,
                "team": labels.name("team", team.id),
                "starts": labels.quarter(initiative.starts),
                "effects": effects(initiative),
                "probability": labels.share(initiative.probability),
                "credit": ", ".join(
                    f"{labels.name('team', name)} {labels.share(share)}" for name, share in initiative.credit.items()
                )
                or labels.name("team", team.id),
                "cost": labels.number(initiative.cost),
                "contribution": labels.number(brought[initiative.id]),
            }
            for team, initiative in plan.initiatives()
        ],
        columns=list(heads),
    )
    return table_of(
        rows,
        heads,
        {},
        "initiatives",
        text_columns=["team", "starts", "effects", "credit"],
    )


def table_facts(facts: Sequence[tuple[str, str]], labels: Labels, identity: str = "facts") -> Table:
    """Facts in two columns: what, and its value."""
    rows = pd.DataFrame(facts, columns=["name", "value"])
    heads = {"name": labels.text("What"), "value": labels.text("Value")}
    return table_of(rows, heads, {}, identity, text_columns=["value"])


def table_of(
    rows: pd.DataFrame,
    heads: Mapping[str, str],
    show: Mapping[str, Show],
    identity: str,
    *,
    last_is_total: bool = False,
    text_columns: Sequence[str] = (),
    group: str | None = None,
) -> Table:
    """A table in the report's style.

    Parameters
    ----------
    rows
        The cells; column ``name`` holds the rows' names.
    heads
        Heads of the columns.
    show
        What makes text of a column's values; others are shown as they are.
    identity
        Id of the table in its page.
    last_is_total
        Whether the last row sums the others.
    text_columns
        Columns that are not numbers.
    group
        A column whose values become headings between the rows.
    """
    shown = {
        name: [
            plain(show.get(name, str)(value), LONGEST_NAME if name in ("name", group) else LONGEST_TEXT)
            for value in rows[name]
        ]
        for name in rows.columns
    }
    numbers = frozenset(name for name in shown if name not in ("name", group, *text_columns))
    called = {name: plain(head, LONGEST_TEXT) for name, head in heads.items()}
    return Table(shown, called, numbers, identity, group, last_is_total and len(rows) > 0)


def _signed(table: Table, columns: Mapping[str, Sequence[float]]) -> Table:
    """Say of numbers by their sign whether they are good; the sign itself is in the text too."""
    for name, values in columns.items():
        signs = {row: "good" if value > 0 else "bad" for row, value in enumerate(values) if pd.notna(value) and value}
        table = table.marked(name, signs)
    return table
