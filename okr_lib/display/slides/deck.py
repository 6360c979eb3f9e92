"""Drawing slides: each on the deck's layout, its parts row by row in the room that the layout leaves, the sources as notes."""

import copy
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from okr_lib.display.labels import Labels
from okr_lib.display.slides import native_tables
from okr_lib.display.slides.fitting import LINE, Ruler
from okr_lib.display.slides.layouts import Area, Deck
from okr_lib.display.slides.native_charts import EPOCH, add_chart
from okr_lib.display.slides.parts import Cells, Chart, Figures, Part, Sentences, Slide
from okr_lib.display.wording import plain

_TITLE_SIZES = (26, 24, 22, 20, 18)
_TEXT_SIZES = (18, 17, 16, 15, 14, 13, 12)
_FIGURE_SIZES, _NAME_SIZES = (44, 40, 36, 32, 28, 24, 22, 20, 18, 16, 14, 12), (15, 14, 13, 12, 11, 10, 9)
_BESIDE = 13  # points of what stands beside a figure
_SPACE = 0.09  # inches between paragraphs
_GAP = 0.25  # inches between parts
_HEAD, _HEAD_SIZE = 0.36, 14  # the height of a part's head in inches, its letters in points
_CHART = 2.3  # inches that a chart needs
_LANGUAGES = {"en": "en-GB", "da": "da-DK"}
_COLUMN = 0.32  # how much a column of a table weighs
_WEIGHTS = {Chart: 1.25, Cells: 1.0, Sentences: 0.8, Figures: 1.0}


@dataclass(frozen=True)
class About:
    """What stands on every slide and in the file's properties."""

    title: str
    foot: str


@dataclass(frozen=True)
class _Canvas:
    """A slide that is drawn on, with the language of its words and what measures them."""

    slide: Any
    labels: Labels
    ruler: Ruler


def presentation(slides: tuple[Slide, ...], deck: Deck, about: About, labels: Labels) -> bytes:
    """Slides as the bytes of a .pptx file; the same slides give the same bytes."""
    for slide in slides:
        _add(slide, deck, about, labels)
    properties = deck.presentation.core_properties
    properties.title, properties.language = about.title, labels.language
    properties.author = properties.last_modified_by = "okr-growth-workbook"
    properties.created = properties.modified = EPOCH
    written = io.BytesIO()
    deck.presentation.save(written)
    return _settled(written.getvalue())


def _add(slide: Slide, deck: Deck, about: About, labels: Labels) -> None:
    drawn = deck.presentation.slides.add_slide(deck.layout)
    on = _Canvas(drawn, labels, deck.ruler)
    _write_title(on, slide.title.removesuffix("."), deck.title)
    for placeholder in list(drawn.placeholders):
        if placeholder.placeholder_format.type not in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            placeholder._element.getparent().remove(placeholder._element)  # noqa: SLF001  (its room is ours)
    _write_foot(drawn, deck, about)
    for row, area in zip(slide.rows, _heights(slide.rows, deck.room, on), strict=True):
        for part, place in zip(row, _across(row, area), strict=True):
            _draw(on, part, place, slide.title)
    drawn.notes_slide.notes_text_frame.text = plain("\n".join([slide.title, "", *slide.notes]))
    for run in [*drawn._element.iter(qn("a:rPr")), *drawn._element.iter(qn("a:endParaRPr"))]:  # noqa: SLF001
        run.set("lang", _LANGUAGES.get(labels.language, labels.language))


def _write_title(on: _Canvas, title: str, area: Area) -> None:
    size = on.ruler.fitting_size([title], area.width, area.height, _TITLE_SIZES, bold=True)
    lines = max(int(area.height / (LINE * size / 72)), 1)
    frame = on.slide.shapes.title.text_frame
    frame.text = on.ruler.cut(title, area.width, size, lines, bold=True)
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for run in frame.paragraphs[0].runs:
        run.font.size = Pt(size)


