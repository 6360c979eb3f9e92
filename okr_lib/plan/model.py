"""The plan as frozen records: what the leadership team agreed on.

A plan has streams (where revenue is booked), teams (who does the work), focus areas (themes that teams
share), a target, a rule for sharing it, and each team's objectives, key results and initiatives. Records
check themselves; what must hold *between* records is checked in ``references``. A change is a copy:
``plan.model_copy(update=...)`` for trusted values, ``Plan.model_validate(...)`` to check again.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import numpy as np
from pydantic import Field, PrivateAttr, model_validator

from okr_lib.errors import PlanError, Problem, field_name
from okr_lib.plan.objectives import Objective
from okr_lib.plan.origins import Origins, Records
from okr_lib.plan.references import reference_problems
from okr_lib.plan.source import Source
from okr_lib.plan.thresholds import Quality, Thresholds
from okr_lib.plan.uncertainty import Uncertainty
from okr_lib.plan.values import (
    QUARTERS,
    ByQuarter,
    Date,
    Estimate,
    Growth,
    GrowthEstimate,
    Id,
    Label,
    NotNegative,
    Number,
    Positive,
    Quarter,
    Ramp,
    Record,
    RevenueByQuarter,
    Share,
    SharesByQuarter,
    Step,
    Text,
)


class Unit(StrEnum):
    """How many currency units one unit of the plan's amounts stands for."""

    ONE = "one"
    THOUSAND = "thousand"
    MILLION = "million"
    BILLION = "billion"


class AllocationMethod(StrEnum):
    """By what the growth to be won is shared among the teams."""

    CONTRIBUTIONS = "contributions"
    WEIGHTS = "weights"
    EQUAL = "equal"
    BASELINE = "baseline"


class PhasingMethod(StrEnum):
    """How the year's target is spread over its quarters."""

    SEASONALITY = "seasonality"
    AMOUNTS = "amounts"
    SHARES = "shares"
    INITIATIVES = "initiatives"


class FiscalYear(Record):
    """The year planned: its label, its first day (any month) and the label of the baseline year."""

    label: Label
    starts: Date
    baseline: Label

    @model_validator(mode="after")
    def _first_of_a_month(self) -> Self:
        if self.starts.day != 1:
            raise ValueError(f"starts {self.starts} is not the first day of a month; write {self.starts:%Y-%m}-01")
        return self

    def first_day(self, quarter: str) -> dt.date:
        """First day of a quarter."""
        months = self.starts.month - 1 + 3 * Quarter(quarter).position
        return dt.date(self.starts.year + months // 12, months % 12 + 1, 1)

    def last_day(self, quarter: str) -> dt.date:
        """Last day of a quarter."""
        months = self.starts.month - 1 + 3 * (Quarter(quarter).position + 1)
        return dt.date(self.starts.year + months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)


class Target(Record):
    """What the company commits to for the year: revenue, or growth of the baseline; ``sure``: above 100 % is meant."""

    growth: Growth | None = None
    revenue: Positive | None = None
    sure: bool = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.growth is None) == (self.revenue is None):
            raise ValueError("give either growth (0.2 for +20 %) or revenue, not both and not neither")
        return self


class Driver(Record):
    """A factor of a stream's revenue, such as transactions or basket: last year's value by quarter."""

    id: Id
    name: Text
    unit: str = ""
    values: RevenueByQuarter


DRIVER_TOLERANCE = (
    0.01  # of a quarter's baseline: figures published with three digits are up to 0.5 % off, each of them
)


class Stream(Record):
    """Where revenue is booked: last year's revenue by quarter, and the growth that comes by itself.

    With ``drivers``, their product must meet the baseline of every quarter within 1 %. ``sure`` says that a momentum
    above 100 % is meant.
    """

    id: Id
    name: Text
    baseline: RevenueByQuarter
    momentum: GrowthEstimate = Estimate(low=0, likely=0, high=0)
    sure: bool = False
    drivers: tuple[Driver, ...] = ()

    @model_validator(mode="after")
    def _drivers_meet_the_baseline(self) -> Self:
        if self.drivers:
            products = np.prod([driver.values.array() for driver in self.drivers], axis=0)
            for quarter, product, baseline in zip(QUARTERS, products, self.baseline.array(), strict=True):
                if abs(product - baseline) > DRIVER_TOLERANCE * baseline:
                    raise ValueError(
                        f"the drivers' product in {quarter} is {product:g}, but the baseline is {baseline:g}; "
                        f"they may differ by {DRIVER_TOLERANCE:.1%}"
                    )
        return self


class FurtherGrowth(Record):
    """Growth that is nobody's work, such as currency or an acquisition; its id is its line in the ledger."""

    id: Id
    name: Text
    stream: Id
    amounts: ByQuarter


class FocusArea(Record):
    """A theme that several teams share, with a sponsor (a role)."""

    id: Id
    name: Text
    sponsor: Text | None = None


class Effect(Record):
    """What an initiative does to one stream: an amount a year at full effect, or a lift as a share of it.

    A lift may act through one of the stream's drivers; as revenue is their product, it lifts the stream as much. ``sure``
    says that a lift above 100 % is meant.
    """

    stream: Id
    driver: Id | None = None
    amount: Estimate | None = None
    lift: GrowthEstimate | None = None
    sure: bool = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.amount is None) == (self.lift is None):
            raise ValueError(
                "give either amount (revenue a year) or lift (a share of the stream), not both and not neither"
            )
        if self.driver is not None and self.lift is None:
            raise ValueError("a driver can be lifted, but an amount goes to the stream itself; write lift or no driver")
        return self


