"""Files of a folder that may come from a stranger: regular files, inside that folder, of a size that people write.

A link can lead anywhere, a pipe never ends and a device has no size. So a file of a plan folder is read and written
only where it really is in the folder; what is not is a problem like any other. Records may also lie in folders that
the person who runs this names in the environment: ``OKR_RECORDS_FROM=/exports:/mnt/finance``.
"""

import io
import os
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

from okr_lib.errors import Message, RecordsError, system_reason
from okr_lib.plan.limits import above, limits

_RECORDS_FROM = "OKR_RECORDS_FROM"
_CHECK_PLACE = Message("check the path and its permissions")
# Bytes as they are; without waiting for whoever may write to a pipe; not given to programs that are started meanwhile.
_PLAIN = (
    getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
)


class UnfitFileError(OSError):
    """A file that is neither read nor written; its text says why and what to do."""

    def __init__(self, message: str, file: Path | str) -> None:
        super().__init__(0, message, str(file))


def reason(error: OSError, remedy: str = _CHECK_PLACE) -> str:
    """Why a file cannot be read, and what to do."""
    if isinstance(error, UnfitFileError):
        return system_reason(error)
    return Message("cannot be read: {reason}; {remedy}", reason=system_reason(error), remedy=remedy)


def inside(folder: Path, name: str, *, records: bool = False) -> Path:
    """The place of a file of a folder, which may itself be reached by a link; there need not be such a file.

    An ``UnfitFileError`` says that it is not in the folder, or that a link on the way leads out of it. ``records`` may
    also lie in a folder that the environment names.
    """
    homes = [home for home in os.environ.get(_RECORDS_FROM, "").split(os.pathsep) if home and records]
    if not any(is_inside(home, folder / name) for home in (str(folder), *homes)):
        way = Message("leads out of the folder; put the file itself there")
        if records:
            way = Message(
                "leads out of the folder; put the file itself there, or name its folder in {variable} where it runs",
                variable=_RECORDS_FROM,
            )
        raise UnfitFileError(way, name)
    return folder / name


def is_inside(folder: str | Path, name: str | Path) -> bool:
    """Whether a path that starts from a folder ends in it, wherever links lead."""
    return Path(os.path.realpath(Path(folder, name))).is_relative_to(os.path.realpath(folder))


def records_file(folder: Path | None, name: str) -> Path | None:
    """A file of records in a plan folder; ``None`` where there is none, or nothing in it.

    A ``RecordsError`` says that it is not in the folder, nor in one that the environment names.
    """
    if folder is None:
        return None
    try:
        place = inside(folder, name, records=True)
    except UnfitFileError as error:
        raise RecordsError.of(reason(error), name) from error
    return place if place.exists() and not (place.is_file() and place.stat().st_size == 0) else None


def open_regular(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a regular file, where it exists; a number to be closed, as of ``os.open``.

    An ``UnfitFileError`` says that it is a pipe, a socket or a device.
    """
    handle = os.open(path, flags | _PLAIN, 0o666)
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind):
        os.close(handle)
        if stat.S_ISDIR(kind):
            raise UnfitFileError(Message("is a folder; put a file there"), path)
        raise UnfitFileError(Message("is no regular file but a pipe or a device; put a file there"), path)
    return handle


def regular_content(path: Path, limit: str = "record_bytes") -> bytes:
    """The bytes of a regular file, at most as many as a limit says; an ``OSError`` otherwise."""
    largest: int = getattr(limits(), limit)
    with os.fdopen(open_regular(path), "rb") as file:
        if os.fstat(file.fileno()).st_size > largest:
            raise UnfitFileError(above(limit, Message("bytes")), path)
        content = file.read(largest + 1)
    if len(content) > largest:  # it grew, or its size is not known, as under /proc
        raise UnfitFileError(above(limit, Message("bytes")), path)
    return content


def packed_content(path: Path, limit: str = "record_bytes") -> bytes:
    """The bytes of a zip of parts, such as a workbook, that is within a limit also when unpacked; an ``OSError`` otherwise.

    What is no zip is returned as it is, for its reader to say so.
    """
    content = regular_content(path, limit)
    with suppress(zipfile.BadZipFile, NotImplementedError), zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > getattr(limits(), limit):
            raise UnfitFileError(above(limit, Message("bytes when unpacked")), path)
    return content


def content_in(folder: Path, name: str, limit: str = "plan_bytes") -> bytes:
    """The bytes of a regular file that is inside a folder; an ``OSError`` otherwise."""
    return regular_content(inside(folder, name), limit)
