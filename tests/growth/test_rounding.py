"""Rounding keeps sums, of parts that are free and of parts between bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.growth.rounding import in_steps, largest_remainder, round_between


def test_a_whole_part_stays_as_it_is():
    assert largest_remainder([1021.0, 5.6, 2.4], 1029).tolist() == [1021, 6, 2]


def test_ties_go_to_the_part_that_comes_first():
    assert largest_remainder([0.5, 0.5, 1.0], 2).tolist() == [1, 0, 1]


def test_columns_are_rounded_each_to_its_own_total():
    assert largest_remainder([[0.6, 0.3], [0.6, 0.9], [0.8, 0.8]], [2, 5]).tolist() == [[1, 1], [0, 2], [1, 2]]


def test_noise_of_floating_point_is_not_a_remainder():
    assert largest_remainder([0.1 * 3 / 0.1, 2.5, 2.5], 8).tolist() == [3, 3, 2]


def test_amounts_are_the_floats_people_would_write():
    assert in_steps([3, 7, 12345], 0.1).tolist() == [0.3, 0.7, 1234.5]
    assert in_steps([3], 25).tolist() == [75]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_parts_move_by_less_than_a_step_and_sum_to_the_rounded_total(values):
    total = round(sum(values))
    rounded = largest_remainder(values, total)
    assert rounded.sum() == total
    if abs(sum(values) - total) < 0.5:
        assert np.abs(rounded - values).max() < 1 + 1e-5


def test_parts_between_bounds_keep_them_and_sum():
    counts = round_between([30.4, 10.3, 20.3], 61, low=[-np.inf, 10, -np.inf], high=[np.inf, 10, 20])
    assert counts.tolist() == [31, 10, 20]


def test_bounds_that_leave_no_sum_are_refused():
    with pytest.raises(ValueError, match="bounds"):
        round_between([1.0, 2.0], 4, high=[1, 2])
