"""Rounding that keeps sums: every part is rounded up or down, and the parts still add up to their total.

Rounding each number by itself breaks totals, and a board finds the broken total first. The largest-remainder
rule gives every part its whole steps and hands the steps that are left to those that lost most; parts may have
bounds (``round_between``). Tables, which are added up in several ways at once, are rounded by ``controlled_rounding``.

All functions here count in whole steps: amounts are divided by the step first.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Steps = NDArray[np.int64]

# Amounts closer than this part of a step are the same: it is noise of floating point.
NOISE = 1e-6


def in_steps(counts: ArrayLike, step: float) -> Floats:
    """Amounts for counts of steps, each the float nearest to the decimal number people read.

    Examples
    --------
    >>> in_steps([3, 10213], 0.1).tolist()  # 3 * 0.1 would be 0.30000000000000004
    [0.3, 1021.3]
    """
    ratio = Fraction(str(step))
    return np.asarray(np.asarray(counts) * ratio.numerator / ratio.denominator, dtype=float)


def nearest_step(amount: float, step: float) -> float:
    """The whole multiple of a step that is nearest to an amount.

    Examples
    --------
    >>> nearest_step(0.30000000000000004, 0.05)
    0.3
    """
    return float(in_steps(round(amount / step), step))


def largest_remainder(values: ArrayLike, totals: ArrayLike) -> Steps:
    """Round parts to whole steps so that they sum to given totals, along the first axis.

    Parameters
    ----------
    values
        Parts in steps, shape (n,) or (n, columns).
    totals
        Whole steps to sum to, shape () or (columns,).

    Returns
    -------
    array of int
        Same shape as ``values``. Where the parts sum to within a step of the total, each is rounded up or down
        to a neighbouring whole number; a part that is whole already stays.

    Notes
    -----
    Ties go to the part that comes first. Source: Hamilton's method, Balinski and Young (1975), "The quota
    method of apportionment", American Mathematical Monthly 82(7).

    Examples
    --------
    >>> largest_remainder([51.17, 44.00, 1.62, 1.61, 1.60], 100).tolist()
    [51, 44, 2, 2, 1]
    """
    snapped = np.round(np.asarray(values, dtype=float), 6)
    whole = np.floor(snapped).astype(np.int64)
    rest = np.round(snapped - whole, 6)
    # More than one step a part is missing only where the parts were far from the total: then all move alike first.
    everyone, missing = np.divmod(np.asarray(totals, dtype=np.int64) - whole.sum(axis=0), len(whole))
    rank = np.argsort(np.argsort(-rest, axis=0, kind="stable"), axis=0)
    return np.asarray(whole + everyone + (rank < missing), dtype=np.int64)


def _is_whole(values: ArrayLike, size: ArrayLike = 0.0) -> NDArray[np.bool_]:
    """Which amounts in steps are whole but for the noise of floating point, of sums of the given size."""
    amounts = np.asarray(values, dtype=float)
    noise = np.maximum(NOISE, 16 * np.finfo(float).eps * np.maximum(np.abs(amounts), size))
    return np.asarray(np.abs(amounts - np.round(amounts)) <= noise)


def neighbours(values: ArrayLike, size: ArrayLike = 0.0) -> tuple[Steps, Steps]:
    """The whole numbers below and above amounts in steps; both the same for one that is whole.

    Examples
    --------
    >>> below, above = neighbours([2.5, 3.0000000001])
    >>> below.tolist(), above.tolist()
    ([2, 3], [3, 3])
    """
    amounts = np.asarray(values, dtype=float)
    snapped = np.where(_is_whole(amounts, size), np.round(amounts), amounts)
    return np.floor(snapped).astype(np.int64), np.ceil(snapped).astype(np.int64)


def round_between(values: ArrayLike, total: int, low: ArrayLike = -np.inf, high: ArrayLike = np.inf) -> Steps:
    """Round parts to whole steps within bounds of their own, so that they sum to a total.

    Parameters
    ----------
    values
        Parts in steps, shape (n,).
    total
        Whole steps to sum to.
    low, high
        Whole bounds of each part; a part between equal bounds is held.

    Returns
    -------
    array of int
        By largest remainder where the bounds let it; a part moves further from its value only where they do not.

    Raises
    ------
    ValueError
        When bounds leave no such sum.

    Examples
    --------
    >>> round_between([1.4, 2.4, 3.2], 8, high=[1, 9, 9]).tolist()
    [1, 3, 4]
    """
    parts = np.asarray(values, dtype=float)
    counts = np.clip(neighbours(parts)[0], low, high).astype(np.int64)
    least, most = np.broadcast_to(low, parts.shape), np.broadcast_to(high, parts.shape)
    while missing := int(np.sign(total - counts.sum())):
        room = counts < most if missing > 0 else counts > least
        if not room.any():
            raise ValueError(f"the bounds of the parts do not let them sum to {total}")
        counts[np.argmax(np.where(room, missing * (parts - counts), -np.inf))] += missing
    return counts
