"""Initiatives as their teams tell it at check-ins: not started, under way, done or stopped, and late by how much.

The ramp of a plan says when something should start and how fast it should work. Nobody knows from it what happened: an
initiative of which nobody has said anything is just that, never "under way".
"""

import datetime as dt

import pandas as pd

from okr_lib.plan.kinds import InitiativeState
from okr_lib.plan.model import FiscalYear, Plan
from okr_lib.plan.values import QUARTERS

_COLUMNS = ["initiative", "team", "starts", "state", "told", "started", "late"]
FINISHED = (InitiativeState.DONE, InitiativeState.STOPPED)
HALTED = (InitiativeState.NOT_STARTED, InitiativeState.STOPPED)
_RUNNING = (InitiativeState.UNDER_WAY, InitiativeState.DONE)


def initiative_states(plan: Plan, check_ins: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Every initiative at a date.

    Parameters
    ----------
    check_ins
        What ``load_check_ins`` returns; those later than ``as_of`` and those without a state are left out.

    Returns
    -------
    DataFrame
        A row an initiative, in the plan's order: ``initiative``, ``team``, ``starts`` (the quarter planned), ``state`` (the
        last one told; empty where nobody has said), ``told`` (that day), ``started`` (the day of the first check-in that
        told it was under way or done), ``late``: quarters from the one planned to the one it started in, where it was told
        before that it had not; of one that has not started, to the first it can still start in. Else 0: who first tells
        in Q3 that it is under way has not said that it started late.

    Examples
    --------
    >>> said = pd.DataFrame([(dt.date(2027, 9, 30), "shelf", "not_started")], columns=["date", "key_result", "state"])
    >>> initiative_states(shop, said, dt.date(2027, 9, 30))["late"].tolist()
    [3, 0]
    """
    told = check_ins[(check_ins["date"] <= as_of) & (check_ins["state"] != "")]
    said: dict[str, list[tuple[dt.date, str]]] = {}
    for name, day, state in zip(told["key_result"], told["date"], told["state"], strict=True):
        said.setdefault(name, []).append((day, state))
    rows = []
    for team, initiative in plan.initiatives():
        mine = said.get(initiative.id, [])
        on, state = mine[-1] if mine else (None, "")
        started = next((day for day, state in mine if state in _RUNNING), None)
        waited = next((day for day, state in mine if state == InitiativeState.NOT_STARTED), None)
        late = 0
        if started is not None and state in _RUNNING and waited is not None and waited < started:
            late = _quarter(plan.fiscal_year, started) - initiative.starts.position
        elif state == InitiativeState.NOT_STARTED:
            started = None
            late = _quarter(plan.fiscal_year, as_of + dt.timedelta(days=1)) - initiative.starts.position
        rows.append((initiative.id, team.id, initiative.starts.value, state, on, started, max(late, 0)))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _quarter(year: FiscalYear, day: dt.date) -> int:
    """The place of the quarter a day is in, counted from the year's first; 4 when it is after the year."""
    return sum(year.last_day(quarter) < day for quarter in QUARTERS)
