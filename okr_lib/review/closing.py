"""Closing a quarter: what each objective scored, what is still unsaid, and what carries over.

An objective's score is the weighted mean of its key results' scores. A score below green needs a root cause, and so does
every committed key result that is due and missed; such a miss also keeps its objective from green. What carries over keeps its start and its history: only a change
that was decided and given a reason moves a target, and a target moved without one is found and named.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd
from pydantic import ValidationError

from okr_lib.errors import Message, Problem
from okr_lib.growth.evidence import Evidence
from okr_lib.plan.closing import Closing, Decision, Outcome, Scored
from okr_lib.plan.messages import shape_problems
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import Ambition, KeyResult, Objective
from okr_lib.review.forecasts import forecast_at_close
from okr_lib.review.key_results import Colour, Status, colour
from okr_lib.review.states import objective_states

_WORST_FIRST = (Colour.RED, Colour.YELLOW, Colour.GREEN)
_STATED = ["team", "objective", "key_result", "value", "progress", "gap", "status"]
_COLUMNS = ["team", "objective", "score", "colour", "decision", "why"]


def closing_states(plan: Plan, states: pd.DataFrame, closing: Closing) -> pd.DataFrame:
    """Every objective with its score and what becomes of it.

    Parameters
    ----------
    states
        What ``key_result_states`` returns for the quarter's last day.
    closing
        The close of the quarter; its scores, where there are some already, are the ones that count.

    Returns
    -------
    DataFrame
        A row an objective: ``team`` (missing for the company), ``objective``, ``score`` (0 to 1, missing without a
        check-in), ``colour`` (green, yellow or red; empty without a score; never better than that of its worst committed
        key result that missed, and then at the best yellow), ``decision`` (empty while open), ``why``.
    """
    frozen = {name: entry.score for name, entry in closing.scores.items()}
    scored = states.assign(
        score=[
            _number(frozen[name]) if name in frozen else value
            for name, value in zip(states["key_result"], states["score"], strict=True)
        ]
    )
    rows = []
    for row in objective_states(plan, scored).to_dict("records"):
        outcome = closing.objectives.get(row["objective"], Outcome())
        called = _colour(plan, row["score"], scored[scored["objective"] == row["objective"]])
        decided = outcome.decision.value if outcome.decision else ""
        rows.append((row["team"], row["objective"], row["score"], called, decided, outcome.why))
    return pd.DataFrame(rows, columns=_COLUMNS)


def misses(plan: Plan, states: pd.DataFrame, closing: Closing) -> pd.DataFrame:
    """Key results that missed, and those still to come that are far from where they should be, with their root causes.

    Returns
    -------
    DataFrame
        The columns ``team``, ``objective``, ``key_result``, ``value``, ``progress``, ``gap``, ``status`` of the states,
        ``score``, ``over`` and ``cause`` (empty while none is given); those that are over first, each worst first. A key
        result that was due in the quarter is ``over`` and missed when its target is not met, however little (an
        aspirational one when it is below green). One still to come is here when its score is below green. What was
        due in an earlier quarter was closed with that.
    """
    known = plan.key_results
    rows = []
    for row in states.to_dict("records"):
        outcome = closing.objectives.get(row["objective"], Outcome())
        value, result = _score(row, closing), known[row["key_result"]]
        due = _due(plan, result, closing.quarter)
        short = value < plan.thresholds.green
        over = row["status"] == Status.MISSED
        missed = due == 0 and over and (short or result.ambition is Ambition.COMMITTED)
        if missed or (due >= 0 and not over and short):
            named = {name: row[name] for name in _STATED}
            rows.append(named | {"score": value, "over": over, "cause": outcome.causes.get(row["key_result"], "")})
    table = pd.DataFrame(rows, columns=[*_STATED, "score", "over", "cause"]).astype({"over": bool})
    return table.sort_values(["over", "score"], ascending=[False, True], kind="stable", ignore_index=True)


def closing_problems(plan: Plan, states: pd.DataFrame, closing: Closing) -> list[Problem]:
    """What is missing before a quarter can be closed; empty when it can.

    Returns
    -------
    list of Problem
        An objective without a decision or its reason, a miss without a root cause, a key result that is due and has
        no check-in, a change that changes nothing or that its key result cannot take, a quarter that is closed already.
    """
    if closing.closed is not None:
        message = Message(
            "{quarter} was closed on {date}; take `closed` and `scores` out to open it again",
            quarter=closing.quarter,
            date=closing.closed,
        )
        return [closing.problem(("closed",), message)]
    return [closing.problem(path, message) for path, message in _missing(plan, states, closing)]


def _missing(plan: Plan, states: pd.DataFrame, closing: Closing) -> Iterator[tuple[tuple[str | int, ...], str]]:
    known = plan.key_results
    missed = misses(plan, states, closing)
    for row in closing_states(plan, states, closing).to_dict("records"):
        name = row["objective"]
        outcome = closing.objectives.get(name, Outcome())
        if not row["decision"]:
            yield (
                ("objectives", name, "decision"),
                Message("is open; write one of {decisions}", decisions=tuple(Decision)),
            )
        if not row["why"].strip():
            yield ("objectives", name, "why"), Message("is empty; say in one sentence why")
        if outcome.decision is Decision.CHANGE and not any(
            change.model_dump(exclude_none=True) for change in outcome.changes.values()
        ):
            yield ("objectives", name, "changes"), Message("is empty; say what is different, or write decision: keep")
        yield from _refused_changes(name, outcome, known)
        own = missed[missed["objective"] == name]
        if row["score"] < plan.thresholds.green and not outcome.causes:
            values = {"score": round(row["score"], 6), "green": plan.thresholds.green}
            message = Message("the score is {score}, below {green}; give one root cause, by key result", **values)
            yield ("objectives", name, "causes"), message
        else:
            for miss in own[own["cause"] == ""].to_dict("records"):
                values = {"result": known[miss["key_result"]].title, "score": round(miss["score"], 6)}
                far = Message(
                    "is missing: {result} is far from where it should be (score {score}); give its root cause", **values
                )
                over = Message("is missing: {result} missed its target (score {score}); give its root cause", **values)
                yield ("objectives", name, "causes", miss["key_result"]), over if miss["over"] else far
    for row in states[states["progress"].isna()].to_dict("records"):
        result = known[row["key_result"]]
        if _due(plan, result, closing.quarter) == 0:
            message = Message("was due on {date} and has no check-in; check in before closing", date=result.due)
            yield ("objectives", row["objective"], row["key_result"]), message


def _refused_changes(
    name: str, outcome: Outcome, known: Mapping[str, KeyResult]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Changes of an objective's key results that would leave no sound key result."""
    for key_result in outcome.changes:
        try:
            _changed(known[key_result], outcome)
        except ValidationError as error:
            for path, message in shape_problems(error, KeyResult):
                yield ("objectives", name, "changes", key_result, *path), message


