"""Simulation of a plan's year: many draws of every initiative's luck, in blocks that stay in the cache.

Each draw needs one number an initiative. Its effect is looked up in a table of the effect's distribution, which
is far faster than computing it; within a table's cell the mean is kept. Blocks have random streams of their own,
so the same seed gives the same numbers however many threads share the work.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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

_Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Simulated:
    """Draws of revenue.

    ``quarters`` (4, draws) is revenue in float32 less ``base`` (4,), which is added when totals are formed. With parts
    asked for, ``mean`` (parts,) is each part's mean contribution and ``short`` (parts,) the mean of it times the draw's
    weight; parts are the initiatives, then the streams' momentum. Else both are empty.
    """

    quarters: _Singles
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
    machine = _Machine.of(chances)
    starts = range(0, draws, _BLOCK)
    quarters = np.empty((4, draws), dtype=np.float32)

    def block(start: int) -> Floats:
        size = min(_BLOCK, draws - start)
        revenue, sums = machine.draw(np.random.PCG64DXSM([seed, start // _BLOCK]), size, weigh)
        quarters[:, start : start + size] = revenue
        return sums

    with ThreadPoolExecutor(max(1, threads)) as pool:
        sums = np.sum(list(pool.map(block, starts)), axis=0) / draws
    return Simulated(quarters, machine.base, sums[:, 0], sums[:, 1])


@dataclass(frozen=True)
class _Machine:
    """Tables and weights from which blocks are drawn."""

    chances: Chances
    base: Floats  # (4,)
    scores: _Singles  # (CELLS,): an initiative's own part of its latent normal, counted in cells of SPAN
    pull: np.float32  # the common factor's part of it, counted likewise
    tables: _Singles  # (effects, CELLS)
    momentum: _Singles  # (streams, CELLS)
    market: tuple[_Singles, np.float32]  # of momentum, what ``scores`` and ``pull`` are of initiatives
    success: NDArray[np.int64]  # (initiatives,): cells below this one succeed
    order: tuple[int, ...]  # initiatives, each after those it needs

    @classmethod
    def of(cls, chances: Chances) -> "_Machine":
        even = np.linspace(0.0, 1.0, _CELLS + 1)
        latent = ndtr(np.linspace(-_SPAN, _SPAN, _CELLS + 1))
        latent[0], latent[-1] = 0.0, 1.0
        edges = [latent if shared else even for shared in _shared(chances)]
        tables = [
            _table(sizes, float(chances.probability[number]), edges[number])
            for sizes, number in zip(chances.sizes, chances.effects.initiative, strict=True)
        ]
        success = [
            np.searchsorted((edge[1:] + edge[:-1]) / 2, p) for edge, p in zip(edges, chances.probability, strict=True)
        ]
        return cls(
            chances,
            chances.base.sum(axis=0) + chances.further,
            *_latent(chances.correlation),
            np.array(tables, dtype=np.float32).reshape(-1, _CELLS),
            np.array([_table(values, 1.0, latent) for values in chances.momentum], dtype=np.float32),
            _latent(MARKET),
            np.array(success, dtype=np.int64),
            _order(chances.after),
        )

    def draw(
        self, bits: np.random.BitGenerator, size: int, weigh: Callable[[Floats], Floats] | None
    ) -> tuple[_Singles, Floats]:
        """A block: revenue less base (4, size), and each part's sum over all draws, plain and weighed (parts, 2)."""
        chances, effects = self.chances, self.chances.effects
        drawn = self._effects(bits, size)
        streams = len(chances.base)
        luck, (scores, pull) = _cells(bits, streams, size), self.market
        market = pull * np.random.Generator(bits).standard_normal(size, dtype=np.float32)
        grown = np.stack(
            [
                np.take(table, (np.take(scores, cells) + market).astype(np.int32), mode="clip")
                for table, cells in zip(self.momentum, luck, strict=True)
            ]
        )

        amounts = np.flatnonzero(~effects.is_lift)
        counts = chances.counts[effects.initiative]
        weights = (chances.amount_weights() * counts[:, None])[amounts].astype(np.float32)
        revenue = _product(chances.base.T.astype(np.float32), grown)
        revenue += _product(weights.T, drawn[amounts] if len(amounts) < len(drawn) else drawn)
        lifted = {effect: part for stream in range(streams) for effect, part in self._lifts(stream, drawn, grown)}
        for part in lifted.values():
            revenue += part
        if weigh is None:
            return revenue, np.zeros((0, 2))
        weights_of_draws = weigh(revenue.sum(axis=0, dtype=np.float64) + self.base.sum()).astype(np.float32)

        both = np.stack([np.ones_like(weights_of_draws), weights_of_draws], axis=1)
        by_effect = np.zeros((len(counts), 2))
        by_effect[amounts] = (drawn[amounts] @ both) * weights.sum(axis=1)[:, None]
        for effect, part in lifted.items():
            by_effect[effect] = part.sum(axis=0) @ both
        sums = np.zeros((len(chances.initiatives) + streams, 2))
        np.add.at(sums, effects.initiative, by_effect)
        sums[len(chances.initiatives) :] = (grown @ both) * chances.base.sum(axis=1)[:, None]
        return revenue, sums

    def _effects(self, bits: np.random.BitGenerator, size: int) -> _Singles:
        """The size of each effect in each draw, zero where its initiative fails, shape (effects, size)."""
        chances = self.chances
        owner = chances.effects.initiative
        drawn = np.empty((len(owner), size), dtype=np.float32)
        luck = _cells(bits, len(chances.initiatives), size)
        shared = _shared(chances)
        normal = np.random.Generator(bits).standard_normal
        areas = {
            area: self.pull * normal(size, dtype=np.float32) for area in sorted(set(chances.factor[shared].tolist()))
        }
        needed = {number for numbers in chances.after for number in numbers}
        done: dict[int, NDArray[np.bool_]] = {}
        for number in self.order:
            cells: NDArray[np.integer] = luck[number]
            if shared[number]:
                latent = np.take(self.scores, cells, mode="clip")
                latent += areas[int(chances.factor[number])]
                cells = latent.astype(np.int32)
            for effect in np.flatnonzero(owner == number):
                np.take(self.tables[effect], cells, out=drawn[effect], mode="clip")
            if number in needed or chances.after[number]:
                done[number] = cells < self.success[number]
                for first in chances.after[number]:
                    done[number] &= done[first]
                drawn[owner == number] *= done[number]
        return drawn

    def _lifts(self, stream: int, drawn: _Singles, grown: _Singles) -> Iterator[tuple[int, _Singles]]:
        """What each lift of a stream brings, overlap deducted, as (4, size) by effect; see ``contributions``."""
        effects, chances = self.chances.effects, self.chances
        here = effects.stream == stream
        lifts = np.flatnonzero(here & effects.is_lift)
        if not len(lifts):
            return
        amounts = np.flatnonzero(here & ~effects.is_lift)
        weights = chances.amount_weights()[amounts].astype(np.float32)
        before = chances.base[stream].astype(np.float32)[:, None] * (1 + grown[stream]) + weights.T @ drawn[amounts]
        ramps = effects.ramp[lifts].astype(np.float32)
        logs = np.log1p(ramps[:, :, None] * drawn[lifts][:, None, :])
        log_mean = before * exprel(logs.sum(axis=0))
        for effect, log in zip(lifts, logs, strict=True):
            yield int(effect), log * log_mean * np.float32(chances.counts[effects.initiative[effect]])


