"""Key results that fill themselves: what their sources have observed becomes check-ins, each with where it came from.

    - id: members
      ...
      source: {file: exports/members.csv}

A source is read only when somebody asks for it (``okr sync``), by the rules for all records. It says values, no words and no
confidence: those are the owner's. Check-ins are only added, so a figure that the source restates is one more.
"""

import datetime as dt
import re
from collections.abc import Iterator
from math import isnan
from operator import attrgetter
from typing import Any

from okr_lib.errors import Message, Problems, RecordsError, RefusedError
from okr_lib.plan.appending import add_rows, adding_to
from okr_lib.plan.check_ins import CHECK_INS_FILE, CheckIn, check_in_row, load_check_ins
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.inside import records_file
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult
from okr_lib.plan.origins import Origin
from okr_lib.plan.records import origin_table
from okr_lib.plan.rows import Field, Table, parsed, repeated
from okr_lib.plan.values import LARGEST

_NEEDED = ("date", "value")


def sync(plan: Plan, *, as_of: dt.date, dry_run: bool = False) -> tuple[CheckIn, ...]:
    """Add a check-in for each value of the fiscal year that a source has and ``check_ins.csv`` has not; with ``dry_run`` only look.

    What was added is returned by key result in the plan's order, then by day; ``author`` says from where. Nothing can
    have been observed after ``as_of``. Of a day, the last check-in that a source wrote is compared; where none did, the
    last one of anybody. A ``RecordsError`` has every problem of all sources; nothing is written then.
    """
    path = plan.home(RecordsError) / CHECK_INS_FILE
    observed, problems = [], Problems()
    for at, result in _filled(plan):
        try:
            observed += _observed(plan, at, result, as_of)
        except RecordsError as error:
            problems += error.found
    if problems:
        raise RecordsError(problems)
    if dry_run or not observed:
        return tuple(_news(plan, observed))
    with adding_to(path):
        news = tuple(_news(plan, observed))
        if news:
            columns = list(check_in_row(news[0]))
            add_rows(path, columns, [[*check_in_row(new).values()] for new in news])
    return news


def has_sources(plan: Plan) -> bool:
    """Whether any key result names a source."""
    return any(True for _ in _filled(plan))


def _filled(plan: Plan) -> Iterator[tuple[FieldPath, KeyResult]]:
    """Key results that name a source, each with the place of that in the plan."""
    lists: list[tuple[FieldPath, Any]] = [(("objectives",), plan.objectives)]
    lists += [(("teams", number, "objectives"), team.objectives) for number, team in enumerate(plan.teams)]
    for at, objectives in lists:
        for number, objective in enumerate(objectives):
            for place, result in enumerate(objective.key_results):
                if result.source is not None:
                    yield (*at, number, "key_results", place, "source"), result


def _observed(plan: Plan, at: FieldPath, result: KeyResult, as_of: dt.date) -> list[CheckIn]:
    """What a source has of the fiscal year, by day; rows without a value are not observed yet."""
    assert result.source is not None
    table = origin_table(plan, result.source, at, _NEEDED)
    fields: dict[str, Field] = {"date": Table.day, "value": _value}
    rows, problems = parsed(_own_rows(table, result.id), fields)
    problems += repeated(table, rows, lambda values: (str(values["date"]),), column="date")
    found: list[CheckIn] = []
    for number, values in rows:
        day, author = values["date"], f"{_place(result.source)}, {table.row(number)}"
        if day > as_of:
            message = Message("{day} is after {today}, and nothing can have been observed then", day=day, today=as_of)
            problems.append(table.problem(message, number, "date"))
        found.append(CheckIn(date=day, key_result=result.id, value=values["value"], author=author))
    if problems:
        raise RecordsError(problems)
    first, last = plan.fiscal_year.first_day("Q1"), plan.fiscal_year.last_day("Q4")
    return [each for each in sorted(found, key=attrgetter("date")) if first <= each.date <= last]


def _value(table: Table, cell: Any) -> float:
    given = table.number(cell)
    if abs(given) > LARGEST:
        raise RefusedError("{value} is above {most}; write it in a larger unit", value=given, most=LARGEST)
    return given


def _own_rows(table: Table, name: str) -> Table:
    """The rows with a value, in a table of several key results those of one."""
    ours = "key_result" not in table.columns
    rows = [
        (number, cells)
        for number, cells in table.rows
        if (ours or str(cells.get("key_result") or "").strip() == name) and cells.get("value") not in (None, "")
    ]
    return Table(table.medium, table.place, table.columns, tuple(rows))


def _place(origin: Origin) -> str:
    """Where a check-in came from: the file and its sheet, or the database without its user and options."""
    if origin.file:
        return ", ".join(filter(None, (origin.file, origin.sheet)))
    return re.sub(r"//[^/@]*@", "//", origin.url or "").partition("?")[0]


def _news(plan: Plan, observed: list[CheckIn]) -> Iterator[CheckIn]:
    """What the folder's own check-ins do not say yet."""
    own = records_file(plan.folder, CHECK_INS_FILE)
    rows = load_check_ins(plan, own).to_dict("records") if own else []
    places = {result.id: _place(result.source) for _, result in _filled(plan) if result.source}
    known: dict[tuple[str, dt.date], float] = {}
    read: dict[tuple[str, dt.date], float] = {}
    for row in rows:
        name, value = (row["key_result"], row["date"]), float(row["value"])
        if not isnan(value):
            known[name] = value
            if str(row["author"]).startswith(places.get(row["key_result"], "\n")):
                read[name] = value
    for each in observed:
        name = each.key_result, each.date
        if read.get(name, known.get(name)) != each.value:
            yield each
