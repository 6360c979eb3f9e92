"""Charts show the amounts they are given, under the finding, with every number in the alternative text."""

import warnings

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from okr_lib.display.charts import chart_bridge
from okr_lib.display.findings import finding_bridge
from okr_lib.display.picture import BAD, GOOD
from okr_lib.plan.model import Plan
from tests.display.conftest import AWKWARD, View
from tests.display.reading import bars, boxes, collisions, names, title, words


def bridge(view):
    return chart_bridge(view.bridge, view.labels, "A finding")


ALL = pytest.mark.parametrize("draw", [bridge])


@ALL
def test_the_title_is_the_finding(view, draw):
    picture = draw(view)
    assert title(picture) == "A finding"
    assert picture.alt.startswith("A finding. ")


@ALL
def test_the_unit_is_on_the_chart_and_in_its_alternative_text(danish, draw):
    picture = draw(danish)
    assert any("mio. kr." in word for word in words(picture))
    assert "mio. kr." in picture.alt


@ALL
def test_a_plan_without_anything_is_drawn_without_a_warning(bare, draw):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw(bare).svg()


@ALL
def test_25_teams_with_long_names_are_drawn_without_a_warning(crowd, draw):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw(crowd).svg()


@ALL
def test_25_long_names_are_wrapped_and_none_covers_another(crowd, draw):
    picture = draw(crowd)
    assert max(len(line) for name in names(picture) for line in name.split("\n")) <= 34
    assert any("\n" in name for name in names(picture))
    axes = picture.figure.axes[0]
    assert collisions(boxes(picture, axes.get_yticklabels())) == 0
    assert collisions(boxes(picture, axes.get_xticklabels())) == 0


@ALL
def test_nothing_of_a_crowd_sticks_out_of_the_figure(crowd, draw):
    picture = draw(crowd)
    tight = picture.figure.get_tightbbox()
    width, height = picture.figure.get_size_inches()
    assert -0.05 <= tight.x0 <= tight.x1 <= width + 0.05
    assert -0.05 <= tight.y0 <= tight.y1 <= height + 0.05


@ALL
def test_a_name_that_tries_to_be_code_is_drawn_as_text(awkward, draw):
    picture = draw(awkward)
    shown = " ".join(" ".join(words(picture)).split())
    assert "$x$ <script>alert(1)</script>" in shown
    assert AWKWARD in picture.alt


@ALL
@pytest.mark.parametrize("language", ["en", "da"])
def test_sentences_of_the_alternative_text_end_with_one_full_stop(view, draw, language):
    alt = draw(view.at(language=language)).alt
    assert alt.endswith(".")
    assert ".." not in alt


def test_bars_of_a_bridge_are_as_wide_as_their_amounts(view):
    widths = [width for _, width in bars(bridge(view))[1:-1]]
    assert widths == pytest.approx(view.bridge["amount"].abs().tolist()[1:-1])


def test_every_bar_of_a_bridge_starts_where_the_one_before_ended(view):
    left = [left for left, _ in bars(bridge(view))[1:-1]]
    assert left == pytest.approx(view.bridge[["start", "end"]].min(axis=1).tolist()[1:-1])


def test_a_cut_axis_says_where_it_starts_and_cuts_only_what_stands_on_zero(view):
    picture = bridge(view)
    (start, first), (_, last) = bars(picture)[0], bars(picture)[-1]
    assert (first, last) == pytest.approx((4344.2 - start, 4455.0 - start))
    assert f"DKK m, contributions before overlap · the axis starts at {view.labels.number(start)}" in words(picture)


def test_an_axis_from_zero_says_nothing_of_its_start(small):
    small["target"] = {"growth": 2.0}
    view = View(Plan.model_validate(small), None)
    picture = bridge(view)
    assert bars(picture)[0] == (0, 400)
    assert picture.figure.axes[0].get_xlim()[0] == 0
    assert "DKK m" in words(picture)


def test_a_bridge_names_its_steps_and_shows_changes_with_their_sign(danish):
    picture = bridge(danish)
    assert names(picture)[:3] == ["Udgangspunkt", "Underliggende vækst", "Retail"]
    assert {"4.344,2", "+22,8", "−3,9", "4.455,0"} <= set(words(picture))


def test_the_alternative_text_of_a_bridge_has_every_amount(view):
    alt = bridge(view).alt
    assert all(view.labels.number(amount) in alt for amount in view.bridge["amount"])


def test_a_bridge_with_overlap_says_that_contributions_are_before_it(view):
    picture = bridge(view)
    assert picture.figure.axes[0].get_xlabel().startswith("DKK m, contributions before overlap")
    assert ". DKK m, contributions before overlap: Baseline" in picture.alt


def test_steps_can_be_given_names(view):
    assert names(chart_bridge(view.bridge, view.labels, "x", {"target": "Ambition"}))[-1] == "Ambition"


def test_a_step_too_small_to_see_still_has_an_edge(small):
    small["teams"][0]["initiatives"] = [
        {"id": "tiny", "name": "Tiny", "owner": "Somebody", "effects": [{"stream": "shop", "amount": 0.1}]}
    ]
    (bar,) = bridge(View(Plan.model_validate(small), None)).figure.axes[0].containers[2].patches
    assert bar.get_linewidth() > 0
    assert bar.get_edgecolor() == bar.get_facecolor()


@pytest.mark.parametrize("growth, colour", [(0.5, BAD), (-0.5, GOOD)])
def test_growth_nobody_has_a_plan_for_is_marked_bad_and_more_than_the_target_good(small, growth, colour):
    small["target"] = {"growth": growth}
    uncovered = bridge(View(Plan.model_validate(small), None)).figure.axes[0].containers[-2].patches[0]
    assert to_hex(uncovered.get_edgecolor()) == colour


def test_a_bridge_below_zero_is_shown_whole(view):
    table = pd.DataFrame(
        {
            "step": ["baseline", "stream", "actual"],
            "stream": [None, "online", None],
            "amount": [10.0, -30.0, -20.0],
            "start": [0.0, 10.0, 0.0],
            "end": [10.0, -20.0, -20.0],
        }
    )
    picture = chart_bridge(table, view.labels, "x")
    assert bars(picture) == [(0, 10), (-20, 30), (-20, 20)]
    assert picture.figure.axes[0].get_xlim()[0] <= -20


def test_a_long_finding_keeps_to_three_lines_and_is_whole_in_the_alternative_text(view):
    finding = finding_bridge(view.bridge, view.labels) * 5
    picture = chart_bridge(view.bridge, view.labels, finding)
    assert title(picture).count("\n") == 2
    assert finding in picture.alt
