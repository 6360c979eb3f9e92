"""Tables are PowerPoint's own: in letters as large as there is room for, cut where there is none, and never without a word."""

import io
from dataclasses import replace

from pptx import Presentation
from pptx.dml.color import RGBColor

from okr_lib.display.labels import Labels
from okr_lib.display.slides.fitting import Ruler
from okr_lib.display.slides.native_tables import SIZES, add_table, fitted
from okr_lib.display.slides.parts import Cells

LABELS, RULER = Labels(), Ruler()


def cells(rows, *, sums=False):
    return Cells(
        ("Team, DKK m", "Actual", "Against plan"), tuple(rows), (False, True, True), (False, False, True), sums=sums
    )


def drawn(table):
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    add_table(slide, table, 0.5, 0.5, "What it says")
    file = io.BytesIO()
    presentation.save(file)
    return next(shape for shape in Presentation(file).slides[0].shapes if shape.has_table)


def test_a_table_reads_as_it_was_given():
    shape = drawn(fitted(cells([("Retail", "31.5", "−4.3"), ("Web & <b>", "1.0", "+0.2")]), 8, 4, LABELS, RULER))
    shown = [[cell.text for cell in row.cells] for row in shape.table.rows]
    assert shown == [
        ["Team, DKK m", "Actual", "Against plan"],
        ["Retail", "31.5", "−4.3"],
        ["Web & <b>", "1.0", "+0.2"],
    ]
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == "What it says"


def test_a_variance_is_green_or_red_by_its_sign():
    table = drawn(fitted(cells([("Retail", "31.5", "−4.3"), ("Web", "1.0", "+0.2")]), 8, 4, LABELS, RULER)).table
    colours = [table.cell(row, 2).text_frame.paragraphs[0].runs[0].font.color.rgb for row in (1, 2)]
    assert colours == [RGBColor(0xB3, 0x40, 0x1E), RGBColor(0x00, 0x79, 0x5C)]


def test_a_small_table_has_large_letters_and_a_long_one_small_letters():
    few, many = (fitted(cells([("Retail", "31.5", "+1.0")] * count), 8, 5, LABELS, RULER) for count in (3, 17))
    assert few.size == SIZES[0] > many.size
    assert max(few.height, many.height) <= 5


def test_rows_for_which_there_is_no_room_are_counted_and_the_sum_stays():
    rows = [(f"Team {number} for customer service and digital business", "31.5", "+1.0") for number in range(60)]
    table = fitted(cells([*rows, ("All teams", "99.0", "+9.0")], sums=True), 8, 4, LABELS, RULER)
    assert table.height <= 4
    *_, more, last = table.cells.rows
    assert more[0] == f"{60 - (len(table.cells.rows) - 2)} more are in the report"
    assert last[0] == "All teams"


def test_a_word_without_end_is_cut_and_widens_nothing():
    table = fitted(cells([("x" * 10_000, "31.5", "+1.0")]), 8, 4, LABELS, RULER)
    assert round(sum(table.widths), 6) == 8
    assert drawn(table).table.cell(1, 0).text.endswith("…")


def test_what_stands_over_several_heads_is_one_cell_over_them():
    over = replace(cells([("Retail", "31.5", "−4.3")]), spans=("", "By now", "By now"))
    table = drawn(fitted(over, 8, 4, LABELS, RULER)).table
    assert [cell.text for cell in table.rows[0].cells] == ["", "By now", ""]
    assert (table.cell(0, 1).is_merge_origin, table.cell(0, 1).span_width) == (True, 2)
    assert [cell.text for cell in table.rows[1].cells] == ["Team, DKK m", "Actual", "Against plan"]


def test_a_word_without_end_leaves_the_other_columns_their_words():
    endless, *_ = fitted(cells([("x" * 10_000, "31.5", "+1.0")]), 8, 4, LABELS, RULER).widths
    assert endless < 0.75 * 8
    assert fitted(cells([("x" * 10_000, "31.5", "+1.0")]), 8, 4, LABELS, RULER).whole
