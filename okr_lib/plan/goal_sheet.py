"""A sheet of goals as common OKR tools export it: a row a goal, its parents by their row ids.

Columns are found by their names, whatever the case, spacing and order: Row ID, Parent Row IDs, Goal Title, Owner Emails,
Goal Cycle, Goal Type, Start Date, End Date, Starting Value, Target Value, Current Value, Status, Tags. The file is CSV
(commas, semicolons or tabs) or Excel.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from okr_lib.errors import Message, Problem, Problems, RecordsError, RefusedError, message_of
from okr_lib.plan.files import csv_rows
from okr_lib.plan.inside import reason, regular_content
from okr_lib.plan.typed_numbers import number_of
from okr_lib.plan.workbook.cells import unescaped
from okr_lib.plan.workbook.reading import WorkbookFile

_NAMES: dict[str, tuple[str, ...]] = {
    "row": ("rowid", "goalid", "id"),
    "parents": ("parentrowids", "parentrowid", "parentids", "parentid"),
    "title": ("goaltitle", "goalname", "title"),
    "owners": ("owneremails", "owneremail", "owners", "owner"),
    "cycle": ("goalcycle", "cycle"),
    "type": ("goaltype", "type"),
    "ends": ("enddate", "duedate"),
    "start": ("startingvalue", "startvalue"),
    "target": ("targetvalue",),
    "current": ("currentvalue",),
    "updated": ("lastupdated", "lastcheckin", "currentvaluedate", "updated"),
    "status": ("status",),
    "tags": ("tags", "tag"),
}
_NEEDED = ("row", "title")
_HEAD_ROWS_SEARCHED = 10
_SHARE = "share"
_CSV = ".csv"


@dataclass(frozen=True)
class Goal:
    """One row; what is not said is empty or ``None``. ``unit`` is ``share`` where values are written in percent."""

    row: str
    title: str | None = None
    parents: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    cycle: str = ""
    type: str = ""
    ends: dt.date | None = None
    start: float | None = None
    target: float | None = None
    current: float | None = None
    updated: dt.date | None = None
    status: str = ""
    tags: tuple[str, ...] = ()
    unit: str = ""
    places: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def kind(self) -> str:
        """Its type in small letters."""
        return re.sub("[^a-z]", "", self.type.casefold())

    def place(self, name: str) -> str:
        """Where a column of it stands; the row itself where there is no such column."""
        return self.places.get(name, self.places["row"])


def is_goal_sheet(path: str | Path) -> bool:
    """Whether a file is a goal sheet rather than a plan's workbook: CSV, or Excel with the columns of one."""
    path = Path(path)
    if path.suffix.lower() == _CSV:
        return True
    file = WorkbookFile(path)
    return not file.sheets and any(_columns(head) for head, _ in _excel_sheets(file.values.worksheets))


def load_goals(path: str | Path) -> list[Goal]:
    """Load the goals of a .csv or .xlsx file in its order, empty rows left out; a ``RecordsError`` names every cell that cannot be read."""
    path = Path(path)
    is_csv = path.suffix.lower() == _CSV
    for head, rows in _csv_sheet(path) if is_csv else _excel_sheets(WorkbookFile(path).values.worksheets):
        columns = _columns(head)
        if columns:
            return _goals(columns, rows, path.name)
    message = Message("has no columns Row ID and Goal Title; name them in the first line")
    raise RecordsError.of(message, path.name)


_Cells = list[tuple[Any, str, bool]]  # value, place, whether it is written in percent


def _goals(columns: Mapping[str, int], rows: Iterable[_Cells], file: str) -> list[Goal]:
    goals: list[Goal] = []
    problems = Problems()
    seen: dict[str, str] = {}
    for cells in rows:
        if all(value in (None, "") for value, _, _ in cells):
            continue
        known = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        places = {name: place for name, (_, place, _) in known.items()}
        values: dict[str, Any] = {"places": places}
        for name, (value, place, percent) in known.items():
            try:
                values[name] = _said(name, value)
            except ValueError as error:
                problems.append(Problem(message_of(error), file, None, place))
            if name in ("start", "target", "current") and (percent or str(value).strip().endswith("%")):
                values["unit"] = _SHARE
        row = values.get("row")
        if not row:
            problems.append(Problem(Message("is empty; give each goal a Row ID"), file, None, places["row"]))
        elif row in seen:
            message = Message(
                "{row} is the Row ID of {place} already; give each goal its own", row=repr(row), place=seen[row]
            )
            problems.append(Problem(message, file, None, places["row"]))
        else:
            seen[row] = places["row"]
            goals.append(Goal(**values))
    if problems:
        raise RecordsError(problems)
    return goals


def _said(name: str, value: Any) -> Any:
    """What a cell says in a column."""
    text = _text(value)
    match name:
        case "row":
            return text
        case "parents" | "owners" | "tags":
            return tuple(part.strip() for part in re.split("[,;|\n]", text) if part.strip())
        case "start" | "target" | "current":
            return _number(text) if text else None
        case "ends" | "updated":
            return _date(value, text) if text else None
        case "title":
            return text or None
        case _:
            return text


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # row ids that Excel made numbers of
    return "" if value is None else unescaped(str(value)).strip()


def _number(text: str) -> float:
    number = number_of(text)
    if number is None:
        raise RefusedError(
            "{value} is not a number; {remedy}",
            value=repr(text),
            remedy=Message("write {example}, without unit and separators", example=1200.5),
        )
    return number


def _date(value: Any, text: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    try:
        return dt.date.fromisoformat(text.partition("T")[0])
    except ValueError as error:
        raise RefusedError(
            "{value} is not a date; {remedy}", value=repr(text), remedy=Message("write {example}", example="2026-12-31")
        ) from error


def _columns(head: Sequence[Any]) -> dict[str, int]:
    """Positions of the columns by what they hold; empty where this is no head of a goal sheet."""
    plain = [re.sub("[^a-z0-9]", "", str(value or "").casefold()) for value in head]
    found = {
        name: next(plain.index(alias) for alias in aliases if alias in plain)
        for name, aliases in _NAMES.items()
        if set(aliases) & set(plain)
    }
    return found if all(name in found for name in _NEEDED) else {}


def _csv_sheet(path: Path) -> Iterator[tuple[list[Any], Iterable[_Cells]]]:
    try:
        content = regular_content(path)
    except OSError as error:
        raise RecordsError.of(reason(error, Message("check the path")), str(path)) from error
    (_, head), *body = csv_rows(content, Problem("", path.name), ",;\t") or [(1, [])]
    yield (
        head,
        [
            [
                (value, Message("line {number}, {column}", number=number, column=name), False)
                for name, value in itertools.zip_longest(head, values[: len(head)], fillvalue="")
            ]
            for number, values in body
        ],
    )


def _excel_sheets(worksheets: Iterable[Any]) -> Iterator[tuple[list[Any], Iterable[_Cells]]]:
    """Each row that could be the head of a worksheet, with the rows below it."""
    for worksheet in worksheets:
        rows = list(worksheet.iter_rows())
        for number, head in enumerate(rows[:_HEAD_ROWS_SEARCHED], start=1):
            below = (
                [(cell.value, f"{worksheet.title}!{cell.coordinate}", "%" in cell.number_format) for cell in row]
                for row in rows[number:]
            )
            yield [cell.value for cell in head], below
