"""Scenarios: an empty one changes nothing, a named one changes what it names, and two compare to the last unit."""

import pytest
from hypothesis import given

import okr_lib as okr
from okr_lib import PlanError, Scenario, apply_scenario, compare_scenarios, scenario_bridge, scenario_summary
from okr_lib.growth.target import target_revenue
from tests.conftest import examples
from tests.growth.plans import plans


@examples(50)
@given(plans())
def test_an_empty_scenario_is_the_same_plan(plan):
    assert apply_scenario(plan, Scenario()) == plan


def test_an_initiative_changes_as_the_scenario_says(matas):
    change = {"club-plus": {"scale": 2, "probability": 0.4, "starts": "Q3", "ramp": [1.0]}}
    changed = apply_scenario(matas, Scenario(initiatives=change))
    [club] = [item for _, item in changed.initiatives() if item.id == "club-plus"]
    assert (club.probability, club.starts, club.ramp) == (0.4, "Q3", (1.0,))
    assert club.effects[0].amount.likely == 16
    assert sum(before != after for before, after in zip(matas.initiatives(), changed.initiatives(), strict=True)) > 0


def test_a_dropped_initiative_brings_and_costs_nothing(matas):
    changed = apply_scenario(matas, Scenario(drop=("club-plus",)))
    sums = okr.breakdown(okr.growth_ledger(changed), ["initiative"]).set_index("initiative")["amount"]
    assert "club-plus" not in sums.index
    assert sum(item.cost for _, item in changed.initiatives()) == 41


def test_a_delay_moves_what_a_team_needs_and_all_that_needs_it(matas):
    changed = apply_scenario(matas, Scenario(delay={"marketing": 1}))
    starts = {item.id: item.starts.value for _, item in changed.initiatives()}
    assert (starts["new-brand-shelves"], starts["brand-launches"]) == ("Q2", "Q3")
    assert starts["club-plus"] == "Q1"


def test_what_is_delayed_past_the_year_brings_nothing_in_it(matas):
    changed = apply_scenario(matas, Scenario(delay={"marketing": 4}))
    sums = okr.breakdown(okr.growth_ledger(changed), ["initiative"])["initiative"].tolist()
    assert "new-brand-shelves" not in sums
    assert "brand-launches" not in sums


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ({"drop": ["club"]}, r"drop\[0\]: there is no initiative 'club'; did you mean 'club-plus'"),
        ({"momentum": {"shops": 0.1}}, "momentum.shops: there is no stream 'shops'"),
        ({"delay": {"board": 1}}, "delay.board: there is no team 'board'; choose one of retail"),
        ({"initiatives": {"x": {}}}, "initiatives.x: there is no initiative 'x'"),
    ],
)
def test_an_unknown_name_is_refused(matas, scenario, message):
    with pytest.raises(PlanError, match=message):
        apply_scenario(matas, Scenario.model_validate(scenario))


def test_comparing_names_each_change_from_the_first(matas):
    late = apply_scenario(matas, Scenario(delay={"marketing": 1}))
    table = compare_scenarios({"plan": okr.growth_ledger(matas), "late": okr.growth_ledger(late)}, ["line"])
    rows = table.set_index(["line", "scenario"])
    assert rows.loc[("baseline", "late"), "change"] == 0
    assert rows.loc[("initiative", "late"), "change"] < 0
    assert table.groupby("scenario")["amount"].sum().round(6).tolist() == [4455.0, 4455.0]


@examples(40)
@given(plans(), plans())
def test_a_bridge_between_two_scenarios_closes(before, after):
    one, two = okr.growth_ledger(before), okr.growth_ledger(after)
    steps = scenario_bridge(one, two)
    inner = steps.iloc[1:-1]["amount"].sum()
    covered = [ledger.loc[ledger["line"] != "uncovered", "amount"].sum() for ledger in (one, two)]
    assert steps["end"].iloc[0] + inner == pytest.approx(steps["end"].iloc[-1], abs=1e-4)
    assert [steps["end"].iloc[0], steps["end"].iloc[-1]] == pytest.approx(covered, abs=1e-4)


def test_a_summary_has_the_plan_first_and_sums_of_each_ledger(matas):
    scenarios = okr.load_scenarios(matas)
    table = scenario_summary(matas, scenarios, lambda _: 0.5)
    assert table["scenario"].tolist() == ["", *(scenario.name for scenario in scenarios.values())]
    for row, changed in zip(
        table.to_dict("records"), [matas, *(apply_scenario(matas, s) for s in scenarios.values())], strict=True
    ):
        ledger = okr.growth_ledger(changed)
        assert row["covered"] == pytest.approx(ledger.loc[ledger["line"] != "uncovered", "amount"].sum())
        assert row["covered"] + row["uncovered"] == pytest.approx(target_revenue(changed))
        assert row["change"] == pytest.approx(row["covered"] - 4442.9)


def test_quarters_that_are_over_count_as_they_came_in_every_scenario(matas):
    came = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    table = scenario_summary(matas, okr.load_scenarios(matas), lambda _: 0.5, actuals=came)
    left = okr.growth_ledger(matas).query("quarter == 'Q4' and line != 'uncovered'")["amount"].sum()
    assert table["covered"][0] == pytest.approx(3438.5 + left)
    assert (table["covered"] + table["uncovered"]).tolist() == pytest.approx([4455.0] * len(table))
    assert (
        table["change"].abs().max()
        < scenario_summary(matas, okr.load_scenarios(matas), lambda _: 0.5)["change"].abs().max()
    )


def test_a_summary_asks_for_the_chance_of_each_changed_plan(matas):
    club = Scenario(name="More", initiatives={"club-plus": {"scale": 2}})
    table = scenario_summary(matas, {"more": club}, lambda plan: 0.4 if plan == apply_scenario(matas, club) else 0.3)
    assert table["probability"].tolist() == [0.3, 0.4]


def test_scenarios_of_the_same_name_both_have_a_row(matas):
    same = {"a": Scenario(drop=("club-plus",)), "b": Scenario(drop=("personal-offers",))}
    table = scenario_summary(matas, same, lambda _: 0.5)
    assert table["scenario"].tolist() == ["", "Scenario", "Scenario"]
    assert table["covered"].nunique() == 3


def test_a_summary_of_no_scenarios_is_the_plan_alone(small):
    plan = okr.Plan.model_validate(small)
    (row,) = scenario_summary(plan, {}, lambda _: 0.0).to_dict("records")
    assert row == {"scenario": "", "covered": 400, "change": 0, "uncovered": 80, "probability": 0}


def test_a_scenario_with_a_target_of_its_own_is_measured_against_that(small):
    plan = okr.Plan.model_validate(small)
    table = scenario_summary(plan, {"a": Scenario(name="Modest", target={"growth": 0.05})}, lambda _: 0.0)
    assert table["uncovered"].tolist() == [80, 20]
    assert table["covered"].tolist() == [400, 400]
