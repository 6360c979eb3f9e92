"""Two-way allocation: a table of teams by focus areas with both margins given.

Rows and columns are scaled in turn until every row and every column sums to its total (iterative proportional
fitting). The result keeps the table's proportions as far as the margins allow; held cells stay. Margins that no
table can meet are an error that names them, never a table with wrong sums.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from okr_lib.errors import AllocationError
from okr_lib.growth.controlled_rounding import Margin, round_cells
from okr_lib.growth.rounding import NOISE, Floats, in_steps

_TOLERANCE = 1e-12  # of the largest margin
_ROUNDS = 2000


def allocate_table(
    row_totals: Any, column_totals: Any, current: Any, *, held: Any = None, step: float | None = None
) -> "Floats | pd.DataFrame":
    """Fit a table to given row and column totals.

    Parameters
    ----------
    row_totals, column_totals
        Sums to meet, zero or more after what is held, shapes (rows,) and (columns,). Series are taken by label.
    current
        Current values, zero or more, shape (rows, columns); a DataFrame gives its labels to the result. A zero
        stays zero, unless all free cells of its row or column are zero: then they share equally.
    held
        Amounts that stay as given; a missing value is free. Same shape, or a DataFrame with some of the labels.
    step
        Smallest unit: cells are whole multiples of it and both margins still hold. Totals and held amounts must
        be multiples.

    Returns
    -------
    array or DataFrame, shape (rows, columns)

    Raises
    ------
    AllocationError
        When the margins have different sums, or zeros and held cells leave no such table; the row or column and
        its sums are named.

    Notes
    -----
    Cell = row factor x column factor x current. Source: Deming and Stephan (1940), Annals of Mathematical
    Statistics 11(4); rounding by Cox (1987). Totals of zero give zeros.

    Examples
    --------
    >>> allocate_table([30, 10], [20, 20], [[1, 1], [1, 1]]).tolist()
    [[15.0, 15.0], [5.0, 5.0]]
    """
    index, columns = getattr(current, "index", None), getattr(current, "columns", None)
    table = _matrix(current, "current")
    rows = _margin(row_totals, index, len(table), "row_totals")
    across = _margin(column_totals, columns, table.shape[1], "column_totals")
    fixed = _held(held, index, columns, table.shape)
    if (table < 0).any():
        raise AllocationError(f"current holds {table.min():.12g}; a two-way allocation takes zero or more")
    scale = max(np.abs(rows).max(), np.abs(across).max(), 1e-300)
    if abs(rows.sum() - across.sum()) > 1e-9 * scale:
        raise AllocationError(
            f"row totals sum to {rows.sum():.12g}, column totals to {across.sum():.12g}; make them the same"
        )
    free = np.isnan(fixed)
    given = np.where(free, 0.0, fixed)
    goals = rows - given.sum(axis=1), across - given.sum(axis=0)
    labels = _names(index, len(table), "row"), _names(columns, table.shape[1], "column")
    for goal, names in zip(goals, labels, strict=True):
        if (goal < -1e-9 * scale).any():
            place = int(np.argmin(goal))
            raise AllocationError(f"{names[place]}: held amounts are {-goal[place]:.12g} above its total; hold less")
    fitted = given + _fit(_seed(table, free), np.maximum(goals[0], 0), np.maximum(goals[1], 0), scale, labels)
    if step is not None:
        fitted = _rounded(fitted, rows, across, fixed, step)
    if index is None or callable(index):
        return fitted
    return pd.DataFrame(fitted, index=index, columns=columns)


def _seed(table: Floats, free: Floats) -> Floats:
    """Where to start: free cells, with ones where a whole row or column of them is zero."""
    seed = np.where(free, table, 0.0)
    peak = seed.max(initial=0.0)
    seed = seed / peak if peak > 0 else seed
    empty = (seed.sum(axis=1, keepdims=True) == 0) | (seed.sum(axis=0, keepdims=True) == 0)
    return np.where(free & empty, 1.0, seed)


def _fit(seed: Floats, rows: Floats, columns: Floats, scale: float, labels: tuple[Any, Any]) -> Floats:
    fitted, error = _scaled(seed, rows, columns, scale)
    if error > 1e-9 * scale:
        # Slow means that the limit has zeros where the seed has none: find them, take them out, and it is fast.
        possible = _possible(seed > 0, rows, columns, labels)
        fitted, error = _scaled(np.where(possible, seed, 0.0), rows, columns, scale)
    if error > 1e-9 * scale:
        fitted, error = _solved(fitted, rows, columns)
    if error > 1e-9 * scale:
        raise AllocationError(f"no fit was found: margins are still {error:.3g} off; start from less extreme values")
    return fitted


def _scaled(seed: Floats, rows: Floats, columns: Floats, scale: float) -> tuple[Floats, float]:
    """Proportional fitting by row and column factors; the table and its largest error in a margin."""
    across = np.ones(seed.shape[1])
    error = np.inf
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(_ROUNDS):
            sums = seed @ across
            down = np.where(rows > 0, rows / sums, 0.0)
            error = np.abs((down @ seed) * across - columns).max()
            if error <= _TOLERANCE * scale or not np.isfinite(error):
                break
            sums = down @ seed
            across = np.where(columns > 0, columns / sums, 0.0)
        fitted = down[:, None] * seed * across
    if not np.isfinite(fitted).all():
        return np.zeros_like(seed), np.inf
    return fitted, float(max(error, np.abs(fitted.sum(axis=1) - rows).max()))


def _solved(fitted: Floats, rows: Floats, columns: Floats) -> tuple[Floats, float]:
    """Newton's method on the logarithms of the factors, for tables where scaling in turn creeps."""
    count, goals = len(rows), np.concatenate([rows, columns])
    error = np.inf
    for _ in range(100):
        sums = np.concatenate([fitted.sum(axis=1), fitted.sum(axis=0)])
        error = float(np.abs(sums - goals).max())
        if error <= _TOLERANCE * goals.max():
            break
        slope = np.diag(sums)
        slope[:count, count:], slope[count:, :count] = fitted, fitted.T
        move = np.linalg.lstsq(slope, goals - sums)[0]
        move = move * min(1.0, 2.0 / max(np.abs(move).max(), 1e-300))
        fitted = fitted * np.exp(move[:count, None] + move[count:])
    return fitted, error


