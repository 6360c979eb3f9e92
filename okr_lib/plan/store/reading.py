"""Reading what a plan folder holds, as the last save meant it: regular files inside the folder, within limits."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from okr_lib.errors import Message, PlanError, Problem
from okr_lib.plan.inside import inside, reason
from okr_lib.plan.limits import above, limits
from okr_lib.plan.store.journal import JOURNAL, unfinished_save

Stamp = tuple[int, int, int]
T = TypeVar("T")


def read_file(folder: Path, name: str) -> bytes | None:
    """The bytes of a file of a folder, ``None`` where there is none; a ``PlanError`` when it cannot be read."""
    try:
        return unfinished_save(folder).content(name)
    except OSError as error:
        raise PlanError.of(reason(error), name) from error


def files_in(folder: Path, part: str) -> list[str]:
    """Names of the YAML files in one part of a plan folder, such as ``closings``; hidden ones are left out.

    A ``PlanError`` says where a link leads out of the folder, or there are more files than can be meant.
    """
    try:
        found = sorted(path.relative_to(folder).as_posix() for path in inside(folder, part).glob("[!.]*.y*ml"))
    except OSError as error:
        raise PlanError.of(reason(error), part) from error
    if len(found) > limits().plan_files:
        raise PlanError.of(above("plan_files", Message("files")), part)
    return found


def load_files(folder: Path, part: str, load: Callable[[str, bytes], T]) -> dict[str, T]:
    """What ``load`` makes of the name and bytes of every file in one part of a plan folder, by its name without ending.

    A ``PlanError`` carries every problem of every file.
    """
    left = unfinished_save(folder)
    found: dict[str, T] = {}
    problems: list[Problem] = []
    for name in sorted({*files_in(folder, part), *(name for name in left.names if name.startswith(f"{part}/"))}):
        try:
            content = left.content(name)
            if content is not None:
                found[Path(name).stem] = load(name, content)
        except PlanError as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem(reason(error), name))
    if problems:
        raise PlanError(problems)
    return found


def stamps(folder: Path, names: list[str]) -> dict[str, Stamp]:
    """When each file was last written, its size and its number: cheap to compare, to see whether anything moved."""
    found = {}
    for name in [*names, JOURNAL]:
        with suppress(OSError):
            known = (folder / name).stat()
            found[name] = (known.st_mtime_ns, known.st_size, known.st_ino)
    return found
