"""Scenario files: loaded by name, refused with file, line and remedy."""

import pytest

import okr_lib as okr
from okr_lib import PlanError, load_plan, load_scenarios


def test_the_example_has_scenarios(matas):
    scenarios = load_scenarios(matas)
    assert list(scenarios) == ["launches-slip", "more-club-plus"]
    assert scenarios["launches-slip"].delay == {"marketing": 1}


def test_a_plan_without_scenarios_has_none(small):
    assert load_scenarios(okr.Plan.model_validate(small), "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name: A\ndrop: [club]\n", 2, r"drop\[0\]: there is no initiative 'club'; did you mean 'club-plus'"),
        ("initiatives:\n  club-plus: {probability: 2}\n", 2, "probability: 2 is not between 0 and 1"),
        ("name: A\ndelay: {marketing: 9}\n", 2, "9 is not a delay"),
        ("name: A\ndropp: []\n", 2, "dropp: is not a field here; did you mean 'drop'"),
        ("momentum:\n  shops: 0.1\n", 2, "there is no stream 'shops'"),
        ("", 1, "the file is empty"),
    ],
)
def test_a_broken_scenario_is_named_with_its_line(example, text, line, message):
    (example / "scenarios" / "broken.yaml").write_text(text)
    with pytest.raises(PlanError, match=message) as error:
        load_scenarios(load_plan(example))
    [problem] = error.value.problems
    assert (problem.file, problem.line) == ("scenarios/broken.yaml", line)


def test_every_scenario_with_problems_is_reported(example):
    for name in ("a", "b"):
        (example / "scenarios" / f"{name}.yaml").write_text("drop: [nothing-like-it]\n")
    with pytest.raises(PlanError) as error:
        load_scenarios(load_plan(example))
    assert [problem.file for problem in error.value.problems] == ["scenarios/a.yaml", "scenarios/b.yaml"]
