"""The growth ledger: one long table in which every unit of revenue has its place, summing to the target.

    baseline + momentum + what teams contribute + overlap + what is still uncovered = target

for the year, each quarter and each team. Every table, chart and report is a ``groupby`` of this ledger; nothing
else adds money up. It is computed exactly, then rounded once to the plan's step, from the company's lines down to the
leaves; so every sum anybody can form, on screen or in a spreadsheet, agrees with every other and is within a step of
the exact one.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from okr_lib.errors import OkrError
from okr_lib.growth.commitments import commitments, left_uncovered
from okr_lib.growth.parts import Parts, exact_parts
from okr_lib.growth.rounding import Floats, in_steps, nearest_step
from okr_lib.growth.whole_steps import in_whole_steps, year_in_steps
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

COLUMNS = ("line", "stream", "team", "focus_area", "initiative", "quarter", "amount")


def growth_ledger(plan: Plan, *, rounded: bool = True) -> pd.DataFrame:
    """The plan as amounts of revenue that sum to the target.

    Parameters
    ----------
    rounded
        Whether amounts are whole multiples of the plan's step (the default), or exact.

    Returns
    -------
    DataFrame
        Columns ``line`` (baseline, momentum, the id of any further growth, initiative, overlap, uncovered),
        ``stream``, ``team`` (credited), ``focus_area``, ``initiative``, ``quarter``, ``amount`` (in the plan's
        unit). A field that does not apply is missing. Rows are in the plan's order.

    Raises
    ------
    PlanError
        When the growth to be won cannot be shared as the plan's allocation says.

    Notes
    -----
    The rules are in docs/ledger.md, in the order they apply. Zero cases: a stream without baseline has no
    momentum and amounts on it are spread evenly; a plan without initiatives is all uncovered.

    Examples
    --------
    >>> plan = Plan.model_validate({
    ...     "name": "Shop", "currency": "DKK", "target": {"growth": 0.2},
    ...     "fiscal_year": {"label": 2027, "starts": "2027-01-01", "baseline": 2026},
    ...     "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(["Q1", "Q2", "Q3", "Q4"], 100)}],
    ...     "teams": [{"id": "sales", "name": "Sales"}]})
    >>> growth_ledger(plan).groupby("line", sort=False)["amount"].sum().to_dict()
    {'baseline': 400.0, 'momentum': 0.0, 'uncovered': 80.0}
    """
    exact = exact_parts(plan)
    if rounded:
        return _frame(plan, *in_whole_steps(plan, exact))
    won = exact.target - exact.given
    return _frame(plan, exact, left_uncovered(commitments(plan, exact.covered, won, exact.target), exact.covered))


def expected_revenue(plan: Plan, *, actuals: Mapping[str, float] | None = None, rounded: bool = True) -> float:
    """Revenue of the year that a plan is expected to bring.

    Parameters
    ----------
    actuals
        The company's revenue by quarter, for the quarters that are over: it counts as it came, the rest as planned.
    rounded
        Whether it is what the ledger shows (the default), or exact, for searching a value that changes it little.

    Returns
    -------
    float
        ``target - uncovered`` of the ledger, that is baseline, momentum, further growth, contributions and overlap, in
        the plan's unit; without initiatives and momentum, the baseline.

    Examples
    --------
    The shop's 400, a shelf of 40 and a flyer of 20 that succeeds with one in two:

    >>> expected_revenue(shop)
    450.0

    The first quarter brought 130 where 112.5 were expected:

    >>> expected_revenue(shop, actuals={"Q1": 130.0})
    467.5
    """
    came, exact = quarters_over(actuals), exact_parts(plan)
    if rounded and not came:
        year = year_in_steps(plan, exact)
        return float(in_steps(year.target - year.uncovered, plan.step))
    if rounded:
        exact, _ = in_whole_steps(plan, exact)
        came = {name: nearest_step(value, plan.step) for name, value in came.items()}
    expected = exact.given + exact.covered.sum(axis=0)
    revenue = float(sum(came.get(name, value) for name, value in zip(QUARTERS, expected, strict=True)))
    return nearest_step(revenue, plan.step) if rounded else revenue


def expected_contribution(plan: Plan) -> float:
    """What initiatives are expected to bring in the year, overlap deducted, as the ledger shows it.

    Examples
    --------
    >>> expected_contribution(shop)
    50.0
    """
    year = year_in_steps(plan, exact_parts(plan))
    return float(in_steps(year.initiatives + year.overlap, plan.step))


def quarters_over(actuals: Mapping[str, float] | None) -> Mapping[str, float]:
    """The company's revenue by quarter, for the quarters that are over; an ``OkrError`` for what is none."""
    for quarter, value in (actuals or {}).items():
        if quarter not in QUARTERS:
            raise OkrError(f"actuals: {quarter!r} is not a quarter; write one of {', '.join(QUARTERS)}")
        if not np.isfinite(value):
            raise OkrError(f"actuals: {quarter} is {value}; write a number, or leave a quarter out that is not over")
    return actuals or {}


def _frame(plan: Plan, parts: Parts, uncovered: Floats) -> pd.DataFrame:
    streams = np.array([stream.id for stream in plan.streams], dtype=object)
    teams = np.array([team.id for team in plan.teams], dtype=object)
    whose = [*teams, None][: len(uncovered)]  # the last: not given to any team
    initiatives = [initiative for _, initiative in plan.initiatives()]
    names = np.array([initiative.id for initiative in initiatives], dtype=object)[parts.initiative]
    areas = np.array([initiative.focus_area for initiative in initiatives], dtype=object)[parts.initiative]
    fields = {"stream": streams[parts.stream], "team": teams[parts.team], "focus_area": areas, "initiative": names}
    shared = parts.shared
    blocks = [
        _block("baseline", parts.baseline, stream=streams),
        _block("momentum", parts.momentum, stream=streams),
        *(
            _block(entry.id, amounts[None], stream=[entry.stream])
            for entry, amounts in zip(plan.further_growth, parts.further, strict=True)
        ),
        _block("initiative", parts.credit, **fields),
        _block("overlap", parts.overlap[shared], **{name: values[shared] for name, values in fields.items()}),
        _block("uncovered", uncovered, team=whose),
    ]
    ledger = pd.DataFrame({name: np.concatenate([block[name] for block in blocks]) for name in COLUMNS})
    return ledger.astype({**dict.fromkeys(COLUMNS[:-1], "str"), "amount": float})


def _block(
    line: str, amounts: Floats, **fields: Sequence[str | None] | NDArray[np.object_]
) -> dict[str, NDArray[np.generic]]:
    """Rows of one line: one for each row of amounts and quarter."""
    count = len(amounts)
    block = {
        name: np.repeat(np.asarray(fields.get(name, [None] * count), dtype=object), len(QUARTERS))
        for name in COLUMNS[1:5]
    }
    block["line"] = np.full(count * len(QUARTERS), line, dtype=object)
    block["quarter"] = np.tile(np.array(QUARTERS, dtype=object), count)
    block["amount"] = amounts.ravel()
    return block
