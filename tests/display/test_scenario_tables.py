"""Scenarios stand beside the plan, and what would have to be true beside what is planned."""

import pandas as pd
import pytest

from okr_lib import Scenario, goal_seek, scenario_summary, tornado
from okr_lib.display import scenario_tables as shown
from okr_lib.display.labels import Labels
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


def needed_of(kind, *pairs):
    """What ``goal_seek`` would return: current and needed of initiatives of the example."""
    names = ["new-brand-shelves", "beauty-advice", "click-and-collect", "stock-online", "wider-assortment", "club-plus"]
    found = [(kind, name, *pair) for name, pair in zip(names, pairs, strict=False)]
    return pd.DataFrame(found, columns=["assumption", "item", "current", "needed"]).astype({"needed": float})


def test_the_plan_comes_first_and_each_scenario_against_it(flyer):
    plan = Plan.model_validate(flyer)
    less = Scenario(name="No flyer", drop=("flyer",))
    table = scenario_summary(plan, {"less": less}, lambda changed: 0.25 if changed == plan else 0.0)
    assert cells(shown.table_scenarios(table, Labels.of(plan))) == [
        ["Scenario, DKK m", "Expected revenue", "Against the plan", "Uncovered", "Probability of the target"],
        ["As planned", "420.0", "0.0", "60.0", "25 %"],
        ["No flyer", "400.0", "−20.0", "80.0", "0 %"],
    ]


def test_scenarios_in_danish(flyer):
    plan = Plan.model_validate(flyer)
    heads, first = cells(shown.table_scenarios(scenario_summary(plan, {}, lambda _: 0.5), Labels.of(plan, "da")))
    assert heads[0] == "Scenarie, mio. kr."
    assert first == ["Som planlagt", "420,0", "0,0", "60,0", "50 %"]


def test_what_alone_would_close_the_gap_is_told_in_its_own_measure(flyer):
    plan = Plan.model_validate(flyer)
    # 60 of 480 lack: momentum of 60 / 400, or a flyer four times as large; even a sure flyer lacks 40.
    assert cells(shown.table_goal_seek(goal_seek(plan), Labels.of(plan))) == [
        ["Each alone would reach the target", "As planned", "Would have to be"],
        ["Momentum of Shop", "0.0 %", "+15.0 %"],
        ["Effect of Flyer, times", "1.00", "4.00"],
    ]


def test_a_probability_that_closes_the_gap_is_a_percentage(flyer):
    flyer["target"] = {"revenue": 430}
    plan = Plan.model_validate(flyer)
    assert ["Probability of Flyer", "50 %", "75 %"] in cells(shown.table_goal_seek(goal_seek(plan), Labels.of(plan)))
    assert cells(shown.table_goal_seek(goal_seek(plan), Labels.of(plan, "da")))[0] == [
        "Hver for sig kan dette nå målet",
        "Som planlagt",
        "Skulle være",
    ]


def test_of_each_kind_the_five_that_would_have_to_change_least_are_shown(view):
    found = needed_of("scale", *((1.0, needed) for needed in (1.2, 3.0, 1.1, 1.4, 0.7, 1.5)))
    body = rows(shown.table_goal_seek(found, view.labels))[1:]
    assert [row[2] for row in body] == ["1.20", "1.10", "1.40", "0.70", "1.50"]


def test_what_cannot_close_the_gap_is_not_shown(view):
    found = needed_of("probability", (0.5, float("nan")), (0.8, 0.9))
    assert [row[0] for row in rows(shown.table_goal_seek(found, view.labels))[1:]] == [
        "Probability of Booked beauty advice in stores"
    ]
    assert len(rows(shown.table_goal_seek(found[:1], view.labels))) == 1


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


def test_the_likelihood_says_what_is_behind_the_year(view, danish):
    assert plain(shown.finding_likelihood(0.345, None, view.labels)) == (
        "The target is reached in 34 % of the years that may come"
    )
    assert plain(shown.finding_likelihood(0.25, "Q3", view.labels)) == (
        "After Q3, the target is reached in 25 % of cases if the rest of the year comes as planned"
    )
    assert plain(shown.finding_likelihood(0.25, "Q3", danish.labels)) == (
        "Efter Q3 nås målet i 25 % af tilfældene, hvis resten af året går som planlagt"
    )


def test_surprises_are_told_as_an_amount(view, danish):
    assert plain(shown.sentence_on_surprises(0.4, 7.51, view.labels)) == (
        "Quarters so far came DKK 7.5m off the plan, up or down. If those to come surprise as much, "
        "the target is reached in 40 % of cases."
    )
    assert "7,5 mio. kr. ved siden af planen" in plain(shown.sentence_on_surprises(0.4, 7.51, danish.labels))


def test_names_that_try_to_be_code_are_shown_as_text(flyer):
    flyer["streams"][0]["name"] = AWKWARD
    flyer["teams"][0]["initiatives"][0]["name"] = "{amount} <b>"
    plan = Plan.model_validate(flyer)
    labels = Labels.of(plan)
    scenarios = shown.table_scenarios(scenario_summary(plan, {"a": Scenario(name=AWKWARD)}, lambda _: 0.5), labels)
    assert rows(scenarios)[2][0] == AWKWARD
    needed = shown.table_goal_seek(goal_seek(plan), labels)
    assert [row[0] for row in rows(needed)[1:]] == [f"Momentum of {AWKWARD}", "Effect of {amount} <b>, times"]
    assert all("<script" not in html(table) and "<b>" not in html(table) for table in (scenarios, needed))
    assert plain(shown.finding_tornado(tornado(plan), labels)) == (
        "Whether {amount} <b> succeeds swings expected revenue most, by DKK 40.0m"
    )
