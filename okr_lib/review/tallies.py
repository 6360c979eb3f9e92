"""Key results counted and averaged: how many stand where, by team, and how confident their owners are over time.

Silence is never taken for confidence: a check-in older than the plan's cadence counts no more.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd

from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.key_results import Status, due_date

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
    than the plan's cadence and the key result is not due yet: nobody is confident of what is over.

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
        missing without a fresh check-in) and ``count`` (key results with one). To compare like with like: ``since``, the
        last date before that has some of the same key results, ``same``, how many, and their mean ``before`` and
        ``after``; missing without one. By date, each in the plan's order.

    Examples
    --------
    >>> nobody = pd.DataFrame({"date": [], "key_result": [], "confidence": []})
    >>> confidence_trend(shop, nobody, [dt.date(2027, 3, 31)])["team"].tolist()
    ['sales', 'brand', 'total']
    """
    results = {result.id: (team, result) for team, goal in plan.objectives_by_team() for result in goal.key_results}
    owned = {name: team.id if team else None for name, (team, _) in results.items()}
    dues = {name: due_date(result, plan.fiscal_year) for name, (_, result) in results.items()}
    parts = [*([None] if None in owned.values() else []), *(team.id for team in plan.teams), TOTAL]
    said = check_ins[check_ins["confidence"].notna() & check_ins["key_result"].isin(list(owned))]
    rows: list[tuple[object, ...]] = []
    earlier: list[tuple[dt.date, dict[str, float]]] = []  # the latest first
    for day in sorted(set(dates)):
        oldest = day - dt.timedelta(days=plan.thresholds.cadence_days)
        fresh = said[(said["date"] >= oldest) & (said["date"] <= day)]
        last = dict(zip(fresh["key_result"], fresh["confidence"], strict=True))  # oldest first, so the last one stays
        last = {name: value for name, value in last.items() if dues[name] > day}
        for part in parts:
            mine = {name: value for name, value in last.items() if part == TOTAL or owned[name] == part}
            rows.append((day, part, _mean(mine.values()), len(mine), *_like_with_like(mine, earlier)))
        earlier.insert(0, (day, last))
    columns = ["date", "team", "confidence", "count", "since", "same", "before", "after"]
    return pd.DataFrame(rows, columns=columns)


def _like_with_like(
    now: Mapping[str, float], earlier: Iterable[tuple[dt.date, Mapping[str, float]]]
) -> tuple[dt.date | None, int, float, float]:
    """The last date before with some of the same key results, how many, and their mean then and now."""
    for day, then in earlier:
        same = [name for name in now if name in then]
        if same:
            return day, len(same), _mean(then[name] for name in same), _mean(now[name] for name in same)
    return None, 0, float("nan"), float("nan")


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else float("nan")
