"""How teams feed each other: whose initiatives must come first for another team's, and who is credited for helping.

Each team's work and responsibility are its own, and still they mesh like cogwheels: receipts that Retail saves are what
Marketing's campaigns run on.
"""

from itertools import permutations

import pandas as pd

from okr_lib.growth.breakdown import COVERED_LINES, DECIMALS, credit_matrix, select
from okr_lib.growth.dependencies import needed_first
from okr_lib.plan.model import Plan

_COLUMNS = ("source", "sink", "credited", "needed")


def feeds(plan: Plan, ledger: pd.DataFrame) -> pd.DataFrame:
    """Pairs of teams of which one feeds the other.

    Returns
    -------
    DataFrame
        ``source`` feeds ``sink``: ``credited`` is what the source is credited with of the sink's initiatives, in the
        plan's unit, ``needed`` the pairs of initiatives of which the first, the source's, must come before the second.
        Pairs with initiatives that must come first come first, then those with the most credit.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> feeds(shop, growth_ledger(shop)).values.tolist()
    [['brand', 'sales', 10.0, ()]]
    """
    home = {initiative.id: team.id for team, initiative in plan.initiatives()}
    credit = credit_matrix(plan, ledger).set_index(["credited_to", "delivered_by"])["amount"]
    rows = []
    for source, sink in permutations(plan.teams, 2):
        needed = tuple(
            (first, each.id) for each in sink.initiatives for first in each.after if home[first] == source.id
        )
        credited = float(credit[source.id, sink.id])
        if needed or credited:
            rows.append((source.id, sink.id, credited, needed))
    rows.sort(key=lambda row: (not row[3], -abs(row[2])))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def resting_growth(plan: Plan, ledger: pd.DataFrame, team: str) -> tuple[float, float]:
    """The year's growth of others that rests on a team's work, and of the team's that rests on others'.

    Returns
    -------
    tuple of float
        What initiatives of other teams are planned to bring that need one of this team's first, directly or not, and what
        those of this team bring that need one of others; whoever is credited, overlap deducted, in the plan's unit.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> resting_growth(shop, growth_ledger(shop), "brand")
    (0.0, 0.0)
    """
    home = {initiative.id: owner.id for owner, initiative in plan.initiatives()}
    brought = select(ledger, lines=COVERED_LINES).groupby("initiative")["amount"].sum()
    first = needed_first(plan)
    others = [name for name in home if home[name] != team and any(home[need.id] == team for need in first[name])]
    own = [name for name in home if home[name] == team and any(home[need.id] != team for need in first[name])]
    theirs, ours = (round(float(brought.reindex(names).fillna(0.0).sum()), DECIMALS) + 0.0 for names in (others, own))
    return theirs, ours
