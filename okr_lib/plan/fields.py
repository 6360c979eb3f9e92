"""What a field of the plan says of itself, once, where it is typed.

    owner: Annotated[Text, About("Owner", "A role, such as Head of Retail, not a person.")]
    serves: Annotated[tuple[Id, ...], Ref("key_results"), About("Key results it serves")] = ()

Whoever shows, checks or merges a plan reads it here: what a field is called, what to know when filling it in, its unit,
whose ids it holds. So a YAML file, its JSON Schema, a workbook and the workshop use the same words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

FieldPath = tuple[str | int, ...]

MONEY, SHARE = "money", "share"


@dataclass(frozen=True)
class About:
    """What people read of a field; its texts are English, and each language translates them."""

    label: str
    hint: str = ""  # what to know to fill it in; it stands beside the field
    note: str = ""  # what else there is to know; it stands where there is room
    unit: str = ""  # MONEY in the plan's unit, SHARE that people read in percent, or nothing
    parts: tuple[str, ...] = ()  # what the places of a short list are called, such as low and high
    whole: bool = False  # whether it only makes sense as a whole: two people's changes of it are not put together
    lines: int = 1  # room for a text that is typed

    @property
    def texts(self) -> tuple[str, ...]:
        """Hint and note, where there are any."""
        return tuple(filter(None, (self.hint, self.note)))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Label and texts as the title and description that editors show."""
        description = {"description": " ".join(self.texts)} if self.texts else {}
        return {**handler(core), "title": self.label, **description}


@dataclass(frozen=True)
class Ref:
    """Whose ids a field holds, alone, in a list or as names of a mapping."""

    to: str  # a list of the plan, such as key_results, wherever it stands
    within: str = ""  # the field beside this one that names the record whose own list is meant; else all of that name
    besides: str = ""  # a word that may stand in place of an id


class Record(BaseModel):  # noqa: PLW1641  (pydantic gives frozen records their hash)
    """A frozen record that refuses unknown fields; a change is a copy."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)

    def __eq__(self, other: object) -> bool:
        """Two records are equal when they say the same, wherever they were loaded from."""
        return type(self) is type(other) and self.__dict__ == other.__dict__


class Parts(Record):
    """A record that is one value of several parts, such as an estimate: they are shown together and taken as a whole."""


@dataclass(frozen=True)
class PlanField:
    """A field of a record with all that it says.

    ``holds`` is the kind of record in it, alone or in a list or mapping; ``None`` where it is a plain value.
    """

    name: str
    about: About
    ref: Ref | None
    kind: Any
    holds: type[Record] | None

    @cached_property
    def type(self) -> Any:
        """What its values are: a number, text, a day, an enum, a tuple, a mapping or a record."""
        return next(kind for kind in _plain(self.kind) if kind is not NoneType)

    @property
    def may_be_empty(self) -> bool:
        """Whether it may hold nothing."""
        return NoneType in _plain(self.kind)

    @property
    def is_many(self) -> bool:
        """Whether what is in it has a name or place of its own."""
        return self.type in (tuple, dict)

    @property
    def is_whole(self) -> bool:
        """Whether it is taken as a whole when two people's changes are put together."""
        return self.about.whole or (self.holds is not None and issubclass(self.holds, Parts))


@cache
def fields_of(record: type[Record]) -> Mapping[str, PlanField]:
    """The fields of a record by name; one that says nothing is called by its name."""
    found = {}
    for name, info in record.model_fields.items():
        said = [*reversed(info.metadata), *_said_inside(info.annotation)]
        about = next((each for each in said if isinstance(each, About)), About(name))
        ref = next((each for each in said if isinstance(each, Ref)), None)
        found[name] = PlanField(name, about, ref, info.annotation, next(_records_in(info.annotation), None))
    return found


def every_field(record: type[Record]) -> Iterator[tuple[type[Record], PlanField]]:
    """Every field of a record and of those inside it, each with its record; a kind of record comes once."""
    waiting, seen = [record], {record}
    while waiting:
        owner = waiting.pop()
        for field in fields_of(owner).values():
            yield owner, field
            if field.holds and field.holds not in seen:
                seen.add(field.holds)
                waiting.append(field.holds)


def field_at(record: type[Record], path: FieldPath) -> PlanField | None:
    """The field at a place of a record; for an entry of a list or mapping the field that holds it, ``None`` for no place."""
    steps = iter(path)
    owner: type[Record] | None = record
    found = None
    for step in steps:
        found = fields_of(owner).get(str(step)) if owner else None
        if found is None:
            return None
        owner = found.holds
        if found.is_many:
            next(steps, None)
    return found


@cache
def value_schema(record: type[Record], path: str) -> dict[str, Any]:
    """JSON Schema of the values at a place in a record, such as ``baseline.Q1``, ``ramp.0`` or, in a mapping, ``credit.*``."""
    whole = record.model_json_schema()

    def plain(node: dict[str, Any]) -> dict[str, Any]:
        """A node without references and without the choice of being empty."""
        options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
        if options:
            return plain(options[0])
        return plain(whole["$defs"][node["$ref"].rsplit("/", 1)[1]]) if "$ref" in node else node

    node = plain(whole)
    for part in path.split("."):
        if part == "*":
            (inner,) = node["patternProperties"].values()
        elif part.isdigit():
            inner = node["prefixItems"][int(part)] if "prefixItems" in node else node["items"]
        else:
            inner = node["properties"][part]
        node = plain(inner)
    return node


def kind_words(record: type[Record]) -> str:
    """What one record of a kind is called: key result for ``KeyResult``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", record.__name__).lower()


def _said_inside(kind: Any) -> Iterator[Any]:
    """What is said inside a choice, such as that of a text or nothing."""
    for option in get_args(kind) if get_origin(kind) in (Union, UnionType) else ():
        yield from reversed(getattr(option, "__metadata__", ()))


def _plain(kind: Any) -> list[Any]:
    """The types of a choice, without what is said of them and of what is inside them."""
    if get_origin(kind) in (Union, UnionType):
        return [inner for option in get_args(kind) for inner in _plain(option)]
    return _plain(get_args(kind)[0]) if get_origin(kind) is Annotated else [get_origin(kind) or kind]


def _records_in(kind: Any) -> Iterator[type[Record]]:
    if isinstance(kind, type) and issubclass(kind, Record):
        yield kind
    for inner in get_args(kind):
        yield from _records_in(inner)
