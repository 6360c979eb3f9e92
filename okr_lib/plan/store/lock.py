"""One writer at a time: by a lock of the system or, where it has none, by a file that stands for one.

The system lets go of a lock however its holder ends. A file that stands for one names its holder, so that whoever comes
next can tell that it is gone. Nobody waits for ever: what stands in a folder may come from a stranger.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from okr_lib.errors import Message
from okr_lib.plan.inside import UnfitFileError, open_regular

_SECONDS = 60  # that a writer waits for another
NAMELESS_SECONDS = 2.0  # that a stand-in may be empty: its holder's name is written right after it is made
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)  # what some network drives answer


@contextmanager
def exclusive(place: Path, *, seconds: float = _SECONDS) -> Iterator[None]:
    """Hold the lock of that name against every other process and thread; it stays as an empty file.

    An ``OSError`` says that another held it all that time, or that there can be no such file.
    """
    from filelock import FileLock, SoftFileLock, Timeout  # 30 ms, for those who write

    with suppress(FileNotFoundError):
        os.close(open_regular(place, os.O_RDWR))
    mode = place.parent.stat().st_mode & 0o666 | 0o600  # who may write beside it may hold it
    # Not of the same name: where there are locks, a file left behind means nothing.
    lock = stand_in = SoftFileLock(f"{place}.held", seconds, mode, poll_interval=0.01)
    _clear_nameless(Path(stand_in.lock_file))
    if FileLock is not SoftFileLock:
        lock = FileLock(place, seconds, mode, poll_interval=0.01, fallback_to_soft=False)
    try:
        try:
            lock.acquire()
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            lock = stand_in
            lock.acquire()
    except Timeout as error:
        message = Message(
            "somebody else has been writing here for {seconds} seconds; try again, or remove it if nobody is",
            seconds=seconds,
        )
        raise UnfitFileError(message, lock.lock_file) from error
    try:
        yield
    finally:
        lock.release()


def _clear_nameless(stand_in: Path) -> None:
    """Remove a stand-in whose holder was killed before it could write its name; nobody else ever would."""
    with suppress(OSError):
        known = stand_in.stat()
        if known.st_size == 0 and time.time() - known.st_mtime > NAMELESS_SECONDS:
            stand_in.unlink()
