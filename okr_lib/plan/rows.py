"""Rows of records as they were read, whatever they were read from.

A CSV file knows only text; a sheet, a Parquet file and a database know numbers and dates. Here both become the same:
rows with the number people see beside them, cells by column, and every cell that cannot be used a problem that
names its row and column. In a table that knows numbers, text is no number: nobody can tell whether "1.234" in a
sheet was meant as one or as a thousand.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from okr_lib.errors import Problem, Problems, RecordsError
from okr_lib.plan.limits import above, limits


@dataclass(frozen=True)
class Medium:
    """How people speak of a kind of table: its rows, and what to do about columns, numbers and dates."""

    row: str
    columns: str
    number: str
    day: str
    typed: bool = True


CSV = Medium(
    "line",
    "the first line names the columns, with commas between",
    "write 1021.3",
    "write 2022-12-31",
    typed=False,
)
EXCEL = Medium(
    "row", "the first row names the columns", "type it as a number in Excel", "write 2022-12-31 or a date in Excel"
)
PARQUET = Medium("row", "the columns needed are", "store the column as numbers", "store the column as dates")
DATABASE = Medium(
    "row",
    "name what is selected, such as `sum(amount) as revenue`; the columns needed are",
    "cast it in the query, such as `cast(revenue as numeric)`",
    "cast it in the query, such as `cast(day as date)`",
)


class Unsaved:
    """A formula in a sheet whose value was not stored with it."""


@dataclass(frozen=True)
class Table:
    """Rows by number, each a mapping of column to cell; ``place`` says for messages where the table stands."""

    medium: Medium
    place: Problem
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, Any]], ...]

    def problem(self, message: str, number: int | None = None, column: str = "") -> Problem:
        """A problem of a row and column, or of the table as a whole."""
        if not self.medium.typed:
            return replace(self.place, message=message, line=number or 1, field=column)
        named = (self.place.field, f"row {number}" if number else "", column)
        return replace(self.place, message=message, field=", ".join(part for part in named if part))

    def row(self, number: int) -> str:
        """A row as people speak of it: "line 3", "row 3"."""
        return f"{self.medium.row} {number}"

    def written(self, cell: Any) -> str:
        """A cell as text, without blanks around it; a whole number without a point, an empty cell as nothing."""
        match cell:
            case Unsaved():
                raise ValueError("holds a formula whose value was not stored; open the file in Excel and save it")
            case None:
                return ""
            case float() | Decimal() if math.isnan(cell):
                return ""
            case float() | Decimal() if math.isfinite(cell) and cell == int(cell):
                return str(int(cell))
            case _:
                return str(cell).strip()

    def number(self, cell: Any) -> float:
        """A cell as a finite number."""
        shown = self.written(cell)
        if self.medium.typed and not shown:
            raise ValueError("is empty; fill it in or leave the row out")
        if self.medium.typed and isinstance(cell, str):
            raise ValueError(f"{shown!r} is text, not a number; {self.medium.number}")
        try:
            number = math.nan if isinstance(cell, bool) or shown == "" else float(cell)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"{shown!r} is not a number; {self.medium.number}")
        return number

    def day(self, cell: Any) -> dt.date:
        """A cell as a day; of a moment, the day it falls on."""
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        shown = self.written(cell)
        try:
            return dt.date.fromisoformat(shown if isinstance(cell, str) else "")
        except ValueError as error:
            raise ValueError(f"{shown!r} is not a date; {self.medium.day}") from error


def table_of(
    medium: Medium,
    place: Problem,
    heads: Sequence[Any],
    rows: Iterable[tuple[int, Sequence[Any]]],
    needed: Sequence[str],
) -> Table:
    """A table of rows below their heads; what lacks a needed column, or has it twice, is a ``RecordsError``.

    Heads may be written with capitals, and with blanks for underscores; rows without any value are left out.
    """
    columns = ["_".join(str(head).strip().casefold().split()) for head in heads]
    table = Table(medium, place, tuple(columns), ())
    missing = [name for name in needed if name not in columns]
    if missing:
        message = f"has no column {', '.join(missing)}; {medium.columns}: {','.join(needed)}"
        raise RecordsError([table.problem(message)])
    twice = [name for name in needed if columns.count(name) > 1]
    if twice:
        raise RecordsError([table.problem(f"has more than one column {', '.join(twice)}; keep one")])
    filled = [(number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells)]
    return replace(table, rows=tuple((number, dict(zip(columns, cells, strict=False))) for number, cells in filled))


Row = TypeVar("Row", bound=Sequence[Any])


def within_limits(rows: Iterable[Row], place: Problem) -> Iterator[Row]:
    """Rows one by one; a ``RecordsError`` as soon as there are more, or more cells in them, than is read."""
    most, cells = limits(), 0
    for number, row in enumerate(rows):  # the first is the head
        cells += len(row)
        if number > most.rows or cells > most.cells:
            name = "rows" if number > most.rows else "cells"
            raise RecordsError([replace(place, message=above(name, name))])
        yield row


Field = Callable[[Table, Any], Any]


def parsed(table: Table, fields: Mapping[str, Field]) -> tuple[list[tuple[int, dict[str, Any]]], Problems]:
    """The rows of a table with each cell as what its field makes of it, and a problem for each it cannot use."""
    rows: list[tuple[int, dict[str, Any]]] = []
    problems = Problems()
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        for column, field in fields.items():
            try:
                values[column] = field(table, cells.get(column))
            except ValueError as error:
                problems.append(table.problem(str(error), number, column))
        if len(values) == len(fields):
            rows.append((number, values))
    return rows, problems
