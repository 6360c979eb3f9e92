"""Ids that people need not write: a new row gets one made from its name, and a name stands for its id.

Ids tie a plan's files together, but somebody who fills in a workbook thinks in names. So a row without an id is
welcome, and where an id is asked for, a name that only one record has will do.
"""

from collections.abc import Mapping, Sequence

from okr_lib.plan.changes import slug
from okr_lib.plan.workbook.columns import Sheet
from okr_lib.plan.workbook.sheets import BY_KEY, SHEETS
from okr_lib.plan.workbook.tables import Row, Tables


def with_ids(tables: Tables, *known: Mapping[str, Sequence[Row]]) -> Tables:
    """Tables in which every row has an id, and references by name are ids.

    A row without an id is the ``known`` one of the same name and owner, such as the plan's now, else it gets a new id
    made from its name.
    """
    for sheet in SHEETS:
        rows = tables.get(sheet.key, [])
        _refer_by_id(sheet, rows, tables, known)  # owners, whose ids are made by now
        if "id" not in sheet.by_field:
            continue
        elsewhere = [row for others in known for row in others.get(sheet.key, ())]
        taken = {row.values["id"] for row in rows if row.values.get("id")}
        for row in rows:
            name = row.values.get(sheet.named_by)
            if "id" in row.values and row.values["id"] is None and name is not None:
                same = (other.values["id"] for other in elsewhere if _is(sheet, other, row))
                known_id = next((found for found in same if found not in taken), None)
                used = {str(found) for found in taken} | {str(other.values.get("id")) for other in elsewhere}
                row.values["id"] = known_id or slug(str(name), used)
                taken.add(row.values["id"])
    for sheet in SHEETS:
        _refer_by_id(sheet, tables.get(sheet.key, ()), tables, known)
    return tables


def _is(sheet: Sheet, one: Row, other: Row) -> bool:
    fields = [name for name in (sheet.named_by, sheet.owner) if name]
    return all(one.values.get(name) == other.values.get(name) for name in fields)


def _refer_by_id(
    sheet: Sheet, rows: Sequence[Row], tables: Tables, known: Sequence[Mapping[str, Sequence[Row]]]
) -> None:
    """Put ids where names of records were written."""
    for column in sheet.columns:
        if not column.refers:
            continue
        named_by = BY_KEY[column.refers].named_by
        ids: dict[str, set[str]] = {}
        for source in (tables, *known):
            for row in source.get(column.refers, ()):
                if row.values.get("id") and row.values.get(named_by):
                    ids.setdefault(str(row.values[named_by]).casefold(), set()).add(str(row.values["id"]))
        all_ids = {name for names in ids.values() for name in names}

        def meant(name: str, ids: dict[str, set[str]] = ids, all_ids: set[str] = all_ids) -> str:
            found = ids.get(name.casefold(), set())
            return next(iter(found)) if name not in all_ids and len(found) == 1 else name

        for row in rows:
            value = row.values.get(column.field)
            if isinstance(value, list):
                row.values[column.field] = [meant(name) for name in value]
            elif isinstance(value, str):
                row.values[column.field] = meant(value)
