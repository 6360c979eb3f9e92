"""Merging: two people changed the same plan, and neither shall lose an edit.

From what both started with (``base``), a field changed on one side only is taken from that side. A field that both
changed differently is a conflict: both values are listed, and the merged plan has *theirs* until somebody chooses.
Records in lists are told apart by their id. Values that only make sense together (the three numbers of an estimate,
the shares of credit) are taken whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from okr_lib.plan.changes import value_at, with_value, without
from okr_lib.plan.fields import FieldPath, field_at
from okr_lib.plan.model import Plan


class _Absent:
    """Nothing stands here; told apart from a field that is empty."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT = _Absent()


@dataclass(frozen=True)
class Conflict:
    """A field that both changed, differently; a value is ``ABSENT`` where there is none."""

    path: FieldPath
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """What came of a merge: plain data of a plan, with *theirs* where there is a conflict."""

    data: Any
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Any, mine: Any, theirs: Any, *, yielding: bool = False) -> Merged:
    """Merge two changes of the same plain data, field by field; the conflicts are in the data's order.

    With ``yielding`` everything that mine changed is a conflict: for changes that cannot stand together as a plan.

    Examples
    --------
    >>> base = {"name": "Shop", "step": 1, "note": ""}
    >>> merged = merge(base, {**base, "step": 0.1, "note": "a"}, {**base, "name": "Shops", "note": "b"})
    >>> merged.data
    {'name': 'Shops', 'step': 0.1, 'note': 'b'}
    >>> [(conflict.path, conflict.mine, conflict.theirs) for conflict in merged.conflicts]
    [(('note',), 'a', 'b')]
    """
    conflicts: list[Conflict] = []
    data = _merged(base, mine, theirs, (), conflicts, yielding=yielding)
    return Merged(data, tuple(conflicts))


def differences(was: Any, now: Any) -> tuple[Conflict, ...]:
    """Where the data of two plans differs: each field with what it was (``base``) and what it is now (``mine``).

    Examples
    --------
    >>> [(each.path, each.base, each.mine) for each in differences({"step": 1}, {"step": 0.1})]
    [(('step',), 1, 0.1)]
    """
    return merge(was, now, was, yielding=True).conflicts


def chosen(data: Any, conflict: Conflict, *, mine: bool) -> Any:
    """The data with one of a conflict's two values."""
    value = conflict.mine if mine else conflict.theirs
    if value is not ABSENT:
        return with_value(data, conflict.path, value)
    parent = value_at(data, conflict.path[:-1])
    there = conflict.path[-1] in (_by_id(parent) if isinstance(parent, list) else parent)
    return without(data, conflict.path) if there else data


def _merged(base: Any, mine: Any, theirs: Any, path: FieldPath, conflicts: list[Conflict], *, yielding: bool) -> Any:
    if mine in (theirs, base):
        return theirs
    if base == theirs and not yielding:
        return mine
    if _is_open(path, mine, theirs):
        both = _by_key(mine), _by_key(theirs)
        before = _by_key(base) if type(base) is type(mine) else {}
        merged = {}
        for key in _order(before, *both):
            was, own, other = (side.get(key, ABSENT) for side in (before, *both))
            value = _merged(was, own, other, (*path, key), conflicts, yielding=yielding)
            if value is not ABSENT:
                merged[key] = value
        return merged if isinstance(mine, Mapping) else list(merged.values())
    conflicts.append(Conflict(path, base, mine, theirs))
    return theirs


def _is_open(path: FieldPath, mine: Any, theirs: Any) -> bool:
    """Whether two values are merged part by part."""
    field = field_at(Plan, path)
    if field is not None and field.is_whole:
        return False
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return True
    return _is_records(mine) and _is_records(theirs) and bool(mine or theirs)


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) and "id" in item for item in value)


def _by_id(values: Any) -> dict[Any, Any]:
    return {value["id"]: value for value in values if isinstance(value, Mapping) and "id" in value}


def _by_key(value: Any) -> dict[Any, Any]:
    return dict(value) if isinstance(value, Mapping) else _by_id(value)


def _order(base: Mapping[Any, Any], mine: Mapping[Any, Any], theirs: Mapping[Any, Any]) -> list[Any]:
    """Keys in their order on the side that moved them (theirs, where both did); new ones of the other side last."""
    kept = [key for key in base if key in mine and key in theirs]
    moved = [key for key in theirs if key in kept] != kept
    first, second = (theirs, mine) if moved or [key for key in mine if key in kept] == kept else (mine, theirs)
    return list(dict.fromkeys([*first, *second]))
