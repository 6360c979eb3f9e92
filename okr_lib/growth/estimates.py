"""Estimates as distributions: what low, likely and high say about chance.

The plan says how its estimates are meant: as a PERT or a triangular distribution, with low and high as the
extremes or as the values that one in ten falls below and above. The mean of the distribution is what the
ledger counts; its spread is what the outlook needs.
"""

from functools import lru_cache

import numpy as np
from scipy.optimize import root
from scipy.special import betainc, ndtr

from okr_lib.errors import Message, OkrError
from okr_lib.growth.rounding import Floats
from okr_lib.plan.uncertainty import LowHigh, Shape, Uncertainty
from okr_lib.plan.values import Estimate

_GRID = np.linspace(0.0, 1.0, 257)
# Probabilities at which a distribution is tabled: close together at both ends, where luck that is shared matters.
LEVELS: Floats = np.concatenate([[0.0], ndtr(np.linspace(-5.0, 5.0, 201)), [1.0]])
_TENTH = 0.1


def extremes(estimate: Estimate, uncertainty: Uncertainty) -> tuple[float, float, float]:
    """Lowest, most likely and highest value of an estimate's distribution.

    Where low and high are meant as P10 and P90, the distribution reaches further: the extremes are found such
    that a tenth lies below ``low`` and a tenth above ``high``.

    Examples
    --------
    >>> extremes(Estimate(low=5, likely=8, high=14), Uncertainty())
    (5.0, 8.0, 14.0)
    >>> a, m, b = extremes(Estimate(low=5, likely=8, high=14), Uncertainty(low_high="p10_p90", shape="triangular"))
    >>> round((5 - a) ** 2 / ((b - a) * (m - a)), 6), round((b - 14) ** 2 / ((b - a) * (b - m)), 6)
    (0.1, 0.1)
    """
    if uncertainty.low_high is LowHigh.EXTREMES or estimate.low == estimate.high:
        return estimate.low, estimate.likely, estimate.high
    return _widened(estimate.low, estimate.likely, estimate.high, uncertainty.shape)


def mean(estimate: Estimate, uncertainty: Uncertainty) -> float:
    """Mean of an estimate's distribution.

    Parameters
    ----------
    estimate
        Low, likely and high.
    uncertainty
        How the plan means them.

    Returns
    -------
    float
        ``(low + 4 likely + high) / 6`` for PERT, ``(low + likely + high) / 3`` for triangular, of the extremes.

    Notes
    -----
    Source: Malcolm et al. (1959), Operations Research 7(5). A single number is its own mean.

    Examples
    --------
    >>> mean(Estimate(low=5, likely=8, high=14), Uncertainty())
    8.5
    >>> mean(Estimate(low=5, likely=8, high=14), Uncertainty(shape="triangular"))
    9.0
    """
    low, likely, high = extremes(estimate, uncertainty)
    if low == high:
        return likely
    return (low + 4 * likely + high) / 6 if uncertainty.shape is Shape.PERT else (low + likely + high) / 3


def variance(estimate: Estimate, uncertainty: Uncertainty) -> float:
    """Variance of an estimate's distribution.

    Returns
    -------
    float
        ``(mean - low)(high - mean) / 7`` for PERT;
        ``(l² + m² + h² - lm - lh - mh) / 18`` for triangular; of the extremes. Zero for a single number.

    Notes
    -----
    The PERT variance is that of the beta distribution with shape 4; ``((high - low) / 6)²`` is only near it.
    Source: Vose (2008), Risk analysis.

    Examples
    --------
    >>> variance(Estimate(low=5, likely=8, high=14), Uncertainty())
    2.75
    >>> variance(Estimate(low=5, likely=8, high=14), Uncertainty(shape="triangular"))
    3.5
    """
    low, likely, high = extremes(estimate, uncertainty)
    if uncertainty.shape is Shape.PERT:
        middle = (low + 4 * likely + high) / 6
        found = (middle - low) * (high - middle) / 7
    else:
        found = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
    return max(found, 0.0)  # of a single number a rounding error may be left, on either side


