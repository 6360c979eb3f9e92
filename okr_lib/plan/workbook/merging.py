"""Bringing a workbook's changes into a plan that may have changed meanwhile.

Three versions are compared, cell by cell: what was exported, what the plan says now and what the workbook says now. A
cell that nobody changed in the workbook leaves the plan alone, one that only the workbook changed changes the plan,
and one that both changed, differently, is a conflict, which people must settle. Rows are recognised by their ids,
wherever they stand, so sorting a sheet changes nothing.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okr_lib.errors import Message, Problem
from okr_lib.plan.workbook.columns import Sheet, Value
from okr_lib.plan.workbook.sheets import SHEETS
from okr_lib.plan.workbook.tables import Key, Row, Tables, keyed

_LINE_END = re.compile("\r\n?")  # office programs write any of them as a line feed


@dataclass(frozen=True)
class Change:
    """One thing the workbook changes: its place, and what it says before and after; ``None`` is an empty cell."""

    place: str
    what: str
    before: Value = None
    after: Value = None

    def __str__(self) -> str:
        if self.before is None and self.after is None:
            return f"{self.place}: {self.what}"
        return f"{self.place}: {self.what}: {shown(self.before)} -> {shown(self.after)}"


@dataclass
class Merged:
    """The tables that hold both sides' changes, what the workbook changed, and where the two disagree."""

    tables: Tables = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)


def same(one: Value, other: Value) -> bool:
    """Whether two cells say the same: numbers to the 15 digits that spreadsheets keep, lines however they end.

    Examples
    --------
    >>> same(0.1 + 0.2, 0.3), same(0.3, 0.30001), same(None, 0.0), same("two\\r\\nlines", "two\\nlines")
    (True, False, False, True)
    """
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-14)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _LINE_END.sub("\n", one) == _LINE_END.sub("\n", other)
    return one == other


def shown(value: Value) -> str:
    """A cell's value in a line: numbers in full, long texts cut."""
    match value:
        case None:
            return Message("nothing")
        case float():
            return repr(value).removesuffix(".0")
        case list():
            return ", ".join(value)
        case _:
            text = repr(value)
            return text if len(text) <= 60 else f"{text[:57]}..."


def merged(exported: Tables, plan: Tables, workbook: Mapping[str, Sequence[Row]], file: str) -> Merged:
    """Bring a workbook's changes since it was exported into a plan's tables as they are now.

    A sheet or a field that is not in the workbook is as it was. ``file`` is its name, for problems.
    """
    result = Merged()
    for sheet in SHEETS:
        ours = plan.get(sheet.key, [])
        theirs = workbook.get(sheet.key)
        result.tables[sheet.key] = (
            list(ours) if theirs is None else _rows(sheet, exported.get(sheet.key, []), ours, theirs, file, result)
        )
    return result


def _rows(
    sheet: Sheet, exported: Sequence[Row], plan: Sequence[Row], workbook: Sequence[Row], file: str, result: Merged
) -> list[Row]:
    base, ours, theirs = keyed(sheet, exported), keyed(sheet, plan), keyed(sheet, workbook)
    rows: dict[Key, Row] = {}
    for key, row in ours.items():
        if key in theirs:
            rows[key] = _cells(sheet, base.get(key), row, theirs[key], file, result)
        elif key not in base:
            rows[key] = row  # added to the plan since the export
        elif _differ(sheet, base[key], row):
            message = Message(
                "{name} is removed here, but has changed in the plan since the export; export again",
                name=_name(sheet, row),
            )
            result.conflicts.append(Problem(message, file, None, sheet.title))
        else:
            result.changes.append(Change(sheet.title, f"{_name(sheet, row)} is removed"))
    before: Key | None = None
    for key, row in theirs.items():
        if key in base and key not in ours:
            if _differ(sheet, base[key], row):
                message = Message(
                    "{name} is not in the plan any more, but has changed here; export again", name=_name(sheet, row)
                )
                result.conflicts.append(Problem(message, file, None, _place(sheet, row)))
            continue
        if key not in ours:
            result.changes.append(Change(_place(sheet, row), f"{_name(sheet, row)} is new"))
            rows = _inserted(rows, before, key, _filled(sheet, row))
        before = key
    return list(rows.values())


def _cells(sheet: Sheet, base: Row | None, ours: Row, theirs: Row, file: str, result: Merged) -> Row:
    values = dict(ours.values)
    for name, new in theirs.values.items():
        now, then = ours.values.get(name), base.values.get(name) if base else None
        if same(new, now) or (base and same(new, then)):
            continue
        place, what = theirs.cells.get(name, sheet.title), f"{_name(sheet, ours)} {name}".strip()
        if base and same(then, now):
            values[name] = new
            result.changes.append(Change(place, what, now, new))
        else:
            message = Message(
                "{name} was {then} when exported, is {now} in the plan now and {new} here; write {now} here, or export again",
                name=what,
                then=shown(then),
                now=shown(now),
                new=shown(new),
            )
            result.conflicts.append(Problem(message, file, None, place))
    return Row(values, theirs.cells)


def _differ(sheet: Sheet, one: Row, other: Row) -> bool:
    fields = [column.field for column in sheet.columns if column.field in other.values]
    return not all(same(one.values.get(name), other.values[name]) for name in fields)


def _filled(sheet: Sheet, row: Row) -> Row:
    return Row({column.field: sheet.default(column) for column in sheet.columns} | row.values, row.cells)


def _inserted(rows: dict[Key, Row], before: Key | None, key: Key, row: Row) -> dict[Key, Row]:
    """Rows with one more, behind the one it stands behind in the workbook."""
    if before not in rows:
        return {**rows, key: row}
    new: dict[Key, Row] = {}
    for known, value in rows.items():
        new[known] = value
        if known == before:
            new[key] = row
    return new


def _name(sheet: Sheet, row: Row) -> str:
    return " ".join(shown(row.values.get(key)).strip("'") for key in sheet.keys if row.values.get(key) is not None)


def _place(sheet: Sheet, row: Row) -> str:
    return next(iter(row.cells.values()), sheet.title)
