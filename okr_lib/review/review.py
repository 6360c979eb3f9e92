"""A review: a plan looked back on at the end of a quarter, made once and read by reports, pages and commands.

It has the plan as it stood at the close, what came, what is forecast, what teams claim, and the states of key results and
initiatives. Each is computed when it is first asked for, from records that were read before; a review reads nothing itself.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import Outlook
from okr_lib.plan.closing import Closing
from okr_lib.plan.model import Plan
from okr_lib.plan.plan_records import PlanRecords
from okr_lib.plan.values import QUARTERS
from okr_lib.review import variance
from okr_lib.review.actual_ledger import actual_ledger
from okr_lib.review.closing import as_at_close
from okr_lib.review.driver_plan import driver_variance
from okr_lib.review.evidence import evidence_of
from okr_lib.review.forecasts import forecast_record
from okr_lib.review.gap import gap_to_target
from okr_lib.review.initiative_standing import initiative_standing
from okr_lib.review.initiative_states import initiative_states
from okr_lib.review.landing import year_landing
from okr_lib.review.next_tests import own_noise
from okr_lib.review.reconciliation import Reconciliation, reconcile
from okr_lib.review.spending import spend_ledger
from okr_lib.review.states import key_result_states
from okr_lib.review.team_standing import team_messages, team_standing

_SHARED = (
    "outlook",
    "gap",
    "team_standing",
    "initiative_standing",
    "initiatives",
    "driver_variance",
    "own_noise",
    "spend",
)
_BEFOREHAND: "list[Review]" = []  # those that looked back before anybody asked: where many reports are made


@dataclass(frozen=True, eq=False)
class Review:
    """A plan looked back on at the end of a quarter.

    Parameters
    ----------
    current
        The plan as it stands in its folder.
    quarter
        The quarter looked back from; what came after it is left out.
    records
        What ``load_records`` returns.
    """

    current: Plan
    quarter: str
    records: PlanRecords

    def __post_init__(self) -> None:
        for made in _BEFOREHAND:
            if made.current is self.current and made.quarter == self.quarter and made.records.same(self.records):
                vars(self).update({name: found for name, found in vars(made).items() if name != "records"})

    def look_back(self) -> None:
        """Compute what every report of the quarter asks for, for each later review of the same in this process."""
        for name in _SHARED:
            getattr(self, name)
        _BEFOREHAND.append(self)

    @cached_property
    def closing(self) -> Closing:
        """The close of the quarter; empty where there is none."""
        return self.records.closings.get(self.quarter, Closing(quarter=self.quarter))

    @cached_property
    def plan(self) -> Plan:
        """The plan as it stood at the close."""
        return as_at_close(self.current, self.closing)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """The plan's growth ledger."""
        return growth_ledger(self.plan)

    @cached_property
    def actuals(self) -> pd.DataFrame:
        """Revenue by fiscal year, quarter and stream, of a restated figure the latest."""
        return self.records.actuals

    @property
    def last_day(self) -> dt.date:
        """The last day of the quarter."""
        return self.plan.fiscal_year.last_day(self.quarter)

    @cached_property
    def observed(self) -> tuple[str, ...]:
        """The quarters that have actuals of every stream, from the first on."""
        return tuple(variance.observed_quarters(self.plan, self.actuals, self.quarter))

    @property
    def over(self) -> bool:
        """Whether nothing of the year is still to come."""
        return len(self.observed) == len(QUARTERS)

    @property
    def undecided(self) -> bool:
        """Whether the target can still be reached or missed."""
        return not self.over and sum(self.evidence.actuals.values()) < self.outlook.target

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Revenue by stream and quarter: last year, expected and actual; see ``plan_against_actual``."""
        return variance.plan_against_actual(self.plan, self.ledger, self.actuals, self.quarter)

    @cached_property
    def to_date(self) -> pd.DataFrame:
        """The quarters that have actuals, by stream; see ``scorecard``."""
        return variance.scorecard(self.comparison, self.observed)

    @cached_property
    def gap(self) -> pd.DataFrame:
        """The gap to the phased target by its parts; see ``gap_to_target``."""
        return gap_to_target(self.to_date)

    @cached_property
    def year(self) -> pd.DataFrame:
        """The whole year by stream; see ``scorecard``."""
        return variance.scorecard(self.comparison, QUARTERS)

    @cached_property
    def quarters(self) -> pd.DataFrame:
        """The company by quarter; see ``by_quarter``."""
        return variance.by_quarter(self.comparison)

    @cached_property
    def evidence(self) -> Evidence:
        """What is known of the company by the end of the quarter."""
        return evidence_of(self.plan, self.actuals, self.quarter, self.records.reference)

    @cached_property
    def outlook(self) -> Outlook:
        """The forecast of the year: its range, and how likely the target is."""
        return self.evidence.outlook(self.plan)

    @cached_property
    def landing(self) -> pd.DataFrame:
        """What single methods say of the year's end; see ``year_landing``."""
        history = self.evidence.history
        return year_landing(self.comparison, self.observed, self.ledger, None if history is None else history[:-1])

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """What earlier closes had forecast; see ``forecast_record``."""
        return forecast_record(self.plan, self.records.closings, self.actuals, self.quarter)

    @property
    def check_ins(self) -> pd.DataFrame:
        """All check-ins, those after the quarter included; each function is told the day it looks from."""
        return self.records.check_ins

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The year so far as baseline, momentum, what initiatives claim and what is unexplained; see ``actual_ledger``."""
        return actual_ledger(self.plan, self.actuals, self.check_ins, through=self.quarter, ledger=self.ledger)

    @cached_property
    def key_results(self) -> pd.DataFrame:
        """The state of each key result; see ``key_result_states``."""
        return key_result_states(self.plan, self.check_ins, self.last_day, self.actuals)

    @cached_property
    def team_standing(self) -> pd.DataFrame:
        """What each team brings; see ``team_standing``."""
        said = team_messages(self.plan, self.key_results, self.check_ins, self.closing, self.quarter)
        through = self.observed[-1] if self.observed else None
        return team_standing(self.plan, self.ledger, self.reconciliation, said, through)

    @cached_property
    def closing_before(self) -> Closing | None:
        """The last close before this quarter; nothing where there is none of this year."""
        earlier = QUARTERS[: QUARTERS.index(self.quarter)]
        found = [self.records.closings[quarter] for quarter in earlier if quarter in self.records.closings]
        starts = self.plan.fiscal_year.starts
        return next((closing for closing in reversed(found) if (closing.closed or starts) >= starts), None)

    @cached_property
    def initiatives(self) -> pd.DataFrame:
        """The state of each initiative; see ``initiative_states``."""
        return initiative_states(self.plan, self.check_ins, self.last_day)

    @cached_property
    def initiative_standing(self) -> pd.DataFrame:
        """What was planned by now and is claimed of each initiative, and what is off; see ``initiative_standing``."""
        return initiative_standing(self.plan, self.ledger, self.claims, self.check_ins, self.last_day)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """What the actuals bear out of plan and claims; see ``reconcile``."""
        return reconcile(
            self.plan,
            self.actuals,
            self.check_ins,
            through=self.quarter,
            reference=self.records.reference,
            shown=self.claims,
        )

    @cached_property
    def driver_variance(self) -> pd.DataFrame:
        """Drivers against plan; see ``driver_variance``."""
        return driver_variance(self.plan, self.comparison, self.records.drivers, self.observed)

    @cached_property
    def own_noise(self) -> "pd.Series[float]":
        """How far a region's quarter comes from what the market makes of it, by stream; see ``own_noise``."""
        return own_noise(self.plan, self.comparison, self.evidence)

    @cached_property
    def spend(self) -> pd.DataFrame:
        """What was planned to be spent in the year and what was spent by the end of the quarter; see ``spend_ledger``."""
        spent = self.records.spend
        spent = spent[spent["quarter"] <= self.quarter]
        known = {initiative.id for _, initiative in self.plan.initiatives()}
        return spend_ledger(self.plan if known >= set(spent["initiative"]) else self.current, spent)
