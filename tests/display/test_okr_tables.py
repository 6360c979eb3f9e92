"""The OKR scorecard shows each key result as it stands, in words that are only words."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import finding_key_results, rule_of_status, shown_progress, table_key_results
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.states import key_result_states, objective_states

AT_Q3 = dt.date(2022, 12, 31)


def table(plan, check_ins, language="en"):
    states = key_result_states(plan, check_ins, AT_Q3, okr.load_actuals(plan) if plan.folder else None)
    return table_key_results(plan, states, objective_states(plan, states), Labels.of(plan, language)).as_raw_html()


@pytest.mark.parametrize("progress, percent", [(0.9951, "99"), (1.0, "100"), (1.3, "100"), (-0.2, "0"), (0.5, "50")])
def test_progress_is_all_of_it_only_when_it_is(progress, percent):
    assert shown_progress(progress, Labels()).startswith(percent)


@pytest.fixture(scope="module")
def page(matas):
    return BeautifulSoup(table(matas, load_check_ins(matas)), "html.parser")


def row(page, name):
    [line] = [line for line in page.find_all("tr") if line.th and line.th.get_text() == name]
    return [cell.get_text().replace("\u00a0", " ") for cell in line.find_all("td")]


def test_a_key_result_shows_owner_way_value_and_status(page):
    cells = row(page, "New brands on the shelf")
    assert cells[:7] == ["Head of Category", "0 → 60 brands", "44 brands", "73%", "75%", "On track", "70%"]
    assert cells[7] == "Illustration: 44 of 60 on the shelf."


def test_a_silent_key_result_says_so(page):
    assert row(page, "Members of Club Matas")[5] == "Outdated"


def test_a_level_that_does_not_hold_and_a_miss_say_by_how_much(page):
    assert row(page, "Net promoter score of stores")[3:6] == ["99%", "100%", "1 NPS below its floor"]
    assert row(page, "Average basket in the Christmas quarter")[5] == "Missed by 1.8 DKK"


def test_revenue_read_from_the_actuals_is_so_far(page):
    assert row(page, "Online revenue of the year")[2:6] == ["896.3 DKK m so far", "100%", "75%", "On track"]


def test_shares_are_shown_as_percentages(page):
    assert row(page, "Online share of revenue in the Christmas quarter")[1:4] == [
        "25.4% → 27.5%",
        "29.0%, above the 27.5%",
        "100%",
    ]


def test_objectives_stand_above_their_key_results_with_the_weakest_word(page):
    text = page.get_text().replace("\u00a0", " ")
    assert "Marketing: Club members come back more often because offers fit them (74%; weakest: At risk)" in text


def test_words_of_a_plan_and_its_owners_are_only_words(matas):
    data = matas.model_dump(mode="json")
    for owner in (data["objectives"][0], data["objectives"][0]["key_results"][0]):
        owner["title"] = "<script>alert(1)</script> {{ x }} **b**"
    check_ins = load_check_ins(matas)
    check_ins.loc[0, "comment"] = "<img src=x onerror=alert(1)>"
    check_ins.loc[0, "date"] = AT_Q3
    html = table(Plan.model_validate(data), check_ins[:1])
    assert "<script" not in html
    assert "<img" not in html
    assert "**b**" in BeautifulSoup(html, "html.parser").get_text()


def test_the_finding_counts_what_is_in_the_table(matas):
    states = key_result_states(matas, load_check_ins(matas), AT_Q3)
    said = finding_key_results(states, Labels.of(matas))
    assert said == "Of 10 key results: 1 met, 2 missed, 2 on track, 2 off track, 3 silent"
    early = key_result_states(matas, load_check_ins(matas), dt.date(2022, 6, 30))
    said = finding_key_results(early, Labels.of(matas))
    assert said == "Of 10 key results: 1 on track, 1 off track, 8 silent"
    over = states[states["status"].isin(["met", "missed"])]
    assert finding_key_results(over, Labels.of(matas)) == "Of 3 key results: 1 met, 2 missed"
    assert finding_key_results(states[states["status"] == "met"], Labels.of(matas)) == "The one key result: Met"
    assert finding_key_results(states[:0], Labels.of(matas)) == "The plan has no key results yet"


def test_the_rule_is_printed_with_the_plans_own_limits(matas):
    data = matas.model_dump(mode="json")
    data["thresholds"] = {"on_track": 0.9, "cadence_days": 14}
    said = rule_of_status(Plan.model_validate(data), Labels.of(matas)).replace("\u00a0", " ")
    assert "on track from 90%" in said
    assert "more than 14 days old" in said


def test_a_plan_without_key_results_has_no_rule_of_status(bare):
    assert not any(objective.key_results for _, objective in bare.plan.objectives_by_team())
    assert rule_of_status(bare.plan, bare.labels) == ""
