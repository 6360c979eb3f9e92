"""A file is replaced whole: its new content is written aside, safely on disk, and then takes its place in one step."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from okr_lib.plan.inside import inside

ASIDE = ".saving-"  # in the name of every file written aside


def write_atomically(target: Path, content: bytes) -> None:
    """Write a file, or leave it as it was; so does an ``OSError``, also for a link that leads out of its folder."""
    aside = write_aside(inside(target.parent, target.name), content)
    try:
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def write_aside(target: Path, content: bytes) -> Path:
    """Write what a file shall hold beside its place, safely on disk."""
    make_folder(target.parent)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}{ASIDE}", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def put_in_place(target: Path, aside: Path | None) -> None:
    """Give a file the content that stands aside; without any, remove it."""
    if aside is None:
        target.unlink(missing_ok=True)
    else:
        os.replace(aside, target)


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


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on disk, not only in memory, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
