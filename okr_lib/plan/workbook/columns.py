"""Columns and sheets: how one part of a plan is laid out as a table.

A sheet shows records of one kind, a row each, and a column shows one field of them. What a cell may hold (limits,
choices, whether it may be empty, its default) is not said again here: it is looked up in the plan's own records.
A *form* is the sheet of the plan as a whole: one field below the other.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any

from okr_lib.plan.fields import FieldPath, Parts, Record, fields_of, value_schema
from okr_lib.plan.model import Plan
from okr_lib.plan.values import Estimate

Value = str | float | list[str] | None  # a cell: text, number, ids; dates are ISO text; None is empty


ID = "Small letters, digits, - and _. Leave it empty in a new row: it is made from the name. Other sheets name the row by it."
_ESTIMATE = "Low, likely and high. Leave low and high empty when a single number stands for all three."
_SEVERAL = "Several ids with commas between them, such as: stores, online."
_SURE = "Write true where it is."


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    ID = "id"
    CHOICE = "choice"
    REFERENCE = "reference"
    REFERENCES = "references"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column of a sheet, or one line of a form."""

    field: str  # in the record, such as baseline.Q1, ramp.0 or, in a mapping, *
    head: str
    notes: tuple[str, ...] = ()  # the explanation behind the head
    unit: str = ""  # MONEY, SHARE or nothing
    part: str = ""  # of a group, such as Q1 or low
    refers: str = ""  # key of the sheet whose ids the cells name
    of: tuple[type[Record], str] | None = None  # the record it is looked up in, and where; by default the sheet's own
    by_row: bool = False  # whether it is a mapping of the whole plan by the id of the row, such as weights by team

    @cached_property
    def path(self) -> FieldPath:
        """The field's path in its record."""
        return tuple(int(part) if part.isdigit() else part for part in self.field.split("."))


@dataclass(frozen=True)
class Sheet:
    """One sheet: its records, where they stand in the plan, and its columns."""

    key: str  # the list (or mapping) of the plan, or of the owner, that its rows make; of a form its own
    title: str
    about: tuple[str, ...]
    record: type[Record]
    columns: tuple[Column, ...]
    owner: str = ""  # the column that names the record a row belongs to; empty for lists of the plan itself
    company_too: bool = False  # whether a row without an owner belongs to the plan itself
    keys: tuple[str, ...] = ("id",)  # the columns by which a row is recognised

    def section(self, column: Column) -> str:
        """The group of fields that a line of a form is one of."""
        return fields_of(self.record)[str(column.path[0])].about.label if len(column.path) > 1 else ""

    @property
    def is_form(self) -> bool:
        """Whether it shows the plan itself, a field below the other."""
        return self.record is Plan

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """The columns by their field."""
        return {column.field: column for column in self.columns}

    @property
    def named_by(self) -> str:
        """The column people know a row by; empty where it has none."""
        return next((name for name in ("name", "title") if name in self.by_field), "")

    def schema(self, column: Column) -> dict[str, Any]:
        """JSON Schema of a column's cells."""
        record, path = column.of or (self.record, column.field)
        return value_schema(record, path)

    def kind(self, column: Column) -> Kind:
        """What a column's cells hold."""
        schema = self.schema(column)
        if column.refers:
            return Kind.REFERENCES if schema.get("type") == "array" else Kind.REFERENCE
        if "enum" in schema:
            return Kind.CHOICE
        if schema.get("format") == "date":
            return Kind.DATE
        if column.field == "id":
            return Kind.ID
        return {"number": Kind.NUMBER, "integer": Kind.COUNT}.get(schema["type"], Kind.TEXT)

    def default(self, column: Column) -> Value:
        """What an empty cell of a column stands for."""
        name, *rest = column.path
        known = None if column.of else self.record.model_fields.get(str(name))
        if known is None or known.is_required():
            return None
        return cell_value(known.get_default(call_default_factory=True), tuple(rest))

    def is_required(self, column: Column) -> bool:
        """Whether a cell of a column must be filled."""
        if column.of or column.field == self.owner:
            names_owner = column.field == self.owner and not self.company_too
            return names_owner or column.field in (*self.keys, "share")
        record: Any = self.record
        for part in column.path:
            known = record.model_fields.get(str(part))
            if known is None or not known.is_required():
                return False
            record = known.annotation
        return column.field != "id"  # an empty one is made from the name


def columns_of(record: type[Record], names: Collection[str] = (), around: str = "") -> Iterator[Column]:
    """A column for each value of a record, of some of its fields or all; lists of records have sheets of their own."""
    for name, field in fields_of(record).items():
        place, about = f"{around}{name}", field.about
        if (names and name not in names) or field.type is dict or (field.holds and field.is_many):
            continue
        if field.holds and issubclass(field.holds, Parts):
            notes = (*about.texts, *([_ESTIMATE] if field.holds is Estimate else []))
            for part, inner in fields_of(field.holds).items():
                told = (*notes, *inner.about.texts)
                yield Column(f"{place}.{part}", about.label, told, about.unit, inner.about.label)
        elif field.holds:
            yield from columns_of(field.holds, around=f"{place}.")
        elif about.parts:
            for number, part in enumerate(about.parts):
                yield Column(f"{place}.{number}", about.label, about.texts, about.unit, part)
        else:
            refers = field.ref.to if field.ref and not field.ref.besides else ""
            how = {"id": ID, "sure": _SURE}.get(name, _SEVERAL if refers and field.is_many else "")
            yield Column(place, about.label, (*about.texts, *filter(None, [how])), about.unit, refers=refers)


def cell_value(value: Any, path: FieldPath = ()) -> Value:
    """What a cell shows of a value, or of the field at a path inside it; a single number shows as its likely value.

    Examples
    --------
    >>> cell_value({"low": 1.0, "likely": 2.0, "high": 3.0}, ("high",))
    3.0
    """
    for part in path:
        if isinstance(value, Estimate) and value.low == value.high and part != "likely":
            return None
        if isinstance(value, Mapping):
            value = value.get(str(part))
        elif isinstance(part, int):
            value = value[part] if value is not None and part < len(value) else None
        else:
            value = getattr(value, part, None)
    match value:
        case Enum():
            return str(value.value)
        case tuple():
            return [str(item) for item in value] or None
        case "" | None:
            return None
        case str():
            return value
        case bool():
            return "true" if value else None
        case int() | float():
            return float(value)
        case _:
            return str(value)  # a date
