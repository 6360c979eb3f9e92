"""A save of several files that is done whole or not at all, even when the machine stops between two of them.

The new files are written aside first. Then the journal says which file shall become which: from that moment the save
counts. Then each is moved to its place, and the journal goes. Whoever reads the folder in between reads a file that
still stands aside from there; whoever saves next finishes what was left. Only one saves at a time.

A folder may come from a stranger, so a journal is data like any other: it can only move files of a plan, from beside
their places, whose content is the one it names. And who changes a file by hand after a save that stopped half-way has
the last word: what that save had not yet moved then goes into the history.
"""

import hashlib
import logging
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from okr_lib.errors import PlanError, Problem
from okr_lib.plan.inside import content_in, inside, open_regular, reason
from okr_lib.plan.values import Record

HISTORY = ".history"
JOURNAL = f"{HISTORY}/journal.json"
LOCK = f"{HISTORY}/lock"
ASIDE = ".saving-"  # in the name of every file written aside
FOLDERS = ("teams", "closings", "scenarios")
# The files that a journal may name: those of a plan, and their former versions.
KINDS = re.compile(rf"(?:{re.escape(HISTORY)}/)?(?:plan|(?:{'|'.join(FOLDERS)})/\w[\w-]*)(?:\.\d+)?\.ya?ml", re.ASCII)
NOT_OURS = "is not what a save of this plan left behind; remove it"

Stamp = tuple[int, int, int]
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


@dataclass(frozen=True)
class Unfinished:
    """What a save that stopped half-way leaves to do: by file name, where its content stands aside; ``None``: it goes.

    ``overtaken`` are files it had not moved yet and that were changed by hand since.
    """

    moves: Mapping[str, Path | None]
    overtaken: tuple[str, ...] = ()


def pending(folder: Path) -> Mapping[str, Path | None]:
    """What an unfinished save of a folder makes of its files; nothing where somebody's hand has overtaken it."""
    found = unfinished(folder)
    return {} if found.overtaken else found.moves


def unfinished(folder: Path) -> Unfinished:
    """The save of a folder that is not finished.

    Raises
    ------
    PlanError
        When there is a journal that no save of a plan wrote.
    """
    try:
        entries = _JOURNALS.validate_json(content_in(folder, JOURNAL))
    except (FileNotFoundError, NotADirectoryError):
        return Unfinished({})
    except OSError as error:
        raise PlanError([Problem(reason(error), JOURNAL)]) from error
    except ValidationError as error:
        raise PlanError([Problem(NOT_OURS, JOURNAL)]) from error
    moves = entries.files if isinstance(entries, Journal) else entries
    places: dict[str, Path | None] = {}
    overtaken: list[str] = []
    for name, move in moves.items():
        aside = move.aside if isinstance(move, Move) else move
        if not KINDS.fullmatch(name) or not (aside is None or _is_beside(name, aside)):
            raise PlanError([Problem(NOT_OURS, JOURNAL)])
        waits = aside is None or _digest(folder, aside) is not None
        if isinstance(move, Move):  # an earlier version of this library noted no fingerprints
            if aside is not None and _digest(folder, aside) not in (None, move.after):
                raise PlanError([Problem(NOT_OURS, JOURNAL)])
            if waits and _digest(folder, name) not in (None, move.before, move.after):
                overtaken.append(name)
        places[name] = folder / aside if aside else None
    return Unfinished(places, tuple(overtaken))


_JOURNALS: TypeAdapter[Journal | dict[str, str | None]] = TypeAdapter(Journal | dict[str, str | None])


def _is_beside(name: str, aside: str) -> bool:
    """Whether a file could be what was written aside for another: in its folder, named after it."""
    place, beside = PurePosixPath(name), PurePosixPath(aside)
    return beside.parent == place.parent and bool(
        re.fullmatch(rf"\.{re.escape(place.name)}{re.escape(ASIDE)}\w+", beside.name, re.ASCII)
    )


def _digest(folder: Path, name: str) -> str | None:
    """SHA-256 of a file of the folder; ``None`` where there is none."""
    try:
        return digest(content_in(folder, name))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise PlanError([Problem(reason(error), name)]) from error