def _write_foot(drawn: Any, deck: Deck, about: About) -> None:
    """The foot and the slide's number, where the layout has a place for them."""
    for placeholder in deck.layout.placeholders:
        kind = placeholder.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        element = copy.deepcopy(placeholder._element)  # noqa: SLF001  (python-pptx leaves these placeholders out)
        element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in drawn.shapes) + 1))
        drawn.shapes._spTree.append(element)  # noqa: SLF001
        if kind is PP_PLACEHOLDER.FOOTER:
            body = element.find(qn("p:txBody"))
            for paragraph in body.findall(qn("a:p")):
                body.remove(paragraph)
            run = etree.SubElement(etree.SubElement(body, qn("a:p")), qn("a:r"))
            looks = etree.SubElement(run, qn("a:rPr"))
            looks.set("sz", "1000")
            etree.SubElement(looks, qn("a:latin")).set("typeface", "+mn-lt")  # said again for LibreOffice
            etree.SubElement(run, qn("a:t")).text = plain(about.foot)


def _heights(rows: tuple[tuple[Part, ...], ...], room: Area, on: _Canvas) -> list[Area]:
    """The rows of a slide below each other: as high as they need, charts as high as there is room."""
    widths = [[place.width for place in _across(row, room)] for row in rows]
    needs = [
        max(_need(part, width, room.height, on) for part, width in zip(row, each, strict=True))
        for row, each in zip(rows, widths, strict=True)
    ]
    left = room.height - _GAP * (len(rows) - 1) - sum(needs)
    # Charts take what is left over; where too much is asked, words give way by how much they ask.
    charts = [float(any(isinstance(part, Chart) for part in row)) for row in rows]
    words = [
        need * any(isinstance(part, Cells | Sentences) for part in row) for row, need in zip(rows, needs, strict=True)
    ]
    shares = charts if left > 0 else words
    areas, top = [], room.top
    for need, shared in zip(needs, shares, strict=True):
        height = need + (left * shared / sum(shares) if shared else 0)
        areas.append(Area(room.left, top, room.width, height))
        top += height + _GAP
    return areas


def _need(part: Part, width: float, most: float, on: _Canvas) -> float:
    """How many inches high a part is at the least, or a table by itself."""
    match part:
        case Figures():
            return (
                max(_height(words, _figure_width(part, width), on) for words in _figure_words(part, width, on)) + _SPACE
            )
        case Chart():
            return _CHART
        case Cells():
            head = _HEAD if part.head else 0.0
            return head + native_tables.fitted(part, width, most, on.labels, on.ruler).height
        case Sentences():
            head = _HEAD if part.head else 0.0
            return head + sum(
                on.ruler.height_of(text, width - 0.25, _TEXT_SIZES[0]) + _SPACE for text in part.sentences
            )


def _across(row: tuple[Part, ...], area: Area) -> list[Area]:
    """The parts of a row side by side."""
    weights = [max(_WEIGHTS[type(part)], _COLUMN * len(part.heads) if isinstance(part, Cells) else 0) for part in row]
    width = area.width - _GAP * 1.4 * (len(row) - 1)
    places, left = [], area.left
    for weight in weights:
        share = width * weight / sum(weights)
        places.append(Area(left, area.top, share, area.height))
        left += share + _GAP * 1.4
    return places


def _draw(on: _Canvas, part: Part, area: Area, title: str) -> None:
    match part:
        case Figures():
            _draw_figures(on, part, area)
        case Chart():
            area = _headed(on, part.unit, area, strong=False)
            add_chart(on.slide, part, area.frame, on.labels, on.ruler)
        case Cells():
            area = _headed(on, part.head, area)
            table = native_tables.fitted(part, area.width, area.height, on.labels, on.ruler)
            native_tables.add_table(on.slide, table, area.left, area.top, part.head or title)
        case Sentences():
            area = _headed(on, part.head, area)
            _draw_sentences(on, part, area)


