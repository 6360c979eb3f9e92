"""All assumptions in one table: what it shows is the plan's, and what is changed in it is the only difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.assumption_table import COLUMNS, Row, assumption_table, with_assumptions
from okr_lib.growth.assumptions import differences

CLUB = Row("initiative", "club-plus")


def cell(plan, scenario, row, column):
    table = assumption_table(plan, scenario)
    [value] = table[(table["kind"] == row.kind) & (table["item"] == row.item) & (table["effect"] == row.effect)][column]
    return value


def test_a_row_for_the_target_each_stream_effect_and_team_that_waits(matas):
    table = assumption_table(matas)
    effects = [(one.id, place) for _, one in matas.initiatives() for place, _ in enumerate(one.effects)]
    assert [*zip(table["item"], table["effect"], strict=True)] == [
        ("", 0),
        ("stores", 0),
        ("online", 0),
        *effects,
        ("retail", 0),
        ("marketing", 0),
    ]
    assert table["probability"].notna().sum() == len([*matas.initiatives()])


@pytest.mark.parametrize(
    "row, values",
    [
        (Row("target", ""), {"likely": 0.2}),
        (Row("delay", "marketing"), {"likely": 2}),
        (Row("momentum", "online"), {"low": -0.02, "likely": 0.0, "high": 0.01}),
        (CLUB, {"low": 5.0, "likely": 9.0, "high": 14.0}),
        (Row("initiative", "club-plus", 1), {"likely": 3.0}),
        (CLUB, {"probability": 0.35}),
        (CLUB, {"starts": "Q4"}),
        (CLUB, {"ramp": (0.1, 0.2, 0.3)}),
        (CLUB, {"cost": 9.5}),
        (CLUB, {"credit": {"retail": 1.0}}),
        (CLUB, {"overlap": 0.5}),
        (CLUB, {"done": False}),
    ],
)
def test_what_is_typed_is_what_is_shown_and_typed_back_it_leaves_no_trace(matas, row, values):
    changed = with_assumptions(matas, okr.Scenario(), row, values)
    assert {name: cell(matas, changed, row, name) for name in values} == values
    assert len(differences(matas, changed)) == 1
    planned = {name: cell(matas, None, row, name) for name in values}
    assert with_assumptions(matas, changed, row, planned) == okr.Scenario()


def test_a_row_is_taken_as_a_whole_whatever_the_order_of_its_values(matas):
    values = {"high": 3.0, "low": 1.0, "likely": 2.0}
    [effect, _] = with_assumptions(matas, okr.Scenario(), CLUB, values).initiatives["club-plus"].effects
    assert effect.amount.model_dump() == {"low": 1.0, "likely": 2.0, "high": 3.0}


@pytest.mark.parametrize(
    "row, values, message",
    [
        (CLUB, {"likely": 3.0}, "not in order"),
        (CLUB, {"probability": 1.2}, "1.2 is not between 0 and 1"),
        (CLUB, {"credit": {"retail": 0.4}}, "sum to 0.4, not 1"),
        (CLUB, {"effort": 3}, "this row has no 'effort'"),
        (Row("momentum", "online"), {"cost": 3}, "this row has no 'cost'"),
        (Row("target", ""), {"low": 3}, "this row has no 'low'"),
        (Row("delay", "marketing"), {"likely": 7}, "7 is not a delay"),
        (Row("initiative", "faster-checkout"), {"overlap": 0.5}, "is in no overlap"),
        (Row("initiative", "club-plus", 7), {"likely": 1.0}, "has no effect to change"),
    ],
)
def test_what_cannot_be_is_refused(matas, row, values, message):
    with pytest.raises(okr.PlanError, match=message):
        with_assumptions(matas, okr.Scenario(), row, values)


def test_a_scaled_effect_shows_scaled_and_keeps_what_it_is_worth_when_another_value_is_typed(matas):
    half = okr.Scenario(initiatives={"club-plus": {"scale": 0.5}})
    assert cell(matas, half, CLUB, "likely") == 4.0
    other = with_assumptions(matas, half, Row("initiative", "club-plus", 1), {"likely": 3.0})
    assert (cell(matas, other, CLUB, "likely"), other.initiatives["club-plus"].scale) == (4.0, 1.0)


def test_a_size_stays_when_something_else_is_changed(small):
    one = {"id": "tv", "name": "TV", "owner": "Head", "cost": 4, "effects": [{"stream": "shop", "amount": 10}]}
    small["teams"][0]["initiatives"] = [one | {"sizes": [{"name": "large", "cost": 9, "effect": 1.5}]}]
    plan = okr.Plan.model_validate(small)
    large, row = okr.Scenario.model_validate({"initiatives": {"tv": {"size": "large"}}}), Row("initiative", "tv")
    assert (cell(plan, large, row, "likely"), cell(plan, large, row, "cost")) == (15.0, 9.0)
    sure = with_assumptions(plan, large, row, {"probability": 0.5})
    assert sure.initiatives["tv"].model_dump(exclude_defaults=True) == {"size": "large", "probability": 0.5}
    assert with_assumptions(plan, sure, row, {"probability": 1.0}) == large


@given(
    st.lists(
        st.tuples(
            st.sampled_from([CLUB, Row("initiative", "evening-delivery"), Row("initiative", "club-plus", 1)]),
            st.sampled_from([{"likely": 5.0}, {"cost": 1.0}, {"probability": 0.5}, {"done": False}, {"ramp": (1.0,)}]),
        ),
        max_size=6,
    )
)
def test_whatever_is_changed_the_ledger_closes_and_the_baseline_stays(matas, edits):
    scenario = okr.Scenario()
    for row, values in edits:
        if row.effect == 0 or "likely" in values:
            scenario = with_assumptions(matas, scenario, row, values)
    ledger = okr.growth_ledger(okr.apply_scenario(matas, scenario))
    assert ledger["amount"].sum() == pytest.approx(okr.target_revenue(matas), abs=1e-6)
    lines = ledger.groupby("line")["amount"].sum()
    assert lines["baseline"] == pytest.approx(okr.growth_ledger(matas).groupby("line")["amount"].sum()["baseline"])


def test_the_columns_are_those_of_the_table(matas):
    assert [*assumption_table(matas).columns[-len(COLUMNS) :]] == [*COLUMNS]
