"""What a scenario changes is said in figures, sentences and tables, in both languages."""

import pytest

import okr_lib as okr
from okr_lib.display import explorer_tables as words
from okr_lib.display.labels import Labels
from okr_lib.growth.assumptions import differences, with_assumption
from okr_lib.growth.comparison import case_of, compare_lines
from okr_lib.growth.sensitivity import nearest_needed
from okr_lib.plan.changes import plan_data
from okr_lib.plan.model import Target


@pytest.fixture
def cases(matas):
    return [
        case_of("As planned", matas),
        *(case_of(one.name, matas, one) for one in okr.load_scenarios(matas).values()),
    ]


def test_the_figures_stand_in_a_column_for_each_case(matas, cases):
    html = words.figures(cases, Labels.of(matas)).html
    assert html.count('<th scope="col">') == 4
    assert f"<td>{Labels().number(cases[1].uncovered)}</td>" in html


def test_changes_are_against_the_first(matas, cases):
    html = words.table_comparison(compare_lines(cases), Labels.of(matas)).as_raw_html()
    assert html.count("Difference</th>") == 2
    assert "+12.0" in html


@pytest.mark.parametrize(
    "kind, item, value, said",
    [
        ("target", "", 0.05, "Growth target: 5% instead of 2.55%"),
        ("momentum", "online", 0.035, "Momentum: Online: 3.5% instead of 2%"),
        ("scale", "club-plus", 1.2, "Effect of Club Matas Plus for the most loyal: 120% instead of 100%"),
        ("starts", "club-plus", "Q3", "Start: Club Matas Plus for the most loyal: Q3 instead of Q1"),
        ("done", "club-plus", False, "Club Matas Plus for the most loyal: not done"),
        ("delay", "marketing", 2, "What Marketing needs comes later: 2 quarters instead of 0 quarters"),
    ],
)
def test_a_difference_is_a_sentence(matas, kind, item, value, said):
    scenario = with_assumption(matas, okr.Scenario(), kind, item, value)
    assert words.words_of_differences(differences(matas, scenario), Labels.of(matas)) == [said]


def test_a_scenario_widens_narrows_closes_or_leaves_the_gap(matas, cases):
    labels, plan = Labels.of(matas), cases[0]
    closing = case_of("more", matas, with_assumption(matas, okr.Scenario(), "momentum", "stores", 0.05))
    found = [words.finding_case(plan, case, labels) for case in (plan, cases[1], cases[2], closing)]
    assert found[0] == "DKK\u00a012.1m is uncovered, as in the plan"
    assert found[1].startswith("The scenario widens the gap by DKK\u00a012.0m")
    assert found[2].startswith("The scenario narrows the gap by DKK\u00a01.6m")
    assert found[3].startswith("The scenario closes the gap")


def test_without_a_gap_in_the_plan_a_scenario_closes_none(matas):
    labels = Labels.of(matas)
    lower = with_assumption(matas, okr.Scenario(), "target", "", 0.02)
    plan = case_of("As planned", okr.apply_scenario(matas, lower))
    found = []
    for kind, value in (("momentum", 0.0), ("momentum", 0.01), ("momentum", -0.001), ("momentum", -0.05)):
        scenario = with_assumption(plan.plan, okr.Scenario(), kind, "stores", value)
        found.append(words.finding_case(plan, case_of("x", plan.plan, scenario), labels).replace("\u00a0", " "))
    assert found[0].endswith("more than the target is covered, as in the plan")
    assert found[1].startswith("The scenario covers DKK ")
    assert " more; DKK " in found[1]
    assert found[2].endswith("more than the target is still covered")
    assert found[3].startswith("The scenario opens a gap: DKK ")


def test_a_target_that_is_covered_exactly_has_nothing_to_spare(matas):
    plan = case_of("As planned", matas)
    covered = okr.Plan.model_validate(plan_data(matas) | {"target": {"revenue": okr.expected_revenue(matas)}})
    exact, more = (
        case_of("Exact", covered),
        case_of("Lower", covered.model_copy(update={"target": Target(revenue=4400)})),
    )
    said = [words.finding_case(one, exact, Labels.of(matas)) for one in (exact, plan, more)]
    assert said[:2] == ["The target is covered exactly, as in the plan", "The scenario closes the gap exactly"]
    assert said[2].endswith("less; the target is still covered exactly")


@pytest.mark.parametrize(
    "uncovered, reach, said",
    [
        (11.0, 3, "As planned, DKK\u00a011.0m is missing; 3 of 22 assumptions could each close that alone"),
        (11.0, 0, "As planned, DKK\u00a011.0m is missing, and no single assumption could close that"),
        (
            -5.0,
            2,
            "As planned, the year ends DKK\u00a05.0m above the target; 2 of 22 assumptions could lose the target alone",
        ),
        (
            -5.0,
            0,
            "As planned, the year ends DKK\u00a05.0m above the target; no single assumption could lose the target",
        ),
        (0.0, 1, "As planned, the year ends on the target; 1 of 22 assumptions could lose the target alone"),
    ],
)
def test_the_gap_is_closed_or_the_target_lost_by_what_is_within_reach(matas, uncovered, reach, said):
    found = okr.goal_seek(matas)
    found["within_reach"] = [number < reach for number in range(len(found))]
    shown = nearest_needed(found, len(found))
    assert words.finding_goal_seek(found, shown, uncovered, Labels.of(matas)) == said


def test_one_assumption_is_no_count(matas):
    found = okr.goal_seek(matas)[:1].assign(within_reach=True)
    said = words.finding_goal_seek(found, found, 11.0, Labels.of(matas))
    assert said.endswith("is missing; the one assumption could close that alone")


def test_what_is_counted_and_not_shown_is_said(matas):
    found = okr.goal_seek(matas)
    found = found.assign(within_reach=found["assumption"] == "scale")
    said = words.finding_goal_seek(found, nearest_needed(found, 5), 11.0, Labels.of(matas))
    assert "; 10 of 22 assumptions could" in said
    assert said.endswith("alone; the 5 that would change least are shown")


def test_expected_revenue_is_the_ledgers_and_nothing_is_certain(matas, cases):
    html = words.figures(cases, Labels.of(matas)).html
    assert f"<td>{Labels().number(cases[0].covered)}</td>" in html
    sure = case_of("sure", matas, with_assumption(matas, okr.Scenario(), "target", "", -0.9))
    assert "over 99%" in words.figures([sure], Labels.of(matas)).html


def test_the_likelihood_stands_beside_the_plan_s(matas, cases):
    said = words.finding_likelihood(cases[0], cases[1], Labels.of(matas, "da"))
    assert said.startswith("Målet nås med en sandsynlighed på 4")
    assert said.endswith("i planen 45\xa0%")
