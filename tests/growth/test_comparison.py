"""Scenarios side by side have the same steps, and each still closes."""

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.growth.comparison import case_of, compare_bridges, compare_lines, largest_initiatives


@pytest.fixture
def cases(matas):
    scenarios = okr.load_scenarios(matas)
    return [case_of("plan", matas), *(case_of(name, matas, scenario) for name, scenario in scenarios.items())]


def test_every_step_stands_once_for_every_case_in_the_bridge_s_order(matas, cases):
    table = compare_bridges(cases)
    assert table.groupby("scenario", sort=False).size().tolist() == [len(okr.bridge(okr.growth_ledger(matas)))] * 3
    plan = table[table["scenario"] == "plan"]
    assert plan["amount"].tolist() == okr.bridge(okr.growth_ledger(matas))["amount"].tolist()


def test_each_case_s_steps_lead_from_its_baseline_to_its_target(cases):
    for name, one in compare_bridges(cases).groupby("scenario"):
        steps = one[~one["step"].isin(["baseline", "target"])]
        assert steps["start"].tolist()[1:] == steps["end"].tolist()[:-1], name
        assert one[one["step"] != "target"]["amount"].sum() == pytest.approx(one["end"].iloc[-1])


def test_a_step_that_a_case_lacks_is_nothing_where_it_would_stand(small):
    effect = {"owner": "Head", "effects": [{"stream": "shop", "amount": 10}]}
    small["teams"][0]["initiatives"] = [{"id": "a", "name": "A"} | effect]
    small["teams"][1]["initiatives"] = [{"id": "b", "name": "B"} | effect]
    plan = okr.Plan.model_validate(small)
    table = compare_bridges([case_of("without", plan, okr.Scenario(drop=("a",))), case_of("plan", plan)])
    assert list(dict.fromkeys(table["team"])) == ["", "brand", "sales"]
    row = table[(table["team"] == "sales") & (table["scenario"] == "without")].iloc[0]
    assert (row["amount"], row["start"], row["end"]) == (0, 410, 410)


def test_what_is_covered_and_uncovered_is_the_target(cases):
    for case in cases:
        assert case.covered + case.uncovered == pytest.approx(case.target)


def test_lines_are_compared_with_the_first_case(cases):
    table = compare_lines(cases)
    assert (table[table["scenario"] == "plan"]["change"] == 0).all()
    uncovered = table[(table["line"] == "uncovered") & (table["scenario"] == cases[1].name)].iloc[0]
    assert uncovered["change"] == pytest.approx(cases[1].uncovered - cases[0].uncovered)


def test_a_case_is_as_likely_as_its_plan(matas):
    case = case_of("plan", matas)
    full = okr.target_outlook(matas)
    assert case.outlook.probability == pytest.approx(full.probability, abs=4 * case.outlook.error)


def test_the_largest_initiatives_come_first(cases):
    ledger = cases[0].ledger
    sums = okr.breakdown(ledger[ledger["line"] == "initiative"], ["initiative"]).set_index("initiative")["amount"]
    largest = largest_initiatives(ledger, 3)
    assert sums[largest].tolist() == sorted(sums, reverse=True)[:3]


@pytest.mark.parametrize("answer", [okr.tornado, okr.goal_seek])
def test_only_the_initiatives_named_are_looked_at(matas, answer):
    some = answer(matas, ["club-plus"])
    whole = answer(matas)
    kept = whole[(whole["assumption"] == "momentum") | (whole["item"] == "club-plus")]
    pd.testing.assert_frame_equal(some, kept.reset_index(drop=True))
