"""The key figures in run.json are those of the report, for the company and for each team."""

import re
from dataclasses import replace

import pytest

import okr_lib as okr
from okr_lib.plan.plan_records import load_records
from okr_lib.plan.records import load_reported
from okr_lib.reports.figures import report_figures
from okr_lib.reports.selection import report_jobs
from okr_lib.review import review as reviews
from okr_lib.review.review import Review
from tests.conftest import EXAMPLE

WANTED = {"target", "actual", "expected_by_now", "gap_to_target", "gap_to_plan", "contribution", "uncovered"} | {
    "likelihood",
    "year_interval_80",
    "key_results",
    "expected",
}


@pytest.fixture
def told(matas):
    def told(quarter, reported=None):
        records = load_records(matas)
        if reported is not None:
            records = replace(records, reported=reported)
        return report_figures(Review(matas, quarter, records))

    return told


def test_every_report_has_every_figure(told):
    found = told("Q3")
    assert list(found) == ["", "retail", "ecommerce", "marketing"]
    assert all(set(each) >= WANTED for each in found.values())
    assert found["marketing"]["likelihood"] is None


def test_what_came_is_set_against_the_target_and_against_the_plan(told):
    company = told("Q3")[""]
    assert (company["target"], company["actual"]) == (4455.0, 3438.5)
    assert company["gap_to_target"] == pytest.approx(company["actual"] - company["expected"])
    assert company["gap_to_plan"] == pytest.approx(company["actual"] - company["expected_by_now"])
    assert company["expected_by_now"] < company["expected"]


def test_the_likelihood_is_that_of_the_rest_of_the_year(told, matas):
    company = told("Q3")[""]
    came = okr.load_actuals(matas)
    year = came[came["fiscal_year"] == matas.fiscal_year.label]
    so_far = year.groupby("quarter")["revenue"].sum().drop("Q4").to_dict()
    assert company["likelihood"] == okr.target_outlook(matas, actuals=so_far).probability
    low, high = company["year_interval_80"]
    assert company["actual"] < low < high


def test_a_year_that_is_over_is_certain(told):
    company = told("Q4")[""]
    assert (company["likelihood"], company["year_interval_80"]) == (1.0, [4490.0, 4490.0])


def test_before_the_first_actuals_there_is_nothing_to_compare(told, matas):
    company = told("Q1", load_reported(matas).iloc[:0])[""]
    assert [company[name] for name in ("actual", "expected_by_now", "gap_to_target", "gap_to_plan")] == [None] * 4
    assert company["likelihood"] == okr.target_outlook(matas).probability


def test_a_team_has_its_own_key_results(told):
    found = told("Q3")
    of_teams = [name for team in ("retail", "ecommerce", "marketing") for name in found[team]["key_results"]]
    assert len(of_teams) == len(set(of_teams))
    assert set(of_teams) < set(found[""]["key_results"])
    assert all(re.fullmatch("[a-z_]+", status) for status in found[""]["key_results"].values())
    assert found[""]["key_results"]["online-revenue"] != "pending"  # read from the actuals


def test_the_likelihood_is_computed_once_a_quarter(monkeypatch):
    asked = []
    of_plan = reviews.evidence_of
    monkeypatch.setattr(reviews, "evidence_of", lambda *args: (asked.append(args), of_plan(*args))[1])
    jobs = report_jobs(EXAMPLE, quarters=["Q2", "Q3"], teams=None, language_codes=["en", "da"])
    assert (len(jobs), len(asked)) == (16, 2)