class Initiative(Record):
    """Something a team does: who, when, for which key results, and what it is expected to bring.

    ``ramp`` gives the share of the full effect in the start quarter and the quarters after it; its last
    value stays. ``credit`` shares the contribution among teams (empty: all to the team that delivers it).
    ``after`` names initiatives that must come first. ``cost`` is money in the plan's unit, ``effort`` what it
    takes of the team's ``capacity``, in the same unit as that.
    """

    id: Id
    name: Text
    owner: Text
    starts: Quarter = Quarter.Q1
    ramp: Ramp = (1.0,)
    focus_area: Id | None = None
    serves: tuple[Id, ...] = ()
    effects: tuple[Effect, ...] = ()
    probability: Share = 1.0
    credit: dict[Id, Share] = Field(default_factory=dict)
    after: tuple[Id, ...] = ()
    cost: NotNegative = 0.0
    effort: NotNegative = 0.0


class Team(Record):
    """Who does the work; ``streams`` are those it answers for (it need not have any).

    ``capacity`` is how much effort its initiatives may take together, such as person-weeks.
    """

    id: Id
    name: Text
    lead: Text | None = None
    streams: tuple[Id, ...] = ()
    capacity: NotNegative | None = None
    objectives: tuple[Objective, ...] = ()
    initiatives: tuple[Initiative, ...] = ()


class Overlap(Record):
    """Initiatives that reach the same customers; only ``counts`` (a share) of their sum counts."""

    id: Id
    name: Text
    initiatives: Annotated[tuple[Id, ...], Field(min_length=2)]
    counts: Share


class Allocation(Record):
    """How the growth to be won is shared among teams; ``held``, ``lower``, ``upper`` are amounts by team."""

    method: AllocationMethod = AllocationMethod.CONTRIBUTIONS
    weights: dict[Id, NotNegative] = Field(default_factory=dict)
    held: dict[Id, Number] = Field(default_factory=dict)
    lower: dict[Id, Number] = Field(default_factory=dict)
    upper: dict[Id, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _weights_given(self) -> Self:
        if (self.method is AllocationMethod.WEIGHTS) != bool(self.weights):
            raise ValueError("weights by team go with method: weights, and only with it")
        if self.weights and not any(self.weights.values()):
            raise ValueError("all weights are 0; give at least one team a weight above 0")
        return self


class Phasing(Record):
    """How the target is spread over the quarters; ``amounts`` or ``shares`` go with the method of that name."""

    method: PhasingMethod = PhasingMethod.SEASONALITY
    amounts: RevenueByQuarter | None = None
    shares: SharesByQuarter | None = None

    @model_validator(mode="after")
    def _given(self) -> Self:
        for method, given in ((PhasingMethod.AMOUNTS, self.amounts), (PhasingMethod.SHARES, self.shares)):
            if (self.method is method) != (given is not None):
                raise ValueError(f"{method} by quarter go with method: {method}, and only with it")
        if self.shares is not None and abs(self.shares.array().sum() - 1) > 1e-9:
            raise ValueError(f"shares sum to {self.shares.array().sum():g}, not 1")
        return self


class Plan(Record):
    """A growth plan for one fiscal year. Amounts are in ``unit`` of ``currency``, shown to ``step``."""

    name: Text
    note: str = ""
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    unit: Unit = Unit.MILLION
    step: Step = 0.1
    fiscal_year: FiscalYear
    target: Target
    streams: Annotated[tuple[Stream, ...], Field(min_length=1)]
    further_growth: tuple[FurtherGrowth, ...] = ()
    focus_areas: tuple[FocusArea, ...] = ()
    teams: Annotated[tuple[Team, ...], Field(min_length=1)]
    objectives: tuple[Objective, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    allocation: Allocation = Allocation()
    phasing: Phasing = Phasing()
    uncertainty: Uncertainty = Uncertainty()
    thresholds: Thresholds = Thresholds()
    quality: Quality = Quality()
    records: Records = Origins()

    _source: Source | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _references(cls, data: Any, handler: Any) -> Self:
        plan: Self = handler(data)
        problems = [Problem(message, field=field_name(path)) for path, message in reference_problems(plan.model_dump())]
        if problems:
            raise PlanError(problems)
        return plan

    @property
    def source(self) -> Source | None:
        """The files this plan was loaded from; ``None`` for a plan made in code."""
        return self._source

    @property
    def folder(self) -> Path | None:
        """The folder this plan was loaded from; ``None`` for a plan made in code."""
        return Path(self._source.folder) if self._source else None

    def with_source(self, source: Source) -> Self:
        """The same plan, remembering the files it was loaded from."""
        plan = self.model_copy()
        plan._source = source  # noqa: SLF001  (its own copy)
        return plan

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem at a place in the plan, with file and line where the plan came from a folder."""
        if self._source is None:
            return Problem(message, field=field_name(path))
        return self._source.problem(path, message)

    def team(self, name: str) -> Team:
        """The team of that id or name, whatever its case; a ``PlanError`` lists the teams there are."""
        for team in self.teams:
            if name.casefold() in (team.id, team.name.casefold()):
                return team
        known = ", ".join(team.name for team in self.teams)
        raise PlanError([Problem(f"there is no team {name!r}; the teams are {known}")])

    def objectives_by_team(self) -> Iterable[tuple[Team | None, Objective]]:
        """Every objective with its team, the company's first, in the plan's order."""
        yield from ((None, objective) for objective in self.objectives)
        yield from ((team, objective) for team in self.teams for objective in team.objectives)

    def initiatives(self) -> Iterable[tuple[Team, Initiative]]:
        """Every initiative with the team that delivers it, in the plan's order."""
        return ((team, initiative) for team in self.teams for initiative in team.initiatives)
