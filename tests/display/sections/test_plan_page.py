"""The plan's page: made from a plan, what is known of its company and labels, with no kernel."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.sections import plan_page
from okr_lib.growth.evidence import Evidence
from okr_lib.plan.starter import empty_plan, templates_folder
from okr_lib.review.evidence import evidence_of


def page_of(plan, language="en", evidence=None):
    return "\n".join(map(repr, plan_page(plan, evidence or Evidence(), Labels.of(plan, language))))


@pytest.mark.parametrize("folder", ["plan", "plan-da"])
def test_the_starters_page_has_house_plan_likelihood_and_what_is_open(folder):
    plan = okr.load_plan(templates_folder() / folder)
    said = page_of(plan, plan.language or "en").replace("\u00a0", " ")
    words = {
        "plan": ("Target DKK 1,200.0m", "Retail feeds Marketing", "is seen to end", "Of 436", "Uncovered: Retail 7.2"),
        "plan-da": ("Mål 1.200,0 mio. kr.", "Retail leverer til Marketing", "ventes", "Af 436", "Udækket: Retail 7,2"),
    }
    assert [word for word in words[folder] if word not in said] == []


def test_a_year_that_is_over_is_told_as_ended(matas):
    said = page_of(matas, evidence=evidence_of(matas, okr.load_records(matas).actuals))
    assert "How the year ended" in said
    assert "How likely is it?" not in said


def test_a_page_without_revenue_says_what_is_missing_and_no_likelihood():
    plan = empty_plan("New", currency="DKK", year="2027", starts="2027-01-01", stream="Shops", team="Sales")
    said = page_of(plan)
    assert "Last year's revenue is missing" in said
    assert "Sales: no initiative yet" in said
    assert "likel" not in said