def closed(
    plan: Plan, states: pd.DataFrame, closing: Closing, on: dt.date, evidence: Evidence | None = None
) -> Closing:
    """The closing with its day and, for good, what each key result had reached and what is forecast of the year.

    Parameters
    ----------
    plan, states, closing
        As for ``closing_states``; the plan as it stands before it carries over.
    on
        The day it is closed.
    evidence
        What is known by the end of the quarter; without it nothing is forecast. A forecast that the closing has already
        stays: a quarter that was opened again keeps what was said first.
    """
    known = plan.key_results
    scores = {
        row["key_result"]: Scored(
            start=known[row["key_result"]].start,
            target=known[row["key_result"]].target,
            value=None if pd.isna(row["value"]) else row["value"],
            score=None if pd.isna(row["score"]) else row["score"],
        )
        for row in states.to_dict("records")
    }
    forecast = closing.forecast
    if forecast is None and evidence is not None:
        forecast = forecast_at_close(plan, evidence)
    return closing.model_copy(update={"closed": on, "forecast": forecast, "scores": scores})


def carry_over(plan: Plan, closing: Closing) -> Plan:
    """The plan for the quarters after a close.

    Parameters
    ----------
    plan
        The plan; it is not changed.
    closing
        Kept objectives stay as they are; of changed ones the named fields of key results are different, never their
        start; dropped ones stay with their history, marked as dropped at this quarter. Doing it twice is doing it once.
    """

    def carried(objective: Objective) -> Objective:
        outcome = closing.objectives.get(objective.id, Outcome())
        if outcome.decision is Decision.DROP:
            return objective.model_copy(update={"dropped": closing.quarter})
        results = tuple(_changed(result, outcome) for result in objective.key_results)
        return objective.model_copy(update={"key_results": results})

    return _with_objectives(plan, carried)


