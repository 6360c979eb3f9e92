"""Simulation of a plan's year: many draws of every initiative's luck, in blocks that stay in the cache.

Each draw needs one number an initiative. Its effect is looked up in a table of the effect's distribution, which
is far faster than computing it; within a table's cell the mean is kept. Blocks have random streams of their own,
so the same seed gives the same numbers however many threads share the work.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import exprel, ndtr, ndtri

from okr_lib.growth.chances import Chances
from okr_lib.growth.estimates import LEVELS
from okr_lib.growth.rounding import Floats

_BLOCK = 16384  # draws at a time
_BITS = 14  # of a table's index
_CELLS = 1 << _BITS
_SPAN = 5.5  # latent normals are tabled from -SPAN to SPAN
MARKET = 0.5  # latent correlation of the streams' momentum: they share one market

_EVEN = np.linspace(0.0, 1.0, _CELLS + 1)  # chances between which a cell lies, of luck that nobody shares
_LATENT = ndtr(np.linspace(-_SPAN, _SPAN, _CELLS + 1))  # and of luck that is shared
_LATENT[0], _LATENT[-1] = 0.0, 1.0

Singles = NDArray[np.float32]
Cells = NDArray[np.uint16]


@dataclass(frozen=True)
class Simulated:
    """Draws of revenue.

    ``quarters`` (4, draws) is revenue in float32 less ``base`` (4,), which is added when totals are formed. With parts
    asked for, ``mean`` (parts,) is each part's mean contribution and ``short`` (parts,) the mean of it times the draw's
    weight; parts are the initiatives, then the streams' momentum. Else both are empty.
    """

    quarters: Singles
    base: Floats
    mean: Floats
    short: Floats

    @property
    def year(self) -> Floats:
        """Revenue of the year in each draw."""
        return np.asarray(self.quarters.sum(axis=0, dtype=np.float64) + self.base.sum())


def simulate(
    chances: Chances, *, draws: int, seed: int, threads: int = 2, weigh: Callable[[Floats], Floats] | None = None
) -> Simulated:
    """Draw revenue by quarter.

    Parameters
    ----------
    chances
        A plan's uncertain quantities.
    draws
        How many years to draw.
    seed
        Seed of the random numbers; same seed, same result, whatever ``threads``.
    threads
        How many threads share the blocks.
    weigh
        The weight of draws, from their revenue of the year, shape (draws,); with it, account is kept of each part.

    Returns
    -------
    Simulated
    """
    machine, base = Machine.of(chances), base_of(chances)
    quarters = np.empty((4, draws), dtype=np.float32)

    def block(place: slice) -> Floats:
        cells, momentum = machine.luck(*block_of(seed, place))
        grown = [machine.grown(momentum, stream) for stream in range(len(momentum))]
        drawn = machine.drawn(cells)
        sums = machine.sums(drawn)
        revenue = quarters[:, place]
        revenue[:] = sum(machine.revenue(stream, sums.get(stream), one) for stream, one in enumerate(grown))
        if weigh is None:
            return np.zeros((0, 2))
        weights = weigh(revenue.sum(axis=0, dtype=np.float64) + base.sum())
        return machine.parts(drawn, sums, grown, weights.astype(np.float32))

    with ThreadPoolExecutor(max(1, threads)) as pool:
        parts = np.sum(list(pool.map(block, blocks(draws))), axis=0) / draws
    return Simulated(quarters, base, parts[:, 0], parts[:, 1])


def blocks(draws: int) -> list[slice]:
    """The blocks of so many draws."""
    return [slice(start, min(start + _BLOCK, draws)) for start in range(0, draws, _BLOCK)]


def block_of(seed: int, place: slice) -> tuple[np.random.BitGenerator, int]:
    """The random stream of a block, and its size."""
    return np.random.PCG64DXSM([seed, place.start // _BLOCK]), place.stop - place.start


def base_of(chances: Chances) -> Floats:
    """What is certain by quarter, shape (4,)."""
    return np.asarray(chances.base.sum(axis=0) + chances.further)


@dataclass(frozen=True)
class Machine:
    """Tables and weights from which blocks are drawn, of all effects or of some (``rows``)."""

    chances: Chances
    rows: NDArray[np.int64]
    tables: Singles  # (rows, CELLS)
    success: NDArray[np.int64]  # (initiatives,): cells below this one succeed
    weights: Singles  # (rows, 4): what one unit of an amount brings in each quarter; nothing of a lift
    needed: frozenset[int]  # initiatives that others need

    @classmethod
    def of(cls, chances: Chances, rows: NDArray[np.int64] | None = None) -> "Machine":
        """The machine of a plan's effects, or of those with these numbers."""
        effects = chances.effects
        rows = np.arange(len(effects.initiative)) if rows is None else rows
        shared = _shared(chances)
        tables = [
            _table(sizes, float(chances.probability[number]), _LATENT if shared[number] else _EVEN)
            for sizes, number in zip(chances.sizes[rows], effects.initiative[rows], strict=True)
        ]
        success = [
            np.searchsorted((edges[1:] + edges[:-1]) / 2, chances.probability).astype(np.int64)
            for edges in (_LATENT, _EVEN)
        ]
        return cls(
            chances,
            rows,
            np.array(tables, dtype=np.float32).reshape(-1, _CELLS),
            np.where(shared, *success),
            np.where(effects.is_lift[rows, None], 0.0, chances.amount_weights()[rows]).astype(np.float32),
            frozenset(number for numbers in chances.after for number in numbers),
        )

    def luck(self, bits: np.random.BitGenerator, size: int) -> tuple[Cells, Cells]:
        """A block of luck: the cell of each initiative (initiatives, size), and of each stream's momentum (streams, size)."""
        chances, normal = self.chances, np.random.Generator(bits).standard_normal
        cells, shared = _cells(bits, len(chances.initiatives), size), _shared(chances)
        scores, pull = _latent(chances.correlation)
        areas = {area: pull * normal(size, dtype=np.float32) for area in sorted(set(chances.factor[shared].tolist()))}
        for number in np.flatnonzero(shared):
            _pull_together(cells[number], scores, areas[int(chances.factor[number])])
        momentum = _cells(bits, len(chances.base), size)
        scores, pull = _latent(MARKET)
        market = pull * normal(size, dtype=np.float32)
        for row in momentum:
            _pull_together(row, scores, market)
        return cells, momentum

    def grown(self, momentum: Cells, stream: int) -> Singles:
        """The momentum of a stream in each draw, shape (size,)."""
        table: Singles = _table(self.chances.momentum[stream], 1.0, _LATENT).astype(np.float32)
        found: Singles = np.take(table, momentum[stream])
        return found

    def drawn(self, cells: Cells) -> Singles:
        """The size of each effect in each draw, zero where its initiative fails, shape (rows, size)."""
        after, done = self.chances.after, dict[int, NDArray[np.bool_]]()

        def succeeds(number: int) -> NDArray[np.bool_]:
            if number not in done:
                done[number] = cells[number] < self.success[number]
                for first in after[number]:
                    done[number] &= succeeds(first)
            return done[number]

        drawn = np.empty((len(self.rows), cells.shape[1]), dtype=np.float32)
        for place, number in enumerate(self.chances.effects.initiative[self.rows].tolist()):
            np.take(self.tables[place], cells[number], out=drawn[place], mode="clip")
            if number in self.needed or after[number]:
                drawn[place] *= succeeds(number)
        return drawn

    def sums(self, drawn: Singles) -> dict[int, Singles]:
        """What a stream's effects come to: amounts, lifts' logarithms, and both as overlap counts them; (4, 4, size) by stream."""
        effects, sums = self.chances.effects, dict[int, Singles]()
        counts = self.chances.counts[effects.initiative[self.rows]].astype(np.float32)
        for stream in np.unique(effects.stream[self.rows]).tolist():
            here = effects.stream[self.rows] == stream
            lifts = np.flatnonzero(here & effects.is_lift[self.rows]).tolist()
            found = np.zeros((4, 4, drawn.shape[1]), dtype=np.float32)
            if amounts := np.flatnonzero(here & ~effects.is_lift[self.rows]).tolist():
                both = np.concatenate([self.weights[amounts], self.weights[amounts] * counts[amounts, None]], axis=1)
                found[:2] = _product(both.T, drawn[amounts]).reshape(2, 4, -1)
            for lift in lifts:
                log = self.log(lift, drawn)
                found[2] += log
                found[3] += counts[lift] * log
            sums[stream] = found
        return sums

    def log(self, place: int, drawn: Singles) -> Singles:
        """A lift by its logarithm in each quarter and draw, shape (4, size)."""
        ramp = self.chances.effects.ramp[self.rows[place]].astype(np.float32)
        found: Singles = np.log1p(ramp[:, None] * drawn[place])
        return found

    def revenue(self, stream: int, sums: Singles | None, grown: Singles) -> Singles:
        """Revenue of a stream less its base, shape (4, size); see ``contributions``."""
        base = self.chances.base[stream].astype(np.float32)[:, None]
        revenue: Singles = base * grown
        if sums is None:
            return revenue
        amounts, counted, logs, counted_logs = sums
        revenue += counted
        if logs.any():
            revenue += (base * (1 + grown) + amounts) * exprel(logs) * counted_logs
        return revenue

    def parts(self, drawn: Singles, sums: dict[int, Singles], grown: Sequence[Singles], weigh: Singles) -> Floats:
        """What each initiative brings, then each stream's momentum: sums over all draws, plain and weighed (parts, 2)."""
        chances, effects = self.chances, self.chances.effects
        both = np.stack([np.ones_like(weigh), weigh], axis=1)
        by_effect = (drawn @ both) * self.weights.sum(axis=1)[:, None]
        for stream, (amounts, _, logs, _) in sums.items():
            base = chances.base[stream].astype(np.float32)[:, None]
            log_mean = (base * (1 + grown[stream]) + amounts) * exprel(logs)
            for lift in np.flatnonzero((effects.stream == stream) & effects.is_lift).tolist():
                by_effect[lift] = (self.log(lift, drawn) * log_mean).sum(axis=0) @ both
        sums_of_parts = np.zeros((len(chances.initiatives) + len(grown), 2))
        np.add.at(sums_of_parts, effects.initiative, by_effect * chances.counts[effects.initiative, None])
        sums_of_parts[len(chances.initiatives) :] = (np.stack(grown) @ both) * chances.base.sum(axis=1)[:, None]
        return sums_of_parts