def _possible(allowed: NDArray[np.bool_], rows: Floats, columns: Floats, labels: tuple[Any, Any]) -> NDArray[np.bool_]:
    """Which cells can be above zero in some table with these margins; an error when there is no such table."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, hstack, identity, vstack

    at_row, at_column = np.nonzero(allowed)
    cells, margins = len(at_row), len(rows) + len(columns)
    ends = np.concatenate([at_row, len(rows) + at_column])
    sums = coo_array((np.ones(2 * cells), (ends, np.tile(np.arange(cells), 2))), shape=(margins, cells))
    whole = max(rows.max(), columns.max())
    goals = np.concatenate([rows, columns]) / whole
    unmet = linprog(
        np.concatenate([np.zeros(cells), np.ones(margins)]), A_eq=hstack([sums, identity(margins)]), b_eq=goals
    )
    missing = unmet.x[cells:]
    if missing.max() > 1e-7:
        place = int(np.argmax(missing))
        name = [*labels[0], *labels[1]][place]
        raise AllocationError(
            f"{name}: at most {(goals[place] - missing[place]) * whole:.9g} of its total {goals[place] * whole:.9g} can be placed, "
            "because the other cells are zero or held; free a cell or change the totals"
        )
    # Give every cell as much of a small bonus as it can take: those that get none are zero in every such table.
    bonus = goals[goals > 0].min(initial=1.0) / (2 * cells)
    found = linprog(
        np.concatenate([np.zeros(cells), -np.ones(cells)]),
        A_ub=hstack([-identity(cells), identity(cells)]),
        b_ub=np.zeros(cells),
        A_eq=vstack([hstack([sums, coo_array((margins, cells))])]),
        b_eq=goals,
        bounds=[(0, None)] * cells + [(0, bonus)] * cells,
    )
    possible = np.zeros_like(allowed, dtype=bool)
    possible[at_row, at_column] = found.x[cells:] > 1e-3 * bonus
    return possible


def _rounded(fitted: Floats, rows: Floats, columns: Floats, fixed: Floats, step: float) -> Floats:
    for name, values in (("row total", rows), ("column total", columns), ("held amount", fixed[~np.isnan(fixed)])):
        counts = values / step
        off = np.abs(counts - np.round(counts)) > NOISE
        if off.any():
            raise AllocationError(f"{name} {values[off][0]:.12g} is not a multiple of the step {step:.12g}")
    row, column = np.indices(fitted.shape).reshape(2, -1)
    totals = (np.round(margin / step).astype(np.int64) for margin in (rows, columns))
    margins = [Margin(group, 0, total) for group, total in zip((row, column), totals, strict=True)]
    return in_steps(round_cells(fitted.ravel() / step, margins).reshape(fitted.shape), step)


def _matrix(values: Any, name: str) -> Floats:
    table = np.array(values, dtype=float)
    if table.ndim != 2 or table.size == 0:
        raise AllocationError(f"{name} must be a table of rows and columns; it has shape {table.shape}")
    if not np.isfinite(table).all():
        raise AllocationError(f"{name} holds {table[~np.isfinite(table)][0]}; give finite numbers")
    return table


def _margin(values: Any, labels: Any, length: int, name: str) -> Floats:
    if labels is not None and hasattr(values, "reindex"):
        missing = [str(label) for label in labels if label not in values.index]
        unknown = [str(label) for label in values.index if label not in labels]
        if missing or unknown:
            raise AllocationError(f"{name}: labels do not fit the table ({', '.join(missing + unknown)})")
        values = values.reindex(labels)
    margin = np.array(values, dtype=float)
    if margin.shape != (length,):
        raise AllocationError(
            f"{name} must be {length} values, one a {name.partition('_')[0]}; it has shape {margin.shape}"
        )
    if not np.isfinite(margin).all():
        raise AllocationError(f"{name} holds {margin[~np.isfinite(margin)][0]}; give finite numbers")
    return margin


def _held(held: Any, index: Any, columns: Any, shape: tuple[int, ...]) -> Floats:
    if held is None:
        return np.full(shape, np.nan)
    if index is not None and hasattr(held, "reindex"):
        unknown = [str(name) for name in [*held.index.difference(index), *held.columns.difference(columns)]]
        if unknown:
            raise AllocationError(f"held names {', '.join(unknown)}, which is no row or column of the table")
        held = held.reindex(index=index, columns=columns)
    fixed = np.array(held, dtype=float)
    if fixed.shape != shape or np.isinf(fixed).any():
        raise AllocationError(f"held must have the shape {shape} of the table, with finite or missing values")
    return fixed


def _names(labels: Any, length: int, kind: str) -> list[str]:
    return [f"{kind} {number}" for number in (range(length) if labels is None or callable(labels) else labels)]
