"""Files that only ever grow: each row is written whole, under a lock, and none is ever changed.

Several people may write at the same time, and nobody can improve the past.
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


def append_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Add rows to a CSV file, all or none.

    Parameters
    ----------
    path
        The file; it is made with its head where there is none.
    columns
        Names for the head.
    rows
        Their values, in the order of the columns.

    Raises
    ------
    RecordsError
        When the file cannot be written; it is then as it was.
    """
    try:
        handle = open_regular(inside(path.parent, path.name), os.O_RDWR | os.O_CREAT | os.O_APPEND)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            hold(handle)
            size = file.seek(0, os.SEEK_END)
            ends = b"\n"
            if size:
                file.seek(-1, os.SEEK_END)
                ends = file.read(1)
            text = ("" if ends == b"\n" else "\n") + ("" if size else _line(columns)) + "".join(map(_line, rows))
            try:
                left = memoryview(text.encode())
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


def _line(values: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue()
