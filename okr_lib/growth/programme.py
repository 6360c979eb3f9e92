"""The choice of initiatives and their sizes as an integer programme: one column a size, at most one of each initiative.

A set is worth what the plan with just that set brings: lifts multiply, so a set is more than its members, and no sum of
columns says what it is worth. Each size is therefore given the most it can bring beside what could still be chosen; the best
set by these values is an upper bound, which branch and bound tightens until the set that was found is shown to be the best.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.special import exprel

from okr_lib.growth.contributions import effects_of
from okr_lib.growth.dependencies import needed_first
from okr_lib.growth.estimates import mean
from okr_lib.growth.phasing import seasonality
from okr_lib.growth.rounding import Floats
from okr_lib.growth.sizes import Option, options_of
from okr_lib.plan.initiatives import counted
from okr_lib.plan.model import Plan

MOST_WORK = (
    20_000  # sets looked at, where there are no more; else columns, branch by branch, until a gap is stated instead
)
_NEAR = 1e-9  # of the largest value: closer sets are the same
_SAME = 1e-12  # the same where both were looked at

Choice = tuple[Floats, float]  # the columns chosen (0 or 1), and how much more another choice might bring


@dataclass(frozen=True, eq=False)
class Programme:
    """The choice: what each size brings beside others, costs, and rows of limits; ``group`` is the initiative of a column."""

    names: tuple[str, ...]
    options: tuple[Option, ...]
    group: NDArray[np.int64]
    starts: NDArray[np.int64]  # the first column of each initiative
    amounts: Floats  # (columns, streams, 4), overlap not deducted
    logs: Floats  # (columns, streams, 4): lifts by their logarithm
    counts: Floats  # (columns,): what overlap leaves
    before: Floats  # (streams, 4): revenue without any initiative
    cost: Floats  # (columns,)
    limits: Floats  # (rows, columns)
    most: Floats  # (rows,)
    least: Floats  # (columns,): 1 where a size is not up for choice but done
    open: Floats  # (columns,): 0 where a size cannot be chosen

    @classmethod
    def of(
        cls,
        plan: Plan,
        *,
        keep: Collection[str] = (),
        without: Collection[str] = (),
        given: Collection[str] = (),
    ) -> "Programme":
        """The choice of a plan: of ``keep`` some size is done, of ``without`` none, and ``given`` are done as planned for nothing, once what they need is."""
        pairs = list(plan.initiatives())
        names = tuple(initiative.id for _, initiative in pairs)
        each = [options_of(initiative) for _, initiative in pairs]
        options = tuple(option for found in each for option in found)
        group = np.repeat(np.arange(len(names)), [len(found) for found in each]).astype(np.int64)
        starts = np.searchsorted(group, np.arange(len(names)))
        planned = np.zeros(len(options), dtype=bool)
        planned[starts] = True
        is_given = np.array([names[number] in given for number in group], dtype=bool)
        first = needed_first(plan)
        sure = {name for name in given if all(other.id in given for other in first[name])}
        is_sure = np.array([names[number] in sure for number in group], dtype=bool)
        amounts, logs = _effects_of_columns(plan, options, group)
        left = counted(plan.overlaps)
        momentum = np.array([mean(stream.momentum, plan.uncertainty) for stream in plan.streams])
        rows = list(_rows(plan, pairs, options, group, set(keep) - set(given), set(given)))
        cost = np.array([option.cost for option in options], dtype=float)
        banned = np.array([names[number] in without for number in group], dtype=bool) | (is_given & ~planned)
        return cls(
            names,
            options,
            group,
            starts,
            amounts,
            logs,
            np.array([left.get(names[number], 1.0) for number in group]),
            np.array([stream.baseline.array() for stream in plan.streams]) * (1 + momentum[:, None]),
            np.where(is_given, 0.0, cost),
            np.array([row for row, _ in rows]).reshape(len(rows), len(options)),
            np.array([most for _, most in rows]),
            (is_sure & planned).astype(float),
            (~banned).astype(float),
        )

    def brings(self, fewest: Floats, all_of: Floats) -> Floats:
        """The most each size can bring in a set between two sets; exactly what it brings where they are the same."""
        if not len(self.options):
            return np.zeros(0)
        fixed = np.maximum.reduceat(fewest, self.starts) > 0
        may = (all_of > 0) & (~fixed[self.group] | (fewest > 0))

        def sums(values: Floats) -> tuple[Floats, Floats]:
            """Least and most that all initiatives come to where a size is chosen, by column, stream and quarter."""
            inside = may[:, None, None]
            high = np.maximum.reduceat(np.where(inside, values, -np.inf), self.starts)
            low = np.minimum.reduceat(np.where(inside, values, np.inf), self.starts)
            sure = fixed[:, None, None]
            high = np.where(sure, high, np.maximum(high, 0.0))
            low = np.where(sure, low, np.minimum(low, 0.0))
            least, most = (part.sum(axis=0) - part[self.group] + values for part in (low, high))
            return least, most

        (less, more), (weak, strong) = sums(self.amounts), sums(self.logs)
        # The logarithmic mean rises with revenue before the lifts (when that is above nothing) and with the lifts.
        corners = [
            self.logs * (self.before + amount) * exprel(lift) for amount in (less, more) for lift in (weak, strong)
        ]
        best = np.max(corners, axis=0) + self.amounts
        return np.asarray(best.sum(axis=(1, 2)) * self.counts)

    def worth(self, chosen: Floats) -> float:
        """What a choice brings, exactly."""
        return float(self.brings(chosen, chosen) @ chosen)

    def solve(self, budget: float, besides: Sequence[Floats] = (), work: int | None = None) -> Choice | None:
        """The best choice within a budget that is none of ``besides``, and its gap; nothing where there is none."""
        if not len(self.options):
            return None if besides else (np.zeros(0), 0.0)
        scale = max(np.abs(self.brings(self.least, self.open)).max(), 1e-300)
        thrift = 1e-7 * scale / max(self.cost.sum(), 1e-300) * self.cost
        if self._sets() <= (work or MOST_WORK):
            best = self._best_of_all(budget, besides, thrift, _SAME * scale)
            return None if best is None else (best, 0.0)
        return self._branch(budget, besides, work or MOST_WORK, thrift, _NEAR * scale)

    def _ways(self) -> list[NDArray[np.int64]]:
        """What can be done with each initiative: its columns that are up for choice, and -1 for nothing, first."""
        ways = []
        for number in range(len(self.names)):
            columns = np.flatnonzero(self.group == number)
            done = columns[self.least[columns] > 0]
            ways.append(done if len(done) else np.array([-1, *columns[self.open[columns] > 0]]))
        return ways

    def _sets(self) -> float:
        """How many sets there are, whatever they cost."""
        return prod(float(len(ways)) for ways in self._ways())

    @cached_property
    def _all(self) -> tuple[Floats, Floats]:
        """Every set that keeps the limits, shape (sets, columns), the smallest first, and what each brings."""
        sets = np.zeros((1, len(self.options)))
        columns = np.vstack([np.eye(len(self.options)), np.zeros(len(self.options))])
        for ways in self._ways():
            sets = (sets[:, None] + columns[ways]).reshape(-1, len(self.options))
        sets = sets[(sets @ self.limits.T <= _eased(self.most)).all(axis=1)]
        sets = sets[np.argsort(sets.sum(axis=1), kind="stable")]

        def sums(values: Floats) -> Floats:
            return np.tensordot(sets, values, 1)

        counted = self.counts[:, None, None]
        lifted = (self.before + sums(self.amounts)) * exprel(sums(self.logs))
        brought = sums(counted * self.amounts) + sums(counted * self.logs) * lifted
        return sets, brought.sum(axis=(1, 2))

    def _best_of_all(self, budget: float, besides: Sequence[Floats], thrift: Floats, near: float) -> Floats | None:
        """The best of all sets; of equal ones the smallest, and the first."""
        sets, worth = self._all
        able = sets @ self.cost <= _eased(budget)
        for chosen in besides:
            able &= (sets != chosen).any(axis=1)
        if not able.any():
            return None
        values = np.where(able, worth - sets @ thrift, -np.inf)
        return np.asarray(sets[np.argmax(values >= values.max() - near)])

    def _branch(
        self, budget: float, besides: Sequence[Floats], work: int, thrift: Floats, near: float
    ) -> Choice | None:
        """The best set by branch and bound, and its gap."""
        best, worth = None, -np.inf
        waiting = [(-np.inf, 0, self.least, self.open)]
        for branch in range(max(1, work // len(self.options))):
            if not waiting or -waiting[0][0] <= worth + near:
                waiting = []
                break
            _, _, least, most = heappop(waiting)
            values = self.brings(least, most) - thrift
            found = self._linear(values, budget, besides, least, most)
            if found is None:
                continue
            chosen, bound = found
            own = self.brings(chosen, chosen) - thrift
            if own @ chosen > worth:
                best, worth = chosen, float(own @ chosen)
            undecided = np.flatnonzero(most > least)
            if bound <= worth + near or not len(undecided):
                continue
            # Decide on what makes the bound looser than the set: the one whose own value is least sure.
            apart = np.abs(values - own)[undecided]
            pick = undecided[np.argmax(apart + 1e-12 * (chosen[undecided] < 0.5))]
            without = most.copy()
            without[pick] = 0.0
            done, others = least.copy(), most * (self.group != self.group[pick])
            done[pick] = others[pick] = 1.0
            heappush(waiting, (-bound, 2 * branch + 1, least, without))
            heappush(waiting, (-bound, 2 * branch + 2, done, others))
        if best is None:
            return None
        return best, max(float(-min((entry[0] for entry in waiting), default=-worth) - worth), 0.0)

    def _linear(
        self, values: Floats, budget: float, besides: Sequence[Floats], least: Floats, most: Floats
    ) -> Choice | None:
        """The best choice when what sizes bring adds up, and a bound of what any brings."""
        other = [np.where(chosen > 0.5, 1.0, -1.0) for chosen in besides]
        rows = np.vstack([self.cost, self.limits, *other])
        limit = np.array([budget, *self.most, *(chosen.sum() - 1.0 for chosen in besides)])
        found = milp(
            -values,
            integrality=np.ones(len(values)),
            bounds=Bounds(least, most),
            constraints=LinearConstraint(csr_array(rows), -np.inf, _eased(limit)),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            return None
        chosen = np.round(found.x)
        return chosen, float(values @ chosen)


def _eased(limit: ArrayLike) -> Floats:
    """Limits with room for the noise of floating point."""
    most = np.asarray(limit, dtype=float)
    return np.asarray(most + 1e-9 * np.maximum(np.abs(most), 1))


def _effects_of_columns(plan: Plan, options: Sequence[Option], group: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Amounts and logarithms of lifts by column, stream and quarter."""
    effects = effects_of(plan)
    baseline = np.array([stream.baseline.array() for stream in plan.streams])
    seasons = seasonality(baseline)
    shape = (len(options), *baseline.shape)
    amounts, logs = np.zeros(shape), np.zeros(shape)
    columns: dict[int, list[int]] = {}
    for column, number in enumerate(group):
        columns.setdefault(int(number), []).append(column)
    strengths = effects.expected[:, None] * effects.ramp
    for number, stream, season, is_lift, strength in zip(
        effects.initiative, effects.stream, effects.spread_by, effects.is_lift, strengths, strict=True
    ):
        for column in columns[int(number)]:
            full = strength * options[column].factor
            if is_lift:
                logs[column, stream] += np.log1p(full)
            else:
                amounts[column, stream] += full * seasons[season]
    return amounts, logs


def _rows(
    plan: Plan,
    pairs: Sequence[tuple[Any, Any]],
    options: Sequence[Option],
    group: NDArray[np.int64],
    keep: Collection[str],
    given: Collection[str],
) -> Iterator[tuple[Floats, float]]:
    """Limits: teams' capacity, one size of each initiative, what needs another first, and what is kept."""
    owner = np.array([team.id for team, _ in pairs], dtype=object)[group]
    effort = np.array([option.effort for option in options])
    names = [initiative.id for _, initiative in pairs]
    for team in plan.teams:
        if team.capacity is not None and not (given and all(entry.id in given for entry in team.initiatives)):
            yield effort * (owner == team.id), team.capacity
    for number, (_, initiative) in enumerate(pairs):
        mine = (group == number).astype(float)
        if mine.sum() > 1:
            yield mine, 1.0
        for first in initiative.after:
            yield mine - (group == names.index(first)), 0.0
        if initiative.id in keep:
            yield -mine, -1.0