def _headed(on: _Canvas, head: str, area: Area, *, strong: bool = True) -> Area:
    """Write what stands over a part; the room that is left for it."""
    if not head:
        return area
    said = on.ruler.cut(head, area.width, _HEAD_SIZE, 1, bold=strong)
    _write(on, [(said, _HEAD_SIZE, strong)], Area(area.left, area.top, area.width, _HEAD))
    return Area(area.left, area.top + _HEAD, area.width, area.height - _HEAD)


def _draw_sentences(on: _Canvas, part: Sentences, area: Area) -> None:
    marked = [f"•  {text}" if part.listed else text for text in part.sentences]
    space = _SPACE * len(marked)
    size = on.ruler.fitting_size(marked, area.width, area.height - space, _TEXT_SIZES)
    most = max(int((area.height - space) / (LINE * size / 72) / max(len(marked), 1)), 1)
    whole = sum(on.ruler.height_of(text, area.width, size) for text in marked) <= area.height - space
    _write(on, [(text if whole else on.ruler.cut(text, area.width, size, most), size, False) for text in marked], area)


def _draw_figures(on: _Canvas, part: Figures, area: Area) -> None:
    """Figures side by side, a line above each."""
    width = _figure_width(part, area.width)
    for place, words in enumerate(_figure_words(part, area.width, on)):
        left = area.left + place * (width + _GAP)
        line = on.slide.shapes.add_connector(1, Inches(left), Inches(area.top), Inches(left + width), Inches(area.top))
        line._element.remove(line._element.find(qn("p:style")))  # noqa: SLF001  (its shadow)
        line.line.color.theme_color, line.line.width = MSO_THEME_COLOR.ACCENT_1, Pt(2.25)
        _write(on, words, Area(left, area.top + _SPACE, width, area.height - _SPACE))


def _figure_width(part: Figures, width: float) -> float:
    return (width - _GAP * (len(part.figures) - 1)) / len(part.figures)


def _figure_words(part: Figures, width: float, on: _Canvas) -> list[list[tuple[str, float, bool]]]:
    """What stands below each other at each figure: what it is, the figure, and what to hold it against."""
    own = _figure_width(part, width)
    size = _on_one_line([tile.figure for tile in part.figures], own, _FIGURE_SIZES, on, bold=True)
    named = _on_one_line([tile.name for tile in part.figures], own, _NAME_SIZES, on)
    return [
        [
            (on.ruler.cut(tile.name, own, named, 1), named, False),
            (on.ruler.cut(tile.figure, own, size, 1, bold=True), size, True),
            *((on.ruler.cut(text, own, _BESIDE, 2), _BESIDE, False) for text in tile.notes),
        ]
        for tile in part.figures
    ]


def _on_one_line(
    texts: Sequence[str], width: float, sizes: Sequence[float], on: _Canvas, *, bold: bool = False
) -> float:
    """The first size in which each of some texts stands on one line; else the last."""
    longest = max(on.ruler.inches(text, 1, bold=bold) for text in texts)
    return next((size for size in sizes if longest * size <= width), sizes[-1])


def _height(words: Sequence[tuple[str, float, bool]], width: float, on: _Canvas) -> float:
    """How high paragraphs stand, in inches: each text, its size, and whether it is bold."""
    return sum(on.ruler.height_of(text, width, size, bold=strong) + _SPACE for text, size, strong in words)


def _write(on: _Canvas, words: Sequence[tuple[str, float, bool]], area: Area) -> None:
    """Paragraphs in a text box without margins: each text, its size, and whether it is bold."""
    frame = on.slide.shapes.add_textbox(*area.frame).text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, (text, size, strong) in enumerate(words):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(_SPACE * 72 if len(words) > 1 else 0)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = plain(text), Pt(size), strong
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1


def _settled(content: bytes) -> bytes:
    """The file without the times at which its parts were written."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            out.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), given.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
