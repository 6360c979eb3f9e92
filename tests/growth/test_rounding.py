"""Rounding keeps sums: in one column, within groups, and in a table with both margins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from okr_lib.growth.rounding import in_steps, largest_remainder, round_between, round_table, round_within


def test_a_whole_part_stays_as_it_is():
    assert largest_remainder([1021.0, 5.6, 2.4], 1029).tolist() == [1021, 6, 2]


def test_ties_go_to_the_part_that_comes_first():
    assert largest_remainder([0.5, 0.5, 1.0], 2).tolist() == [1, 0, 1]


def test_noise_of_floating_point_is_not_a_remainder():
    assert largest_remainder([0.1 * 3 / 0.1, 2.5, 2.5], 8).tolist() == [3, 3, 2]


def test_amounts_are_the_floats_people_would_write():
    assert in_steps([3, 7, 12345], 0.1).tolist() == [0.3, 0.7, 1234.5]
    assert in_steps([3], 25).tolist() == [75]


def test_groups_are_rounded_each_to_its_own_total():
    values = np.array([[0.6], [0.6], [0.8], [0.3], [0.9]])
    rounded = round_within(values, np.array([0, 0, 0, 1, 1]), np.array([[2], [1]]))
    assert rounded.ravel().tolist() == [1, 0, 1, 0, 1]


def test_a_group_without_rows_cannot_have_a_total():
    with pytest.raises(ValueError, match="without rows"):
        round_within(np.zeros((0, 1)), np.zeros(0, dtype=int), np.array([[1]]))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_parts_move_by_less_than_a_step_and_sum_to_the_rounded_total(values):
    total = round(sum(values))
    rounded = largest_remainder(values, total)
    assert rounded.sum() == total
    if abs(sum(values) - total) < 0.5:
        assert np.abs(rounded - values).max() < 1 + 1e-5


tables = arrays.arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 8)), elements=st.floats(-1e4, 1e4))


@given(tables)
def test_a_table_keeps_both_margins_exactly(table):
    counts = np.round(table)
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, table.shape)
    noise = noise - noise.mean(axis=0) - noise.mean(axis=1, keepdims=True) + noise.mean()
    values = counts + noise  # margins are whole, parts are not
    rounded = round_table(values, counts.sum(axis=1), counts.sum(axis=0))
    assert rounded.sum(axis=1).tolist() == counts.sum(axis=1).tolist()
    assert rounded.sum(axis=0).tolist() == counts.sum(axis=0).tolist()
    assert np.abs(rounded - values).max() < 1 + 1e-5


def test_margins_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="margins"):
        round_table(np.array([[0.5, 0.5]]), [5], [1, 1])


def test_parts_between_bounds_keep_them_and_sum():
    counts = round_between([30.4, 10.3, 20.3], 61, low=[-np.inf, 10, -np.inf], high=[np.inf, 10, 20])
    assert counts.tolist() == [31, 10, 20]


def test_bounds_that_leave_no_sum_are_refused():
    with pytest.raises(ValueError, match="bounds"):
        round_between([1.0, 2.0], 4, high=[1, 2])
