"""Files that only ever grow: each row is written whole, under the folder's lock, and none is ever changed.

Several people may write at the same time, and nobody can improve the past. A file that was begun before a column was
known gets that column's name at the end of its head the first time it is needed; its earlier rows have nothing there.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from okr_lib.errors import Message, RecordsError
from okr_lib.plan.inside import inside, regular_content
from okr_lib.plan.store.atomic import write_atomically
from okr_lib.plan.store.writing import locked


def append_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Add rows, their values in the order of the columns, to a CSV file, all or none; a ``RecordsError`` leaves it as it was.

    A new file gets the columns as its head; one that has them in another order, or more of them, keeps its own, and
    those it lacks are added to it.
    """
    with adding_to(path):
        add_rows(path, columns, rows)


@contextmanager
def adding_to(path: Path) -> Iterator[None]:
    """Be the only one who adds rows to a file, so that what is read of it still holds when they are added.

    A ``RecordsError`` says that the file cannot be written.
    """
    with locked(path.parent, path.name, refused=RecordsError, create=False):
        yield


def add_rows(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], *, instead: Iterable[Sequence[str]] = ()
) -> None:
    """Add rows as ``append_rows`` does to a file that nobody else writes to now, ``instead`` of rows added here before.

    A ``RecordsError`` says that a row that is to give way does not stand there as it would have been added.
    """
    place = inside(path.parent, path.name).resolve()
    content = (regular_content(place) if place.exists() else b"") or _line(columns)
    head, ends, earlier = content.partition(b"\n")
    names = _names(head)
    if not set(names) & set(columns):  # no head of ours; what reads the file says so
        names = list(columns)
    lacking = [name for name in columns if name not in names]
    bare = head.rstrip(b"\r")
    head = bare + "".join(f",{name}" for name in lacking).encode() + head[len(bare) :]

    def lines(rows: Iterable[Sequence[str]], names: Sequence[str]) -> list[bytes]:
        given = [dict(zip(columns, row, strict=True)) for row in rows]
        return [_line([values.get(name, "") for name in names]) for values in given]

    for former in lines(instead, names):
        if former not in earlier.splitlines(keepends=True):
            raise RecordsError.of(
                Message("{file} has another figure of the same day; change it there", file=path.name), path.name
            )
        earlier = b"".join(line for line in earlier.splitlines(keepends=True) if line != former)
    between = b"" if content.endswith(b"\n") else b"\n"
    write_atomically(place, head + ends + earlier + between + b"".join(lines(rows, (*names, *lacking))))


def _names(head: bytes) -> list[str]:
    """The names of a head, as the reader of rows knows them."""
    names = next(csv.reader([head.decode("utf-8-sig", errors="replace")]), [])
    return ["_".join(name.strip().casefold().split()) for name in names]


def _line(values: Sequence[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue().encode()
