"""What can be wrong with a plan or its data, said so that the person who wrote it can mend it.

Every error this library raises on purpose is an ``OkrError``: its text is meant for people and names the
place, the value and the remedy. A ``PlanError`` carries *all* problems that were found, not just the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass


def field_name(path: Iterable[str | int]) -> str:
    """A path as people write it.

    Examples
    --------
    >>> field_name(("initiatives", 2, "probability"))
    'initiatives[2].probability'
    """
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return name.removeprefix(".")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands and what to do about it.

    Parameters
    ----------
    message
        The value and the remedy, in the user's words.
    file
        The file, relative to the plan folder; empty when the plan did not come from a folder.
    line
        The line in that file, counted from 1; ``None`` where there is none.
    field
        The field inside the file, such as ``initiatives[2].probability``; empty for the file as a whole.

    Examples
    --------
    >>> print(Problem("1.4 is not between 0 and 1", "teams/marketing.yaml", 14, "initiatives[2].probability"))
    teams/marketing.yaml:14: initiatives[2].probability: 1.4 is not between 0 and 1
    """

    message: str
    file: str = ""
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return ": ".join(part for part in (place, self.field, self.message) if part)


class OkrError(Exception):
    """The plan, the data or a parameter is wrong; the text says where and what to do."""


class ProblemsError(OkrError):
    """Something cannot be used; ``problems`` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # so that it survives the way out of another process


class PlanError(ProblemsError):
    """A plan cannot be used; ``problems`` lists everything that is wrong with it."""


class ChangedOnDiskError(PlanError):
    """Somebody else changed a file since the plan was loaded; nothing was written over it."""


class NotWrittenError(PlanError):
    """The plan is sound, but its folder cannot be written: read-only, full, or gone."""


class RecordsError(ProblemsError):
    """Actuals or check-ins cannot be used; ``problems`` lists everything that is wrong with them."""


class AllocationError(OkrError, ValueError):
    """The parts cannot be made to add up to the total; the text names both sums."""


class ReportError(OkrError):
    """A report could not be made; the text says why and what was kept."""
