"""Where the rest of a year is going, seen from the periods that are known: the mean of five plain methods.

None of the five is best for every company, and which is best in one half of the companies is not in the other;
their plain mean is better than each of them, and nothing in it can fit too closely. As nothing in it looks ahead,
the same line of thought can be replayed on every earlier year: that is a company's own record.
"""

import numpy as np

from okr_lib.growth.rounding import Floats

# One company-year of growth says little: a company's own mean counts as much as the usual growth after this many.
_USUAL_YEARS = 10
_SEASONS = 6  # earlier years that say what usually follows
# Damped exponential smoothing of log revenue by quarter: how fast its level, trend and seasons follow what comes,
# and what is left of a trend a quarter later.
_LEVEL, _TREND, _SEASON, _DAMPING = 0.8, 0.05, 0.2, 0.9
_START = {"usual": 0.4, "smoothed": 0.4, "to_date": 0.2, "latest": 0.0, "share": 0.0}
_LATER = dict.fromkeys(_START, 0.2)


def rest_of_years(history: Floats, actuals: Floats, usual: float) -> Floats:
    """Logarithm of the revenue still to come, as it would have been forecast in each year that has one before it.

    Parameters
    ----------
    history
        Revenue of earlier years, oldest first, shape (years, n), all above zero.
    actuals
        Revenue of the periods known, shape (k,), k < n.
    usual
        Logarithm of the growth a year that is usual where nothing is known.

    Returns
    -------
    array, shape (years,)
        For the second to the last year of the history after its first k periods, then for the year that is under way.

    Notes
    -----
    The mean of the logarithms of five forecasts, each from what was known then. *usual*: the same periods last
    year, grown as usual (the company's own mean growth over its years, drawn to ``usual``, which counts as ten years).
    *to_date*: grown like the year to date. *latest*: grown like the latest quarter. *share*: as many of the latest
    periods as are still to come (of this year, or a quarter), times what usually follows them, by the six years before
    last. *smoothed*: damped exponential smoothing.
    At the year's start, *to_date* is last year's growth with weight 1/5, *usual* and *smoothed* have 2/5 each; from
    the first quarter on each of the five has 1/5; between, the weights go over in a straight line.
    Source: Clemen (1989), International Journal of Forecasting 5(4), on plain means of forecasts; Gardner and
    McKenzie (1985), Management Science 31(10), on damped trends.
    """
    years, periods = history.shape
    known = len(actuals)
    quarter = max(1, round(periods / 4))
    done = np.append(history[:, :known].sum(axis=1), actuals.sum())
    rest = np.log(history[:, known:].sum(axis=1))
    latest = _latest(history, actuals, quarter)
    recent = _latest(history, actuals, max(quarter, min(known, periods - known)))
    growths = np.diff(np.log(history.sum(axis=1)))
    own = np.append(0.0, growths.cumsum())
    counts = np.arange(years)
    mean = (_USUAL_YEARS * usual + own) / (_USUAL_YEARS + counts)
    to_date = np.log(done[1:] / done[:-1]) if known else np.append(usual, growths)
    of_latest = np.log(latest[1:] / latest[:-1])
    of_latest = np.where(np.isnan(of_latest), to_date, of_latest)
    methods = {
        "usual": rest + mean,
        "smoothed": _smoothed(history, actuals, usual),
        "to_date": rest + to_date,
        "latest": rest + of_latest,
        "share": _share(rest, recent, rest + of_latest),
    }
    begun = min(1.0, known / quarter)
    total = sum(((1 - begun) * _START[name] + begun * _LATER[name]) * found for name, found in methods.items())
    return np.asarray(total, dtype=float)


def _latest(history: Floats, actuals: Floats, count: int) -> Floats:
    """Revenue of so many periods before the origin, in each year and this one; missing where they are not known."""
    periods = np.concatenate([history.ravel(), actuals])
    ends = [year * history.shape[1] + len(actuals) for year in range(len(history) + 1)]
    return np.array([periods[end - count : end].sum() if end >= count else np.nan for end in ends])


def _share(rest: Floats, recent: Floats, otherwise: Floats) -> Floats:
    """The latest periods times what usually follows them; as otherwise forecast where no earlier year says."""
    follows = rest - np.log(recent[:-1])
    found = otherwise.copy()
    for year in range(1, len(rest)):
        seen = follows[max(0, year - _SEASONS) : year]
        seen = seen[np.isfinite(seen)]
        if len(seen):
            found[year] = np.log(recent[year + 1]) + seen.mean()
    return found


def _smoothed(history: Floats, actuals: Floats, usual: float) -> Floats:
    """Damped exponential smoothing with additive seasons, of logarithms; read at the same origin of each year."""
    years, periods = history.shape
    known = len(actuals)
    quarters = 4 / periods  # of a quarter, in a period
    level_rate, damping = 1 - (1 - _LEVEL) ** quarters, _DAMPING**quarters
    trend_rate = _TREND * quarters**2
    trend = usual / periods
    first = np.log(history[0])
    level = float(first.mean() + trend * (periods - 1) / 2)
    season = (first - first.mean() - trend * (np.arange(periods) - (periods - 1) / 2)).tolist()
    ahead = np.cumsum(damping ** np.arange(1, periods - known + 1))
    observed = np.log(np.concatenate([history[1:].ravel(), actuals])).tolist()
    found = np.empty(years)
    for place in range(len(observed) + 1):
        year, period = divmod(place, periods)
        if period == known and year < years:
            found[year] = level + np.log(np.exp(ahead * trend + season[known:]).sum())
        if place < len(observed):
            expected = level + damping * trend
            miss = observed[place] - expected - season[period]
            level = expected + level_rate * miss
            trend = damping * trend + trend_rate * miss
            season[period] += _SEASON * miss
    return found
