"""Why revenue grew: the growth of a quarter split by its drivers, and what they do not explain.

Where revenue is transactions times basket, growth came from more customers, from larger baskets, or from neither: sales
that no driver counts. The parts sum to the growth.
"""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from okr_lib.errors import Message, Problem
from okr_lib.growth.breakdown import DECIMALS
from okr_lib.growth.drivers import driver_contributions
from okr_lib.plan.driver_records import COMPANY
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.soundness import place_of

REST = "rest"
DRIVERS_OFF = 0.05  # of revenue: drivers of a company count most of it, and are rounded
_COLUMNS = ["stream", "quarter", "driver", "before", "after", "amount"]


def driver_split(plan: Plan, actuals: pd.DataFrame, drivers: pd.DataFrame, quarters: Sequence[str]) -> pd.DataFrame:
    """The growth of streams and of the company, split by driver.

    Parameters
    ----------
    plan
        The plan: growth is counted from its baseline, and a stream's own drivers from the values it gives.
    quarters
        The quarters to look at; those without the same drivers in both years are left out.

    Returns
    -------
    DataFrame
        ``stream`` (the empty text for the company), ``quarter``, ``driver`` (last ``rest``: growth no driver counts), ``before``
        and ``after`` (the driver's values; missing for the rest) and ``amount``, in the plan's unit. The amounts of a stream
        and quarter sum to its growth.

    Notes
    -----
    LMDI-I, as in ``driver_contributions``; drivers that explain nothing get zero.

    Examples
    --------
    Ten customers at 10 became eleven at 10, and 2 of the 12 of growth came from elsewhere:

    >>> actuals = pd.DataFrame([("2027", "Q1", "shop", 112.0)], columns=["fiscal_year", "quarter", "stream", "revenue"])
    >>> seen = [("2026", "customers", 10), ("2026", "basket", 10), ("2027", "customers", 11), ("2027", "basket", 10)]
    >>> drivers = pd.DataFrame([(year, "Q1", "", name, value) for year, name, value in seen])
    >>> drivers.columns = ["fiscal_year", "quarter", "stream", "driver", "value"]
    >>> driver_split(shop, actuals, drivers, ["Q1"]).set_index("driver")["amount"].round(1).to_dict()
    {'customers': 10.0, 'basket': 0.0, 'rest': 2.0}
    """
    baseline = {stream.id: stream.baseline for stream in plan.streams}
    year = actuals[actuals["fiscal_year"] == plan.fiscal_year.label]
    rows = []
    for stream in [COMPANY, *baseline]:
        part = year if stream == COMPANY else year[year["stream"] == stream]
        for quarter in quarters:
            before, after = _values(plan, drivers, stream, quarter)
            if not after or list(before) != list(after):
                continue
            came = float(part.loc[part["quarter"] == quarter, "revenue"].sum())
            was = sum(getattr(base, quarter) for name, base in baseline.items() if stream in (COMPANY, name))
            parts = driver_contributions(list(before.values()), list(after.values()))
            for name, amount in zip(before, parts, strict=True):
                rows.append((stream, quarter, name, before[name], after[name], float(amount)))
            missing = float("nan")
            rows.append((stream, quarter, REST, missing, missing, came - was - float(sum(parts))))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    table["amount"] = table["amount"].round(DECIMALS) + 0.0
    return table


def driver_findings(plan: Plan, actuals: pd.DataFrame, drivers: pd.DataFrame) -> list[Problem]:
    """Streams whose drivers make something else than revenue, such as gross where revenue is net.

    Returns
    -------
    list of Problem
        One a stream and year, about the quarter that is farthest off, where the product differs from revenue by more
        than 5%: growth would be split by what it did not come from. A driver more that holds the ratio closes it.
    """
    came = actuals[actuals["fiscal_year"] == plan.fiscal_year.label]
    found = []
    for stream in dict.fromkeys(drivers["stream"]):
        ours = [place for place in plan.streams if stream in (COMPANY, place.id)]
        off: dict[str, list[tuple[float, str]]] = {}
        for quarter in QUARTERS:
            before, after = _values(plan, drivers, stream, quarter)
            rows = came[(came["quarter"] == quarter) & came["stream"].isin([place.id for place in ours])]
            was = sum(getattr(place.baseline, quarter) for place in ours)
            for year, values, revenue in (
                (plan.fiscal_year.baseline, before, was),
                (plan.fiscal_year.label, after, float(rows["revenue"].sum()) if len(rows) == len(ours) else 0.0),
            ):
                product = math.prod(values.values())
                if values and revenue > 0 and abs(product / revenue - 1) > DRIVERS_OFF:
                    message = Message(
                        "{drivers} of {year} {quarter} make {product}, but revenue is {revenue}; give what is between them as a driver of its own, such as net revenue over gross",
                        drivers=" x ".join(values),
                        year=year,
                        quarter=quarter,
                        product=float(f"{product:.10g}"),
                        revenue=revenue,
                    )
                    off.setdefault(year, []).append((abs(math.log(product / revenue)), message))
        found += [place_of(plan, "drivers", max(each)[1]) for each in off.values()]
    return found


def _values(
    plan: Plan, drivers: pd.DataFrame, stream: str, quarter: str
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Drivers of a stream and quarter last year and this year, in the order of this year's."""
    here = drivers[(drivers["stream"] == stream) & (drivers["quarter"] == quarter)]
    after = _by_driver(here[here["fiscal_year"] == plan.fiscal_year.label])
    planned = {
        entry.id: float(getattr(entry.values, quarter))
        for place in plan.streams
        if place.id == stream
        for entry in place.drivers
    }
    before = planned | _by_driver(here[here["fiscal_year"] == plan.fiscal_year.baseline])
    return {name: before[name] for name in after if name in before}, after


def _by_driver(rows: pd.DataFrame) -> dict[str, float]:
    known = rows[rows["value"].notna()]
    return dict(zip(known["driver"], known["value"].astype(float), strict=True))