def _with_objectives(plan: Plan, change: Callable[[Objective], Objective]) -> Plan:
    teams = tuple(team.model_copy(update={"objectives": tuple(map(change, team.objectives))}) for team in plan.teams)
    return plan.model_copy(update={"objectives": tuple(map(change, plan.objectives)), "teams": teams})


def _changed(result: KeyResult, outcome: Outcome) -> KeyResult:
    change = outcome.changes.get(result.id)
    if outcome.decision is not Decision.CHANGE or change is None:
        return result
    return KeyResult.model_validate(result.model_dump() | change.model_dump(exclude_none=True))


def as_at_close(plan: Plan, closing: Closing) -> Plan:
    """The plan with each key result's start and target as they were at a close; the same plan before it is closed."""

    def former(objective: Objective) -> Objective:
        results = tuple(
            result.model_copy(
                update={"start": closing.scores[result.id].start, "target": closing.scores[result.id].target}
            )
            if result.id in closing.scores
            else result
            for result in objective.key_results
        )
        return objective.model_copy(update={"key_results": results})

    return _with_objectives(plan, former)


def _silent_changes(plan: Plan, closings: Mapping[str, Closing]) -> pd.DataFrame:
    """Starts and targets that moved since the last close without a decision; what is not closed yet is passed over.

    Returns
    -------
    DataFrame
        ``key_result``, ``quarter`` (of the close), ``field`` (start or target), ``then``, ``now``.
    """
    done = [closing for closing in closings.values() if closing.closed is not None]
    rows = []
    if done:
        last = done[-1]
        now = plan.key_results
        decided = {
            name: change.target
            for outcome in last.objectives.values()
            for name, change in outcome.changes.items()
            if change.target is not None
        }
        for name, entry in last.scores.items():
            for field, then in (("start", entry.start), ("target", decided.get(name, entry.target))):
                if getattr(now[name], field) != then:
                    rows.append((name, last.quarter.value, field, then, getattr(now[name], field)))
    return pd.DataFrame(rows, columns=["key_result", "quarter", "field", "then", "now"])


def silent_change_findings(plan: Plan, closings: Mapping[str, Closing]) -> list[Problem]:
    """What ``_silent_changes`` found, each with file and line in the plan and what to do."""
    return [plan.problem(path, message) for path, message in located_silent_changes(plan, closings)]


def located_silent_changes(plan: Plan, closings: Mapping[str, Closing]) -> list[tuple[tuple[str | int, ...], str]]:
    """What ``_silent_changes`` found and what to do, each with its path in the plan."""
    found = {row["key_result"]: row for row in _silent_changes(plan, closings).to_dict("records")}
    places = {
        result.id: (*path, "key_results", number, found[result.id]["field"])
        for path, objective in _objective_paths(plan)
        for number, result in enumerate(objective.key_results)
        if result.id in found
    }
    values = {name: {key: row[key] for key in ("then", "quarter", "now")} for name, row in found.items()}
    return [
        (
            places[name],
            Message(
                "was {then} when {quarter} was closed and is {now} now; write it back, or decide on it at the next close (decision: change)",
                **given,
            ),
        )
        for name, given in values.items()
    ]


def _objective_paths(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], Objective]]:
    yield from ((("objectives", number), objective) for number, objective in enumerate(plan.objectives))
    for place, team in enumerate(plan.teams):
        for number, objective in enumerate(team.objectives):
            yield ("teams", place, "objectives", number), objective


def _due(plan: Plan, result: KeyResult, quarter: str) -> int:
    """Whether a key result was due before a quarter (-1), is due in it (0) or later (1)."""
    due = result.due or plan.fiscal_year.last_day("Q4")
    return -1 if due < plan.fiscal_year.first_day(quarter) else int(due > plan.fiscal_year.last_day(quarter))


def _colour(plan: Plan, scored: float, states: pd.DataFrame) -> str:
    """What an objective's score is called: nothing without one, and no better than its worst committed miss."""
    if pd.isna(scored):
        return ""
    results = plan.key_results
    missed = [
        min(Colour.YELLOW, colour(row["score"], plan.thresholds), key=_WORST_FIRST.index)
        for row in states.to_dict("records")
        if row["status"] == Status.MISSED and results[row["key_result"]].ambition is Ambition.COMMITTED
    ]
    return min([colour(scored, plan.thresholds), *missed], key=_WORST_FIRST.index).value


def _score(row: Mapping[Any, Any], closing: Closing) -> float:
    entry = closing.scores.get(row["key_result"])
    return float(row["score"]) if entry is None else _number(entry.score)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
