"""Who does what when: every initiative with its owner, its quarters and what it brings."""

import re

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.when_table import MANY, initiatives_by_quarter
from okr_lib.growth.breakdown import timeline
from okr_lib.plan.model import Plan


def shown(plan):
    return initiatives_by_quarter(plan, timeline(plan, okr.growth_ledger(plan)), Labels.of(plan)).html


def test_an_initiative_has_its_owner_its_build_up_and_its_amount(matas):
    row = next(line for line in shown(matas).split("<tr>") if "Personal offers" in line)
    assert "Head of Customer Data" in row
    assert [share in row for share in ("40%", "80%", "100%", "+10.5")] == [True] * 4


def test_the_more_of_its_effect_a_quarter_has_the_stronger_is_its_ground(matas):
    row = next(line for line in shown(matas).split("<tr>") if "Personal offers" in line)
    found = re.findall(r"rgba\(0,114,178,([\d.]+)\)\">(\d+)", row)
    assert found == [("0.22", "40"), ("0.34", "80"), ("0.40", "100")]


def test_many_initiatives_are_a_list_that_has_each_of_them_under_its_owner(matas):
    data = matas.model_dump(mode="json")
    first = data["teams"][0]["initiatives"][0]
    data["teams"][0]["initiatives"] += [first | {"id": f"more-{n}", "name": f"More {n}"} for n in range(MANY)]
    html = shown(Plan.model_validate(data))
    assert "<table" not in html
    assert all(f"More {n} ·" in html for n in range(MANY))
    assert html.count(">Head of Store Operations<") == 1


def test_a_team_without_initiatives_says_so(matas):
    data = matas.model_dump(mode="json")
    data["teams"].append({"id": "it", "name": "IT"})
    assert "IT: No initiative yet" in shown(Plan.model_validate(data))
