"""The deck that slides are put into: our own, or a company's template with its layouts, colours and fonts.

A layout is usable when it has a title and leaves room below it: PowerPoint's *Title Only*, or else *Title and Content*,
whose content gives the room. Slides that stand in a template are examples and are left out.
"""

import io
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.ft2font import FT2Font
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Emu, Inches

from okr_lib.display.slides.fitting import ARIAL, Ruler
from okr_lib.errors import Message, ReportError

_WIDTH, _HEIGHT = 13.333, 7.5  # inches: 16:9
_EDGE = 0.6  # inches left and right
_TITLE = (_EDGE, 0.42, _WIDTH - 2 * _EDGE, 0.98)  # left, top, width, height
_FOOT = _HEIGHT - 0.55
_FONT = "Arial"
_LOGO, _LOGO_ID = (1.6, 0.6), 1000  # inches at the most, wide and high; a number that no shape of the layout has
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FEET = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
_CONTENTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_GAP = 0.15  # inches between a title and what stands below
_HAIR = 0.01  # inches that programs round away
_ROOM = (6.0, 3.0)  # inches: the least width and height that a slide can be drawn in


@dataclass(frozen=True)
class Area:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def frame(self) -> tuple[Any, Any, Any, Any]:
        """The same as python-pptx takes it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True)
class Deck:
    """A presentation without slides, the layout that ours have, the room it leaves, and what measures its words."""

    presentation: Any
    layout: Any
    title: Area
    room: Area
    ruler: Ruler


def own_deck(accent: str, font: bytes | None = None, logo: bytes | None = None) -> Deck:
    """A deck of our own: 16:9, white, one layout.

    Parameters
    ----------
    accent
        The colour of what came, such as "#0072b2".
    font
        A font file, whose name the slides ask for; the house's where there is none.
    logo
        A PNG file that stands in the upper right of each slide.
    """
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name != "Title Only":
            presentation.slide_layouts.remove(layout)
    layout = presentation.slide_layouts[0]
    _colour_theme(master, accent.removeprefix("#").upper(), FT2Font(io.BytesIO(font)).family_name if font else _FONT)
    for placeholder in [*master.placeholders, *layout.placeholders]:
        _place(placeholder)
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")  # noqa: SLF001  (has no name)
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("b", "1")
    title, top = Area(*_TITLE), _TITLE[1] + _TITLE[3] + _GAP
    if logo:
        title = replace(title, width=title.width - _LOGO[0] - _GAP)
        _add_logo(layout, logo)
    for placeholder in layout.placeholders:
        if placeholder.placeholder_format.type in _TITLES:
            placeholder.width = Inches(title.width)
    room = Area(_EDGE, top, _WIDTH - 2 * _EDGE, _FOOT - _GAP - top)
    return Deck(presentation, layout, title, room, Ruler(font) if font else Ruler(share=ARIAL))


def template_deck(content: bytes) -> Deck:
    """A company's template as a deck, without the slides that stand in it.

    Raises
    ------
    ReportError
        When no layout leaves room below a title.
    """
    presentation = Presentation(io.BytesIO(content))
    width, height = (Emu(size).inches for size in (presentation.slide_width, presentation.slide_height))
    numbers = presentation.slides._sldIdLst  # noqa: SLF001  (python-pptx has no way to take slides out)
    for entry in list(numbers):
        presentation.part.drop_rel(entry.rId)
        numbers.remove(entry)
    found = [_usable(layout, width, height) for layout in presentation.slide_layouts]
    usable = sorted((each for each in found if each), key=lambda each: each[0])
    if not usable:
        raise ReportError(
            Message("no layout of the template has a title with room below it; add one such as Title Only")
        )
    _, layout, title, room = usable[0]
    return Deck(presentation, layout, title, room, Ruler())


def _usable(layout: Any, width: float, height: float) -> tuple[int, Any, Area, Area] | None:
    """How little a layout has beside a title, with its title and its room; ``None`` where it has none."""
    titles = [each for each in layout.placeholders if each.placeholder_format.type in _TITLES]
    others = [each for each in layout.placeholders if each.placeholder_format.type not in (*_TITLES, *_FEET)]
    contents = [each for each in others if each.placeholder_format.type in _CONTENTS]
    if len(titles) != 1 or len(others) > 1 or len(others) != len(contents):
        return None
    title = _area(titles[0])
    feet = [_area(each) for each in layout.placeholders if each.placeholder_format.type in _FEET]
    if contents:
        room = _area(contents[0])
    else:
        top = title.top + title.height + _GAP
        foot = min([each.top for each in feet if each.top > height / 2], default=height - 0.4)
        room = Area(title.left, top, title.width, foot - _GAP - top)
    if room.top < title.top + title.height or room.width < _ROOM[0] or room.height < _ROOM[1]:
        return None
    if max(title.left + title.width, room.left + room.width) > width + _HAIR or room.top + room.height > height + _HAIR:
        return None
    return len(others), layout, title, room


def _area(shape: Any) -> Area:
    return Area(*(Emu(value or 0).inches for value in (shape.left, shape.top, shape.width, shape.height)))


def _place(placeholder: Any) -> None:
    """A placeholder of the default deck, which is 4:3, at its place in ours."""
    foot = (_FOOT, 0.3)
    places = {
        PP_PLACEHOLDER.TITLE: _TITLE,
        PP_PLACEHOLDER.BODY: (_EDGE, 1.55, _WIDTH - 2 * _EDGE, 5.2),
        PP_PLACEHOLDER.DATE: (_WIDTH - _EDGE - 3.6, foot[0], 2.4, foot[1]),
        PP_PLACEHOLDER.FOOTER: (_EDGE, foot[0], 8.0, foot[1]),
        PP_PLACEHOLDER.SLIDE_NUMBER: (_WIDTH - _EDGE - 1.0, foot[0], 1.0, foot[1]),
    }
    area = places[placeholder.placeholder_format.type]
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = Area(*area).frame
    properties = placeholder.text_frame._txBody.find(qn("a:bodyPr"))  # noqa: SLF001
    for side in ("lIns", "rIns"):
        properties.set(side, "0")
    properties.set("anchor", "t" if placeholder.placeholder_format.type is PP_PLACEHOLDER.TITLE else "ctr")
    if placeholder.placeholder_format.type is PP_PLACEHOLDER.FOOTER:
        for level in placeholder.text_frame._txBody.iter(qn("a:lvl1pPr")):  # noqa: SLF001
            level.set("algn", "l")
    placeholder.text_frame.word_wrap = True


def _add_logo(layout: Any, logo: bytes) -> None:
    """Put a logo on a layout, in the upper right, as large as there is room for."""
    image, relationship = layout.part.get_or_add_image_part(io.BytesIO(logo))
    width, height = image.image.size
    scale = min(_LOGO[0] / width, _LOGO[1] / height)
    place = Area(_WIDTH - _EDGE - width * scale, _TITLE[1], width * scale, height * scale)
    picture = CT_Picture.new_pic(_LOGO_ID, "Logo", "", relationship, *place.frame)
    layout.shapes._spTree.append(picture)  # noqa: SLF001  (a layout has no way to add a picture)


def _colour_theme(master: Any, accent: str, font: str) -> None:
    """The accent colour and the font of the deck's theme, which everything on its slides follows."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode()
    text = text.replace('<a:accent1><a:srgbClr val="4F81BD"/>', f'<a:accent1><a:srgbClr val="{accent}"/>')
    text = text.replace('<a:sysClr val="windowText" lastClr="000000"/>', '<a:srgbClr val="1B2733"/>')
    text = text.replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{font}"/>')
    theme._blob = text.encode()  # noqa: SLF001  (a theme has no setter)
