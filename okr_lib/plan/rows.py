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

from okr_lib.errors import Message, Problem, Problems, RecordsError, RefusedError, message_of
from okr_lib.plan.limits import above, limits


@dataclass(frozen=True)
class Medium:
    """How people speak of a kind of table: its rows, and what to do about columns, numbers and dates."""

    row: Message
    columns: str
    number: str
    day: str
    typed: bool = True


CSV = Medium(
    Message("line {number}"),
    Message("the first line names the columns, with commas between"),
    Message("write {example}", example="1021.3"),
    Message("write {example}", example="2022-12-31"),
    typed=False,
)
EXCEL = Medium(
    Message("row {number}"),
    Message("the first row names the columns"),
    Message("type it as a number in Excel"),
    Message("write {example} or a date in Excel", example="2022-12-31"),
)
PARQUET = Medium(
    Message("row {number}"),
    Message("the columns needed are"),
    Message("store the column as numbers"),
    Message("store the column as dates"),
)
DATABASE = Medium(
    Message("row {number}"),
    Message("name what is selected, such as {query}; the columns needed are", query="`sum(amount) as revenue`"),
    Message("cast it in the query, such as {query}", query="`cast(revenue as numeric)`"),
    Message("cast it in the query, such as {query}", query="`cast(day as date)`"),
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
        named = (self.place.field, self.row(number) if number else "", column)
        places = tuple(part for part in named if part)
        return replace(self.place, message=message, field=Message("{places}", places=places))

    def row(self, number: int) -> str:
        """A row as people speak of it: "line 3", "row 3"."""
        return Message(self.medium.row.template, number=number)

    def written(self, cell: Any) -> str:
        """A cell as text, without blanks around it; a whole number without a point, an empty cell as nothing."""
        match cell:
            case Unsaved():
                raise RefusedError("holds a formula whose value was not stored; open the file in Excel and save it")
            case None:
                return ""
            case float() | Decimal() if math.isnan(cell):
                return ""
            case float() | Decimal() if math.isfinite(cell) and cell == int(cell):
                return str(int(cell))
            case _:
                return str(cell).strip()

    def words(self, cell: Any, empty: Message) -> str:
        """A cell as text; ``empty`` is said where there is none."""
        shown = self.written(cell)
        if not shown:
            raise ValueError(empty)
        return shown

    def number(self, cell: Any) -> float:
        """A cell as a finite number."""
        shown = self.written(cell)
        if self.medium.typed and not shown:
            raise RefusedError("is empty; fill it in or leave the row out")
        if self.medium.typed and isinstance(cell, str):
            raise RefusedError("{value} is text, not a number; {remedy}", value=repr(shown), remedy=self.medium.number)
        try:
            number = math.nan if isinstance(cell, bool) or shown == "" else float(cell)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise RefusedError("{value} is not a number; {remedy}", value=repr(shown), remedy=self.medium.number)
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
            raise RefusedError("{value} is not a date; {remedy}", value=repr(shown), remedy=self.medium.day) from error


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
        message = Message(
            "has no column {columns}; {rule}: {needed}",
            columns=tuple(missing),
            rule=medium.columns,
            needed=",".join(needed),
        )
        raise RecordsError([table.problem(message)])
    twice = [name for name in needed if columns.count(name) > 1]
    if twice:
        raise RecordsError(
            [table.problem(Message("has more than one column {columns}; keep one", columns=tuple(twice)))]
        )
    filled = [(number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells)]
    return replace(table, rows=tuple((number, dict(zip(columns, cells, strict=False))) for number, cells in filled))


_Row = TypeVar("_Row", bound=Sequence[Any])


def within_limits(rows: Iterable[_Row], place: Problem) -> Iterator[_Row]:
    """Rows one by one; a ``RecordsError`` as soon as there are more, or more cells in them, than is read."""
    most, cells = limits(), 0
    for number, row in enumerate(rows):  # the first is the head
        cells += len(row)
        if number > most.rows or cells > most.cells:
            over = above("rows", Message("rows")) if number > most.rows else above("cells", Message("cells"))
            raise RecordsError([replace(place, message=over)])
        yield row


Field = Callable[[Table, Any], Any]
Rows = list[tuple[int, dict[str, Any]]]  # each with its number
_TWICE = Message("{name} stands in {row} already; keep one of the two")


def optional(read: Field, nothing: Any = math.nan) -> Field:
    """A field that may be empty."""
    return lambda table, cell: read(table, cell) if table.written(cell) else nothing


def parsed(table: Table, fields: Mapping[str, Field]) -> tuple[Rows, Problems]:
    """The rows of a table with each cell as what its field makes of it, and a problem for each it cannot use."""
    rows: Rows = []
    problems = Problems()
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        for column, field in fields.items():
            try:
                values[column] = field(table, cells.get(column))
            except ValueError as error:
                problems.append(table.problem(message_of(error), number, column))
        if len(values) == len(fields):
            rows.append((number, values))
    return rows, problems


def repeated(
    table: Table,
    rows: Rows,
    key: Callable[[Mapping[str, Any]], tuple[Any, ...]],
    twice: Message = _TWICE,
    column: str = "",
) -> Iterator[Problem]:
    """A problem for each row whose key another has already; the texts in the key say what it is of."""
    seen: dict[tuple[Any, ...], str] = {}
    for number, values in rows:
        found = key(values)
        if found in seen:
            name = " ".join(part for part in found if isinstance(part, str) and part)
            yield table.problem(Message(twice.template, name=name, row=seen[found]), number, column)
        seen.setdefault(found, table.row(number))


def own_rows(
    table: Table,
    fields: Mapping[str, Field],
    key: Callable[[Mapping[str, Any]], tuple[Any, ...]],
    twice: Message = _TWICE,
) -> Rows:
    """The rows of a table, each of a key of its own; a ``RecordsError`` with every one that cannot be used."""
    rows, problems = parsed(table, fields)
    problems += repeated(table, rows, key, twice)
    if problems:
        raise RecordsError(problems)
    return rows
