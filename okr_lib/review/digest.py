"""A digest of a plan on a day: what moved since an earlier day, who owes a check-in, what is due, what is uncovered.

It is what a reminder once a week needs. Nobody owes a check-in before the year begins or on what is over; a key result
that reads its revenue from the actuals needs none.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.standing import Standing, commitments_by_team, standing
from okr_lib.plan.check_ins import check_ins_on
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult
from okr_lib.plan.plan_records import PlanRecords
from okr_lib.plan.values import QUARTERS
from okr_lib.review.initiative_states import FINISHED, initiative_states
from okr_lib.review.key_results import OVER, due_date
from okr_lib.review.states import key_result_states


class Kind(StrEnum):
    """What is due."""

    KEY_RESULT = "key_result"
    INITIATIVE = "initiative"
    DECISION = "decision"
    ACTION = "action"
    CLOSE = "close"


@dataclass(frozen=True)
class Move:
    """A key result or initiative on which somebody checked in: its value and state before and now, and the last words."""

    name: str
    before: float
    now: float
    state: str
    on: dt.date
    author: str
    comment: str


@dataclass(frozen=True)
class Owed:
    """A check-in that is owed, by whom; ``last`` is the day of the last one, if there is any."""

    name: str
    owner: str
    last: dt.date | None


@dataclass(frozen=True)
class Due:
    """What is due, or was and is not done; ``name`` is an id, the words of a decision or action, or a quarter."""

    kind: Kind
    name: str
    owner: str
    on: dt.date


@dataclass(frozen=True)
class Digest:
    """What there is to say of a plan on a day, looking back to ``since``; ``reported`` are quarters reported meanwhile."""

    plan: Plan
    since: dt.date
    as_of: dt.date
    moves: tuple[Move, ...]
    reported: tuple[str, ...]
    owed: tuple[Owed, ...]
    due: tuple[Due, ...]
    standing: Standing
    uncovered: pd.DataFrame


def digest(plan: Plan, records: PlanRecords, since: dt.date, as_of: dt.date) -> Digest:
    """Look at a plan on a day.

    Parameters
    ----------
    since
        What came on later days than this counts as moved.
    as_of
        The day looked from; what is due within the plan's ``cadence_days`` of it is due.
    """
    ledger = growth_ledger(plan)
    said = records.check_ins[records.check_ins["date"] <= as_of]
    teams = commitments_by_team(ledger)
    return Digest(
        plan,
        since,
        as_of,
        tuple(_moves(plan, said, since)),
        tuple(_reported(plan, records.reported, since, as_of)),
        tuple(sorted(_owed(plan, records, said, as_of), key=lambda each: each.owner)),
        tuple(sorted(_due(plan, records, as_of), key=lambda each: each.on)),
        standing(ledger),
        teams[teams["uncovered"] > 0].reset_index(drop=True),
    )


def _moves(plan: Plan, said: pd.DataFrame, since: dt.date) -> Iterator[Move]:
    said_on = check_ins_on(said)
    for name in dict.fromkeys([*_key_results(plan), *(each.id for _, each in plan.initiatives())]):
        mine = said_on(name)
        later = mine[mine["date"] > since]
        if later.empty:
            continue
        last = later.iloc[-1]
        earlier = mine[mine["date"] <= since]["value"].dropna()
        now = later["value"].dropna()
        missing = float("nan")
        yield Move(
            name,
            float(earlier.iloc[-1]) if len(earlier) else missing,
            float(now.iloc[-1]) if len(now) else missing,
            str(last["state"]),
            last["date"],
            str(last["author"]),
            str(last["comment"]),
        )


def _reported(plan: Plan, reported: pd.DataFrame, since: dt.date, as_of: dt.date) -> Iterator[str]:
    """Quarters of the year of which a figure was reported meanwhile, where the actuals say when."""
    mine = reported[reported["fiscal_year"] == plan.fiscal_year.label]
    mine = mine.loc[[isinstance(day, dt.date) and since < day <= as_of for day in mine["as_of"]]]
    yield from (quarter for quarter in QUARTERS if quarter in set(mine["quarter"]))


def _owed(plan: Plan, records: PlanRecords, said: pd.DataFrame, as_of: dt.date) -> Iterator[Owed]:
    year, cadence = plan.fiscal_year, plan.thresholds.cadence_days
    if as_of < year.first_day("Q1"):
        return
    known = _key_results(plan)
    states = key_result_states(plan, records.check_ins, as_of, records.actuals)
    last = {str(name): day for name, day in said.groupby("key_result")["date"].max().items()}
    for row in states.to_dict("records"):
        result = known.get(row["key_result"])
        if result is None:
            continue
        over = row["status"] in OVER or as_of > due_date(result, year)
        told = last.get(result.id)
        silent = told is None or (as_of - told).days > cadence
        unsaid_at_its_end = over and row["checked"] is None
        if result.measures is None and silent and (not over or unsaid_at_its_end):
            yield Owed(result.id, result.owner, told)
    if as_of > year.last_day("Q4"):
        return
    told_of = initiative_states(plan, records.check_ins, as_of).set_index("initiative")
    for _, initiative in plan.initiatives():
        state, on = told_of.loc[initiative.id, "state"], told_of.loc[initiative.id, "told"]
        started = year.first_day(initiative.starts) <= as_of
        old = not state or (as_of - on).days > cadence
        if started and old and state not in FINISHED:
            yield Owed(initiative.id, initiative.owner, on if state else None)


def _due(plan: Plan, records: PlanRecords, as_of: dt.date) -> Iterator[Due]:
    year = plan.fiscal_year
    ends = as_of + dt.timedelta(days=plan.thresholds.cadence_days)
    for name, result in _key_results(plan).items():
        if as_of <= due_date(result, year) <= ends:
            yield Due(Kind.KEY_RESULT, name, result.owner, due_date(result, year))
    for _, initiative in plan.initiatives():
        starts = year.first_day(initiative.starts)
        if as_of < starts <= ends:
            yield Due(Kind.INITIATIVE, initiative.id, initiative.owner, starts)
    for quarter in QUARTERS:
        closing = records.closings.get(quarter)
        last = year.last_day(quarter)
        if (closing is None or closing.closed is None) and any(plan.objectives_by_team()) and last < as_of:
            yield Due(Kind.CLOSE, quarter, "", last)
        for sought in closing.decisions_sought if closing else ():
            if sought.by is not None and sought.became is None and sought.by <= ends:
                yield Due(Kind.DECISION, sought.question, sought.owner or "", sought.by)
        for action in closing.actions if closing else ():
            if action.became is None and action.due <= ends:
                yield Due(Kind.ACTION, action.what, action.owner, action.due)


def _key_results(plan: Plan) -> dict[str, KeyResult]:
    """Key results of objectives that were not dropped, by id."""
    found = plan.objectives_by_team()
    return {result.id: result for _, each in found if each.dropped is None for result in each.key_results}
