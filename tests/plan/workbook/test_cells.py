"""Values get in and out of cells unharmed, whatever Excel would like to make of them."""

import datetime as dt

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.plan.workbook.cells import cell_said, escaped, fill, length, unescaped
from okr_lib.plan.workbook.columns import Kind


@given(st.text())
def test_every_text_survives_escaping(text):
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+45", "-5", "@A1", "#N/A", "1-2", "007", "TRUE", "1e5"])
def test_text_is_stored_as_text_whatever_it_looks_like(text):
    cell = openpyxl.Workbook().active["A1"]
    fill(cell, text, Kind.TEXT)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] in "=+-@")


@pytest.mark.parametrize("number", [0.1 + 0.2, 1 / 3, 1e12, 5e-324, -0.0, 1234567.891])
def test_numbers_are_stored_with_all_their_digits(number):
    cell = openpyxl.Workbook().active["A1"]
    fill(cell, number, Kind.NUMBER)
    assert (float(cell.value), cell.data_type) == (number, "n")


@pytest.mark.parametrize("day", ["1899-12-31", "1900-02-28", "2024-02-29", "9999-12-31"])
def test_days_survive_even_those_that_excel_does_not_know(day):
    cell = openpyxl.Workbook().active["A1"]
    fill(cell, day, Kind.DATE)
    assert cell_said(cell.value, Kind.DATE) == day


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (None, Kind.TEXT, None),
        ("  ", Kind.TEXT, None),
        (" a ", Kind.TEXT, "a"),
        (2027, Kind.TEXT, "2027"),
        (True, Kind.TEXT, "TRUE"),
        ("12.5", Kind.NUMBER, 12.5),
        ("12.5%", Kind.NUMBER, 0.125),  # typed where the decimal sign is a comma
        ("7 %", Kind.NUMBER, 0.07),
        ("12,5 %", Kind.NUMBER, "12,5 %"),
        ("12,5", Kind.NUMBER, "12,5"),  # for the plan to refuse: it may be 12.5 or 125
        (35, Kind.COUNT, 35.0),
        ("a; b,,c", Kind.REFERENCES, ["a", "b", "c"]),
        (7, Kind.REFERENCES, ["7"]),
        (dt.date(2027, 1, 31), Kind.DATE, "2027-01-31"),
        ("31 January", Kind.DATE, "31 January"),
    ],
)
def test_a_cell_says_what_fits_its_column(value, kind, said):
    assert cell_said(value, kind) == said


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (dt.date(2027, 2, 1), Kind.ID, "has become a date; format the cell as text"),
        (dt.date(2027, 2, 1), Kind.NUMBER, "is formatted as a date; format the cell as a number"),
        (True, Kind.NUMBER, "TRUE is not a number; write one"),
    ],
)
def test_what_excel_has_made_of_an_entry_is_said(value, kind, said):
    with pytest.raises(ValueError, match=said):
        cell_said(value, kind)


def test_length_is_counted_as_excel_does():
    assert (length("abc"), length("🚀")) == (3, 2)
