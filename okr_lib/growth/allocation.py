"""Allocation: a total shared among parts, top-down.

A part starts from its current value; the rest of the total goes to the free parts in proportion to what they
have (or to given weights, or equally when they have nothing). A held part keeps its amount. A part at a bound
stays there and the others take what it leaves, like water finding its level. Planning systems call this
spreading, breakback or hold; here it is one function.
"""

from bisect import bisect_left
from typing import Any

import numpy as np
import pandas as pd

from okr_lib.errors import AllocationError, Message
from okr_lib.growth.rounding import NOISE, Floats, in_steps, largest_remainder

_NEGLIGIBLE = 1e-15  # a part this small beside the largest is zero


def allocate(
    total: float,
    current: Any,
    *,
    weights: Any = None,
    held: Any = None,
    lower: Any = None,
    upper: Any = None,
    step: float | None = None,
) -> "Floats | pd.Series[float]":
    """Share a total among parts.

    Parameters
    ----------
    total
        What the parts shall sum to.
    current
        Current value of each part, shape (n,): a Series (its index is kept), a dict by name or anything like an array.
    weights
        Shares of the total go by these (zero or more, not all zero) instead of by the current values.
    held
        Amounts that stay as given; a missing value (NaN, or a label left out) is free.
    lower, upper
        Bounds of each part; a missing value is no bound.
    step
        Smallest unit; parts are whole multiples of it and still sum to the total. Held amounts and the total
        must be multiples; bounds are met at the nearest multiple inside.

    Returns
    -------
    Series or array, shape (n,)
        Sums to ``total``. A free part is ``current + scale * abs(current)`` within its bounds, with one
        ``scale`` for all: proportional for values of one sign, and moving all parts the same way for mixed
        signs. With weights it is ``scale * weight``. If all free parts are zero, they share equally; a zero
        among others stays zero.

    Raises
    ------
    AllocationError
        When no allocation sums to the total (held or bounded too far; both sums are named), or a value is
        missing, infinite or negative where it may not be.

    Notes
    -----
    Sources: proportional and equal spread as in IBM Planning Analytics; hold as in Anaplan breakback. For zero
    values (or all weights equal) the parts are equal.

    Examples
    --------
    >>> allocate(300, [10, 30, 60]).tolist()
    [30.0, 90.0, 180.0]
    >>> allocate(100, [10, 20, 30], held=[np.nan, 20, np.nan]).tolist()
    [20.0, 20.0, 60.0]
    >>> allocate(100, [5117, 4400, 162, 161, 160], step=1).tolist()
    [51.0, 44.0, 2.0, 2.0, 1.0]
    """
    current = _by_label(current)
    index = getattr(current, "index", None)
    index = None if callable(index) else index
    start = _column(current, index, "current", None)
    _expect_finite(np.array([total]), "total", None)
    _expect_finite(start, "current", index)
    fixed = _column(held, index, "held", len(start))
    low = np.nan_to_num(_column(lower, index, "lower", len(start)), nan=-np.inf)
    high = np.nan_to_num(_column(upper, index, "upper", len(start)), nan=np.inf)
    if weights is not None:
        slope = _column(weights, index, "weights", len(start))
        _expect_finite(slope, "weights", index)
        if (slope < 0).any() or not (slope > 0).any():
            raise AllocationError("weights must be 0 or more, and one of them above 0")
        start = np.zeros_like(start)
    else:
        slope = np.abs(start)
    if step is not None:
        _expect_multiple(total, step, "total")
        for value in fixed[~np.isnan(fixed)]:
            _expect_multiple(value, step, "held")
        low, high = np.ceil(low / step - NOISE) * step, np.floor(high / step + NOISE) * step

    free = np.isnan(fixed)
    rest = total - fixed[~free].sum()
    result = fixed.copy()
    if free.any():
        slope = slope[free] / slope[free].max() if slope[free].any() else np.ones(free.sum())
        slope[slope < _NEGLIGIBLE] = 0.0
        result[free] = _fill(rest, start[free], slope, low[free], high[free], total, fixed[~free].sum())
        if step is not None:
            result[free] = in_steps(largest_remainder(result[free] / step, round(rest / step)), step)
    elif abs(rest) > 1e-9 * max(1.0, abs(total)):
        raise AllocationError(
            Message(
                "everything is held and sums to {held}, but the total is {total}; free a part or change the total",
                held=fixed.sum(),
                total=total,
            )
        )
    if index is None:
        return result
    return pd.Series(result, index=index, name=getattr(current, "name", None))


