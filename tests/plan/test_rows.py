"""Cells of every kind arrive as what they are, and what cannot be used says so."""

import datetime as dt
import math
from decimal import Decimal

import pytest

from okr_lib.errors import Problem, RecordsError
from okr_lib.plan.rows import CSV, DATABASE, EXCEL, PARQUET, Table, Unsaved, parsed, table_of


def table(medium=EXCEL, field=""):
    return Table(medium, Problem("", "actuals.xlsx", field=field), (), ())


@pytest.mark.parametrize(
    ("cell", "number"),
    [(5, 5.0), (5.25, 5.25), (Decimal("1021.30"), 1021.3), (-3, -3.0), (0, 0.0)],
)
def test_numbers_of_every_kind_are_numbers(cell, number):
    assert all(table(medium).number(cell) == number for medium in (EXCEL, PARQUET, DATABASE))


@pytest.mark.parametrize(
    ("medium", "cell", "words"),
    [
        (EXCEL, "1.234,5", "'1.234,5' is text, not a number; type it as a number in Excel"),
        (EXCEL, "1.234", "'1.234' is text, not a number"),
        (DATABASE, "12", "'12' is text, not a number; cast it in the query"),
        (EXCEL, None, "is empty"),
        (PARQUET, math.nan, "is empty"),
        (DATABASE, Decimal("NaN"), "is empty"),
        (PARQUET, math.inf, "'inf' is not a number; store the column as numbers"),
        (EXCEL, True, "'True' is not a number"),
        (EXCEL, dt.datetime(2022, 12, 31), "'2022-12-31 00:00:00' is not a number"),
        (EXCEL, Unsaved(), "holds a formula whose value was not stored; open the file in Excel and save it"),
        (CSV, "1.234,5", "'1.234,5' is not a number; write 1021.3"),
    ],
)
def test_what_is_no_number_says_what_to_do(medium, cell, words):
    with pytest.raises(ValueError, match="^" + words.replace(".", r"\.")):
        table(medium).number(cell)


@pytest.mark.parametrize(
    "cell", ["2022-12-31", " 2022-12-31 ", dt.date(2022, 12, 31), dt.datetime(2022, 12, 31, 14, 5)]
)
def test_a_day_may_be_a_date_a_moment_or_text(cell):
    assert table().day(cell) == dt.date(2022, 12, 31)


@pytest.mark.parametrize("cell", ["31.12.2022", 44926, 20221231, None, ""])
def test_what_is_no_day_says_what_to_write(cell):
    with pytest.raises(ValueError, match="is not a date; write 2022-12-31 or a date in Excel"):
        table().day(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [(2026, "2026"), (2026.0, "2026"), (Decimal(2026), "2026"), (None, ""), (math.nan, ""), (" a ", "a"), (1.5, "1.5")],
)
def test_a_label_reads_the_same_whatever_kind_it_is(cell, text):
    assert table().written(cell) == text


def test_problems_name_row_and_column_as_people_see_them():
    assert str(table(field="sheet Actuals").problem("is empty", 7, "revenue")) == (
        "actuals.xlsx: sheet Actuals, row 7, revenue: is empty"
    )
    assert str(table(CSV).problem("is empty", 7, "revenue")) == "actuals.xlsx:7: revenue: is empty"


def test_heads_may_be_written_with_capitals_and_blanks():
    made = table_of(EXCEL, Problem(""), [" Fiscal  Year", "REVENUE", None], [(2, ["2026", 5, "x"])], ["fiscal_year"])
    assert made.rows == ((2, {"fiscal_year": "2026", "revenue": 5, "none": "x"}),)


def test_rows_without_a_value_are_left_out_and_keep_the_others_numbers():
    rows = [(2, [None, ""]), (3, ["2026", None]), (4, [])]
    assert [number for number, _ in table_of(EXCEL, Problem(""), ["a", "b"], rows, ["a"]).rows] == [3]


@pytest.mark.parametrize(
    ("medium", "words"),
    [(EXCEL, "has no column b; the first row names the columns: a,b"), (DATABASE, "has no column b; name what is")],
)
def test_a_column_that_is_missing_is_named(medium, words):
    with pytest.raises(RecordsError, match=words):
        table_of(medium, Problem(""), ["a"], [], ["a", "b"])


def test_a_row_with_a_problem_is_left_out_and_every_problem_found():
    made = table_of(EXCEL, Problem("", "f"), ["a", "b"], [(2, [1, "x"]), (3, [2, 3]), (4, ["y", "z"])], ["a", "b"])
    rows, problems = parsed(made, {"a": Table.number, "b": Table.number})
    assert rows == [(3, {"a": 2.0, "b": 3.0})]
    assert [problem.field for problem in problems] == ["row 2, b", "row 4, a", "row 4, b"]
