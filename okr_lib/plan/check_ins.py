"""Check-ins: what the owner of a key result observed, on a day, how confident, and in which words.

Check-ins are only ever added, never changed, so that nobody can improve the past. Several people may check in at the
same time: each row is written whole, under a lock.
"""

from collections.abc import Iterator
from enum import StrEnum
from math import isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, Problem, Problems, RecordsError, message_of
from okr_lib.plan.appending import append_rows
from okr_lib.plan.fields import Record
from okr_lib.plan.files import file_table
from okr_lib.plan.inside import records_file
from okr_lib.plan.model import Plan
from okr_lib.plan.records import records_table
from okr_lib.plan.rows import Field, Table, parsed
from okr_lib.plan.values import Date, Id, Number, Share, Text

if TYPE_CHECKING:
    import pandas as pd

CHECK_INS_FILE = "check_ins.csv"
NEEDED = ("date", "key_result", "value", "confidence", "comment", "author")
COLUMNS = (*NEEDED, "state")


class InitiativeState(StrEnum):
    """Where the work on an initiative is, as its team tells it."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class CheckIn(Record):
    """One check-in; ``confidence`` is 0 to 1 that the target will be met, or not said.

    ``key_result`` may also name an initiative: then ``value`` is the revenue it has brought in the fiscal year so far, as
    its team sees it, in the plan's unit, and ``state`` where the work is; one of the two is enough. Where a key result
    has the same id, the key result is meant. One that measures revenue needs no value: it is read from the actuals.
    """

    date: Date
    key_result: Id
    value: Number | None = None
    confidence: Share | None = None
    comment: str = ""
    author: Text
    state: InitiativeState | None = None


def load_check_ins(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load all check-ins, oldest first.

    Parameters
    ----------
    plan
        The plan whose key results they name.
    path
        A .csv, .xlsx or .parquet file to read instead, with columns ``date, key_result, value, confidence, comment,
        author`` and perhaps ``state``; dates are written 2022-12-31, confidence may be empty. Default: ``check_ins.csv`` in the plan's
        folder and, where the plan's ``records`` name an origin of check-ins, what stands there too. A missing
        ``check_ins.csv`` is no check-ins yet.

    Returns
    -------
    DataFrame
        Those columns and ``place``, a ``Problem`` that says where the row stands; ``date`` holds dates, ``value`` and ``confidence`` are missing and ``state`` is empty where not
        said. Sorted by date; of one day in
        the source's order, those of ``check_ins.csv`` last.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line or row number.
    """
    fields = _fields(names_checked(plan))
    problems = Problems()
    records: list[tuple[Any, ...]] = []
    for table in _tables(plan, path):
        rows, wrong = parsed(table, fields)
        problems += wrong
        for number, values in rows:
            try:
                _refuse(
                    plan, values["key_result"], None if isnan(values["value"]) else values["value"], values["state"]
                )
            except ValueError as error:
                problems.append(table.problem(message_of(error), number, "state" if values["state"] else "value"))
        records += [(*(values[column] for column in COLUMNS), table.problem("", number)) for number, values in rows]
    if problems:
        raise RecordsError(problems)
    return _frame(records).sort_values("date", kind="stable", ignore_index=True)


def append_check_in(plan: Plan, check_in: CheckIn, path: str | Path | None = None) -> None:
    """Add a check-in to the file, whole or not at all.

    Parameters
    ----------
    plan
        The plan; it must have the key result.
    check_in
        What was observed.
    path
        The file; default ``check_ins.csv`` in the plan's folder. It is made with its head where there is none.

    Raises
    ------
    RecordsError
        When the plan has no such key result, no folder and no file is named, or the file cannot be written.
    """
    known = names_checked(plan)
    if check_in.key_result not in known:
        message = Message(
            "there is no key result or initiative {name}; {hint}",
            name=repr(check_in.key_result),
            hint=Message("choose one of {known}", known=tuple(known)),
        )
        raise RecordsError([Problem(message, field="key_result")])
    if path is None and plan.folder is None:
        raise RecordsError([Problem(Message("the plan was made in code and has no folder; name the file to write to"))])
    try:
        _refuse(plan, check_in.key_result, check_in.value, check_in.state.value if check_in.state else "")
    except ValueError as error:
        raise RecordsError([Problem(message_of(error), field="state" if check_in.state else "value")]) from error
    path = Path(path) if path is not None else Path(plan.folder or "") / CHECK_INS_FILE
    confidence = "" if check_in.confidence is None else f"{check_in.confidence:g}"
    value = "" if check_in.value is None else repr(check_in.value).removesuffix(".0")
    row = [check_in.date.isoformat(), check_in.key_result, value, confidence, check_in.comment, check_in.author]
    if check_in.state is None:  # a file without states stays as it is
        append_rows(path, NEEDED, [row])
    else:
        append_rows(path, COLUMNS, [[*row, check_in.state.value]])


