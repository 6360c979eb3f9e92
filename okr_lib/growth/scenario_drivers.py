"""Drivers in a scenario: how far a stream moves when its price, volume or any other factor is more or less than planned."""

import pandas as pd

from okr_lib.growth.breakdown import breakdown, covered
from okr_lib.growth.drivers import driver_contributions
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.rounding import in_steps, largest_remainder
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from okr_lib.plan.streams import Stream
from okr_lib.plan.values import QUARTERS


def scenario_drivers(plan: Plan, scenario: Scenario) -> pd.DataFrame:
    """Each driver of a plan's streams, how much more it is than planned, and what that brings.

    Parameters
    ----------
    plan, scenario
        The plan and what is different.

    Returns
    -------
    DataFrame
        ``stream``, ``driver``, ``unit``, ``Q1`` to ``Q4`` (last year's value), ``share`` (how much more than planned, 0.05: a
        twentieth more) and ``amount``: what it brings in the year, in the plan's unit, negative where it takes. A stream's
        amounts sum to what its expected revenue differs by in the ledger, lifts included that act on it. Without drivers no
        rows.

    Notes
    -----
    The stream's difference is shared by LMDI-I, as in ``driver_contributions``, and rounded to the plan's step.

    Examples
    --------
    >>> quarters = dict.fromkeys(["Q1", "Q2", "Q3", "Q4"], 10)
    >>> drivers = [{"id": name, "name": name, "values": quarters} for name in ("price", "volume")]
    >>> data = shop.model_dump(mode="json")
    >>> data["streams"][0]["drivers"] = drivers
    >>> more = Scenario(drivers={"shop": {"price": 0.1, "volume": 0.1}})
    >>> scenario_drivers(Plan.model_validate(data), more)["amount"].tolist()
    [42.0, 42.0]
    """
    now = apply_scenario(plan, scenario)
    before = apply_scenario(plan, scenario.model_copy(update={"drivers": {}}))
    moved = _by_stream(now) - _by_stream(before)
    rows = []
    for stream in plan.streams:
        shares = [scenario.drivers.get(stream.id, {}).get(driver.id, 0.0) for driver in stream.drivers]
        amounts = _shared(float(moved.get(stream.id, 0.0)), stream, shares, plan.step)
        for driver, share, amount in zip(stream.drivers, shares, amounts, strict=True):
            values = driver.values.array().tolist()
            rows.append((stream.id, driver.id, driver.unit, *values, share, amount))
    return pd.DataFrame(rows, columns=["stream", "driver", "unit", *QUARTERS, "share", "amount"])


def _by_stream(plan: Plan) -> "pd.Series[float]":
    return breakdown(covered(growth_ledger(plan)), ["stream"]).set_index("stream")["amount"]


def _shared(moved: float, stream: Stream, shares: list[float], step: float) -> list[float]:
    """What each driver brings of what they move the stream by."""
    if not any(shares):
        return [0.0] * len(shares)
    revenue = float(stream.baseline.array().sum())
    parts = driver_contributions([revenue, *[1.0] * len(shares)], [revenue, *(1 + share for share in shares)])[1:]
    scale = moved / parts.sum() if abs(parts.sum()) > step else 1.0
    found: list[float] = in_steps(largest_remainder(parts * scale / step, round(moved / step)), step).tolist()
    return found
