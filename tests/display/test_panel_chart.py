"""The chart of the room's estimates says where people differ, and shows each range and the merged one."""

import pytest

from okr_lib.display.labels import Labels
from okr_lib.display.panel_chart import chart_panel, finding_apart, finding_panel
from okr_lib.growth.panel import merge_estimates
from okr_lib.plan.values import Estimate


def panel_of(**room):
    return merge_estimates(
        {name: Estimate(low=low, likely=likely, high=high) for name, (low, likely, high) in room.items()}
    )


@pytest.mark.parametrize(
    "language, words",
    [
        ("en", "Estimates differ most on the high end: 6.0 (Retail) to 20.0 (Brand)"),
        ("da", "Uenigheden er størst om det høje skøn: 6,0 (Retail) til 20,0 (Brand)"),
    ],
)
def test_the_title_says_on_what_people_differ_most(language, words):
    assert finding_panel(panel_of(Retail=(2, 4, 6), Brand=(3, 8, 20)), Labels(language)) == words


def test_lifts_are_shown_as_percentages():
    words = finding_panel(panel_of(Retail=(0, 0.01, 0.02), Brand=(0, 0.03, 0.03)), Labels(), lift=True)
    assert words == "Estimates differ most on the likely value: 1.0% (Retail) to 3.0% (Brand)"


def test_one_estimate_and_equal_ones_are_said_to_be_that():
    assert finding_panel(panel_of(Retail=(1, 2, 3)), Labels()) == "One estimate so far, by Retail"
    assert finding_panel(panel_of(A=(1, 2, 3), B=(1, 2, 3)), Labels()) == "All 2 estimates are the same"


def test_people_who_do_not_overlap_are_asked_what_they_assume():
    assert finding_apart(panel_of(A=(1, 2, 3), B=(5, 6, 7)), Labels()) == [
        "A and B do not overlap at all: let each say what they assume."
    ]
    assert finding_apart(panel_of(A=(1, 2, 5), B=(5, 6, 7)), Labels()) == []


def test_every_range_is_drawn_and_told_with_the_merged_one_last():
    picture = chart_panel(panel_of(Retail=(2, 4, 6), Brand=(3, 8, 20)), Labels(), "Finding")
    axes = picture.figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Retail", "Brand", "Merged: median"]
    ends = [tuple(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2][:3]
    assert ends == [(2, 6), (3, 20), (2.5, 13)]
    assert picture.alt.startswith("Finding. DKK m: Retail 2.0 · 4.0 · 6.0; Brand 3.0 · 8.0 · 20.0; Merged: median 2.5")


def test_equal_numbers_of_one_person_can_be_drawn():
    assert chart_panel(panel_of(A=(0, 0, 0)), Labels(), "Zero").svg().startswith("<svg")


def test_of_a_full_room_each_range_is_drawn_and_only_the_merged_one_is_named():
    room = {f"No. {number}": (number, number + 1, number + 2) for number in range(30)}
    picture = chart_panel(panel_of(**room), Labels(), "Thirty")
    [axes] = picture.figure.axes
    assert [text.get_text() for text in axes.texts if "·" in text.get_text()] == ["14.5 · 15.5 · 16.5"]
    assert len([line for line in axes.lines if line.get_marker() == "o"]) == 31
    assert picture.figure.get_figheight() < 8
    assert "No. 7 7.0 · 8.0 · 9.0" in picture.alt
