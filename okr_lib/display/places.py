"""Places of a plan in words: what a field is called, which record it belongs to, and what it says."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from okr_lib.display.choices import choice_words
from okr_lib.display.labels import NOTHING, Labels
from okr_lib.errors import OkrError
from okr_lib.plan.changes import value_at
from okr_lib.plan.fields import SHARE, FieldPath, PlanField, Record, field_at, fields_of
from okr_lib.plan.merging import ABSENT
from okr_lib.plan.model import Plan
from okr_lib.plan.values import Estimate

SEPARATOR = " › "


def field_words(record: type[Record], name: str, labels: Labels) -> str:
    """What a field of a record is called.

    Examples
    --------
    >>> field_words(Plan, "focus_areas", Labels("da"))
    'Fokusområder'
    """
    return labels.text(fields_of(record)[name].about.label)


def place_words(data: Mapping[str, Any], path: FieldPath, labels: Labels) -> str:
    """A place in words: the records on the way to it by name, then the field.

    Examples
    --------
    >>> data = {"teams": [{"id": "brand", "name": "Brand", "lead": ""}]}
    >>> place_words(data, ("teams", "brand", "lead"), Labels())
    'Brand › Lead'
    """
    words = []
    for end in range(1, len(path) + 1):
        step = path[end - 1]
        if isinstance(step, int):
            continue
        record = found_at(data, path[:end])
        name = name_of(record)
        inside = isinstance(found_at(data, path[: end - 1]), list)
        if name or inside:
            words.append(name or step)
        elif end == len(path) or not isinstance(found_at(data, path[:end]), list):
            words.append(_step_words(data, path[:end], labels))
    return SEPARATOR.join(words)


def value_words(value: Any, path: FieldPath, labels: Labels) -> str:
    """What a field says, for people.

    Examples
    --------
    >>> value_words(0.05, ("streams", "shop", "momentum", "likely"), Labels()), value_words(None, ("note",), Labels())
    ('5%', '–')
    """
    around = field_at(Plan, path[:-1])  # an estimate's points are in its unit
    share = around is not None and around.holds is Estimate and around.about.unit == SHARE
    return _said(value, field_at(Plan, path), labels, share=share)


def _said(value: Any, field: PlanField | None, labels: Labels, *, share: bool = False) -> str:
    share = share or (field is not None and field.about.unit == SHARE)
    match value:
        case None | "":
            return NOTHING
        case bool():
            return labels.text("yes") if value else labels.text("no")
        case int() | float():
            return labels.share(value, 1).replace(".0", "").replace(",0", "") if share else labels.measure(value)
        case Mapping():
            named = name_of(value)
            inside = fields_of(field.holds) if field and field.holds else {}
            parts = []
            for key, inner in value.items():
                if inner is not None and inner is not False:
                    words = labels.text(inside[key].about.label) if key in inside else key
                    parts.append(f"{words}: {_said(inner, inside.get(key), labels, share=share)}")
            return str(named) if named else ", ".join(parts)
        case str() if field and field.type is dt.date:
            return labels.date(dt.date.fromisoformat(value))
        case str():
            return choice_words(value, field.type if field else None, labels)
        case Sequence():
            return ", ".join(_said(inner, field, labels) for inner in value) or NOTHING
        case _ if value is ABSENT:
            return labels.text("removed")
    return str(value)


def _step_words(data: Mapping[str, Any], path: FieldPath, labels: Labels) -> str:
    """What the last step of a place is called: a field, or the record whose id stands there."""
    field = field_at(Plan, path)
    if field is None or field.name == path[-1]:
        return labels.text(field.about.label) if field else str(path[-1])
    named = {entry.get("id"): entry.get("name") for entry in data.get(field.ref.to) or ()} if field.ref else {}
    return str(named.get(path[-1]) or path[-1])


def name_of(record: Any) -> Any:
    """What a record is called, by its name or its title; nothing of anything else."""
    return record.get("name") or record.get("title") if isinstance(record, Mapping) else None


def found_at(data: Any, path: FieldPath) -> Any:
    """What stands at a place; ``None`` where there is none."""
    try:
        return value_at(data, path)
    except OkrError:
        return None