def explain_allocation(
    total: float,
    current: Any,
    *,
    weights: Any = None,
    held: Any = None,
    lower: Any = None,
    upper: Any = None,
    step: float | None = None,
) -> pd.DataFrame:
    """Why each part is what it is; the arguments are those of ``allocate``.

    Returns
    -------
    DataFrame
        A row a part, indexed like ``current``: ``current``, ``weight`` (what it is shared by: the given weights, or the
        size of the current value; equal where all are zero), ``amount`` (as ``allocate`` gives it), ``bound`` (held,
        lower, upper or nothing: what fixed it) and ``rounding`` (what rounding to the step moved).

    Examples
    --------
    >>> explain_allocation(10, [1, 1, 1], upper=[2, np.nan, np.nan])["bound"].tolist()
    ['upper', '', '']
    """
    current = _by_label(current)
    settings = {"weights": weights, "held": held, "lower": lower, "upper": upper}
    exact = allocate(total, current, **settings)
    amount = np.asarray(allocate(total, current, **settings, step=step))
    index = getattr(exact, "index", pd.RangeIndex(len(exact)))
    labels = index if hasattr(exact, "index") else None
    fixed, low, high = (_column(settings[name], labels, name, len(exact)) for name in ("held", "lower", "upper"))
    sizes = (
        np.abs(np.array(current, dtype=float)) if weights is None else _column(weights, labels, "weights", len(exact))
    )
    values = np.asarray(exact)
    near = 1e-9 * max(1.0, np.abs(values).max())
    bounds = [(~np.isnan(fixed), "held"), (values <= low + near, "lower"), (values >= high - near, "upper")]
    return pd.DataFrame(
        {
            "current": np.array(current, dtype=float),
            "weight": sizes if sizes[np.isnan(fixed)].any() else np.ones(len(sizes)),
            "amount": amount,
            "bound": np.select([where for where, _ in bounds], [name for _, name in bounds], default=""),
            "rounding": np.round(amount - values, 12) + 0.0,
        },
        index=index,
    )


def _fill(rest: float, start: Floats, slope: Floats, low: Floats, high: Floats, total: float, held: float) -> Floats:
    """Parts ``clip(start + level * slope, low, high)`` with the level at which they sum to ``rest``."""
    if (low > high).any():
        place = int(np.argmax(low > high))
        raise AllocationError(
            Message("lower bound {low} is above upper bound {high}", low=low[place], high=high[place])
        )

    def parts(level: float) -> Floats:
        moved = start + np.where(slope > 0, level * np.where(slope > 0, slope, 1), 0)
        return np.clip(moved, low, high)

    moving = slope > 0
    still = np.clip(start, low, high)[~moving].sum()
    least, most = low[moving].sum() + still, high[moving].sum() + still
    tolerance = 1e-9 * max(1.0, abs(total), abs(held))
    if rest < least - tolerance or rest > most + tolerance:
        reach = least if rest < least else most
        values = {"reach": reach, "rest": rest, "total": total, "held": held, "gap": abs(rest - reach)}
        if rest < least:
            message = Message(
                "the lower bounds let the free parts sum to {reach} at least, but {rest} of the total {total} is left for them ({held} is held); ease the bounds by {gap}",
                **values,
            )
        else:
            message = Message(
                "the upper bounds let the free parts sum to {reach} at most, but {rest} of the total {total} is left for them ({held} is held); ease the bounds by {gap}",
                **values,
            )
        raise AllocationError(message)
    # The sum grows with the level, in straight pieces: find the piece, then the level inside it.
    corners = np.concatenate([(low - start)[moving] / slope[moving], (high - start)[moving] / slope[moving]])
    corners = np.unique(corners[np.isfinite(corners)])
    piece = bisect_left(corners, rest, key=lambda level: parts(level).sum())
    left = corners[piece - 1] if piece > 0 else corners[0] - 1 if len(corners) else 0.0
    right = corners[piece] if piece < len(corners) else corners[-1] + 1 if len(corners) else 1.0
    result = parts((left + right) / 2)
    inside = moving & (low < result) & (result < high)
    if inside.any():
        level = (rest - result[~inside].sum() - start[inside].sum()) / slope[inside].sum()
        result[inside] = np.clip(start + level * slope, low, high)[inside]
    return result


def _by_label(current: Any) -> Any:
    """Parts given by name as a Series; any others as they are."""
    if not isinstance(current, dict):
        return current
    return pd.Series(current, dtype=float)


def _column(values: Any, index: Any, name: str, length: int | None) -> Floats:
    """Values as an array in the order of the parts; missing ones are NaN."""
    if values is None:
        return np.full(length or 0, np.nan)
    if index is not None and (isinstance(values, dict) or hasattr(values, "reindex")):
        series = pd.Series(values, dtype=float)
        unknown = [str(label) for label in series.index if label not in index]
        if unknown:
            raise AllocationError(f"{name} names {', '.join(unknown)}, which is no part of the allocation")
        return np.array(series.reindex(index), dtype=float)
    if isinstance(values, dict):
        raise AllocationError(f"{name} is given by name, but the current values are not; give both by name or neither")
    column = np.array(values, dtype=float)
    if column.ndim != 1 or (length is not None and len(column) != length):
        raise AllocationError(f"{name} must be one value a part, {length or 'at least 1'} in all")
    if len(column) == 0:
        raise AllocationError(f"{name} is empty; there is nothing to share the total among")
    return column


def _expect_finite(values: Floats, name: str, index: Any) -> None:
    wrong = ~np.isfinite(values)
    if wrong.any():
        place = int(np.argmax(wrong))
        where = f" of {index[place]}" if index is not None else f"[{place}]" if len(values) > 1 else ""
        raise AllocationError(f"{name}{where} is {values[place]}; give a finite number")


def _expect_multiple(value: float, step: float, name: str) -> None:
    if abs(value / step - round(value / step)) > NOISE:
        message = Message("held {value} is not a multiple of the step {step}", value=value, step=step)
        raise AllocationError(
            message if name == "held" else f"{name} {value:.12g} is not a multiple of the step {step}"
        )
