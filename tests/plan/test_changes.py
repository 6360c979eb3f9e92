"""A change of a plan is a copy with something else at a place; places keep their meaning while lists change."""

import pytest

import okr_lib as okr
from okr_lib.errors import OkrError
from okr_lib.plan.changes import (
    changed_plan,
    ids_of,
    plan_data,
    references_to,
    slug,
    value_at,
    with_record,
    with_value,
    without,
)

PLUS = ("teams", "marketing", "initiatives", "club-plus")


@pytest.fixture
def data(matas):
    return plan_data(matas)


def test_the_data_of_a_plan_is_that_plan_again(matas, data):
    assert changed_plan(matas, data) == matas
    assert changed_plan(matas, data).source is matas.source


def test_a_change_leaves_the_data_it_came_from_alone(data):
    changed = with_value(data, (*PLUS, "cost"), 9)
    assert (value_at(data, (*PLUS, "cost")), value_at(changed, (*PLUS, "cost"))) == (4, 9)


def test_a_value_in_a_list_without_ids_is_found_by_its_position(data):
    at = (*PLUS, "effects", 1, "stream")
    assert value_at(with_value(data, at, "online"), at) == "online"
    changed = with_value(data, at[:-1], {"stream": "online", "amount": 1})
    assert [effect["stream"] for effect in value_at(changed, at[:-2])] == ["online", "online"]
    assert len(value_at(without(data, at[:-1]), at[:-2])) == 1


def test_a_record_that_is_gone_is_said(data):
    with pytest.raises(OkrError, match="there is no 'club-plus' here any more"):
        value_at(without(data, PLUS), PLUS)


def test_data_that_is_no_plan_gives_every_problem(matas, data):
    wrong = with_value(with_value(data, (*PLUS, "probability"), 1.4), ("currency",), "kr")
    with pytest.raises(okr.PlanError) as caught:
        changed_plan(matas, wrong)
    assert [problem.message.split(" is ")[0] for problem in caught.value.problems] == ["'kr'", "1.4"]


def test_a_new_record_gets_an_id_of_its_own(data):
    changed, given = with_record(
        data, ("teams", "retail", "initiatives"), {"name": "Club Plus"}, ids_of(data, "initiatives")
    )
    assert given == "club-plus-2"
    assert value_at(changed, ("teams", "retail", "initiatives", given))["name"] == "Club Plus"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("3 nye butikker", "n-3-nye-butikker"),
        ("Ærø & Ålborg", "aero-aalborg"),
        ("販売", "n"),
        ("Baseline", "baseline-2"),
        ("Total", "total-2"),
        ("Købmand", "kobmand"),
        ("STRAẞE", "strasse"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_slug_is_an_id_that_a_plan_takes(name, expected, small):
    assert slug(name) == expected
    small["teams"][0]["id"] = slug(name)
    assert okr.Plan.model_validate(small).teams[0].id == expected


@pytest.mark.parametrize(
    ("field", "name", "places"),
    [
        ("initiatives", "personal-offers", [("overlaps", "member-contacts")]),
        (
            "key_results",
            "new-brands",
            [
                ("teams", "retail", "initiatives", "new-brand-shelves"),
                ("teams", "marketing", "initiatives", "brand-launches"),
            ],
        ),
        (
            "objectives",
            "one-matas",
            [
                ("teams", team, "objectives", name)
                for team, name in (
                    ("retail", "stores-worth-a-visit"),
                    ("ecommerce", "first-choice-online"),
                    ("marketing", "members-come-back"),
                )
            ],
        ),
    ],
)
def test_everything_that_refers_to_a_record_is_found(data, field, name, places):
    assert set(places) <= set(references_to(data, field, name))


def test_a_held_amount_refers_to_its_team(data):
    held = with_value(data, ("allocation", "held", "retail"), 20)
    assert ("allocation",) in [place[:1] for place in references_to(held, "teams", "retail")]


def test_every_reference_that_would_break_is_found_and_no_other(matas, data):
    """Taking out a record breaks the plan exactly when something refers to it."""
    for path in [
        ("streams", "online"),
        ("focus_areas", "range"),
        PLUS,
        ("teams", "marketing", "initiatives", "personal-offers"),
    ]:
        used = [place for place in references_to(data, path[-2], path[-1]) if place[: len(path)] != path]
        try:
            changed_plan(matas, without(data, path))
        except okr.PlanError:
            assert used
        else:
            assert not used
