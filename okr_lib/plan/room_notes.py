"""What a workshop's room says beside its numbers: questions for later (the parking lot) and what it decided.

They are kept in ``room_notes.csv`` in the plan's folder, a row each, and are only ever added: a question that was answered
gets a row that says so. Anybody can read the file, in a text editor or in Excel.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from okr_lib.errors import Message, RecordsError
from okr_lib.plan.appending import append_rows
from okr_lib.plan.files import file_table
from okr_lib.plan.inside import records_file
from okr_lib.plan.references import one_of

NOTES_FILE = "room_notes.csv"
LONGEST_NOTE = 500
_COLUMNS = ("when", "kind", "text", "by", "about")
_ACTS_IN_SHEETS = ("=", "+", "-", "@")


class NoteKind(StrEnum):
    """What a note is: a question for later, that it was answered, or a decision."""

    QUESTION = "question"
    ANSWERED = "answered"
    DECISION = "decision"


@dataclass(frozen=True)
class RoomNote:
    """One note: what is said, when (such as 2026-11-27 14:05), by whom and about which initiative where that is known."""

    when: str
    kind: NoteKind
    text: str
    by: str = ""
    about: str = ""


def load_room_notes(folder: Path) -> list[RoomNote]:
    """The notes of a plan's folder, the first one first; a ``RecordsError`` when the file cannot be used."""
    path = records_file(folder, NOTES_FILE)
    if path is None:
        return []
    found = []
    for line, row in file_table(path, _COLUMNS[:3]).rows:
        when, kind, text, by, about = (str(row.get(name) or "").strip() for name in _COLUMNS)
        if kind not in list(NoteKind):
            message = Message("{value} is no kind of note; {hint}", value=repr(kind), hint=one_of(map(str, NoteKind)))
            raise RecordsError.of(message, NOTES_FILE, line)
        found.append(RoomNote(when, NoteKind(kind), _unmarked(text), _unmarked(by), about))
    return found


def add_room_note(folder: Path, note: RoomNote) -> None:
    """Add a note to those of a plan's folder; a ``RecordsError`` when it cannot be written."""
    append_rows(
        folder / NOTES_FILE, _COLUMNS, [[note.when, note.kind, _marked(note.text), _marked(note.by), note.about]]
    )


def open_questions(notes: Iterable[RoomNote]) -> list[RoomNote]:
    """The parking lot: questions that nobody has answered since, the first one first.

    Examples
    --------
    >>> asked = RoomNote("2026-11-27 10:00", NoteKind.QUESTION, "Who owns the data?")
    >>> open_questions([asked]) == [asked], open_questions([asked, RoomNote("", NoteKind.ANSWERED, asked.text)])
    (True, [])
    """
    waiting: dict[str, RoomNote] = {}
    for note in notes:
        if note.kind is NoteKind.QUESTION:
            waiting.setdefault(note.text, note)
        elif note.kind is NoteKind.ANSWERED:
            waiting.pop(note.text, None)
    return list(waiting.values())


def decisions(notes: Iterable[RoomNote]) -> list[RoomNote]:
    """What was decided, the first one first."""
    return [note for note in notes if note.kind is NoteKind.DECISION]


def _marked(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula."""
    plain = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()
    return f"'{plain}" if plain.startswith(_ACTS_IN_SHEETS) else plain


def _unmarked(text: str) -> str:
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in _ACTS_IN_SHEETS)) else text
