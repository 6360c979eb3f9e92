"""The year's forecast: what it will bring, how sure that is, and how likely it reaches a revenue.

An outside view: what became of companies that stood like this. Its centre is the mean of five plain methods
(``trend``), its spread what those methods missed by at the same point of the year, in the reference class and, the
more of its years are known, in the company itself. With a plan there is an inside view too: the plan's own course, moved as
what came moves the trend. What is uncertain is only what is still to come: when the year is over, it is its sum.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from okr_lib.errors import ForecastError
from okr_lib.growth.deviations import CERTAIN, MIDDLES, RAREST, Deviations, deviations
from okr_lib.growth.reference import own_spread, reference_of
from okr_lib.growth.rounding import Floats
from okr_lib.growth.trend import rest_of_years
from okr_lib.plan.reference import CompanyYears, ReferenceClass

_RECORD = 3  # years of growth after which a company's trend has half of the most it may have beside a plan
_MOST = 0.5  # of the centre, that the trend may have beside a plan
_REMEDIES = {
    "history": "give the revenue of every period, or only the years after this one",
    "actuals_to_date": "give the revenue of the periods that are over, from the year's first one",
    "planned": "give the revenue planned for each period",
}


@dataclass(frozen=True)
class YearForecast:
    """What a year will bring: a distribution of its total.

    Parameters
    ----------
    known
        Revenue of the periods that are over.
    rest
        Forecast of what is still to come; nothing when the year is over.
    deviations
        How far the rest may be from it.
    """

    known: float
    rest: float
    deviations: Deviations

    @property
    def expected(self) -> float:
        """The mean of the year's total."""
        return float(np.mean(self.quantile(MIDDLES)))

    def quantile(self, p: Any) -> Any:
        """What the year's total stays below with chance ``p``.

        Parameters
        ----------
        p
            A chance between 0 and 1, or an array of them.

        Returns
        -------
        float or array
            Rises with ``p``. Below 0.001 and above 0.999 it is the same as there.

        Raises
        ------
        ForecastError
            For anything that is no chance.
        """
        chances = np.asarray(p, dtype=float)
        if not ((chances >= 0) & (chances <= 1)).all():
            raise ForecastError(f"p: {p} is no chance; give one between 0 and 1")
        found = self.known + self.rest * np.exp(self.deviations.at(chances))
        return float(found) if found.ndim == 0 else found

    def interval(self, share: float) -> tuple[float, float]:
        """The range that holds the year's total with chance ``share``, as likely missed below as above.

        Raises
        ------
        ForecastError
            For a share that is not between 0 and 1.
        """
        if not 0 <= share <= 1:
            raise ForecastError(f"share: {share} is no share; give one between 0 and 1, such as 0.8")
        low, high = self.quantile(np.array([(1 - share) / 2, (1 + share) / 2])).tolist()
        return low, high

    def probability(self, revenue: float) -> float:
        """Chance that the year's total reaches a revenue.

        Returns
        -------
        float
            From 0.001 to 0.999 while the year is under way; 0 or 1 when it is over.

        Raises
        ------
        ForecastError
            For a revenue that is no number.
        """
        if np.isnan(revenue):
            raise ForecastError("revenue: nan is no revenue; give the revenue to reach")
        if not self.rest:
            return float(self.known >= revenue)
        if revenue <= self.known:
            return 1 - RAREST
        return 1 - float(self.deviations.below(np.log((revenue - self.known) / self.rest)))


def year_forecast(
    actuals_to_date: Any,
    history: Any,
    *,
    planned: Any = None,
    reference: ReferenceClass | CompanyYears | None = None,
) -> YearForecast:
    """Forecast the total of a year that is under way.

    Parameters
    ----------
    actuals_to_date
        Revenue of the periods that are over, in order, shape (k,); none at the year's start.
    history
        Revenue of earlier years, oldest first, shape (years, n), one at least; n periods a year, such as 4 or 12.
    planned
        Revenue the plan expects of this year's periods, shape (n,): the inside view.
    reference
        What ``load_reference`` returns; default: the 44 companies that are shipped.

    Returns
    -------
    YearForecast
        ``expected``, ``quantile(p)``, ``interval(share)`` and ``probability(revenue)``, in the unit of the history.

    Raises
    ------
    ForecastError
        For no year of history, revenue that is missing or not above zero, more actuals than a year has periods, or a
        plan of another number of periods.

    Notes
    -----
    ``total = known + rest * exp(spread * e)``. *rest*: ``trend.rest_of_years``. *e*: quantiles of the reference class's
    errors at the same share of the year, in multiples of the spread, straight lines between them over the log odds.
    *spread*: the usual size of the reference class's errors there, with as many earlier years, times the company's
    own ``|error| / spread`` at the same point of its earlier years (``reference.own_spread``).
    Between the shares of a year that quarters make (months), both are interpolated; after three quarters they stay.

    With a plan, *rest* is what the plan expects, moved as far as what came moves the trend from where the plan to date would
    have put it: ``planned rest * trend(actuals) / trend(planned to date)``. So a year on plan stays on it, whatever its
    course. The more of the company's growth is known, the more the trend itself counts beside that (geometric mean, weight
    ``1/2 g / (g + 3)`` after ``g`` years of growth). The rule is a choice; no public figures tell how good companies'
    plans are. The spread stays, but leans to neither side: trends are passed by what plans know of, such as acquisitions.

    Examples
    --------
    Two years of 100 a quarter, and 110 in each quarter so far: the last one is expected to be a little lower.

    >>> forecast = year_forecast([110, 110, 110], [[100, 100, 100, 100]] * 2)
    >>> round(forecast.quantile(0.5)), [round(end) for end in forecast.interval(0.8)]
    (439, [432, 448])
    >>> round(forecast.probability(430), 2), year_forecast([110] * 4, [[100] * 4]).probability(430)
    (0.93, 1.0)
    """
    years = _years(history)
    periods = years.shape[1]
    done = _series(actuals_to_date, "actuals_to_date")
    if len(done) > periods:
        raise ForecastError(f"actuals_to_date has {len(done)} periods, a year of history {periods}; give no more")
    plan = None if planned is None else _series(planned, "planned")
    if plan is not None and len(plan) != periods:
        raise ForecastError(f"planned has {len(plan)} periods, a year of history {periods}; give as many")
    total = float(done.sum())
    if len(done) == periods:
        return YearForecast(total, 0.0, CERTAIN)
    rest, off = rest_of_year(done, years, plan, reference_of(reference))
    return YearForecast(total, rest if plan is None else rest / off.mean, off)


