"""A value makes a scenario, and set back it leaves no trace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.assumptions import Kind, assumption, differences, with_assumption, with_needed
from okr_lib.growth.sensitivity import goal_seek
from okr_lib.plan.initiatives import Effect
from okr_lib.plan.values import Estimate
from tests.conftest import EXAMPLE

VALUES = [
    ("target", "", 0.05),
    ("momentum", "online", 0.03),
    ("driver", "online/visits", 0.05),
    ("scale", "club-plus", 1.2),
    ("probability", "club-plus", 0.4),
    ("starts", "club-plus", "Q3"),
    ("done", "club-plus", False),
    ("delay", "marketing", 2),
    ("size", "club-plus", "large"),
    ("effects", "club-plus", (Effect(stream="online", amount=Estimate(low=5, likely=9, high=14)),)),
    ("ramp", "club-plus", (0.2, 1.0)),
    ("cost", "club-plus", 5.5),
    ("credit", "club-plus", {"marketing": 0.5, "retail": 0.5}),
    ("overlap", "member-contacts", 0.6),
]


@pytest.fixture(scope="module")
def richer():
    """The example with drivers and another size of an initiative."""
    data = okr.load_plan(EXAMPLE).model_dump(mode="json")
    quarters = data["streams"][1]["baseline"]
    visits = {"id": "visits", "name": "Visits", "values": quarters}
    data["streams"][1]["drivers"] = [visits, {"id": "spend", "name": "Spend", "values": dict.fromkeys(quarters, 1)}]
    [club] = [one for team in data["teams"] for one in team["initiatives"] if one["id"] == "club-plus"]
    club["sizes"] = [{"name": "large", "cost": 9, "effect": 1.5}]
    return okr.Plan.model_validate(data)


@pytest.mark.parametrize("kind, item, value", VALUES)
def test_a_value_set_is_the_value_read_and_the_only_difference(richer, kind, item, value):
    scenario = with_assumption(richer, okr.Scenario(), kind, item, value)
    assert assumption(richer, scenario, kind, item) == value
    assert differences(richer, scenario)[["kind", "item", "assumed"]].to_numpy().tolist() == [[kind, item, value]]
    assert okr.apply_scenario(richer, scenario) != richer


@pytest.mark.parametrize("kind, item, value", VALUES)
def test_a_value_set_back_leaves_an_empty_scenario(richer, kind, item, value):
    scenario = with_assumption(richer, okr.Scenario(), kind, item, value)
    planned = assumption(richer, okr.Scenario(), kind, item)
    assert with_assumption(richer, scenario, kind, item, planned) == okr.Scenario()


def test_every_kind_is_tried():
    assert {kind for kind, _, _ in VALUES} == set(Kind)


def test_setting_back_one_change_keeps_the_others(richer):
    scenario = okr.Scenario()
    for kind, item, value in VALUES:
        scenario = with_assumption(richer, scenario, kind, item, value)
    scenario = with_assumption(richer, scenario, "scale", "club-plus", 1.0)
    assert scenario.initiatives["club-plus"].probability == 0.4
    assert len(differences(richer, scenario)) == len(VALUES) - 1


def test_momentum_moves_as_a_whole(matas):
    moved = with_assumption(matas, okr.Scenario(), "momentum", "online", 0.03).momentum["online"]
    assert (moved.low, moved.likely, moved.high) == (0.01, 0.03, 0.055)


@pytest.mark.parametrize("kind, item, value", [("probability", "club-plus", 1.5), ("delay", "retail", 7)])
def test_a_value_that_cannot_be_is_refused(matas, kind, item, value):
    with pytest.raises(okr.PlanError, match=f"{value:g} is not"):
        with_assumption(matas, okr.Scenario(), kind, item, value)


def test_a_loaded_scenario_shows_by_its_differences(matas):
    scenario = okr.load_scenarios(matas)["more-club-plus"]
    assert differences(matas, scenario)[["kind", "item", "planned", "assumed"]].to_numpy().tolist() == [
        ["scale", "club-plus", 1.0, 1.4],
        ["probability", "club-plus", 0.8, 0.85],
        ["done", "evening-delivery", True, False],
    ]


@pytest.mark.parametrize("kind, item", [("momentum", "stores"), ("momentum", "online"), ("scale", "club-plus")])
def test_the_value_a_goal_needs_closes_the_gap_also_on_top_of_a_scenario(matas, kind, item):
    for scenario in (okr.Scenario(), okr.load_scenarios(matas)["more-club-plus"]):
        found = goal_seek(okr.apply_scenario(matas, scenario))
        closed = okr.apply_scenario(matas, with_needed(matas, scenario, found, kind, item))
        assert okr.expected_revenue(closed) == pytest.approx(okr.target_revenue(closed), abs=1e-6)


def test_a_goal_that_no_value_reaches_is_said(matas):
    found = goal_seek(matas)
    out = found[found["needed"].isna()].iloc[0]
    with pytest.raises(okr.OkrError, match="closes the gap"):
        with_needed(matas, okr.Scenario(), found, out["assumption"], out["item"])


@given(there=st.floats(-0.5, 0.5), further=st.floats(-0.5, 0.5))
def test_momentum_moved_there_and_back_is_the_plan_s(matas, there, further):
    scenario = with_assumption(matas, okr.Scenario(), "momentum", "online", there)
    scenario = with_assumption(matas, scenario, "momentum", "online", further)
    assert with_assumption(matas, scenario, "momentum", "online", 0.02) == okr.Scenario()
