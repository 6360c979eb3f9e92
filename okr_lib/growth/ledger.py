"""The growth ledger: one long table in which every unit of revenue has its place, summing to the target.

    baseline + momentum + what teams contribute + overlap + what is still uncovered = target

for the year, each quarter and each team. Every table, chart and report is a ``groupby`` of this ledger; nothing
else adds money up. It is computed exactly, then rounded once, in the leaves, to the plan's step; so every sum
anybody can form, on screen or in a spreadsheet, agrees with every other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from okr_lib.errors import OkrError, PlanError
from okr_lib.growth.commitments import commitments
from okr_lib.growth.contributions import contributions, effects_of
from okr_lib.growth.estimates import mean
from okr_lib.growth.phasing import phase
from okr_lib.growth.rounding import Floats, in_steps, largest_remainder, round_table, round_within
from okr_lib.plan.model import PhasingMethod, Plan
from okr_lib.plan.values import QUARTERS

COLUMNS = ("line", "stream", "team", "focus_area", "initiative", "quarter", "amount")


def growth_ledger(plan: Plan, *, rounded: bool = True) -> pd.DataFrame:
    """The plan as amounts of revenue that sum to the target.

    Parameters
    ----------
    plan
        A growth plan.
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
    exact = _exact(plan)
    if rounded:
        return _frame(plan, *_rounded(plan, exact))
    won = exact.target - exact.given.sum(axis=0)
    covered = exact.by_team(exact.credit + exact.overlap)
    return _frame(plan, exact, commitments(plan, covered, won, exact.target) - covered)


@dataclass(frozen=True)
class _Exact:
    """The ledger's parts before rounding; every array ends with the four quarters."""

    target: Floats  # (4,)
    baseline: Floats  # (streams, 4)
    momentum: Floats  # (streams, 4)
    further: Floats  # (further growth, 4)
    credit: Floats  # (credit rows, 4): initiatives' contributions split by credit
    overlap: Floats  # (credit rows, 4): what of it is deducted
    team: NDArray[np.int64]  # team, initiative and stream of each credit row
    initiative: NDArray[np.int64]
    stream: NDArray[np.int64]
    teams: int

    @property
    def given(self) -> Floats:
        """Baseline, momentum and further growth, shape (lines, 4)."""
        return np.vstack([self.baseline.sum(axis=0), self.momentum.sum(axis=0), self.further])

    def by_team(self, rows: Floats) -> Floats:
        """Credit rows summed by team, shape (teams, 4)."""
        sums = np.zeros((self.teams, len(QUARTERS)))
        np.add.at(sums, self.team, rows)
        return sums


def _exact(plan: Plan) -> _Exact:
    baseline = np.array([stream.baseline.array() for stream in plan.streams])
    shares = np.array([mean(stream.momentum, plan.uncertainty) for stream in plan.streams])
    further = np.array([entry.amounts.array() for entry in plan.further_growth]).reshape(-1, len(QUARTERS))
    effects = effects_of(plan)
    brought = contributions(effects, baseline, shares)

    teams = {team.id: index for index, team in enumerate(plan.teams)}
    deducted = {name: 1 - overlap.counts for overlap in plan.overlaps for name in overlap.initiatives}
    initiatives = list(plan.initiatives())
    rows = [
        (teams[name], number, effect, share, deducted.get(initiative.id, 0.0))
        for effect, number in enumerate(effects.initiative)
        for team, initiative in [initiatives[number]]
        for name, share in (initiative.credit or {team.id: 1.0}).items()
        if share > 0
    ]
    rows.sort(key=lambda row: row[:3])
    table = np.array(rows, dtype=float).reshape(-1, 5)
    effect = table[:, 2].astype(np.int64)
    credit = brought[effect] * table[:, 3:4]
    exact = _Exact(
        target=np.zeros(len(QUARTERS)),
        baseline=baseline,
        momentum=baseline * shares[:, None],
        further=further,
        credit=credit,
        overlap=-credit * table[:, 4:5],
        team=table[:, 0].astype(np.int64),
        initiative=table[:, 1].astype(np.int64),
        stream=effects.stream[effect],
        teams=len(teams),
    )
    return replace(exact, target=_phased_target(plan, exact))


def target_revenue(plan: Plan) -> float:
    """Revenue of the year that a plan aims at, whether it is given as revenue or as growth on the baseline."""
    if plan.target.revenue is not None:
        return plan.target.revenue
    baseline = sum(float(stream.baseline.array().sum()) for stream in plan.streams)
    return baseline * (1 + (plan.target.growth or 0.0))


def target_growth(plan: Plan) -> float:
    """Growth on the baseline that a plan aims at; 0.0 where there is no baseline to grow on.

    Examples
    --------
    >>> target_growth(shop)
    0.2
    """
    if plan.target.growth is not None:
        return plan.target.growth
    baseline = sum(float(stream.baseline.array().sum()) for stream in plan.streams)
    return round(target_revenue(plan) / baseline - 1, 6) if baseline else 0.0


