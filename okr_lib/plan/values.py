"""The kinds of value a plan is written with: shares, amounts, estimates, quarters.

A share runs from 0 to 1 in code; a file may also say "5 %", which is read as 0.05. An amount is money in the plan's
unit. An estimate is three numbers (low, likely, high), because one number hides how sure anybody is.
Each kind refuses what it cannot be in words that say what to write instead.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Annotated, Any, Self

import numpy as np
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema

from okr_lib.errors import Message, RefusedError, message_of
from okr_lib.plan.fields import About, Parts, Record
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.typed_numbers import meanings, remedy

LARGEST = 1e12  # above it, sums of small steps are no longer exact
_FINEST_STEP = 0.001
MOST_GROWTH = 5.0
_SHARE_EXAMPLE = "0.2"
_PERCENTAGE = {"type": "string", "pattern": r"%\s*$"}
A_ROLE = "A role, such as Head of Retail, not a person."
ID_PATTERN = "^[a-z][a-z0-9_-]*$"


QUARTERS: tuple[str, ...] = tuple(quarter.value for quarter in Quarter)


def _number(value: Any, example: str = "12.5") -> float:
    if isinstance(value, str):
        raise ValueError(remedy(value, meanings(value), example))
    meant = Message("write {example}", example=Decimal(example))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError("{value} is not a number; {remedy}", value=repr(value), remedy=meant)
    if isinstance(value, float) and not math.isfinite(value):
        raise RefusedError("{value} is not a finite number; {remedy}", value=value, remedy=meant)
    if abs(value) > LARGEST:
        raise RefusedError("{value} is above {most}; write it in a larger unit", value=f"{value!s:.20}", most=LARGEST)
    return float(value)


def fraction(value: Any) -> float:
    """A share as people write it: a number, or a percentage as text.

    A ``ValueError`` says of anything else which share can be meant: 0.125 for "12,5".

    Examples
    --------
    >>> fraction(0.05), fraction("5 %"), fraction("2,5 %")
    (0.05, 0.05, 0.025)
    """
    if not isinstance(value, str):
        return _number(value, _SHARE_EXAMPLE)
    typed = meanings(value)
    if len(typed) == 1 and value.rstrip().endswith("%"):
        return float(typed[0])
    near = [number for number in typed if abs(number) <= 1] or [number / 100 for number in typed if abs(number) <= 100]
    raise ValueError(remedy(value, tuple(near), _SHARE_EXAMPLE))


def _share(value: float) -> float:
    if 2 <= value <= 100:
        raise RefusedError(
            "{value} is not between {low} and {high}; write {example} for {percentage}%",
            value=value,
            low=0,
            high=1,
            example=value / 100,
            percentage=value,
        )
    if not 0 <= value <= 1:
        raise RefusedError("{value} is not between {low} and {high}", value=value, low=0, high=1)
    return value


def between(low: float, high: float) -> AfterValidator:
    """Refuse a number outside of two limits."""

    def check(value: float) -> float:
        if not low <= value <= high:
            raise RefusedError("{value} is not between {low} and {high}", value=value, low=low, high=high)
        return value

    return AfterValidator(check)


def _growth(value: float) -> float:
    if not -1 < value <= MOST_GROWTH:
        meant = value if -100 < value <= 100 * MOST_GROWTH else 20.0
        raise RefusedError(
            "{value} is not a share between {low} and {high}; write {example} for {percentage}%",
            value=value,
            low=-1,
            high=MOST_GROWTH,
            example=meant / 100,
            percentage=meant,
        )
    return value


def _not_negative(value: float) -> float:
    if value < 0:
        raise RefusedError("{value} is negative; write 0 or more", value=value)
    return value


def _positive(value: float) -> float:
    if value <= 0:
        raise RefusedError("{value} is not above 0", value=value)
    return value


def _step(value: float) -> float:
    if value < _FINEST_STEP:
        raise RefusedError(
            "{value} is too fine a step; write {least} or more, or choose a smaller unit",
            value=value,
            least=_FINEST_STEP,
        )
    return value


def _capitals(value: Any) -> Any:
    return value.upper() if isinstance(value, str) and re.fullmatch("[A-Za-z]{3}", value) else value


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise RefusedError(
            "{value} is not a date; {remedy}",
            value=repr(value),
            remedy=Message("write {example}", example="2026-04-01"),
        ) from error


def _text(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def ending_in(*endings: str) -> AfterValidator:
    """Refuse a file whose name ends in another way."""

    def check(name: str) -> str:
        if PurePath(name).suffix.casefold() not in endings:
            raise RefusedError(
                "{file} is none of the kinds that can be read; save it as {endings}", file=repr(name), endings=endings
            )
        return name

    return AfterValidator(check)


Number = Annotated[float, BeforeValidator(_number), WithJsonSchema({"type": "number"})]


def _or_percent(**limits: float) -> WithJsonSchema:
    """For editors: a number within limits, or a percentage as text."""
    return WithJsonSchema({"anyOf": [{"type": "number", **limits}, _PERCENTAGE]})


Share = Annotated[Number, BeforeValidator(fraction), AfterValidator(_share), _or_percent(minimum=0, maximum=1)]
Spill = Annotated[Number, BeforeValidator(fraction), between(-1, 1), _or_percent(minimum=-1, maximum=1)]
Growth = Annotated[
    Number, BeforeValidator(fraction), AfterValidator(_growth), _or_percent(exclusiveMinimum=-1, maximum=MOST_GROWTH)
]
NotNegative = Annotated[Number, AfterValidator(_not_negative), WithJsonSchema({"type": "number", "minimum": 0})]
Part = Annotated[NotNegative, BeforeValidator(fraction), _or_percent(minimum=0)]  # of what the parts sum to
Positive = Annotated[Number, AfterValidator(_positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Step = Annotated[
    Positive, AfterValidator(_step), WithJsonSchema({"type": "number", "minimum": _FINEST_STEP, "maximum": LARGEST})
]
Currency = Annotated[str, BeforeValidator(_capitals), Field(pattern="^[A-Z]{3}$")]
Date = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, StringConstraints(min_length=1)]
Label = Annotated[
    Text, BeforeValidator(_text), WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}]})
]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
OwnId = Annotated[Id, About("Id")]
Sure = Annotated[bool, About("Above 100% is meant")]
Name = Annotated[Text, About("Name")]
Role = Annotated[Text, About("Owner", A_ROLE)]


class ByQuarter(Parts):
    """One amount for each quarter, in the plan's unit."""

    Q1: Number
    Q2: Number
    Q3: Number
    Q4: Number

    def array(self) -> np.ndarray:
        """The four amounts in the order of the year, shape (4,)."""
        return np.array([self.Q1, self.Q2, self.Q3, self.Q4])


