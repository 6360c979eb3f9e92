"""Phasing: published cases, sums, and growth in the year against growth at its end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.growth.phasing import exit_growth, phase


def test_a_linear_ramp_to_20_percent_ends_at_32_percent():  # GOLDEN P2
    flat = np.full(4, 100.0)
    revenue = flat + phase(80, [1, 2, 3, 4])
    assert exit_growth(revenue, flat) == pytest.approx(0.32)


def test_the_target_follows_last_years_seasons():
    quarters = phase(4455.0, [1021.3, 973.9, 1378.0, 971.0])
    assert quarters.round(1).tolist() == [1047.3, 998.7, 1413.1, 995.8]


def test_a_year_without_seasons_is_spread_evenly():
    assert phase(12, [0, 0, 0, 0]).tolist() == [3, 3, 3, 3]


def test_no_exit_growth_without_a_last_year():
    assert np.isnan(exit_growth([1, 2], [1, 0]))


@given(st.floats(-1e9, 1e9), st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_phasing_sums_back(total, weights):
    assert phase(total, weights).sum() == pytest.approx(total, rel=1e-9, abs=1e-9)
