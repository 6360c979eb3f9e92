"""Words that fit, and are drawn as words."""

import warnings

import pytest

from okr_lib.display.drawing import _drawable, axes_of, draw_rows, draw_title, shortened, tint, wrapped
from okr_lib.display.picture import Picture, style


def test_a_short_name_stays_on_one_line():
    assert wrapped("Stores and wholesale", 34) == "Stores and wholesale"


def test_a_long_name_is_wrapped_into_lines_of_about_the_same_length():
    assert wrapped("Wider assortment in the web shop and stores", 34).split("\n") == [
        "Wider assortment in the",
        "web shop and stores",
    ]


def test_what_does_not_fit_is_cut_with_an_ellipsis():
    lines = wrapped("word " * 100, 34).split("\n")
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert max(map(len, lines)) <= 34


def test_an_amount_is_not_torn_apart():
    assert (
        "4.455,0\u00a0mio.\u00a0kr." in wrapped("Planen dækker målet på 4.455,0\u00a0mio.\u00a0kr.", 30).split("\n")[1]
    )


def test_a_hyphened_word_is_not_torn_apart():
    assert wrapped("Retail and re-commerce growth", 22) == "Retail and\nre-commerce growth"


def test_a_word_longer_than_a_line_is_broken():
    assert max(map(len, wrapped("x" * 50, 34).split("\n"))) <= 34


@pytest.mark.parametrize("text, shown", [("Head of Range", "Head of Range"), ("Head of Logistics", "Head of Logi…")])
def test_a_text_on_one_line_is_shortened(text, shown):
    assert shortened(text, 13) == shown


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Growth 🚀 team", "Growth team"),
        ("販売 team", "□□ team"),
        ("🚀", "□"),
        ("two\nlines", "two lines"),
        ("Øresund café ★ 25 %", "Øresund café ★ 25 %"),
    ],
)
def test_signs_the_font_lacks_are_left_out_and_letters_become_boxes(text, shown):
    assert _drawable(text) == shown


def test_names_in_any_script_draw_without_a_warning():
    figure, axes = axes_of(2)
    with style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        draw_rows(axes, ["🚀", "販売", "$x^$", "\\frac{"])
        draw_title(figure, "🚀 $")
        assert Picture(figure, "").svg()


def test_a_tint_runs_from_white_to_the_colour():
    assert tint("#000000", 0) == (1, 1, 1)
    assert tint("#000000", 0.5) == (0.5, 0.5, 0.5)
    assert tint("#000000", 1.7) == (0, 0, 0)
