"""Which team does an initiative, before which others, and whether it is done at all or set aside.

The order of a team's initiatives is their priority. What is set aside stands in the team's file under ``not_now``, whole,
and is in no number; so nothing that is done can wait for it or share customers with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from okr_lib.plan.changes import ids_of, slug, value_at, with_value
from okr_lib.plan.fields import FieldPath

DONE, ASIDE = "initiatives", "not_now"


def each_initiative(data: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    """Every initiative, done or set aside, with the place where it stands."""
    for team in data["teams"]:
        for kind in (DONE, ASIDE):
            yield from ((("teams", team["id"], kind, record["id"]), record) for record in team[kind])


def place_of(data: Mapping[str, Any], name: str) -> FieldPath | None:
    """Where an initiative stands, done or set aside; ``None`` where there is none of that id."""
    return next((path for path, record in each_initiative(data) if record["id"] == name), None)


def taken_ids(data: Mapping[str, Any]) -> list[str]:
    """Ids that a new initiative may not have."""
    return [record["id"] for _, record in each_initiative(data)]


def placed(
    data: Mapping[str, Any], path: FieldPath, team: str, kind: str, neighbours: Sequence[str] = ()
) -> tuple[Any, FieldPath]:
    """The data with an initiative at another place, and its path there: which team does it, and whether it is ``DONE`` or set ``ASIDE``.

    ``neighbours`` are ids in the order people put them, its own among them: it comes before the next that stands in the
    same list, else behind the last. Without any it keeps its place, or comes last in a list that is new to it.

    Examples
    --------
    >>> data = {"teams": [{"id": "sales", "initiatives": [{"id": "a"}, {"id": "b"}], "not_now": []}]}
    >>> moved, _ = placed(data, ("teams", "sales", "initiatives", "b"), "sales", "initiatives", ["b", "a"])
    >>> [record["id"] for record in moved["teams"][0]["initiatives"]]
    ['b', 'a']
    """
    name, home, target = str(path[3]), path[:3], ("teams", team, kind)
    record = value_at(data, path)
    there = [other for other in value_at(data, target) if target != home or other["id"] != name]
    place = _place(value_at(data, home) if target == home else there, there, name, neighbours)
    if target != home:
        rest = [other for other in value_at(data, home) if other["id"] != name]
        data = with_value(data, home, rest)
        if kind == ASIDE and path[2] == DONE:
            data = _let_go(data, name)
            there = [*value_at(data, target)]
        elif kind == DONE and path[2] == ASIDE:
            record = {**record, "id": slug(record["name"], ids_of(data, DONE)) if name in ids_of(data, DONE) else name}
    return with_value(data, target, [*there[:place], record, *there[place:]]), (*target, record["id"])


def _place(
    before: Sequence[Mapping[str, Any]], there: Sequence[Mapping[str, Any]], name: str, order: Sequence[str]
) -> int:
    places = {record["id"]: number for number, record in enumerate(there)}
    at = order.index(name) if name in order else len(order)
    following = [places[other] for other in order[at + 1 :] if other in places]
    leading = [places[other] for other in order[:at] if other in places and at < len(order)]
    if following:
        return following[0]
    if leading:
        return leading[-1] + 1
    own = [number for number, record in enumerate(before) if record["id"] == name]
    return own[0] if own else len(there)


def _let_go(data: Any, name: str) -> Any:
    """The data where nothing waits for an initiative or shares customers with it; a group of one is none."""
    for path, record in each_initiative(data):
        if name in record["after"]:
            data = with_value(data, (*path, "after"), [first for first in record["after"] if first != name])
    groups = [
        {**overlap, "initiatives": [other for other in overlap["initiatives"] if other != name]}
        for overlap in data["overlaps"]
    ]
    return {**data, "overlaps": [group for group in groups if len(group["initiatives"]) > 1]}
