"""Files that hold records: CSV, Excel and Parquet, each read as rows with the numbers people see beside them."""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from okr_lib.errors import Message, Problem, RecordsError
from okr_lib.plan.inside import packed_content, reason, regular_content
from okr_lib.plan.limits import above, limits
from okr_lib.plan.rows import CSV, EXCEL, PARQUET, Table, Unsaved, table_of, within_limits


def file_table(path: Path, needed: Sequence[str], *, name: str = "", sheet: str | None = None) -> Table:
    """The rows of a .csv, .xlsx or .parquet file, by the ending of its name; any other is read as CSV.

    A workbook with several sheets needs a ``sheet``; messages call the file ``name``, its own by default. A
    ``RecordsError`` says that it cannot be read, or that a column that is ``needed`` is missing.
    """
    place = Problem("", name or path.name)
    try:
        match path.suffix.casefold():
            case ".xlsx":
                return _excel_table(packed_content(path), place, needed, sheet)
            case ".parquet":
                return _parquet_table(regular_content(path), place, needed)
        (_, heads), *body = csv_rows(regular_content(path), place) or [(1, [])]
        return table_of(CSV, place, heads, body, needed)
    except OSError as error:
        raise RecordsError.of(reason(error, Message("check the path")), name or str(path)) from error


def csv_rows(content: bytes, place: Problem, separators: str = ",") -> list[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line it begins on, parted by whichever separator its first line has most of."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = Message(
            "byte {byte} is not UTF-8; save the file with UTF-8 encoding", byte=f"{content[error.start]:#04x}"
        )
        raise RecordsError.of(message, place.file, content.count(b"\n", 0, error.start) + 1) from error
    separator = max(separators, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, list[str]]] = []
    following = 1  # a row is known by its first line: quoted text may hold more
    try:
        for row in within_limits(reader, place):
            lines.append((following, row))
            following = reader.line_num + 1
    except csv.Error as error:
        raise RecordsError.of(
            Message("is not CSV: {reason}; check its quotes", reason=str(error)), place.file, following
        ) from error
    return lines


def _excel_table(content: bytes, place: Problem, needed: Sequence[str], sheet: str | None) -> Table:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, which do not matter here
            values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(content), read_only=True)
            with closing(values), closing(formulas):
                sheets = {found.title: found for found in values.worksheets}
                if sheet is None and len(sheets) == 1:
                    sheet = next(iter(sheets))
                rows = list(_excel_rows(sheets[sheet], formulas[sheet], place)) if sheet in sheets else []
    except RecordsError:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over in a broken file
        message = Message(
            "is not a workbook that can be read; open it in Excel and save it as .xlsx, without a password"
        )
        raise RecordsError.of(message, place.file) from error
    if sheet is None or sheet not in sheets:
        known = tuple(sheets)
        message = Message("has several sheets; name one of {sheets} as `sheet` in the plan", sheets=known)
        if sheet is not None:
            message = Message(
                "has no sheet {sheet}; name one of {sheets} as `sheet` in the plan", sheet=repr(sheet), sheets=known
            )
        raise RecordsError.of(message, place.file)
    place = Problem("", place.file, field=Message("sheet {sheet}", sheet=sheet))
    (_, heads), *body = rows or [(1, [])]
    return table_of(EXCEL, place, ["" if head is None else head for head in heads], body, needed)


def _excel_rows(values: Any, formulas: Any, place: Problem) -> Iterator[tuple[int, list[Any]]]:
    """Rows that hold anything, with their numbers; a formula without its value is marked."""
    for found in (values, formulas):
        found.reset_dimensions()  # some programs write them wrong
    shown = within_limits(values.iter_rows(values_only=True), place)
    pairs = zip(shown, formulas.iter_rows(values_only=True), strict=True)
    for number, (row, written) in enumerate(pairs, start=1):
        cells = [
            Unsaved() if cell is None and formula is not None else cell
            for cell, formula in zip(row, written, strict=True)
        ]
        if any(cell is not None for cell in cells):
            yield number, cells


def _parquet_table(content: bytes, place: Problem, needed: Sequence[str]) -> Table:
    from pyarrow import ArrowException, BufferReader
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(BufferReader(content))
        _refuse_large(file.metadata, place)
        table = file.read()
        columns = [column.to_pylist() for column in table.columns]
    except (ArrowException, OSError, ValueError) as error:
        message = Message("is not a Parquet file that can be read; write it again")
        raise RecordsError.of(message, place.file) from error
    rows = enumerate(zip(*columns, strict=True), start=1)
    return table_of(PARQUET, place, table.column_names, rows, needed)


def _refuse_large(metadata: Any, place: Problem) -> None:
    """Raise a ``RecordsError`` for a Parquet file that says of itself that it is more than is read."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    sizes = {
        "rows": (metadata.num_rows, Message("rows")),
        "cells": (metadata.num_rows * metadata.num_columns, Message("cells")),
        "record_bytes": (sum(group.total_byte_size for group in groups), Message("bytes when unpacked")),
    }
    for name, (size, unit) in sizes.items():
        if size > getattr(limits(), name):
            raise RecordsError([replace(place, message=above(name, unit))])
