"""Where each key result and objective stands at a date, from the check-ins made until then."""

import datetime as dt

import pandas as pd

from okr_lib.plan.model import Plan, Team
from okr_lib.plan.objectives import KeyResult, Objective
from okr_lib.review.key_results import (
    Status,
    expected_progress,
    progress,
    ratio,
    score,
    status,
    weighted_progress,
    worst,
)

COLUMNS = [
    "team",
    "objective",
    "key_result",
    "value",
    "checked",
    "progress",
    "expected",
    "rule",
    "status",
    "confidence",
    "score",
    "comment",
]


def key_result_states(plan: Plan, check_ins: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Every key result at a date.

    Parameters
    ----------
    plan
        The plan; its ``thresholds`` say what is on track.
    check_ins
        What ``load_check_ins`` returns; later ones than ``as_of`` are left out, the last one counts.
    as_of
        The date looked from.

    Returns
    -------
    DataFrame
        A row a key result, the company's first (``team`` missing): ``team``, ``objective``, ``key_result``, ``value`` and
        ``checked`` (last check-in), ``progress`` (raw), ``expected``, ``rule`` (phasing or linear), ``status``, ``confidence``,
        ``score`` (as if closed now: progress over what was expected by now, so at the due date progress itself),
        ``comment``. Without a check-in its fields are missing and the status is pending. Objectives dropped at the
        close of an earlier quarter are left out.
    """
    rows = [
        _state(plan, team, objective, result, check_ins, as_of)
        for team, objective in plan.objectives_by_team()
        if objective.dropped is None or as_of <= plan.fiscal_year.last_day(objective.dropped)
        for result in objective.key_results
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def objective_states(plan: Plan, states: pd.DataFrame) -> pd.DataFrame:
    """Every objective: the weighted mean of its key results' progress, and beside it the worst status.

    Returns
    -------
    DataFrame
        A row an objective: ``team``, ``objective``, ``progress`` and ``score`` (means weighted over the key results that
        have a check-in; missing without any) and ``status``.
    """
    rows = []
    for team, objective in plan.objectives_by_team():
        mine = states[states["objective"] == objective.id]
        if objective.dropped and mine.empty:
            continue
        seen = mine[mine["progress"].notna()]
        weights = {result.id: result.weight for result in objective.key_results}
        own = [weights[name] for name in seen["key_result"]]
        mean, scored = (weighted_progress(list(seen[name]), own) for name in ("progress", "score"))
        word = worst([Status(value) for value in mine["status"]])
        rows.append((team.id if team else None, objective.id, mean, round(scored, 1), word.value))
    return pd.DataFrame(rows, columns=["team", "objective", "progress", "score", "status"])


def net_confidence(states: pd.DataFrame) -> float:
    """Share of key results on track less the share that is behind or at risk; silent ones count as neither.

    Examples
    --------
    >>> net_confidence(pd.DataFrame({"status": ["on_track", "on_track", "behind", "pending"]}))
    0.25
    """
    if states.empty:
        return float("nan")
    off = states["status"].isin([Status.BEHIND.value, Status.AT_RISK.value]).mean()
    return float((states["status"] == Status.ON_TRACK.value).mean() - off)


def _state(
    plan: Plan, team: Team | None, objective: Objective, result: KeyResult, check_ins: pd.DataFrame, as_of: dt.date
) -> dict[str, object]:
    mine = check_ins[(check_ins["key_result"] == result.id) & (check_ins["date"] <= as_of)]
    expected, rule = expected_progress(result, plan.fiscal_year, as_of)
    last = mine.iloc[-1].to_dict() if len(mine) else None
    actual = progress(result, last["value"]) if last else None
    word = status(
        actual,
        expected,
        checked=last["date"] if last else None,
        as_of=as_of,
        cadence_days=plan.thresholds.cadence_days,
        thresholds=plan.thresholds,
    )
    missing = float("nan")
    return {
        "team": team.id if team else None,
        "objective": objective.id,
        "key_result": result.id,
        "value": last["value"] if last else missing,
        "checked": last["date"] if last else None,
        "progress": missing if actual is None else actual,
        "expected": expected,
        "rule": rule,
        "status": word.value,
        "confidence": last["confidence"] if last else missing,
        "score": missing if actual is None else score(ratio(actual, expected)),
        "comment": last["comment"] if last else "",
    }
