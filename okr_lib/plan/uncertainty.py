"""How a plan means its estimates: what low and high are, and how far initiatives share their luck."""

from enum import StrEnum
from typing import Annotated

from pydantic import WithJsonSchema

from okr_lib.plan.fields import About, Record
from okr_lib.plan.values import Number, between


class Shape(StrEnum):
    """The distribution of an estimate."""

    PERT = "pert"
    TRIANGULAR = "triangular"


class LowHigh(StrEnum):
    """What low and high are: the extremes, or the values that one in ten falls below and above."""

    EXTREMES = "extremes"
    P10_P90 = "p10_p90"


_Correlation = Annotated[Number, between(0, 0.95), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 0.95})]


class Uncertainty(Record):
    """How estimates are meant.

    ``correlation`` is the latent correlation of initiatives in the same focus area: they share a common factor
    (its luck), so they tend to succeed together. Initiatives without a focus area stand alone.
    """

    shape: Annotated[Shape, About("Shape of estimates", note="The distribution between low, likely and high.")] = (
        Shape.PERT
    )
    low_high: Annotated[
        LowHigh, About("Low and high are", note="The extremes, or what one in ten falls below and above.")
    ] = LowHigh.EXTREMES
    correlation: Annotated[
        _Correlation, About("Shared luck", note="Correlation of initiatives in one focus area, 0 to 0.95.")
    ] = 0.2
