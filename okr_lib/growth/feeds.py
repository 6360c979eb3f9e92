"""How teams feed each other: whose initiatives must come first for another team's, and who is credited for helping.

Each team's work and responsibility are its own, and still they mesh like cogwheels: receipts that Retail saves are what
Marketing's campaigns run on.
"""

from itertools import permutations

import pandas as pd

from okr_lib.growth.breakdown import credit_matrix
from okr_lib.plan.model import Plan

COLUMNS = ("source", "sink", "credited", "needed")


def feeds(plan: Plan, ledger: pd.DataFrame) -> pd.DataFrame:
    """Pairs of teams of which one feeds the other.

    Parameters
    ----------
    plan, ledger
        The plan and its ledger.

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
    return pd.DataFrame(rows, columns=list(COLUMNS))
