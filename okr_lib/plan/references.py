"""What must hold between the records of a plan: names that exist, ids used once, no circles.

The rules read plain data (mappings and lists), not records, and pass over whatever has the wrong shape. So
they can speak while other parts of a plan are still broken, and one run reports every problem.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from okr_lib.plan.values import fraction

Path = tuple[str | int, ...]
Found = tuple[Path, str]

TOTAL = "total"  # the id of the row that sums a table
COMPANY_REVENUE = "revenue"  # what a key result measures that is the revenue of all streams
LEDGER_LINES = ("baseline", "momentum", "initiative", "overlap", "uncovered", "claimed", "unexplained")
BRIDGE_STEPS = ("team", "target", "actual", "expected", "before", "after", "commitment", "shortfall", "surplus")


def reference_problems(plan: Mapping[str, Any]) -> list[Found]:
    """Everything that does not hold between the records of a plan.

    Parameters
    ----------
    plan
        The plan as plain data, shaped like ``Plan``; parts of the wrong shape are passed over.

    Returns
    -------
    list of (path, message)
    """
    streams, focus_areas = _entries(plan, "streams"), _entries(plan, "focus_areas")
    teams, overlaps, further = _entries(plan, "teams"), _entries(plan, "overlaps"), _entries(plan, "further_growth")
    objectives = [*_entries(plan, "objectives"), *_within(teams, "objectives")]
    key_results = _within(objectives, "key_results")
    initiatives = _within(teams, "initiatives")

    known = {
        "stream": _ids(streams),
        "focus area": _ids(focus_areas),
        "team": _ids(teams),
        "objective": _ids(objectives),
        "key result": _ids(key_results),
        "initiative": _ids(initiatives),
    }

    def refer(kind: str, path: Path, value: Any) -> Iterator[Found]:
        if isinstance(value, str) and value not in known[kind]:
            yield path, f"there is no {kind} {value!r}; {suggestion(value, known[kind])}"

    def refer_each(kind: str, path: Path, values: Any) -> Iterator[Found]:
        if isinstance(values, Mapping):
            for key in values:
                yield from refer(kind, (*path, key), key)
        elif _is_list(values):
            for index, value in enumerate(values):
                yield from refer(kind, (*path, index), value)

    found: list[Found] = []
    for kind, entries in (
        ("stream", streams),
        ("focus area", focus_areas),
        ("team", teams),
        ("objective", objectives),
        ("key result", key_results),
        ("initiative", initiatives),
        ("overlap", overlaps),
        ("further growth", further),
    ):
        found += _repeated(kind, entries)
    if len(set(known["team"])) < len(known["team"]):
        return found  # the names in the file that the second team should have are missing
    for path, entry in further:
        found += refer("stream", (*path, "stream"), entry.get("stream"))
        if entry.get("id") in (*LEDGER_LINES, *BRIDGE_STEPS):
            found.append(((*path, "id"), f"{entry['id']!r} is a line of every ledger or bridge; choose another id"))
    for path, entry in teams:
        found += refer_each("stream", (*path, "streams"), entry.get("streams"))
    for path, entry in objectives:
        found += refer("focus area", (*path, "focus_area"), entry.get("focus_area"))
        found += refer_each("objective", (*path, "supports"), entry.get("supports"))
    for path, entry in key_results:
        if entry.get("measures") != COMPANY_REVENUE:
            found += refer("stream", (*path, "measures"), entry.get("measures"))
    for path, entry in initiatives:
        found += refer("focus area", (*path, "focus_area"), entry.get("focus_area"))
        found += refer_each("key result", (*path, "serves"), entry.get("serves"))
        found += refer_each("initiative", (*path, "after"), entry.get("after"))
        found += refer_each("team", (*path, "credit"), entry.get("credit"))
        found += _credit(path, entry.get("credit"))
        for effect_path, effect in _entries(entry, "effects", path):
            found += refer("stream", (*effect_path, "stream"), effect.get("stream"))
            found += _driver(effect_path, effect, streams)
    for path, entry in overlaps:
        found += refer_each("initiative", (*path, "initiatives"), entry.get("initiatives"))
    found += _in_two_overlaps(overlaps)
    allocation = plan.get("allocation")
    if isinstance(allocation, Mapping):
        for part in ("weights", "held", "lower", "upper"):
            found += refer_each("team", ("allocation", part), allocation.get(part))
    found += _circles("objective", "supports", objectives)
    found += _circles("initiative", "after", initiatives)
    return found


Entry = tuple[Path, Mapping[str, Any]]


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _entries(owner: Mapping[str, Any], field: str, prefix: Path = ()) -> list[Entry]:
    items = owner.get(field)
    if not _is_list(items):
        return []
    return [((*prefix, field, index), item) for index, item in enumerate(items or ()) if isinstance(item, Mapping)]


def _within(owners: Iterable[Entry], field: str) -> list[Entry]:
    return [entry for path, owner in owners for entry in _entries(owner, field, path)]


def _ids(entries: Iterable[Entry]) -> list[str]:
    return [entry["id"] for _, entry in entries if isinstance(entry.get("id"), str)]


def suggestion(value: str, known: Sequence[str]) -> str:
    """What to write instead of a name that does not exist."""
    if not known:
        return "none is defined"
    close = get_close_matches(value, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"choose one of {', '.join(known)}"


def _repeated(kind: str, entries: Sequence[Entry]) -> Iterator[Found]:
    """Ids used twice, and the one that tables keep for their sums."""
    counts = Counter(_ids(entries))
    seen = set()
    for path, entry in entries:
        name = entry.get("id")
        if name == TOTAL:
            yield (*path, "id"), f"{TOTAL!r} is the row that sums a table; choose another id"
        elif isinstance(name, str) and counts[name] > 1:
            if name in seen:
                yield (*path, "id"), f"{name!r} is the id of another {kind} already; choose another"
            seen.add(name)


def _credit(path: Path, credit: Any) -> Iterator[Found]:
    if not isinstance(credit, Mapping) or not credit:
        return
    try:
        shares = [fraction(share) for share in credit.values()]
    except ValueError:
        return  # no share; its record says so
    if all(0 <= share <= 1 for share in shares):
        total = sum(shares)
        if not abs(total - 1) <= 1e-9:
            yield (*path, "credit"), f"the credit shares sum to {total:g}, not 1; all of it must go to somebody"


def _driver(path: Path, effect: Mapping[str, Any], streams: Sequence[Entry]) -> Iterator[Found]:
    name = effect.get("driver")
    if isinstance(name, str):
        own = [stream for _, stream in streams if stream.get("id") == effect.get("stream")]
        known = _ids([entry for stream in own for entry in _entries(stream, "drivers")])
        if own and name not in known:
            yield (*path, "driver"), f"stream {effect['stream']!r} has no driver {name!r}; {suggestion(name, known)}"


def _in_two_overlaps(overlaps: Sequence[Entry]) -> Iterator[Found]:
    seen: set[str] = set()
    for path, overlap in overlaps:
        names = overlap.get("initiatives")
        for index, name in enumerate(names if _is_list(names) and names else ()):
            if isinstance(name, str):
                if name in seen:
                    yield (
                        (*path, "initiatives", index),
                        f"{name!r} is in an overlap already; an initiative can be in one only",
                    )
                seen.add(name)


def _circles(kind: str, field: str, entries: Sequence[Entry]) -> Iterator[Found]:
    """One message a circle, at its first member in the plan's order."""
    places = {entry["id"]: path for path, entry in entries if isinstance(entry.get("id"), str)}
    following = {
        entry["id"]: [name for name in entry.get(field) or () if isinstance(name, str) and name in places]
        for _, entry in entries
        if isinstance(entry.get("id"), str) and _is_list(entry.get(field) or ())
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
                yield (*places[name], field), f"{' -> '.join(circle)} is a circle of {kind}s; take one step out"
                done.update(circle)
            elif name not in done:
                trail.append(name)
                branches.append(iter(following.get(name, ())))
