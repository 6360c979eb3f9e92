"""The landing names its methods, sets each against the target and says what they agree on."""

import pytest
from bs4 import BeautifulSoup

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.landing_table import finding_landing, table_landing
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
    assert list(rows)[-1].startswith("Run-rate")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (4455.0, ": DKK\u00a014.4m or more below the target of DKK\u00a04,455.0m"),
        (4425.0, ": some below the target of DKK\u00a04,425.0m, some above"),
        (4400.0, ": at the target of DKK\u00a04,400.0m or above"),
    ],
)
def test_the_finding_leaves_the_run_rate_out(matas, forecasts, target, words):
    said = finding_landing(forecasts, target, Labels.of(matas))
    assert said.endswith(words)
    assert said.startswith("The methods see the year end between")
    assert "between DKK\u00a04,409.5m and DKK\u00a04,440.6m" in said


def test_errors_in_earlier_years_have_a_column_where_there_are_any(matas, forecasts):
    table = table_landing(forecasts.assign(error=0.0213), 4455.0, Labels.of(matas)).as_raw_html()
    assert "Mean error in earlier years" in table
    assert "2.1\u00a0%" in table
    assert "Mean error" not in table_landing(forecasts, 4455.0, Labels.of(matas)).as_raw_html()


def test_a_gap_is_that_of_the_figures_that_are_shown(matas, forecasts):
    one = forecasts.assign(landing=4449.96)
    said = finding_landing(one, 4455.0, Labels.of(matas))
    assert said == "The year is seen to end at DKK\u00a04,450.0m: DKK\u00a05.0m below the target of DKK\u00a04,455.0m"


def test_without_actuals_there_is_nothing_to_forecast_from(matas):
    comparison = plan_against_actual(matas, okr.growth_ledger(matas), okr.load_actuals(matas)[:0], "Q3")
    none = year_landing(comparison, (), okr.growth_ledger(matas))
    assert none.empty
    assert finding_landing(none, 4455.0, Labels.of(matas)).startswith("There are no actuals yet")


def test_as_the_plan_expects_is_what_tornado_and_likelihood_stand_on(matas, forecasts):
    came = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    planned = forecasts.set_index("method").at["plan_based", "landing"]
    assert planned == pytest.approx(okr.expected_revenue(matas, actuals=came), abs=0.05)
    assert planned == pytest.approx(okr.target_outlook(matas, actuals=came).mean, abs=0.5)
