"""Key results counted and averaged: how many stand where, by team, and how confident their owners are over time.

Silence is never taken for confidence: a check-in older than the plan's cadence counts no more.
"""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.key_results import Status

STATUSES = tuple(status.value for status in Status)


def status_counts(plan: Plan, states: pd.DataFrame) -> pd.DataFrame:
    """Key results by status, for the company's own objectives, each team and all together.

    Parameters
    ----------
    plan
        The plan.
    states
        What ``key_result_states`` returns.

    Returns
    -------
    DataFrame
        Columns ``team``, a count for each status, ``count``. First the company's own (``team`` missing; left out
        when it has none), then a row for each team, also one without key results, last ``total``.

    Examples
    --------
    >>> from okr_lib.review.states import COLUMNS
    >>> status_counts(shop, pd.DataFrame(columns=COLUMNS))["count"].tolist()
    [0, 0, 0]
    """
    company = states["team"].isna()
    parts: list[tuple[str | None, pd.DataFrame]] = [(None, states[company])] if company.any() else []
    parts += [(team.id, states[states["team"] == team.id]) for team in plan.teams]
    rows = [
        {"team": team, **{status: int((part["status"] == status).sum()) for status in STATUSES}, "count": len(part)}
        for team, part in [*parts, (TOTAL, states)]
    ]
    return pd.DataFrame(rows, columns=["team", *STATUSES, "count"])


def confidence_trend(plan: Plan, check_ins: pd.DataFrame, dates: Iterable[dt.date]) -> pd.DataFrame:
    """Mean confidence at some dates, for the company's own objectives, each team and all together.

    A key result counts with its last check-in that says how confident its owner is, as long as that is no older
    than the plan's cadence.

    Parameters
    ----------
    plan
        The plan; ``thresholds.cadence_days`` says how long a check-in stays fresh.
    check_ins
        What ``load_check_ins`` returns.
    dates
        The dates looked from, such as the ends of the quarters.

    Returns
    -------
    DataFrame
        Columns ``date``, ``team`` (missing for the company's own objectives, last ``total``), ``confidence`` (0 to 1,
        missing without a fresh check-in) and ``count`` (key results with one). By date, each in the plan's order.

    Examples
    --------
    >>> nobody = pd.DataFrame({"date": [], "key_result": [], "confidence": []})
    >>> confidence_trend(shop, nobody, [dt.date(2027, 3, 31)])["team"].tolist()
    ['sales', 'brand', 'total']
    """
    owned = {
        result.id: team.id if team else None
        for team, objective in plan.objectives_by_team()
        for result in objective.key_results
    }
    parts = [*([None] if None in owned.values() else []), *(team.id for team in plan.teams)]
    said = check_ins[check_ins["confidence"].notna() & check_ins["key_result"].isin(list(owned))]
    rows: list[tuple[dt.date, str | None, float, int]] = []
    for day in sorted(set(dates)):
        oldest = day - dt.timedelta(days=plan.thresholds.cadence_days)
        fresh = said[(said["date"] >= oldest) & (said["date"] <= day)]
        last = dict(zip(fresh["key_result"], fresh["confidence"], strict=True))  # oldest first, so the last one stays
        rows += [(day, part, *_mean([last[name] for name in last if owned[name] == part])) for part in parts]
        rows.append((day, TOTAL, *_mean(list(last.values()))))
    return pd.DataFrame(rows, columns=["date", "team", "confidence", "count"])


def _mean(values: list[float]) -> tuple[float, int]:
    return (sum(values) / len(values) if values else float("nan")), len(values)
