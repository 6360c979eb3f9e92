"""Commitments: the growth to be won, shared among the teams top-down.

What is to be won is the target less everything that comes without anybody's work. By default it is shared by
what teams expect to contribute, so that a team that books no revenue itself gets its part too; or by given
weights, equally, or by the revenue of the streams a team answers for.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from okr_lib.errors import AllocationError, Message, PlanError, message_of
from okr_lib.growth.allocation import allocate
from okr_lib.growth.fitting import allocate_table
from okr_lib.growth.phasing import seasonality
from okr_lib.growth.rounding import NOISE, Floats, Steps, in_steps, nearest_step, round_between
from okr_lib.plan.model import AllocationMethod, Plan


def commitments(plan: Plan, covered: Floats, won: Floats, target: Floats) -> Floats:
    """Growth each team commits to, by quarter.

    Parameters
    ----------
    plan
        The plan, for its allocation: method, held amounts and bounds.
    covered
        Expected contributions less overlap by team and quarter, shape (teams, 4).
    won
        Growth to be won by quarter: target less baseline, momentum and further growth, shape (4,).
    target
        Phased target, shape (4,).

    Returns
    -------
    array, shape (teams, 4), or one row more
        Columns sum to ``won``, rows to the teams' years. What held amounts leave to nobody, or give twice (negative), is a
        row of its own after the teams', by the target's phasing. A quarter is shared by the same shares as the year;
        what a held or bounded team has above or below its share is spread by the target's phasing. A team whose
        market has not opened in a quarter has nothing in it; the others take its part, and it theirs later on.

    Raises
    ------
    PlanError
        When bounds leave no such table; it names both sums.
    """
    total = float(won.sum())
    ungiven = _ungiven(plan, total)
    total -= ungiven
    told = nearest_step(total, plan.step)  # what people are told is to be won
    basis = _basis(plan, covered.sum(axis=1), total)
    allocation = plan.allocation
    fixed, lower, upper = (_by_team(plan, given) for given in (allocation.held, allocation.lower, allocation.upper))
    held = fixed.copy()
    if len(allocation.held) == len(plan.teams):  # half a step of rounding is shared among them
        rest = total - held.sum()
        held += rest / len(held) if abs(rest) <= plan.step else 0.0
    try:
        allocate(told, basis, held=fixed, lower=lower, upper=upper, step=plan.step)  # refuses what cannot be
        year = allocate(total, basis, held=held, lower=lower, upper=upper)
    except AllocationError as error:
        raise PlanError([plan.problem(("allocation",), message_of(error))]) from error
    season = seasonality(np.maximum(target, 0))
    nobody = ungiven * season
    shares = np.asarray(allocate(1.0, basis))
    more = np.asarray(year) - shares * total
    table = np.outer(shares, won - nobody) + np.outer(more, season)
    table = _without_closed_markets(table, _opened(plan, covered))
    return np.vstack([table, nobody]) if ungiven else table


def _by_team(plan: Plan, given: Mapping[str, float]) -> Floats:
    """Amounts in the order of the teams; missing where none is given."""
    return np.array([given.get(team.id, np.nan) for team in plan.teams])


def left_uncovered(committed: Floats, covered: Floats) -> Floats:
    """Commitments less what covers them; what nobody committed to, nobody covers."""
    covering = np.zeros_like(committed)
    covering[: len(covered)] = covered
    return np.asarray(committed - covering)


def _ungiven(plan: Plan, total: float) -> float:
    """What held amounts leave to nobody, or give twice (negative): teams that are free take what they may, never less than nothing."""
    allocation = plan.allocation
    free = [team.id for team in plan.teams if team.id not in allocation.held]
    held = sum(allocation.held.values())
    rest = total - held
    if not allocation.held or (not free and abs(rest) <= plan.step):
        return 0.0
    if held > max(total, 0) + plan.step / 2:
        rest = min(total, 0.0)
    least = sum(allocation.lower.get(team, 0.0 if total > 0 else -np.inf) for team in free)
    most = sum(allocation.upper.get(team, np.inf) for team in free)
    taken = max(min(rest, most), least) if free and least <= most else 0.0
    missing = total - held - taken
    return missing if abs(missing) > plan.step / 2 else 0.0


def _opened(plan: Plan, covered: Floats) -> NDArray[np.bool_]:
    """In which quarters each team has a market: not where its streams had no revenue and it brings none, shape (teams, 4)."""
    opened: NDArray[np.bool_] = covered != 0
    revenue = {stream.id: stream.baseline.array() for stream in plan.streams}
    for number, team in enumerate(plan.teams):
        opened[number] |= not team.streams or np.any([revenue[name] > 0 for name in team.streams], axis=0)
    return opened


def _without_closed_markets(table: Floats, opened: NDArray[np.bool_]) -> Floats:
    """Commitments with nothing in quarters in which a team has no market; years of teams and sums of quarters stay.

    Where no such table is (or growth to be won is negative somewhere), the table stays as it is.
    """
    kept = np.where(opened, table, 0.0)
    if opened.all() or (table < 0).any() or not opened.any(axis=0).all() or not opened.any(axis=1).all():
        return table
    try:
        return np.asarray(allocate_table(table.sum(axis=1), table.sum(axis=0), kept))
    except AllocationError:
        return table


def year_commitments(plan: Plan, exact: Floats, total: int) -> Steps:
    """Commitments for the year in whole steps: what is held as it is, bounds at the nearest step inside; nobody's is free."""
    step = plan.step
    teams = [*(team.id for team in plan.teams), ""][: len(exact)]

    def bound(given: Mapping[str, float], missing: float) -> Floats:
        amounts = {**given, **plan.allocation.held}
        return np.array([amounts.get(team, missing) for team in teams]) / step

    low, high = (
        np.ceil(bound(plan.allocation.lower, -np.inf) - NOISE),
        np.floor(bound(plan.allocation.upper, np.inf) + NOISE),
    )
    try:
        return round_between(exact / step, total, low, high)
    except ValueError as error:
        to_win = in_steps(total, step)
        message = Message(
            "held amounts and bounds leave no commitments in steps of {step} that sum to {total}; ease one",
            step=step,
            total=to_win,
        )
        raise PlanError([plan.problem(("allocation",), message)]) from error


def _basis(plan: Plan, covered: Floats, total: float) -> Floats:
    """What the growth to be won is shared by, zero or more, one value a team.

    Less than nothing is not shared by contributions: whoever brings most would be told to bring least.
    """
    match plan.allocation.method:
        case AllocationMethod.CONTRIBUTIONS:
            basis = np.maximum(covered, 0) if total > 0 else np.ones(len(covered))
        case AllocationMethod.WEIGHTS:
            basis = np.array([plan.allocation.weights.get(team.id, 0.0) for team in plan.teams])
        case AllocationMethod.EQUAL:
            basis = np.ones(len(plan.teams))
        case AllocationMethod.BASELINE:
            revenue = {stream.id: stream.baseline.array().sum() for stream in plan.streams}
            basis = np.array([sum(revenue[name] for name in team.streams) for team in plan.teams], dtype=float)
    return basis
