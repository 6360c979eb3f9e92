"""The house: a roof, pillars with kroner, arrows between them, beams; nothing of it is cut."""

import re

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.okr_house import _words_of_target, okr_house
from okr_lib.growth.standing import commitments_by_team
from okr_lib.plan.model import Plan
from okr_lib.plan.starter import empty_plan, templates_folder


def house_of(plan, language="en"):
    return okr_house(plan, okr.growth_ledger(plan), Labels.of(plan, language))


@pytest.fixture
def many(matas):
    """A plan of twelve teams whose names are as long as names are."""
    data = matas.model_dump(mode="json")
    more = [{"id": f"team-{number}", "name": f"Team {number} " + "of a long name " * 10} for number in range(9)]
    return Plan.model_validate(data | {"teams": [*data["teams"], *more]})


def test_each_pillar_has_the_kroner_of_the_ledger(matas):
    html = house_of(matas).html
    for row in commitments_by_team(okr.growth_ledger(matas)).to_dict("records"):
        for name in ("commitment", "contribution", "uncovered"):
            assert f">{row[name]:.1f}</dd>" in html


def test_an_arrow_leads_from_the_pillar_that_feeds_to_the_one_that_is_fed():
    lanes = re.findall(
        r'<li style="grid-column:(\d/\d)">.*?<i class="(\w+)">.*?</span>(.*?)</li>',
        house_of(okr.load_plan(templates_folder() / "plan")).html,
    )
    assert [(span, head) for span, head, _ in lanes] == [("1/4", "right"), ("1/3", "left"), ("2/4", "right")]
    assert lanes[0][2].startswith("Retail feeds Marketing: Staff save the receipt online → Segmented campaigns")


def test_twelve_long_names_are_whole_and_stand_in_rows_of_four(many):
    html = house_of(many).html
    assert "repeat(4,minmax(0,1fr))" in html
    assert all(team.name.strip() in html for team in many.teams)
    assert "…" not in html


def test_names_are_words_and_nothing_else(matas):
    data = matas.model_dump(mode="json")
    data["teams"][0]["name"] = "<script>alert(1)</script>"
    html = house_of(Plan.model_validate(data)).html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        (0.2, "m is uncovered"),
        (0.15, "they plan DKK"),
        (-0.1, "have no growth to win"),
    ],
)
def test_the_roof_knows_whether_there_is_anything_to_win(growth, said):
    plan = okr.load_plan(templates_folder() / "plan")
    data = plan.model_dump(mode="json") | {"target": {"growth": growth}}
    assert said in house_of(Plan.model_validate(data)).text


def test_initiatives_that_cost_revenue_leave_more_uncovered_than_there_is_to_win():
    data = okr.load_plan(templates_folder() / "plan").model_dump(mode="json")
    data["teams"][0]["initiatives"][0]["effects"] = [
        {"stream": "stores", "amount": dict.fromkeys(("low", "likely", "high"), -300)}
    ]
    said = house_of(Plan.model_validate(data)).text
    assert " of it" not in said
    assert "is uncovered" in said


def test_an_empty_plan_asks_for_last_years_revenue():
    plan = empty_plan("Ny", currency="DKK", year="2027", starts="2027-01-01", stream="Butik", team="Salg")
    block = house_of(plan, "da")
    assert "Sidste års omsætning mangler" in block.text
    assert "Endnu ingen målsætning" in block.html
    assert 'class="bar"' not in block.html


def test_the_target_is_told_with_its_growth(matas, small):
    assert _words_of_target(matas, Labels.of(matas)) == "Target DKK\u00a04,455.0m, +2.6% on last year"
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    small["target"] = {"revenue": 5}
    plan = Plan.model_validate(small)
    assert _words_of_target(plan, Labels.of(plan)) == "Target DKK\u00a05.0m"
