"""Initiatives: what teams do, what it is expected to bring, and what would be counted twice.

An initiative is done, where a key result is measured. Its effects are what it brings to streams in a year at full
effect; initiatives that reach the same customers overlap, and only a part of their sum counts.
"""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from okr_lib.errors import RefusedError
from okr_lib.plan.fields import MONEY, SHARE, About, Record, Ref
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.streams import OfStream
from okr_lib.plan.values import (
    Estimate,
    GrowthEstimate,
    Id,
    Name,
    NotNegative,
    OwnId,
    Part,
    Positive,
    Ramp,
    Role,
    Share,
    SharesByQuarter,
    Spill,
    Sure,
    Text,
)


class Effect(Record):
    """What an initiative does to one stream: an amount a year at full effect, or a lift as a share of it.

    A lift may act through one of the stream's drivers; as revenue is their product, it lifts the stream as much. ``sure``
    says that a lift above 100% is meant. ``spill`` of what it brings is lost (negative) or comes too (positive) in the stream
    ``spills_to``, whatever its size and only where it succeeds.
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
    spills_to: Annotated[
        Id | None,
        Ref("streams"),
        About(
            "Also felt in", note="Another stream that loses or gains by it: what comes online may be missing in stores."
        ),
    ] = None
    spill: Annotated[
        Spill,
        About(
            "Felt there, as a share of it",
            note="Negative where it takes revenue from that stream, positive where it pulls it along.",
            unit=SHARE,
        ),
    ] = 0.0

    @model_validator(mode="after")
    def _felt_elsewhere(self) -> Self:
        if self.spills_to == self.stream:
            raise RefusedError(
                "spills_to {stream} is the stream of the effect itself; name another one", stream=repr(self.stream)
            )
        if self.spill and self.spills_to is None:
            raise RefusedError("spill {spill} is felt nowhere; name the stream in spills_to", spill=self.spill)
        return self

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.amount is None) == (self.lift is None):
            raise RefusedError(
                "give either amount (revenue a year) or lift (a share of the stream), not both and not neither"
            )
        if self.driver is not None and self.lift is None:
            raise RefusedError(
                "a driver can be lifted, but an amount goes to the stream itself; write lift or no driver"
            )
        return self


class Size(Record):
    """Another size in which an initiative could be done: its cost, and its part of the effect as planned."""

    name: Annotated[Text, About("Size", note="Such as small or large.")]
    cost: Annotated[NotNegative, About("Cost", unit=MONEY)]
    effect: Annotated[
        Part, About("Part of the effect", note="Of the effect as planned, such as 60% or 150%.", unit=SHARE)
    ]
    effort: Annotated[
        NotNegative | None, About("Effort", note="In the same unit as the team's capacity; empty: as planned.")
    ] = None


class Initiative(Record):
    """Something a team does: who, when, for which key results, and what it is expected to bring.

    ``credit`` shares the contribution among teams (empty: all to the team that delivers it); ``after`` names
    initiatives that must come first. Cost, effort and effects are those of the size that is planned, which ``size`` names;
    ``sizes`` are others, or ``half_saturation`` says how spend of another size would work.
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
            "Who made it happen; the shares sum to 100%.",
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
    size: Annotated[str, About("Planned size", note="What the size is called that is planned here.")] = ""
    sizes: Annotated[
        tuple[Size, ...], About("Other sizes", note="Each with its cost and its part of the effect. May be empty.")
    ] = ()
    half_saturation: Annotated[
        Positive | None,
        About(
            "Half is won at",
            note="Spend in a quarter that wins half of the most there is. With it, spend may be raised or cut.",
            unit=MONEY,
        ),
    ] = None
    carry_over: Annotated[
        Share, About("Carried over", note="Share of a quarter's spend that still works in the next.", unit=SHARE)
    ] = 0.0

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        if self.sizes and self.half_saturation is not None:
            raise RefusedError("give either sizes or half_saturation, not both")
        if self.carry_over and self.half_saturation is None:
            raise RefusedError("carry_over goes with half_saturation, and only with it")
        names = [self.size, *(size.name for size in self.sizes)]
        for name in names:
            if names.count(name) > 1:
                raise RefusedError("{name} names two sizes; give each a name of its own", name=repr(name))
        largest = max([1.0, *(size.effect for size in self.sizes), *([2.0] if self.half_saturation else [])])
        lifts = [effect.lift.low * largest for effect in self.effects if effect.lift is not None]
        if min(lifts, default=0.0) <= -1:
            raise RefusedError("the largest size would take more than all there is; write a smaller part of the effect")
        return self

    @model_validator(mode="after")
    def _whole_cost(self) -> Self:
        if self.cost_phasing is not None and abs(self.cost_phasing.array().sum() - 1) > 1e-9:
            total = self.cost_phasing.array().sum()
            raise RefusedError("cost_phasing sums to {total}, not 1; share the whole cost", total=total)
        return self

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it acts on, those included that only feel it."""
        felt = (name for effect in self.effects for name in (effect.stream, effect.spills_to))
        return tuple(dict.fromkeys(name for name in felt if name))


class Overlap(Record):
    """Initiatives that reach the same customers; only ``counts`` (a share) of their sum counts."""

    id: OwnId
    name: Name
    initiatives: Annotated[
        tuple[Id, ...], Ref("initiatives"), About("Initiatives", note="Fewer than two take nothing from each other.")
    ]
    counts: Annotated[Share, About("Part that counts", note="Of their sum.", unit=SHARE)]


def counted(overlaps: Iterable[Overlap]) -> dict[str, float]:
    """What part of each initiative counts beside those of its overlap; alone in it, nothing is taken from it."""
    shared = (overlap for overlap in overlaps if len(overlap.initiatives) > 1)
    return {name: overlap.counts for overlap in shared for name in overlap.initiatives}