@lru_cache(maxsize=8)
def _latent(correlation: float) -> tuple[Singles, np.float32]:
    """What one's own luck and the common factor add to a latent normal, both counted in cells of SPAN."""
    scale = _CELLS / (2 * _SPAN)
    own = scale * ((1 - correlation) ** 0.5 * ndtri((np.arange(_CELLS) + 0.5) / _CELLS) + _SPAN)
    return own.astype(np.float32), np.float32(scale * correlation**0.5)


def _product(weights: Singles, values: Singles) -> Singles:
    """``weights @ values`` in pieces so small that the linear algebra starts no threads beside ours."""
    piece = max(1, 2**18 // max(1, weights.size))
    result = np.empty((len(weights), values.shape[1]), dtype=np.float32)
    for start in range(0, values.shape[1], piece):
        np.matmul(weights, values[:, start : start + piece], out=result[:, start : start + piece])
    return result


def _pull_together(cells: Cells, scores: Singles, common: Singles) -> None:
    """Make each draw's cell that of its own luck and the common luck together."""
    cells[:] = np.clip(np.take(scores, cells) + common, 0, _CELLS - 1)


def _cells(bits: np.random.BitGenerator, rows: int, size: int) -> Cells:
    """Random cells of a table, shape (rows, size)."""
    words = np.random.Generator(bits).integers(0, 2**64 - 1, -(-rows * size // 4), dtype=np.uint64, endpoint=True)
    cells = words.view(np.uint16)[: rows * size].reshape(rows, size)
    return np.right_shift(cells, 16 - _BITS, out=cells)


def _shared(chances: Chances) -> NDArray[np.bool_]:
    """Which initiatives share a factor."""
    return (chances.factor >= 0) & (chances.correlation > 0)


def _table(values: Floats, probability: float, edges: Floats) -> Floats:
    """What an initiative brings in each cell of luck: the lower, the more; nothing above its probability."""
    if probability <= 0:
        return np.zeros(len(edges) - 1)
    low, high = edges[:-1], np.minimum(edges[1:], probability)
    within = np.clip((high - low) / (edges[1:] - edges[:-1]), 0.0, 1.0)
    return within * np.interp(1 - (low + high) / 2 / probability, LEVELS, values)
