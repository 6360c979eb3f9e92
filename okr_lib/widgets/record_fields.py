"""Fields of a record: each gets the control that fits what it holds, in the words the plan itself has for it.

Text is typed, a share slides, an estimate has three numbers, an id is chosen from the records it can name. So a new field
of the plan needs its name in a step's rows and nothing else.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import ipywidgets as widgets

from okr_lib.display.choices import options_of
from okr_lib.display.labels import Labels
from okr_lib.plan.changes import names_in
from okr_lib.plan.fields import MONEY, SHARE, FieldPath, Parts, PlanField, Record, fields_of, value_schema
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.values import MOST_GROWTH, QUARTERS, Estimate
from okr_lib.widgets.desk import Desk, Ties
from okr_lib.widgets.field_groups import BandField, CheckListField, CreditField, EstimateField, NumbersField, RampField
from okr_lib.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LockField,
    NumberField,
    QuarterField,
    ShareSliderField,
    TextField,
)
from okr_lib.widgets.parts import row

_NOTHING = {"measures": "nothing: checked in", "indicator": "not said"}  # what no choice is called, where not "None"
LEAST_GROWTH = -0.99


def record_rows(
    desk: Desk,
    ties: Ties,
    record: type[Record],
    path: FieldPath,
    *rows: Sequence[str | widgets.Widget],
    **settings: Mapping[str, Any],
) -> list[widgets.Widget]:
    """Rows of fields of the record at a path, each tied to its place.

    A row has the names of fields that stand side by side, or among them other widgets, made and tied elsewhere.
    ``settings`` are of a field's control, by the field's name, where they are not as usual.
    """
    data, made = desk.data, []
    for names in rows:
        parts = []
        for part in names:
            if isinstance(part, str):
                entry = field_for(desk.labels, record, part, data, path, **settings.get(part, {}))
                ties.tie(path, **{part: entry})
            parts.append(entry if isinstance(part, str) else part)
        made.append(row(*parts) if len(parts) > 1 else parts[0])
    return made


def choices_for(desk: Desk, record: type[Record], own: str = "") -> list[list[tuple[str, str]]]:
    """What the fields of a record choose from: when it changes, they are to be made anew."""
    data = desk.data
    return [_named(field, data, own) for field in fields_of(record).values() if field.ref]


def field_for(
    labels: Labels,
    record: type[Record],
    name: str,
    data: Mapping[str, Any] | None = None,
    path: FieldPath = (),
    **settings: Any,
) -> Field:
    """A field for one field of a record, with ``settings`` of its control where they are not as usual.

    ``data`` is the plan's, whose records can be named, and ``path`` the place of the record, which does not name
    itself.
    """
    field = fields_of(record)[name]
    about, kind = field.about, field.type
    share = about.unit == SHARE
    hint = labels.text(about.hint) if about.hint else ""
    of_all: dict[str, Any] = {"label": labels.text(about.label), "labels": labels, "hint": hint, **settings}
    nothing = labels.text(_NOTHING[name]) if name in _NOTHING else labels.text("None")
    named: list[tuple[str, Any]] = [(nothing, None)] if field.may_be_empty else []
    amounts: dict[str, Any] = {"share": share, "unit": labels.money_unit if about.unit == MONEY else ""}
    if field.ref and kind is dict and about.whole and path[:1] == ("teams",):
        names = _named(field, data or {})
        return CreditField(names=names, owner=str(path[1]), low=0, high=1, optional=True, **amounts, **of_all)
    if field.ref and kind is dict:
        return NumbersField(
            names=_named(field, data or {}), low=0, high=1 if share else None, optional=True, **amounts, **of_all
        )
    if field.ref:
        options = [(words, value) for value, words in _named(field, data or {}, str(path[-1]) if path else "")]
        if field.is_many:
            return CheckListField(options=options, **of_all)
        named += [(labels.text("Company"), field.ref.besides)] if field.ref.besides else []
        return ChoiceField(options=[*named, *options], **of_all)
    if kind is tuple:
        places = [labels.text(part) for part in about.parts]
        if field.may_be_empty:
            return BandField(places=places, **of_all)
        return RampField(places=places, share=share, low=0, high=1, **of_all)
    if issubclass(kind, Parts):
        if issubclass(kind, Estimate):
            ends = {"low": LEAST_GROWTH, "high": MOST_GROWTH} if share else {}
            return EstimateField(**(ends | amounts | of_all))
        return NumbersField(names=[(part, labels.quarter(part)) for part in QUARTERS], low=0, **amounts, **of_all)
    if issubclass(kind, Quarter):
        return QuarterField(quarters=QUARTERS, **of_all)
    if issubclass(kind, Enum):
        return ChoiceField(options=[*named, *options_of(kind, labels)], **of_all)
    if issubclass(kind, bool):
        return LockField(**of_all)
    if issubclass(kind, float | int):
        schema = value_schema(record, name)
        limits: dict[str, Any] = {"low": schema.get("minimum"), "high": schema.get("maximum")}
        if share:
            return ShareSliderField(**({"span": (0, 1), "step": 0.05, **limits, **of_all}))
        usual = {"unit": amounts["unit"], "optional": field.may_be_empty, **limits}
        return NumberField(**(usual | of_all))
    if issubclass(kind, str):
        required = record.model_fields[name].is_required() and not field.may_be_empty
        return TextField(**({"lines": about.lines, "optional": not required, **of_all}))
    return DateField(**of_all)


def _named(field: PlanField, data: Mapping[str, Any], own: str = "") -> list[tuple[str, str]]:
    """Ids and names of the records that a field can name, without its own."""
    return [(name, words) for name, words in names_in(data, field.ref.to if field.ref else "") if name != own]
