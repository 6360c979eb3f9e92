"""Spending: what initiatives may cost by quarter, what was spent on them, and what is left.

An initiative's cost is spread evenly over the quarters from its start on, unless the plan says otherwise. The team that
delivers an initiative answers for its money, whoever is credited with what it brings.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd

from okr_lib.errors import Message, Problem
from okr_lib.growth.breakdown import DECIMALS
from okr_lib.growth.controlled_rounding import round_by_quarter
from okr_lib.growth.phasing import cost_by_quarter
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS

_COLUMNS = ["line", "team", "initiative", "quarter", "amount"]
_SUMS = ["planned_by_now", "spent", "left_by_now", "planned", "left"]


def spend_ledger(plan: Plan, spend: pd.DataFrame, *, rounded: bool = True) -> pd.DataFrame:
    """What was planned to be spent and what was, by team, initiative and quarter: what every sum of money spent is made of.

    Parameters
    ----------
    spend
        What ``load_spend`` returns.
    rounded
        To whole steps, so that sums by initiative, team and quarter lie within a step of their exact value.

    Returns
    -------
    DataFrame
        Columns ``line`` (planned | spent), ``team`` (which delivers it), ``initiative``, ``quarter`` and ``amount``; a row for
        each initiative and quarter of a line, in the plan's order.

    Examples
    --------
    The shelf costs 5, evenly from Q1 on, of which 3.5 is spent.

    >>> spent = pd.DataFrame({"initiative": ["shelf"], "quarter": ["Q1"], "amount": [3.5]})
    >>> spend_ledger(shop, spent).query("initiative == 'shelf'").groupby("line")["amount"].sum().to_dict()
    {'planned': 5.0, 'spent': 3.5}
    """
    pairs = list(plan.initiatives())
    planned = np.array([cost_by_quarter(initiative) for _, initiative in pairs]).reshape(-1, len(QUARTERS))
    spent, places = np.zeros_like(planned), {initiative.id: place for place, (_, initiative) in enumerate(pairs)}
    for row in spend.to_dict("records"):
        spent[places[row["initiative"]], QUARTERS.index(row["quarter"])] += row["amount"]
    teams = [team.id for team in plan.teams]
    team = np.array([teams.index(owner.id) for owner, _ in pairs], dtype=np.int64)
    frames = []
    for line, amounts in (("planned", planned), ("spent", spent)):
        shown = round_by_quarter(amounts, [team], plan.step) if rounded else amounts
        rows = [
            (line, owner.id, initiative.id, quarter, amount)
            for (owner, initiative), by_quarter in zip(pairs, shown, strict=True)
            for quarter, amount in zip(QUARTERS, by_quarter, strict=True)
        ]
        frames.append(pd.DataFrame(rows, columns=_COLUMNS).astype({"amount": float}))
    return pd.concat(frames, ignore_index=True)


def spending(ledger: pd.DataFrame, by: Sequence[str], through: str = QUARTERS[-1]) -> pd.DataFrame:
    """Planned, spent and left, summed by columns of a spend ledger.

    Parameters
    ----------
    ledger
        What ``spend_ledger`` returns.
    by
        Of ``team``, ``initiative`` and ``quarter``.
    through
        "By now" is the end of this quarter.

    Returns
    -------
    DataFrame
        The columns of ``by``, ``planned_by_now``, ``spent``, ``left_by_now`` (planned by now less spent), ``planned`` (for the
        year) and ``left`` (of the year); what is left is negative where more was spent. The last row is the ``total``.
    """
    names = list(by)
    now = QUARTERS[: QUARTERS.index(through) + 1]
    parts = {
        "planned_by_now": ledger[(ledger["line"] == "planned") & ledger["quarter"].isin(now)],
        "spent": ledger[ledger["line"] == "spent"],
        "planned": ledger[ledger["line"] == "planned"],
    }
    sums = {name: rows.groupby(names, sort=False)["amount"].sum() for name, rows in parts.items()}
    table = pd.DataFrame(sums).reindex(sums["planned"].index).fillna(0.0).reset_index()
    table.loc[len(table)] = {name: TOTAL if name == names[0] else "" for name in names} | table[
        [*parts]
    ].sum().to_dict()
    table["left_by_now"] = table["planned_by_now"] - table["spent"]
    table["left"] = table["planned"] - table["spent"]
    table[_SUMS] = table[_SUMS].astype(float).round(DECIMALS) + 0.0
    return table[[*names, *_SUMS]]


def overspent(plan: Plan, spend: pd.DataFrame) -> pd.DataFrame:
    """Initiatives on which more was spent than they may cost in the year, in the plan's order.

    Returns
    -------
    DataFrame
        ``initiative``, ``team``, ``cost``, ``spent``, and ``place``, where the row stands that went above the cost. A difference
        of half a step or less is rounding.
    """
    costs = {initiative.id: (team.id, initiative.cost) for team, initiative in plan.initiatives()}
    sums: dict[str, float] = defaultdict(float)
    places: dict[str, Problem] = {}
    for row in spend.sort_values("quarter", kind="stable").to_dict("records"):
        name = row["initiative"]
        sums[name] += row["amount"]
        if name in costs and sums[name] - costs[name][1] > plan.step / 2 * (1 + 1e-9):
            places.setdefault(name, row["place"])
    rows = [(name, *costs[name], sums[name], places[name]) for name in costs if name in places]
    return pd.DataFrame(rows, columns=["initiative", "team", "cost", "spent", "place"])


def spend_findings(plan: Plan, spend: pd.DataFrame) -> list[Problem]:
    """A finding for each initiative on which more was spent than it may cost, at the row that went above."""
    found = []
    names = {initiative.id: initiative.name for _, initiative in plan.initiatives()}
    for row in overspent(plan, spend).to_dict("records"):
        values = {"name": repr(names[row["initiative"]]), "spent": round(row["spent"], DECIMALS), "cost": row["cost"]}
        message = Message(
            "{name} has no cost in the plan, and {spent} was spent on it; write its cost, or book the money where it belongs",
            **values,
        )
        if row["cost"]:
            message = Message(
                "{name} may cost {cost}, and {spent} was spent on it; agree on a new cost, or stop spending", **values
            )
        found.append(Problem(message, row["place"].file, row["place"].line, row["place"].field))
    return found
