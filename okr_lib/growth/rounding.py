"""Rounding that keeps sums: every part is rounded up or down, and the parts still add up to their total.

Rounding each number by itself breaks totals, and a board finds the broken total first. The largest-remainder
rule gives every part its whole steps and hands the steps that are left to those that lost most. In a table
both margins can be kept at once; that is a small transport problem. (For more margins than two see
``controlled_rounding``.)

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
    table = np.asarray(values, dtype=float)
    columns = table.reshape(len(table), -1)
    groups = np.zeros(len(columns), dtype=np.int64)
    return round_within(columns, groups, np.reshape(totals, (1, -1))).reshape(table.shape)


def round_within(values: Floats, groups: Steps, totals: ArrayLike) -> Steps:
    """Round the rows of a table within groups of rows, each group and column to its own total.

    Parameters
    ----------
    values
        Parts in steps, shape (rows, columns).
    groups
        Group of each row, 0 to n - 1, shape (rows,).
    totals
        Whole steps of each group and column, shape (n, columns); a group without rows must have zeros.

    Returns
    -------
    array of int, shape (rows, columns)
    """
    goals = np.asarray(totals, dtype=np.int64)
    snapped = np.round(values, 6)
    whole = np.floor(snapped).astype(np.int64)
    rest = np.round(snapped - whole, 6)
    floors = np.zeros_like(goals)
    np.add.at(floors, groups, whole)
    sizes = np.bincount(groups, minlength=len(goals))[:, None]
    missing = goals - floors
    if np.any(missing[(sizes == 0).ravel()]):
        raise ValueError("a group without rows cannot have a total")
    # More missing than rows only when the parts were far from the total: then all rows move alike first.
    everyone, missing = (
        np.divmod(missing, np.maximum(sizes, 1))
        if np.any((missing < 0) | (missing > sizes))
        else (
            np.zeros_like(missing),
            missing,
        )
    )
    result = whole + everyone[groups]
    starts = np.concatenate([[0], np.cumsum(sizes.ravel())[:-1]])
    for column in range(values.shape[1]):
        order = np.lexsort((-rest[:, column], groups))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        result[:, column] += rank - starts[groups] < missing[groups, column]
    return result


def round_table(values: Floats, row_totals: ArrayLike, column_totals: ArrayLike) -> Steps:
    """Round a table to whole steps with both margins exact.

    Parameters
    ----------
    values
        Parts in steps, shape (rows, columns), whose margins are the totals already.
    row_totals, column_totals
        Whole steps, with the same sum.

    Returns
    -------
    array of int
        Each part rounded up or down to a neighbouring whole number; the sum of what rounding moves is the
        smallest there is.

    Notes
    -----
    The parts that get one step more are a 0/1 transport plan, and a transport plan with whole margins has a
    whole solution. Source: Cox (1987), "A constructive procedure for unbiased controlled rounding", JASA 82(398).

    Examples
    --------
    >>> round_table(np.array([[0.5, 0.5], [0.5, 0.5]]), [1, 1], [1, 1]).sum(axis=0).tolist()
    [1, 1]
    """
    snapped = np.round(np.asarray(values, dtype=float), 6)
    whole = np.floor(snapped).astype(np.int64)
    rest = snapped - whole
    rows, columns = np.nonzero(rest > NOISE)
    missing = np.concatenate(
        [
            np.asarray(row_totals, dtype=np.int64) - whole.sum(axis=1),
            np.asarray(column_totals, dtype=np.int64) - whole.sum(axis=0),
        ]
    )
    if not missing.any():
        return whole
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    cells = np.arange(len(rows))
    margins = coo_array(
        (np.ones(2 * len(cells)), (np.concatenate([rows, len(whole) + columns]), np.concatenate([cells, cells]))),
        shape=(len(missing), len(cells)),
    ).tocsr()
    gain = rest[rows, columns]
    found = linprog(1 - 2 * gain, A_eq=margins, b_eq=missing, bounds=(0, 1), method="highs-ds")
    if found.x is None:
        raise ValueError("the margins do not fit the table; they must be its own row and column sums")
    whole[rows, columns] += np.round(found.x).astype(np.int64)
    return whole


def is_whole(values: ArrayLike, size: ArrayLike = 0.0) -> NDArray[np.bool_]:
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
    snapped = np.where(is_whole(amounts, size), np.round(amounts), amounts)
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
