"""Budget: which initiatives to fund, and what the next million buys.

A set of initiatives is worth what the plan with just that set is expected to bring, overlap deducted: lifts multiply, so
a set is more than its members. The best set under a budget and the teams' capacity is found by branch and bound,
dependencies kept. The frontier repeats that for rising budgets: how a marketing budget is defended, or given back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.special import exprel

from okr_lib.errors import OkrError
from okr_lib.growth.breakdown import COVERED_LINES, select, total
from okr_lib.growth.contributions import Effects, by_stream, effects_of
from okr_lib.growth.estimates import mean
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import target_outlook
from okr_lib.growth.phasing import seasonality
from okr_lib.growth.rounding import Floats
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario

MOST_WORK = 20_000  # initiatives looked at, branch by branch, until a gap is stated instead
BEST_SETS = 10  # sets of nearly the most contribution among which the likeliest is looked for


class Objective(StrEnum):
    """What the funded set shall be best in."""

    CONTRIBUTION = "contribution"
    PROBABILITY = "probability"


@dataclass(frozen=True)
class Funding:
    """A set of initiatives to fund: what they cost and are expected to contribute this year, in the plan's unit.

    ``contribution`` is that of the ledger of the plan with just this set. ``probability`` is that of the target with just this
    set; missing unless it was asked for. ``gap`` is how much more another set might bring: 0 when this one is the best.
    """

    initiatives: tuple[str, ...]
    cost: float
    contribution: float
    probability: float = float("nan")
    gap: float = 0.0


def fund(plan: Plan, budget: float, *, objective: str = "contribution", seed: int = 1) -> Funding:
    """The best set of initiatives under a budget and each team's capacity.

    Parameters
    ----------
    plan
        The plan; costs are those of its initiatives, capacities those of its teams (none: no limit).
    budget
        Most that the set may cost, zero or more.
    objective
        ``contribution``: most expected contribution; of equal sets the cheapest. ``probability``: of the ten sets with
        most contribution the one with the highest probability of the target.
    seed
        Seed of the outlooks, where they are drawn.

    Returns
    -------
    Funding

    Raises
    ------
    OkrError
        For a negative or missing budget, or an unknown objective.

    Notes
    -----
    Maximise what a set brings over the sets with ``sum(cost) <= budget``, ``sum(effort) <= capacity`` for each team, and no
    initiative without those it needs. Branch and bound: an initiative brings at most what it would beside all that could
    still help it and nothing that could harm it; with these values the best set is an integer programme, and the
    bound it gives is tightened by deciding on one initiative after another. After ``MOST_WORK`` the best set so far is
    returned with its gap. A budget of zero funds what is free and brings something. Source: Land and Doig (1960),
    Econometrica 28(3); Huangfu and Hall (2018), Mathematical Programming Computation 10, for the solver (HiGHS).

    Examples
    --------
    The shelf brings 40 for 5, the flyer 10 for 4; 8 are not enough for both.

    >>> fund(shop, 8)
    Funding(initiatives=('shelf',), cost=5.0, contribution=40.0, probability=nan, gap=0.0)
    """
    if not budget >= 0 or not np.isfinite(budget):
        raise OkrError(f"budget {budget} is not an amount of 0 or more")
    if objective not in list(Objective):
        raise OkrError(f"{objective!r} is not an objective; write {' or '.join(Objective)}")
    programme = _Programme.of(plan)
    best = programme.solve(budget)
    if objective == Objective.CONTRIBUTION or best is None:
        return programme.funding(best)
    found = [best]
    while len(found) < BEST_SETS and (other := programme.solve(budget, [chosen for chosen, _ in found])) is not None:
        found.append(other)
    fundings = [programme.funding(choice) for choice in found]
    likely = [target_outlook(_only(plan, funding.initiatives), seed=seed).probability for funding in fundings]
    place = max(range(len(fundings)), key=lambda place: (likely[place], fundings[place].contribution))
    return replace(fundings[place], probability=likely[place])


def funding_frontier(plan: Plan, budgets: Sequence[float] | None = None) -> pd.DataFrame:
    """What each budget buys.

    Parameters
    ----------
    plan
        The plan.
    budgets
        Budgets in rising order; by default eleven from nothing to what all initiatives cost.

    Returns
    -------
    DataFrame
        Columns ``budget``, ``cost``, ``contribution``, ``gain`` (contribution above that of the budget before),
        ``per_cost`` (gain over the budget added; missing in the first row) and ``initiatives`` (a tuple). Contribution
        never falls as the budget rises; a budget that buys nothing more has the gain zero.

    Examples
    --------
    >>> funding_frontier(shop, [0, 5, 9])[["contribution", "gain"]].to_numpy().tolist()
    [[0.0, 0.0], [40.0, 40.0], [50.0, 10.0]]
    """
    whole = sum(initiative.cost for _, initiative in plan.initiatives())
    levels = list(np.linspace(0, whole, 11)) if budgets is None else list(budgets)
    if any(after < before for before, after in pairwise(levels)):
        raise OkrError("budgets must rise from one to the next")
    programme = _Programme.of(plan)
    table = pd.DataFrame({"budget": levels})
    found: list[Funding] = []
    for level in levels:  # a larger budget keeps the set before it unless another is shown to bring more
        funding = programme.funding(programme.solve(level))
        found.append(found[-1] if found and funding.contribution <= found[-1].contribution else funding)
    table["cost"] = [funding.cost for funding in found]
    table["contribution"] = [funding.contribution for funding in found]
    table["gain"] = table["contribution"].diff().fillna(table["contribution"])
    added = table["budget"].diff()
    table["per_cost"] = table["gain"] / added.where(added > 0)
    table["initiatives"] = [funding.initiatives for funding in found]
    return table


@dataclass(frozen=True)
class _Programme:
    """The choice: what each effect brings beside others, costs, and rows of limits."""

    plan: Plan
    names: tuple[str, ...]
    effects: Effects
    amounts: Floats  # (effects,): what amounts bring in the year, overlap deducted
    logs: Floats  # (effects, 4): lifts by their logarithm
    counts: Floats  # (effects,): what overlap leaves
    before: Floats  # (streams, 4): revenue without any initiative
    by_quarter: Floats  # (effects, 4): amounts, overlap not deducted
    cost: Floats
    limits: Floats  # (rows, initiatives)
    most: Floats  # (rows,)

    @classmethod
    def of(cls, plan: Plan) -> "_Programme":
        pairs = list(plan.initiatives())
        names = tuple(initiative.id for _, initiative in pairs)
        rows: list[tuple[Floats, float]] = []
        for team in plan.teams:
            if team.capacity is not None:
                effort = [initiative.effort if owner.id == team.id else 0.0 for owner, initiative in pairs]
                rows.append((np.array(effort), team.capacity))
        for number, (_, initiative) in enumerate(pairs):
            for first in initiative.after:
                row = np.zeros(len(names))
                row[number], row[names.index(first)] = 1.0, -1.0
                rows.append((row, 0.0))
        effects, baseline = effects_of(plan), np.array([stream.baseline.array() for stream in plan.streams])
        momentum = np.array([mean(stream.momentum, plan.uncertainty) for stream in plan.streams])
        left = {name: overlap.counts for overlap in plan.overlaps for name in overlap.initiatives}
        counts = np.array([left.get(names[number], 1.0) for number in effects.initiative])
        strength = effects.expected[:, None] * effects.ramp
        lifts = effects.is_lift[:, None]
        by_quarter = np.where(lifts, 0.0, strength * seasonality(baseline)[effects.stream])
        return cls(
            plan,
            names,
            effects,
            by_quarter.sum(axis=1) * counts,
            np.log1p(np.where(lifts, strength, 0.0)),
            counts,
            baseline * (1 + momentum[:, None]),
            by_quarter,
            np.array([initiative.cost for _, initiative in pairs]),
            np.array([row for row, _ in rows]).reshape(len(rows), len(names)),
            np.array([most for _, most in rows]),
        )

    def brings(self, fewest: Floats, all_of: Floats) -> Floats:
        """The most each initiative can bring in a set between two sets; exactly what it brings where they are the same."""
        low, high = fewest[self.effects.initiative][:, None], all_of[self.effects.initiative][:, None]

        def sums(values: Floats) -> tuple[Floats, Floats]:
            floor = np.where(values > 0, low, high) * values
            ceiling = np.where(values > 0, high, low) * values
            least, most = (by_stream(part, self.effects.stream, len(self.before)) for part in (floor, ceiling))
            return least, most

        (less, more), (weak, strong) = sums(self.by_quarter), sums(self.logs)
        # The logarithmic mean rises with revenue before the lifts (when that is above nothing) and with the lifts.
        means = [(self.before + amount) * exprel(lift) for amount in (less, more) for lift in (weak, strong)]
        corners = np.stack([self.logs * corner[self.effects.stream] for corner in means])
        values = self.amounts + corners.max(axis=0).sum(axis=1) * self.counts
        return np.asarray(np.bincount(self.effects.initiative, values, minlength=len(self.names)), dtype=float)

    def solve(self, budget: float, without: Sequence[Floats] = ()) -> tuple[Floats, float] | None:
        """The best choice within a budget that is none of ``without``, and its gap; nothing when no other is left."""
        count = len(self.names)
        if not count:
            return None if without else (np.zeros(0), 0.0)
        scale = max(np.abs(self.brings(np.zeros(count), np.ones(count))).max(), 1e-300)
        thrift = 1e-7 * scale / max(self.cost.sum(), 1e-300) * self.cost
        best, worth = None, -np.inf
        waiting = [(-np.inf, 0, np.zeros(count), np.ones(count))]
        for branch in range(max(1, MOST_WORK // count)):
            if not waiting or -waiting[0][0] <= worth + 1e-9 * scale:
                waiting = []
                break
            _, _, least, most = heappop(waiting)
            values = self.brings(least, most) - thrift
            chosen = self._linear(values, budget, without, least, most)
            if chosen is None:
                continue
            bound, value = values @ chosen, (self.brings(chosen, chosen) - thrift) @ chosen
            if value > worth:
                best, worth = chosen, value
            undecided = np.flatnonzero(most > least)
            if bound <= worth + 1e-9 * scale or not len(undecided):
                continue
            # Decide on what makes the bound looser than the set: the one whose own value is least sure.
            apart = np.abs(values - self.brings(chosen, chosen) + thrift)[undecided]
            pick = undecided[np.argmax(apart + 1e-12 * (chosen[undecided] < 0.5))]
            for part in (0.0, 1.0):
                ends = least.copy(), most.copy()
                ends[0][pick] = ends[1][pick] = part
                heappush(waiting, (-bound, 2 * branch + int(part) + 1, *ends))
        if best is None:
            return None
        return best, max(float(-min((entry[0] for entry in waiting), default=-worth) - worth), 0.0)

    def _linear(
        self, values: Floats, budget: float, without: Sequence[Floats], least: Floats, most: Floats
    ) -> Floats | None:
        """The best choice when what initiatives bring adds up."""
        other = [np.where(chosen > 0.5, -1.0, 1.0) for chosen in without]
        apart = [1.0 - chosen.sum() for chosen in without]
        rows = np.vstack([self.cost, self.limits, *(-row for row in other)])
        limit = np.array([budget, *self.most, *(-least for least in apart)])
        found = milp(
            -values,
            integrality=np.ones(len(values)),
            bounds=Bounds(least, most),
            constraints=LinearConstraint(rows, -np.inf, limit + 1e-9 * np.maximum(np.abs(limit), 1)),
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else np.round(found.x)

    def funding(self, found: tuple[Floats, float] | None) -> Funding:
        """A choice as a set, valued by its own ledger."""
        chosen, gap = found or (np.zeros(len(self.names)), 0.0)
        names = tuple(name for name, part in zip(self.names, chosen, strict=True) if part > 0.5)
        contribution = total(select(growth_ledger(_only(self.plan, names)), lines=COVERED_LINES))
        return Funding(names, float(self.cost @ chosen), contribution, gap=gap)


def _only(plan: Plan, names: Collection[str]) -> Plan:
    """The plan with just some of its initiatives."""
    return apply_scenario(plan, Scenario(drop=tuple(item.id for _, item in plan.initiatives() if item.id not in names)))
