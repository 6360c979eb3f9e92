"""Whose layouts slides have: ours are 16:9 with one accent colour; a template's are used where they leave room below a title."""

import io
from pathlib import Path

import pytest
from matplotlib import get_data_path
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Emu, Inches

from okr_lib import ReportError
from okr_lib.display.labels import Labels
from okr_lib.display.slides import deck, layouts
from okr_lib.display.slides.parts import Sentences, Slide

SERIF = (Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf").read_bytes()
LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000004000000010802000000765e989a0000000e49444154789c63ac"
    "92b765800100098900d8559c55980000000049454e44ae426082"
)
SLIDES = (Slide("A finding", ((Sentences(("One.", "Two.")),),), ("Sources: plan.yaml.",)),)


def template(*, keep=None, example=False):
    """A template such as a company has: python-pptx's own with eleven layouts, and perhaps an example slide."""
    presentation = Presentation()
    if keep is not None:
        for layout in list(presentation.slide_layouts):
            if layout.name not in keep:
                presentation.slide_layouts.remove(layout)
    if example:
        slide = presentation.slides.add_slide(presentation.slide_layouts[0])
        slide.shapes.title.text = "Example of the agency"
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def drawn(into):
    content = deck.presentation(SLIDES, into, deck.About("Title", "Foot"), Labels())
    return Presentation(io.BytesIO(content)).slides[0]


def test_our_deck_has_the_accent_and_the_font_in_its_theme():
    own = layouts.own_deck("#aa1122", SERIF)
    master = own.presentation.slide_master
    theme = master.part.part_related_by(layouts.RELATIONSHIP_TYPE.THEME).blob
    assert b'<a:accent1><a:srgbClr val="AA1122"/>' in theme
    assert theme.count(b'<a:latin typeface="DejaVu Serif"/>') == 2


def test_a_logo_stands_on_the_layout_and_the_title_leaves_it_room():
    plain, branded = layouts.own_deck("#0072b2"), layouts.own_deck("#0072b2", None, LOGO)
    [picture] = [shape for shape in branded.layout.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert branded.title.left + branded.title.width < Emu(picture.left).inches < plain.title.left + plain.title.width
    assert round(picture.width / picture.height) == 4


def test_the_layout_with_a_title_only_is_taken_and_examples_are_left_out():
    into = layouts.template_deck(template(example=True))
    assert into.layout.name == "Title Only"
    slide = drawn(into)
    assert slide.shapes.title.text_frame.text == "A finding"
    assert "Example of the agency" not in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_title_and_content_gives_its_room_where_there_is_no_title_only():
    into = layouts.template_deck(template(keep=("Title Slide", "Title and Content", "Blank")))
    assert into.layout.name == "Title and Content"
    slide = drawn(into)
    assert [shape.placeholder_format.idx for shape in slide.placeholders if shape.placeholder_format.idx == 1] == []
    text = next(shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == "One.\nTwo.")
    assert text.top >= Inches(into.room.top) - 1


def test_a_template_without_room_below_a_title_is_refused():
    with pytest.raises(ReportError, match="no layout of the template has a title with room below it"):
        layouts.template_deck(template(keep=("Section Header", "Blank")))
