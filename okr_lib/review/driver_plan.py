"""Drivers against their plan: revenue came otherwise than planned because visits, conversion or baskets did.

Where all drivers of a stream are planned and observed, the stream's variance is theirs, with no rest. What lies between
their product and revenue (returns, rounding, sales that no driver counts) is one more factor: revenue over product.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from okr_lib.errors import Message, Problem
from okr_lib.growth.breakdown import DECIMALS, breakdown, covered
from okr_lib.growth.drivers import driver_contributions
from okr_lib.growth.rounding import Floats, in_steps, largest_remainder
from okr_lib.plan.driver_records import COMPANY
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.driver_split import DRIVERS_OFF, REST
from okr_lib.review.soundness import place_of
from okr_lib.review.variance import UNPLACED

_COLUMNS = ["stream", "driver", "planned", "actual", "amount"]


def driver_variance(
    plan: Plan, comparison: pd.DataFrame, drivers: pd.DataFrame, quarters: Sequence[str]
) -> pd.DataFrame:
    """What each driver adds to a stream's variance against plan, over the quarters that are over.

    Parameters
    ----------
    comparison
        What ``plan_against_actual`` returns.
    drivers
        What ``load_drivers`` returns.
    quarters
        The quarters to sum over. A stream of which not all drivers are planned and observed in all of them is left out, as
        is one that planned, or had, no revenue.

    Returns
    -------
    DataFrame
        ``stream`` (the empty text for the company), ``driver`` in the order of the file (last ``rest``: revenue over
        the drivers' product), ``planned`` and ``actual`` (of the first driver the mean of a quarter, of each further one what it
        was over all quarters, given those before it; missing for the rest) and ``amount`` in whole steps. The amounts of
        a stream sum to its revenue less its plan.

    Notes
    -----
    LMDI-I by quarter, as in ``driver_contributions``, summed over quarters and rounded by largest remainders. Over quarters a
    driver is the sum of the products up to it over the sum of the products before it: baskets are weighed by orders, and
    conversion by visits.

    Examples
    --------
    110 were planned, 10 visits a krone at 11; 12 visits came, and 132:

    >>> comparison = pd.DataFrame([("shop", "Q1", 110.0, 132.0)], columns=["stream", "quarter", "expected", "actual"])
    >>> rows = [("2027", "Q1", "shop", "visits", 12.0, 10.0), ("2027", "Q1", "shop", "basket", 11.0, 11.0)]
    >>> drivers = pd.DataFrame(rows, columns=["fiscal_year", "quarter", "stream", "driver", "value", "planned"])
    >>> driver_variance(shop, comparison, drivers, ["Q1"]).set_index("driver")["amount"].to_dict()
    {'visits': 22.0, 'basket': 0.0, 'rest': 0.0}
    """
    found = []
    for stream in [COMPANY, *(stream.id for stream in plan.streams)]:
        names, planned, actual = _factors(plan, drivers, stream, quarters)
        here = comparison[comparison["quarter"].isin(quarters)]
        here = here[here["stream"] != UNPLACED] if stream == COMPANY else here[here["stream"] == stream]
        revenue = here.groupby("quarter")[["expected", "actual"]].sum(min_count=1).reindex(quarters).to_numpy()
        if not names or not (revenue > 0).all():
            continue
        before, after = (
            np.column_stack([factors, money / factors.prod(axis=1)])
            for factors, money in ((planned, revenue[:, 0]), (actual, revenue[:, 1]))
        )
        parts = np.asarray(driver_contributions(before, after)) / plan.step
        amounts = in_steps(largest_remainder(parts, round(float(parts.sum()))), plan.step)
        nothing = [float("nan")]
        told = zip([*names, REST], [*_over(planned), *nothing], [*_over(actual), *nothing], amounts, strict=True)
        found += [(stream, *row) for row in told]
    return pd.DataFrame(found, columns=_COLUMNS)


def driver_plan_findings(plan: Plan, ledger: pd.DataFrame, drivers: pd.DataFrame) -> list[Problem]:
    """Streams whose planned drivers (``load_drivers``) make something else than the plan expects.

    Returns
    -------
    list of Problem
        One a stream, about the quarter that is farthest off, where the product differs by more than 5 % from what the
        ledger expects without what is uncovered. A driver more that holds the ratio closes it.
    """
    expected = breakdown(covered(ledger), ["stream", "quarter"])
    found = []
    for stream in dict.fromkeys(drivers["stream"]):
        mine = expected if stream == COMPANY else expected[expected["stream"] == stream]
        sums = mine.groupby("quarter")["amount"].sum()
        off: list[tuple[float, Message]] = []
        for quarter in QUARTERS:
            rows = _rows(plan, drivers, stream, quarter).dropna(subset="planned")
            product, revenue = float(rows["planned"].prod()), float(sums.get(quarter, 0.0))
            if len(rows) and revenue > 0 and abs(product / revenue - 1) > DRIVERS_OFF:
                message = Message(
                    "{drivers} planned for {quarter} make {product}, but the plan expects {revenue}; give what is between them as a driver of its own, such as net revenue over gross",
                    drivers=" x ".join(rows["driver"]),
                    quarter=quarter,
                    product=float(f"{product:.10g}"),
                    revenue=round(revenue, DECIMALS),
                )
                off.append((abs(math.log(product / revenue)), message))
        found += [place_of(plan, "drivers", max(off, key=lambda each: each[0])[1])] if off else []
    return found


def _factors(
    plan: Plan, drivers: pd.DataFrame, stream: str, quarters: Sequence[str]
) -> tuple[list[str], Floats, Floats]:
    """Names of a stream's drivers, and what was planned and observed, shape (quarters, drivers); no names where any lacks."""
    tables = [_rows(plan, drivers, stream, quarter).set_index("driver") for quarter in quarters]
    names = list(tables[0].index) if tables else []
    nothing = np.zeros((0, 0))
    if not names or any(set(table.index) != set(names) or table.isna().any(axis=None) for table in tables):
        return [], nothing, nothing
    values = np.array([table.loc[names].to_numpy(dtype=float) for table in tables]).reshape(-1, len(names), 2)
    return names, values[:, :, 0], values[:, :, 1]


def _rows(plan: Plan, drivers: pd.DataFrame, stream: str, quarter: str) -> pd.DataFrame:
    here = (drivers["stream"] == stream) & (drivers["quarter"] == quarter)
    rows = drivers[here & (drivers["fiscal_year"] == plan.fiscal_year.label)]
    return rows.reindex(columns=["driver", "planned", "value"])


def _over(factors: Floats) -> list[float]:
    """Each driver over several quarters: the first on average, each further one given those before it."""
    sums = np.cumprod(factors, axis=1).sum(axis=0)
    return [float(value) for value in [sums[0] / len(factors), *(sums[1:] / sums[:-1])]]
