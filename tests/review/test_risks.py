"""Risks are numbers of the plan: shortfalls that sum, starts that come too early, effort above capacity."""

from statistics import NormalDist

import numpy as np
import pytest

from okr_lib import Plan, target_outlook
from okr_lib.review.risks import capacity_use, chance_with_surprises, dependencies, shortfall_carriers


def initiative(name, amount=20, **fields):
    effect = {"stream": "shop", "amount": amount}
    return {"id": name, "name": name.title(), "owner": "Head", "effects": [effect]} | fields


def plan_of(small, *initiatives, target=0.2):
    small["target"] = {"growth": target}
    small["teams"][0]["initiatives"] = list(initiatives)
    return Plan.model_validate(small)


def amounts(plan):
    table = shortfall_carriers(target_outlook(plan, draws=100_000))
    return table.set_index(["line", "item"])["amount"]


def test_what_a_certain_plan_lacks_is_uncovered(small):
    # 480 less the 450 that are certain.
    assert amounts(plan_of(small, initiative("shelf", 50))).to_dict() == {("uncovered", ""): 30, ("total", ""): 30}


def test_amounts_are_of_the_years_missed_and_shared_between_bad_luck_and_what_is_uncovered(small):
    # 460 is missed when the flyer fails, by 460 - 440; half of that is its mean of 10, which it then lacks.
    found = amounts(plan_of(small, initiative("shelf", 40), initiative("flyer", 20, probability=0.5), target=0.15))
    assert found.to_dict() == pytest.approx(
        {("initiative", "flyer"): 10, ("uncovered", ""): 10, ("total", ""): 20}, abs=0.11
    )


def test_carriers_of_the_example_close_on_what_is_missing_where_the_target_is_missed(matas):
    found = target_outlook(matas)
    table = shortfall_carriers(found)
    *parts, whole = table["amount"]
    missed = found._drawn.year[found._drawn.year < found.target - 0.05]
    assert sum(parts) == pytest.approx(whole)
    assert whole == pytest.approx(found.target - missed.mean(), abs=0.051)
    assert table["share"].sum() == pytest.approx(1, abs=1e-9)
    assert table["line"].tolist()[-2:] == ["others", "total"]
    assert len(table) == 8 + 2


def test_what_covers_more_than_the_target_softens_a_miss_and_has_no_share(small):
    # 460 expected of 450: the target is missed when the flyer fails, by 10, though 20 less come than expected.
    plan = plan_of(small, initiative("shelf", 40), initiative("flyer", 40, probability=0.5), target=0.125)
    table = shortfall_carriers(target_outlook(plan, draws=100_000))
    assert table["line"].tolist() == ["initiative", "uncovered", "total"]
    assert table["amount"].tolist() == pytest.approx([20, -10, 10], abs=0.21)
    assert table["share"].tolist()[0] == 1
    assert table["share"].isna().tolist() == [False, True, True]


def test_what_came_less_than_planned_stands_by_itself(small):
    # 110 a quarter are planned of 120; 104 came.
    plan = plan_of(small, initiative("shelf", 40))
    table = shortfall_carriers(target_outlook(plan, actuals={"Q1": 104.0}))
    assert table[["line", "amount"]].to_numpy().tolist() == [["uncovered", 40], ["so_far", 6], ["total", 46]]
    ahead = shortfall_carriers(target_outlook(plan, actuals={"Q1": 112.0}))
    assert ahead[["line", "amount"]].to_numpy().tolist() == [["uncovered", 40], ["so_far", -2], ["total", 38]]


def test_what_is_missed_by_less_than_is_shown_is_blamed_on_nothing(small):
    # 480 in steps of 100 and 470 certain: short by 10, which no step shows.
    small["step"] = 100
    assert shortfall_carriers(target_outlook(plan_of(small, initiative("shelf", 70)))).empty


@pytest.mark.parametrize(("probability", "rows"), [(0.995, 0), (0.9, 3)])
def test_where_the_target_is_as_good_as_never_missed_nothing_is_blamed(small, probability, rows):
    plan = plan_of(small, initiative("shelf", 100, probability=probability))
    assert len(shortfall_carriers(target_outlook(plan))) == rows


