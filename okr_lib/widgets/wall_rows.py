"""Rows of a spreadsheet, pasted on the wall: new initiatives, and changes of those that are there by that name."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.display.places import field_words
from okr_lib.plan.changes import with_record, with_value
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.priorities import DONE, each_initiative, placed, taken_ids
from okr_lib.plan.values import QUARTERS, Estimate
from okr_lib.widgets.wall_entry import ESTIMATE, Entry, read_card

_COLUMNS = ("name", "team", "owner", "starts", *ESTIMATE, "probability")  # where no heading says it


@dataclass
class _Pasted:
    """What came of pasted rows: the changed data, whose lists changed, and what is to be told.

    ``problems`` has a sentence for each cell that cannot be, ``left`` the rows left out for it.
    """

    data: Any
    added: int = 0
    changed: int = 0
    lists: set[FieldPath] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    left: str = ""


def read_rows(text: str, data: Mapping[str, Any], labels: Labels, team: str) -> _Pasted:
    """Initiatives from rows of a spreadsheet: one that is there by its name is changed, others come last in their team.

    A row a line; cells with tabs, else semicolons, between. A heading names the columns, else they are name, team,
    owner, starts, low, likely, high and likelihood. What a row leaves empty stays as it is; a new row that names no
    team is ``team``'s.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    between = "\t" if "\t" in text or ";" not in text else ";"
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=between)]
    names = _heading(rows[0], labels) if rows else None
    columns: Sequence[str] = names or _COLUMNS
    found, left = _Pasted(data), [lines[0]] if names else []
    for number, row in enumerate(rows):
        if names and number == 0:
            continue
        cells = {name: cell for name, cell in zip(columns, row, strict=False) if name and cell}
        refused = _take(cells, found, labels, team)
        if refused:
            left.append(between.join(row))
            message = "Row {row}, {column}: {words}"
            found.problems += [
                labels.text(message, row=str(number + 1), column=_column_words(name, labels), words=words)
                for name, words in refused.items()
            ]
    found.left = "\n".join(left) if found.problems else ""
    return found


def _take(cells: Mapping[str, str], found: _Pasted, labels: Labels, team: str) -> Mapping[str, str]:
    """Take a row into what was found so far; gives by field why it cannot be."""
    name = cells.get("name", "").casefold()
    places = [(path, record) for path, record in each_initiative(found.data) if record["name"].casefold() == name]
    wrong: dict[str, str] = {}
    if len(places) > 1:
        wrong["name"] = labels.text("there are {count} of that name; change them on the wall", count=str(len(places)))
    path, former = places[0] if places else (("teams", team, DONE), None)
    teams = {key: record["id"] for record in found.data["teams"] for key in (record["id"], record["name"].casefold())}
    whose = teams.get(cells["team"].casefold(), "") if "team" in cells else str(path[1])
    if not whose:
        known = ", ".join(record["name"] for record in found.data["teams"])
        wrong["team"] = labels.text("there is no team {name}; the teams are {known}", name=cells["team"], known=known)
    entry = _row(cells, former, _team(found.data, whose), found.data, labels)
    wrong = entry.refused | wrong
    if wrong:
        return {name: wrong[name] for name in _COLUMNS if name in wrong}
    if former is None:
        there: FieldPath = ("teams", whose, DONE)
        found.data, _ = with_record(found.data, there, entry.record, taken_ids(found.data))
        found.added += 1
    else:
        changed, there = placed(with_value(found.data, path, entry.record), path, whose, str(path[2]))
        found.lists |= {path[:3]} if changed != found.data else set()
        found.changed += changed != found.data
        found.data = changed
    found.lists |= {there[:3]} if former is None or path[:3] in found.lists else set()
    return {}


def _team(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next((record for record in data["teams"] if record["id"] == name), {"name": "", "streams": []})


def _row(
    cells: Mapping[str, str],
    former: Mapping[str, Any] | None,
    team: Mapping[str, Any],
    data: Mapping[str, Any],
    labels: Labels,
) -> Entry:
    """The initiative that a row makes of a former one, or anew."""
    typed: dict[str, Any] = {} if former else {"name": "", "owner": team.get("lead") or team["name"] or "-"}
    typed |= {name: cell for name, cell in cells.items() if name != "team"}
    wrong = {}
    if "starts" in cells:
        digit = re.search(r"[1-4]", cells["starts"])
        typed["starts"] = f"Q{digit[0]}" if digit else ""
        if not digit:
            message = "{value} is no quarter; write {example}"
            wrong["starts"] = labels.text(message, value=cells["starts"], example=labels.quarter(QUARTERS[0]))
    effects = former["effects"] if former else []
    if typed.keys() & set(ESTIMATE):
        if len(effects) > 1:
            wrong["likely"] = labels.text("Several effects: see all details")
        typed |= _estimate(cells, effects, team, data, labels)
    entry = read_card(former or {}, typed, labels)
    entry.refused |= wrong
    return entry


def _estimate(
    cells: Mapping[str, str],
    effects: Sequence[Mapping[str, Any]],
    team: Mapping[str, Any],
    data: Mapping[str, Any],
    labels: Labels,
) -> dict[str, str]:
    """The three numbers and what they are of: those that a row leaves empty are the former ones."""
    effect = effects[0] if effects else {}
    lift = any("%" in cells.get(part, "") for part in ESTIMATE) or effect.get("lift") is not None
    kind = "lift" if lift else "amount"
    stream = effect.get("stream") or next(iter(team["streams"]), data["streams"][0]["id"])
    known = Estimate.model_validate(effect[kind]) if effect.get(kind) is not None else None
    kept = {}
    if known and known.low < known.high:  # one number is low and high, too: another takes the place of all three
        kept = {part: labels.typed(getattr(known, part), share=lift) for part in ESTIMATE}
    return {"unit": f"{kind} {stream}"} | {part: cells.get(part, kept.get(part, "")) for part in ESTIMATE}


def _heading(row: Sequence[str], labels: Labels) -> list[str] | None:
    """The field of each column, empty where it is none; ``None`` when the row is no heading."""
    known = {}
    for name in _COLUMNS:
        for words in (name, _column_words(name, Labels()), _column_words(name, labels)):
            known[words.casefold()] = name
    found = [known.get(cell.casefold().strip(":* "), "") for cell in row]
    return found if "name" in found else None


def _column_words(name: str, labels: Labels) -> str:
    if name == "team":
        return labels.text("Team")
    return field_words(Estimate if name in ESTIMATE else Initiative, name, labels).capitalize()
