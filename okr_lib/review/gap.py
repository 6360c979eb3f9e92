"""The one gap to the target, split: what each stream came above or below the plan, and what the plan itself lacked by now.

    gap = actual less phased target = (streams against plan) + (plan expected by now less phased target)

The plan expects what it is made of; the target is phased by season, or as the plan says. Where initiatives build up later
than the target, or growth is uncovered, a plan that comes to the krone is behind all the same: that part was known from the
first day, and is nobody's news.
"""

import pandas as pd

from okr_lib.growth.breakdown import DECIMALS
from okr_lib.plan.references import TOTAL
from okr_lib.review.variance import UNPLACED

_COLUMNS = ["part", "stream", "planned", "actual", "amount"]


def gap_to_target(scorecard: pd.DataFrame) -> pd.DataFrame:
    """The gap to the phased target over some quarters with actuals, by its parts; ``scorecard`` is of the rounded ledger.

    Returns
    -------
    DataFrame
        ``part``: ``stream`` (a row each, by ``stream``), ``plan`` (what the plan expected less the phased target; nothing
        where it is covered), then ``gap``; ``planned`` and ``actual`` revenue (missing for ``plan``; of the ``gap`` the whole
        plan's, not the target), and ``amount``: above 0 is ahead. The amounts before the last sum to it. No rows without
        actuals.

    Examples
    --------
    The shop was to grow from 100 to 120, with a plan for 110, and made 112: 2 above the plan, which lacked 10.

    >>> rows = [("shop", 100.0, 110.0, 112.0, 2.0), ("", 0.0, 10.0, 0.0, -10.0), ("total", 100.0, 120.0, 112.0, -8.0)]
    >>> columns = ["stream", "baseline", "expected", "actual", "variance"]
    >>> gap_to_target(pd.DataFrame(rows, columns=columns))[["part", "amount"]].values.tolist()
    [['stream', 2.0], ['plan', -10.0], ['gap', -8.0]]
    """
    sums = scorecard.set_index("stream")
    if sums["actual"].isna().any():
        return pd.DataFrame(columns=_COLUMNS).astype(dict.fromkeys(_COLUMNS[2:], float))
    streams = sums.drop(index=[UNPLACED, TOTAL], errors="ignore")
    lacked = float(sums["variance"].get(UNPLACED, 0.0))
    rows = [
        ("stream", name, row["expected"], row["actual"], row["variance"])
        for name, row in streams.to_dict("index").items()
    ]
    whole = sums.loc[TOTAL]
    rows.append(("plan", "", float("nan"), float("nan"), lacked))
    rows.append(("gap", "", whole["expected"] + lacked, whole["actual"], whole["variance"]))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.round(DECIMALS)


def against_plan(gap: pd.DataFrame) -> float:
    """What all streams came above (or below) what the plan expected; ``gap`` is what ``gap_to_target`` returns."""
    return round(float(gap.loc[gap["part"] == "stream", "amount"].sum()), DECIMALS) + 0.0


def lacked(gap: pd.DataFrame) -> float:
    """What the plan expected above (or below) the phased target; ``gap`` is what ``gap_to_target`` returns."""
    return round(float(gap.loc[gap["part"] == "plan", "amount"].sum()), DECIMALS) + 0.0
