"""Words for what a record refuses: the value as the user wrote it, and what to write instead."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from okr_lib.errors import Message, PlanError, Problem, ProblemsError, field_name, message_of, value_text
from okr_lib.plan.fields import FieldPath, Record, fields_of
from okr_lib.plan.source import SourceFile, document_data
from okr_lib.plan.values import LARGEST

_AnyRecord = TypeVar("_AnyRecord", bound=Record)


def validated(record: type[_AnyRecord], data: Any, error_of: type[ProblemsError] = PlanError) -> _AnyRecord:
    """The record that plain data describes; an error of that kind carries everything it refused."""
    try:
        return record.model_validate(data)
    except ValidationError as error:
        problems = [Problem(message, field=field_name(path)) for path, message in shape_problems(error, record)]
        raise error_of(problems) from error


def record_in(
    file: SourceFile,
    record: type[_AnyRecord],
    unknown: Callable[[_AnyRecord], Iterable[tuple[FieldPath, str]]],
    **given: Any,
) -> _AnyRecord:
    """The record that a file holds; a ``PlanError`` names the line of everything that is wrong with it.

    ``unknown`` gives path and message of what a sound record of that kind still cannot say; ``given`` holds where the
    file says nothing.
    """
    found: _AnyRecord | None = None
    try:
        found = record.model_validate({**given, **document_data(file.document)})
        wrong = list(unknown(found))
    except ValidationError as error:
        wrong = list(shape_problems(error, record))
    wrong += empty_problems(file.document, record)
    if found is None or wrong:
        raise PlanError(Problem(message, file.name, file.line(path), field_name(path)) for path, message in wrong)
    return found


def shape_problems(error: ValidationError, record: type[Record]) -> Iterator[tuple[FieldPath, str]]:
    """The path and message of everything that was refused when a record was made."""
    details = _refusals(error)
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    meant = {(*path[:-1], _meant(path, record)) for path in unknown}
    for detail in details:
        path = tuple(part for part in detail["loc"] if part != "[key]")
        if detail["type"] == "missing" and path in meant:
            continue  # it is there, only misspelt
        yield path, _message(detail["type"], path, detail.get("input"), detail.get("ctx") or {}, detail["msg"], record)


def empty_problems(document: Any, record: type[Record], at: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """The path and message of fields with nothing after their colon that there are not; those there are may be empty.

    ``at`` is the path in the record that is being made of what the file holds.
    """
    if isinstance(document, Mapping):
        fields = _fields_at(record, at)
        for name, value in document.items():
            path = (*at, str(name))
            if value is not None:
                yield from empty_problems(value, record, path)
            elif fields and str(name) not in fields:
                yield path, _message("extra_forbidden", path, None, {}, "", record)
    elif isinstance(document, list):
        for place, value in enumerate(document):
            yield from empty_problems(value, record, (*at, place))


def hides_names(error: ValidationError) -> bool:
    """Whether some record, or its id, could not be read, so that references to it would seem to lead nowhere."""
    return any(
        detail["type"] in ("model_type", "tuple_type")
        or (detail["type"] == "extra_forbidden" and isinstance(detail["input"], list))  # perhaps a list misspelt
        or "id" in detail["loc"][-1:]
        or detail["loc"] in (("streams",), ("teams",))
        for detail in _refusals(error)
    )


def _refusals(error: ValidationError) -> list[Any]:
    """What pydantic found, without lists that are too short only because some of their items were refused."""
    details = error.errors(include_url=False)
    around = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in around]


def _message(
    kind: str, path: FieldPath, value: Any, context: dict[str, Any], fallback: str, record: type[Record]
) -> str:
    shown = _shown(value)
    match kind:
        case "missing":
            return Message("is missing; add it")
        case "extra_forbidden":
            close = _meant(path, record)
            if close:
                return Message("is not a field here; did you mean {name}?", name=repr(close))
            fields = tuple(_fields_at(record, path[:-1]))
            return Message("is not a field here; the fields are {fields}", fields=fields)
        case "value_error":
            return message_of(context["error"])
        case "enum":
            return Message(
                "{value} is not one of {choices}", value=shown, choices=context["expected"].replace(" or ", ", ")
            )
        case "string_type" if value is not None:
            return Message("{value} is not text; put it in quotes", value=shown)
        case "bool_type" | "bool_parsing":
            return Message("{value} is neither true nor false; write true", value=shown)
        case "string_too_short" | "string_type":
            return Message("is empty; write a text")
        case "string_pattern_mismatch" if context["pattern"].startswith("^[A-Z]"):
            return Message("{value} is not a currency; write its three letters, such as DKK", value=shown)
        case "string_pattern_mismatch":
            return Message(
                "{value} is not an id; write small letters, digits, - and _, starting with a letter", value=shown
            )
        case "model_type" | "model_attributes_type" | "dict_type":
            return Message("{value} is not a group of fields; write `name: value` lines below it", value=shown)
        case "tuple_type" | "list_type":
            return Message("{value} is not a list; write `- ` before each item", value=shown)
        case "too_short":
            return Message("needs at least {count} item(s)", count=context["min_length"])
        case "too_long":
            return Message(
                "has {count} items; write {most} at the most",
                count=context["actual_length"],
                most=context["max_length"],
            )
        case "int_type":
            return Message("{value}: input should be a valid integer", value=shown)
        case "int_from_float":
            return Message("{value}: input should be a valid integer, got a number with a fractional part", value=shown)
        case "greater_than_equal":
            return Message(
                "{value}: input should be greater than or equal to {least}", value=shown, least=context["ge"]
            )
        case _:
            return f"{value_text(shown)}: {fallback[0].lower()}{fallback[1:]}"


def _shown(value: Any) -> object:
    """A value as the user wrote it, for a message; long ones are cut."""
    if value is None:
        return Message("nothing")
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST:
        return Decimal(repr(value))
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _meant(path: FieldPath, record: type[Record]) -> str | None:
    """The field that a field that does not exist was probably meant to be."""
    return next(iter(get_close_matches(str(path[-1]), _fields_at(record, path[:-1]), n=1)), None)


def _fields_at(record: type[Record], path: FieldPath) -> list[str]:
    """Names of the fields of the record at a path; none at a mapping by id."""
    fields, is_many = fields_of(record), False
    for part in path:
        if is_many:
            is_many = False  # an id, or a place in a list
            continue
        field = fields.get(str(part))
        if field is None or field.holds is None:
            return []
        fields, is_many = fields_of(field.holds), field.is_many
    return [] if is_many else list(fields)
