"""Objectives and key results: where somebody wants to get, and how they will know.

A key result is measured: from a start to a target, at least or at most something, within a band, by steps, or
yes or no. Increase and decrease are told apart, so that a target typed with a wrong sign is found at once.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from okr_lib.errors import RefusedError
from okr_lib.plan.fields import SHARE, About, Record, Ref
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.origins import Origin, origin_of
from okr_lib.plan.values import Date, Id, Number, OwnId, Positive, Role, SharesByQuarter, Text

COMPANY_REVENUE = "revenue"  # what a key result measures that is the revenue of all streams


class KeyResultKind(StrEnum):
    """How a key result is measured."""

    INCREASE = "increase"
    DECREASE = "decrease"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    MILESTONE = "milestone"
    YES_NO = "yes_no"


class Indicator(StrEnum):
    """A leading indicator moves before the revenue does, a lagging one with or after it."""

    LEADING = "leading"
    LAGGING = "lagging"


class Ambition(StrEnum):
    """A committed key result is expected at 1.0; an aspirational one is good at 0.7."""

    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


class KeyResult(Record):
    """A measured result: from a start to a target (or at least, at most, within a band), by a date.

    ``phasing`` says what share of the way is to be gone in each quarter; without it the way is even in time.
    ``measures`` is for revenue of the year so far: ``revenue`` of the company, or the id of a stream. It is then read from
    the actuals, in the plan's unit, and phased like them; a check-in need not repeat it. ``source`` is where ``okr sync``
    reads what is observed, as rows of ``date`` and ``value``.
    """

    id: OwnId
    title: Annotated[Text, About("Title")]
    owner: Role
    kind: Annotated[
        KeyResultKind,
        About("Kind", note="Increase and decrease need start and target, levels a target, range a band."),
    ] = KeyResultKind.INCREASE
    unit: Annotated[str, About("Measured in", note="Such as DKK m or members; with share, 0.25 stands for 25%.")] = ""
    start: Annotated[Number | None, About("Start")] = None
    target: Annotated[Number | None, About("Target")] = None
    band: Annotated[
        tuple[Number, Number] | None,
        About("Band", note="Lowest and highest good value, for the kind range.", parts=("low", "high")),
    ] = None
    due: Annotated[Date | None, About("Due")] = None
    phasing: Annotated[
        SharesByQuarter | None,
        About("Way gone in", note="Shares of the way, 100% in all; empty when it is even in time.", unit=SHARE),
    ] = None
    measures: Annotated[
        Id | None,
        Ref("streams", besides=COMPANY_REVENUE),
        About("Reads revenue of", note="revenue for the company's, a stream's id for its own; else empty."),
    ] = None
    source: Annotated[
        Origin | None,
        origin_of("members"),
        About("Source", note="Where okr sync reads its check-ins: rows with the columns date and value."),
    ] = None
    indicator: Annotated[
        Indicator | None, About("Indicator", note="Leading moves before revenue does, lagging with or after it.")
    ] = None
    ambition: Annotated[
        Ambition, About("Ambition", note="Committed is expected in full; aspirational is good at 0.7.")
    ] = Ambition.COMMITTED
    weight: Annotated[Positive, About("Weight", note="In the progress of its objective.")] = 1.0

    @model_validator(mode="after")
    def _complete(self) -> Self:
        kind = self.kind
        if self.phasing is not None and abs(self.phasing.array().sum() - 1) > 1e-9:
            raise RefusedError("the shares of phasing sum to {total}, not 1", total=self.phasing.array().sum())
        if kind in (KeyResultKind.INCREASE, KeyResultKind.DECREASE, KeyResultKind.MILESTONE):
            if self.start is None or self.target is None:
                raise RefusedError("a key result of kind {kind} needs both start and target", kind=kind)
            if self.start == self.target:
                raise RefusedError(
                    "start and target are both {value}, so progress has no meaning; change one", value=self.start
                )
            if (self.target > self.start) == (kind is KeyResultKind.DECREASE):
                other = KeyResultKind.INCREASE if self.target > self.start else KeyResultKind.DECREASE
                raise RefusedError(
                    "kind {kind} does not fit a way from {start} to {target}; write kind: {other}",
                    kind=kind,
                    start=self.start,
                    target=self.target,
                    other=other,
                )
        elif kind in (KeyResultKind.AT_LEAST, KeyResultKind.AT_MOST) and self.target is None:
            raise RefusedError("a key result of kind {kind} needs a target", kind=kind)
        elif kind is KeyResultKind.RANGE and (self.band is None or self.band[0] >= self.band[1]):
            raise RefusedError("a key result of kind range needs a band, lowest before highest, such as [40, 60]")
        if self.measures is not None and kind in (KeyResultKind.MILESTONE, KeyResultKind.YES_NO):
            raise RefusedError(
                "a key result of kind {kind} measures no revenue; write kind: increase, or no measures", kind=kind
            )
        if self.measures is not None and self.source is not None:
            raise RefusedError(
                "its revenue is read from the actuals already; write either measures or source, not both"
            )
        return self


class Objective(Record):
    """Where somebody wants to get, in words; ``supports`` names the objectives it helps.

    ``dropped`` is the quarter at whose close it was given up; it stays in the plan with its history.
    """

    id: OwnId
    title: Annotated[
        Text,
        About(
            "Title",
            "Where to, in words that can be remembered.",
            "4 to 18 words, no figures: those belong in key results.",
        ),
    ]
    owner: Role | None = None
    focus_area: Annotated[Id | None, Ref("focus_areas"), About("Focus area")] = None
    supports: Annotated[tuple[Id, ...], Ref("objectives"), About("Supports")] = ()
    contribution: Annotated[Text | None, About("How it contributes", note="In a sentence.", lines=2)] = None
    key_results: Annotated[
        tuple[KeyResult, ...],
        About(
            "Key results",
            note="How progress is measured: from a start to a target, or within a band, by a date.",
        ),
    ] = ()
    dropped: Annotated[
        Quarter | None,
        About("Dropped at the close of", note="It stays for its history; empty while it counts."),
    ] = None


Objectives = Annotated[
    tuple[Objective, ...],
    About("Objectives", note="Where somebody wants to get, in words. Without a team it is the company's."),
]
