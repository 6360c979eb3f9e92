"""Budget: which initiatives to fund, and what the next million buys.

A set of initiatives is worth what its members are expected to contribute in the plan, overlap deducted. The best
set under a budget and the teams' capacity is found exactly (a small integer programme), dependencies kept. The
frontier repeats that for rising budgets: how a marketing budget is defended, or given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from okr_lib.errors import OkrError
from okr_lib.growth.breakdown import COVERED_LINES, breakdown, select
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import target_outlook
from okr_lib.growth.rounding import Floats
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario

BEST_SETS = 10  # sets of nearly the most contribution among which the likeliest is looked for


class Objective(StrEnum):
    """What the funded set shall be best in."""

    CONTRIBUTION = "contribution"
    PROBABILITY = "probability"


@dataclass(frozen=True)
class Funding:
    """A set of initiatives to fund: what they cost and are expected to contribute this year, in the plan's unit.

    ``probability`` is that of the target with just this set; missing unless it was asked for.
    """

    initiatives: tuple[str, ...]
    cost: float
    contribution: float
    probability: float = float("nan")


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
    Maximise ``sum(v x)`` over ``x`` in {0, 1} with ``sum(cost x) <= budget``, ``sum(effort x) <= capacity`` for each team
    and ``x[i] <= x[j]`` where ``i`` needs ``j``. ``v`` is an initiative's expected contribution in the whole plan, so where
    lifts multiply, each is valued beside all others. Solved by branch and cut. A budget of zero funds what is
    free and brings something. Source: Huangfu and Hall (2018), Mathematical Programming Computation 10, for the
    solver (HiGHS).

    Examples
    --------
    The shelf brings 40 for 5, the flyer 10 for 4; 8 are not enough for both.

    >>> fund(shop, 8)
    Funding(initiatives=('shelf',), cost=5.0, contribution=40.0, probability=nan)
    """
    if not budget >= 0 or not np.isfinite(budget):
        raise OkrError(f"budget {budget} is not an amount of 0 or more")
    if objective not in list(Objective):
        raise OkrError(f"{objective!r} is not an objective; write {' or '.join(Objective)}")
    programme = _Programme.of(plan)
    if objective == Objective.CONTRIBUTION:
        return programme.funding(programme.solve(budget, []))
    candidates: list[Floats] = []
    for _ in range(BEST_SETS):
        found = programme.solve(budget, candidates)
        if found is None:
            break
        candidates.append(found)
    fundings = [programme.funding(chosen) for chosen in candidates]
    likely = [target_outlook(_only(plan, funding), seed=seed).probability for funding in fundings]
    best = max(range(len(fundings)), key=lambda place: (likely[place], fundings[place].contribution))
    chosen = fundings[best]
    return Funding(chosen.initiatives, chosen.cost, chosen.contribution, likely[best])


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
    found = [programme.funding(programme.solve(level, [])) for level in levels]
    table["cost"] = [funding.cost for funding in found]
    table["contribution"] = [funding.contribution for funding in found]
    table["gain"] = table["contribution"].diff().fillna(table["contribution"])
    added = table["budget"].diff()
    table["per_cost"] = table["gain"] / added.where(added > 0)
    table["initiatives"] = [funding.initiatives for funding in found]
    return table


@dataclass(frozen=True)
class _Programme:
    """The choice as an integer programme: a value and a cost an initiative, and rows of limits."""

    names: tuple[str, ...]
    value: Floats
    cost: Floats
    limits: Floats  # (rows, initiatives)
    most: Floats  # (rows,)

    @classmethod
    def of(cls, plan: Plan) -> "_Programme":
        pairs = list(plan.initiatives())
        names = tuple(initiative.id for _, initiative in pairs)
        ledger = select(growth_ledger(plan, rounded=False), lines=COVERED_LINES)
        sums = breakdown(ledger, ["initiative"]).set_index("initiative")["amount"]
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
        limits = np.array([row for row, _ in rows]).reshape(len(rows), len(names))
        cost = np.array([initiative.cost for _, initiative in pairs])
        return cls(
            names, np.array(sums.reindex(list(names)).fillna(0.0)), cost, limits, np.array([most for _, most in rows])
        )

    def solve(self, budget: float, without: Sequence[Floats]) -> Floats | None:
        """The best choice within a budget that is none of ``without``; nothing when no other is left."""
        count = len(self.names)
        if not count:
            return None if without else np.zeros(0)
        other = [np.where(chosen > 0.5, -1.0, 1.0) for chosen in without]
        apart = [1.0 - chosen.sum() for chosen in without]
        rows = np.vstack([self.cost, self.limits, *(-row for row in other)])
        most = np.array([budget, *self.most, *(-least for least in apart)])
        thrift = 1e-7 * max(np.abs(self.value).max(), 1e-300) / max(self.cost.sum(), 1e-300)
        found = milp(
            -(self.value - thrift * self.cost),
            integrality=np.ones(count),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(rows, -np.inf, most + 1e-9 * np.maximum(np.abs(most), 1)),
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else np.round(found.x)

    def funding(self, chosen: Floats | None) -> Funding:
        """A choice as a set."""
        taken = np.zeros(len(self.names)) if chosen is None else chosen
        names = tuple(name for name, part in zip(self.names, taken, strict=True) if part > 0.5)
        return Funding(names, float(self.cost @ taken), float(self.value @ taken))


def _only(plan: Plan, funding: Funding) -> Plan:
    """The plan with just a funded set of initiatives."""
    dropped = tuple(item.id for _, item in plan.initiatives() if item.id not in funding.initiatives)
    return apply_scenario(plan, Scenario(drop=dropped))
