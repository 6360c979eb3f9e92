"""What a change of a plan changed, in a few words: for an undo that says what it undid."""

from collections.abc import Iterator, Mapping
from typing import Any

from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.places import SEPARATOR, field_words, found_at, name_of, place_words, value_words
from okr_lib.display.wording import plain
from okr_lib.errors import Message
from okr_lib.plan.fields import FieldPath, field_at
from okr_lib.plan.merging import ABSENT, Conflict, differences
from okr_lib.plan.model import Plan
from okr_lib.plan.priorities import ASIDE, DONE
from okr_lib.plan.values import Estimate

_LONGEST = 60  # letters of a name or a value
_POINTS = ("low", "likely", "high")


def change_words(was: Mapping[str, Any], now: Mapping[str, Any], labels: Labels) -> str:
    """What is different now, in a few words; the first of it where it is much, and the empty text where it is nothing.

    ``was`` and ``now`` are plain data of a plan.

    Examples
    --------
    >>> was = {"streams": [{"id": "shop", "name": "Shops", "momentum": {"low": 0, "likely": 0.02, "high": 0.04}}]}
    >>> now = {"streams": [{"id": "shop", "name": "Shops", "momentum": {"low": 0, "likely": 0.03, "high": 0.04}}]}
    >>> change_words(was, now, Labels())
    'likely of Shops 2% → 3%'
    """
    found = list(dict.fromkeys(_said(was, now, labels)))
    if not found:
        return ""
    if len(found) == 1:
        return found[0]
    more = Message.counted("and {count} change more", "and {count} changes more", len(found) - 1)
    return f"{found[0]}, {labels.said(more)}"


def _said(was: Mapping[str, Any], now: Mapping[str, Any], labels: Labels) -> Iterator[str]:
    """Each change, what came, went or moved first: the rest follows from it."""
    changed = differences(was, now)
    gone = {each.path[-1]: each for each in changed if each.mine is ABSENT and isinstance(each.base, Mapping)}
    come = {each.path[-1]: each for each in changed if each.base is ABSENT and isinstance(each.mine, Mapping)}
    rest = [each for each in changed if each not in (*gone.values(), *come.values())]
    for name in [name for name, each in come.items() if name in gone and each.path[2] in (DONE, ASIDE)]:
        yield _moved(gone.pop(name), come.pop(name), was, now, labels)
    for each in come.values():
        yield labels.text("{name} added", name=_name(now, each.path))
    for each in gone.values():
        yield labels.text("{name} removed", name=_name(was, each.path))
    for each in rest:
        for path, before, after in _inside(each.path, each.base, each.mine):
            yield _changed(path, before, after, was if after is ABSENT else now, labels)
    if not changed:
        yield from (labels.text("the order of {name}", name=_name(now, path)) for path in _reordered(was, now, ()))


def _moved(gone: Conflict, come: Conflict, was: Mapping[str, Any], now: Mapping[str, Any], labels: Labels) -> str:
    """What stands in another team's list, or is set aside or taken back."""
    name = _name(now, come.path)
    if gone.path[1] != come.path[1]:
        teams = _short(place_words(was, gone.path[:2], labels)), _short(place_words(now, come.path[:2], labels))
        message = "{name} from {before} to {after}"
        return labels.text(message, name=name, before=teams[0], after=teams[1])
    return labels.text("{name} set aside" if come.path[2] == ASIDE else "{name} taken back", name=name)


def _changed(path: FieldPath, before: Any, after: Any, data: Mapping[str, Any], labels: Labels) -> str:
    """A field's value before and after, with the record it is of."""
    field, steps = field_at(Plan, path), place_words(data, path, labels).split(SEPARATOR)
    owner, what = "" if path[-1] in ("name", "title") else _name(data, path[:-1]), steps[-1]
    if field is not None and field.holds is None and field.name != path[-1] and field.ref is not None:
        owner, what = steps[-1], steps[-2]  # of a mapping, such as what is held for each team
    elif path[-1] in _POINTS and field is not None and field.name == path[-1]:
        what = field_words(Estimate, str(path[-1]), labels)
    values = [_value(value, path, data, labels) for value in (before, after)]
    if len(set(values)) == 1 or max(map(len, values)) > _LONGEST:
        return labels.text("{field} of {name}", field=_short(what), name=owner) if owner else _short(what)
    message = "{field} of {name} {before} → {after}" if owner else "{field} {before} → {after}"
    return labels.text(message, field=_short(what), name=owner, before=values[0], after=values[1])


def _inside(path: FieldPath, before: Any, after: Any) -> Iterator[tuple[FieldPath, Any, Any]]:
    """The finest places at which two values differ; an estimate is one where more of it differs than a point."""
    if before == after:
        return
    field = field_at(Plan, path)
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        keys = [key for key in after if before[key] != after[key]]
        if not (field and field.holds is Estimate and len(keys) > 1):
            for key in keys:
                yield from _inside((*path, key), before[key], after[key])
            return
        if all(len(set(value.values())) == 1 for value in (before, after)):
            yield path, before["likely"], after["likely"]
            return
    elif _are_records(before) and _are_records(after) and len(before) == len(after):
        for place, pair in enumerate(zip(before, after, strict=True)):
            yield from _inside((*path, place), *pair)
        return
    yield path, before, after


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _name(data: Mapping[str, Any], path: FieldPath) -> str:
    """The innermost record on a path that has a name; none of the plan itself."""
    for end in range(len(path), 0, -1):
        if name := name_of(found_at(data, path[:end])):
            return _short(name)
    return ""


def _value(value: Any, path: FieldPath, data: Mapping[str, Any], labels: Labels) -> str:
    """What a field says, ids by the names of what they refer to."""
    field = field_at(Plan, path)
    if value is None or value is ABSENT or field is None:
        return NOTHING
    names = dict(_named(data, field.ref.to)) if field.ref else {}
    if isinstance(value, Mapping) and (field.ref or field.holds is Estimate):
        keys = {key: "" if field.holds is Estimate else f"{names.get(key, key)} " for key in value}
        return (
            " · ".join(f"{words}{value_words(value[key], (*path, key), labels)}" for key, words in keys.items())
            or NOTHING
        )
    if field.ref and isinstance(value, str | list) and field.type is not dict:
        ids = [value] if isinstance(value, str) else value
        return ", ".join(str(names.get(each, each)) for each in ids) or NOTHING
    return plain(value_words(value, path, labels).replace("\n", " ")) or NOTHING


def _named(data: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """Ids and names of the records in every list of a kind."""
    for key, inner in data.items() if isinstance(data, Mapping) else enumerate(data):
        if key == kind and isinstance(inner, list):
            yield from ((each["id"], name_of(each)) for each in inner if isinstance(each, Mapping))
        if isinstance(inner, Mapping | list):
            yield from _named(inner, kind)


def _reordered(was: Any, now: Any, path: FieldPath) -> Iterator[FieldPath]:
    """The lists whose records stand in another order, by what they are in."""
    if isinstance(now, list) and now and isinstance(now[0], Mapping) and "id" in now[0]:
        before = {each["id"]: each for each in was}
        if list(before) != [each["id"] for each in now]:
            yield path
        for each in now:
            yield from _reordered(before[each["id"]], each, (*path, each["id"]))
    elif isinstance(now, Mapping):
        for key in now:
            yield from _reordered(was[key], now[key], (*path, key))


def _short(words: str) -> str:
    return plain(words, _LONGEST)
