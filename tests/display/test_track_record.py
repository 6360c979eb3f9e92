"""How estimates turned out is told where there is enough to tell, and no further than it reaches."""

import pandas as pd
import pytest

from okr_lib.display.labels import Labels
from okr_lib.display.track_record import (
    Said,
    finding_calibration,
    finding_delivery,
    sentences_on_estimates,
    table_calibration,
)
from okr_lib.review.calibration import calibration
from okr_lib.review.delivery import Delivery
from tests.display.reading import rows

ENGLISH, DANISH = Labels(), Labels("da")
FIVE = Delivery("Q3", 5, 37.0, 50.0)


def plain(text):
    return text.replace("\u00a0", " ")


def said(value, true, false):
    came = [True] * true + [False] * false
    return calibration(pd.DataFrame({"name": "x", "said": value, "came": came}))


@pytest.mark.parametrize("quarter", ["Q2", "Q3", "Q4"])
def test_the_rate_is_told_with_what_it_rests_on(quarter):
    assert plain(finding_delivery(Delivery(quarter, 5, 37.0, 50.0), ENGLISH)) == (
        "Of the DKK 50.0m that 5 initiatives, done or in full effect, were to bring by their last claim, DKK 37.0m is "
        "claimed: 74%"
    )


@pytest.mark.parametrize("count", [0, 1, 2, 8])
def test_before_the_second_quarter_nothing_is_told(count):
    assert finding_delivery(Delivery("Q1", count, 8.0, 10.0), ENGLISH) == ""


@pytest.mark.parametrize(
    ("count", "start"), [(0, ""), (1, "One initiative that is done"), (2, "Two initiatives that are done")]
)
def test_of_a_few_it_is_told_that_they_are_few(count, start):
    found = finding_delivery(Delivery("Q2", count, 8.0 * count, 10.0 * count), ENGLISH)
    assert found.startswith(start)
    assert bool(found) == bool(count)
    assert "80" not in found


@pytest.mark.parametrize(
    ("value", "true", "false", "words"),
    [
        (0.8, 4, 1, "80% were met. Their owners had said 80% on average: the two agree, as far as 5 can tell"),
        (0.9, 2, 4, "33% were met. Their owners had said 90% on average: they were surer than right"),
        (0.2, 4, 1, "80% were met. Their owners had said 20% on average: they could have been surer"),
    ],
)
def test_confidence_is_told_beside_what_was_met(value, true, false, words):
    found = plain(finding_calibration(said(value, true, false), Said.CONFIDENCE, ENGLISH))
    assert found == f"Of {true + false} key results that were due, {words}"


@pytest.mark.parametrize(
    ("true", "false", "words"),
    [
        (4, 1, "lykkedes 80 %. Planen havde i gennemsnit sagt 80 %: det stemmer overens, så vidt man kan se af 5"),
        (1, 4, "lykkedes 20 %. Planen havde i gennemsnit sagt 80 %: den var for sikker"),
        (9, 0, "lykkedes 100 %. Planen havde i gennemsnit sagt 80 %: den var for forsigtig"),
    ],
)
def test_chances_in_danish(true, false, words):
    found = plain(finding_calibration(said(0.8, true, false), Said.CHANCE, DANISH))
    assert found == f"Af {true + false} initiativer, der er færdige eller stoppet, {words}"


@pytest.mark.parametrize("what", Said)
def test_of_fewer_than_five_nothing_is_told(what):
    assert finding_calibration(said(0.8, 2, 2), what, ENGLISH) == ""


def test_the_table_has_the_classes_and_all_of_them():
    heads, *body = rows(table_calibration(said(0.8, 4, 1), Said.CONFIDENCE, ENGLISH))
    assert heads[:4] == ["Confidence said", "Key results", "On average", "Met"]
    assert [plain(row[0]) for row in body] == ["Below 33%", "33% to 67%", "Above 67%", "Total"]
    assert [plain(cell) for cell in body[-1]] == ["Total", "5", "80%", "80%", "0.16"]
    assert body[0][1:] == ["0", "–", "–", "–"]


def test_the_table_of_chances_in_danish():
    heads, *body = rows(table_calibration(said(0.8, 4, 1), Said.CHANCE, DANISH))
    assert heads[:4] == ["Anslået sandsynlighed", "Initiativer", "I gennemsnit", "Lykkedes"]
    assert plain(body[-1][-1]) == "0,16"


def test_whoever_estimates_is_told_only_what_there_is_enough_of():
    few = Delivery("Q2", 2, 8.0, 10.0)
    assert sentences_on_estimates(few, said(0.8, 2, 2), ENGLISH) == []
    assert [words[:13] for words in sentences_on_estimates(FIVE, said(0.8, 2, 2), ENGLISH)] == ["Of the DKK\u00a050"]
    assert len(sentences_on_estimates(FIVE, said(0.8, 4, 1), ENGLISH)) == 2
