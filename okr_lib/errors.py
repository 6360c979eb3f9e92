"""What can be wrong with a plan or its data, said so that the person who wrote it can mend it.

Every error this library raises on purpose is an ``OkrError``: its text is meant for people and names the
place, the value and the remedy. A ``PlanError`` carries the problems that were found, not just the first; its text
names the first fifty and says how many more there are.

What is said is a ``Message``: a template and its values. Its text is English; ``Labels.said`` says it in any language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

MOST_SHOWN = 50  # problems that one text names: whoever has more mends these first
_MOST_KEPT = 1000  # problems that are kept; what is wrong with a million rows costs no memory


class Shown:
    """A value that a notebook shows as ``okr_lib.cell_html`` has it, in the words of the plan's language."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        import okr_lib

        shown: str = okr_lib.cell_html(self)
        return shown


def field_name(path: Iterable[str | int]) -> str:
    """A path as people write it.

    Examples
    --------
    >>> field_name(("initiatives", 2, "probability"))
    'initiatives[2].probability'
    """
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return name.removeprefix(".")


class Share(float):
    """A share of 0 to 1 among a message's values: said as a percentage, to so many decimals.

    Examples
    --------
    >>> str(Share(0.005, 1)), str(Share(0.9))
    ('0.5%', '90%')
    """

    __slots__ = ("decimals",)
    decimals: int

    def __new__(cls, value: float, decimals: int = 0) -> Self:  # noqa: D102  (the class says it)
        made = super().__new__(cls, value)
        made.decimals = decimals
        return made

    def __str__(self) -> str:
        return f"{float(self):.{self.decimals}%}"


class Count(int):
    """How many of something among a message's values: its thousands stand apart wherever it is said.

    Examples
    --------
    >>> str(Count(1000000))
    '1,000,000'
    """

    __slots__ = ()

    def __str__(self) -> str:
        return f"{int(self):,}"


class Message(str):
    """A sentence as data: its text is the English one, and a language says its template with the same values.

    ``pybabel extract -k Message -k RefusedError -k counted:1,2`` finds every template for the catalogues; so write it
    where it is made.

    Parameters
    ----------
    template
        The English sentence, with the place of each value in braces.
    values
        By place. How a language writes one follows from what it is: a number, a ``Share``, a day, a member of an Enum (a
        word of the plan's files), a message (a remedy, a hint), several of them in a tuple. Other text stands as it is.

    Examples
    --------
    >>> Message("{value} is not between {low} and {high}", value=1.4, low=0, high=1)
    '1.4 is not between 0 and 1'
    """

    __slots__ = ("forms", "template", "values")
    template: str
    values: dict[str, object]
    forms: tuple[str, str] | None  # of one and of several, where the sentence counts

    def __new__(cls, template: str, /, **values: object) -> Self:  # noqa: D102  (the class says it)
        shown = {name: value_text(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**shown) if values else template)
        made.template, made.values, made.forms = template, values, None
        return made

    @classmethod
    def counted(cls, one: str, several: str, /, count: int, **values: object) -> Self:
        """A sentence whose words depend on how many there are.

        Examples
        --------
        >>> [Message.counted("{count} row is wrong", "{count} rows are wrong", count) for count in (1, 2)]
        ['1 row is wrong', '2 rows are wrong']
        """
        made = cls(one if count == 1 else several, count=count, **values)
        made.forms = (one, several)
        return made


class RefusedError(ValueError):
    """A value cannot be; the ``Message`` of this template and values says why, and what to write instead."""

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(Message(template, **values))


def value_text(value: object) -> str:
    """A value of a message as it is typed: a number in twelve digits, several with commas between.

    Examples
    --------
    >>> value_text(0.1 + 0.2), value_text(("low", "high"))
    ('0.3', 'low, high')
    """
    if isinstance(value, tuple):
        return ", ".join(map(value_text, value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"{value:.12g}" if isinstance(value, float) and not isinstance(value, Share) else str(value)


# What systems say, in their own words, so that a language can say it in its own.
_SYSTEM_REASONS = {
    str(message): message
    for message in (
        Message("Permission denied"),
        Message("No space left on device"),
        Message("Read-only file system"),
        Message("No such file or directory"),
        Message("Is a directory"),
        Message("Not a directory"),
    )
}


def system_reason(error: Exception) -> str:
    """Why the system refused, as a message where the languages know it."""
    said = getattr(error, "strerror", None) or str(error)
    return said if isinstance(said, Message) else _SYSTEM_REASONS.get(said, said)


def message_of(error: Exception) -> str:
    """What an error says, as the message it was raised with where it was.

    Examples
    --------
    >>> message_of(RefusedError("{value} is negative", value=-1)).values
    {'value': -1}
    """
    return error.args[0] if len(error.args) == 1 and isinstance(error.args[0], Message) else str(error)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands and what to do about it.

    Parameters
    ----------
    message
        The value and the remedy, in the user's words: a ``Message``, or the text of another library.
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
        if len(self.kept) < _MOST_KEPT:
            self.kept.append(problem)

    def __iadd__(self, problems: "Iterable[Problem] | Problems") -> Self:
        if isinstance(problems, Problems):
            self.kept += problems.kept[: _MOST_KEPT - len(self.kept)]
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

    @classmethod
    def of(cls, message: str, file: str = "", line: int | None = None, field: str = "") -> Self:
        """The error of one problem."""
        return cls([Problem(message, file, line, field)])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong."""
        return tuple(self.found.kept)

    def __reduce__(self) -> tuple[type, tuple[Problems]]:
        return type(self), (self.found,)  # so that it survives the way out of another process


# Which extra brings a package that is not in the core; any other comes with the report's.
_EXTRAS = {
    "anywidget": "workshop",
    "ipywidgets": "workshop",
    "traitlets": "workshop",
    "jupyterlab": "workshop",
    "segno": "workshop",
    "voila": "web",
    "weasyprint": "pdf",
    "pptx": "slides",
    "pyarrow": "parquet",
    "sqlalchemy": "sql",
    "psycopg": "postgres",
    "distributed": "cluster",
}
_OF_REPORTS = (
    "IPython",
    "ipykernel",
    "jupyter_client",
    "jupyter_core",
    "nbclient",
    "nbconvert",
    "nbformat",
    "papermill",
    "tornado",
)


def missing_extra(error: ModuleNotFoundError) -> OkrError:
    """What to install where a package is missing that only some of the commands need; the error itself for any other.

    Examples
    --------
    >>> print(missing_extra(ModuleNotFoundError(name="pptx.util")))
    this needs the Python package pptx; install it with: pip install "okr-growth-workbook[slides]"
    """
    package = (error.name or "").partition(".")[0]
    extra = _EXTRAS.get(package, "report" if package in _OF_REPORTS else "")
    if not extra:
        raise error
    said = {"package": package, "command": install_command(extra)}
    return OkrError(Message("this needs the Python package {package}; install it with: {command}", **said))


def install_command(extra: str) -> str:
    """What installs an extra, in the quotes that every shell knows."""
    return f'pip install "okr-growth-workbook[{extra}]"'


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
