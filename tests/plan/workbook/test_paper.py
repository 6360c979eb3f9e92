"""Sheets look the same in every office program: fonts have names, rows are high enough, print can be read."""

import openpyxl
import pytest

import okr_lib as okr


@pytest.fixture(scope="module")
def book(matas, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    okr.save_workbook(matas, path)
    return openpyxl.load_workbook(path)


def test_every_font_has_a_name_and_a_size(book):
    fonts = {(cell.font.name, bool(cell.font.size)) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert fonts == {("Calibri", True)}


def test_a_row_is_as_high_as_its_longest_text_and_may_still_grow(book, matas, tmp_path):
    number = next(cell.row for cell in book["Plan"]["A"] if cell.value == "plan.note")
    assert book["Plan"].row_dimensions[number].height >= 5 * 15  # five lines of the example's note
    assert book["Plan"].row_dimensions[number + 1].height is None
    okr.save_workbook(matas.model_copy(update={"note": "word " * 2000}), tmp_path / "plan.xlsx")
    longest = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Plan"].row_dimensions[number].height
    assert longest == 10 * 15


def test_no_height_of_a_row_to_fill_in_is_fixed(matas, tmp_path):
    import re
    import zipfile

    okr.save_workbook(matas, tmp_path / "plan.xlsx")
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        plan, objectives = (archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (2, 8))
    assert re.findall(r'<row r="(\d+)"[^>]*customHeight="1"', plan) == ["1"]
    assert re.findall(r'<row r="(\d+)"[^>]*customHeight="1"', objectives) == ["2", "3"]


def test_a_wide_sheet_prints_on_two_pages_with_names_on_both(book):
    pages = {sheet.title: sheet.page_setup.fitToWidth for sheet in book.worksheets[:-1]}
    assert [title for title, across in pages.items() if across == 2] == ["Key results", "Initiatives"]
    assert book["Initiatives"].print_title_cols == "$A:$B"
    assert book["Initiatives"].print_title_rows == "$3:$3"