def names_checked(plan: Plan) -> list[str]:
    """Ids that a check-in may name: all key results, the company's first, then all initiatives."""
    results = [result.id for _, objective in plan.objectives_by_team() for result in objective.key_results]
    return [*results, *(initiative.id for _, initiative in plan.initiatives() if initiative.id not in results)]


def _tables(plan: Plan, path: str | Path | None) -> Iterator[Table]:
    """What is read: one file that is named; or what the plan's records name, then the folder's own file."""
    own = records_file(plan.folder, CHECK_INS_FILE)
    origin = plan.records.check_ins
    found = records_table(plan, "check_ins", NEEDED, path)
    if found is not None:
        yield found
    if path is not None or origin is None or own is None:
        return
    if origin.file is None or (own.parent / origin.file).resolve() != own.resolve():
        yield file_table(own, NEEDED)


def _refuse(plan: Plan, name: str, value: float | None, state: str) -> None:
    """Refuse a state of what is no initiative, and silence where something has to be said."""
    results = {result.id: result for _, objective in plan.objectives_by_team() for result in objective.key_results}
    if name in results and state:
        raise ValueError(
            Message(
                "{state} is the state of an initiative, and {name} is a key result; leave it empty",
                state=repr(state),
                name=repr(name),
            )
        )
    if value is None and not state and (name not in results or results[name].measures is None):
        if name in results:
            raise ValueError(Message("is empty; write the number observed"))
        raise ValueError(Message("is empty; write what it brought, or a state"))


def _fields(known: list[str]) -> dict[str, Field]:
    """How each column is read; ``known`` are the ids that may be checked in on."""

    def key_result(table: Table, cell: Any) -> str:
        given = table.written(cell)
        if given not in known:
            raise ValueError(
                Message(
                    "{value} is no key result or initiative; {hint}",
                    value=repr(given),
                    hint=Message("choose one of {known}", known=tuple(known)),
                )
            )
        return given

    return {
        "date": Table.day,
        "key_result": key_result,
        "value": lambda table, cell: table.number(cell) if table.written(cell) else nan,
        "confidence": _confidence,
        "comment": lambda table, cell: cell if isinstance(cell, str) else table.written(cell),
        "author": _author,
        "state": _state,
    }


def _confidence(table: Table, cell: Any) -> float:
    if not table.written(cell):
        return float("nan")
    try:
        share = table.number(cell)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError(
            Message("{value} is not between 0 and 1; leave it empty if not said", value=repr(table.written(cell)))
        )
    return share


def _state(table: Table, cell: Any) -> str:
    state = table.written(cell).casefold().replace(" ", "_")
    if state and state not in list(InitiativeState):
        raise ValueError(
            Message(
                "{text} is no state; write one of {states}, or nothing",
                text=repr(table.written(cell)),
                states=tuple(map(str, InitiativeState)),
            )
        )
    return state


def _author(table: Table, cell: Any) -> str:
    author = table.written(cell)
    if not author:
        raise ValueError(Message("is empty; write who checked in, such as Head of Retail"))
    return author


def _frame(records: list[tuple[Any, ...]]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(records, columns=[*COLUMNS, "place"])
    return frame.astype({"date": object, "value": float, "confidence": float})
