"""Columns stand on zero, and above them is how far each is from its target."""

import pytest

from okr_lib.display.quarters_chart import SIZES, chart_quarters
from tests.display.reading import boxes, collisions, words

FORECAST = {"Q4": 993.04}


def columns(picture):
    """Heights of the columns by what they are, from left to right."""
    axes = picture.figure.axes[1]
    return {series.get_label(): [bar.get_height() for bar in series] for series in axes.containers}


def test_a_column_is_as_high_as_its_amount_and_stands_on_zero(view):
    picture = chart_quarters(view.quarters, FORECAST, view.labels, "A finding")
    assert columns(picture) == {
        "Last year": view.quarters["baseline"].tolist(),
        "Phased target": view.quarters["expected"].tolist(),
        "Actual": view.quarters["actual"].tolist()[:3],
        "Forecast": [993.0],
    }
    assert picture.figure.axes[1].get_ylim()[0] == 0


def test_variances_have_a_sign_and_that_of_a_forecast_is_hatched(view):
    picture = chart_quarters(view.quarters, FORECAST, view.labels, "A finding")
    assert {"+6.1", "−9.7", "−17.1", "−2.8"} <= set(words(picture))
    hatches = [bar.get_hatch() for series in picture.figure.axes[0].containers for bar in series]
    assert [bool(hatch) for hatch in hatches] == [False, False, False, True]


def test_without_actuals_there_is_a_target_and_a_forecast_and_no_actual(bare):
    ahead = dict.fromkeys(bare.quarters["quarter"], 1.0)
    assert list(columns(chart_quarters(bare.quarters, ahead, bare.labels, "x"))) == [
        "Last year",
        "Phased target",
        "Forecast",
    ]


def test_the_alternative_text_has_every_number(view):
    alt = chart_quarters(view.quarters, FORECAST, view.labels, "A finding").alt
    assert alt.startswith("A finding. DKK m: Q1: Last year 1,021.3, ")
    assert alt.endswith("Q4: Last year 971.0, Phased target 995.8, Forecast 993.0, Against the target −2.8.")


@pytest.mark.parametrize("times", [1, 10])
def test_numbers_do_not_meet(view, times):
    frame = view.quarters.set_index("quarter").mul(times).reset_index()
    picture = chart_quarters(frame, {"Q4": 993.0 * times}, view.labels, "A finding")
    texts = picture.figure.axes[1].texts
    assert collisions(boxes(picture, texts)) == 0
    assert min(text.get_fontsize() for text in texts) >= SIZES[1]
