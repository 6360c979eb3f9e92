"""Streams: where revenue is booked, the factors it is the product of, and growth that is nobody's work."""

from typing import Annotated, Self

import numpy as np
from pydantic import model_validator

from okr_lib.errors import RefusedError
from okr_lib.errors import Share as Percentage
from okr_lib.plan.fields import MONEY, SHARE, About, Record, Ref
from okr_lib.plan.values import (
    QUARTERS,
    ByQuarter,
    Estimate,
    GrowthEstimate,
    Id,
    Name,
    OwnId,
    RevenueByQuarter,
    Share,
    Sure,
)

OfStream = Annotated[Id, Ref("streams"), About("Stream")]


class Driver(Record):
    """A factor of a stream's revenue, such as transactions or basket: last year's value by quarter."""

    id: OwnId
    name: Name
    unit: Annotated[str, About("Measured in")] = ""
    values: Annotated[
        RevenueByQuarter,
        About("Value", note="Last year's value; the product of a stream's drivers meets its revenue."),
    ]


_DRIVER_TOLERANCE = (
    0.01  # of a quarter's baseline: figures published with three digits are up to 0.5% off, each of them
)


class Stream(Record):
    """Where revenue is booked: last year's revenue by quarter, and the growth that comes by itself.

    With ``drivers``, their product must meet the baseline of every quarter within 1%. ``sure`` says that a momentum
    above 100% is meant.
    """

    id: OwnId
    name: Name
    baseline: Annotated[
        RevenueByQuarter,
        About("Last year's revenue", note="Of the same quarter.", unit=MONEY),
    ]
    momentum: Annotated[
        GrowthEstimate,
        About("Momentum", note="Growth that comes with no initiative at all.", unit=SHARE),
    ] = Estimate(low=0, likely=0, high=0)
    sure: Sure = False
    margin: Annotated[
        Share | None,
        About(
            "Contribution margin",
            note="Share of revenue that is left after what varies with it. Without one, nothing is said of profit.",
            unit=SHARE,
        ),
    ] = None
    drivers: Annotated[
        tuple[Driver, ...],
        About(
            "Drivers",
            note="Factors whose product is a stream's revenue, such as transactions and basket. May be empty.",
        ),
    ] = ()

    @model_validator(mode="after")
    def _drivers_meet_the_baseline(self) -> Self:
        if self.drivers:
            products = np.prod([driver.values.array() for driver in self.drivers], axis=0)
            for quarter, product, baseline in zip(QUARTERS, products, self.baseline.array(), strict=True):
                if abs(product - baseline) > _DRIVER_TOLERANCE * baseline:
                    raise RefusedError(
                        "the drivers' product in {quarter} is {product}, but the baseline is {baseline}; they may differ by {share}",
                        quarter=quarter,
                        product=product,
                        baseline=baseline,
                        share=Percentage(_DRIVER_TOLERANCE, 1),
                    )
        return self


class FurtherGrowth(Record):
    """Growth that is nobody's work, such as currency or an acquisition; its id is its line in the ledger."""

    id: OwnId
    name: Name
    stream: OfStream
    amounts: Annotated[ByQuarter, About("Amount", note="Negative where it costs revenue.", unit=MONEY)]
