"""What other companies' years teach: how far forecasts of them were off, and how much they grew.

Every year of every company is forecast from what was known at its start and after each quarter, as if it were under
way. The errors, of what was still to come, are the spread; they are much the same from industry to industry.
"""

from functools import lru_cache

import numpy as np

from okr_lib.errors import ForecastError, Message
from okr_lib.growth.rounding import Floats
from okr_lib.growth.trend import rest_of_years
from okr_lib.plan.reference import CompanyYears, ReferenceClass, shipped_reference

_KNOWN = (0.0, 0.25, 0.5, 0.75)
_LEVELS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
_MANY_YEARS = 4  # earlier years after which more of them make the forecast's centre no better
_LEAST = 50  # company-years of growth, below which the tails of the errors are anybody's guess
# How much a company's own errors say: the reference class counts as this many of its years, and a year less and less
# as time goes by, so that thirty years ago does not decide what is said of the next.
_REFERENCE_YEARS = 3.0
_KEPT = 0.95
_LEAST_SPREAD = 1e-5  # of companies that never surprise; nobody's next year is certain
_LARGEST_MISS = 6.0  # of the spread; a merger must not widen the ranges of all years after it


def reference_of(reference: CompanyYears | ReferenceClass | None) -> ReferenceClass:
    """The reference class meant: the one that is shipped where none is given."""
    if reference is None:
        return shipped_reference()
    return reference if isinstance(reference, ReferenceClass) else reference_class(reference)


@lru_cache(maxsize=8)
def reference_class(years: CompanyYears) -> ReferenceClass:
    """Learn a reference class from companies' years.

    Parameters
    ----------
    years
        Companies with at least 50 years of growth between them.

    Returns
    -------
    ReferenceClass

    Raises
    ------
    ForecastError
        For fewer years.

    Notes
    -----
    The error of a year is ``log(rest / forecast of the rest)``. The spread is the square of the mean root of its size,
    by the quarters known and the earlier years known (two neighbours pooled where there are few). Each error is divided
    by the spread the company had at that time (``own_spread``); the quantiles are those of all of them.
    """
    companies = [np.array(company) for company in years.companies if len(company) > 1]
    growths = tuple(pair for company in companies for pair in _growths(company))
    if len(growths) < _LEAST:
        message = Message(
            "{file}: there are {count} years of growth; give companies with {least} between them",
            file=years.source,
            count=len(growths),
            least=_LEAST,
        )
        raise ForecastError(message)
    growth = float(np.median([growth for growth, _ in growths]))
    spreads, quantiles = [], []
    for known in range(len(_KNOWN)):
        errors = [
            np.log(company[1:, known:].sum(axis=1)) - rest_of_years(company[:-1], company[-1, :known], np.log1p(growth))
            for company in companies
        ]
        spread = _by_years(errors)
        scores = np.concatenate([found / own_spread(found, spread)[:-1] for found in errors])
        spreads.append(tuple(spread.round(5).tolist()))
        quantiles.append(tuple(np.quantile(scores, _LEVELS).round(4).tolist()))
    return ReferenceClass(years.source, round(growth, 4), _KNOWN, tuple(spreads), _LEVELS, tuple(quantiles), growths)


def own_spread(errors: Floats, spread: Floats) -> Floats:
    """The spread of a company's forecasts, by its own errors so far and those of the reference class.

    Parameters
    ----------
    errors
        The company's errors at the same point of earlier years, oldest first, the first made with one year before it.
    spread
        Of the reference class, by one, two, three, and four or more earlier years.

    Returns
    -------
    array, shape (errors + 1,)
        Before each of those years, and before the one that follows.

    Notes
    -----
    The reference class's spread times ``root_mean² (1 + 1 / (4 weight))``. *root_mean*: of the square roots of
    ``|error| / spread`` over the years before (at most 6), where the latest has weight 1, each earlier one 0.95 of the
    next, and the reference class is three years of 1. *weight*: the sum of the weights; the less is known of a company,
    the wider it must be. Roots, because then a range of 80% is about the same multiple of the spread (1.9) where
    errors are normal as where their tails are fat.

    Examples
    --------
    Nothing is known, then an error of four times the usual size: its root is 2, a quarter of what is known.

    >>> own_spread(np.array([-0.24]), np.full(4, 0.06)).round(4).tolist()  # 0.06 x 13/12, 0.06 x (5/4)² x 17/16
    [0.065, 0.0996]
    """
    usual = spread[np.minimum(np.arange(len(errors) + 1), _MANY_YEARS - 1)]
    misses = np.sqrt(np.minimum(np.abs(errors) / usual[:-1], _LARGEST_MISS))
    factors, total, weight = [], _REFERENCE_YEARS, _REFERENCE_YEARS
    for miss in [*misses.tolist(), 0.0]:
        factors.append((total / weight) ** 2 * (1 + 1 / (4 * weight)))
        total = _REFERENCE_YEARS + _KEPT * (total - _REFERENCE_YEARS) + miss
        weight = _REFERENCE_YEARS + _KEPT * (weight - _REFERENCE_YEARS) + 1
    return np.asarray(usual * factors)


def _by_years(errors: list[Floats]) -> Floats:
    """Size of the errors by earlier years known: one, two, three (each with its neighbours), four or more."""
    roots = np.concatenate([np.sqrt(np.abs(found)) for found in errors])
    years = np.concatenate([np.minimum(np.arange(1, len(found) + 1), _MANY_YEARS) for found in errors])
    near = [np.abs(years - count) <= (count < _MANY_YEARS) for count in range(1, _MANY_YEARS + 1)]
    means = [roots[which].mean() if which.any() else roots.mean() for which in near]
    return np.maximum(_LEAST_SPREAD, np.square(means))


def _growths(company: Floats) -> list[tuple[float, float | None]]:
    """Growth of each year after the first, and of the year before it."""
    totals = company.sum(axis=1)
    found = (totals[1:] / totals[:-1] - 1).round(6).tolist()
    return list(zip(found, [None, *found[:-1]], strict=True))
