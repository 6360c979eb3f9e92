"""The deck as it is drawn: a title, a foot, a number and notes on each slide, nothing outside it, the same bytes each time."""

from functools import cache
from itertools import combinations

import pytest
from pptx.util import Emu

from okr_lib.display.slides.fitting import ARIAL, Ruler
from tests.conftest import EXAMPLE
from tests.display.slides.conftest import Drawn, drawn_example
from tests.reports.edge_plans import EDGES, HOSTILE, hostile


def outside(drawn):
    """Shapes that reach over an edge of their slide, or into its foot."""
    width, height = drawn.read.slide_width, drawn.read.slide_height
    return [
        (number, shape.name)
        for number, slide in enumerate(drawn.read.slides, start=1)
        for shape in slide.shapes
        if shape.left < 0 or shape.top < 0 or shape.left + shape.width > width or shape.top + shape.height > height
    ]


def overlapping(drawn):
    """Pairs of charts, tables and texts of a slide that stand on each other."""
    found = []
    for slide in drawn.read.slides:
        shapes = [shape for shape in slide.shapes if shape.height]
        boxes = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) for shape in shapes]
        found += [pair for pair in combinations(boxes, 2) if _meet(*pair)]
    return found


def _meet(one, other):
    across = min(one[2], other[2]) > max(one[0], other[0])
    return across and min(one[3], other[3]) > max(one[1], other[1])


def overfull(drawn):
    """Text boxes whose words are higher than the box, as our own ruler measures them."""
    ruler = Ruler(share=ARIAL)
    found = []
    for shape in drawn.shapes:
        if shape.has_text_frame and not shape.is_placeholder:
            lines = [
                ruler.height_of(run.text, Emu(shape.width).inches, run.font.size.pt, bold=bool(run.font.bold))
                for paragraph in shape.text_frame.paragraphs
                for run in paragraph.runs
            ]
            found += [shape.text_frame.text] if sum(lines) > Emu(shape.height).inches + 0.05 else []
    return found


@pytest.mark.parametrize("quarter", ["Q1", "Q2", "Q3", "Q4"])
@pytest.mark.parametrize("language", ["en", "da"])
def test_nothing_stands_outside_a_slide_or_on_something_else(quarter, language):
    drawn = drawn_example(quarter, language)
    assert outside(drawn) == []
    assert overlapping(drawn) == []
    assert overfull(drawn) == []


@pytest.fixture(scope="module")
def at_the_edge(tmp_path_factory):
    """The slides of a plan at the edge, drawn once."""
    return cache(lambda make: Drawn(make(tmp_path_factory.mktemp("edge") / "plan"), "Q3"))


@pytest.mark.parametrize("make", [hostile, *EDGES.values()], ids=lambda make: make.__name__)
def test_a_plan_at_the_edge_has_slides_that_fit(make, at_the_edge):
    drawn = at_the_edge(make)
    assert 3 <= len(drawn.slides) <= 12
    assert outside(drawn) == []
    assert overlapping(drawn) == []
    assert overfull(drawn) == []


def test_hostile_names_are_text_on_slides_too(at_the_edge):
    drawn = at_the_edge(hostile)
    words = "\n".join(drawn.words)
    assert "<script>alert(1)</script>" in words
    assert "{{ 7*7 }}" in words
    assert HOSTILE[-2] not in words  # ten thousand letters have no room anywhere
    assert not any("\u202e" in text or "\x07" in text for text in drawn.words)


def test_each_slide_has_its_foot_its_number_and_alternative_texts(deck_of):
    for slide in deck_of().read.slides:
        xml = slide.part.blob.decode()
        assert "Foot" in xml
        assert 'type="slidenum"' in xml
        frames = [shape for shape in slide.shapes if shape.has_chart or shape.has_table]
        assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames)


def test_the_same_review_gives_the_same_file():
    assert Drawn(EXAMPLE, "Q1").content == drawn_example("Q1").content


def test_the_words_are_marked_with_their_language(deck_of):
    assert 'lang="da-DK"' in deck_of("Q3", "da").read.slides[0].part.blob.decode()


def test_no_two_shapes_of_a_slide_have_one_number(deck_of):
    for slide in deck_of().read.slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)
