"""The year's forecast: what it will bring, how sure that is, and how likely it reaches a revenue.

An outside view: what became of companies that stood like this. Its centre is the mean of five plain methods
(``trend``), its spread what those methods missed by at the same point of the year, in the reference class and, the
more of its years are known, in the company itself. With a plan there is an inside view too, and the centre lies
between the two. What is uncertain is only what is still to come: when the year is over, it is its sum.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit

from okr_lib.errors import ForecastError
from okr_lib.growth.reference import own_spread, reference_of
from okr_lib.growth.rounding import Floats
from okr_lib.growth.trend import rest_of_years
from okr_lib.plan.reference import CompanyYears, ReferenceClass

# No chance for the future is said to be smaller: a reference class of a few hundred years knows of no rarer ones.
RAREST = 0.001
MIDDLES = (np.arange(500) + 0.5) / 500
PLAN_WEIGHT = 0.5
REMEDIES = {
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
    log_odds
        Logarithms of the odds ``p / (1 - p)``, rising.
    deviations
        For each of them, what the rest stays below with chance ``p``: ``log(rest / forecast)``, rising.
    """

    known: float
    rest: float
    log_odds: tuple[float, ...]
    deviations: tuple[float, ...]

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
        odds = logit(np.clip(chances, RAREST, 1 - RAREST))
        found = self.known + self.rest * np.exp(np.interp(odds, self.log_odds, self.deviations))
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
        deviation = np.log((revenue - self.known) / self.rest)
        below = expit(np.interp(deviation, self.deviations, self.log_odds))
        return float(np.clip(1 - below, RAREST, 1 - RAREST))


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

    With a plan, *rest* is the geometric mean of the outside view and the plan: half each at the year's start. What the
    plan has missed so far is taken off, or added to, what it still expects:
    ``planned rest * known / planned to date``. So of a plan that missed only its course over the year counts, no
    longer its level. The rule is a choice; no public figures tell how good companies' plans are. The spread stays.

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
        return YearForecast(total, 0.0, (0.0,), (0.0,))
    others = reference_of(reference)
    found = rest_of_years(years, done, float(np.log1p(others.growth)))
    errors = np.log(years[1:, len(done) :].sum(axis=1)) - found[:-1]
    centre, share = found[-1], len(done) / periods
    if plan is not None:
        centre += PLAN_WEIGHT * (_planned_rest(plan, done) - centre)
    spread = own_spread(errors, _at(share, others.known, others.spread))[-1]
    log_odds, scores = _with_tails(logit(others.levels), _at(share, others.known, others.errors))
    return YearForecast(total, float(np.exp(centre)), tuple(log_odds.tolist()), tuple((spread * scores).tolist()))


def _planned_rest(plan: Floats, done: Floats) -> float:
    known = len(done)
    so_far = np.log(done.sum() / plan[:known].sum()) if known else 0.0
    return float(np.log(plan[known:].sum()) + so_far)


def _at(share: float, known: tuple[float, ...], rows: tuple[tuple[float, ...], ...]) -> Floats:
    """A row of a table for a share of the year that lies between those of the table."""
    return np.array([np.interp(share, known, column) for column in zip(*rows, strict=True)])


def _with_tails(log_odds: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """The table of errors drawn out to the rarest chances, with the slope it has near its ends; no two alike."""
    furthest = logit(1 - RAREST)
    slopes = [
        (scores[inner] - scores[outer]) / (log_odds[inner] - log_odds[outer]) for outer, inner in ((0, 2), (-1, -3))
    ]
    low = scores[0] - slopes[0] * (log_odds[0] + furthest)
    high = scores[-1] + slopes[1] * (furthest - log_odds[-1])
    steps = np.concatenate([[low], scores, [high]])
    return np.concatenate([[-furthest], log_odds, [furthest]]), steps


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
        raise ForecastError(f"{name}: is no list of numbers; {REMEDIES[name]}") from error
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
        raise ForecastError(f"{name}{place}: {said}; {REMEDIES[name]}")