def expected_revenue(plan: Plan, *, actuals: Mapping[str, float] | None = None) -> float:
    """Revenue of the year that a plan is expected to bring, unrounded.

    Parameters
    ----------
    plan
        The plan.
    actuals
        The company's revenue by quarter, for the quarters that are over: it counts as it came, the rest as planned.

    Returns
    -------
    float
        ``target - uncovered``, that is baseline, momentum, further growth, contributions and overlap, in the
        plan's unit; without initiatives and momentum, the baseline.

    Examples
    --------
    The shop's 400, a shelf of 40 and a flyer of 20 that succeeds with one in two:

    >>> expected_revenue(shop)
    450.0

    The first quarter brought 130 where 112.5 were expected:

    >>> expected_revenue(shop, actuals={"Q1": 130.0})
    467.5
    """
    came, exact = quarters_over(actuals), _exact(plan)
    expected = exact.given.sum(axis=0) + exact.credit.sum(axis=0) + exact.overlap.sum(axis=0)
    return float(sum(came.get(name, value) for name, value in zip(QUARTERS, expected, strict=True)))


def quarters_over(actuals: Mapping[str, float] | None) -> Mapping[str, float]:
    """The company's revenue by quarter, for the quarters that are over; an ``OkrError`` for what is none."""
    for quarter, value in (actuals or {}).items():
        if quarter not in QUARTERS:
            raise OkrError(f"actuals: {quarter!r} is not a quarter; write one of {', '.join(QUARTERS)}")
        if not np.isfinite(value):
            raise OkrError(f"actuals: {quarter} is {value}; write a number, or leave a quarter out that is not over")
    return actuals or {}


def _phased_target(plan: Plan, exact: _Exact) -> Floats:
    baseline = exact.baseline.sum(axis=0)
    year = target_revenue(plan)
    phasing = plan.phasing
    if phasing.amounts is not None:
        if abs(phasing.amounts.array().sum() - year) > plan.step / 2:
            message = f"the amounts sum to {phasing.amounts.array().sum():.12g}, but the target is {year:.12g}"
            raise PlanError([plan.problem(("phasing", "amounts"), f"{message}; make them agree")])
        return phasing.amounts.array()
    if phasing.shares is not None:
        return phase(year, phasing.shares.array())
    covered = np.maximum((exact.credit + exact.overlap).sum(axis=0), 0)
    if phasing.method is PhasingMethod.INITIATIVES and covered.any():
        given = exact.given.sum(axis=0)
        return np.asarray(given + phase(year - given.sum(), covered))
    return phase(year, baseline)


def _rounded(plan: Plan, exact: _Exact) -> tuple[_Exact, Floats]:
    """The parts and what is uncovered (teams, 4), rounded to whole steps down a fixed hierarchy.

    Year, quarter, line or team, then stream or initiative: each level sums to the level above it. Teams'
    commitments keep both their year and the quarters, so that a held amount is met to the step.
    """
    step = plan.step
    target = largest_remainder(exact.target / step, round(target_revenue(plan) / step))
    won = target - exact.given.sum(axis=0) / step
    lines = largest_remainder(np.vstack([exact.given / step, won]), target)
    covered = exact.by_team(exact.credit + exact.overlap)
    committed = commitments(plan, covered, in_steps(lines[-1], step), exact.target, step=step) / step
    commitment = round_table(committed, np.round(committed.sum(axis=1)), lines[-1])

    shares = exact.by_team(exact.credit) / step, exact.by_team(exact.overlap) / step
    by_line = np.stack([*shares, commitment - sum(shares)]).reshape(3, -1)
    credit, overlap, uncovered = largest_remainder(by_line, commitment.ravel()).reshape(3, exact.teams, -1)
    parts = replace(
        exact,
        target=in_steps(target, step),
        baseline=in_steps(largest_remainder(exact.baseline / step, lines[0]), step),
        momentum=in_steps(largest_remainder(exact.momentum / step, lines[1]), step),
        further=in_steps(lines[2:-1], step),
        credit=in_steps(round_within(exact.credit / step, exact.team, credit), step),
        overlap=in_steps(round_within(exact.overlap / step, exact.team, overlap), step),
    )
    return parts, in_steps(uncovered, step)


def _frame(plan: Plan, parts: _Exact, uncovered: Floats) -> pd.DataFrame:
    streams = np.array([stream.id for stream in plan.streams], dtype=object)
    teams = np.array([team.id for team in plan.teams], dtype=object)
    initiatives = [initiative for _, initiative in plan.initiatives()]
    names = np.array([initiative.id for initiative in initiatives], dtype=object)[parts.initiative]
    areas = np.array([initiative.focus_area for initiative in initiatives], dtype=object)[parts.initiative]
    fields = {"stream": streams[parts.stream], "team": teams[parts.team], "focus_area": areas, "initiative": names}
    shared = np.isin(names, [name for overlap in plan.overlaps for name in overlap.initiatives])
    blocks = [
        _block("baseline", parts.baseline, stream=streams),
        _block("momentum", parts.momentum, stream=streams),
        *(
            _block(entry.id, amounts[None], stream=[entry.stream])
            for entry, amounts in zip(plan.further_growth, parts.further, strict=True)
        ),
        _block("initiative", parts.credit, **fields),
        _block("overlap", parts.overlap[shared], **{name: values[shared] for name, values in fields.items()}),
        _block("uncovered", uncovered, team=teams),
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
