"""What a close forecast is kept for good, and held against the year once it is over."""

import datetime as dt

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.closing import Closing, Forecast
from okr_lib.plan.records import ACTUALS_COLUMNS
from okr_lib.plan.values import QUARTERS
from okr_lib.review.evidence import evidence_of
from okr_lib.review.forecasts import forecast_at_close, forecast_record


def came(*revenues):
    rows = [("2027", quarter, "shop", float(value)) for quarter, value in zip(QUARTERS, revenues, strict=False)]
    return pd.DataFrame(rows, columns=list(ACTUALS_COLUMNS)).astype({"revenue": float})


def kept(**quarters):
    """Closings that kept a range each."""
    return {
        name: Closing(
            quarter=name,
            forecast=Forecast(through=name, expected=(low + high) / 2, low=low, high=high, likelihood=0.3, target=480),
        )
        for name, (low, high) in quarters.items()
    }


def at_close(plan, actuals, quarter):
    return forecast_at_close(plan, evidence_of(plan, actuals, quarter))


@pytest.fixture
def shop(small):
    return okr.Plan.model_validate(small)


@pytest.fixture
def actuals(matas):
    return okr.load_actuals(matas)


@pytest.mark.parametrize("quarter", ["Q1", "Q2", "Q3"])
def test_a_close_forecasts_what_the_outlook_says(matas, actuals, quarter):
    year = actuals[actuals["fiscal_year"] == "2022/23"].groupby("quarter")["revenue"].sum()
    position = QUARTERS.index(quarter) + 1
    outlook = okr.target_outlook(matas, actuals={name: year[name] for name in QUARTERS[:position]})
    low, high = outlook.interval(0.8)
    forecast = at_close(matas, actuals, quarter)
    assert forecast.through == quarter
    assert forecast.expected == pytest.approx(outlook.mean, abs=matas.step / 2)
    assert forecast.likelihood == round(outlook.probability, 3)
    assert (forecast.low, forecast.high) == pytest.approx((low, high), abs=matas.step / 2)
    assert forecast.target == 4455


def test_what_came_after_the_quarter_is_not_known_at_its_close(matas, actuals):
    until = actuals[(actuals["fiscal_year"] != "2022/23") | (actuals["quarter"] == "Q1")]
    assert at_close(matas, actuals, "Q1") == at_close(matas, until, "Q1")


def test_amounts_are_kept_in_whole_steps(small):
    small |= {"step": 5, "target": {"growth": 0.2035}}
    small["streams"][0]["momentum"] = {"low": -0.01, "likely": 0.02, "high": 0.07}
    forecast = at_close(okr.Plan.model_validate(small), came(103.3), "Q1")
    assert [value % 5 for value in (forecast.expected, forecast.low, forecast.high, forecast.target)] == [0, 0, 0, 0]


def test_a_close_before_its_actuals_says_what_was_known(shop):
    assert at_close(shop, came(110), "Q2").through == "Q1"
    assert at_close(shop, came(), "Q1").through is None


def test_a_year_that_is_over_is_not_forecast(shop):
    assert at_close(shop, came(110, 110, 110, 110), "Q4") is None
    assert at_close(shop, came(110, 110, 110), "Q4").through == "Q3"


def test_amounts_larger_than_a_file_may_hold_are_not_kept(small):
    small["streams"][0]["baseline"] = dict.fromkeys(QUARTERS, 2.0e11)
    small["target"] = {"growth": 0.01}
    assert at_close(okr.Plan.model_validate(small), came(), "Q1").expected == 8e11
    small["streams"][0]["baseline"] = dict.fromkeys(QUARTERS, 2.6e11)
    assert at_close(okr.Plan.model_validate(small), came(), "Q1") is None


def test_a_report_shows_the_forecasts_before_it(shop):
    closings = kept(Q1=(440, 480), Q2=(450, 470), Q3=(455, 465)) | {"Q4": Closing(quarter="Q4")}
    shown = {quarter: forecast_record(shop, closings, came(110), quarter)["quarter"].tolist() for quarter in QUARTERS}
    assert shown == {"Q1": [], "Q2": ["Q1"], "Q3": ["Q1", "Q2"], "Q4": ["Q1", "Q2", "Q3"]}


def test_of_a_year_under_way_nobody_knows_whether_a_range_held(shop):
    for actuals, quarter in ((came(110, 110, 110), "Q4"), (came(110, 110, 110, 110), "Q3")):
        record = forecast_record(shop, kept(Q1=(440, 480)), actuals, quarter)
        assert record[["actual", "error", "inside"]].isna().all(axis=None)


@pytest.mark.parametrize(("last", "inside"), [(109.9, False), (110.0, True), (130, True), (150, True), (150.1, False)])
def test_a_range_holds_the_year_when_it_ends_within_it_or_on_its_ends(shop, last, inside):
    record = forecast_record(shop, kept(Q2=(440, 480)), came(110, 110, 110, last))
    assert record["actual"].tolist() == [330 + last]
    assert record["error"].tolist() == [round(330 + last - 460, 1)]
    assert record["inside"].tolist() == [inside]


def test_the_year_is_compared_as_it_is_shown(shop):
    record = forecast_record(shop, kept(Q1=(440, 480)), came(120, 120, 120, 120.04))  # 480.0 to a tenth
    assert record["inside"].tolist() == [True]


def test_a_close_of_the_year_before_is_of_another_year(shop):
    (closing,) = kept(Q1=(440, 480)).values()
    for day, rows in ((dt.date(2026, 12, 31), 0), (dt.date(2027, 1, 1), 1), (dt.date(2027, 4, 5), 1)):
        closings = {"Q1": closing.model_copy(update={"closed": day})}
        assert len(forecast_record(shop, closings, came(110, 110, 110, 110))) == rows


def test_closes_without_a_forecast_and_no_closes_leave_no_row(shop):
    year = came(110, 110, 110, 110)
    assert forecast_record(shop, {}, year).empty
    assert forecast_record(shop, {"Q1": Closing(quarter="Q1")} | kept(Q3=(1, 2)), year)["quarter"].tolist() == ["Q3"]
