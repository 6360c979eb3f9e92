"""Delivery: how much of what was planned of initiatives is claimed, once they are done or in full effect.

Plans are made of estimates, and whoever makes the next one should know how the last ones turned out. Whether an
initiative succeeds at all is another question (``calibration``): here stand those that did their work, against what they
were to bring if they succeed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from okr_lib.growth.dependencies import needed_first
from okr_lib.growth.parts import exact_parts
from okr_lib.growth.rounding import Floats
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.kinds import InitiativeState
from okr_lib.plan.model import FiscalYear, Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.initiative_states import initiative_states

_LEAST = 3  # initiatives: of fewer a rate says more about one of them than about the plan
FIRST = 1  # place of the quarter from which on a rate is told: the first one is over before anything has had its time


@dataclass(frozen=True)
class Delivery:
    """What initiatives that are done or in full effect were to bring to date, and what is claimed of it.

    Amounts are in the plan's unit; ``initiatives`` is how many there are, ``rate`` what is claimed as a share of what was
    planned: missing below three initiatives, before the second quarter, and where nothing was planned.
    """

    quarter: str
    initiatives: int
    claimed: float
    planned: float

    @property
    def rate(self) -> float:
        """What is claimed as a share of what was planned."""
        told = QUARTERS.index(self.quarter) >= FIRST and self.initiatives >= _LEAST and self.planned > 0
        return self.claimed / self.planned if told else float("nan")


def delivery_rate(plan: Plan, check_ins: pd.DataFrame, quarter: str) -> Delivery:
    """How much of the planned effect is claimed by the end of a quarter.

    Parameters
    ----------
    check_ins
        What ``load_check_ins`` returns; an initiative's last claim of the fiscal year counts, until the quarter's last day.

    Returns
    -------
    Delivery
        Of initiatives with a claim that were told to be done, or whose ramp was in full effect when they claimed and that
        were not told to be stopped or not started. ``planned`` is what each was to bring from the year's first day to the
        day of its claim, if it and what must come before it succeed; before overlap, as in ``claims_of_team``. Initiatives
        that were to bring nothing by then are left out.

    Examples
    --------
    By the middle of the year the shelf was to bring 20 of its 40, and 15 is claimed. One initiative makes no rate:

    >>> said = [(dt.date(2027, 6, 30), "shelf", 15.0, "done")]
    >>> check_ins = pd.DataFrame(said, columns=["date", "key_result", "value", "state"])
    >>> delivery_rate(shop, check_ins, "Q2")
    Delivery(quarter='Q2', initiatives=1, claimed=15.0, planned=20.0)
    >>> delivery_rate(shop, check_ins, "Q2").rate, Delivery("Q2", 3, 15.0, 20.0).rate
    (nan, 0.75)
    """
    year, as_of = plan.fiscal_year, plan.fiscal_year.last_day(quarter)
    states = initiative_states(plan, check_ins, as_of).set_index("initiative")["state"]
    said = check_ins[check_ins["value"].notna() & (check_ins["date"] >= year.starts) & (check_ins["date"] <= as_of)]
    last = said.drop_duplicates("key_result", keep="last").set_index("key_result")
    told = [
        (place, initiative, last.loc[initiative.id])
        for place, (_, initiative) in enumerate(plan.initiatives())
        if initiative.id in last.index
        and _has_worked(initiative, states[initiative.id], year, last.at[initiative.id, "date"])
    ]
    if not told:
        return Delivery(quarter, 0, 0.0, 0.0)
    effects = _if_they_succeed(plan, [initiative for _, initiative, _ in told])
    planned = np.array([float(effects[place] @ _passed(year, claim["date"])) for place, _, claim in told])
    claimed = np.array([float(claim["value"]) for _, _, claim in told])
    counts = planned > 0
    return Delivery(quarter, int(counts.sum()), float(claimed[counts].sum()), float(planned[counts].sum()))


def latest_quarter(plan: Plan, check_ins: pd.DataFrame) -> str:
    """The quarter of the year in which somebody checked in last; the first one where nobody has.

    Examples
    --------
    >>> latest_quarter(shop, pd.DataFrame({"date": [dt.date(2027, 6, 30), dt.date(2027, 7, 2)]}))
    'Q3'
    """
    last = max(check_ins["date"], default=plan.fiscal_year.starts)
    return next((name for name in QUARTERS if last <= plan.fiscal_year.last_day(name)), QUARTERS[-1])


def _has_worked(initiative: Initiative, state: str, year: FiscalYear, on: dt.date) -> bool:
    """Whether an initiative had its time by the day of its claim."""
    if state in (InitiativeState.STOPPED, InitiativeState.NOT_STARTED):
        return False
    full = initiative.starts.position + len(initiative.ramp) - 1
    return state == InitiativeState.DONE or (full < len(QUARTERS) and on >= year.first_day(QUARTERS[full]))


def _if_they_succeed(plan: Plan, chosen: Sequence[Initiative]) -> Floats:
    """What every initiative brings by quarter where the chosen ones and all before them succeed, shape (initiatives, 4)."""
    first = needed_first(plan)
    sure = {each.id for initiative in chosen for each in (initiative, *first[initiative.id])}
    teams = tuple(
        team.model_copy(
            update={
                "initiatives": tuple(
                    each.model_copy(update={"probability": 1.0}) if each.id in sure else each
                    for each in team.initiatives
                )
            }
        )
        for team in plan.teams
    )
    parts = exact_parts(plan.model_copy(update={"teams": teams}))
    sums = np.zeros((sum(len(team.initiatives) for team in teams), len(QUARTERS)))
    np.add.at(sums, parts.initiative, parts.credit)
    return sums


def _passed(year: FiscalYear, day: dt.date) -> Floats:
    """Share of each quarter that has passed at the end of a day, shape (4,)."""
    spans = [(year.first_day(name), year.last_day(name)) for name in QUARTERS]
    days = [((day - first).days + 1) / ((last - first).days + 1) for first, last in spans]
    return np.asarray(np.clip(days, 0.0, 1.0))
