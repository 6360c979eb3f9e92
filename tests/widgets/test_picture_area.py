"""A picture is swapped in place and keeps the words that stand for it."""

import matplotlib.figure
import pytest

from okr_lib.display.picture import Picture
from okr_lib.widgets.picture_area import PictureArea


@pytest.fixture
def area():
    return PictureArea(height="300px")


def test_svg_is_an_image_with_its_words(area):
    area.show_svg("<svg></svg>", 'Growth of "20%"')
    assert 'role="img" aria-label="Growth of &quot;20%&quot;"' in area.value
    assert "<svg></svg>" in area.value
    assert area.layout.min_height == "300px"


def test_a_drawn_figure_is_shown_with_its_words(area):
    area.show(Picture(matplotlib.figure.Figure(), "Nothing & more"))
    assert 'alt="Nothing &amp; more"' in area.value
    assert "data:image/svg+xml;base64," in area.value


def test_the_same_picture_again_sends_nothing(area):
    sent = []
    area.observe(lambda change: sent.append(change["new"]), "value")
    area.show_svg("<svg></svg>", "A")
    area.show_svg("<svg></svg>", "A")
    area.show_svg("<svg></svg>", "B")
    assert len(sent) == 2
