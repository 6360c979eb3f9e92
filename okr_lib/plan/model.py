"""The plan as frozen records: what the leadership team agreed on.

A plan has streams (where revenue is booked), teams (who does the work), focus areas (themes that teams share), a
target, a rule for sharing it, and each team's objectives, key results and initiatives. Records check themselves; what
must hold *between* records is checked in ``references``. A change is a copy (``Plan.model_validate`` checks it again).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, model_validator

from okr_lib.errors import Message, PlanError, Problem, ProblemsError, RefusedError, Shown, field_name
from okr_lib.plan.brand import Brand
from okr_lib.plan.fields import MONEY, SHARE, About, Record, Ref
from okr_lib.plan.initiatives import Initiative, Overlap
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.objectives import KeyResult, Objective, Objectives
from okr_lib.plan.origins import Origins, Records
from okr_lib.plan.proof import Proof
from okr_lib.plan.references import reference_problems
from okr_lib.plan.source import Source
from okr_lib.plan.streams import FurtherGrowth, Stream
from okr_lib.plan.thresholds import Quality, Thresholds
from okr_lib.plan.uncertainty import Uncertainty
from okr_lib.plan.values import (
    A_ROLE,
    Currency,
    Date,
    Growth,
    Id,
    Label,
    Name,
    NotNegative,
    Number,
    OwnId,
    Positive,
    RevenueByQuarter,
    Role,
    SharesByQuarter,
    Step,
    Sure,
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

    label: Annotated[Label, About("Year planned", note="Its name, such as 2022/23.")]
    starts: Annotated[Date, About("First day of the year", note="The first day of any month.")]
    baseline: Annotated[Label, About("Year compared with", note="Its name, such as 2021/22.")]

    @model_validator(mode="after")
    def _first_of_a_month(self) -> Self:
        if self.starts.day != 1:
            raise RefusedError(
                "starts {value} is not the first day of a month; write {first}",
                value=self.starts,
                first=self.starts.replace(day=1),
            )
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
    """What the company commits to for the year: revenue, or growth of the baseline; ``sure``: above 100% is meant."""

    growth: Annotated[
        Growth | None,
        About("Growth target", note="On last year's revenue. Give growth or revenue, not both.", unit=SHARE),
    ] = None
    revenue: Annotated[
        Positive | None,
        About("Revenue target", note="Of the year. Give growth or revenue, not both.", unit=MONEY),
    ] = None
    sure: Sure = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.growth is None) == (self.revenue is None):
            raise RefusedError("give either growth (0.2 for +20%) or revenue, not both and not neither")
        return self


class FocusArea(Record):
    """A theme that several teams share, with a sponsor (a role)."""

    id: OwnId
    name: Name
    sponsor: Annotated[Role | None, About("Sponsor", A_ROLE)] = None


class Team(Record):
    """Who does the work; ``streams`` are those it answers for (it need not have any)."""

    id: OwnId
    name: Name
    lead: Annotated[Role | None, About("Lead", A_ROLE)] = None
    streams: Annotated[
        tuple[Id, ...],
        Ref("streams"),
        About("Streams it answers for", "A team need not book revenue to contribute."),
    ] = ()
    capacity: Annotated[
        NotNegative | None,
        About("Capacity", note="How much effort its initiatives may take together, such as person-weeks."),
    ] = None
    objectives: Objectives = ()
    initiatives: Annotated[
        tuple[Initiative, ...],
        About("Initiatives", note="What teams do, for which key results, when it starts and how fast it works."),
    ] = ()
    not_now: Annotated[
        tuple[Initiative, ...], About("Not now", note="Initiatives set aside: they stay in sight and are in no number.")
    ] = ()

    def credit_of(self, initiative: Initiative) -> Mapping[str, float]:
        """Shares of what its initiative brings, by team: the whole of it where the plan names nobody else."""
        return initiative.credit or {self.id: 1.0}


class Allocation(Record):
    """How the growth to be won is shared among teams; ``held``, ``lower``, ``upper`` are amounts by team."""

    method: Annotated[
        AllocationMethod,
        About("Shared by", "How what is not held is shared among the teams.", "With weights, give each team one."),
    ] = AllocationMethod.CONTRIBUTIONS
    weights: Annotated[
        dict[Id, NotNegative],
        Ref("teams"),
        About("Weight", note="Only when commitments are shared by weights.", whole=True),
    ] = Field(default_factory=dict)
    held: Annotated[
        dict[Id, Number],
        Ref("teams"),
        About("Held at", note="The commitment is exactly this.", unit=MONEY),
    ] = Field(default_factory=dict)
    lower: Annotated[
        dict[Id, Number],
        Ref("teams"),
        About("At least", note="The commitment is not below this.", unit=MONEY),
    ] = Field(default_factory=dict)
    upper: Annotated[
        dict[Id, Number],
        Ref("teams"),
        About("At most", note="The commitment is not above this.", unit=MONEY),
    ] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _weights_given(self) -> Self:
        if (self.method is AllocationMethod.WEIGHTS) != bool(self.weights):
            raise RefusedError("weights by team go with method: weights, and only with it")
        if self.weights and not any(self.weights.values()):
            raise RefusedError("all weights are 0; give at least one team a weight above 0")
        return self


class Phasing(Record):
    """How the target is spread over the quarters; ``amounts`` or ``shares`` go with the method of that name."""

    method: Annotated[
        PhasingMethod,
        About("Quarters by", note="How the target is spread. With amounts or shares, fill the four of that name."),
    ] = PhasingMethod.SEASONALITY
    amounts: Annotated[RevenueByQuarter | None, About("Amount", note="Only with the method amounts.", unit=MONEY)] = (
        None
    )
    shares: Annotated[
        SharesByQuarter | None,
        About("Share of the year", note="Only with the method shares; they sum to 100%.", unit=SHARE),
    ] = None

    @model_validator(mode="after")
    def _given(self) -> Self:
        for method, given in ((PhasingMethod.AMOUNTS, self.amounts), (PhasingMethod.SHARES, self.shares)):
            if (self.method is method) != (given is not None):
                raise RefusedError(
                    "{part} by quarter go with method: {method}, and only with it",
                    part=method.value,
                    method=method.value,
                )
        if self.shares is not None and abs(self.shares.array().sum() - 1) > 1e-9:
            raise RefusedError("shares sum to {total}, not 1", total=self.shares.array().sum())
        return self


class Plan(Shown, Record):
    """A growth plan for one fiscal year. Amounts are in ``unit`` of ``currency``, shown to ``step``."""

    name: Name
    note: Annotated[str, About("Note", note="Every report shows it, such as what is an illustration.", lines=2)] = ""
    language: Annotated[
        Text, About("Language", note="Of reports, pages and messages where none is asked for: en or da.")
    ] = "en"
    currency: Annotated[Currency, About("Currency", "Three letters, such as DKK.")]
    unit: Annotated[Unit, About("Amounts in", note="Every amount of the plan is in so many units of the currency.")] = (
        Unit.MILLION
    )
    step: Annotated[
        Step, About("Smallest amount shown", note="Every sum agrees to it: 0.1 for a tenth of the unit.")
    ] = 0.1
    fiscal_year: Annotated[FiscalYear, About("Fiscal year")]
    target: Annotated[Target, About("Target", whole=True)]
    streams: Annotated[
        tuple[Stream, ...],
        Field(min_length=1),
        About(
            "Streams",
            note="Where revenue is booked: last year's revenue by quarter, and the growth that comes by itself.",
        ),
    ]
    further_growth: Annotated[
        tuple[FurtherGrowth, ...],
        About(
            "Further growth",
            note="Growth that is nobody's work, such as currency or an acquisition. May be empty.",
        ),
    ] = ()
    focus_areas: Annotated[tuple[FocusArea, ...], About("Focus areas", note="Themes that several teams share.")] = ()
    teams: Annotated[
        tuple[Team, ...],
        Field(min_length=1),
        About("Teams", note="Who does the work. A team need not book revenue of its own."),
    ]
    objectives: Objectives = ()
    overlaps: Annotated[
        tuple[Overlap, ...],
        About(
            "Overlaps",
            note="Initiatives that reach the same customers: only part of their sum counts. May be empty.",
        ),
    ] = ()
    allocation: Annotated[Allocation, About("Commitments")] = Allocation()
    phasing: Annotated[Phasing, About("Spread over quarters", whole=True)] = Phasing()
    uncertainty: Annotated[Uncertainty, About("Estimates")] = Uncertainty()
    thresholds: Annotated[Thresholds, About("Status and score")] = Thresholds()
    quality: Annotated[Quality, About("Quality")] = Quality()
    proof: Annotated[Proof, About("Proof of claims")] = Proof()
    records: Annotated[Records, About("Where records come from")] = Origins()
    brand: Annotated[Brand, About("Brand of reports")] = Brand()

    _source: Source | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _references(cls, data: Any, handler: Any) -> Self:
        plan: Self = handler(data)
        if found := reference_problems(cls, plan.model_dump()):
            raise PlanError(Problem(message, field=field_name(path)) for path, message in found)
        return plan

    def __repr__(self) -> str:
        count = sum(1 for _ in self.initiatives())
        return f"<Plan {self.name!r} {self.fiscal_year.label}: {len(self.teams)} teams, {count} initiatives>"

    @property
    def source(self) -> Source | None:
        """The files this plan was loaded from; ``None`` for a plan made in code."""
        return self._source

    @property
    def folder(self) -> Path | None:
        """The folder this plan was loaded from; ``None`` for a plan made in code."""
        return Path(self._source.folder) if self._source else None

    def home(self, refused: type[ProblemsError] = PlanError) -> Path:
        """The folder this plan was loaded from; ``refused`` is raised for a plan made in code."""
        if self.folder is None:
            raise refused.of(Message("the plan was made in code and has no folder; save it first"))
        return self.folder

    def with_source(self, source: Source | None) -> Self:
        """The same plan, remembering the files it was loaded from, if from any."""
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
        known = tuple(team.name for team in self.teams)
        raise PlanError.of(Message("there is no team {name}; the teams are {known}", name=repr(name), known=known))

    def objectives_by_team(self) -> Iterable[tuple[Team | None, Objective]]:
        """Every objective with its team, the company's first, in the plan's order."""
        yield from ((None, objective) for objective in self.objectives)
        yield from ((team, objective) for team in self.teams for objective in team.objectives)

    def initiatives(self) -> Iterable[tuple[Team, Initiative]]:
        """Every initiative with the team that delivers it, in the plan's order."""
        return ((team, initiative) for team in self.teams for initiative in team.initiatives)

    def initiative(self, name: str) -> Initiative:
        """The initiative of that id; a ``KeyError`` where there is none."""
        return {initiative.id: initiative for _, initiative in self.initiatives()}[name]

    @property
    def key_results(self) -> dict[str, KeyResult]:
        """Every key result by its id, the company's first, in the plan's order."""
        return {result.id: result for _, objective in self.objectives_by_team() for result in objective.key_results}
