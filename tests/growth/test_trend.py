"""Where the rest of a year is going: five methods that agree where they should, and never look ahead."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.growth.trend import _latest, _share, rest_of_years

USUAL = np.log(1.05)
SEASONS = {4: [10.0, 20, 15, 40], 12: [3.0, 3, 4, 6, 7, 7, 5, 5, 5, 10, 10, 20]}


@pytest.mark.parametrize(("periods", "known"), [(4, 0), (4, 1), (4, 3), (12, 0), (12, 1), (12, 5), (12, 11)])
def test_a_company_that_never_changes_goes_on_as_it_was(periods, known):
    history = np.array([SEASONS[periods]] * 6)
    found = rest_of_years(history, history[0, :known], 0.0)
    assert found == pytest.approx(np.full(6, np.log(history[0, known:].sum())), abs=1e-12)


@pytest.mark.parametrize(("periods", "known"), [(4, 0), (4, 1), (4, 3), (12, 0), (12, 1), (12, 5), (12, 11)])
def test_steady_growth_goes_on_damped_by_a_quarter_at_most(periods, known):
    years = 1.05 ** (np.arange(8 * periods) / periods).reshape(8, periods) * SEASONS[periods]
    found = rest_of_years(years[:7], years[7, :known], USUAL)[-1]
    assert -USUAL / 4 < found - np.log(years[7, known:].sum()) < 0


def test_a_year_at_its_start_follows_usual_growth_smoothing_and_last_years_growth():
    history = np.array([[100.0] * 4, [110.0] * 4])
    first, _ = rest_of_years(history, np.array([]), 0.0)
    assert first == pytest.approx(np.log(400))  # nothing is known but what is usual
    second = rest_of_years(history[:, :1] * 4, np.array([]), 0.0)[1]
    usual, to_date = np.log(440) + np.log(1.1) / 11, np.log(440) + np.log(1.1)
    smoothed = np.log(400) + (1 - 0.2**4 + 0.9**4 * 0.05 * 16) * np.log(1.1) + 0.2 * np.log(1.1)
    assert second == pytest.approx(0.4 * usual + 0.2 * to_date + 0.4 * smoothed)


def test_after_a_quarter_each_of_the_five_has_its_fifth():
    history, done = np.array([[100.0, 100, 100, 100]]), np.array([120.0])
    (found,) = rest_of_years(history, done, 0.0)
    growth = np.log(1.2)
    smoothed = np.log(np.exp(0.05 * growth * np.cumsum(0.9 ** np.arange(1, 4))).sum() * 100) + 0.8 * growth
    assert found == pytest.approx((4 * np.log(300) + 3 * growth + smoothed) / 5)  # to date, latest and share: +20%


@given(st.integers(0, 3), st.lists(st.floats(1, 100), min_size=24, max_size=24))
def test_a_forecast_of_a_year_knows_nothing_of_what_came_later(known, revenue):
    history = np.array(revenue).reshape(6, 4)
    together = rest_of_years(history[:5], history[5, :known], USUAL)
    apart = [rest_of_years(history[:year], history[year, :known], USUAL)[-1] for year in range(1, 6)]
    assert together == pytest.approx(apart)


def test_a_half_year_is_followed_by_what_usually_follows_it_however_its_quarters_fell():
    history = np.array([[10.0, 30, 20, 40], [30.0, 10, 20, 40], [5.0, 5, 9, 9]])  # the last year says nothing yet
    recent = _latest(history, np.array([35.0, 5.0]), 2)
    assert recent.tolist() == [40, 40, 10, 40]
    assert _share(np.log([60.0, 60, 18]), recent, np.zeros(3))[-1] == pytest.approx(np.log(60))


def test_what_follows_is_not_known_of_the_first_year_and_is_forecast_otherwise():
    recent = _latest(np.array([[1.0] * 12] * 2), np.array([1.0]), 3)
    assert np.isnan(recent[0])
    assert recent[1:].tolist() == [3, 3]
    assert _share(np.log([11.0, 11.0]), recent, np.array([7.0, 8.0])).tolist() == [7, 8]
