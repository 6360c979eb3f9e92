"""Landing: the published forecasts, and how each method would have done before."""

import numpy as np
import pandas as pd
import pytest

import okr_lib as okr
from okr_lib import OkrError, landing
from okr_lib.plan.values import QUARTERS
from okr_lib.review.evidence import earlier_years
from okr_lib.review.landing import year_landing
from okr_lib.review.variance import company_actuals, plan_against_actual, scorecard

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


def records(years, *, streams=("shop",)):
    """Actuals of quarters Q1, Q2, ... by year, the same in every stream."""
    rows = [
        (year, f"Q{number}", stream, float(value))
        for year, values in years.items()
        for stream in streams
        for number, value in enumerate(values, 1)
    ]
    return pd.DataFrame(rows, columns=["fiscal_year", "quarter", "stream", "revenue"])


def of_year(plan, actuals, observed):
    comparison = plan_against_actual(plan, okr.growth_ledger(plan), actuals, "Q4")
    return year_landing(comparison, observed, okr.growth_ledger(plan), earlier_years(plan, actuals))


def test_methods_that_come_to_the_same_are_one(matas):
    table = of_year(matas, okr.load_actuals(matas), ("Q1", "Q2", "Q3"))
    assert table["method"].tolist() == ["growth_to_date", "seasonal_naive", "plan_based"]
    assert table["landing"].round(6).is_unique


@pytest.mark.parametrize("over", [1, 2, 3])
def test_as_the_plan_expects_is_what_came_and_what_the_ledger_covers_of_the_rest(matas, over):
    actuals, ledger = okr.load_actuals(matas), okr.growth_ledger(matas)
    came = company_actuals(matas, actuals, QUARTERS[over - 1])
    covered = ledger[(ledger["line"] != "uncovered") & ledger["quarter"].isin(QUARTERS[over:])]["amount"].sum()
    landed = of_year(matas, actuals, QUARTERS[:over]).set_index("method").at["plan_based", "landing"]
    to_date = scorecard(plan_against_actual(matas, ledger, actuals, QUARTERS[over - 1]), QUARTERS[:over]).iloc[-1]
    assert round(landed, 6) == round(to_date["actual"] + covered, 6)
    row = okr.scenario_summary(matas, {}, lambda _: 0.0, actuals=came).iloc[0]
    assert (round(landed, 6), round(4455 - landed, 6)) == (row["covered"], row["uncovered"])


def test_earlier_years_in_the_records_say_how_wrong_a_method_would_have_been(small):
    plan = okr.Plan.model_validate(small)
    actuals = records({"2024": [80, 80, 80, 160], "2025": [90, 90, 90, 130], "2027": [101, 104]})
    assert earlier_years(plan, actuals).tolist() == [[80, 80, 80, 160], [90, 90, 90, 130]]
    table = of_year(plan, actuals, ("Q1", "Q2")).set_index("method")
    # 2025 by 2024: 180 + 240 * 180 / 160 = 450 of 400; 2026 by 2025: 200 + 220 * 200 / 180 of 400.
    assert table.at["growth_to_date", "error"] == pytest.approx((0.125 + (200 + 220 / 0.9) / 400 - 1) / 2)
    assert table.at["seasonal_share", "years"] == 2


@pytest.mark.parametrize(
    "years",
    [
        {"2023": [1, 1, 1, 1], "2024": [1, 1, 1, 1]},  # 2025 is not there
        {"2025": [1, 1, 1]},  # nor whole
        {"2026": [1, 1, 1, 1], "2027": [1, 1, 1, 1]},  # the baseline year and the plan's own
    ],
)
def test_only_whole_years_that_lead_up_to_the_baseline_count(small, years):
    assert earlier_years(okr.Plan.model_validate(small), records(years)).shape == (0, 4)
    assert earlier_years(okr.Plan.model_validate(small), records({}, streams=())).shape == (0, 4)


def test_a_year_without_a_stream_that_the_plan_has_a_baseline_for_does_not_count(matas):
    assert earlier_years(matas, records({"2020/21": [1, 1, 1, 1]}, streams=("stores",))).shape == (0, 4)
    assert len(earlier_years(matas, records({"2020/21": [1, 1, 1, 1]}, streams=("stores", "online")))) == 1


def test_where_last_year_had_no_revenue_the_plan_still_has_a_landing(small):
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    small["target"] = {"revenue": 100}
    table = of_year(okr.Plan.model_validate(small), records({"2027": [20, 30]}), ("Q1", "Q2"))
    assert table[["method", "landing"]].to_numpy().tolist() == [["plan_based", 50], ["run_rate", 100]]


def test_a_year_that_is_over_has_no_landing(matas):
    assert of_year(matas, okr.load_actuals(matas), ("Q1", "Q2", "Q3", "Q4")).empty


def test_an_earlier_year_that_began_with_nothing_is_left_out(small):
    plan = okr.Plan.model_validate(small)
    table = of_year(plan, records({"2024": [0, 5, 5, 5], "2025": [90, 90, 90, 130], "2027": [101]}), ("Q1",))
    assert np.isfinite(table["landing"]).all()
    assert table.set_index("method").at["growth_to_date", "years"] == 1