def rest_of_year(
    done: Floats, years: Floats, planned: Floats | None, others: ReferenceClass, foreseen: float = 0.0
) -> tuple[float, Deviations]:
    """What is still to come of a year, and how far off that may be.

    Parameters
    ----------
    done, years, planned
        As ``year_forecast`` takes them, as arrays of revenue above zero, at least one period still to come.
    others
        The reference class.
    foreseen
        Revenue of the rest of the plan that no earlier year can know of, such as an acquisition.

    Returns
    -------
    rest, deviations
        The forecast of the rest (with a plan, its mean), and how far it may be off.
    """
    usual = float(np.log1p(others.growth))
    found = rest_of_years(years, done, usual)
    errors = np.log(years[1:, len(done) :].sum(axis=1)) - found[:-1]
    centre, share = found[-1], len(done) / years.shape[1]
    if planned is not None:
        known, grown = len(done), len(years) - 1
        trend_weight = _MOST * grown / (grown + _RECORD)
        rest = planned[known:].sum()
        moved = centre - rest_of_years(years, planned[:known], usual)[-1] if known else 0.0
        beyond = np.log(rest / (rest - foreseen)) if foreseen < rest else 0.0
        centre = (1 - trend_weight) * (np.log(rest) + moved) + trend_weight * (centre + beyond)
    return float(np.exp(centre)), spread_of(errors, share, others, leaning=planned is None)


def spread_of(errors: Floats, share: float, others: ReferenceClass, *, leaning: bool) -> Deviations:
    """How far the forecast of a year may be off.

    Parameters
    ----------
    errors
        The company's own, at the same point of earlier years.
    share
        The share of the year that is known.
    others
        The reference class.
    leaning
        Whether to the side that trends were off at this point of the year; else to neither, with one shape for all points.
    """
    spread = own_spread(errors, _at(share, others.known, others.spread))[-1]
    scores = _at(share, others.known, others.errors)
    if not leaning:
        both = np.mean(others.errors, axis=0)
        scores = (both - both[::-1]) / 2
    return deviations(others.levels, scores, spread)


def _at(share: float, known: tuple[float, ...], rows: tuple[tuple[float, ...], ...]) -> Floats:
    """A row of a table for a share of the year that lies between those of the table."""
    return np.array([np.interp(share, known, column) for column in zip(*rows, strict=True)])


def _years(history: Any) -> Floats:
    try:
        years = np.atleast_2d(np.array(history, dtype=float))
    except (TypeError, ValueError) as error:
        raise ForecastError("history: is no table of numbers; give each year the same number of periods") from error
    if years.ndim != 2 or not years.size:
        raise ForecastError("history: there is no year; give the revenue of one earlier year at least, by period")
    _above_zero(years, "history")
    return years


def _series(values: Any, name: str) -> Floats:
    try:
        series = np.array(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ForecastError(f"{name}: is no list of numbers; {_REMEDIES[name]}") from error
    if series.ndim != 1:
        raise ForecastError(f"{name}: {series.ndim} dimensions; give one number a period")
    _above_zero(series, name)
    return series


def _above_zero(values: Floats, name: str) -> None:
    wrong = np.argwhere(~(np.isfinite(values) & (values > 0)))
    if len(wrong):
        place = "".join(f"[{index}]" for index in wrong[0])
        value = values[tuple(wrong[0])]
        said = "is missing" if np.isnan(value) else f"{value:g} is not above zero" if value <= 0 else "is infinite"
        raise ForecastError(f"{name}{place}: {said}; {_REMEDIES[name]}")
