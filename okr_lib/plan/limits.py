"""How much is read of what people send each other: far more than anybody writes, less than stops a machine.

A plan folder may come from a stranger, or from a program that ran wild. What is above a limit is a problem that names
the limit; whoever has more sets it, for themselves, in the environment:

    OKR_LIMITS=rows=5000000,record_bytes=500000000
"""

import os
from dataclasses import dataclass, fields
from functools import cache

from okr_lib.errors import Count, Message, OkrError

VARIABLE = "OKR_LIMITS"


@dataclass(frozen=True)
class Limits:
    """What is read at the most."""

    plan_bytes: int = 1_000_000  # of a plan folder's YAML files together, and of each closing, scenario, logo and font
    plan_files: int = 1_000  # of a plan folder's ``teams``, ``closings`` or ``scenarios``
    values: int = 200_000  # of one YAML file when each alias is written out
    depth: int = 60  # of groups and lists inside each other in one YAML file
    record_bytes: int = 200_000_000  # of one file of records; of an Excel or Parquet file also unpacked
    workbook_bytes: int = 20_000_000  # of a plan's workbook or goal sheet, unpacked
    workbook_cells: int = 1_000_000  # rows times columns that one of its sheets reaches over
    template_bytes: int = 100_000_000  # of a template for slides, also unpacked
    rows: int = 1_000_000  # of one table, wherever it is read from
    cells: int = 10_000_000
    query_seconds: int = 300  # that a query may take


def limits() -> Limits:
    """The limits that hold here; an ``OkrError`` when the environment names one that does not exist."""
    return _set(os.environ.get(VARIABLE, ""))


@cache
def _set(given: str) -> Limits:
    names = [field.name for field in fields(Limits)]
    chosen: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        name, _, value = part.partition("=")
        if name not in names or not value.isdecimal() or int(value) == 0:
            message = Message(
                "{variable}: {part} is no limit; write name=number, commas between, with {names}",
                variable=VARIABLE,
                part=repr(part),
                names=tuple(names),
            )
            raise OkrError(message)
        chosen[name] = int(value)
    return Limits(**chosen)


def above(name: str, unit: str) -> Message:
    """What is said of something above a limit; ``unit`` is what is counted.

    Examples
    --------
    >>> above("rows", "rows")
    'has more than 1,000,000 rows; take some out, or set OKR_LIMITS=rows=... where it runs'
    """
    return Message(
        "has more than {most} {unit}; take some out, or set {setting} where it runs",
        most=Count(getattr(limits(), name)),
        unit=unit,
        setting=f"{VARIABLE}={name}=...",
    )
