"""Quality findings: the example is sound, and each thing it could lack is found where it is."""

import pytest

import okr_lib as okr
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.plan.starter import templates_folder
from okr_lib.review.quality import quality_findings


def changed(matas, change, check_ins=None):
    data = matas.model_dump(mode="json")
    change(data)
    return [(finding.field, finding.message) for finding in quality_findings(Plan.model_validate(data), check_ins)]


def test_the_example_and_the_starter_plan_are_sound(matas):
    starter = okr.load_plan(templates_folder() / "plan")
    assert quality_findings(matas) == quality_findings(starter) == []
    assert quality_findings(matas, load_check_ins(matas)) == []


def objective(data):
    return data["teams"][0]["objectives"][0]


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (
            lambda data: data.update(target={"growth": 5}),
            "target.growth",
            "growth 5 is +500%; did you mean 0.05? write sure: true if it is meant",
        ),
        (lambda data: data["streams"][1].update(momentum=2), "streams[1].momentum", "did you mean 0.02?"),
        (
            lambda data: data["objectives"][0]["key_results"][0].update(measures=None),
            "objectives[0].key_results[0]",
            "starts at last year's revenue, which nobody can be at before the year is over; write measures: online",
        ),
        (
            lambda data: data["teams"][1]["initiatives"][0]["effects"].append({"stream": "stores", "lift": 1.5}),
            "teams[1].initiatives[0].effects[2].lift",
            "lift 1.5 is +150%",
        ),
        (lambda data: objective(data).update(title="Grow"), "teams[0].objectives[0].title", "1 words"),
        (
            lambda data: objective(data).update(title="Open 3 stores for our customers"),
            "teams[0].objectives[0].title",
            "a number",
        ),
        (lambda data: objective(data).update(supports=[]), "teams[0].objectives[0]", "supports no other objective"),
        (
            lambda data: data["quality"].update(key_results_least=3),
            "teams[1].objectives[0].key_results",
            "2 key results; 3 to 5",
        ),
        (
            lambda data: [result.update(indicator="lagging") for result in objective(data)["key_results"]],
            "teams[0].objectives[0].key_results",
            "no leading indicator",
        ),
        (
            lambda data: objective(data)["key_results"][0].update(due=None),
            "teams[0].objectives[0].key_results[0]",
            "no due date",
        ),
        (
            lambda data: objective(data)["key_results"][0].update(due="2023-04-01"),
            "teams[0].objectives[0].key_results[0].due",
            "is due on 2023-04-01, outside the year (2022-04-01 to 2023-03-31)",
        ),
        (
            lambda data: objective(data)["key_results"][0].update(owner="Head of Retail / Head of Range"),
            "teams[0].objectives[0].key_results[0].owner",
            "several owners, so nobody is",
        ),
        (
            lambda data: [data["teams"][0].update(capacity=4), data["teams"][0]["initiatives"][0].update(effort=5)],
            "teams[0].capacity",
            "take 70 of a capacity of 4",
        ),
        (
            lambda data: data["teams"][0]["initiatives"][1].update(serves=[]),
            "teams[0].initiatives[1].serves",
            "serves no key result",
        ),
        (lambda data: data["teams"][0]["initiatives"][1].update(effects=[]), "teams[0].initiatives[1]", "no effect"),
        (
            lambda data: data["teams"][1]["initiatives"][0].update(starts="Q4"),
            "teams[0].initiatives[2].after[0]",
            "'stock-online' starts in Q4, after 'click-and-collect' needs it in Q2",
        ),
        (lambda data: data["quality"].update(owned_most=2), "teams", "cannot be carried"),
        (
            lambda data: data["focus_areas"].append({"id": "alone", "name": "Alone", "sponsor": None}),
            "focus_areas[3]",
            "'Alone' has no team",
        ),
        (
            lambda data: data["teams"].append({"id": "board", "name": "Board"}),
            "teams[3]",
            "Board has a commitment but no initiatives",
        ),
    ],
)
def test_what_a_plan_lacks_is_found_where_it_lacks_it(matas, change, field, message):
    found = changed(matas, change)
    assert any(place == field and message in text for place, text in found), found


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(target={"growth": 1}),
        lambda data: data.update(target={"growth": 5, "sure": True}),
        lambda data: data["streams"][0].update(momentum={"low": 0, "likely": 1, "high": 2}, sure=True),
        lambda data: data["teams"][1]["initiatives"][0]["effects"].append(
            {"stream": "stores", "lift": 3, "sure": True}
        ),
    ],
)
def test_growth_that_is_usual_or_confirmed_is_no_finding(matas, change):
    assert changed(matas, change) == []


def test_findings_name_file_and_line(example):
    team = example / "teams" / "retail.yaml"
    team.write_text(team.read_text().replace("supports: [one-matas]", "supports: []"))
    [finding] = quality_findings(okr.load_plan(example))
    assert finding.file == "teams/retail.yaml"
    assert team.read_text().splitlines()[finding.line - 1].strip().startswith("- id: stores-worth-a-visit")


def test_limits_are_the_plans(matas):
    data = matas.model_dump(mode="json")
    data["quality"]["company_objectives_most"] = 0
    [finding] = quality_findings(Plan.model_validate(data))
    assert "1 company objectives" in finding.message


def test_owners_who_are_all_but_certain_have_not_aimed_high(matas):
    check_ins = load_check_ins(matas)
    check_ins.loc[check_ins["key_result"].isin(["nps-online", "online-share-q3"]), "confidence"] = 0.95
    [(place, message)] = changed(matas, lambda _: None, check_ins)
    assert place == "teams[1].objectives[0]"
    assert message.startswith("the mean confidence in its key results is 95%: above 90% they are promises")
    assert changed(matas, lambda data: data["quality"].update(confidence_most=0.95), check_ins) == []


def test_a_team_whose_commitment_is_held_at_nothing_needs_no_initiatives(matas):
    def add(data):
        data["teams"].append({"id": "board", "name": "Board"})
        data["allocation"]["held"] = {"board": 0}

    assert changed(matas, add) == []
