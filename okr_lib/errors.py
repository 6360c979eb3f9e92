"""What can be wrong with a plan or its data, said so that the person who wrote it can mend it.

Every error this library raises on purpose is an ``OkrError``: its text is meant for people and names the
place, the value and the remedy. A ``PlanError`` carries the problems that were found, not just the first; its text
names the first fifty and says how many more there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

MOST_SHOWN = 50  # problems that one text names: whoever has more mends these first
MOST_KEPT = 1000  # problems that are kept; what is wrong with a million rows costs no memory


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
        text = ": ".join(part for part in (place, self.field, self.message) if part)
        return text.replace("\n", "\\n")  # a problem is one line, whatever stands in the names it tells of


class Problems:
    """Problems as they are found: each is counted, and the first thousand are kept.

    Examples
    --------
    >>> found = Problems(Problem(f"row {number} is wrong") for number in range(1002))
    >>> found.count, len(found.kept), found.lines()[-1]
    (1002, 1000, 'and 952 more; mend these first')
    """

    def __init__(self, problems: "Iterable[Problem] | Problems" = ()) -> None:
        self.kept: list[Problem] = []
        self.count = 0
        self += problems

    def append(self, problem: Problem) -> None:
        """Count a problem, and keep it where there is room."""
        self.count += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(problem)

    def __iadd__(self, problems: "Iterable[Problem] | Problems") -> Self:
        if isinstance(problems, Problems):
            self.kept += problems.kept[: MOST_KEPT - len(self.kept)]
            self.count += problems.count
        else:
            for problem in problems:
                self.append(problem)
        return self

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.kept)

    def lines(self) -> list[str]:
        """The first fifty, a line each, and how many more there are."""
        more = self.count - MOST_SHOWN
        return [*map(str, self.kept[:MOST_SHOWN]), *([f"and {more} more; mend these first"] if more > 0 else [])]


class OkrError(Exception):
    """The plan, the data or a parameter is wrong; the text says where and what to do."""


class ProblemsError(OkrError):
    """Something cannot be used; ``problems`` lists what is wrong with it, of very many the first thousand."""

    def __init__(self, problems: Iterable[Problem] | Problems) -> None:
        self.found = Problems(problems)
        super().__init__("\n".join(self.found.lines()))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong."""
        return tuple(self.found.kept)

    def __reduce__(self) -> tuple[type, tuple[Problems]]:
        return type(self), (self.found,)  # so that it survives the way out of another process


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


class ForecastError(OkrError, ValueError):
    """No forecast can be made of these figures; the text names the one that stands in the way."""


class ReportError(OkrError):
    """A report could not be made; the text says why and what was kept."""
