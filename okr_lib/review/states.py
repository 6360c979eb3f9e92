"""Where each key result and objective stands at a date, from the check-ins made until then and the actuals there are."""

import datetime as dt

import pandas as pd

from okr_lib.plan.check_ins import check_ins_on
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.objectives import KeyResult, Objective
from okr_lib.review.key_results import (
    Status,
    aged,
    expected_progress,
    ratio,
    score,
    status,
    weighted_progress,
    worst,
)
from okr_lib.review.readings import Reading, checked_reading, revenue_reading

_COLUMNS = ["team", "objective", "key_result", "value", "checked", "progress", "expected", "rule", "gap", "status"]
_COLUMNS += ["confidence", "score", "comment"]


def key_result_states(
    plan: Plan, check_ins: pd.DataFrame, as_of: dt.date, actuals: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every key result at a date.

    Parameters
    ----------
    plan
        The plan; its ``thresholds`` say what is on track.
    check_ins
        What ``load_check_ins`` returns; later ones than ``as_of`` are left out, the last one counts.
    actuals
        What ``load_actuals`` returns: key results that measure revenue are read from it, whatever their check-ins say.

    Returns
    -------
    DataFrame
        A row a key result, the company's first (``team`` missing): ``team``, ``objective``, ``key_result``, ``value`` and
        ``checked`` (the day it is of), ``progress`` (raw), ``expected``, ``rule`` (phasing, linear or actuals), ``gap`` (to
        the target in its unit, above 0 when short), ``status``, ``confidence``, ``score`` (as if closed now: progress over
        what was expected by now, so at the due date progress itself), ``comment``. Without a reading its fields are
        missing and the status is pending. Objectives dropped at the close of an earlier quarter are left out.
    """
    said_on = check_ins_on(check_ins[check_ins["date"] <= as_of])
    rows = [
        _state(plan, team, objective, result, said_on(result.id), as_of, actuals)
        for team, objective in plan.objectives_by_team()
        if objective.dropped is None or as_of <= plan.fiscal_year.last_day(objective.dropped)
        for result in objective.key_results
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def objective_states(plan: Plan, states: pd.DataFrame) -> pd.DataFrame:
    """Every objective: the weighted mean of its key results' progress, and beside it the worst status.

    Returns
    -------
    DataFrame
        A row an objective: ``team``, ``objective``, ``progress`` and ``score`` (means weighted over the key results of which
        something is known; missing without any), ``status``, ``known`` and ``count`` (key results with a value, and all).
        Progress counts from 0 to 1 as it is shown: what is beyond a target, or behind a start, does not make up for
        another key result, or undo it.
    """
    rows = []
    for team, objective in plan.objectives_by_team():
        mine = states[states["objective"] == objective.id]
        if objective.dropped and mine.empty:
            continue
        seen = mine[mine["progress"].notna()]
        weights = {result.id: result.weight for result in objective.key_results}
        own = [weights[name] for name in seen["key_result"]]
        shown = [min(max(value, 0.0), 1.0) for value in seen["progress"]]
        mean, scored = weighted_progress(shown, own), weighted_progress(list(seen["score"]), own)
        word = worst([Status(value) for value in mine["status"]])
        rounded = score(scored) if own else scored
        rows.append((team.id if team else None, objective.id, mean, rounded, word.value, len(seen), len(mine)))
    return pd.DataFrame(rows, columns=["team", "objective", "progress", "score", "status", "known", "count"])


def _state(
    plan: Plan,
    team: Team | None,
    objective: Objective,
    result: KeyResult,
    mine: pd.DataFrame,
    as_of: dt.date,
    actuals: pd.DataFrame | None,
) -> dict[str, object]:
    if result.measures is None:
        read = checked_reading(plan, result, mine[mine["value"].notna()], as_of)
        said = mine[mine["date"] <= read.on] if read else mine
    else:
        read = None if actuals is None else revenue_reading(plan, result, actuals, as_of)
        said = mine
    said = said[
        (said["comment"].fillna("") != "") | said["confidence"].notna()
    ]  # what a source wrote leaves the owner's words
    expected, rule = expected_progress(result, plan.fiscal_year, as_of)
    missing = float("nan")
    return {
        "team": team.id if team else None,
        "objective": objective.id,
        "key_result": result.id,
        "value": read.value if read else missing,
        "checked": read.on if read else None,
        "progress": read.progress if read else missing,
        "expected": read.expected if read else expected,
        "rule": read.rule if read else rule,
        "gap": read.gap if read else missing,
        "status": _word(plan, result, read, as_of).value,
        "confidence": said["confidence"].iloc[-1] if len(said) else missing,
        "score": score(ratio(read.progress, read.expected)) if read else missing,
        "comment": said["comment"].iloc[-1] if len(said) else "",
    }


def _word(plan: Plan, result: KeyResult, read: Reading | None, as_of: dt.date) -> Status:
    """The status; of an old reading what it was then, where outdated would hide something worse."""
    if read is None:
        return Status.PENDING
    expected, days = read.expected, (as_of - read.on).days
    if result.measures is None and days > plan.thresholds.cadence_days:
        expected, _ = expected_progress(result, plan.fiscal_year, read.on)
    word = status(result, read.progress, expected, due=read.due, thresholds=plan.thresholds)
    return aged(word, days, plan.thresholds.cadence_days)
