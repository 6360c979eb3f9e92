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
    """What is read at the most.

    Parameters
    ----------
    plan_bytes
        Of the YAML files of a plan folder together, and of each closing, scenario, logo and font.
    plan_files
        Files of a plan folder's ``teams``, ``closings`` or ``scenarios``.
    values
        Values of one YAML file when each alias is written out.
    depth
        Groups and lists inside each other in one YAML file.
    record_bytes
        Of one file of records; of an Excel or Parquet file also unpacked.
    workbook_bytes, workbook_cells
        Of a plan's workbook or goal sheet, unpacked; of the rows times columns that one of its sheets reaches over.
    template_bytes
        Of a template for slides, also unpacked.
    rows, cells
        Of one table, wherever it is read from.
    query_seconds
        That a query may take.
    """

    plan_bytes: int = 1_000_000
    plan_files: int = 1_000
    values: int = 200_000
    depth: int = 60
    record_bytes: int = 200_000_000
    workbook_bytes: int = 20_000_000
    workbook_cells: int = 1_000_000
    template_bytes: int = 100_000_000
    rows: int = 1_000_000
    cells: int = 10_000_000
    query_seconds: int = 300


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
