"""CSV, Excel and Parquet files give the same rows, numbered as people see them."""

import datetime as dt
import os
import re
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from okr_lib.errors import RecordsError
from okr_lib.plan.files import file_table

HEADS = ["fiscal_year", "quarter", "revenue"]


def workbook(path, rows, **sheets):
    """An Excel file with these rows in its first sheet, and other sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = "Actuals"
    for row in rows:
        book.active.append(row)
    for name, others in sheets.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    book.save(path)
    return path


def refusal(path, **options):
    with pytest.raises(RecordsError) as caught:
        file_table(path, HEADS, **options)
    (problem,) = caught.value.problems
    return str(problem)


def test_rows_of_a_sheet_have_the_numbers_and_kinds_excel_shows(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADS, [2026, "Q1", 1021.3], [], ["2026", dt.date(2026, 7, 1), 5]])
    rows = file_table(path, HEADS).rows
    assert rows[0] == (2, {"fiscal_year": 2026, "quarter": "Q1", "revenue": 1021.3})
    assert rows[1] == (4, {"fiscal_year": "2026", "quarter": dt.datetime(2026, 7, 1), "revenue": 5})


def test_heads_may_stand_below_empty_rows(tmp_path):
    assert file_table(workbook(tmp_path / "a.xlsx", [[], [], HEADS, [2026, "Q1", 1]]), HEADS).rows[0][0] == 4


def test_of_several_sheets_one_must_be_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADS], Notes=[["text"]], Other=[HEADS, [2026, "Q2", 7]])
    assert refusal(path) == "a.xlsx: has several sheets; name one of Actuals, Notes, Other as `sheet` in the plan"
    assert refusal(path, sheet="Actual") == (
        "a.xlsx: has no sheet 'Actual'; name one of Actuals, Notes, Other as `sheet` in the plan"
    )
    assert refusal(path, sheet="Notes").startswith("a.xlsx: sheet Notes: has no column fiscal_year, quarter, revenue")
    assert file_table(path, HEADS, sheet="Other").rows[0][1]["revenue"] == 7


def test_a_formula_gives_the_value_stored_with_it(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [HEADS, [2026, "Q1", "=5+5"]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<f>5\+5</f><v( ?/|></v)>", b"<f>5+5</f><v>10</v>", sheet)
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert file_table(path, HEADS).rows[0][1]["revenue"] == 10


def test_a_formula_without_a_stored_value_is_known_as_one(tmp_path):
    table = file_table(workbook(tmp_path / "a.xlsx", [HEADS, [2026, "Q1", "=5+5"]]), HEADS)
    with pytest.raises(ValueError, match="holds a formula whose value was not stored"):
        table.number(table.rows[0][1]["revenue"])


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
@pytest.mark.parametrize("content", [b"", b"fiscal_year,quarter,revenue\n", b"PK\x03\x04broken", b"PAR1PAR1"])
def test_a_file_that_is_not_what_its_name_says_is_told(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert "that can be read; " in refusal(tmp_path / name)


def test_an_empty_sheet_lacks_its_columns(tmp_path):
    assert "has no column fiscal_year, quarter, revenue" in refusal(workbook(tmp_path / "a.xlsx", []))


def test_parquet_keeps_decimals_dates_and_missing_values(tmp_path):
    columns = {
        "fiscal_year": pa.array(["2026", "2026"]).dictionary_encode(),
        "quarter": ["Q1", None],
        "revenue": pa.array([Decimal("1021.30"), None], pa.decimal128(12, 2)),
        "as_of": pa.array([dt.date(2026, 5, 1), None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    rows = file_table(tmp_path / "a.parquet", HEADS).rows
    assert rows[0] == (
        1,
        {"fiscal_year": "2026", "quarter": "Q1", "revenue": Decimal("1021.30"), "as_of": dt.date(2026, 5, 1)},
    )
    assert rows[1][1]["revenue"] is None


def test_parquet_that_lacks_a_column_is_told(tmp_path):
    pq.write_table(pa.table({"quarter": ["Q1"]}), tmp_path / "a.parquet")
    assert refusal(tmp_path / "a.parquet").startswith("a.parquet: has no column fiscal_year, revenue; the columns")


def test_a_row_of_csv_is_known_by_its_first_line(tmp_path):
    (tmp_path / "a.csv").write_text('fiscal_year,quarter,revenue\n"20\n26",Q1,1\n2026,Q2,2\n')
    assert [number for number, _ in file_table(tmp_path / "a.csv", HEADS).rows] == [2, 4]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize(("limit", "words"), [("rows=3", "rows"), ("cells=10", "cells")])
def test_a_table_that_is_more_than_is_read_is_one_problem(tmp_path, monkeypatch, ending, limit, words):
    path = tmp_path / f"a.{ending}"
    rows = [[2026, "Q1", float(number)] for number in range(4)]
    if ending == "csv":
        path.write_text("\n".join(",".join(map(str, row)) for row in [HEADS, *rows]))
    elif ending == "xlsx":
        workbook(path, [HEADS, *rows])
    else:
        pq.write_table(pa.table(dict(zip(HEADS, zip(*rows, strict=True), strict=True))), path)
    assert len(file_table(path, HEADS).rows) == 4
    monkeypatch.setenv("OKR_LIMITS", limit)
    assert f"has more than {limit.partition('=')[2]} {words}; take some out, or set OKR_LIMITS" in refusal(path)


def test_a_sheet_with_a_cell_far_away_is_one_problem(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADS, [2026, "Q1", 1]):
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert "has more than 1,000,000 rows" in refusal(tmp_path / "a.xlsx")


def test_a_workbook_that_unpacks_to_more_than_is_read_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx", [HEADS, [2026, "Q1", 1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(300_000))
    assert len(file_table(path, HEADS).rows) == 1
    monkeypatch.setenv("OKR_LIMITS", "record_bytes=300000")
    assert "a.xlsx: has more than 300,000 bytes when unpacked" in refusal(path)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_pipe_is_no_file_of_records(tmp_path, ending):
    os.mkfifo(tmp_path / f"a.{ending}")
    assert "is no regular file but a pipe or a device; put a file there" in refusal(tmp_path / f"a.{ending}")
