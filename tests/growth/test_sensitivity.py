"""Sensitivity: one assumption at a time, the largest swing first, and the value that alone closes the gap."""

import pytest
from hypothesis import given, settings

import okr_lib as okr
from okr_lib import Scenario, apply_scenario, goal_seek, tornado
from okr_lib.growth.ledger import expected_revenue, target_revenue
from tests.growth.plans import plans


def test_a_tornado_puts_the_largest_swing_first(matas):
    table = tornado(matas)
    assert table["swing"].is_monotonic_decreasing
    assert table["item"].iloc[0] == "stores"
    row = table[(table["assumption"] == "effect") & (table["item"] == "club-plus")].iloc[0]
    assert row["low"] < expected_revenue(matas) < row["high"]


def test_success_swings_by_the_whole_contribution(small):
    initiative = {
        "id": "a",
        "name": "A",
        "owner": "Head",
        "probability": 0.5,
        "effects": [{"stream": "shop", "amount": 40}],
    }
    small["teams"][0]["initiatives"] = [initiative]
    table = tornado(okr.Plan.model_validate(small))
    assert table[["assumption", "low", "high"]].to_numpy().tolist() == [["success", 400, 440]]


def test_goal_seek_finds_the_value_that_closes_the_gap(matas):
    needed = goal_seek(matas).set_index(["assumption", "item"])["needed"]
    value = needed["momentum", "online"]
    changed = apply_scenario(matas, Scenario(momentum={"online": value}))
    assert expected_revenue(changed) == pytest.approx(target_revenue(matas), abs=1e-6)


def test_goal_seek_says_where_no_value_closes_the_gap(matas):
    needed = goal_seek(matas).set_index(["assumption", "item"])["needed"]
    assert needed["probability", "club-plus"] != needed["probability", "club-plus"]
    assert needed["scale", "club-plus"] > 1


@settings(max_examples=15)
@given(plans())
def test_whatever_the_plan_a_swing_is_the_distance_of_its_ends(plan):
    table = tornado(plan)
    assert table["swing"].tolist() == pytest.approx((table["high"] - table["low"]).abs().tolist())
    assert table["swing"].is_monotonic_decreasing
    known = {stream.id for stream in plan.streams} | {initiative.id for _, initiative in plan.initiatives()}
    assert set(table["item"]) <= known


@settings(max_examples=10)
@given(plans())
def test_whatever_the_plan_a_probability_found_closes_the_gap(plan):
    found = goal_seek(plan).query("assumption == 'probability' and needed.notna()")
    for row in found[:3].to_dict("records"):
        change = {row["item"]: {"probability": min(max(row["needed"], 0.0), 1.0)}}
        changed = apply_scenario(plan, Scenario(initiatives=change))
        assert expected_revenue(changed) == pytest.approx(target_revenue(plan), abs=1e-4)


def test_a_certain_plan_has_no_swings(small):
    assert tornado(okr.Plan.model_validate(small)).empty


def test_a_plan_without_initiatives_closes_by_momentum_alone(small):
    (row,) = goal_seek(okr.Plan.model_validate(small)).to_dict("records")
    assert (row["assumption"], row["item"], row["current"]) == ("momentum", "shop", 0)
    assert row["needed"] == pytest.approx(0.2)


def test_a_lift_that_takes_away_is_not_scaled_beyond_all_there_is(small):
    effect = {"stream": "shop", "lift": {"low": -0.3, "likely": -0.2, "high": 0.0}}
    small["teams"][0]["initiatives"] = [{"id": "close", "name": "Close", "owner": "Head", "effects": [effect]}]
    found = goal_seek(okr.Plan.model_validate(small)).set_index("assumption")
    assert found.at["scale", "most"] == pytest.approx(3)
    assert found["needed"].notna().to_dict() == {"momentum": True, "scale": False, "probability": False}
