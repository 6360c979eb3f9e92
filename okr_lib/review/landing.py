"""Landing: where the year will end, seen from the quarters that are over.

No method is right; several side by side show how far they agree, and how each would have done on earlier
years shows which to trust. They are dots inside the forecast's range. On seasonal revenue the plain run-rate is far off until
the last quarter, so it is left out there.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from okr_lib.errors import OkrError
from okr_lib.growth.breakdown import DECIMALS
from okr_lib.growth.rounding import Floats
from okr_lib.review.variance import by_quarter, planned_quarters

_FLAT = 0.1  # a quarter's distance from the average quarter, from which on revenue has seasons
_COLUMNS = ["method", "landing", "low", "high", "error", "years"]


def landing(actuals_to_date: Any, last_year: Any, *, planned: Any = None) -> pd.DataFrame:
    """Forecast the year's end by several methods.

    Parameters
    ----------
    actuals_to_date
        Revenue of the periods that are over, in order, shape (k,), at least one.
    last_year
        Revenue of last year's periods, shape (n,), or of several earlier years, oldest first, shape (years, n).
    planned
        Expected revenue of this year's periods, shape (n,); adds the plan-based method.

    Returns
    -------
    DataFrame
        A row a method: ``method``, ``landing``, ``error`` (mean absolute error as a share, had it been used at
        the same point of each earlier year that has a year before it), ``years`` (how many such years), and
        ``low`` and ``high`` (landing less and plus the largest of those errors; missing without any).
        Methods: ``growth_to_date`` (actuals plus last year's remainder times growth to date),
        ``seasonal_share`` (actuals over the mean share of the year that earlier years had by now),
        ``seasonal_naive`` (actuals plus last year's remainder), ``plan_based`` (actuals plus the planned
        remainder), ``run_rate`` (actuals times periods a year over periods passed).

    Raises
    ------
    OkrError
        For no actuals, more actuals than periods, missing values, or earlier years whose first periods sum to
        zero (there is no growth on nothing).

    Notes
    -----
    When all periods are over, every method gives the actual year. Source: HOCK international, CMA text,
    seasonal forecasting; Hyndman and Athanasopoulos, Forecasting: principles and practice, 5.2.

    Examples
    --------
    Last year brought 10 of 40 in the first half; this year's first half brings 11.

    >>> landing([5, 6], [4, 6, 10, 20]).set_index("method")["landing"].round(1).to_dict()
    {'growth_to_date': 44.0, 'seasonal_share': 44.0, 'seasonal_naive': 41.0, 'run_rate': 22.0}
    """
    done = _series(actuals_to_date, "actuals_to_date")
    history = np.atleast_2d(np.array(last_year, dtype=float))
    periods = history.shape[1]
    if not np.isfinite(history).all():
        raise OkrError("last_year has missing values; give every period of every earlier year")
    if not 0 < len(done) <= periods:
        raise OkrError(f"there are {len(done)} actuals and {periods} periods a year; give 1 to {periods} actuals")
    if (history[:, : len(done)].sum(axis=1) <= 0).any():
        raise OkrError(
            f"the first {len(done)} periods of an earlier year sum to zero or less, so there is no growth on them"
        )
    rows: list[dict[str, Any]] = []
    for name, method in _METHODS.items():
        misses = [
            abs(method(year[: len(done)], history[:number]) / year.sum() - 1)
            for number, year in enumerate(history)
            if number > 0
        ]
        rows.append(_row(name, method(done, history), misses))
    if planned is not None:
        plan = _series(planned, "planned")
        if len(plan) != periods:
            raise OkrError(f"planned has {len(plan)} periods, last_year {periods}; give the same")
        rows.insert(-1, _row("plan_based", float(done.sum() + plan[len(done) :].sum()), []))
    return pd.DataFrame(rows, columns=_COLUMNS)


def year_landing(
    comparison: pd.DataFrame, observed: Sequence[str], ledger: pd.DataFrame, earlier: Floats | None = None
) -> pd.DataFrame:
    """Forecasts of a plan's year, from its comparison with actuals.

    Parameters
    ----------
    comparison
        What ``plan_against_actual`` returns.
    observed
        The quarters with actuals.
    ledger
        The plan's ledger. The rest of the year is planned to bring what it covers: nobody has a plan for the uncovered.
    earlier
        What ``earlier_years`` returns, to learn from; none by default.

    Returns
    -------
    DataFrame
        As ``landing``. Methods that come to the same are one, the first of them; those that go by last year are left out
        where it had no revenue in those quarters, and the run-rate where revenue has seasons: no quarter of last year may
        then be more than a tenth off its average. No rows without actuals, or when the year is over.
    """
    quarters = by_quarter(comparison)
    done = quarters["actual"][: len(observed)].to_numpy()
    if not 0 < len(done) < len(quarters):
        return pd.DataFrame(columns=_COLUMNS)
    planned = planned_quarters(ledger).to_numpy()
    history = np.vstack([*([] if earlier is None else [earlier]), quarters["baseline"]])
    if history[-1, : len(done)].sum() <= 0:
        rest = float(done.sum() + planned[len(done) :].sum())
        table = pd.DataFrame([_row("plan_based", rest, []), _row("run_rate", _run_rate(done, history), [])])
    else:
        empty = np.flatnonzero(history[:, : len(done)].sum(axis=1) <= 0)
        table = landing(done, history[empty.max(initial=-1) + 1 :], planned=planned)
        if np.ptp(history[-1]) > 2 * _FLAT * history[-1].mean():
            table = table[table["method"] != "run_rate"]
    return table[~table["landing"].round(DECIMALS).duplicated()].reset_index(drop=True)


def _row(name: str, forecast: float, misses: list[float]) -> dict[str, Any]:
    worst = max(misses) if misses else float("nan")
    return {
        "method": name,
        "landing": forecast,
        "low": forecast * (1 - worst),
        "high": forecast * (1 + worst),
        "error": float(np.mean(misses)) if misses else float("nan"),
        "years": len(misses),
    }


def _growth_to_date(done: Floats, history: Floats) -> float:
    before = history[-1]
    growth = done.sum() / before[: len(done)].sum()
    return float(done.sum() + before[len(done) :].sum() * growth)


def _seasonal_share(done: Floats, history: Floats) -> float:
    return float(done.sum() / (history[:, : len(done)].sum(axis=1) / history.sum(axis=1)).mean())


def _seasonal_naive(done: Floats, history: Floats) -> float:
    return float(done.sum() + history[-1][len(done) :].sum())


def _run_rate(done: Floats, history: Floats) -> float:
    return float(done.sum() * history.shape[1] / len(done))


_METHODS: dict[str, Callable[[Floats, Floats], float]] = {
    "growth_to_date": _growth_to_date,
    "seasonal_share": _seasonal_share,
    "seasonal_naive": _seasonal_naive,
    "run_rate": _run_rate,
}


def _series(values: Any, name: str) -> Floats:
    series = np.array(values, dtype=float)
    if series.ndim != 1 or not np.isfinite(series).all():
        raise OkrError(f"{name} must be finite numbers, one a period")
    return series
