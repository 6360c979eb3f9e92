"""The forecast in words knows whether the year is ahead, under way or over."""

import pytest

import okr_lib as okr
from okr_lib.display.outlook_words import finding_outlook, likelihood_words
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.fixture
def shop(small):
    return Plan.model_validate(small | {"target": {"growth": 0.1}})


def test_before_the_year_the_range_stands_below_the_likelihood(matas, view):
    found = okr.target_outlook(matas)
    low, high = (view.labels.number(end, 0) for end in found.interval(0.8))
    assert likelihood_words(found, view.labels) == (
        view.labels.likelihood(found.probability),
        f"Year's end {low} to {high}",
    )
    said = plain(finding_outlook(found, view.labels))
    assert said.startswith("The year is seen to end between DKK 3,8")
    assert said.endswith("m (80%); the likelihood of reaching the target is 45%")


def test_under_way_it_is_said_after_which_quarter(matas, view, danish):
    found = okr.target_outlook(matas, actuals={"Q1": 1053.5, "Q2": 989.0})
    assert plain(finding_outlook(found, view.labels)).startswith("After Q2, the year is seen to end between DKK 4,2")
    assert plain(finding_outlook(found, danish.labels)).startswith("Efter Q2 ventes året at ende mellem 4.2")


@pytest.mark.parametrize(
    ("last", "tile", "said"),
    [
        (120, "Reached", "The year ended DKK 10.0m above its target"),
        (110, "Reached", "The year ended on its target"),
        (100, "Missed", "The year ended DKK 10.0m below its target"),
    ],
)
def test_of_a_year_that_is_over_nothing_is_likely(shop, view, last, tile, said):
    found = okr.target_outlook(shop, actuals=dict(zip(QUARTERS, (110, 110, 110, last), strict=True)))
    assert likelihood_words(found, view.labels)[0] == tile
    assert plain(finding_outlook(found, view.labels)) == said


@pytest.mark.parametrize(("growth", "share"), [(-0.9, "over 99%"), (5.0, "under 1%")])
def test_the_future_is_never_certain(small, view, growth, share):
    found = okr.target_outlook(Plan.model_validate(small | {"target": {"growth": growth, "sure": True}}))
    assert plain(likelihood_words(found, view.labels)[0]) == share


def test_a_target_that_is_reached_early_is_no_longer_likely(shop, view):
    found = okr.target_outlook(shop, actuals={"Q1": 200.0, "Q2": 150.0, "Q3": 100.0})
    assert likelihood_words(found, view.labels)[0] == "Reached"
    assert plain(finding_outlook(found, view.labels)).endswith("(80%); the target is reached already")
