"""Files that only ever grow: each row is written whole, under a lock, and none is ever changed.

Several people may write at the same time, and nobody can improve the past. A file that was begun before a column was
known gets that column's name at the end of its head the first time it is needed; its earlier rows have nothing there.
"""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from okr_lib.errors import Problem, RecordsError
from okr_lib.plan.inside import UnfitFileError, inside, open_regular
from okr_lib.plan.journal import hold
from okr_lib.plan.limits import above, limits
from okr_lib.plan.saving import replace_all

LONGEST_HEAD = 65_536  # bytes that a file's head may have


def append_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Add rows to a CSV file, all or none.

    Parameters
    ----------
    path
        The file; it is made with its head where there is none.
    columns
        Names of the values; the head of a new file. A file that has them in another order, or more of them, keeps its
        own; those it lacks are added to its head, in a copy that takes its place when it is whole.
    rows
        Their values, in the order of the columns.

    Raises
    ------
    RecordsError
        When the file cannot be written; it is then as it was.
    """
    try:
        handle = _held(inside(path.parent, path.name))
        with os.fdopen(handle, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            ends = b"\n"
            if size:
                file.seek(-1, os.SEEK_END)
                ends = file.read(1)
            first = _first_line(file) if size else _line(columns).encode()
            heads = _heads(first)
            if not set(heads) & set(columns):  # no head of ours; what reads the file says so
                heads = list(columns)
            lacking = [name for name in columns if name not in heads]
            lines = [
                _line([given.get(name, "") for name in (*heads, *lacking)])
                for given in (dict(zip(columns, row, strict=True)) for row in rows)
            ]
            text = (("" if ends == b"\n" else "\n") + ("" if size else _line(columns)) + "".join(lines)).encode()
            if lacking:
                file.seek(len(first))
                bare = first.rstrip(b"\r\n")
                head = bare + b"," + ",".join(lacking).encode() + (first[len(bare) :] or b"\n")
                replace_all(path.parent, {path.name: head + file.read() + text})
                return
            try:
                left = memoryview(text)
                while left:
                    left = left[file.write(left) :]
                os.fsync(handle)
            except BaseException:
                with suppress(OSError):
                    file.truncate(size)
                    os.fsync(handle)
                raise
    except UnfitFileError as error:
        raise RecordsError([Problem(str(error.strerror), path.name)]) from error
    except OSError as error:
        message = f"cannot be written: {error.strerror}; check its permissions and the space left"
        raise RecordsError([Problem(message, path.name)]) from error


def _held(path: Path) -> int:
    """The file of that name, open and locked: another one where it was replaced while this waited for the lock."""
    while True:
        handle = open_regular(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        try:
            _refuse_large(handle, path)
            hold(handle)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _refuse_large(handle: int, path: Path) -> None:
    if os.fstat(handle).st_size > limits().record_bytes:
        raise UnfitFileError(above("record_bytes", "bytes"), path)


def _first_line(file: io.FileIO) -> bytes:
    file.seek(0)
    start = file.read(LONGEST_HEAD)
    return start[: start.find(b"\n") + 1] or start


def _heads(line: bytes) -> list[str]:
    """The names of a head, as the reader of rows knows them."""
    names = next(csv.reader([line.decode("utf-8-sig", errors="replace")]), [])
    return ["_".join(name.strip().casefold().split()) for name in names]


def _line(values: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue()
