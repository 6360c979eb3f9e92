"""What people type on a card, or paste as rows, read into an initiative: good values, and words for each that cannot be."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.display.places import field_words
from okr_lib.errors import OkrError
from okr_lib.plan.changes import ids_of, slug, with_value
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.priorities import ASIDE, DONE
from okr_lib.plan.values import MOST_GROWTH, QUARTERS, Estimate
from okr_lib.review.quality import UNUSUAL
from okr_lib.widgets.record_fields import LEAST_GROWTH
from okr_lib.widgets.refusing import refuse_outside

ESTIMATE = ("low", "likely", "high")
COLUMNS = ("name", "team", "owner", "starts", *ESTIMATE, "probability")  # of pasted rows, where no heading says it

Record = dict[str, Any]


@dataclass
class Entry:
    """What was typed: the record it makes, and by field why a part of it cannot be."""

    record: Record
    refused: dict[str, str] = field(default_factory=dict)


def read_card(record: Mapping[str, Any], typed: Mapping[str, Any], labels: Labels) -> Entry:
    """A record with what was typed on its card; what cannot be is refused by field, all of it at once.

    Parameters
    ----------
    record
        The initiative as it stands.
    typed
        By field what was typed: texts, ids, a list of ids for ``after``. The three numbers come together with ``unit``, which
        is the kind of effect and its stream, such as "amount shops"; whichever was typed first.
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
        _read(entry, "probability", lambda: _number(typed["probability"], labels, 0, 1, share=True))
    if typed.keys() & {*ESTIMATE, "unit"}:
        _effect(entry, typed, labels)
    return entry


def _read(entry: Entry, name: str, read: Any) -> None:
    try:
        entry.record[name] = read()
    except OkrError as error:
        entry.refused[name] = str(error)


def _number(text: object, labels: Labels, low: float | None, high: float | None, *, share: bool) -> float:
    number = labels.read(str(text), share=share)
    refuse_outside(number, low, high, labels, share=share)
    return number


def _effect(entry: Entry, typed: Mapping[str, Any], labels: Labels) -> None:
    """The one effect of a card from its three numbers; without any of them there is none."""
    kind, _, stream = str(typed.get("unit", "")).partition(" ")
    texts = {part: str(typed.get(part, "")).strip() for part in ESTIMATE}
    if not any(texts.values()):
        entry.record["effects"] = []
        return
    ends = (LEAST_GROWTH, MOST_GROWTH) if kind == "lift" else (None, None)
    numbers: dict[str, float] = {}
    for part, text in texts.items():
        if text:
            try:
                numbers[part] = _number(text, labels, *ends, share=kind == "lift")
            except OkrError as error:
                entry.refused[part] = str(error)
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
    former: Record = next(iter(entry.record.get("effects") or ()), {})
    same = former.get("stream") == stream
    if kind == "lift" and high > UNUSUAL and not (same and former.get("sure")):
        message = "{share} more than doubles it; did you mean {likely}? If not, say so in all details"
        shares = {"share": labels.share(high), "likely": labels.share(high / 100, 1)}
        entry.refused["high"] = labels.text(message, **shares)
        return
    kept = former if same and former.get(kind) is not None else {}
    estimate = likely if low == high else {"low": low, "likely": likely, "high": high}
    entry.record["effects"] = [{**kept, "stream": stream, kind: estimate}]


def read_rows(text: str, data: Mapping[str, Any], labels: Labels, team: str) -> tuple[Any, int, list[str], str]:
    """Initiatives from rows of a spreadsheet, at the end of their teams' lists.

    Parameters
    ----------
    text
        A row a line; cells with tabs, else semicolons, between. A heading names the columns, else they are ``COLUMNS``.
    data
        The plan as plain data.
    labels
        The language, for numbers and headings.
    team
        Id of the team for rows that name none.

    Returns
    -------
    data, count, problems, left
        The changed data, how many rows it has more, a sentence for each cell that cannot be, and the rows left out for it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    between = "\t" if "\t" in text or ";" not in text else ";"
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=between)]
    names = _heading(rows[0], labels) if rows else None
    columns: Sequence[str] = names or COLUMNS
    count, problems, left = 0, list[str](), [lines[0]] if names else []
    for number, row in enumerate(rows):
        if names and number == 0:
            continue
        cells = {name: cell for name, cell in zip(columns, row, strict=False) if name and cell}
        whose, entry = _row(cells, data, labels, team)
        if entry.refused:
            left.append(between.join(row))
            message = "Row {row}, {column}: {words}"
            problems += [
                labels.text(message, row=str(number + 1), column=_column_words(name, labels), words=words)
                for name, words in entry.refused.items()
            ]
            continue
        given = slug(entry.record["name"], [*ids_of(data, DONE), *ids_of(data, ASIDE)])
        where = ("teams", whose, DONE)
        listed = next(other for other in data["teams"] if other["id"] == whose)[DONE]
        data, count = with_value(data, where, [*listed, {"id": given, **entry.record}]), count + 1
    return data, count, problems, "\n".join(left) if problems else ""


def _row(cells: Mapping[str, str], data: Mapping[str, Any], labels: Labels, team: str) -> tuple[str, Entry]:
    teams = {key: record["id"] for record in data["teams"] for key in (record["id"], record["name"].casefold())}
    wrong, whose = {}, team
    if "team" in cells:
        whose = teams.get(cells["team"].casefold(), "")
    if not whose:
        known = ", ".join(record["name"] for record in data["teams"])
        wrong["team"] = labels.text("there is no team {name}; the teams are {known}", name=cells["team"], known=known)
    owner = next(
        (record.get("lead") or record["name"] for record in data["teams"] if record["id"] == whose),
        cells.get("team", ""),
    )
    typed: dict[str, Any] = {"name": "", "owner": owner} | {
        name: cell for name, cell in cells.items() if name != "team"
    }
    if "starts" in cells:
        digit = re.search(r"[1-4]", cells["starts"])
        typed["starts"] = f"Q{digit[0]}" if digit else ""
        if not digit:
            message = "{value} is no quarter; write {example}"
            wrong["starts"] = labels.text(message, value=cells["starts"], example=labels.quarter(QUARTERS[0]))
    if typed.keys() & set(ESTIMATE):
        streams: list[str] = next((record["streams"] for record in data["teams"] if record["id"] == whose), [])
        stream = next(iter(streams), data["streams"][0]["id"])
        lift = any("%" in cells.get(part, "") for part in ESTIMATE)
        typed["unit"] = f"{'lift' if lift else 'amount'} {stream}"
    entry = read_card({}, typed, labels)
    entry.refused |= wrong
    return whose, entry


def _heading(row: Sequence[str], labels: Labels) -> list[str] | None:
    """The field of each column, empty where it is none; ``None`` when the row is no heading."""
    known = {}
    for name in COLUMNS:
        for words in (name, _column_words(name, Labels()), _column_words(name, labels)):
            known[words.casefold()] = name
    found = [known.get(cell.casefold().strip(":* "), "") for cell in row]
    return found if "name" in found else None


def _column_words(name: str, labels: Labels) -> str:
    if name == "team":
        return labels.text("Team")
    return field_words(Estimate if name in ESTIMATE else Initiative, name, labels).capitalize()
