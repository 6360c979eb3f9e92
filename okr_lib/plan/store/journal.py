"""A save of several files that counts as one, even when the machine stops between two of them.

The new files are written aside. Then the journal says which file shall become which: from that moment the save counts.
Then each is put in its place, and the journal goes. Whoever reads in between reads a file that still stands aside from
there; whoever writes next finishes what was left.

A folder may come from a stranger, so a journal is data like any other: it can only move files of a plan, from beside
their places, whose content is the one it names. And who changes a file by hand after a save that stopped half-way has
the last word: what that save had not yet moved then goes into the history.
"""

import hashlib
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from okr_lib.errors import Message, PlanError
from okr_lib.plan.fields import Record
from okr_lib.plan.inside import content_in, inside, reason
from okr_lib.plan.store.atomic import ASIDE, make_folder, put_in_place
from okr_lib.plan.store.history import HISTORY, next_version

JOURNAL = f"{HISTORY}/journal.json"
FOLDERS = ("teams", "closings", "scenarios")
# The files that a journal may name: those of a plan, and their former versions.
KINDS = re.compile(rf"(?:{re.escape(HISTORY)}/)?(?:plan|(?:{'|'.join(FOLDERS)})/\w[\w-]*)(?:\.\d+)?\.ya?ml", re.ASCII)
_NOT_OURS = Message("is not what a save of this plan left behind; remove it")

log = logging.getLogger("okr_lib")


class Move(Record):
    """What becomes of one file: where its new content stands aside, and the SHA-256 of what it holds before and after.

    Without ``aside`` it goes; without ``before`` there is none yet.
    """

    aside: str | None
    before: str | None
    after: str | None


class Journal(Record):
    """A save that is not finished: what becomes of each file, by name."""

    version: Literal[2] = 2
    files: dict[str, Move]


# Version 1 noted only where each file stands aside, and no fingerprints.
_JOURNALS: TypeAdapter[Journal | dict[str, str | None]] = TypeAdapter(Journal | dict[str, str | None])


@dataclass(frozen=True)
class _UnfinishedSave:
    """What a save that stopped half-way leaves to do in a folder; nothing, most of the time.

    ``asides`` gives, by file, the name under which its new content stands aside; ``None``: it goes. ``overtaken`` are
    files it had not moved yet and that were changed by hand since; where there are any, none of it counts any more.
    """

    folder: Path
    asides: Mapping[str, str | None]
    overtaken: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """Files that are not to be read from their places."""
        return set() if self.overtaken else {*self.asides}

    def content(self, name: str, limit: str = "plan_bytes") -> bytes | None:
        """The bytes of a file as the last save meant it; ``None`` where there shall be no such file."""
        places = (self.asides[name], name) if name in self.names else (name,)  # or it is moved already
        for place in places:
            with suppress(FileNotFoundError, NotADirectoryError):
                return None if place is None else content_in(self.folder, place, limit)
        return None

    def words(self, kept: str = Message("{folder} with the next save", folder=HISTORY)) -> Message:
        """What is said where a change by hand came after a save that was not finished."""
        return Message(
            "{files}: was changed by hand after a save that was not finished, so the change by hand stays; what the save would have written is kept in {kept}",
            files=self.overtaken,
            kept=kept,
        )


def unfinished_save(folder: Path) -> _UnfinishedSave:
    """The save of a folder that is not finished; a ``PlanError`` where no save of a plan wrote its journal."""
    try:
        entries = _JOURNALS.validate_json(content_in(folder, JOURNAL))
    except (FileNotFoundError, NotADirectoryError):
        return _UnfinishedSave(folder, {})
    except OSError as error:
        raise PlanError.of(reason(error), JOURNAL) from error
    except ValidationError as error:
        raise PlanError.of(_NOT_OURS, JOURNAL) from error
    asides: dict[str, str | None] = {}
    overtaken: list[str] = []
    for name, move in (entries.files if isinstance(entries, Journal) else entries).items():
        aside = asides[name] = move.aside if isinstance(move, Move) else move
        if not KINDS.fullmatch(name) or not (aside is None or _is_beside(name, aside)):
            raise PlanError.of(_NOT_OURS, JOURNAL)
        if isinstance(move, Move):
            waits = None if aside is None else _found(folder, aside)
            if waits not in (None, move.after):
                raise PlanError.of(_NOT_OURS, JOURNAL)
            if (aside is None or waits) and _found(folder, name) not in (None, move.before, move.after):
                overtaken.append(name)
    return _UnfinishedSave(folder, asides, tuple(overtaken))


def finish_save(folder: Path) -> None:
    """Finish what a save that stopped half-way left to do, or keep it as a version where a hand edit came later."""
    left = unfinished_save(folder)
    kept = []
    for name, aside in left.asides.items():
        if aside is not None and not (folder / aside).exists():
            continue  # it is in its place
        if not left.overtaken:
            put_in_place(folder / name, None if aside is None else folder / aside)
        elif aside is not None:
            kept.append(name if name.startswith(HISTORY) else next_version(folder, name))
            make_folder(inside(folder, kept[-1]).parent)
            put_in_place(folder / kept[-1], folder / aside)
    if left.overtaken:
        log.warning("%s", left.words(", ".join(kept)))
    (folder / JOURNAL).unlink(missing_ok=True)


def fingerprint(content: bytes | None) -> str | None:
    """SHA-256 of what a file holds; ``None`` for no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def _found(folder: Path, name: str) -> str | None:
    """The fingerprint of a file as it stands."""
    try:
        return fingerprint(content_in(folder, name))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise PlanError.of(reason(error), name) from error


def _is_beside(name: str, aside: str) -> bool:
    """Whether a file could be what was written aside for another: in its folder, named after it."""
    place, beside = PurePosixPath(name), PurePosixPath(aside)
    return beside.parent == place.parent and bool(
        re.fullmatch(rf"\.{re.escape(place.name)}{re.escape(ASIDE)}\w+", beside.name, re.ASCII)
    )
