"""What other companies' years teach: how far forecasts of them were off, and how much they grew.

Every year of every company is forecast from what was known at its start and after each quarter, as if it were under
way. The errors, of what was still to come, are the spread; they are much the same from industry to industry.
"""

from functools import lru_cache

import numpy as np

from okr_lib.errors import ForecastError
from okr_lib.growth.rounding import Floats
from okr_lib.growth.trend import rest_of_years
from okr_lib.plan.reference import CompanyYears, ReferenceClass, shipped_reference

KNOWN = (0.0, 0.25, 0.5, 0.75)
LEVELS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
MANY_YEARS = 4  # earlier years after which more of them make the forecast's centre no better
LEAST = 50  # company-years of growth, below which the tails of the errors are anybody's guess
# How much a company's own errors say: the reference class counts as this many of its years.
REFERENCE_YEARS = 5.0
LARGEST_MISS = 6.0  # of the spread; a merger must not widen the ranges of all years after it


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
    The error of a year is ``log(rest / forecast of the rest)``. The spread is its mean absolute value, by the quarters
    known and the earlier years known (two neighbours pooled where there are few). Each error is divided by the spread
    the company had at that time (``own_spread``); the quantiles are those of all of them.
    """
    companies = [np.array(company) for company in years.companies if len(company) > 1]
    growths = tuple(pair for company in companies for pair in _growths(company))
    if len(growths) < LEAST:
        message = f"{years.source}: there are {len(growths)} years of growth; give companies with {LEAST} between them"
        raise ForecastError(message)
    growth = float(np.median([growth for growth, _ in growths]))
    spreads, quantiles = [], []
    for known in range(len(KNOWN)):
        errors = [
            np.log(company[1:, known:].sum(axis=1)) - rest_of_years(company[:-1], company[-1, :known], np.log1p(growth))
            for company in companies
        ]
        spread = _by_years(errors)
        scores = np.concatenate([found / own_spread(found, spread)[:-1] for found in errors])
        spreads.append(tuple(spread.round(5).tolist()))
        quantiles.append(tuple(np.quantile(scores, LEVELS).round(4).tolist()))
    return ReferenceClass(years.source, round(growth, 4), KNOWN, tuple(spreads), LEVELS, tuple(quantiles), growths)


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
        Before each of those years, and before the one that follows: the reference class's spread times the mean of
        ``|error| / spread`` over the years before, where the reference class counts as five years of 1, and no year
        as more than 6.

    Examples
    --------
    Five errors of twice the usual size: half of what is known says twice, so the spread is half as much again.

    >>> own_spread(np.array([0.1, -0.1, 0.1, -0.1, 0.1]), np.full(4, 0.05))[[0, -1]].round(3).tolist()
    [0.05, 0.075]
    """
    usual = spread[np.minimum(np.arange(len(errors) + 1), MANY_YEARS - 1)]
    misses = np.minimum(np.abs(errors) / usual[:-1], LARGEST_MISS)
    total = REFERENCE_YEARS + np.append(0.0, misses.cumsum())
    return np.asarray(usual * total / (REFERENCE_YEARS + np.arange(len(errors) + 1)))


def _by_years(errors: list[Floats]) -> Floats:
    """Mean absolute error by earlier years known: one, two, three (each with its neighbours), four or more."""
    sizes = np.concatenate([np.abs(found) for found in errors])
    years = np.concatenate([np.minimum(np.arange(1, len(found) + 1), MANY_YEARS) for found in errors])
    near = [np.abs(years - count) <= (count < MANY_YEARS) for count in range(1, MANY_YEARS + 1)]
    return np.array([sizes[which].mean() if which.any() else sizes.mean() for which in near])


def _growths(company: Floats) -> list[tuple[float, float | None]]:
    """Growth of each year after the first, and of the year before it."""
    totals = company.sum(axis=1)
    found = (totals[1:] / totals[:-1] - 1).round(6).tolist()
    return list(zip(found, [None, *found[:-1]], strict=True))
