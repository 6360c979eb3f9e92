"""A picture is the same bytes every time, loads nothing, and says in words what it shows."""

import re
import struct
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from okr_lib.display.gap_chart import bars_of_plan, chart_bars
from okr_lib.display.picture import TEAM_COLOURS, style, team_colours
from okr_lib.display.quarters_chart import chart_quarters


def quarters(view, title="A finding"):
    return chart_quarters(view.quarters, {"Q4": 993.0}, view.labels, title)


SVG = "{http://www.w3.org/2000/svg}"
DRAW = {
    "bars": lambda view: chart_bars(bars_of_plan(view.bridge, view.labels), view.labels, "A finding"),
    "quarters": quarters,
}


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_the_same_numbers_give_the_same_bytes(view, draw):
    picture = draw(view)
    assert picture.svg() == picture.svg() == draw(view).svg()


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_nothing_is_cut_every_word_lies_in_the_picture(view, draw):
    svg = ET.fromstring(draw(view).svg())  # noqa: S314
    left, top, width, height = map(float, svg.get("viewBox").split())
    for text in svg.iter(f"{SVG}text"):
        x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
        assert top <= y - 0.7 * size < y <= top + height
        if not text.get("transform"):
            assert left <= x < x + float(text.get("textLength")) <= left + width


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_settings_made_elsewhere_do_not_change_a_picture(view, draw):
    plain = draw(view).svg()
    with mpl.rc_context({"font.size": 20, "text.color": "red", "axes.grid": True, "svg.fonttype": "none"}):
        assert draw(view).svg() == plain


def test_drawing_leaves_the_settings_of_others_alone(view):
    before = dict(mpl.rcParams)
    quarters(view).svg()
    assert dict(mpl.rcParams) == before


def test_words_are_text_of_the_font_they_were_measured_with(view):
    svg = ET.fromstring(quarters(view).svg())  # noqa: S314
    assert svg.get("font-family").startswith("Report Sans,")
    assert {"A finding", "Last year", "Phased target"} <= {text.text for text in svg.iter(f"{SVG}text")}
    assert {found.tag.removeprefix(SVG) for found in svg.iter()} == {
        "svg",
        "defs",
        "clipPath",
        "rect",
        "pattern",
        "path",
        "text",
    }


def test_words_that_try_to_be_markup_are_words(view):
    title = '</text><script>alert(1)</script> "x" onload=1'
    svg = quarters(view, title).svg()
    assert "<script" not in svg
    assert title in "".join(ET.fromstring(svg).itertext())  # noqa: S314


def test_pictures_of_one_page_share_no_ids(view):
    drawn = [draw(view) for draw in DRAW.values()]
    names = [name for picture in drawn for name in re.findall(r' id="([^"]+)"', picture.svg())]
    assert len(names) == len(set(names)) > 2


def test_an_svg_says_neither_when_nor_by_what_it_was_made(view):
    svg = quarters(view).svg()
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg.split("-->", 1)[-1]


def test_a_png_is_as_large_as_its_resolution_says(view):
    picture = quarters(view)
    (small,), (large,) = (struct.unpack(">I", picture.png(dpi)[16:20]) for dpi in (50, 100))
    assert large / small == pytest.approx(2, abs=0.02)


def test_a_notebook_gets_the_svg_and_its_words(view):
    picture = quarters(view)
    data, metadata = picture._repr_mimebundle_()
    assert data == {"image/svg+xml": picture.svg(), "text/plain": picture.alt}
    assert metadata["image/svg+xml"]["alt"] == picture.alt


def test_text_is_never_read_as_a_formula():
    with style():
        assert mpl.rcParams["text.parse_math"] is False


def test_six_teams_have_six_colours_and_more_begin_anew():
    colours = team_colours([f"team-{number}" for number in range(8)])
    assert len(set(list(colours.values())[:6])) == 6
    assert colours["team-7"] == TEAM_COLOURS[1]
