"""Base rates of growth: how many company-years grew as much as an ambition asks for.

A base rate is no verdict on a plan. It says how unusual the ambition is, and so how good the reasons should be.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass

from okr_lib.errors import ForecastError
from okr_lib.growth.reference import reference_of
from okr_lib.plan.reference import CompanyYears, ReferenceClass

_CLASSES = (0.0, 0.05, 0.1, 0.2)  # where one class of growth ends and the next begins


@dataclass(frozen=True)
class BaseRate:
    """How many company-years grew that much.

    Parameters
    ----------
    share
        Share of the company-years that did.
    company_years
        How many company-years there were.
    least, most
        Where the growth of the year before lay: from ``least`` to below ``most``; without bounds where it was not asked.
    source
        Where the figures come from.
    """

    share: float
    company_years: int
    least: float
    most: float
    source: str


def base_rate(
    growth: float, *, after: float | None = None, reference: ReferenceClass | CompanyYears | None = None
) -> BaseRate:
    """Share of company-years whose revenue grew by ``growth`` or more.

    Parameters
    ----------
    growth
        Growth of a year as a share: 0.2 is 20%.
    after
        Growth of the year before: only years that came after one of the same class count. Classes are below 0, 0 to
        5%, 5 to 10%, 10 to 20%, and 20% or more.
    reference
        What ``load_reference`` returns; default: the 44 companies that are shipped.

    Returns
    -------
    BaseRate
        ``share`` is not a number where no company-year came after such a year.

    Raises
    ------
    ForecastError
        For growth that is not a finite number.

    Examples
    --------
    >>> rate = base_rate(0.2)
    >>> round(rate.share, 2), rate.company_years
    (0.14, 436)
    """
    for name, value in {"growth": growth, "after": 0.0 if after is None else after}.items():
        if not math.isfinite(value):
            raise ForecastError(f"{name}: {value} is no growth; give a share, such as 0.2 for 20%")
    others = reference_of(reference)
    least, most = -math.inf, math.inf
    found = [year for year, _ in others.growths]
    if after is not None:
        bounds = (-math.inf, *_CLASSES, math.inf)
        place = bisect_right(_CLASSES, after)
        least, most = bounds[place], bounds[place + 1]
        found = [year for year, before in others.growths if before is not None and least <= before < most]
    reached = sum(year >= growth for year in found)
    return BaseRate(reached / len(found) if found else math.nan, len(found), least, most, others.source)
