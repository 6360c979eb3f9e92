"""Writing into a plan folder: one at a time, all or nothing, never over what somebody else wrote meanwhile.

with locked(folder):
save_files(folder, {"plan.yaml": Edit(before=what_was_read, after=new)})
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from okr_lib.errors import ChangedOnDiskError, Message, NotWrittenError, Problem, ProblemsError, system_reason
from okr_lib.plan.inside import UnfitFileError, inside
from okr_lib.plan.store.atomic import ASIDE, make_folder, put_in_place, sync_folder, write_aside, write_atomically
from okr_lib.plan.store.history import HISTORY, next_version
from okr_lib.plan.store.journal import FOLDERS, JOURNAL, Journal, Move, fingerprint, finish_save, unfinished_save
from okr_lib.plan.store.lock import exclusive

_LOCK = f"{HISTORY}/lock"


@dataclass(frozen=True)
class Edit:
    """What becomes of one file: its content before, as it was read, and after; ``None`` where there is no file."""

    before: bytes | None
    after: bytes | None


@contextmanager
def locked(
    folder: Path, about: str = "", *, refused: type[ProblemsError] = NotWrittenError, create: bool = True
) -> Iterator[None]:
    """Be the only one who writes into a folder, and finish first what an earlier save left.

    Where something cannot be written, ``refused`` is raised ``about`` a file, otherwise about the one that the system
    names. A folder that is not there is made, unless ``create`` says otherwise.
    """
    with _told(folder, about, refused):
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        folder.stat()
        places = [folder, *(inside(folder, name) for name in (*FOLDERS, HISTORY))]
        make_folder(folder / HISTORY)
        with exclusive(inside(folder, _LOCK)):
            finish_save(folder)
            places += [inside(folder, f"{HISTORY}/{name}") for name in FOLDERS]
            _clear(folder, places)  # of a save that never counted
            try:
                yield
            finally:
                _clear(folder, places)


def refuse_conflicts(folder: Path, edits: Mapping[str, Edit]) -> None:
    """Raise a ``ChangedOnDiskError`` for files that do not hold any more what they held before they were edited."""
    problems = []
    left = unfinished_save(folder)
    for name, edit in edits.items():
        with _told(folder, name, NotWrittenError):
            now = left.content(name)
        if now != edit.before:
            message = (
                Message("is there already, so it was not overwritten; choose another folder or load that plan")
                if edit.before is None
                else Message(
                    "changed on disk since the plan was loaded, so it was not overwritten; load the plan again"
                )
            )
            problems.append(Problem(message, name))
    if problems:
        raise ChangedOnDiskError(problems)


def save_files(folder: Path, edits: Mapping[str, Edit]) -> None:
    """Write or remove files of a folder that is locked, all or none; what each held goes into the history with it.

    A ``ChangedOnDiskError`` or an ``OSError`` leaves all of them as they were.
    """
    refuse_conflicts(folder, edits)
    versions = {
        next_version(folder, name): Edit(None, edit.before) for name, edit in edits.items() if edit.before is not None
    }
    edits = {**versions, **edits}
    try:
        _put(folder, edits)
    except BaseException:
        if (folder / JOURNAL).exists():
            _put_back(folder, edits)
        raise


def _put(folder: Path, edits: Mapping[str, Edit]) -> None:
    """Write files aside, then put them in their places; where there are several, under a journal."""
    asides = {
        name: None if edit.after is None else write_aside(inside(folder, name), edit.after)
        for name, edit in edits.items()
    }
    if len(edits) > 1:
        moves = {
            name: Move(
                aside=aside and Path(name).with_name(aside.name).as_posix(),
                before=fingerprint(edits[name].before),
                after=fingerprint(edits[name].after),
            )
            for name, aside in asides.items()
        }
        write_atomically(folder / JOURNAL, Journal(files=moves).model_dump_json().encode())
        sync_folder(folder / HISTORY)
    for name, aside in asides.items():
        put_in_place(folder / name, aside)
    (folder / JOURNAL).unlink(missing_ok=True)


def _put_back(folder: Path, edits: Mapping[str, Edit]) -> None:
    """Give files back what they held: under a journal that takes the place of the first or, where that fails, in place."""
    try:
        _put(folder, {name: Edit(edit.after, edit.before) for name, edit in edits.items()})
    except OSError:
        for name, edit in edits.items():
            place = folder / name
            if edit.before is None:
                place.unlink(missing_ok=True)
            elif not place.exists() or place.read_bytes() != edit.before:
                place.write_bytes(edit.before)
        (folder / JOURNAL).unlink(missing_ok=True)


def _clear(folder: Path, places: list[Path]) -> None:
    """Remove what stands aside and was not put in its place."""
    if not (folder / JOURNAL).exists():
        for stray in (stray for place in places for stray in place.glob(f".*{ASIDE}*")):
            stray.unlink(missing_ok=True)


@contextmanager
def _told(folder: Path, about: str, refused: type[ProblemsError]) -> Iterator[None]:
    """Say what the system refuses as a problem with its place."""
    try:
        yield
    except OSError as error:
        message = Message(
            "could not be written: {reason}; what stood in the folder is still there", reason=system_reason(error)
        )
        if isinstance(error, UnfitFileError):
            raise refused.of(system_reason(error), about or str(error.filename or folder)) from error
        raise refused.of(message, about or str(error.filename or folder)) from error
