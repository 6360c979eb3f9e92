"""Opinions: what each person in the room expects of an initiative, before the room agrees on one estimate.

They are kept in ``opinions.csv``, a row for each, and are only ever added: who changes their mind adds another, and
the last one counts. The plan holds the merged estimate; the opinions say how it came about.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from okr_lib.errors import Message, Problem, Problems, RecordsError, RefusedError, message_of
from okr_lib.plan.appending import append_rows
from okr_lib.plan.files import file_table
from okr_lib.plan.inside import records_file
from okr_lib.plan.messages import shape_problems
from okr_lib.plan.model import Plan
from okr_lib.plan.typed_numbers import number_of
from okr_lib.plan.values import Estimate

if TYPE_CHECKING:
    import pandas as pd

_OPINIONS_FILE = "opinions.csv"
POINTS = ("low", "likely", "high")
_COLUMNS = ("initiative", "stream", "person", *POINTS)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+")


def load_opinions(plan: Plan) -> "pd.DataFrame":
    """Load the opinions that count: the last of each person on each effect of an initiative, in the order in which people first spoke.

    The columns are ``initiative, stream, person, low, likely, high``; rows about initiatives that the plan no longer
    has are left out. No file: no opinions yet. A ``RecordsError`` names every row that cannot be used.
    """
    import pandas as pd

    path = records_file(plan.folder, _OPINIONS_FILE)
    known = _effects(plan)
    problems = Problems()
    last: dict[tuple[str, str, str], Estimate] = {}
    for line, row in file_table(path, _COLUMNS).rows if path else ():
        initiative, stream, person, *points = (str(row.get(name) or "").strip() for name in _COLUMNS)
        key = (initiative, stream, person)
        try:
            estimate = _estimate(person, [_finite(point) for point in points])
        except ValueError as error:
            problems.append(Problem(message_of(error), _OPINIONS_FILE, line))
            continue
        if key[:2] in known:
            last[key] = estimate
    if problems:
        raise RecordsError(problems)
    records = [(*key, estimate.low, estimate.likely, estimate.high) for key, estimate in last.items()]
    return pd.DataFrame(records, columns=list(_COLUMNS)).astype(dict.fromkeys(POINTS, float))


def append_opinions(plan: Plan, initiative: str, stream: str, opinions: Mapping[str, Estimate]) -> None:
    """Add to ``opinions.csv`` what people expect of an initiative's effect on a stream, all or nothing.

    The estimates, by person, are amounts in the plan's unit or lifts as shares, like the effect itself. A
    ``RecordsError`` says that the plan has no such effect or no folder, or that the file cannot be written.
    """
    if (initiative, stream) not in _effects(plan):
        message = Message(
            "there is no initiative {initiative} with an effect on {stream}; write ids of the plan",
            initiative=repr(initiative),
            stream=repr(stream),
        )
        raise RecordsError.of(message)
    path = plan.home(RecordsError) / _OPINIONS_FILE
    rows = [
        [initiative, stream, person, *(repr(getattr(estimate, point)).removesuffix(".0") for point in POINTS)]
        for person, estimate in opinions.items()
    ]
    append_rows(path, _COLUMNS, rows)


def read_opinions(text: str) -> dict[str, Estimate]:
    """Estimates by person from a table that was pasted or read from a CSV file; a ``RecordsError`` names every row that cannot be used.

    A row a person: who, low, likely, high, with tabs, semicolons or commas between; a head and empty rows are passed
    over. Where tabs or semicolons part the columns, a comma is a decimal sign.

    Examples
    --------
    >>> read_opinions("who;low;likely;high\\nHead of Retail;2;4,5;9")
    {'Head of Retail': Estimate(low=2.0, likely=4.5, high=9.0)}
    """
    found: dict[str, Estimate] = {}
    problems = Problems()
    between = next((sign for sign in "\t;" if sign in text), ",")
    for line, row in enumerate(csv.reader(text.splitlines(), delimiter=between), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not found and not problems and not any(map(_has_digit, cells[1:]))):
            continue  # an empty row, or the head
        try:
            person, estimate = _row(cells, between, found)
            found[person] = estimate
        except ValueError as error:
            problems.append(Problem(message_of(error), "table", line))
    if not found and not problems:
        problems.append(Problem(Message("holds no estimates; write who, low, likely, high in each row"), "table"))
    if problems:
        raise RecordsError(problems)
    return found


def _row(cells: list[str], between: str, above: Mapping[str, Estimate]) -> tuple[str, Estimate]:
    if len(cells) != 1 + len(POINTS):
        raise ValueError(
            Message.counted(
                "{row} has {count} column; write who, low, likely, high",
                "{row} has {count} columns; write who, low, likely, high",
                len(cells),
                row=repr(between.join(cells)),
            )
        )
    if cells[0] in above:
        raise RefusedError("{person} stands above already; keep one of the two", person=cells[0])
    return cells[0], _estimate(cells[0], [_number(cell, between) for cell in cells[1:]])


def _effects(plan: Plan) -> set[tuple[str, str]]:
    return {(initiative.id, effect.stream) for _, initiative in plan.initiatives() for effect in initiative.effects}


def _estimate(person: str, numbers: Iterable[float | None]) -> Estimate:
    """An estimate of a person; a ``ValueError`` says in one line what is wrong with it."""
    if not person:
        raise RefusedError("nobody is named; write who estimates, such as Head of Retail")
    given = dict(zip(POINTS, numbers, strict=True))
    missing = [point for point, value in given.items() if value is None]
    if missing:
        raise RefusedError(
            "{person}: {points} is not a number; {remedy}",
            person=person,
            points=tuple(Message(point) for point in missing),
            remedy=Message("write {example}", example=12.5),
        )
    try:
        return Estimate.model_validate(given)
    except ValidationError as error:
        (_, first), *_ = shape_problems(error, Estimate)
        raise RefusedError("{point}: {problem}", point=person, problem=first) from error


def _number(text: str, between: str) -> float | None:
    if between != ",":
        if _THOUSANDS.fullmatch(text):
            raise RefusedError(
                "{text} may mean two numbers; write {whole} or {decimal}",
                text=repr(text),
                whole=text.replace(".", ""),
                decimal=Decimal(text.rstrip("0")),
            )
        text = text.replace(".", "").replace(",", ".") if "," in text else text
    return _finite(text)


def _finite(text: str) -> float | None:
    return None if "%" in text else number_of(text)  # of an amount or of a lift: nobody can tell


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
