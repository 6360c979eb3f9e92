"""Places of a plan in words: what a field is called, which record it belongs to, and what it says."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from okr_lib.display.choices import choice_words
from okr_lib.display.labels import NOTHING, Labels
from okr_lib.errors import OkrError
from okr_lib.plan.changes import Path, value_at
from okr_lib.plan.merging import ABSENT

FIELDS = {
    "name": "Name",
    "note": "Note",
    "title": "Title",
    "currency": "Currency",
    "unit": "Unit",
    "fiscal_year": "Fiscal year",
    "target": "Target",
    "streams": "Streams",
    "baseline": "Last year's revenue",
    "momentum": "Momentum",
    "teams": "Teams",
    "lead": "Lead",
    "focus_areas": "Focus areas",
    "focus_area": "Focus area",
    "sponsor": "Sponsor",
    "objectives": "Objectives",
    "key_results": "Key results",
    "initiatives": "Initiatives",
    "owner": "Owner",
    "starts": "Starts",
    "ramp": "Build-up",
    "serves": "Key results it serves",
    "effects": "Effects",
    "probability": "Likelihood",
    "credit": "Credit",
    "after": "Needs first",
    "cost": "Cost",
    "allocation": "Commitments",
    "method": "Shared by",
    "held": "Held",
    "lower": "At least",
    "upper": "At most",
    "weights": "Weight",
    "supports": "Supports",
    "contribution": "What it contributes",
    "kind": "Kind",
    "start": "From",
    "band": "Band",
    "due": "Due",
    "measures": "Reads revenue of",
    "indicator": "Indicator",
    "ambition": "Ambition",
    "weight": "Weight",
    "capacity": "Capacity",
    "effort": "Effort",
    "stream": "Stream",
    "drivers": "Drivers",
    "driver": "Driver",
    "further_growth": "Further growth",
    "overlaps": "Overlaps",
    "counts": "Counts",
    "amount": "Amount",
    "lift": "Lift of the stream",
    "growth": "Growth",
    "revenue": "Revenue",
    "sure": "Above 100 % is meant",
    "low": "Low",
    "likely": "Likely",
    "high": "High",
}
SHARES = ("probability", "credit", "momentum", "ramp", "lift", "growth", "counts")
SEPARATOR = " › "


def field_words(field: str, labels: Labels) -> str:
    """What a field of a plan is called; the field itself where it has no name for people."""
    return labels.text(FIELDS[field]) if field in FIELDS else field


def place_words(data: Mapping[str, Any], path: Path, labels: Labels) -> str:
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
        record = _found(data, path[:end])
        name = record.get("name") or record.get("title") if isinstance(record, Mapping) else None
        inside = isinstance(_found(data, path[: end - 1]), list)
        if name or inside:
            words.append(name or step)
        elif end == len(path) or not isinstance(_found(data, path[:end]), list):
            team = {entry.get("id"): entry.get("name") for entry in data.get("teams") or ()}
            words.append(field_words(step, labels) if step in FIELDS else team.get(step) or step)
    return SEPARATOR.join(words)


def value_words(value: Any, field: str, labels: Labels) -> str:
    """What a field says, for people.

    Examples
    --------
    >>> value_words(0.8, "probability", Labels()), value_words(None, "lead", Labels())
    ('80\\xa0%', '–')
    """
    share = field in SHARES
    match value:
        case None | "":
            return NOTHING
        case bool():
            return labels.text("yes") if value else labels.text("no")
        case int() | float():
            return labels.share(value, 1).replace(".0", "").replace(",0", "") if share else labels.measure(value)
        case Mapping():
            named = value.get("name") or value.get("title")
            said = {key: inner for key, inner in value.items() if inner is not None and inner is not False}
            parts = (
                f"{field_words(key, labels)}: {value_words(inner, field if share else key, labels)}"
                for key, inner in said.items()
            )
            return str(named) if named else ", ".join(parts)
        case str() if field == "due":
            return labels.date(dt.date.fromisoformat(value))
        case str():
            return choice_words(value, field, labels)
        case Sequence():
            return ", ".join(value_words(inner, field, labels) for inner in value) or NOTHING
        case _ if value is ABSENT:
            return labels.text("removed")
    return str(value)


def _found(data: Any, path: Path) -> Any:
    try:
        return value_at(data, path)
    except OkrError:
        return None
