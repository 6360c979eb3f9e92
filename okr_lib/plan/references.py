"""What must hold between the records of a plan: names that exist, ids used once, no circles.

The rules read plain data (mappings and lists), not records, and pass over whatever has the wrong shape. So
they can speak while other parts of a plan are still broken, and one run reports every problem.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeGuard

from okr_lib.errors import Message
from okr_lib.plan.fields import FieldPath, PlanField, Record, Ref, every_field, fields_of, kind_words
from okr_lib.plan.values import fraction

Found = tuple[FieldPath, str]

TOTAL = "total"  # the id of the row that sums a table
LEDGER_LINES = ("baseline", "momentum", "initiative", "overlap", "uncovered", "claimed", "unexplained")
BRIDGE_STEPS = ("team", "target", "actual", "expected", "before", "after", "commitment", "shortfall", "surplus")


class Entry(NamedTuple):
    """A record of plain data: where it stands, what kind of record it should be, and what it says."""

    path: FieldPath
    kind: type[Record]
    values: Mapping[str, Any]


def reference_problems(kind: type[Record], plan: Mapping[str, Any]) -> list[Found]:
    """Path and message of everything that does not hold between the records of a plan.

    The fields of that kind of record say whose ids they hold (``Ref``). The plan is plain data; parts of the wrong
    shape are passed over.
    """
    entries = [*_entries(kind, plan)]
    lists: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.path[-1:] and isinstance(entry.path[-1], int):
            lists.setdefault(str(entry.path[-2]), []).append(entry)
    words = {owned.name: kind_words(owned.holds) for _, owned in every_field(kind) if owned.holds and owned.is_many}
    of_owner = {field.ref.to for _, field in every_field(kind) if field.ref and field.ref.within}
    found: list[Found] = []
    for name, listed in lists.items():
        if name not in of_owner:
            found += _repeated(words[name], listed)
    teams = _ids(lists.get("teams", ()))
    if len(set(teams)) < len(teams):
        return found  # the names in the file that the second team should have are missing
    for entry in entries:
        for field in fields_of(entry.kind).values():
            if field.ref:
                found += _lead_nowhere(entry, field, field.ref, words, lists)
    for entry in lists.get("further_growth", ()):
        if entry.values.get("id") in (*LEDGER_LINES, *BRIDGE_STEPS):
            message = Message(
                "{name} is a line of every ledger or bridge; choose another id", name=repr(entry.values["id"])
            )
            found.append(((*entry.path, "id"), message))
    for entry in lists.get("initiatives", ()):
        found += _credit(entry.path, entry.values.get("credit"))
    found += _in_two_overlaps(lists.get("overlaps", ()))
    for name, listed in lists.items():
        for field in fields_of(listed[0].kind).values():
            if field.ref and field.ref.to == name:
                found += _circles(words[name], field.name, listed)
    return found


def _entries(kind: type[Record], values: Any, path: FieldPath = ()) -> Iterator[Entry]:
    """A record and all records in it."""
    if not isinstance(values, Mapping):
        return
    yield Entry(path, kind, values)
    for field in fields_of(kind).values():
        inner = values.get(field.name)
        if field.holds and field.is_many:
            for index, item in enumerate(inner if _is_list(inner) else ()):
                yield from _entries(field.holds, item, (*path, field.name, index))
        elif field.holds:
            yield from _entries(field.holds, inner, (*path, field.name))


def _lead_nowhere(
    entry: Entry, field: PlanField, ref: Ref, words: Mapping[str, str], lists: Mapping[str, list[Entry]]
) -> Iterator[Found]:
    """The ids of a field that no record has."""
    owner, known = "", _ids(lists.get(ref.to, ()))
    beside = fields_of(entry.kind)[ref.within].ref if ref.within else None
    if beside:
        name = entry.values.get(ref.within)
        owners = [other for other in lists.get(beside.to, ()) if other.values.get("id") == name]
        if not owners:
            return  # that is said of the field beside
        owner = repr(name)
        inside = [inner for own in owners for inner in _entries(own.kind, own.values)]
        known = _ids(inner for inner in inside if inner.path[:1] == (ref.to,))
    for place, value in _names(entry, field):
        if value not in known and value != ref.besides:
            message = no_such(Message(words[ref.to]), value, known)
            if beside:
                of = Message(words[beside.to])
                message = Message("{of} {owner} has no {kind} {name}; {hint}", of=of, owner=owner, **message.values)
            yield place, message


def _names(entry: Entry, field: PlanField) -> Iterator[tuple[FieldPath, str]]:
    """The ids that a field holds, each with its place."""
    value = entry.values.get(field.name)
    within: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, str) and not field.is_many:
        yield (*entry.path, field.name), value
    elif isinstance(value, Mapping):
        within = [(name, name) for name in value]
    elif _is_list(value):
        within = enumerate(value)
    for place, name in within:
        if isinstance(name, str):
            yield (*entry.path, field.name, place), name


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _ids(entries: Iterable[Entry]) -> list[str]:
    return [entry.values["id"] for entry in entries if isinstance(entry.values.get("id"), str)]


def no_such(kind: Message, name: str, known: Sequence[str]) -> Message:
    """That a kind of record has none of that name, and what to write instead."""
    return Message("there is no {kind} {name}; {hint}", kind=kind, name=repr(name), hint=suggestion(name, known))


def suggestion(value: str, known: Sequence[str]) -> str:
    """What to write instead of a name that does not exist."""
    if not known:
        return Message("none is defined")
    close = get_close_matches(value, known, n=1)
    return Message("did you mean {name}?", name=repr(close[0])) if close else one_of(known)


def one_of(known: Iterable[str]) -> Message:
    """What to write, where there are only these to choose from."""
    return Message("choose one of {known}", known=tuple(known))


def _repeated(kind: str, entries: Sequence[Entry]) -> Iterator[Found]:
    """Ids used twice, and the one that tables keep for their sums."""
    counts = Counter(_ids(entries))
    seen = set()
    for path, _, values in entries:
        name = values.get("id")
        if name == TOTAL:
            yield (*path, "id"), Message("{name} is the row that sums a table; choose another id", name=repr(TOTAL))
        elif isinstance(name, str) and counts[name] > 1:
            if name in seen:
                said = {"name": repr(name), "kind": Message(kind)}
                yield (*path, "id"), Message("{name} is the id of another {kind} already; choose another", **said)
            seen.add(name)


def _credit(path: FieldPath, credit: Any) -> Iterator[Found]:
    if not isinstance(credit, Mapping) or not credit:
        return
    try:
        shares = [fraction(share) for share in credit.values()]
    except ValueError:
        return  # no share; its record says so
    if all(0 <= share <= 1 for share in shares):
        total = sum(shares)
        if not abs(total - 1) <= 1e-9:
            message = Message("the credit shares sum to {total}, not 1; all of it must go to somebody", total=total)
            yield (*path, "credit"), message


def _in_two_overlaps(overlaps: Sequence[Entry]) -> Iterator[Found]:
    seen: set[str] = set()
    for path, _, overlap in overlaps:
        names = overlap.get("initiatives")
        for index, name in enumerate(names if _is_list(names) and names else ()):
            if isinstance(name, str):
                if name in seen:
                    told = Message("{name} is in an overlap already; an initiative can be in one only", name=repr(name))
                    yield (*path, "initiatives", index), told
                seen.add(name)


def _circles(kind: str, field: str, entries: Sequence[Entry]) -> Iterator[Found]:
    """One message a circle, at its first member in the plan's order."""
    places = {values["id"]: path for path, _, values in entries if isinstance(values.get("id"), str)}
    following = {
        values["id"]: [name for name in values.get(field) or () if isinstance(name, str) and name in places]
        for _, _, values in entries
        if isinstance(values.get("id"), str) and _is_list(values.get(field) or ())
    }
    done: set[str] = set()
    for first in places:
        trail: list[str] = []
        branches = [iter([first])]
        while branches:
            name = next(branches[-1], None)
            if name is None:
                branches.pop()
                if trail:
                    done.add(trail.pop())
            elif name in trail:
                circle = [*trail[trail.index(name) :], name]
                steps = " -> ".join(circle)
                message = Message("{circle} is a circle of initiatives; take one step out", circle=steps)
                if kind == "objective":
                    message = Message("{circle} is a circle of objectives; take one step out", circle=steps)
                yield (*places[name], field), message
                done.update(circle)
            elif name not in done:
                trail.append(name)
                branches.append(iter(following.get(name, ())))
