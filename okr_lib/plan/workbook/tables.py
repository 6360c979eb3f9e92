"""A plan as tables and back: the same plan, once as a tree of records, once as rows with a cell for each field.

Tables are what a workbook shows and what two versions of a plan are compared by. The way back keeps, for each place in
the plan, the cell it came from, so that whatever is wrong with the plan can be said of a cell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from okr_lib.errors import Message, Problem, field_name
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.folder import validate_plan
from okr_lib.plan.model import Plan
from okr_lib.plan.references import one_of, suggestion
from okr_lib.plan.workbook.columns import Sheet, Value, cell_value
from okr_lib.plan.workbook.sheets import BY_KEY, CREDIT, SHEETS

Key = tuple[Value | int, ...]


@dataclass
class Row:
    """Values by field, and for those that came from a workbook the cell, such as ``Initiatives!F7``."""

    values: dict[str, Value]
    cells: dict[str, str] = field(default_factory=dict)


Tables = dict[str, list[Row]]  # by key of the sheet


def plan_tables(plan: Plan) -> Tables:
    """The tables of a plan; a form has one row."""
    tables: Tables = {}
    for sheet in SHEETS:
        tables[sheet.key] = [_row(plan, sheet, owner, record) for owner, record in _records(plan, sheet)]
    return tables


def _records(plan: Plan, sheet: Sheet) -> Iterator[tuple[str | None, Any]]:
    """Records of a sheet with the id of their owner, in the plan's order."""
    if sheet.is_form:
        yield None, plan
        return
    if not sheet.owner or sheet.company_too:
        yield from ((None, record) for record in getattr(plan, sheet.key))
    if sheet.owner:
        for _, owner in _records(plan, BY_KEY[sheet.by_field[sheet.owner].refers]):
            items = getattr(owner, sheet.key)
            if isinstance(items, Mapping):
                items = [{"team": team, "share": share} for team, share in items.items()]
            yield from ((owner.id, record) for record in items)


def _row(plan: Plan, sheet: Sheet, owner: str | None, record: Any) -> Row:
    values: dict[str, Value] = {}
    for column in sheet.columns:
        if column.field == sheet.owner:
            values[column.field] = owner
        elif column.by_row:
            values[column.field] = cell_value(plan, (*column.path, record.id))
        else:
            values[column.field] = cell_value(record, column.path)
    return Row(values)


def keyed(sheet: Sheet, rows: Sequence[Row]) -> dict[Key, Row]:
    """Rows by what they are recognised by; the second of the same name counts as another row."""
    seen: Counter[Key] = Counter()
    found: dict[Key, Row] = {}
    for row in rows:
        name = tuple(str(row.values.get(key)) for key in sheet.keys)
        found[(*name, seen[name])] = row
        seen[name] += 1
    return found


