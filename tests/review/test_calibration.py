"""How sure people said they were, against what came: each thing once, by what was said before it was known."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.plan.check_ins import COLUMNS, load_check_ins
from okr_lib.review.calibration import calibration, chance_outcomes, confidence_outcomes
from okr_lib.review.states import key_result_states

DUE = dt.date(2027, 6, 30)


def outcomes(*pairs):
    return pd.DataFrame([(str(number), *pair) for number, pair in enumerate(pairs)], columns=["name", "said", "came"])


def said(*rows):
    """Check-ins of (day, what, value, confidence, state)."""
    made = [
        (dt.date.fromisoformat(day), name, value, sure, "", "Head", state) for day, name, value, sure, state in rows
    ]
    return pd.DataFrame(made, columns=list(COLUMNS[:7])).astype({"date": object, "value": float, "confidence": float})


def confident(plan, *rows, as_of=dt.date(2027, 12, 31)):
    check_ins = said(*((*row, "") for row in rows))
    return confidence_outcomes(plan, check_ins, key_result_states(plan, check_ins, as_of)).values.tolist()


@pytest.fixture
def visits(small):
    """A key result to get from 0 to 10 visits by the middle of the year."""
    result = {"id": "visits", "title": "Visits", "owner": "Head", "start": 0, "target": 10, "due": DUE}
    small["objectives"] = [{"id": "more", "title": "More of everything", "key_results": [result]}]
    return okr.Plan.model_validate(small)


def of_initiatives(small, *rows, **initiatives):
    small["teams"][0]["initiatives"] = [
        {"id": name, "name": name, "owner": "Head", **fields} for name, fields in initiatives.items()
    ]
    plan = okr.Plan.model_validate(small)
    check_ins = said(*((day, name, value, None, state) for day, name, value, state in rows))
    return chance_outcomes(plan, check_ins, DUE).values.tolist()


def test_classes_are_thirds_and_the_last_row_is_all_of_them():
    table = calibration(outcomes((0.2, False), (0.5, True), (0.6, False), (0.9, True), (0.8, True), (0.9, False)))
    assert table["group"].tolist() == ["low", "middle", "high", "total"]
    assert table["count"].tolist() == [1, 2, 3, 6]
    assert table["said"].round(3).tolist() == [0.2, 0.55, 0.867, 0.65]
    assert table["came"].round(3).tolist() == [0.0, 0.5, 0.667, 0.5]
    assert table["brier"].iloc[-1] == pytest.approx((0.04 + 0.25 + 0.36 + 0.01 + 0.04 + 0.81) / 6)


@pytest.mark.parametrize(("value", "group"), [(0.33, 0), (1 / 3, 1), (2 / 3, 1), (0.67, 2), (0.0, 0), (1.0, 2)])
def test_one_and_two_thirds_are_in_the_middle(value, group):
    table = calibration(outcomes(*[(value, True)] * 5))
    assert table["count"].tolist()[:3] == [5 if place == group else 0 for place in range(3)]


def test_a_class_without_any_has_no_figures():
    table = calibration(outcomes(*[(0.9, True)] * 5)).set_index("group")
    assert table.loc["low", ["said", "came", "brier"]].isna().all()


@pytest.mark.parametrize(("count", "rows"), [(0, 0), (4, 0), (5, 4)])
def test_below_five_nothing_is_told(count, rows):
    assert len(calibration(outcomes(*[(0.5, True)] * count))) == rows


@pytest.mark.parametrize(
    ("value", "true", "false", "leaning"),
    [
        (0.8, 4, 1, ""),
        (0.8, 3, 2, ""),  # 0.2 below, and one standard error of five is 0.18
        (0.8, 2, 3, "too_sure"),
        (0.2, 3, 2, "too_careful"),
        (1.0, 4, 1, "too_sure"),  # certain of all, and wrong once
        (1.0, 5, 0, ""),
    ],
)
def test_a_leaning_is_more_than_chance_makes_of_so_few(value, true, false, leaning):
    table = calibration(outcomes(*[(value, True)] * true, *[(value, False)] * false))
    assert table["leaning"].iloc[-1] == leaning


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=5, max_size=40))
def test_the_classes_sum_to_the_whole(pairs):
    table = calibration(outcomes(*pairs))
    parts, whole = table.iloc[:3].fillna(0.0), table.iloc[3]
    assert parts["count"].sum() == whole["count"] == len(pairs)
    for column in ("said", "came", "brier"):
        assert (parts["count"] * parts[column]).sum() == pytest.approx(whole["count"] * whole[column])


def test_what_was_said_last_before_the_due_date_counts(visits):
    rows = [("2027-02-01", "visits", 2, 0.9), ("2027-05-01", "visits", 6, 0.7), ("2027-06-30", "visits", 10, 1.0)]
    assert confident(visits, *rows) == [["visits", 0.7, True]]


def test_a_check_in_without_confidence_says_nothing(visits):
    rows = [("2027-02-01", "visits", 2, 0.9), ("2027-05-01", "visits", 6, None), ("2027-06-30", "visits", 9, None)]
    assert confident(visits, *rows) == [["visits", 0.9, False]]


def test_nobody_is_confident_of_what_the_same_check_in_tells(visits):
    assert confident(visits, ("2027-05-01", "visits", 12, 0.9)) == []
    assert confident(visits, ("2027-06-30", "visits", 12, 0.9)) == []
    assert confident(visits, ("2027-07-05", "visits", 12, 0.9)) == []  # read after the due date


def test_what_is_not_due_yet_is_not_known(visits):
    rows = [("2027-02-01", "visits", 2, 0.9), ("2027-05-01", "visits", 12, 0.9)]
    assert confident(visits, *rows, as_of=dt.date(2027, 6, 29)) == []


def test_what_was_due_in_an_earlier_year_counts(small, visits):
    small["objectives"][0]["key_results"][0]["due"] = dt.date(2026, 9, 30)
    plan = okr.Plan.model_validate(small)
    rows = [("2026-05-01", "visits", 2, 0.6), ("2026-09-30", "visits", 10, None)]
    assert confident(plan, *rows) == [["visits", 0.6, True]]


def test_confidence_in_revenue_is_held_against_the_actuals(matas):
    check_ins = said(("2022-08-01", "online-revenue", None, 0.8, ""))
    states = key_result_states(matas, check_ins, matas.fiscal_year.last_day("Q4"), okr.load_actuals(matas))
    assert confidence_outcomes(matas, check_ins, states).values.tolist() == [
        ["online-revenue", 0.8, True]
    ]  # 1,212.3 of 1,170


def test_the_example_has_said_too_little_to_tell(matas):
    check_ins = load_check_ins(matas)
    states = key_result_states(matas, check_ins, matas.fiscal_year.last_day("Q4"), okr.load_actuals(matas))
    found = confidence_outcomes(matas, check_ins, states)
    assert found["name"].tolist() == ["nps-stores", "new-brands", "nps-online", "club-plus-subscribers"]
    assert calibration(found).empty


@pytest.mark.parametrize(
    ("claim", "state", "found"),
    [
        (5, "done", [["shelf", 0.7, True]]),
        (0, "done", [["shelf", 0.7, False]]),
        (-2, "done", [["shelf", 0.7, False]]),
        (None, "done", []),  # nobody has said what it brought
        (5, "stopped", [["shelf", 0.7, False]]),
        (None, "stopped", [["shelf", 0.7, False]]),
        (5, "under_way", []),
        (5, "", []),
    ],
)
def test_an_initiative_succeeded_that_is_done_and_brought_something(small, claim, state, found):
    assert of_initiatives(small, ("2027-06-30", "shelf", claim, state), shelf={"probability": 0.7}) == found


def test_a_claim_made_before_it_was_done_counts(small):
    rows = [("2027-03-31", "shelf", 5, "under_way"), ("2027-06-30", "shelf", None, "done")]
    assert of_initiatives(small, *rows, shelf={"probability": 0.7}) == [["shelf", 0.7, True]]


def test_what_is_told_later_is_not_known_yet(small):
    assert of_initiatives(small, ("2027-07-01", "shelf", 5, "done"), shelf={}) == []


def test_one_that_was_stopped_with_what_it_needs_was_not_misjudged(small):
    rows = [("2027-06-30", name, None, "stopped") for name in ("platform", "market", "shelf")]
    chain = {"platform": {"probability": 0.6}, "market": {"after": ["platform"]}, "shelf": {"after": ["market"]}}
    assert of_initiatives(small, *rows, **chain) == [["platform", 0.6, False]]
