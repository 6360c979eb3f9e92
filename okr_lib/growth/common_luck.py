"""Common luck: plans that differ little are drawn with the same luck, and only what differs between them is drawn anew.

Whoever tries scenarios of one plan asks for its likelihood again and again. The first plan's draws are kept as sums by
stream; of another plan the initiatives that are different are taken out of them and put in as they are there. The result is
that of drawing the whole plan, to the last digits of its arithmetic.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from okr_lib.growth.chances import Chances
from okr_lib.growth.parts import Parts, exact_parts
from okr_lib.growth.rounding import Floats
from okr_lib.growth.simulation import Cells, Machine, Simulated, Singles, base_of, block_of, blocks
from okr_lib.plan.model import Plan

_MOST = 0.25  # of the initiatives; when more than that differ, the whole plan is drawn


@dataclass(frozen=True)
class _Block:
    """A block of draws: luck, and what the plan makes of it by stream."""

    cells: Cells
    momentum: Cells
    grown: list[Singles]
    sums: dict[int, Singles]
    revenue: list[Singles]


class CommonLuck:
    """The luck of plans that are compared, such as a plan and its scenarios."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None
        self._parts: tuple[Plan, Parts] | None = None

    def parts(self, plan: Plan) -> Parts:
        """The parts of the plan that was agreed, against which all of them are measured."""
        if self._parts is None or self._parts[0] is not plan:
            self._parts = (plan, exact_parts(plan))
        return self._parts[1]

    def simulate(self, chances: Chances, *, draws: int, seed: int) -> Simulated:
        """Draw revenue by quarter, as ``simulation.simulate`` does.

        The first plan, and one that differs in more than a quarter of its initiatives, is drawn whole and kept.
        """
        kept = self._kept
        changed = kept.changed(chances) if kept and (kept.draws, kept.seed) == (draws, seed) else None
        if kept is None or changed is None or len(changed) > _MOST * len(chances.initiatives):
            self._kept = kept = _Kept.of(chances, draws, seed)
            changed = []
        return kept.beside(chances, changed)


@dataclass(frozen=True, eq=False)
class _Kept:
    """Draws of a plan."""

    chances: Chances
    draws: int
    seed: int
    each: list[_Block]
    marks: list[bytes]

    @classmethod
    def of(cls, chances: Chances, draws: int, seed: int) -> "_Kept":
        machine, each = Machine.of(chances), []
        for place in blocks(draws):
            cells, momentum = machine.luck(*block_of(seed, place))
            grown = [machine.grown(momentum, stream) for stream in range(len(momentum))]
            sums = machine.sums(machine.drawn(cells))
            revenue = [machine.revenue(stream, sums.get(stream), one) for stream, one in enumerate(grown)]
            each.append(_Block(cells, momentum, grown, sums, revenue))
        return cls(chances, draws, seed, each, _marks(chances))

    def changed(self, chances: Chances) -> list[int] | None:
        """The initiatives that are different, with those that need them; nothing when the luck is not the same."""
        ours = self.chances
        same = (ours.initiatives, ours.after, ours.correlation) == (
            chances.initiatives,
            chances.after,
            chances.correlation,
        )
        arrays = ((ours.base, chances.base), (ours.factor, chances.factor))
        if not same or not all(np.array_equal(one, other) for one, other in arrays):
            return None
        found = {
            number for number, (one, other) in enumerate(zip(self.marks, _marks(chances), strict=True)) if one != other
        }
        waiting = list(found)
        while waiting:
            first = waiting.pop()
            needing = {number for number, needs in enumerate(chances.after) if first in needs} - found
            found |= needing
            waiting += needing
        return sorted(found)

    def beside(self, chances: Chances, changed: list[int]) -> Simulated:
        """Draws of another plan, of which these initiatives are different."""
        before, after = (Machine.of(one, _rows(one, changed)) for one in (self.chances, chances))
        moved = np.flatnonzero((self.chances.momentum != chances.momentum).any(axis=1)).tolist()
        quarters = np.empty((4, self.draws), dtype=np.float32)
        for place, block in zip(blocks(self.draws), self.each, strict=True):
            quarters[:, place] = _revenue(block, before, after, moved)
        return Simulated(quarters, base_of(chances), np.zeros(0), np.zeros(0))


def _revenue(block: _Block, before: Machine, after: Machine, moved: list[int]) -> Singles:
    """Revenue less base of a block, shape (4, size), with the rows of one machine in place of those of another."""
    taken, put = (machine.sums(machine.drawn(block.cells)) for machine in (before, after))
    revenue = list(block.revenue)
    for stream in {*taken, *put, *moved}:
        sums = block.sums.get(stream)
        for found, sign in ((taken.get(stream), -1), (put.get(stream), 1)):
            if found is not None:
                sums = sign * found if sums is None else sums + sign * found
        grown = after.grown(block.momentum, stream) if stream in moved else block.grown[stream]
        revenue[stream] = after.revenue(stream, sums, grown)
    total: Singles = np.sum(revenue, axis=0)
    return total


def _rows(chances: Chances, initiatives: list[int]) -> NDArray[np.int64]:
    """The effects of initiatives."""
    return np.flatnonzero(np.isin(chances.effects.initiative, initiatives))


def _marks(chances: Chances) -> list[bytes]:
    """All that decides what an initiative brings, beside its luck."""
    effects = chances.effects
    table: Floats = np.column_stack(
        [effects.stream, effects.is_lift, effects.spread_by, effects.ramp, chances.sizes]
    ).astype(float)
    own = np.column_stack([chances.probability, chances.counts])
    ends = np.searchsorted(effects.initiative, np.arange(len(chances.initiatives) + 1))
    return [table[start:end].tobytes() + row.tobytes() for (start, end), row in zip(pairwise(ends), own, strict=True)]
