"""Changes of a plan: another value at a place, a record more or less, and what still refers to one.

A plan is frozen, so a change goes through its plain data: ``plan_data(plan)``, then ``with_value`` or one of the
others, then ``changed_plan``, which checks the whole. A place is a path of field names; a record in a list is named
by its id, ``("teams", "retail", "initiatives", "new-stores", "probability")``, so that a path keeps its meaning
while others add and remove records.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from okr_lib.errors import Message, OkrError
from okr_lib.plan.fields import FieldPath, every_field, fields_of
from okr_lib.plan.messages import validated
from okr_lib.plan.model import Plan
from okr_lib.plan.references import LEDGER_LINES, TOTAL

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "aa"})
_ID_LENGTH = 40


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan as plain data: mappings, lists, texts and numbers, defaults included."""
    data: dict[str, Any] = plan.model_dump(mode="json")
    return data


def changed_plan(plan: Plan, data: Mapping[str, Any]) -> Plan:
    """The plan that changed data describes, with the files it came from; a ``PlanError`` has every problem of what is no plan."""
    return validated(Plan, data).with_source(plan.source)


def value_at(data: Any, path: FieldPath) -> Any:
    """The value at a place; an ``OkrError`` where there is none.

    Examples
    --------
    >>> value_at({"teams": [{"id": "retail", "name": "Retail"}]}, ("teams", "retail", "name"))
    'Retail'
    """
    for step in path:
        data = data[_key(data, step)]
    return data


def positions(data: Any, path: FieldPath) -> FieldPath:
    """The same place with a record's position in its list instead of its id.

    Examples
    --------
    >>> positions({"teams": [{"id": "retail"}, {"id": "brand", "name": "Brand"}]}, ("teams", "brand", "name"))
    ('teams', 1, 'name')
    """
    found: FieldPath = ()
    for step in path:
        key = _key(data, step)
        found, data = (*found, key), data[key]
    return found


def named(data: Any, path: FieldPath) -> FieldPath:
    """The same place with a record's id instead of its position: the way back from ``positions``.

    Examples
    --------
    >>> named({"teams": [{"id": "retail"}, {"id": "brand", "name": "Brand"}]}, ("teams", 1, "name"))
    ('teams', 'brand', 'name')
    """
    found: FieldPath = ()
    for step in path:
        inner = data.get(step) if isinstance(data, Mapping) else data[step] if isinstance(step, int) else None
        found, data = (*found, _name(inner, step) if isinstance(step, int) else step), inner
    return found


def with_value(data: Any, path: FieldPath, value: Any) -> Any:
    """A copy of the data with another value at a place, or a new one where nothing stood.

    Examples
    --------
    >>> with_value({"allocation": {"held": {}}}, ("allocation", "held", "retail"), 20)
    {'allocation': {'held': {'retail': 20}}}
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, Mapping):
        inner = data.get(str(step), {}) if rest else None
        return {**data, str(step): with_value(inner, rest, value)}
    if not rest and isinstance(step, str) and step not in _ids(data):  # a record that was not there
        return [*data, value]
    copy = list(data)
    key = _key(data, step)
    copy[key] = with_value(copy[key], rest, value)
    return copy


def without(data: Any, path: FieldPath) -> Any:
    """A copy of the data without what stands at a place.

    Examples
    --------
    >>> without({"teams": [{"id": "retail"}, {"id": "brand"}]}, ("teams", "brand"))
    {'teams': [{'id': 'retail'}]}
    """
    parent = value_at(data, path[:-1])
    key = _key(parent, path[-1])
    if isinstance(parent, Mapping):
        rest: Any = {name: value for name, value in parent.items() if name != key}
    else:
        rest = [value for place, value in enumerate(parent) if place != key]
    return with_value(data, path[:-1], rest)


def with_record(data: Any, path: FieldPath, record: Mapping[str, Any], taken: Collection[str] = ()) -> tuple[Any, str]:
    """A copy of the data with a record more at the end of a list, and the id it got: a slug of its name or title, none that is ``taken``."""
    given = slug(str(record.get("name") or record.get("title")), taken)
    return with_value(data, path, [*value_at(data, path), {"id": given, **record}]), given


def slug(name: str, taken: Collection[str] = (), prefix: str = "n") -> str:
    """An id made from a name, different from those that are taken and from a ledger's own words.

    Every id is made here, so that a record has the same one wherever it was added. ``prefix`` goes before what does
    not start with a letter.

    Examples
    --------
    >>> slug("Click & Collect"), slug("Øl og æbler"), slug("Retail", ["retail"])
    ('click-collect', 'ol-og-aebler', 'retail-2')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    words = words if words[:1].isalpha() else f"{prefix}-{words}".rstrip("-")
    words = words[:_ID_LENGTH].rstrip("-")
    refused = {*taken, *LEDGER_LINES, TOTAL}
    numbered = (f"{words}-{number}" for number in range(2, len(refused) + 3))
    return words if words not in refused else next(name for name in numbered if name not in refused)


