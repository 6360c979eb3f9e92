"""Phasing: a year spread over its quarters.

Most revenue is seasonal, so a year's target follows last year's seasons unless the plan says otherwise. When
growth builds up during the year, growth in the year and growth at its end (the exit rate) are two numbers:
+20% for the year may mean +32% in the last quarter. Show both.
"""

import numpy as np
from numpy.typing import ArrayLike

from okr_lib.growth.rounding import Floats
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.values import QUARTERS


def phase(total: float, weights: ArrayLike) -> Floats:
    """Spread a total over periods in proportion to weights.

    Parameters
    ----------
    total
        Amount of the year.
    weights
        Zero or more, shape (n,), such as last year's revenue by quarter. All zero: spread evenly.

    Returns
    -------
    array, shape (n,)
        ``total * weights / sum(weights)``; sums to ``total``.

    Examples
    --------
    >>> phase(4455.0, [1021.3, 973.9, 1378.0, 971.0]).round(1).tolist()
    [1047.3, 998.7, 1413.1, 995.8]
    """
    return np.asarray(total * seasonality(weights))


def seasonality(revenue: ArrayLike) -> Floats:
    """Share of each period in the sum, even where the sum is zero.

    Parameters
    ----------
    revenue
        Zero or more, shape (n,) or (rows, n) for several series at once.

    Returns
    -------
    array of the same shape; each series sums to 1.

    Examples
    --------
    >>> seasonality([1.0, 1.0, 2.0]).tolist(), seasonality([0.0, 0.0]).tolist()
    ([0.25, 0.25, 0.5], [0.5, 0.5])
    """
    series = np.asarray(revenue, dtype=float)
    sums = series.sum(axis=-1, keepdims=True)
    even = np.full_like(series, 1 / series.shape[-1])
    return np.where(sums > 0, series / np.where(sums > 0, sums, 1), even)


def exit_growth(revenue: ArrayLike, baseline: ArrayLike) -> float:
    """Growth of the last period on the same period last year; NaN where last year had none.

    Examples
    --------
    >>> round(exit_growth([108, 116, 124, 132], [100, 100, 100, 100]), 2)
    0.32
    """
    last, before = float(np.asarray(revenue)[-1]), float(np.asarray(baseline)[-1])
    return last / before - 1 if before else float("nan")


def cost_by_quarter(initiative: Initiative) -> Floats:
    """What an initiative may cost in each quarter, in the plan's unit, shape (4,).

    Its cost times the shares that it names; without any, evenly over the quarters from its start on.

    Examples
    --------
    >>> from okr_lib.plan.initiatives import Initiative
    >>> cost_by_quarter(Initiative(id="shelf", name="Shelf", owner="Head of Retail", starts="Q3", cost=5)).tolist()
    [0.0, 0.0, 2.5, 2.5]
    """
    if initiative.cost_phasing is not None:
        return np.asarray(initiative.cost * initiative.cost_phasing.array())
    works = np.arange(len(QUARTERS)) >= initiative.starts.position
    return np.asarray(initiative.cost * works / works.sum())
