"""Where half-made reports live: a folder beside the finished ones, that is gone when its maker is.

A maker holds a lock in its folder; the system lets go of it however the maker ends. So whoever comes next can tell
a folder in use from one left behind, and removes the latter.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from okr_lib.errors import ReportError
from okr_lib.plan.store.lock import exclusive

_PREFIX = ".making-"
_LOCK = ".lock"


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A fresh folder inside ``folder``, removed at the end; earlier ones without a maker are removed first."""
    with ExitStack() as at_the_end:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with locked(folder):
                for left in folder.glob(f"{_PREFIX}*"):
                    if _is_abandoned(left):
                        shutil.rmtree(left, ignore_errors=True)
                aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
                at_the_end.callback(shutil.rmtree, aside, ignore_errors=True)
                at_the_end.enter_context(exclusive(aside / _LOCK))
        except OSError as error:
            raise ReportError(unwritable(folder, error)) from error
        yield aside


def unwritable(folder: Path, error: OSError) -> str:
    """What is said of a folder for reports that cannot be written."""
    return f"{folder}: cannot be written: {error.strerror}; make room there, or name another with --output"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone among the processes that change what stands in a folder; nothing of it stays there."""
    with exclusive(folder / _LOCK):
        try:
            yield
        finally:
            with suppress(OSError):  # some systems remove it themselves
                (folder / _LOCK).unlink()


def _is_abandoned(folder: Path) -> bool:
    try:
        with exclusive(folder / _LOCK, seconds=0):
            return True
    except OSError:
        return False
