"""Places of a plan and what stands there, in words."""

import pytest

from okr_lib.display.guide import _CHECKS, _QUESTIONS, _TITLES
from okr_lib.display.labels import Labels
from okr_lib.display.places import place_words, value_words
from okr_lib.plan.changes import plan_data
from okr_lib.plan.merging import ABSENT
from okr_lib.review.readiness import Question, Step

PLUS = ("teams", "marketing", "initiatives", "club-plus")
EN, DA = Labels(), Labels("da")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("name",), "Name"),
        (("streams", "online", "momentum"), "Online › Momentum"),
        (("teams", "marketing", "initiatives", "club-plus"), "Marketing › Club Matas Plus for the most loyal"),
        (
            ("teams", "marketing", "initiatives", "club-plus", "effects", 0, "amount"),
            "Marketing › Club Matas Plus for the most loyal › Amount a year",
        ),
        (("allocation", "held", "retail"), "Commitments › Held at › Retail"),
        (("teams", "gone", "lead"), "gone › Lead"),
    ],
)
def test_a_place_is_told_by_the_names_on_the_way(matas, path, words):
    assert place_words(plan_data(matas), path, EN) == words


@pytest.mark.parametrize(
    ("value", "path", "words"),
    [
        (0.8, (*PLUS, "probability"), "80\xa0%"),
        (0.075, ("streams", "online", "momentum"), "7,5\xa0%"),
        (0.3, (*PLUS, "credit", "retail"), "30\xa0%"),
        (1234.5, (*PLUS, "cost"), "1.234,5"),
        (None, ("teams", "brand", "lead"), "–"),
        ("2027-03-31", ("objectives", "o", "key_results", "k", "due"), "31. marts 2027"),
        ({"low": 1, "likely": 2, "high": 3.5}, (*PLUS, "effects", 0, "amount"), "lav: 1, sandsynlig: 2, høj: 3,5"),
        (
            {"low": 0.01, "likely": 0.02, "high": 0.03},
            (*PLUS, "effects", 0, "lift"),
            "lav: 1\xa0%, sandsynlig: 2\xa0%, høj: 3\xa0%",
        ),
        (
            {"growth": 5, "revenue": None, "sure": True},
            ("target",),
            "Vækstmål: 500\xa0%, Over 100\xa0% er ment: ja",
        ),
        ({"growth": 0, "revenue": None, "sure": False}, ("target",), "Vækstmål: 0\xa0%"),
        ({"id": "x", "name": "Klub"}, PLUS, "Klub"),
        (["a", "b"], (*PLUS, "after"), "a, b"),
        (ABSENT, PLUS, "fjernet"),
    ],
)
def test_a_value_is_told_as_people_write_it(value, path, words):
    assert value_words(value, path, DA) == words


def test_every_step_and_check_has_its_words():
    assert set(_TITLES) == set(_QUESTIONS) == set(Step)
    assert set(_CHECKS) == set(Question)
