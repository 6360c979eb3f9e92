"""Landing: the published forecasts, and how each method would have done before."""

import pytest

from okr_lib import OkrError, landing

HISTORY = [[20, 24, 28, 65], [24, 29, 35, 80], [23, 27, 36, 85]]
YEAR = [25, 27, 37, 95]


@pytest.mark.parametrize(
    ("seen", "growth", "share", "rate"),
    [(1, 185.9, 177.2, 100), (2, 177.8, 167.9, 104), (3, 177.0, 172.0, 118.7)],
)
def test_forecasts_of_a_seasonal_year_are_as_published(seen, growth, share, rate):  # GOLDEN L1
    forecasts = landing(YEAR[:seen], HISTORY).set_index("method")["landing"].round(1)
    assert forecasts[["growth_to_date", "seasonal_share", "run_rate"]].tolist() == [growth, share, rate]


def test_the_run_rate_comes_last_and_never_alone():
    methods = landing(YEAR[:1], HISTORY[-1], planned=[25, 30, 40, 95])["method"].tolist()
    assert methods[-1] == "run_rate"
    assert "plan_based" in methods


def test_a_year_that_is_over_lands_where_it_ended():
    assert landing(YEAR, HISTORY)["landing"].tolist() == pytest.approx([184] * 4)


def test_errors_are_those_of_earlier_years():
    table = landing(YEAR[:2], HISTORY).set_index("method")
    misses = [abs(53 * 137 / 44 / 168 - 1), abs(50 * 168 / 53 / 171 - 1)]
    assert table.at["growth_to_date", "error"] == pytest.approx(sum(misses) / 2)
    assert table.at["growth_to_date", "years"] == 2
    assert table.at["growth_to_date", "low"] == pytest.approx(table.at["growth_to_date", "landing"] * (1 - max(misses)))


def test_one_earlier_year_gives_no_error_to_show():
    assert landing(YEAR[:2], HISTORY[-1])["error"].isna().all()


def test_the_plan_based_landing_adds_the_planned_rest():
    table = landing([1053.5, 989.0, 1396.0], [1021.3, 973.9, 1378.0, 971.0], planned=[1047.4, 998.7, 1413.1, 995.8])
    assert table.set_index("method").at["plan_based", "landing"] == pytest.approx(4434.3)


@pytest.mark.parametrize(
    ("done", "before", "message"),
    [
        ([], [1, 2], "0 actuals"),
        ([1, 2, 3], [1, 2], "3 actuals and 2 periods"),
        ([1], [0, 2], "no growth on them"),
        ([1], [float("nan"), 2], "missing values"),
        ([float("inf")], [1, 2], "finite numbers"),
    ],
)
def test_bad_records_are_refused_in_words(done, before, message):
    with pytest.raises(OkrError, match=message):
        landing(done, before)
