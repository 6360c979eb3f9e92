"""Sensitivity: one assumption at a time, the largest swing first, and the value that alone closes the gap."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib import Scenario, apply_scenario, goal_seek, growth_ledger, tornado
from okr_lib.growth.ledger import expected_revenue
from okr_lib.growth.sensitivity import nearest_needed
from okr_lib.growth.target import target_revenue
from okr_lib.plan.values import QUARTERS
from tests.conftest import examples
from tests.growth.plans import plans


def test_a_tornado_puts_the_largest_swing_first(matas):
    table = tornado(matas)
    assert table["swing"].is_monotonic_decreasing
    assert table["item"].iloc[0] == "stores"
    row = table[(table["assumption"] == "effect") & (table["item"] == "club-plus")].iloc[0]
    assert row["low"] < expected_revenue(matas) < row["high"]


@examples(6)
@given(plans(), st.integers(1, 4), st.integers(0, 3))
def test_the_largest_swings_are_those_of_all(plan, most, over):
    actuals = dict(zip(QUARTERS[:over], [100.0, 120.0, 90.0], strict=False))
    every = tornado(plan, actuals=actuals)
    pd.testing.assert_frame_equal(tornado(plan, actuals=actuals, most=most), every.head(most), check_dtype=False)
    people = every[every["assumption"] != "momentum"].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        tornado(plan, actuals=actuals, momentum=False, most=most), people.head(most), check_dtype=False
    )


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


def test_seven_times_the_effect_or_momentum_of_250_percent_is_beyond_reach(small):
    effects = [{"stream": "shop", "amount": amount} for amount in (10, 60)]
    initiatives = [
        {"id": name, "name": name, "owner": "Head", "effects": [one]} for name, one in zip("ab", effects, strict=True)
    ]
    small["teams"][0]["initiatives"] = initiatives
    small["target"] = {"revenue": 520}
    found = goal_seek(okr.Plan.model_validate(small)).dropna(subset="needed").set_index(["assumption", "item"])
    # 470 are expected: momentum of 12.5%, six times the small effect, 1.83 times the large one.
    assert found["within_reach"].to_dict() == {("momentum", "shop"): True, ("scale", "a"): False, ("scale", "b"): True}
    small["target"] = {"revenue": 1400}
    assert not goal_seek(okr.Plan.model_validate(small))["within_reach"].any()


def test_of_each_kind_those_that_would_have_to_change_least_are_nearest(matas):
    found = goal_seek(matas)
    shown = nearest_needed(found, 1)
    assert shown["assumption"].is_unique
    assert shown[shown["assumption"] == "momentum"]["item"].tolist() == ["stores"]
    assert len(nearest_needed(found, len(found))) == found["within_reach"].sum()


MATAS_SO_FAR = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}


def test_after_some_quarters_what_is_needed_is_needed_in_the_others(matas):
    needed = goal_seek(matas, actuals=MATAS_SO_FAR).set_index(["assumption", "item"])["needed"]
    changed = apply_scenario(matas, Scenario(momentum={"online": needed["momentum", "online"]}))
    assert expected_revenue(changed, actuals=MATAS_SO_FAR) == pytest.approx(target_revenue(matas), abs=1e-6)
    assert needed["momentum", "online"] > goal_seek(matas)["needed"][1]  # the gap is larger and a quarter is left


def test_after_some_quarters_only_the_others_swing(matas):
    whole, left = tornado(matas), tornado(matas, actuals=MATAS_SO_FAR)
    assert left["swing"].max() < whole["swing"].max() / 2
    over = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 1000.0)
    assert tornado(matas, actuals=over).empty
    assert goal_seek(matas, actuals=over)["needed"].isna().all()


def test_the_gap_after_some_quarters_is_that_of_the_landing_as_planned(matas):
    left = growth_ledger(matas).query("quarter == 'Q4' and line != 'uncovered'")["amount"].sum()
    expected = expected_revenue(matas, actuals=MATAS_SO_FAR)
    assert expected == pytest.approx(sum(MATAS_SO_FAR.values()) + left, abs=0.2)


@pytest.mark.parametrize("actuals", [{"Q5": 1.0}, {"Q1": float("nan")}])
def test_an_actual_that_is_none_is_refused(matas, actuals):
    with pytest.raises(okr.OkrError, match="actuals: "):
        expected_revenue(matas, actuals=actuals)


@examples(15)
@given(plans())
def test_whatever_the_plan_a_swing_is_the_distance_of_its_ends(plan):
    table = tornado(plan)
    assert table["swing"].tolist() == pytest.approx((table["high"] - table["low"]).abs().tolist())
    assert table["swing"].is_monotonic_decreasing
    known = {stream.id for stream in plan.streams} | {initiative.id for _, initiative in plan.initiatives()}
    assert set(table["item"]) <= known


@examples(10)
@given(plans())
def test_whatever_the_plan_a_probability_found_closes_the_gap(plan):
    found = goal_seek(plan).query("assumption == 'probability' and needed.notna()")
    for row in found[:3].to_dict("records"):
        change = {row["item"]: {"probability": min(max(row["needed"], 0.0), 1.0)}}
        changed = apply_scenario(plan, Scenario(initiatives=change))
        assert expected_revenue(changed, rounded=False) == pytest.approx(target_revenue(plan), abs=1e-4)


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
