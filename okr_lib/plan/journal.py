"""A save of several files that is done whole or not at all, even when the machine stops between two of them.

The new files are written aside first. Then the journal says which file shall become which: from that moment the save
counts. Then each is moved to its place, and the journal goes. Whoever reads the folder in between reads a file that
still stands aside from there; whoever saves next finishes what was left. Only one saves at a time.
"""

import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

HISTORY = ".history"
JOURNAL = f"{HISTORY}/journal.json"
LOCK = f"{HISTORY}/lock"
ASIDE = ".saving-"  # in the name of every file written aside

Stamp = tuple[int, int, int]


def pending(folder: Path) -> dict[str, Path | None]:
    """What a save that is not finished leaves to do: by file name, where its content stands aside; ``None``: it goes."""
    try:
        entries = json.loads((folder / JOURNAL).read_bytes())
    except OSError:
        return {}
    return {name: folder / aside if aside else None for name, aside in entries.items()}


def content_of(folder: Path, name: str, waiting: Mapping[str, Path | None]) -> bytes | None:
    """The bytes of a file as the last save meant it; ``None`` where there shall be no such file."""
    aside = waiting.get(name)
    if name in waiting and aside is None:
        return None
    if aside is not None:
        with suppress(FileNotFoundError):  # moved to its place already
            return aside.read_bytes()
    try:
        return (folder / name).read_bytes()
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
    make_folder(folder / HISTORY)
    with (folder / LOCK).open("ab") as file:
        with suppress(OSError):  # another user's
            (folder / LOCK).chmod(folder.stat().st_mode & 0o666)
        hold(file)
        finish(folder)
        for place in (folder, folder / "teams", folder / "closings"):
            for stray in place.glob(f".*{ASIDE}*"):  # from a save that stopped before it counted
                stray.unlink(missing_ok=True)
        yield


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


def hold(file: IO[bytes]) -> None:
    """Hold an open file for one writer until it is closed, where the system can."""
    try:
        import fcntl
    except ImportError:  # no such lock on this system
        return
    with suppress(OSError):  # nor on some network drives
        fcntl.flock(file, fcntl.LOCK_EX)


def move_all(folder: Path, asides: Mapping[str, Path | None]) -> None:
    """Move files to their places, or remove those without one."""
    for name, aside in asides.items():
        target = folder / name
        if aside is None:
            target.unlink(missing_ok=True)
        else:
            os.replace(aside, target)


def finish(folder: Path) -> None:
    """Finish what a save that stopped half-way left to do."""
    waiting = pending(folder)
    move_all(folder, {name: aside for name, aside in waiting.items() if aside is None or aside.exists()})
    (folder / JOURNAL).unlink(missing_ok=True)


def journal_text(folder: Path, asides: Mapping[str, Path | None]) -> bytes:
    """What the journal says of files written aside."""
    entries = {
        name: aside.absolute().relative_to(folder.absolute()).as_posix() if aside else None
        for name, aside in asides.items()
    }
    return json.dumps(entries).encode()


def settle(folder: Path) -> None:
    """Make sure that names in a folder are on disk, not only in memory, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
