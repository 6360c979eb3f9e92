"""Two assumptions against each other: what every pair of their values makes of the year."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from okr_lib.errors import Message, PlanError
from okr_lib.growth.assumptions import assumption, with_assumption
from okr_lib.growth.ledger import expected_revenue
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario


class Axis(NamedTuple):
    """One assumption and the values it takes: its kind and item as ``assumption`` names them."""

    kind: str
    item: str
    values: Sequence[Any]


def two_way(
    plan: Plan,
    rows: Axis | tuple[str, str, Sequence[Any]],
    columns: Axis | tuple[str, str, Sequence[Any]],
    measure: Callable[[Plan], float] = expected_revenue,
    *,
    scenario: Scenario | None = None,
) -> pd.DataFrame:
    """What each pair of values of two assumptions makes of a plan, everything else as it is.

    Parameters
    ----------
    rows, columns
        An assumption each, as (kind, item, values): ``("momentum", "stores", [0, 0.01, 0.02])``,
        ``("probability", "flyer", [0.5, 1])``, ``("target", "", [0.15, 0.2])``.
    measure
        What is asked of each plan: by default its expected revenue, in the plan's unit; a likelihood by
        ``lambda plan: target_outlook(plan).probability``.
    scenario
        What is different already.

    Returns
    -------
    DataFrame
        Shape (values of ``rows``, values of ``columns``), with these as index and columns.

    Raises
    ------
    PlanError
        When both are the same assumption, or a value cannot be.

    Examples
    --------
    >>> two_way(shop, ("scale", "shelf", [1, 2]), ("probability", "flyer", [0.5, 1])).to_numpy().tolist()
    [[450.0, 460.0], [490.0, 500.0]]
    """
    found = {(row, column): value for row, column, value in each_pair(plan, rows, columns, measure, scenario=scenario)}
    first, second = Axis(*rows), Axis(*columns)
    table = [[found[row, column] for column in range(len(second.values))] for row in range(len(first.values))]
    return pd.DataFrame(table, index=list(first.values), columns=list(second.values))


def values_around(plan: Plan, scenario: Scenario, kind: str, item: str, count: int) -> list[float]:
    """So many values of an assumption to look at, evenly from the least to the most that is worth a look.

    A momentum from its low to its high (two points to each side where it has but one value), an effect from nothing to twice,
    a likelihood from 0 to 1, a target from five points less to five more.

    Examples
    --------
    >>> values_around(shop, Scenario(), "probability", "flyer", 5)
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    now = float(assumption(plan, scenario, kind, item))
    least, most = {"scale": (0.0, 2.0), "probability": (0.0, 1.0)}.get(kind, (now - 0.05, now + 0.05))
    if kind == "momentum":
        [planned] = [stream.momentum for stream in plan.streams if stream.id == item]
        estimate = scenario.momentum.get(item, planned)
        wide = estimate.low < estimate.high
        least, most = (estimate.low, estimate.high) if wide else (now - 0.02, now + 0.02)
    return [round(least + (most - least) * place / (count - 1), 6) for place in range(count)]


def each_pair(
    plan: Plan,
    rows: Axis | tuple[str, str, Sequence[Any]],
    columns: Axis | tuple[str, str, Sequence[Any]],
    measure: Callable[[Plan], float],
    *,
    scenario: Scenario | None = None,
) -> Iterator[tuple[int, int, float]]:
    """The cells of ``two_way``, one after the other, so that whoever waits can be told, or stop."""
    first, second = Axis(*rows), Axis(*columns)
    if first[:2] == second[:2]:
        raise PlanError.of(Message("both assumptions are the same; choose two"))
    for row, one in enumerate(first.values):
        half = with_assumption(plan, scenario or Scenario(), first.kind, first.item, one)
        for column, other in enumerate(second.values):
            whole = with_assumption(plan, half, second.kind, second.item, other)
            yield row, column, measure(apply_scenario(plan, whole))
