"""The landing: the range as a band, methods as dots inside it, earlier closes above; each method set against the target."""

import numpy as np
import pytest
from bs4 import BeautifulSoup

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.landing import chart_landing, table_landing
from okr_lib.plan.closing import load_closings
from okr_lib.review.evidence import evidence_of
from okr_lib.review.forecasts import forecast_record
from okr_lib.review.landing import year_landing
from okr_lib.review.variance import plan_against_actual


@pytest.fixture(scope="module")
def drawn(matas, view):
    actuals, ledger = okr.load_actuals(matas), okr.growth_ledger(matas)
    evidence = evidence_of(matas, actuals, "Q3")
    methods = year_landing(plan_against_actual(matas, ledger, actuals, "Q3"), ("Q1", "Q2", "Q3"), ledger)
    record = forecast_record(matas, load_closings(matas), actuals, "Q3")
    outlook = evidence.outlook(matas)
    return chart_landing(outlook, methods, record, view.labels, "Title"), outlook, methods, record


def test_a_band_a_close_and_two_for_the_forecast_lie_where_their_ranges_are(drawn):
    picture, outlook, _, record = drawn
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in picture.figure.axes[0].patches]
    ranges = [*zip(record["low"], record["high"], strict=True), outlook.interval(0.8), outlook.interval(0.5)]
    assert np.allclose(bars, ranges)


def test_each_method_is_a_dot(drawn):
    picture, _, methods, _ = drawn
    dots = [line.get_xdata()[0] for line in picture.figure.axes[0].lines if line.get_marker() == "o"]
    assert dots == pytest.approx(methods["landing"].tolist())


def test_the_target_is_a_line_and_every_figure_is_in_the_words(drawn):
    picture, outlook, methods, _ = drawn
    assert [line.get_xdata()[0] for line in picture.figure.axes[0].lines][-1] == outlook.target
    assert "Close of Q2: 4,223–4,710; Forecast now: 4,329–4,535" in picture.alt
    for value in (*methods["landing"], outlook.target):
        assert f"{value:,.1f}" in picture.alt


def test_before_any_quarter_there_is_the_forecast_alone(matas, view, drawn):
    *_, methods, record = drawn
    picture = chart_landing(okr.target_outlook(matas), methods[:0], record[:0], view.labels, "Title")
    assert len(picture.figure.axes[0].patches) == 2


def test_of_a_year_that_is_over_the_outcome_is_a_dot_below_what_was_forecast(matas, view, drawn):
    *_, methods, record = drawn
    outlook = evidence_of(matas, okr.load_actuals(matas), "Q4").outlook(matas)
    picture = chart_landing(outlook, methods, record, view.labels, "Title")
    assert [line.get_xdata()[0] for line in picture.figure.axes[0].lines if line.get_marker() == "o"] == [4490.0]
    assert "The year: 4,490.0" in picture.alt


@pytest.fixture(scope="module")
def forecasts(matas):
    comparison = plan_against_actual(matas, okr.growth_ledger(matas), okr.load_actuals(matas), "Q3")
    return year_landing(comparison, ("Q1", "Q2", "Q3"), okr.growth_ledger(matas))


def test_every_method_stands_against_the_target(matas, forecasts):
    page = BeautifulSoup(table_landing(forecasts, 4431.5, 4455.0, Labels.of(matas)).as_raw_html(), "html.parser")
    rows = {line.th.get_text(): [cell.get_text() for cell in line.find_all("td")] for line in page.tbody.find_all("tr")}
    assert rows["Rest of the year as the plan expects"] == ["4,440.6", "−14.4"]
    assert rows["Rest of the year as last year"] == ["4,409.5", "−45.5"]


def test_errors_in_earlier_years_have_a_column_where_there_are_any(matas, forecasts):
    table = table_landing(forecasts.assign(error=0.0213), 4431.5, 4455.0, Labels.of(matas)).as_raw_html()
    assert "Mean error in earlier years" in table
    assert "2.1%" in table
    assert "Mean error" not in table_landing(forecasts, 4431.5, 4455.0, Labels.of(matas)).as_raw_html()


def test_as_the_plan_expects_is_what_the_tornado_stands_on(matas, forecasts):
    came = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    planned = forecasts.set_index("method").at["plan_based", "landing"]
    assert planned == pytest.approx(okr.expected_revenue(matas, actuals=came), abs=0.05)
