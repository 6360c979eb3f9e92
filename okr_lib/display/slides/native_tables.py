"""PowerPoint's own tables: text that people can change, in letters as large as there is room for.

A table that is too high even in small letters loses its last rows, and says how many.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from okr_lib.display.labels import MINUS, Labels
from okr_lib.display.picture import BAD, GOOD
from okr_lib.display.slides.fitting import LINE, Ruler
from okr_lib.display.slides.parts import Cells
from okr_lib.display.wording import plain
from okr_lib.errors import Message

SIZES = (16, 15, 14, 13, 12, 11)  # points
_MARGIN, _PADDING = 0.06, 0.045  # inches beside and above the words of a cell
_MOST_LINES = 4  # of a cell before it is cut, where room is scarce
_LONG_WORD = 24  # letters of a word, or of a number with its unit, that may be broken
_HEAD_WIDTH = 1.7  # inches of a number's head before it is wrapped
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's style without colours and lines


@dataclass(frozen=True)
class _Fitted:
    """A table as it fits into a frame: its cells, the size of its letters, widths and heights in inches."""

    cells: Cells
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    whole: bool  # no word is broken

    @property
    def height(self) -> float:
        """How high it stands."""
        return sum(self.heights)


def fitted(cells: Cells, width: float, height: float, labels: Labels, ruler: Ruler) -> _Fitted:
    """A table in the largest letters in which it is no higher than ``height`` inches, else with rows left out."""
    for size, most in [*((size, 3 * _MOST_LINES) for size in SIZES), (SIZES[-1], _MOST_LINES)]:
        shown = _laid_out(cells, width, size, ruler, most)
        if shown.height <= height and (shown.whole or size == SIZES[-1]):
            return shown
    rows = list(cells.rows)
    last = [rows.pop()] if cells.sums else []
    left_out = 0
    while rows and shown.height > height:
        rows.pop()
        left_out += 1
        more = labels.said(Message.counted("{count} more is in the report", "{count} more are in the report", left_out))
        filler = (more, *[""] * (len(cells.heads) - 1))
        fewer = Cells(cells.heads, (*rows, filler, *last), cells.numbers, cells.signed, cells.head, cells.sums)
        shown = _laid_out(fewer, width, SIZES[-1], ruler)
    return shown


def _laid_out(cells: Cells, width: float, size: float, ruler: Ruler, most: int = _MOST_LINES) -> _Fitted:
    widths, whole = _widths(cells, width, size, ruler)
    shown = [
        [
            ruler.cut(text, each - 2 * _MARGIN, size, most, bold=not number)
            for text, each in zip(row, widths, strict=True)
        ]
        for number, row in enumerate((cells.heads, *cells.rows))
    ]
    heights = [LINE * size / 72 + 2 * _PADDING] if cells.spans else []
    heights += [
        max(
            ruler.height_of(text, each - 2 * _MARGIN, size, bold=not number)
            for text, each in zip(row, widths, strict=True)
        )
        + 2 * _PADDING
        for number, row in enumerate(shown)
    ]
    shown_cells = replace(cells, heads=tuple(shown[0]), rows=tuple(map(tuple, shown[1:])))
    return _Fitted(shown_cells, size, widths, tuple(heights), whole)


def _widths(cells: Cells, width: float, size: float, ruler: Ruler) -> tuple[tuple[float, ...], bool]:
    """How wide the columns are: words share what is left by how much they have to say; and whether no word is broken."""
    columns = list(zip(cells.heads, *cells.rows, strict=True)) if cells.rows else [(head,) for head in cells.heads]

    def wide(text: str) -> float:
        return ruler.inches(text, size, bold=True) + 2 * _MARGIN + 0.02

    def word(text: str) -> float:
        return max(wide(each[:_LONG_WORD]) for each in text.split(" "))

    least, asked = [], []
    for (head, *texts), number in zip(columns, cells.numbers, strict=True):
        words = max(map(word, [head, *([] if number else texts)]))
        values = [wide(text[:_LONG_WORD]) if number else wide(text) for text in texts]
        least.append(max([words, *values]) if number else words)
        asked.append(max([least[-1], min(wide(head), _HEAD_WIDTH), *values]))
    spare, more = width - sum(least), sum(asked) - sum(least)
    if spare < 0:
        return tuple(each * width / sum(least) for each in least), False
    if more <= spare:  # all on one line: the names take what is left over
        return (asked[0] + spare - more, *asked[1:]), True
    weights = [(ask - low) ** 0.7 for ask, low in zip(asked, least, strict=True)]
    return tuple(low + spare * weight / sum(weights) for low, weight in zip(least, weights, strict=True)), True


def add_table(slide: Any, table: _Fitted, left: float, top: float, alt: str) -> Any:
    """Draw a table on a slide, at a place in inches."""
    cells = table.cells
    over = [cells.spans] if cells.spans else []
    rows = (*over, cells.heads, *cells.rows)
    frame = [Inches(value) for value in (left, top, sum(table.widths), table.height)]
    shape = slide.shapes.add_table(len(rows), len(cells.heads), *frame)
    drawn = shape.table
    drawn.horz_banding = False
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN  # noqa: SLF001  (python-pptx has no name for it)
    for column, width in zip(drawn.columns, table.widths, strict=True):
        column.width = Inches(width)
    for row, height in zip(drawn.rows, table.heights, strict=True):
        row.height = Inches(height)
    for number, row in enumerate(rows):
        head = number <= len(over)
        strong = head or (cells.sums and number == len(rows) - 1)
        for place, text in enumerate(row):
            cell = drawn.cell(number, place)
            tone = _tone(text) if not head and cells.signed[place] else None
            again = bool(over) and number == 0 and place > 0 and text == row[place - 1]
            _write(cell, "" if again else text, table, place, strong=strong, tone=tone)
            if text or number or not over:
                _underline(cell, strong=head or (cells.sums and number == len(rows) - 2))
    if over:
        _join(drawn, cells.spans)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", plain(alt))  # noqa: SLF001
    return shape


def _join(drawn: Any, spans: tuple[str, ...]) -> None:
    """Make one cell of those beside each other that have the same words over them."""
    for words, places in groupby(range(len(spans)), key=spans.__getitem__):
        first, *more = places
        if words and more:
            drawn.cell(0, first).merge(drawn.cell(0, more[-1]))
        drawn.cell(0, first).text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _write(cell: Any, text: str, table: _Fitted, place: int, *, strong: bool, tone: str | None) -> None:
    cell.margin_left = cell.margin_right = Inches(_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(_PADDING)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if table.cells.numbers[place] else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text.replace("\n", " ")
    run.font.size, run.font.bold = Pt(table.size), strong
    if tone:
        run.font.color.rgb = RGBColor.from_string(tone.removeprefix("#").upper())
    else:
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1


def _tone(text: str) -> str | None:
    """Green for what starts with a plus, red for what starts with a minus."""
    return GOOD if text.startswith("+") else BAD if text.startswith(MINUS) else None


def _underline(cell: Any, *, strong: bool) -> None:
    """A line below a cell: thin between rows, stronger below the heads and above a sum."""
    line = etree.SubElement(cell._tc.get_or_add_tcPr(), qn("a:lnB"))  # noqa: SLF001
    line.set("w", "12700" if strong else "6350")
    colour = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:schemeClr"))
    colour.set("val", "tx1")
    if not strong:
        etree.SubElement(colour, qn("a:alpha")).set("val", "25000")
