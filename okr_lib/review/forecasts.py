"""The memory of forecasts: what each close said of the year's end, and, once the year is over, how good that was.

A forecast is kept when a quarter is closed and never computed again, so nobody can have known better. When the year is
over, each is held against what came: a range of 80% should hold four outcomes in five.
"""

from collections.abc import Mapping

import pandas as pd

from okr_lib.growth.evidence import Evidence
from okr_lib.growth.rounding import nearest_step
from okr_lib.plan.closing import Closing, Forecast
from okr_lib.plan.model import Plan
from okr_lib.plan.values import LARGEST, QUARTERS
from okr_lib.review.variance import company_actuals

_COLUMNS = ["quarter", "through", "expected", "low", "high", "likelihood", "target", "actual", "error", "inside"]
_LIKELIHOOD_DECIMALS = 3
RANGE = 0.8  # of the chance, that the range told holds


def forecast_at_close(plan: Plan, evidence: Evidence) -> Forecast | None:
    """What is forecast of the year when a quarter is closed.

    Parameters
    ----------
    plan
        The plan as it stands at the close.
    evidence
        What is known by the end of the quarter that is closed, as ``evidence_of`` returns it.

    Returns
    -------
    Forecast or None
        Amounts in whole steps of the plan. Nothing when the year is over: it is known then; and where they are larger than
        a file of the plan may hold.

    Examples
    --------
    The shop made 125 in its first quarter, and wants 480 of the year:

    >>> kept = forecast_at_close(shop, Evidence({"Q1": 125.0}))
    >>> kept.through.value, kept.target, kept.low < kept.expected < kept.high
    ('Q1', 480.0, True)
    """
    outlook = evidence.outlook(plan)
    if outlook.over:
        return None
    seen = (outlook.mean, *outlook.interval(RANGE), outlook.target)
    expected, low, high, target = (nearest_step(amount, plan.step) for amount in seen)
    if max(map(abs, (expected, low, high, target))) > LARGEST:
        return None
    return Forecast(
        through=outlook.through,
        expected=expected,
        low=low,
        high=high,
        likelihood=round(outlook.probability, _LIKELIHOOD_DECIMALS),
        target=target,
    )


def forecast_record(
    plan: Plan, closings: Mapping[str, Closing], actuals: pd.DataFrame, quarter: str = QUARTERS[-1]
) -> pd.DataFrame:
    """What earlier closes had forecast, beside what the year brought.

    Parameters
    ----------
    closings
        What ``load_closings`` returns; those of before the plan's year are of another one.
    actuals
        What ``load_actuals`` returns.
    quarter
        The quarter looked from: forecasts of the closes before it are shown. Without it, all of the year.

    Returns
    -------
    DataFrame
        A row a close that kept a forecast, in the order of the year: ``quarter``, ``through`` (the last quarter whose
        actuals were known; missing without any), ``expected``, ``low``, ``high``, ``likelihood`` and ``target`` as they were
        kept; and, when the year is over by ``quarter`` and its actuals are complete, ``actual``, ``error`` (actual less
        expected) and ``inside``, whether it lies from ``low`` to ``high``. Until then these three are missing.

    Examples
    --------
    >>> said = Forecast(through="Q1", expected=460, low=440, high=480, likelihood=0.1, target=480)
    >>> columns = ["fiscal_year", "quarter", "stream", "revenue"]
    >>> year = pd.DataFrame([("2027", name, "shop", 113.0) for name in ("Q1", "Q2", "Q3", "Q4")], columns=columns)
    >>> record = forecast_record(shop, {"Q1": Closing(quarter="Q1", forecast=said)}, year)
    >>> record[["quarter", "low", "high", "actual", "error", "inside"]].values.tolist()
    [['Q1', 440.0, 480.0, 452.0, -8.0, True]]
    """
    came = company_actuals(plan, actuals, quarter)
    actual = nearest_step(sum(came.values()), plan.step) if len(came) == len(QUARTERS) else None
    rows = []
    for name in QUARTERS[: QUARTERS.index(quarter)]:
        closing = closings.get(name, Closing(quarter=name))
        said = closing.forecast
        if said is not None and (closing.closed or plan.fiscal_year.starts) >= plan.fiscal_year.starts:
            through = None if said.through is None else said.through.value
            error = None if actual is None else nearest_step(actual - said.expected, plan.step)
            inside = None if actual is None else said.low <= actual <= said.high
            amounts = (said.expected, said.low, said.high, said.likelihood, said.target)
            rows.append((name, through, *amounts, actual, error, inside))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.astype({"through": object, **dict.fromkeys(_COLUMNS[2:9], float), "inside": "boolean"})
