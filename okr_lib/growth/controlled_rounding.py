"""Controlled rounding: a table of many cells rounded so that all the sums people form of it are near their exact values.

A ledger is added up by line, team and initiative, by quarter and for the year. Rounding its cells one by one, or by one
hierarchy, lets the other sums drift by several steps; here every sum is a margin that is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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


def _programme(values: Floats, margins: Sequence[Margin], *, elastic: bool) -> Steps | None:
    """The rounding as an integer programme; elastic: cells and margins may give way, at a price."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array, eye_array, hstack, vstack

    floor, ceiling = neighbours(values)
    cells = np.flatnonzero(ceiling > floor)
    cost = (1 - 2 * (values - floor)) * (ceiling > floor)
    rows, lows, highs, prices = [], [], [], []
    for margin in margins:
        inside = np.flatnonzero(margin.group >= 0)
        group = margin.group[inside]
        count = int(group.max(initial=-1)) + 1
        member = csc_array((np.ones(len(inside)), (group, inside)), shape=(count, len(values))).tocsr()
        exact = member @ values
        low, high = neighbours(exact, member @ np.abs(values))
        if margin.totals is not None:
            low = high = margin.totals
        cost += member.T @ ((high > low) * (1 - 2 * (exact - low))) * _NEARNESS[margin.rank]
        rows.append(member)
        lows.append(low - member @ floor)
        highs.append(high - member @ floor)
        prices.append(np.full(count, np.inf if margin.totals is not None and not margin.rank else _GIVING[margin.rank]))
    least, most = np.concatenate(lows), np.concatenate(highs)
    if not len(cells) and not elastic:
        return floor if (least <= 0).all() and (most >= 0).all() else None
    matrix = vstack(rows).tocsr()
    columns, costs = [matrix[:, cells]], [cost[cells]]
    upper = [np.ones(len(cells))]
    if elastic:
        price = np.concatenate(prices)
        loose = np.flatnonzero(np.isfinite(price))
        slack = eye_array(len(price), format="csr")[:, loose]
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