def quantiles(estimate: Estimate, uncertainty: Uncertainty, levels: Floats) -> Floats:
    """Values that an estimate stays below with given probabilities.

    Parameters
    ----------
    estimate, uncertainty
        The estimate and how it is meant.
    levels
        Probabilities from 0 to 1, shape (n,).

    Returns
    -------
    array, shape (n,)
        Rises with the level, from the lowest to the highest value.

    Examples
    --------
    >>> quantiles(Estimate(low=0, likely=5, high=10), Uncertainty(), np.array([0.0, 0.5, 1.0])).round(6).tolist()
    [0.0, 5.0, 10.0]
    """
    low, likely, high = extremes(estimate, uncertainty)
    if low == high:
        return np.full(len(levels), likely)
    return low + (high - low) * np.interp(levels, _on_grid((likely - low) / (high - low), uncertainty.shape), _GRID)


def tabled(estimate: Estimate, uncertainty: Uncertainty) -> Floats:
    """Quantiles at ``LEVELS`` as a table with straight lines between them that has the estimate's mean exactly.

    So an outlook's mean is what the ledger expects, to the last unit also where revenue is large beside it.

    Examples
    --------
    >>> values = tabled(Estimate(low=5, likely=8, high=14), Uncertainty())
    >>> round(float((values[1:] + values[:-1]) / 2 @ np.diff(LEVELS)), 9)
    8.5
    """
    return _tabled(estimate.low, estimate.likely, estimate.high, uncertainty.shape, uncertainty.low_high)


@lru_cache(maxsize=4096)
def _tabled(low: float, likely: float, high: float, shape: Shape, low_high: LowHigh) -> Floats:
    estimate, uncertainty = Estimate(low=low, likely=likely, high=high), Uncertainty(shape=shape, low_high=low_high)
    values = quantiles(estimate, uncertainty, LEVELS)
    rise = values - values[0]
    average = float((rise[1:] + rise[:-1]) / 2 @ np.diff(LEVELS))
    if not average:
        return values
    return np.asarray(values[0] + rise * ((mean(estimate, uncertainty) - values[0]) / average))


@lru_cache(maxsize=4096)
def _on_grid(peak: float, shape: Shape) -> Floats:
    return _cumulative(_GRID, peak, shape)


def _cumulative(points: Floats, peak: float, shape: Shape) -> Floats:
    """Probability to stay below points; they and the peak are given as shares of the way from low to high."""
    if shape is Shape.PERT:
        return np.asarray(betainc(1 + 4 * peak, 5 - 4 * peak, points))
    rising = points**2 / peak if peak > 0 else np.zeros_like(points)
    falling = 1 - (1 - points) ** 2 / (1 - peak) if peak < 1 else np.ones_like(points)
    return np.where(points < peak, rising, falling)


@lru_cache(maxsize=4096)
def _widened(low: float, likely: float, high: float, shape: Shape) -> tuple[float, float, float]:
    """Extremes of a distribution with that mode whose P10 and P90 are low and high."""
    scale = high - low

    def miss(reach: Floats) -> list[float]:
        ends = low - scale * np.exp(reach[0]), high + scale * np.exp(reach[1])
        at = (np.array([low, high]) - ends[0]) / (ends[1] - ends[0])
        below = _cumulative(at, (likely - ends[0]) / (ends[1] - ends[0]), shape)
        return [below[0] - _TENTH, below[1] - (1 - _TENTH)]

    found = root(miss, np.log([0.3, 0.3]), tol=1e-12)
    if not found.success and np.abs(found.fun).max() > 1e-8:
        raise OkrError(
            Message(
                "no {shape} distribution has a tenth below {low}, its peak at {likely} and a tenth above {high}; move likely towards the middle",
                shape=shape,
                low=low,
                likely=likely,
                high=high,
            )
        )
    return low - scale * float(np.exp(found.x[0])), likely, high + scale * float(np.exp(found.x[1]))
