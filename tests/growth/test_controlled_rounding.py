"""Controlled rounding: every margin beside its exact sum; where not all can be, the finest gives way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from okr_lib.growth.controlled_rounding import Margin, round_cells

cells = arrays.arrays(float, (4, 5), elements=st.integers(-300, 300).map(lambda count: count / 100))
ROWS, COLUMNS = np.indices((4, 5)).reshape(2, -1)


@settings(max_examples=100, deadline=None)
@given(cells)
def test_rows_within_halves_and_columns_are_all_kept(table):
    labels = [ROWS, COLUMNS, ROWS // 2, np.zeros(20, dtype=int), ROWS // 2 * 5 + COLUMNS]
    counts = round_cells(table.ravel(), [Margin(label, 1) for label in labels])
    for label in [*labels, np.arange(20)]:
        exact, kept = np.bincount(label, table.ravel()), np.bincount(label, counts)
        assert np.abs(kept - exact).max() < 1 - 1e-6


@given(arrays.arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 8)), elements=st.floats(-1e4, 1e4)))
def test_a_table_keeps_both_margins_exactly(table):
    counts, labels = np.round(table), np.indices(table.shape).reshape(2, -1)
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, table.shape)
    noise = noise - noise.mean(axis=0) - noise.mean(axis=1, keepdims=True) + noise.mean()
    values = counts + noise  # margins are whole, parts are not
    margins = [Margin(label, 0, counts.sum(axis=axis).astype(int)) for label, axis in zip(labels, (1, 0), strict=True)]
    rounded = round_cells(values.ravel(), margins).reshape(table.shape)
    assert rounded.sum(axis=1).tolist() == counts.sum(axis=1).tolist()
    assert rounded.sum(axis=0).tolist() == counts.sum(axis=0).tolist()
    assert np.abs(rounded - values).max() < 1 + 1e-5


def test_a_total_of_its_own_is_kept_and_whole_cells_stay():
    counts = round_cells(np.array([2.0, 0.4, 0.4, 0.4]), [Margin(np.zeros(4, dtype=int), 0, np.array([4]))])
    assert counts[0] == 2
    assert counts.sum() == 4


def test_where_margins_cannot_all_hold_cells_give_way_before_margins():
    quarter, row = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    totals = [Margin(quarter, 0, np.array([2, 0])), Margin(row, 0, np.array([1, 1]))]
    values = np.array([0.9, 0.1, 0.0, 1.0])
    counts = round_cells(values, totals)
    assert np.bincount(quarter, counts).tolist() == [2, 0]
    assert np.bincount(row, counts).tolist() == [1, 1]
    assert np.abs(counts - values).max() < 2


def test_totals_that_contradict_each_other_are_refused():
    whole = np.zeros(2, dtype=int)
    with pytest.raises(ValueError, match="do not fit"):
        round_cells(np.array([0.5, 0.5]), [Margin(whole, 0, np.array([1])), Margin(whole, 0, np.array([2]))])
