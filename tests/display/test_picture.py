"""A picture is the same bytes every time, loads nothing, and says in words what it shows."""

import io
import struct

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG

from okr_lib.display.charts import chart_bridge, chart_matrix, chart_quarters
from okr_lib.display.picture import TEAM_COLOURS, style, team_colours
from okr_lib.display.timeline_chart import chart_timeline

DRAW = {
    "bridge": lambda view: chart_bridge(view.bridge, view.labels, "A finding"),
    "quarters": lambda view: chart_quarters(view.quarters, view.labels, "A finding"),
    "matrix": lambda view: chart_matrix(view.areas, view.labels, "A finding"),
    "timeline": lambda view: chart_timeline(view.timeline, view.labels, "A finding", view.quarter),
}


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_the_same_numbers_give_the_same_bytes(view, draw):
    picture = draw(view)
    assert picture.svg() == picture.svg() == draw(view).svg()


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_nothing_is_cut_a_picture_is_what_matplotlib_saves_of_all_that_is_drawn(view, draw):
    picture, saved = draw(view), io.StringIO()
    quick = picture.svg()
    FigureCanvasSVG(picture.figure)  # in place of the canvas that measures only once
    with style():
        picture.figure.savefig(
            saved, format="svg", bbox_inches="tight", pad_inches=0.1, metadata={"Date": None, "Creator": None}
        )
    assert quick == saved.getvalue()


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW)
def test_settings_made_elsewhere_do_not_change_a_picture(view, draw):
    plain = draw(view).svg()
    with mpl.rc_context({"font.size": 20, "text.color": "red", "axes.grid": True, "svg.fonttype": "none"}):
        assert draw(view).svg() == plain


def test_drawing_leaves_the_settings_of_others_alone(view):
    before = dict(mpl.rcParams)
    DRAW["bridge"](view).svg()
    assert dict(mpl.rcParams) == before


def test_letters_are_drawn_as_paths_so_no_font_is_needed(view):
    svg = DRAW["bridge"](view).svg()
    assert "<path" in svg
    assert "<text" not in svg


def test_an_svg_says_neither_when_nor_by_what_it_was_made(view):
    svg = DRAW["bridge"](view).svg()
    assert "<dc:date>" not in svg
    assert "Matplotlib" not in svg.split("-->", 1)[-1]


def test_a_png_is_as_large_as_its_resolution_says(view):
    picture = DRAW["quarters"](view)
    (small,), (large,) = (struct.unpack(">I", picture.png(dpi)[16:20]) for dpi in (50, 100))
    assert large / small == pytest.approx(2, abs=0.02)


def test_a_notebook_gets_the_svg_and_its_words(view):
    picture = DRAW["bridge"](view)
    data, metadata = picture._repr_mimebundle_()
    assert data == {"image/svg+xml": picture.svg(), "text/plain": picture.alt}
    assert metadata == {"image/svg+xml": {"alt": picture.alt}}


def test_text_is_never_read_as_a_formula():
    with style():
        assert mpl.rcParams["text.parse_math"] is False


def test_six_teams_have_six_colours_and_more_begin_anew():
    colours = team_colours([f"team-{number}" for number in range(8)])
    assert len(set(list(colours.values())[:6])) == 6
    assert colours["team-7"] == TEAM_COLOURS[1]