class RevenueByQuarter(ByQuarter):
    """Revenue of each quarter, zero or more, in the plan's unit."""

    Q1: NotNegative
    Q2: NotNegative
    Q3: NotNegative
    Q4: NotNegative


class SharesByQuarter(RevenueByQuarter):
    """A share of the whole for each quarter, zero or more."""

    Q1: Part
    Q2: Part
    Q3: Part
    Q4: Part


class Estimate(Parts):
    """What somebody expects, as low, likely and high; a single number stands for all three.

    Examples
    --------
    >>> Estimate.model_validate(3)
    Estimate(low=3.0, likely=3.0, high=3.0)
    """

    low: Annotated[Number, About("low")]
    likely: Annotated[Number, About("likely")]
    high: Annotated[Number, About("high")]

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The three numbers, or one."""
        return {"anyOf": [handler.resolve_ref_schema(handler(core)), {"type": "number"}]}

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        if isinstance(value, dict | Estimate):
            return value
        try:
            number = _number(value)
        except ValueError as error:
            group = "{low: 10, likely: 12.5, high: 14}"
            raise RefusedError("{problem}, or {group}", problem=message_of(error), group=group) from error
        return {"low": number, "likely": number, "high": number}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise RefusedError(
                "low {low}, likely {likely}, high {high} are not in order; write low <= likely <= high",
                low=self.low,
                likely=self.likely,
                high=self.high,
            )
        return self

    @model_serializer
    def _as_written(self) -> float | dict[str, float]:
        if self.low == self.high:
            return self.likely
        return {"low": self.low, "likely": self.likely, "high": self.high}


def _estimate_of_growth(value: Any) -> Any:
    """An estimate of shares, with its percentages as numbers."""
    if isinstance(value, Estimate):
        return value
    if not isinstance(value, Mapping):
        return fraction(value)
    found = dict(value)
    for point in Estimate.model_fields.keys() & value.keys():
        try:
            found[point] = fraction(value[point])
        except ValueError as error:
            raise RefusedError("{point}: {problem}", point=point, problem=message_of(error)) from error
    return found


def _lift(value: Estimate) -> Estimate:
    _growth(value.low)
    _growth(value.high)
    return value


class _GrowthPoints(Record):
    """For editors: the points of an estimate of growth, each of which may be a percentage."""

    low: Growth
    likely: Growth
    high: Growth


_FOR_EDITORS = {"anyOf": [_GrowthPoints.model_json_schema(), {"type": "number"}, _PERCENTAGE]}
GrowthEstimate = Annotated[
    Estimate, BeforeValidator(_estimate_of_growth), AfterValidator(_lift), WithJsonSchema(_FOR_EDITORS)
]
Ramp = Annotated[tuple[Share, ...], Field(min_length=1, max_length=4)]