@pytest.mark.parametrize(
    ("ramp", "starts", "through", "ready", "state"),
    [
        ([1.0], "Q1", "Q1", "Q1", "under_way"),
        ([0.5, 1.0], "Q1", "Q1", "Q2", "late"),
        ([0.5, 1.0], "Q1", "Q4", "Q2", "late"),
        ([0.5, 1.0], "Q2", "Q1", "Q2", "ahead"),
        ([0.5, 1.0], "Q2", "Q2", "Q2", "under_way"),
        ([0.2, 0.4, 0.6, 0.8], "Q4", "Q1", None, "late"),
    ],
)
def test_a_start_is_late_when_what_it_needs_is_not_in_full_effect(small, ramp, starts, through, ready, state):
    plan = plan_of(small, initiative("first", ramp=ramp), initiative("second", starts=starts, after=["first"]))
    (row,) = dependencies(plan, through).to_dict("records")
    assert (row["initiative"], row["needs"], row["team"], row["needs_team"]) == ("second", "first", "sales", "sales")
    assert (row["ready"] if isinstance(row["ready"], str) else None, row["state"]) == (ready, state)


def test_what_starts_later_is_ready_later(small):
    first = initiative("first", starts="Q2", ramp=[0.5, 1.0])
    plan = plan_of(small, first, initiative("second", starts="Q3", after=["first"]))
    assert dependencies(plan, "Q1")["ready"].tolist() == ["Q3"]


def test_what_is_late_comes_first_and_what_is_under_way_last(small):
    needing = [
        initiative(name, starts=quarter, after=["first"]) for name, quarter in (("a", "Q2"), ("b", "Q4"), ("c", "Q1"))
    ]
    plan = plan_of(small, initiative("first", ramp=[0.5, 1.0]), *needing)
    assert dependencies(plan, "Q2")["state"].tolist() == ["late", "ahead", "under_way"]
    assert dependencies(plan, "Q2")["initiative"].tolist() == ["c", "b", "a"]


def test_without_dependencies_there_are_no_rows(small):
    assert dependencies(plan_of(small), "Q1").empty


def test_effort_stands_beside_capacity(small):
    shelf, flyer = initiative("shelf", effort=6), initiative("flyer", effort=3)
    small["teams"][0]["capacity"] = 12
    table = capacity_use(plan_of(small, shelf, flyer)).set_index("team")
    assert table.loc["sales"].tolist() == [9, 12, 0.75]
    assert table.loc["brand", "effort"] == 0
    assert table.loc["brand", ["capacity", "use"]].isna().all()


@pytest.mark.parametrize(("effort", "use"), [(0, 0.0), (5, np.inf)])
def test_a_team_that_can_carry_nothing_uses_none_or_all_too_much(small, effort, use):
    small["teams"][0]["capacity"] = 0
    assert capacity_use(plan_of(small, initiative("shelf", effort=effort)))["use"].iloc[0] == use


def test_surprises_move_and_spread_the_quarters_to_come(small):
    came = {"Q1": 104.0, "Q2": 109.0}
    found = target_outlook(plan_of(small, initiative("shelf", 40), target=0.06), actuals=came)
    # 104 + 109 + 110 + 110 = 433 of 424 are certain; each of two quarters to come differs by -3.5, give or take 3.54.
    said = chance_with_surprises(found, {"Q1": -6.0, "Q2": -1.0})
    assert (said.mean, said.low, said.high) == (-3.5, -6.0, -1.0)
    assert said.probability == pytest.approx(NormalDist().cdf((433 - 7 - 423.95) / 5))
    assert found.probability == 1


def test_a_company_that_is_always_behind_its_plan_is_not_thought_likelier_to_reach_the_target(small):
    plan = plan_of(small, initiative("shelf", 40), initiative("flyer", 40, probability=0.5), target=0.15)
    found = target_outlook(plan, actuals={"Q1": 100.0, "Q2": 101.0})
    assert chance_with_surprises(found, {"Q1": -15.0, "Q2": -14.0}).probability <= found.probability


def test_quarters_that_all_came_alike_are_expected_to_go_on_alike(small):
    # 110 a quarter are planned of 120, and 120 came twice: on the target, and so are those to come.
    found = target_outlook(plan_of(small, initiative("shelf", 40)), actuals={"Q1": 120.0, "Q2": 120.0})
    assert found.probability == 0
    assert chance_with_surprises(found, {"Q1": 10.0, "Q2": 10.0}).probability == 1


@pytest.mark.parametrize(
    "variances",
    [{}, {"Q1": 0.0, "Q2": 0.0}, {"Q1": 9.0, "Q2": -9.0, "Q3": 9.0, "Q4": 9.0}],
    ids=["none", "as planned", "year over"],
)
def test_without_surprises_to_come_the_chance_is_the_outlooks_own(small, variances):
    found = target_outlook(plan_of(small, initiative("flyer", 80, probability=0.5)))
    assert chance_with_surprises(found, variances).probability == found.probability
