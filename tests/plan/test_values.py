"""Kinds of value refuse what they cannot be, in words that say what to write."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from okr_lib.plan.kinds import Quarter
from okr_lib.plan.values import (
    LARGEST,
    QUARTERS,
    ByQuarter,
    Date,
    Estimate,
    Growth,
    GrowthEstimate,
    Id,
    Label,
    NotNegative,
    Number,
    Part,
    Positive,
    Ramp,
    RevenueByQuarter,
    Share,
    SharesByQuarter,
    Step,
)

numbers = st.floats(-1e6, 1e6)


def checked(kind, value):
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Number, "12,5", "'12,5' is not a number; write 12.5"),
        (Number, "12.5", "'12.5' is not a number; write 12.5"),
        (Number, True, "True is not a number"),
        (Number, None, "None is not a number"),
        (Number, [1], r"\[1\] is not a number"),
        (Number, math.nan, "nan is not a finite number"),
        (Number, -math.inf, "-inf is not a finite number"),
        (Number, 1.1 * LARGEST, r"is above 1e\+12; write it in a larger unit"),
        (Number, -(10**400), r"is above 1e\+12; write it in a larger unit"),
        (Share, 1.4, "1.4 is not between 0 and 1"),
        (Share, -0.1, "-0.1 is not between 0 and 1"),
        (Growth, 20, "20 is not a share between -1 and 5; write 0.2 for 20%"),
        (Growth, -1, "-1 is not a share between -1 and 5"),
        (NotNegative, -1, "-1 is negative; write 0 or more"),
        (Positive, 0, "0 is not above 0"),
        (Number, "0,05", "'0,05' is not a number; write 0.05"),
        (Number, "4,455", "'4,455' may mean two numbers; write 4455 or 4.455"),
        (Share, 80, "80 is not between 0 and 1; write 0.8 for 80%"),
        (Share, "12,5", "'12,5' is not a number; write 0.125"),
        (Share, "0.5", "'0.5' is not a number; write 0.5"),
        (Share, "half", "'half' is not a number; write 0.2"),
        (Share, "140 %", "1.4 is not between 0 and 1"),
        (Share, "1,234 %", r"'1,234 %' is not a number; write 0\.0?1234"),
        (Share, True, "True is not a number; write 0.2"),
        (Growth, "5-10 %", "'5-10 %' is not a number; write 0.2"),
        (Growth, "0,05", "'0,05' is not a number; write 0.05"),
        (Growth, 7, "7 is not a share between -1 and 5; write 0.07 for 7%"),
        (GrowthEstimate, "some", "'some' is not a number; write 0.2"),
        (GrowthEstimate, {"low": "0,05", "likely": 1, "high": 6}, "low: '0,05' is not a number; write 0.05"),
        (Step, 0, "0 is not above 0"),
        (Step, 1e-300, "1e-300 is too fine a step; write 0.001 or more"),
        (Date, "2022-04-31", "'2022-04-31' is not a date; write 2026-04-01"),
        (Date, "31.03.2023", "'31.03.2023' is not a date"),
        (Date, 0, "0 is not a date"),
        (Date, None, "None is not a date"),
        (Date, dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC), "is not a date"),
        (GrowthEstimate, {"low": 0, "likely": 1, "high": 6}, "6 is not a share between -1 and 5"),
        (GrowthEstimate, -2, "-2 is not a share between -1 and 5"),
        (Estimate, "twelve", "'twelve' is not a number; write 12.5, or {low: 10, likely: 12.5, high: 14}"),
        (Estimate, {"low": 3, "likely": 2, "high": 4}, "low 3, likely 2, high 4 are not in order"),
        (Estimate, {"low": 1, "likely": 5, "high": 4}, "write low <= likely <= high"),
        (RevenueByQuarter, {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": -4}, "-4 is negative; write 0 or more"),
    ],
)
def test_what_a_value_cannot_be_is_refused_with_a_remedy(kind, value, words):
    with pytest.raises(ValidationError, match=words):
        checked(kind, value)


@pytest.mark.parametrize("name", ["", "1a", "Retail", "e/commerce", "two words", "../up", "a.b", "æble"])
def test_an_id_is_small_letters_digits_and_dashes(name):
    with pytest.raises(ValidationError):
        checked(Id, name)


@pytest.mark.parametrize("name", ["a", "retail", "q3-basket", "new_brands2"])
def test_a_plain_name_is_an_id(name):
    assert checked(Id, name) == name


@pytest.mark.parametrize("ramp", [[], [0.1, 0.2, 0.3, 0.4, 1.0], [0.5, 1.5], [-0.1]])
def test_a_ramp_has_one_to_four_shares(ramp):
    with pytest.raises(ValidationError):
        checked(Ramp, ramp)


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        (Number, 3, 3.0),
        (Number, -LARGEST, -1e12),
        (Share, 0, 0.0),
        (Share, 1, 1.0),
        (Growth, 5, 5.0),
        (NotNegative, 0, 0.0),
        (Share, "5 %", 0.05),
        (Share, "100%", 1.0),
        (Growth, "-2,5 %", -0.025),
        (Growth, "120 %", 1.2),
        (Ramp, ["50 %", 1], (0.5, 1.0)),
        (GrowthEstimate, "5%", Estimate(low=0.05, likely=0.05, high=0.05)),
        (GrowthEstimate, {"low": "-3 %", "likely": 0, "high": "2 %"}, Estimate(low=-0.03, likely=0, high=0.02)),
        (SharesByQuarter, dict.fromkeys(QUARTERS, "25 %"), SharesByQuarter(Q1=0.25, Q2=0.25, Q3=0.25, Q4=0.25)),
        (Step, 0.001, 0.001),
        (Date, "2022-04-01", dt.date(2022, 4, 1)),
        (Date, dt.date(2022, 4, 1), dt.date(2022, 4, 1)),
        (Label, 2027, "2027"),
        (Label, "2022/23", "2022/23"),
        (Ramp, [0.5, 1], (0.5, 1.0)),
    ],
)
def test_a_value_within_its_bounds_is_taken_as_meant(kind, value, meant):
    assert checked(kind, value) == meant


@pytest.mark.parametrize("kind", [Share, Growth, GrowthEstimate, Part])
@pytest.mark.parametrize("value", ["half", "12,5", "5-10 %", "4,455", None, True, math.nan])
def test_a_share_is_refused_with_a_number_that_would_be_taken(kind, value):
    with pytest.raises(ValidationError) as caught:
        checked(kind, value)
    written = float(str(caught.value.errors()[0]["msg"]).rpartition("write ")[2].partition(" ")[0])
    assert -1 < written <= 1
    assert checked(kind, written) == checked(kind, f"{100 * written:g} %")


@pytest.mark.parametrize("value", ["", True, [2022]])
def test_a_label_is_text_or_a_number(value):
    with pytest.raises(ValidationError):
        checked(Label, value)


@given(numbers)
def test_a_single_number_stands_for_low_likely_and_high(number):
    estimate = Estimate.model_validate(number)
    assert (estimate.low, estimate.likely, estimate.high) == (number, number, number)
    assert estimate.model_dump() == number


@given(st.lists(numbers, min_size=3, max_size=3).map(sorted))
def test_an_estimate_is_written_as_it_was_given(values):
    low, likely, high = values
    estimate = Estimate(low=low, likely=likely, high=high)
    assert Estimate.model_validate(estimate.model_dump()) == estimate


def test_quarters_know_their_place_in_the_year():
    assert [Quarter(name).position for name in QUARTERS] == [0, 1, 2, 3]


def test_amounts_by_quarter_are_an_array_in_the_order_of_the_year():
    assert ByQuarter(Q4=4, Q2=-2, Q1=1, Q3=3).array().tolist() == [1, -2, 3, 4]


def test_a_record_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Estimate.model_validate(3).low = 2


def test_a_record_refuses_a_field_it_does_not_have():
    with pytest.raises(ValidationError, match="highest"):
        Estimate.model_validate({"low": 1, "likely": 2, "high": 3, "highest": 4})


def test_records_are_equal_when_they_say_the_same():
    first, same, other = (ByQuarter(Q1=1, Q2=2, Q3=3, Q4=number) for number in (4, 4.0, 5))
    assert first == same
    assert hash(first) == hash(same)
    assert first != other
    assert first != RevenueByQuarter(Q1=1, Q2=2, Q3=3, Q4=4)