class Assembly:
    """A plan's data put together from the tables of a file, with the way back to the cells it came from.

    ``before`` is the plan that they change: what its teams set aside is in no table, and stays.
    """

    def __init__(self, tables: Mapping[str, Sequence[Row]], file: str, before: Plan | None = None) -> None:
        self._data: dict[str, Any] = {"streams": [], "teams": []}
        self._problems: list[Problem] = []
        self._hides_names = False
        self._file, self._source = file, before.source if before else None
        self._cells: dict[FieldPath, str] = {}
        self._owners: dict[str, dict[Value, tuple[FieldPath, dict[str, Any]]]] = {sheet.key: {} for sheet in SHEETS}
        for sheet in SHEETS:
            for row in tables.get(sheet.key, ()):
                if sheet is CREDIT:
                    self._add_credit(row)
                else:
                    self._add(sheet, row)

        set_aside = {team.id: team.model_dump(mode="json")["not_now"] for team in before.teams} if before else {}
        for team in self._data["teams"]:
            team["not_now"] = set_aside.get(team.get("id"), [])

    def plan(self, *, names_known: bool = True) -> tuple[Plan | None, list[Problem]]:
        """The plan, or everything that is wrong with it; without ``names_known`` it may not name all there are."""
        plan, found = validate_plan(self._data, names_known=names_known and not self._hides_names)
        problems = [*self._problems, *(self._problem(*each) for each in found)]
        return plan and plan.with_source(self._source), problems

    def _problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem at a place in the plan, said of the cell it came from, or of the field where there is none."""
        for end in range(len(path), 0, -1):
            if tuple(path[:end]) in self._cells:
                return Problem(message, self._file, None, self._cells[tuple(path[:end])])
        return Problem(message, self._file, None, field_name(path))

    def _add(self, sheet: Sheet, row: Row) -> None:
        """Make the record of a row where it belongs."""
        path: FieldPath = ()
        record = around = self._data
        if not sheet.is_form:
            if sheet.owner and not (sheet.company_too and row.values.get(sheet.owner) is None):
                owner = self._owner(sheet, row)
                if owner is None:
                    return
                path, around = owner
            records = around.setdefault(sheet.key, [])
            path, record = (*path, sheet.key, len(records)), {}
            records.append(record)
        for column in sheet.columns:
            value, cell = row.values.get(column.field), row.cells.get(column.field)
            if column.by_row:
                if value is not None:
                    inside: FieldPath = (*column.path, str(row.values.get("id")))
                    self._mark(inside, cell, inside)
                    _put(self._data, inside, value)
            elif column.field != sheet.owner:
                self._mark((*path, *column.path), cell, path)
                if value is not None:
                    _put(record, column.path, value)
        self._complete(sheet, row, record)
        if row.values.get("id") is not None:
            self._owners[sheet.key].setdefault(row.values["id"], (path, record))

    def _add_credit(self, row: Row) -> None:
        """Enter a share of credit in the mapping of its initiative."""
        owner = self._owner(CREDIT, row)
        if owner is None:
            return
        path, initiative = owner
        team, share = row.values.get("team"), row.values.get("share")
        shares = initiative.setdefault(CREDIT.key, {})
        for field_, value in (("team", team), ("share", share)):
            if value is None:
                self._refuse(CREDIT, row, field_, Message("is empty; fill it or remove the row"))
        if team in shares:
            message = Message(
                "{team} has a share of this initiative already; keep one of the two rows", team=repr(team)
            )
            self._refuse(CREDIT, row, "team", message)
        if team is not None and share is not None:
            shares[str(team)] = share
            self._mark((*path, CREDIT.key, str(team)), row.cells.get("share"), path)

    def _owner(self, sheet: Sheet, row: Row) -> tuple[FieldPath, dict[str, Any]] | None:
        """Path and data of the record that a row belongs to; a problem where there is no such record."""
        name, owners = row.values.get(sheet.owner), self._owners[sheet.by_field[sheet.owner].refers]
        if name in owners:
            return owners[name]
        known = [str(owner) for owner in owners]
        if name is None:
            message = Message("is empty; {hint}", hint=one_of(known))
        else:
            message = Message(
                "there is no {kind} {name}; {hint}",
                kind=Message(sheet.owner),
                name=repr(name),
                hint=Message("{hint}, or remove the row", hint=suggestion(str(name), known)),
            )
        self._refuse(sheet, row, sheet.owner, message)
        if "id" not in sheet.by_field or not owners:
            self._hides_names = "id" in sheet.by_field
            return None
        return next(iter(owners.values()))  # so that what is said of this record elsewhere can be checked too

    def _complete(self, sheet: Sheet, row: Row, record: dict[str, Any]) -> None:
        """Fill up estimates of one number, and make lists of numbered fields."""
        for column in sheet.columns:
            group = record.get(str(column.path[0]))
            if column.path[-1] == "likely" and group and "likely" in group:
                record[str(column.path[0])] = {"low": group["likely"], "high": group["likely"], **group}
            elif isinstance(column.path[-1], int) and isinstance(group, dict):
                count = max(group) + 1
                for index in sorted(set(range(count)) - set(group)):
                    self._refuse(
                        sheet, row, f"{column.path[0]}.{index}", Message("is empty, but a later one is not; fill it")
                    )
                record[str(column.path[0])] = [group.get(index, 0.0) for index in range(count)]

    def _refuse(self, sheet: Sheet, row: Row, field_: str, message: str) -> None:
        cell = row.cells.get(field_, f"{sheet.key}.{field_}")
        self._problems.append(Problem(message, self._file, None, cell))

    def _mark(self, path: FieldPath, cell: str | None, record: FieldPath) -> None:
        """Note the cell of a field, also for what stands around it up to its record."""
        if cell is not None:
            self._cells[path] = cell
            for end in range(max(len(record), 1), len(path)):
                self._cells.setdefault(path[:end], cell)


def _put(record: dict[Any, Any], path: FieldPath, value: Any) -> None:
    for part in path[:-1]:
        record = record.setdefault(part, {})
    record[path[-1]] = value
