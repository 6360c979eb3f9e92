"""Scenarios stand beside the plan, and what would have to be true beside what is planned."""

import pandas as pd
import pytest

from okr_lib import Scenario, goal_seek, scenario_summary, tornado
from okr_lib.display import scenario_tables as shown
from okr_lib.display.labels import Labels
from okr_lib.growth.sensitivity import nearest_needed
from okr_lib.plan.model import Plan
from tests.display.conftest import AWKWARD
from tests.display.reading import html, rows


@pytest.fixture
def flyer(small):
    """A shop of 400 that wants 480; a flyer that succeeds with one in two would bring 40 and costs nothing."""
    effect = {"stream": "shop", "amount": 40}
    initiative = {"id": "flyer", "name": "Flyer", "owner": "Head", "probability": 0.5, "effects": [effect]}
    small["teams"][0]["initiatives"] = [initiative]
    return small


def plain(text):
    return text.replace("\u00a0", " ")


def cells(table):
    return [[plain(cell) for cell in row] for row in rows(table)]


def goal_table(plan, language="en", uncovered=60.0):
    found = nearest_needed(goal_seek(plan), 5)
    return cells(shown.table_goal_seek(found, uncovered, Labels.of(plan, language)))


def test_the_plan_comes_first_and_each_scenario_against_it(flyer):
    plan = Plan.model_validate(flyer)
    less = Scenario(name="No flyer", drop=("flyer",))
    table = scenario_summary(plan, {"less": less}, lambda changed: 0.25 if changed == plan else 0.0)
    assert cells(shown.table_scenarios(table, Labels.of(plan))) == [
        ["Scenario, DKK m", "Expected revenue", "Against the plan", "Uncovered", "Likelihood of the target"],
        ["As planned", "420.0", "0.0", "60.0", "25%"],
        ["No flyer", "400.0", "−20.0", "80.0", "under 1%"],
    ]


def test_scenarios_in_danish(flyer):
    plan = Plan.model_validate(flyer)
    heads, first = cells(shown.table_scenarios(scenario_summary(plan, {}, lambda _: 0.5), Labels.of(plan, "da")))
    assert heads[0] == "Scenarie, mio. kr."
    assert first == ["Som planlagt", "420,0", "0,0", "60,0", "50 %"]


def test_what_alone_would_close_the_gap_is_told_in_its_own_measure(flyer):
    plan = Plan.model_validate(flyer)
    # 60 of 480 lack: momentum of 60 / 400; a flyer four times as large is beyond reach, and even a sure one lacks 40.
    assert goal_table(plan) == [
        ["Each alone would reach the target", "As planned", "Would have to be"],
        ["Momentum of Shop", "0.0%", "+15.0%"],
    ]


def test_without_a_gap_it_is_told_how_far_each_may_change(flyer):
    flyer["target"] = {"revenue": 415}
    plan = Plan.model_validate(flyer)
    # 420 are expected: 5 may go, of momentum on 400 or of a flyer of 20.
    assert goal_table(plan, uncovered=-5.0) == [
        ["Each alone may change before the target is lost", "As planned", "As far as"],
        ["Momentum of Shop", "0.0%", "−1.3%"],
        ["Effect of Flyer, times", "1.00", "0.75"],
        ["Likelihood of Flyer", "50%", "38%"],
    ]


def test_a_probability_that_closes_the_gap_is_a_percentage(flyer):
    flyer["target"] = {"revenue": 430}
    plan = Plan.model_validate(flyer)
    assert ["Likelihood of Flyer", "50%", "75%"] in goal_table(plan)
    assert goal_table(plan, "da")[0] == [
        "Hver for sig kan dette nå målet",
        "Som planlagt",
        "Skulle være",
    ]


@pytest.mark.parametrize(
    ("assumption", "item", "said"),
    [
        ("momentum", "online", "Momentum of Online swings expected revenue most, by DKK 20.0m"),
        (
            "effect",
            "club-plus",
            "How much Club Matas Plus for the most loyal brings swings expected revenue most, by DKK 20.0m",
        ),
        (
            "success",
            "club-plus",
            "Whether Club Matas Plus for the most loyal succeeds swings expected revenue most, by DKK 20.0m",
        ),
    ],
)
def test_the_finding_names_what_swings_most(view, assumption, item, said):
    swings = pd.DataFrame({"assumption": [assumption], "item": [item], "swing": [20.0]})
    assert plain(shown.finding_tornado(swings, view.labels)) == said


def test_without_uncertain_assumptions_nothing_swings(bare):
    assert shown.finding_tornado(tornado(bare.plan), bare.labels) == "The plan has no uncertain assumptions"


def test_with_actuals_what_is_missing_is_no_longer_only_what_is_uncovered(flyer):
    plan = Plan.model_validate(flyer)
    table = scenario_summary(plan, {}, lambda _: 0.5, actuals={"Q1": 100.0})
    heads, first = cells(shown.table_scenarios(table, Labels.of(plan), "Q1"))
    assert (heads[3], first[1], first[3]) == ("Against the target", "415.0", "−65.0")


def test_names_that_try_to_be_code_are_shown_as_text(flyer):
    flyer["streams"][0]["name"] = AWKWARD
    flyer["teams"][0]["initiatives"][0]["name"] = "{amount} <b>"
    plan = Plan.model_validate(flyer)
    labels = Labels.of(plan)
    scenarios = shown.table_scenarios(scenario_summary(plan, {"a": Scenario(name=AWKWARD)}, lambda _: 0.5), labels)
    assert rows(scenarios)[2][0] == AWKWARD
    needed = shown.table_goal_seek(goal_seek(plan), 60.0, labels)
    assert [row[0] for row in rows(needed)[1:3]] == [f"Momentum of {AWKWARD}", "Effect of {amount} <b>, times"]
    assert all("<script" not in html(table) and "<b>" not in html(table) for table in (scenarios, needed))
    assert plain(shown.finding_tornado(tornado(plan), labels)) == (
        "Whether {amount} <b> succeeds swings expected revenue most, by DKK 40.0m"
    )
