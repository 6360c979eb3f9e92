"""Where half-made reports live: a folder beside the finished ones, that is gone when its maker is.

A maker holds a lock on its folder; the system lets go of it however the maker ends. So whoever comes next can tell
a folder in use from one left behind, and removes the latter.
"""

import contextlib
import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from okr_lib.errors import ReportError

# Windows has none.
fcntl: Any = importlib.import_module("fcntl") if importlib.util.find_spec("fcntl") else None
PREFIX = ".making-"
ABANDONED_SECONDS = 24 * 3600.0  # where there are no locks, age has to tell


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A fresh folder inside ``folder``, removed at the end; earlier ones without a maker are removed first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            for left in folder.glob(f"{PREFIX}*"):
                if _is_abandoned(left):
                    shutil.rmtree(left, ignore_errors=True)
            aside = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
            held = _lock(aside)
    except OSError as error:
        raise ReportError(unwritable(folder, error)) from error
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        _unlock(held)


def unwritable(folder: Path, error: OSError) -> str:
    """What is said of a folder for reports that cannot be written."""
    return f"{folder}: cannot be written: {error.strerror}; make room there, or name another with --output"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone among the processes that change what stands in a folder, where the system has such locks."""
    held = _lock(folder)
    try:
        yield
    finally:
        _unlock(held)


def _lock(folder: Path, *, wait: bool = True) -> int | None:
    """A lock on a folder; ``None`` where there are no locks. ``BlockingIOError`` when it is held and ``wait`` is off."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # a file system without locks
        os.close(handle)
        return None
    return handle


def _unlock(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _is_abandoned(folder: Path) -> bool:
    try:
        handle = _lock(folder, wait=False)
        if handle is None:
            return time.time() - folder.stat().st_mtime > ABANDONED_SECONDS
    except OSError:
        return False
    _unlock(handle)
    return True
