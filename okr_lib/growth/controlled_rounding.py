"""Controlled rounding: a table of many cells rounded so that all the sums people form of it are near their exact values.

A ledger is added up by line, team and initiative, by quarter and for the year. Rounding its cells one by one, or by one
hierarchy, lets the other sums drift by several steps; here every sum is a margin that is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from okr_lib.growth.rounding import NOISE, Floats, Steps, in_steps, neighbours

# By rank of a margin (the last: a cell): what a step away from its exact value costs, and what giving way by one does.
_NEARNESS = (10.0, 10.0, 2.5, 0.6)
_GIVING = (1000.0, 1000.0, 300.0, 100.0, 30.0)


@dataclass(frozen=True)
class Margin:
    """Sums of a table's cells that rounding shall keep.

    ``group`` is the group of each cell (-1: none). With ``totals`` each group sums to its own, else to a whole number
    beside its exact sum. ``rank`` (0 to 3) says which margins give way where not all can hold, the highest first; one with
    totals and rank 0 never does.
    """

    group: Steps
    rank: int
    totals: Steps | None = None


def round_cells(values: Floats, margins: Sequence[Margin]) -> Steps:
    """Round cells to whole steps so that sums over many groupings hold: controlled rounding.

    Parameters
    ----------
    values
        Cells in steps, shape (n,).
    margins
        The groupings.

    Returns
    -------
    array of int, shape (n,)
        Cells and margins are whole numbers beside their exact values; what is whole already stays. Where not all of
        that can be, cells move by a step more, and only then margins, those of the highest rank first.

    Notes
    -----
    With two hierarchies (such as lines over teams over initiatives, and quarters in a year) there always is such a rounding,
    for its programme is a network; a third may leave none. Source: Cox (1987), "A constructive procedure for unbiased
    controlled rounding", JASA 82(398); Causey, Cox and Ernst (1985), JASA 80(392).

    Examples
    --------
    Two teams in two quarters, each .5: quarters and teams sum to 1.

    >>> team, quarter = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> counts = round_cells(np.full(4, 0.5), [Margin(team, 1), Margin(quarter, 1)])
    >>> counts[:2].sum(), counts[2:].sum(), counts[::2].sum()
    (np.int64(1), np.int64(1), np.int64(1))
    """
    for elastic in (False, True):
        found = _programme(values, margins, elastic=elastic)
        if found is not None:
            return found
    raise ValueError("the totals of the margins do not fit each other")


def round_by_quarter(amounts: Floats, groups: Sequence[Steps], step: float) -> Floats:
    """Round rows of four quarters so that all their sums are near their exact values.

    Parameters
    ----------
    amounts
        A row for each thing that is added up, shape (n, 4).
    groups
        To which group each row belongs (shape (n,)), such as its team; the first matters most. Each group's year is kept, and
        that of each row.
    step
        What is rounded to.

    Returns
    -------
    array, shape (n, 4)
        Whole multiples of the step.
    """
    row, quarter = (places.ravel() for places in np.indices(amounts.shape))
    margins = [Margin(np.zeros_like(row), 0), Margin(quarter, 1)]
    margins += [Margin(np.asarray(group)[row], min(1 + place, 2)) for place, group in enumerate(groups)]
    margins.append(Margin(row, 2))
    if groups:
        margins.append(Margin(np.asarray(groups[0])[row] * amounts.shape[1] + quarter, 3))
    counts = round_cells(amounts.ravel() / step, margins) if amounts.size else np.zeros(0, dtype=np.int64)
    return in_steps(counts, step).reshape(amounts.shape)


@dataclass(frozen=True)
class _Sums:
    """All sums of all margins: which cells stand in which, and what is said of each."""

    place: Steps  # of the sum, and of the cell in it, an entry each
    cell: Steps
    rank: Steps  # of each sum
    given: NDArray[np.bool_]  # whether it has a total
    totals: Steps  # 0 where it has none

    @classmethod
    def of(cls, margins: Sequence[Margin]) -> "_Sums":
        cells = [np.flatnonzero(margin.group >= 0) for margin in margins]
        groups = [margin.group[inside] for margin, inside in zip(margins, cells, strict=True)]
        counts = [int(group.max(initial=-1)) + 1 for group in groups]
        starts = np.cumsum([0, *counts])[:-1]
        totals = [
            np.zeros(count, dtype=np.int64) if margin.totals is None else margin.totals
            for margin, count in zip(margins, counts, strict=True)
        ]
        return cls(
            np.concatenate([start + group for start, group in zip(starts, groups, strict=True)]),
            np.concatenate(cells),
            np.repeat([margin.rank for margin in margins], counts),
            np.repeat([margin.totals is not None for margin in margins], counts),
            np.concatenate(totals),
        )

    def of_cells(self, values: ArrayLike) -> Floats:
        """The sums of some values of the cells."""
        return np.bincount(self.place, np.asarray(values, dtype=float)[self.cell], len(self.rank)).astype(float)


def _programme(values: Floats, margins: Sequence[Margin], *, elastic: bool) -> Steps | None:
    """The rounding as an integer programme; elastic: cells and margins may give way, at a price."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array, eye_array, hstack

    floor, ceiling = neighbours(values)
    cells = np.flatnonzero(ceiling > floor)
    sums = _Sums.of(margins)
    exact, held = sums.of_cells(values), sums.of_cells(floor)
    low, high = neighbours(exact, sums.of_cells(np.abs(values)))
    low, high = (np.where(sums.given, sums.totals, ends) for ends in (low, high))
    cost = (1 - 2 * (values - floor)) * (ceiling > floor)
    nearer = (high > low) * (1 - 2 * (exact - low))
    np.add.at(cost, sums.cell, nearer[sums.place] * np.array(_NEARNESS)[sums.rank[sums.place]])
    least, most = low - held, high - held
    if not len(cells) and not elastic:
        return floor if (least <= 0).all() and (most >= 0).all() else None
    matrix = csc_array((np.ones(len(sums.cell)), (sums.place, sums.cell)), shape=(len(exact), len(values)))
    columns, costs = [matrix[:, cells]], [cost[cells]]
    upper = [np.ones(len(cells))]
    if elastic:
        price = np.where(sums.given & (sums.rank == 0), np.inf, np.array(_GIVING)[sums.rank])
        loose = np.flatnonzero(np.isfinite(price))
        slack = eye_array(len(price), format="csc")[:, loose]
        columns += [matrix, -matrix, slack, -slack]
        costs += [_GIVING[-1] + cost, _GIVING[-1] - cost, price[loose], price[loose]]
        upper.append(np.full(2 * len(values) + 2 * len(loose), np.inf))
    limits = LinearConstraint(hstack(columns).tocsc(), least, most)
    bounds = Bounds(0, np.concatenate(upper))
    for whole in (0, 1):  # nearly all of it is a network, whose corners are whole already
        found = milp(
            np.concatenate(costs), integrality=np.full(len(bounds.ub), whole), bounds=bounds, constraints=limits
        )
        if found.x is None:
            return None
        if np.abs(found.x - np.round(found.x)).max() < NOISE:
            break
    moves = np.round(found.x).astype(np.int64)
    result = floor.copy()
    result[cells] += moves[: len(cells)]
    if elastic:
        more, less = moves[len(cells) :][: 2 * len(values)].reshape(2, -1)
        result += more - less
    return result
