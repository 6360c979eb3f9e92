"""The landing numbers its methods as in the picture and sets each against the target."""

import pytest
from bs4 import BeautifulSoup

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.landing_table import table_landing
from okr_lib.review.landing import year_landing
from okr_lib.review.variance import plan_against_actual


@pytest.fixture(scope="module")
def forecasts(matas):
    comparison = plan_against_actual(matas, okr.growth_ledger(matas), okr.load_actuals(matas), "Q3")
    return year_landing(comparison, ("Q1", "Q2", "Q3"), okr.growth_ledger(matas))


def test_every_method_stands_against_the_target(matas, forecasts):
    page = BeautifulSoup(table_landing(forecasts, 4455.0, Labels.of(matas)).as_raw_html(), "html.parser")
    rows = {line.th.get_text(): [cell.get_text() for cell in line.find_all("td")] for line in page.tbody.find_all("tr")}
    assert rows["Rest of the year as the plan expects"] == ["4,440.6", "−14.4"]
    assert rows["Rest of the year as last year"] == ["4,409.5", "−45.5"]


def test_errors_in_earlier_years_have_a_column_where_there_are_any(matas, forecasts):
    table = table_landing(forecasts.assign(error=0.0213), 4455.0, Labels.of(matas)).as_raw_html()
    assert "Mean error in earlier years" in table
    assert "2.1%" in table
    assert "Mean error" not in table_landing(forecasts, 4455.0, Labels.of(matas)).as_raw_html()


def test_as_the_plan_expects_is_what_the_tornado_stands_on(matas, forecasts):
    came = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    planned = forecasts.set_index("method").at["plan_based", "landing"]
    assert planned == pytest.approx(okr.expected_revenue(matas, actuals=came), abs=0.05)
