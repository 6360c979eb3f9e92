"""The exact distribution of a sum of uncertain amounts, by Fourier transform.

The distribution of a sum of independent parts is the product of their transforms. Parts that share a common
factor (a focus area's luck) are independent once the factor is known, so their product is averaged over the
factor. What is left is one inverse transform: exact but for the fineness of the grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.optimize import isotonic_regression
from scipy.special import ndtr, ndtri

from okr_lib.growth.rounding import Floats

POINTS = 1024  # of the grid; doubled until the parts take less than half of it, as each may lie off by one
REACH = 16.0  # standard deviations the grid spans to either side, unless all sums lie closer
PIECES = 4  # of a grid cell, within which the factor's pull is taken as even
FEW = 12  # parts of fixed size of which every sum is listed


@dataclass(frozen=True)
class Part:
    """One uncertain amount: zero with probability ``1 - probability``, else drawn from a distribution.

    ``levels`` (0 to 1, rising) and ``values`` (rising) are the distribution's quantiles. ``factor`` numbers the
    common factor it shares (-1: none) and ``correlation`` says how strongly (latent, 0 to below 1).
    """

    probability: float
    levels: Floats
    values: Floats
    factor: int = -1
    correlation: float = 0.0

    def moments(self) -> tuple[float, float]:
        """Mean and variance, success included."""
        middles = (self.values[1:] + self.values[:-1]) / 2
        widths = np.diff(self.levels)
        first = self.probability * float(middles @ widths)
        second = self.probability * float((middles**2) @ widths)
        return first, max(second - first**2, 0.0)


@dataclass(frozen=True)
class Distribution:
    """Values in rising order and the probability of each; ``step`` is their distance, 0 for single outcomes."""

    values: Floats
    mass: Floats
    step: float

    def cumulative(self) -> Floats:
        """Probability to be at or below each value (on a grid: below the upper edge of its cell).

        A part narrower than the grid leaves ripples beside it; the nearest rising values keep them from reaching further.
        """
        return np.asarray(np.clip(isotonic_regression(np.cumsum(self.mass)).x, 0.0, 1.0))

    def at_least(self, value: float) -> float:
        """Probability of a value or more."""
        if self.step == 0:
            reach = max(abs(self.values).max(), abs(value), 1e-300)
            return float(np.clip(self.mass[self.values >= value - 1e-9 * reach].sum(), 0.0, 1.0))
        return float(1 - np.interp(value, self.values + self.step / 2, self.cumulative(), left=0.0, right=1.0))

    def quantile(self, levels: Sequence[float]) -> Floats:
        """Values stayed at or below with given probabilities."""
        rising = self.cumulative()
        if self.step == 0:
            return np.asarray(self.values[np.searchsorted(rising, np.minimum(levels, rising[-1]) - 1e-12)])
        first = np.searchsorted(rising, 1e-12)
        return np.interp(levels, rising[first:], self.values[first:] + self.step / 2)


def sum_distribution(parts: Sequence[Part]) -> Distribution:
    """The distribution of the sum of uncertain amounts.

    Parameters
    ----------
    parts
        The amounts.

    Returns
    -------
    Distribution
        Every possible sum, where there are few (at most 12 parts of fixed size); else on a grid of 1024 points
        (more for more than 500 parts) that spans all sums, or 16 standard deviations (or the widest part) to either side where that is less.

    Notes
    -----
    Given its factor ``f``, a part exceeds ``y`` with probability
    ``Phi((Phi^-1(p (1 - C(y))) - sqrt(r) f) / sqrt(1 - r))``, with ``C`` its distribution, ``p`` its
    probability and ``r`` its correlation: one latent normal decides both whether it succeeds and how large it
    is. The factor is averaged over an even grid, which converges fast for smooth functions. Sources: Hong
    (2013), Computational Statistics and Data Analysis 59, for the transform of a sum of chances; Li (2000),
    Journal of Fixed Income 9(4), for the copula. No parts: all probability at zero.
    """
    if len(parts) <= FEW and all(part.values[0] == part.values[-1] for part in parts):
        return _outcomes(parts)
    grid = _Grid.over(parts)
    transform = np.ones(grid.points // 2 + 1, dtype=complex)
    for members in groups_of(parts):
        factor, weights = factor_values(members[0].correlation, len(members))
        product = np.ones((len(factor), len(transform)), dtype=complex)
        for part in members:
            product *= grid.transform(part, factor)
        transform *= weights @ product
    return grid.invert(transform, parts)


def number_of_successes(probabilities: Sequence[float], correlation: float = 0.0) -> Floats:
    """Probability of each number of successes, 0 to n.

    Parameters
    ----------
    probabilities
        Probability of each, shape (n,).
    correlation
        Latent correlation of all of them, 0 to below 1.

    Returns
    -------
    array, shape (n + 1,)
        Sums to 1. Independent: the Poisson-binomial distribution.

    Examples
    --------
    >>> number_of_successes([0.1, 0.2, 0.2]).round(3).tolist()
    [0.576, 0.352, 0.068, 0.004]
    >>> round(float(number_of_successes([0.5, 0.5], correlation=0.5)[2]), 6)
    0.333333
    """
    factor, weights = factor_values(correlation, len(probabilities))
    chances = _given_factor(np.asarray(probabilities, dtype=float), factor, correlation)
    counts = np.zeros((len(factor), len(chances[0]) + 1))
    counts[:, 0] = 1.0
    for chance in chances.T:
        counts[:, 1:] = counts[:, 1:] * (1 - chance[:, None]) + counts[:, :-1] * chance[:, None]
        counts[:, 0] *= 1 - chance
    return np.asarray(weights @ counts)


@dataclass(frozen=True)
class _Grid:
    """An even grid of ``points`` multiples of ``step`` from ``first`` on."""

    step: float
    first: int
    points: int

    @classmethod
    def over(cls, parts: Sequence[Part]) -> "_Grid":
        lows = [min(float(part.values[0]), 0.0 if part.probability < 1 else np.inf) for part in parts]
        highs = [max(float(part.values[-1]), 0.0 if part.probability < 1 else -np.inf) for part in parts]
        low, high = sum(lows), sum(highs)
        moments = [part.moments() for part in parts]
        middle = sum(first for first, _ in moments)
        widest = max((end - start for start, end in zip(lows, highs, strict=True)), default=0.0)
        spread = max(REACH * _spread(parts, [second for _, second in moments]), widest)
        if high - low > 2 * spread:
            low, high = max(low, middle - spread), min(high, middle + spread)
        points = POINTS
        while len(parts) + 4 > points / 2:
            points *= 2
        step = (high - low) / (points - 4 - len(parts)) if high > low else 1.0
        return cls(step, int(np.floor(low / step)) - 2, points)

    def origin(self, part: Part) -> int:
        """First grid point of a part's transform; transforms are counted from there."""
        return int(np.floor(part.values[0] / self.step + 0.5)) - 1

    def transform(self, part: Part, factor: Floats) -> Floats:
        """Transform of a part at each value of its factor, shape (factor values, points // 2 + 1)."""
        cells, below = self._cells(part)
        exceed = _given_factor(part.probability * (1 - below), factor, part.correlation)
        fine = (exceed[:, :-1] - exceed[:, 1:]).reshape(len(factor), len(cells), PIECES)
        off = (np.arange(PIECES) + 0.5) / PIECES - 0.5
        if part.values[0] == part.values[-1]:
            off = np.full(PIECES, part.values[0] / self.step - cells[0])
        # A cell's mass goes to its point and the two beside it such that its mean and variance are kept; that of a
        # single value to the two nearest points, since keeping its variance too would make ripples.
        spread = np.abs(off) if part.values[0] == part.values[-1] else off**2
        whole, mean, square = np.moveaxis(fine @ np.stack([np.ones(PIECES), off, spread], axis=1), 2, 0)
        origin = self.origin(part)
        first, count = cells[0] - origin, len(cells)
        placed = np.zeros((len(factor), self.points))
        placed[:, first : first + count] = whole - square
        placed[:, first + 1 : first + count + 1] += (square + mean) / 2
        placed[:, first - 1 : first + count - 1] += (square - mean) / 2
        placed[:, -origin % self.points] += 1 - exceed[:, 0]  # sums are known but for multiples of the grid's length
        return np.asarray(fft.rfft(placed, axis=-1))

    def invert(self, transform: Floats, parts: Sequence[Part]) -> Distribution:
        """The distribution of a sum of parts that has a transform."""
        mass = np.roll(fft.irfft(transform, self.points), sum(self.origin(part) for part in parts) - self.first)
        values = np.asarray((self.first + np.arange(self.points)) * self.step, dtype=np.float64)
        return Distribution(values, np.asarray(mass, dtype=np.float64), self.step)

    def _cells(self, part: Part) -> tuple[NDArray[np.int64], Floats]:
        """Grid points around which a part lies, and its distribution at the edges of the pieces of their cells."""
        first, last = (int(np.floor(part.values[end] / self.step + 0.5)) for end in (0, -1))
        cells = np.arange(first, last + 1, dtype=np.int64)
        edges = (first - 0.5 + np.arange(len(cells) * PIECES + 1) / PIECES) * self.step
        below = np.interp(edges, part.values, part.levels)
        below[0], below[-1] = 0.0, 1.0
        return cells, below