def ids_of(data: Mapping[str, Any], field: str) -> list[str]:
    """The ids of all records in lists of that name, wherever in the plan they stand, such as all ``key_results``."""
    return [record["id"] for path, record in _records(data) if path[-2] == field]


def names_in(data: Mapping[str, Any], field: str) -> list[tuple[str, str]]:
    """Ids and names, or titles, of all records in lists of that name; those of the plan itself before those of teams."""
    found = sorted((found for found in _records(data) if found[0][-2] == field), key=lambda found: len(found[0]))
    return [(record["id"], record.get("name") or record.get("title")) for _, record in found]


def references_to(data: Mapping[str, Any], field: str, name: str) -> list[FieldPath]:
    """Where a record of a list, such as ``streams``, is referred to by its id: the paths of the records, or groups of fields.

    Examples
    --------
    >>> references_to({"teams": [{"id": "sales", "streams": ["shop"]}]}, "streams", "shop")
    [('teams', 'sales')]
    """
    return list(dict.fromkeys(_referring(data, (), _who_refer(field), name)))


@cache
def _who_refer(list_: str) -> frozenset[str]:
    """The fields that hold ids of a list."""
    return frozenset(field.name for _, field in every_field(Plan) if field.ref and field.ref.to == list_)


@cache
def _lists() -> frozenset[str]:
    """The lists whose records have ids."""
    return frozenset(field.name for _, field in every_field(Plan) if field.holds and "id" in fields_of(field.holds))


def _referring(value: Any, path: FieldPath, fields: Collection[str], name: str) -> Iterator[FieldPath]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in fields and (inner == name or (isinstance(inner, list | Mapping) and name in inner)):
                yield _record_around(path) or path or (key,)
            yield from _referring(inner, (*path, key), fields, name)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _referring(inner, (*path, _name(inner, place)), fields, name)


def _record_around(path: FieldPath) -> FieldPath:
    """The path up to the innermost record that has an id."""
    ends = [end for end in range(len(path), 1, -1) if isinstance(path[end - 1], str) and path[end - 2] in _lists()]
    return path[: ends[0]] if ends else ()


def _records(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    if isinstance(value, Mapping):
        if "id" in value and len(path) > 1:
            yield path, value
        for key, inner in value.items():
            yield from _records(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _records(inner, (*path, _name(inner, place)))


def _name(value: Any, place: int) -> Any:
    return value["id"] if isinstance(value, Mapping) and "id" in value else place


def _ids(values: Any) -> list[Any]:
    return [value.get("id") if isinstance(value, Mapping) else None for value in values]


def _key(data: Any, step: str | int) -> Any:
    if isinstance(data, list):
        if isinstance(step, int) and step < len(data):
            return step
        if step in _ids(data):
            return _ids(data).index(step)
    elif isinstance(data, Mapping) and step in data:
        return step
    raise OkrError(Message("there is no {name} here any more; somebody may have removed it", name=repr(step)))
