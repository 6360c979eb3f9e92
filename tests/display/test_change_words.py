"""What a change changed, in a few words."""

import pytest

from okr_lib.display.change_words import change_words
from okr_lib.display.labels import Labels
from okr_lib.plan.changes import plan_data, with_value, without
from okr_lib.plan.priorities import placed

PLUS = ("teams", "marketing", "initiatives", "club-plus")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ((*PLUS, "probability"), 0.6, "Likelihood of {plus} 80% → 60%"),
        ((*PLUS, "starts"), "Q4", "Starts of {plus} Q1 → Q4"),
        ((*PLUS, "after"), ["stock-online"], "Needs first of {plus} – → Store stock shown in the web shop"),
        ((*PLUS, "name"), "Club", "Name {plus} → Club"),
        (("target", "revenue"), 4500, "Revenue target 4,455 → 4,500"),
        (("allocation", "held"), {"retail": 30}, "Held at of Retail – → 30"),
        (("allocation", "held"), {"retail": 30, "marketing": 2}, "Held at of Retail – → 30, and 1 change more"),
    ],
)
def test_a_field_is_told_with_its_values_and_whose_it_is(matas, path, value, words):
    was = plan_data(matas)
    name = "Club Matas Plus for the most loyal"
    assert change_words(was, with_value(was, path, value), Labels()) == words.format(plus=name)


@pytest.mark.parametrize(
    ("likely", "high", "words"),
    [
        (9, 15, "likely of Club Matas Plus for the most loyal"),
        (9, 16, "Amount a year of Club Matas Plus for the most loyal"),
    ],
)
def test_an_estimate_is_told_by_the_one_point_that_changed_or_whole(matas, likely, high, words):
    was = with_value(plan_data(matas), (*PLUS, "effects", 0, "amount"), {"low": 1, "likely": 8, "high": 15})
    now = with_value(was, (*PLUS, "effects", 0, "amount"), {"low": 1, "likely": likely, "high": high})
    assert change_words(was, now, Labels()).startswith(f"{words} ")


def test_what_comes_goes_or_moves_is_told_by_its_name(matas):
    was, labels = plan_data(matas), Labels("da")
    alone = without(with_value(was, ("overlaps",), []), PLUS)
    assert change_words(alone, with_value(was, ("overlaps",), []), labels).endswith("er tilføjet")
    assert change_words(with_value(was, ("overlaps",), []), alone, labels).endswith("er fjernet")
    aside = placed(was, PLUS, "marketing", "not_now")[0]
    assert change_words(was, aside, labels).startswith("Club Matas Plus for the most loyal er lagt til side")
    assert change_words(aside, was, labels).startswith("Club Matas Plus for the most loyal er taget frem igen")
    other = placed(was, PLUS, "retail", "initiatives")[0]
    assert change_words(was, other, Labels()) == "Club Matas Plus for the most loyal from Marketing to Retail"


def test_another_order_is_told_and_nothing_says_nothing(matas):
    was = plan_data(matas)
    now = with_value(was, ("teams", "marketing", "initiatives"), was["teams"][-1]["initiatives"][::-1])
    assert change_words(was, now, Labels()) == "the order of Marketing"
    assert change_words(was, was, Labels()) == ""