def digest(content: bytes | None) -> str | None:
    """SHA-256 of what a file holds; ``None`` for no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def content_of(folder: Path, name: str, waiting: Mapping[str, Path | None], limit: str = "plan_bytes") -> bytes | None:
    """The bytes of a file as the last save meant it; ``None`` where there shall be no such file."""
    aside = waiting.get(name)
    if name in waiting and aside is None:
        return None
    if aside is not None:
        with suppress(FileNotFoundError):  # moved to its place already
            return content_in(folder, aside.relative_to(folder).as_posix(), limit)
    try:
        return content_in(folder, name, limit)
    except FileNotFoundError:
        return None


def stamps(folder: Path, names: list[str]) -> dict[str, Stamp]:
    """When each file was last written, its size and its number: cheap to compare, to see whether anything moved."""
    found = {}
    for name in [*names, JOURNAL]:
        with suppress(OSError):
            known = (folder / name).stat()
            found[name] = (known.st_mtime_ns, known.st_size, known.st_ino)
    return found


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold a folder for one save, and finish first what an earlier one left."""
    folder.mkdir(parents=True, exist_ok=True)
    places = [folder, *(inside(folder, name) for name in (*FOLDERS, HISTORY))]
    make_folder(folder / HISTORY)
    handle = open_regular(inside(folder, LOCK), os.O_RDWR | os.O_CREAT)
    try:
        with suppress(OSError):  # another user's
            (folder / LOCK).chmod(folder.stat().st_mode & 0o666)
        hold(handle)
        finish(folder)
        places += [inside(folder, f"{HISTORY}/{name}") for name in FOLDERS]
        for stray in (stray for place in places for stray in place.glob(f".*{ASIDE}*")):  # of a save that never counted
            stray.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)


def make_folder(place: Path) -> None:
    """Make a folder that those may use who may use the one it stands in, so that several users can save to one plan."""
    if place.is_dir():
        return
    make_folder(place.parent)
    place.mkdir(exist_ok=True)
    around = place.parent.stat().st_mode
    if not around & stat.S_ISVTX:  # where everybody keeps things of their own, as in a temporary folder
        with suppress(OSError):
            place.chmod(stat.S_IMODE(around))


def hold(handle: int) -> None:
    """Hold an open file for one writer until it is closed, where the system can."""
    try:
        import fcntl
    except ImportError:  # no such lock on this system
        return
    with suppress(OSError):  # nor on some network drives
        fcntl.flock(handle, fcntl.LOCK_EX)


def move_all(folder: Path, asides: Mapping[str, Path | None]) -> None:
    """Move files to their places, or remove those without one."""
    for name, aside in asides.items():
        target = folder / name
        if aside is None:
            target.unlink(missing_ok=True)
        else:
            os.replace(aside, target)


def finish(folder: Path) -> None:
    """Finish what a save that stopped half-way left to do, or keep it as a version where a hand edit came later."""
    left = unfinished(folder)
    waiting = {name: aside for name, aside in left.moves.items() if aside is None or aside.exists()}
    if left.overtaken:
        kept = {next_version(folder, name): aside for name, aside in waiting.items() if aside is not None}
        for name in kept:
            make_folder(inside(folder, name).parent)
        move_all(folder, kept)
        log.warning("%s", overtaken_words(left, ", ".join(kept)))
    else:
        move_all(folder, waiting)
    (folder / JOURNAL).unlink(missing_ok=True)


def overtaken_words(left: Unfinished, kept: str = f"{HISTORY} with the next save") -> str:
    """What is said where a hand edit came after a save that was not finished."""
    names = ", ".join(left.overtaken)
    return f"{names}: was changed by hand after a save that was not finished, so the change by hand stays; what the save would have written is kept in {kept}"


def next_version(folder: Path, name: str) -> str:
    """The name under which a file's content goes into the history, numbered one above the last."""
    place = PurePosixPath(HISTORY, name.removeprefix(f"{HISTORY}/"))
    earlier = inside(folder, place.parent.as_posix()).glob(f"{place.stem}.*{place.suffix}")
    numbers = [int(path.suffixes[-2][1:]) for path in earlier if path.suffixes[-2][1:].isdecimal()]
    return place.with_name(f"{place.stem}.{max(numbers, default=0) + 1:06}{place.suffix}").as_posix()


def journal_text(folder: Path, moves: Mapping[str, tuple[Path | None, str | None, str | None]]) -> bytes:
    """What the journal says of files: where each stands aside, and its fingerprint before and after."""

    def name_of(aside: Path | None) -> str | None:
        return aside.absolute().relative_to(folder.absolute()).as_posix() if aside else None

    files = {
        name: Move(aside=name_of(aside), before=before, after=after) for name, (aside, before, after) in moves.items()
    }
    return Journal(files=files).model_dump_json().encode()


def settle(folder: Path) -> None:
    """Make sure that names in a folder are on disk, not only in memory, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
