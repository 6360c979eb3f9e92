"""Four figures, each with what it is compared with."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.tiles import tiles
from okr_lib.plan.model import Plan


def told(plan, quarter, language="en"):
    made = tiles(okr.Review(plan, quarter, okr.load_records(plan)), Labels.of(plan, language))
    return {
        tile.name: (tile.figure.replace("\u00a0", " "), *(note.replace("\u00a0", " ") for note in tile.notes))
        for tile in made
    }


def test_an_open_year_has_both_gaps_the_range_and_what_was_said_before(matas):
    shown = told(matas, "Q3")
    assert shown["Revenue so far"] == (
        "3,438.5",
        "+1.9% on last year",
        "−20.7 on phased target",
        "−2.3 on plan by now",
    )
    assert shown["Year's end (80%)"][0] == "4,329–4,535"
    assert shown["Year's end (80%)"][3:] == ("Q4 needs 1,016.5 (+4.7%)", "planned: 1,002.1 (+3.2%)")
    assert shown["Likelihood of the target"] == ("34%", "59% after Q1", "50% after Q2")
    assert shown["Key results missed or off track"][0] == "5 of 10"


def test_a_year_that_is_over_has_no_range_and_no_likelihood(matas):
    shown = told(matas, "Q4")
    assert list(shown) == ["Revenue of the year", "Growth on last year", "The target", "Key results missed"]
    assert shown["The target"][0] == "Reached"
    assert shown["Growth on last year"] == ("+3.4%", "+2.6% aimed at", "target 4,455.0")


@pytest.mark.parametrize("language", ["en", "da"])
def test_before_the_first_actuals_stands_the_target_and_without_key_results_three_tiles(small, language):
    shown = told(Plan.model_validate(small), "Q1", language)
    assert len(shown) == 3
    assert {"480.0", "480,0"} & {figure for figure, *_ in shown.values()}
