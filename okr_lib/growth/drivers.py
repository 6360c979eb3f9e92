"""Drivers: why revenue changed, when it is a product of factors (transactions x basket).

Each factor's part of the change is found so that the parts sum to the change with no rest. The log-mean rule
(LMDI-I) is the standard where all factors are positive; the Shapley value is the one where some may be
negative. Price, volume and mix is the accountant's way to look at many segments at once.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import exprel

from okr_lib.errors import OkrError
from okr_lib.growth.rounding import Floats


class DriverMethod(StrEnum):
    """How a change of a product is shared among its factors."""

    LMDI = "lmdi"
    SHAPLEY = "shapley"


def driver_contributions(
    before: Any, after: Any, *, method: str = "lmdi", by_segment: bool = False
) -> "Floats | pd.Series[float] | pd.DataFrame":
    """Share the change of a product (or a sum of products) among its factors.

    Parameters
    ----------
    before, after
        Factors at two times, shape (factors,) or (segments, factors). A segment's revenue is the product of its
        factors; the total is the sum over segments. A Series or DataFrame gives its labels to the result.
    method
        ``lmdi`` (factors must not be negative) or ``shapley``.
    by_segment
        Return a row a segment instead of their sum.

    Returns
    -------
    array or Series, shape (factors,)
        Contribution of each factor, in the product's unit; positive where it raised the product. They sum to
        after less before. With ``by_segment``, an array or DataFrame of shape (segments, factors).

    Raises
    ------
    OkrError
        For values that are missing or infinite, shapes that differ, an unknown method, or a negative factor
        with ``lmdi``.

    Notes
    -----
    LMDI-I: ``L(after, before) * log(factor_after / factor_before)`` with ``L`` the logarithmic mean of the
    products. Zeros are taken at their analytic limit: factors that come from zero share the whole new value
    equally, factors that go to zero share the loss; a product that is zero both times contributes nothing.
    Sources: Ang (2005), Energy Policy 33(7); Wood and Lenzen (2006), Energy Policy 34(12).
    Shapley: the mean over all orders of changing one factor at a time, by Owen's integral with Gauss-Legendre
    nodes, exact for products. Source: Owen (1972), Management Science 18(5).

    Examples
    --------
    10 transactions at 2 become 10 at 3: all of the change is the basket's.

    >>> driver_contributions([10, 2], [10, 3]).round(9).tolist()
    [0.0, 10.0]
    """
    start, end = (_factors(values, name) for values, name in ((before, "before"), (after, "after")))
    if start.shape != end.shape:
        raise OkrError(f"before has shape {start.shape} and after {end.shape}; give the same segments and factors")
    if method not in list(DriverMethod):
        raise OkrError(f"{method!r} is not a method; write {' or '.join(DriverMethod)}")
    shares: Callable[[Floats, Floats], Floats] = _lmdi if method == DriverMethod.LMDI else _shapley
    parts = shares(start, end)
    return _labelled(parts if by_segment else parts.sum(axis=0), before, by_segment)


def price_volume_mix(
    quantity_before: ArrayLike, price_before: ArrayLike, quantity_after: ArrayLike, price_after: ArrayLike
) -> dict[str, float]:
    """Split the change of revenue over segments into price, volume and mix.

    Parameters
    ----------
    quantity_before, quantity_after
        Units of each segment, zero or more, shape (segments,). Before, they must not all be zero.
    price_before, price_after
        Revenue (or margin) a unit, shape (segments,).

    Returns
    -------
    dict
        ``price``: change of prices at the new quantities. ``volume``: change of the total quantity at the old
        average price. ``mix``: change of the shares at the old prices. They sum to the change of revenue.

    Notes
    -----
    ``price = sum((p1 - p0) q1)``, ``volume = (Q1 - Q0) * avg``, ``mix = sum(p0 q1) - Q1 * avg`` with
    ``avg = sum(p0 q0) / Q0``. No change gives zeros. Source: Horngren, Datar and Rajan, Cost Accounting,
    sales-mix and sales-quantity variances.

    Examples
    --------
    Ten units at 5 and ten at 1 become twenty at 5: volume stays, the mix brings 40.

    >>> price_volume_mix([10, 10], [5, 1], [20, 0], [5, 1])
    {'price': 0.0, 'volume': 0.0, 'mix': 40.0}
    """
    named = {
        "quantity_before": quantity_before,
        "price_before": price_before,
        "quantity_after": quantity_after,
        "price_after": price_after,
    }
    columns = {name: _factors(values, name).ravel() for name, values in named.items()}
    if len({len(column) for column in columns.values()}) > 1:
        raise OkrError("quantities and prices differ in length; give one of each a segment")
    q0, p0, q1, p1 = columns.values()
    for name in ("quantity_before", "quantity_after"):
        if (columns[name] < 0).any():
            raise OkrError(f"{name} has the negative quantity {columns[name].min():g}; write 0 or more")
    if not q0.sum():
        raise OkrError("quantity_before is zero in every segment, so there was no average price; compare other times")
    average = float((p0 * q0).sum() / q0.sum())
    return {
        "price": float(((p1 - p0) * q1).sum()),
        "volume": float((q1.sum() - q0.sum()) * average),
        "mix": float((p0 * q1).sum() - q1.sum() * average),
    }


def _lmdi(start: Floats, end: Floats) -> Floats:
    negative = np.minimum(start, end) < 0
    if negative.any():
        place = tuple(int(index) for index in np.argwhere(negative)[0])
        raise OkrError(
            f"segment {place[0]}, factor {place[1]} is negative, which lmdi cannot take; use method='shapley'"
        )
    before, after = start.prod(axis=1, keepdims=True), end.prod(axis=1, keepdims=True)
    from_zero, to_zero = start == 0, end == 0
    positive = (before > 0) & (after > 0)
    logs = np.log(np.where(positive, end, 1)) - np.log(np.where(positive, start, 1))
    inside = logs * before * exprel(logs.sum(axis=1, keepdims=True))
    # One end is zero: the log-mean goes to zero like 1 / log, so only the factors that are zero there keep a part.
    gained = np.where(
        (before == 0) & (after > 0), after * from_zero / np.maximum(from_zero.sum(axis=1, keepdims=True), 1), 0
    )
    lost = np.where(
        (before > 0) & (after == 0), before * to_zero / np.maximum(to_zero.sum(axis=1, keepdims=True), 1), 0
    )
    return np.asarray(np.where(positive, inside, gained - lost))


def _shapley(start: Floats, end: Floats) -> Floats:
    factors = start.shape[1]
    nodes, weights = np.polynomial.legendre.leggauss((factors + 1) // 2)
    times = (nodes + 1) / 2
    path = start[:, :, None] + (end - start)[:, :, None] * times
    ones = np.ones_like(path[:, :1])
    left = np.concatenate([ones, np.cumprod(path[:, :-1], axis=1)], axis=1)
    right = np.concatenate([np.cumprod(path[:, :0:-1], axis=1)[:, ::-1], ones], axis=1)
    return np.asarray((end - start) * ((left * right) @ (weights / 2)))


def shapley_credit(lifts: ArrayLike) -> Floats:
    """Shares of credit for lifts that multiply, by the Shapley value.

    Parameters
    ----------
    lifts
        Lift of each contributor as a share, each above -1, shape (n,).

    Returns
    -------
    array, shape (n,)
        Each contributor's part of ``product(1 + lift) - 1``, divided by it, so the shares sum to 1. When the
        lifts cancel out or are all zero the shares are equal.

    Notes
    -----
    A contributor's Shapley value is the mean of what it adds over all orders in which they could have come.
    Source: Shapley (1953); Owen's integral as in ``driver_contributions``.

    Examples
    --------
    >>> shapley_credit([0.1, 0.1]).tolist()
    [0.5, 0.5]
    """
    values = _factors(lifts, "lifts").ravel()
    if (values <= -1).any():
        raise OkrError(f"lift {values.min():g} takes everything or more; a lift must be above -1")
    parts = _shapley(np.ones((1, len(values))), 1 + values[None])[0]
    whole = parts.sum()
    scale = np.abs(parts).sum()
    return (
        np.full(len(parts), 1 / len(parts)) if abs(whole) <= 1e-12 * max(scale, 1e-300) else np.asarray(parts / whole)
    )


def _factors(values: Any, name: str) -> Floats:
    table = np.array(values, dtype=float)
    if table.ndim > 2 or table.size == 0:
        raise OkrError(f"{name} must be one value a factor, or a row a segment; it has shape {table.shape}")
    if not np.isfinite(table).all():
        raise OkrError(f"{name} holds {table[~np.isfinite(table)][0]}; give finite numbers")
    return np.atleast_2d(table)


def _labelled(parts: Floats, like: Any, by_segment: bool) -> "Floats | pd.Series[float] | pd.DataFrame":
    if not hasattr(like, "index") or callable(like.index):
        return parts
    names = getattr(like, "columns", like.index)
    if by_segment:
        return pd.DataFrame(parts, columns=names, index=like.index if hasattr(like, "columns") else None)
    return pd.Series(parts, index=names, name="contribution")
