"""Two people's changes are put together field by field, and nothing of either is lost."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.plan.changes import plan_data, value_at, with_value, without
from okr_lib.plan.merging import ABSENT, chosen, merge

PLUS = ("teams", "marketing", "initiatives", "club-plus")


@pytest.fixture
def base(matas):
    return plan_data(matas)


def paths(merged):
    return [conflict.path for conflict in merged.conflicts]


def test_changes_of_different_fields_of_one_record_both_stand(base):
    merged = merge(base, with_value(base, (*PLUS, "cost"), 9), with_value(base, (*PLUS, "probability"), 0.5))
    assert value_at(merged.data, (*PLUS, "cost")) == 9
    assert value_at(merged.data, (*PLUS, "probability")) == 0.5
    assert merged.conflicts == ()


def test_the_same_change_on_both_sides_is_no_conflict(base):
    both = with_value(base, (*PLUS, "cost"), 9)
    assert merge(base, both, copy.deepcopy(both)) == merge(base, both, base)


def test_a_field_that_both_changed_is_listed_with_both_values_and_theirs_stands(base):
    merged = merge(base, with_value(base, (*PLUS, "cost"), 9), with_value(base, (*PLUS, "cost"), 11))
    assert value_at(merged.data, (*PLUS, "cost")) == 11
    [conflict] = merged.conflicts
    assert (conflict.path, conflict.base, conflict.mine, conflict.theirs) == ((*PLUS, "cost"), 4, 9, 11)


def test_choosing_puts_either_value_into_the_plan(base):
    merged = merge(base, with_value(base, (*PLUS, "cost"), 9), with_value(base, (*PLUS, "cost"), 11))
    [conflict] = merged.conflicts
    assert value_at(chosen(merged.data, conflict, mine=True), (*PLUS, "cost")) == 9
    assert value_at(chosen(merged.data, conflict, mine=False), (*PLUS, "cost")) == 11


def test_the_three_numbers_of_an_estimate_are_taken_whole(base):
    at = ("streams", "online", "momentum")
    merged = merge(
        base,
        with_value(base, at, {"low": 0, "likely": 0.02, "high": 0.1}),
        with_value(base, at, {"low": -0.1, "likely": 0.02, "high": 0.045}),
    )
    assert paths(merged) == [at]
    assert value_at(merged.data, at)["low"] == -0.1


def test_records_that_each_added_are_both_there(base):
    mine = with_value(base, ("focus_areas", "speed"), {"id": "speed", "name": "Speed"})
    theirs = with_value(base, ("focus_areas", "care"), {"id": "care", "name": "Care"})
    merged = merge(base, mine, theirs)
    assert [area["id"] for area in merged.data["focus_areas"]] == ["omnichannel", "range", "members", "care", "speed"]
    assert merged.conflicts == ()


def test_held_amounts_of_different_teams_are_both_there(base):
    mine = with_value(base, ("allocation", "held", "retail"), 20)
    theirs = with_value(base, ("allocation", "held", "marketing"), 30)
    assert merge(base, mine, theirs).data["allocation"]["held"] == {"retail": 20, "marketing": 30}


def test_a_record_one_removed_and_the_other_changed_stays_until_somebody_chooses(base):
    merged = merge(base, without(base, PLUS), with_value(base, (*PLUS, "cost"), 11))
    assert value_at(merged.data, (*PLUS, "cost")) == 11
    [conflict] = merged.conflicts
    assert conflict.path == PLUS
    assert conflict.mine is ABSENT
    removed = chosen(merged.data, conflict, mine=True)
    assert "club-plus" not in [entry["id"] for entry in value_at(removed, PLUS[:-1])]
    assert chosen(removed, conflict, mine=True) == removed


def test_an_order_that_only_one_changed_is_kept(base):
    turned = with_value(base, ("focus_areas",), base["focus_areas"][::-1])
    other = with_value(base, ("focus_areas", "range", "name"), "Range")
    for merged in (merge(base, turned, other), merge(base, other, turned)):
        assert [area["name"] for area in merged.data["focus_areas"]] == ["Club members", "Range", "Omnichannel"]


def test_changes_that_cannot_stand_together_are_all_put_up_for_choice(base):
    mine = with_value(with_value(base, (*PLUS, "cost"), 9), ("name",), "Mine")
    merged = merge(base, mine, with_value(base, ("step",), 1), yielding=True)
    assert paths(merged) == [("name",), (*PLUS, "cost")]
    assert merged.data == with_value(base, ("step",), 1)


VALUES = st.integers(0, 2)
RECORDS = st.dictionaries(st.sampled_from("abcd"), st.fixed_dictionaries({"x": VALUES, "y": VALUES}), max_size=4)


@given(RECORDS, RECORDS, RECORDS)
def test_a_merge_takes_every_change_that_only_one_side_made(base, mine, theirs):
    def listed(records):
        return {"records": [{"id": name, **record} for name, record in records.items()]}

    merged = merge(listed(base), listed(mine), listed(theirs))
    found = {record["id"]: record for record in merged.data["records"]}
    disputed = {path[1] for path in paths(merged) if len(path) > 1}
    for name in set("abcd") - disputed:
        sides = [side.get(name) for side in (base, mine, theirs)]
        result = {key: value for key, value in found[name].items() if key != "id"} if name in found else None
        if sides[0] == sides[1]:
            assert result == sides[2]
        elif sides[0] == sides[2]:
            assert result == sides[1]


@given(RECORDS, RECORDS)
def test_merging_with_somebody_who_did_nothing_changes_nothing(base, mine):
    start, end = ({"records": [{"id": name, **record} for name, record in side.items()]} for side in (base, mine))
    assert merge(start, end, start).data == end
    assert merge(start, start, end).data == end