def _latent(correlation: float) -> tuple[_Singles, np.float32]:
    """What one's own luck and the common factor add to a latent normal, both counted in cells of SPAN."""
    scale = _CELLS / (2 * _SPAN)
    own = scale * ((1 - correlation) ** 0.5 * ndtri((np.arange(_CELLS) + 0.5) / _CELLS) + _SPAN)
    return own.astype(np.float32), np.float32(scale * correlation**0.5)


def _product(weights: _Singles, values: _Singles) -> _Singles:
    """``weights @ values`` in pieces so small that the linear algebra starts no threads beside ours."""
    piece = max(1, 2**18 // max(1, weights.size))
    result = np.empty((len(weights), values.shape[1]), dtype=np.float32)
    for start in range(0, values.shape[1], piece):
        np.matmul(weights, values[:, start : start + piece], out=result[:, start : start + piece])
    return result


def _cells(bits: np.random.BitGenerator, rows: int, size: int) -> NDArray[np.uint16]:
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


def _order(after: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """Initiatives in an order in which each comes after those it needs; a plan has no circles."""
    order: list[int] = []
    waiting = list(range(len(after)))
    while waiting:
        ready = [number for number in waiting if all(first in order for first in after[number])]
        order += ready
        waiting = [number for number in waiting if number not in ready]
    return tuple(order)
