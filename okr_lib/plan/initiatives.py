"""Initiatives: what teams do, what it is expected to bring, and what would be counted twice.

An initiative is done, where a key result is measured. Its effects are what it brings to streams in a year at full
effect; initiatives that reach the same customers overlap, and only a part of their sum counts.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from okr_lib.errors import Message
from okr_lib.plan.fields import MONEY, SHARE, About, Record, Ref
from okr_lib.plan.streams import OfStream
from okr_lib.plan.values import (
    Estimate,
    GrowthEstimate,
    Id,
    Name,
    NotNegative,
    OwnId,
    Quarter,
    Ramp,
    Role,
    Share,
    SharesByQuarter,
    Sure,
)


class Effect(Record):
    """What an initiative does to one stream: an amount a year at full effect, or a lift as a share of it.

    A lift may act through one of the stream's drivers; as revenue is their product, it lifts the stream as much. ``sure``
    says that a lift above 100 % is meant.
    """

    stream: OfStream
    driver: Annotated[
        Id | None,
        Ref("drivers", within="stream"),
        About("Through driver", note="Only for a lift, and only when the stream has drivers."),
    ] = None
    amount: Annotated[
        Estimate | None, About("Amount a year", note="At full effect. Amount or lift, not both.", unit=MONEY)
    ] = None
    lift: Annotated[
        GrowthEstimate | None,
        About("Lift of the stream", note="At full effect. Amount or lift, not both.", unit=SHARE),
    ] = None
    sure: Sure = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.amount is None) == (self.lift is None):
            raise ValueError(
                Message("give either amount (revenue a year) or lift (a share of the stream), not both and not neither")
            )
        if self.driver is not None and self.lift is None:
            raise ValueError(
                Message("a driver can be lifted, but an amount goes to the stream itself; write lift or no driver")
            )
        return self


class Initiative(Record):
    """Something a team does: who, when, for which key results, and what it is expected to bring.

    ``credit`` shares the contribution among teams (empty: all to the team that delivers it); ``after`` names
    initiatives that must come first.
    """

    id: OwnId
    name: Name
    owner: Role
    starts: Annotated[Quarter, About("Starts")] = Quarter.Q1
    ramp: Annotated[
        Ramp,
        About(
            "Build-up",
            "Share of the full effect in the start quarter and those after it; the last one stays.",
            unit=SHARE,
            parts=("quarter 1", "quarter 2", "quarter 3", "quarter 4"),
        ),
    ] = (1.0,)
    probability: Annotated[Share, About("Likelihood", note="That it succeeds.", unit=SHARE)] = 1.0
    focus_area: Annotated[Id | None, Ref("focus_areas"), About("Focus area")] = None
    serves: Annotated[tuple[Id, ...], Ref("key_results"), About("Key results it serves")] = ()
    effects: Annotated[
        tuple[Effect, ...],
        About(
            "Effects",
            note="What an initiative brings to a stream in a year at full effect: an amount, or a lift as a share "
            "of the stream.",
        ),
    ] = ()
    credit: Annotated[
        dict[Id, Share],
        Ref("teams"),
        About(
            "Credit",
            "Who made it happen; the shares sum to 100 %.",
            "Without any, all goes to the team that delivers it.",
            unit=SHARE,
            whole=True,
        ),
    ] = Field(default_factory=dict)
    after: Annotated[tuple[Id, ...], Ref("initiatives"), About("Needs first")] = ()
    cost: Annotated[NotNegative, About("Cost", unit=MONEY)] = 0.0
    cost_phasing: Annotated[
        SharesByQuarter | None,
        About("Cost by quarter", note="Shares of the cost. Without any, evenly from the start quarter on.", unit=SHARE),
    ] = None
    effort: Annotated[NotNegative, About("Effort", note="In the same unit as the team's capacity.")] = 0.0

    @model_validator(mode="after")
    def _whole_cost(self) -> Self:
        if self.cost_phasing is not None and abs(self.cost_phasing.array().sum() - 1) > 1e-9:
            total = self.cost_phasing.array().sum()
            raise ValueError(Message("cost_phasing sums to {total}, not 1; share the whole cost", total=total))
        return self


class Overlap(Record):
    """Initiatives that reach the same customers; only ``counts`` (a share) of their sum counts."""

    id: OwnId
    name: Name
    initiatives: Annotated[
        tuple[Id, ...], Field(min_length=2), Ref("initiatives"), About("Initiatives", note="At least two.")
    ]
    counts: Annotated[Share, About("Part that counts", note="Of their sum.", unit=SHARE)]
