"""What people type on a card, read into an initiative: good values, and words for each that cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError
from okr_lib.plan.values import MOST_GROWTH
from okr_lib.review.quality import UNUSUAL
from okr_lib.widgets.record_fields import LEAST_GROWTH
from okr_lib.widgets.refusing import read_number

ESTIMATE = ("low", "likely", "high")

_Record = dict[str, Any]


@dataclass
class Entry:
    """What was typed: the record it makes, and by field why a part of it cannot be."""

    record: _Record
    refused: dict[str, str] = field(default_factory=dict)


def read_card(record: Mapping[str, Any], typed: Mapping[str, Any], labels: Labels) -> Entry:
    """A record with what was typed on its card, by field; what cannot be is refused by field, all of it at once.

    The three numbers come together with ``unit``, which is the kind of effect and its stream, such as "amount shops";
    whichever was typed first.
    """
    entry = Entry(dict(record))
    for name in ("name", "owner"):
        if name in typed:
            entry.record[name] = str(typed[name]).strip()
            if not entry.record[name]:
                entry.refused[name] = labels.text("Write something here; it cannot be empty")
    if "starts" in typed:
        entry.record["starts"] = str(typed["starts"])
    if "focus_area" in typed:
        entry.record["focus_area"] = str(typed["focus_area"]) or None
    if "after" in typed:
        entry.record["after"] = [str(first) for first in typed["after"]]
    if "probability" in typed:
        _read(
            entry, "probability", entry.record, lambda: read_number(str(typed["probability"]), 0, 1, labels, share=True)
        )
    if typed.keys() & {*ESTIMATE, "unit"}:
        _effect(entry, typed, labels)
    return entry


def _read(entry: Entry, name: str, into: dict[str, Any], read: Callable[[], Any]) -> None:
    try:
        into[name] = read()
    except OkrError as error:
        entry.refused[name] = str(error)


def _effect(entry: Entry, typed: Mapping[str, Any], labels: Labels) -> None:
    """The one effect of a card from its three numbers; without any of them there is none."""
    kind, _, stream = str(typed.get("unit", "")).partition(" ")
    texts = {part: str(typed.get(part, "")).strip() for part in ESTIMATE}
    if not any(texts.values()):
        entry.record["effects"] = []
        return
    least, most = (LEAST_GROWTH, MOST_GROWTH) if kind == "lift" else (None, None)
    numbers: dict[str, float] = {}
    for part, text in texts.items():
        if text:
            _read(entry, part, numbers, lambda text=text: read_number(text, least, most, labels, share=kind == "lift"))  # type: ignore[misc]
    if any(part in entry.refused for part in ESTIMATE):
        return
    if "likely" not in numbers:
        entry.refused["likely"] = labels.text("Say what is most likely, too")
        return
    likely = numbers["likely"]
    low, high = numbers.get("low", likely), numbers.get("high", likely)
    if not low <= likely <= high:
        entry.refused["low" if low > likely else "high"] = labels.text(
            "Low, likely and high are not in order; write low ≤ likely ≤ high"
        )
        return
    former: _Record = next(iter(entry.record.get("effects") or ()), {})
    same = former.get("stream") == stream
    if kind == "lift" and high > UNUSUAL and not (same and former.get("sure")):
        message = "{share} more than doubles it; did you mean {likely}? If not, say so in all details"
        shares = {"share": labels.share(high), "likely": labels.share(high / 100, 1)}
        entry.refused["high"] = labels.text(message, **shares)
        return
    kept = former if same and former.get(kind) is not None else {}
    estimate = likely if low == high else {"low": low, "likely": likely, "high": high}
    entry.record["effects"] = [{**kept, "stream": stream, kind: estimate}]
