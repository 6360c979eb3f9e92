"""Numbers close when nothing is uncovered; otherwise they add up, and what is uncovered is said."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.standing_words import finding_standing_of, sentence_on_closing
from okr_lib.growth.standing import standing


@pytest.mark.parametrize(
    ("amount", "head", "sentence"),
    [
        (60, "its numbers add up; DKK 20.0m is uncovered", "The numbers add up; DKK 20.0m is uncovered."),
        (80, "its numbers close", "The numbers close: nothing is uncovered."),
        (
            90,
            "close; DKK 10.0m more than the target is",
            "The numbers close; DKK 10.0m more than the target is covered.",
        ),
    ],
)
def test_closing_means_that_nothing_is_uncovered(small, amount, head, sentence):
    effect = {"effects": [{"stream": "shop", "amount": amount}]}
    small["teams"][0]["initiatives"] = [{"id": "a", "name": "A", "owner": "Head"} | effect]
    plan = okr.Plan.model_validate(small)
    found, labels = standing(okr.growth_ledger(plan)), Labels.of(plan)
    assert head in finding_standing_of("Shop", found, labels).replace("\u00a0", " ")
    assert sentence_on_closing(found, labels).replace("\u00a0", " ") == sentence


def test_the_danish_words_for_it_are_two_too(matas):
    said = sentence_on_closing(standing(okr.growth_ledger(matas)), Labels.of(matas, "da"))
    assert said.replace("\u00a0", " ") == "Tallene stemmer; 12,1 mio. kr. er udækket."