def _outcomes(parts: Sequence[Part]) -> Distribution:
    """Every sum of a few parts of fixed size, with its probability."""
    values, mass = np.zeros(1), np.ones(1)
    for members in groups_of(parts):
        factor, weights = factor_values(members[0].correlation, len(members))
        sums, given = np.zeros(1), np.ones((len(factor), 1))
        for part in members:
            chance = _given_factor(np.array([part.probability]), factor, part.correlation)
            sums = np.concatenate([sums, sums + part.values[0]])
            given = np.concatenate([given * (1 - chance), given * chance], axis=1)
        values = np.add.outer(values, sums).ravel()
        mass = np.outer(mass, weights @ given).ravel()
    order = np.argsort(values, kind="stable")
    return Distribution(values[order], mass[order], 0.0)


def groups_of(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts that share a factor; those that share none are one group without correlation."""
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.factor if part.correlation > 0 else -1, []).append(part)
    return list(groups.values())


def _spread(parts: Sequence[Part], variances: Sequence[float]) -> float:
    """At most the standard deviation of the sum: parts of one factor are taken as moving together."""
    together: dict[int, float] = {}
    alone = 0.0
    for part, variance in zip(parts, variances, strict=True):
        if part.correlation > 0 and part.factor >= 0:
            together[part.factor] = together.get(part.factor, 0.0) + variance**0.5
        else:
            alone += variance
    return float((alone + sum(deviation**2 for deviation in together.values())) ** 0.5)


def factor_values(correlation: float, count: int) -> tuple[Floats, Floats]:
    """Values of a standard normal factor that ``count`` events share, and their weights.

    The more events and the stronger the correlation, the steeper their sum depends on the factor, and the closer
    the values must lie. One value where nothing is shared.
    """
    if correlation <= 0:
        return np.zeros(1), np.ones(1)
    steepness = 1 + count * correlation / (1 - correlation)
    distance = min(0.5, 2 * np.pi / (24 * steepness) ** 0.5)
    values = np.arange(-5.0, 5.0 + distance, distance)
    weights = np.exp(-(values**2) / 2)
    return values, weights / weights.sum()


def _given_factor(probabilities: Floats, factor: Floats, correlation: float) -> Floats:
    """Probability of each event given each value of the factor, shape (factor values, events)."""
    if correlation <= 0:
        return np.repeat(probabilities[None], len(factor), axis=0)
    latent = ndtri(probabilities)
    return np.asarray(ndtr((latent - correlation**0.5 * factor[:, None]) / (1 - correlation) ** 0.5))
