"""Check-ins: what the owner of a key result observed, on a day, how confident, and in which words.

Check-ins are only ever added, never changed, so that nobody can improve the past. Several people may check in at the
same time: each row is written whole, under a lock.
"""

from collections.abc import Callable, Iterator, Mapping
from math import isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, Problem, Problems, RecordsError, RefusedError
from okr_lib.plan.appending import append_rows
from okr_lib.plan.fields import Record
from okr_lib.plan.files import file_table
from okr_lib.plan.inside import records_file
from okr_lib.plan.kinds import InitiativeState, KnownBy
from okr_lib.plan.model import Plan
from okr_lib.plan.records import records_table
from okr_lib.plan.references import one_of
from okr_lib.plan.rows import Field, Table, optional, parsed
from okr_lib.plan.values import Date, Id, Number, Share, Text

if TYPE_CHECKING:
    import pandas as pd

CHECK_INS_FILE = "check_ins.csv"
_NEEDED = ("date", "key_result", "value", "confidence", "comment", "author")
COLUMNS = (*_NEEDED, "state", "known_by", "low", "high")
_NUMBERS = ("value", "low", "high")
_NOBODY = Message("is empty; write who checked in, such as Head of Retail")


class CheckIn(Record):
    """One check-in; ``confidence`` is 0 to 1 that the target will be met, or not said.

    ``key_result`` may also name an initiative: then ``value`` is the revenue it has brought in the fiscal year so far, as
    its team sees it, in the plan's unit, and ``state`` where the work is; one of the two is enough. Where a key result
    has the same id, the key result is meant. One that measures revenue needs no value: it is read from the actuals.

    Of what an initiative has brought, ``known_by`` says how that is known (not said: by judgement), and ``low`` and ``high``
    where it lies eight times in ten.
    """

    date: Date
    key_result: Id
    value: Number | None = None
    confidence: Share | None = None
    comment: str = ""
    author: Text
    state: InitiativeState | None = None
    known_by: KnownBy | None = None
    low: Number | None = None
    high: Number | None = None


def load_check_ins(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load all check-ins, oldest first; of one day in the source's order, those of ``check_ins.csv`` last.

    They are ``check_ins.csv`` in the plan's folder (without it there are none yet) and what stands where its
    ``records`` name an origin of check-ins; or a file that is named, with the columns ``date, key_result, value,
    confidence, comment, author`` and perhaps ``state``, ``known_by``, ``low`` and ``high``. What is not said is missing
    where it is a number, else empty. The column ``place`` has a ``Problem`` that says where the row stands. A
    ``RecordsError`` names every row that cannot be used.
    """
    fields = _fields(names_checked(plan))
    problems = Problems()
    records: list[tuple[Any, ...]] = []
    for table in _tables(plan, path):
        rows, wrong = parsed(table, fields)
        problems += wrong
        for number, values in rows:
            problems += [table.problem(message, number, field) for field, message in _contradictions(plan, values)]
        records += [(*(values[column] for column in COLUMNS), table.problem("", number)) for number, values in rows]
    if problems:
        raise RecordsError(problems)
    return _frame(records).sort_values("date", kind="stable", ignore_index=True)


def check_ins_on(check_ins: "pd.DataFrame") -> "Callable[[str], pd.DataFrame]":
    """What finds the check-ins on one key result or initiative by its id, in their order; none where there are none."""
    places = check_ins.groupby("key_result", sort=False).indices
    return lambda name: check_ins.take(places.get(name, []))


def append_check_in(plan: Plan, check_in: CheckIn) -> None:
    """Add a check-in to ``check_ins.csv`` in the plan's folder, whole or not at all.

    A ``RecordsError`` says that the plan has no such key result or no folder, or that the file cannot be written.
    """
    known = names_checked(plan)
    if check_in.key_result not in known:
        message = Message(
            "there is no key result or initiative {name}; {hint}", name=repr(check_in.key_result), hint=one_of(known)
        )
        raise RecordsError.of(message, field="key_result")
    path = plan.home(RecordsError) / CHECK_INS_FILE
    said = {name: nan if value is None and name in _NUMBERS else value for name, value in check_in.model_dump().items()}
    problems = [Problem(message, field=field) for field, message in _contradictions(plan, said)]
    if problems:
        raise RecordsError(problems)
    row = check_in_row(check_in)
    append_rows(path, list(row), [list(row.values())])


def check_in_row(check_in: CheckIn) -> dict[str, str]:
    """A check-in as a row of the file, by column.

    A file that was begun before a column was known stays as it is until the column is needed.
    """
    row = {name: _written(value) for name, value in check_in.model_dump().items()}
    return {name: row[name] for name in COLUMNS if name in _NEEDED or row[name]}


def names_checked(plan: Plan) -> list[str]:
    """Ids that a check-in may name: all key results, the company's first, then all initiatives."""
    return [*dict.fromkeys([*plan.key_results, *(initiative.id for _, initiative in plan.initiatives())])]


def _tables(plan: Plan, path: str | Path | None) -> Iterator[Table]:
    """What is read: one file that is named; or what the plan's records name, then the folder's own file."""
    own = records_file(plan.folder, CHECK_INS_FILE)
    origin = plan.records.check_ins
    found = records_table(plan, "check_ins", _NEEDED, path)
    if found is not None:
        yield found
    if path is not None or origin is None or own is None:
        return
    if origin.file is None or (own.parent / origin.file).resolve() != own.resolve():
        yield file_table(own, _NEEDED)


def _written(value: Any) -> str:
    """A value as it stands in a file: nothing where it is not said."""
    if value is None:
        return ""
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _contradictions(plan: Plan, said: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What a check-in says that goes together with nothing, by field: a state of what is no initiative, silence, a wrong range."""
    name, value, low, high = (said[field] for field in ("key_result", "value", "low", "high"))
    results = plan.key_results
    if name in results and said["state"]:
        message = Message(
            "{state} is the state of an initiative, and {name} is a key result; leave it empty",
            state=repr(str(said["state"])),
            name=repr(name),
        )
        yield "state", message
    elif isnan(value) and name not in results and not said["state"]:
        yield "value", Message("is empty; write what it brought, or a state")
    elif isnan(value) and name in results and results[name].measures is None:
        yield "value", Message("is empty; write the number observed")
    if (name in results or isnan(value)) and (said["known_by"] or not isnan(low) or not isnan(high)):
        proof = "known_by" if said["known_by"] else "high" if isnan(low) else "low"
        message = Message(
            "says how sure a claim is, and there is none; leave it empty, or claim what an initiative brought"
        )
        yield proof, message
    elif isnan(low) != isnan(high):
        yield "low" if isnan(low) else "high", Message("is empty; write both ends of the range, or none")
    elif not isnan(value) and not isnan(low) and not low <= value <= high:
        ends = {"value": value, "low": low, "high": high}
        yield "value", Message("{value} does not lie between {low} and {high}; write a range that holds it", **ends)


def _fields(known: list[str]) -> dict[str, Field]:
    """How each column is read; ``known`` are the ids that may be checked in on."""

    def key_result(table: Table, cell: Any) -> str:
        given = table.written(cell)
        if given not in known:
            raise RefusedError("{value} is no key result or initiative; {hint}", value=repr(given), hint=one_of(known))
        return given

    return {
        "date": Table.day,
        "key_result": key_result,
        **dict.fromkeys(_NUMBERS, optional(Table.number)),
        "confidence": optional(_confidence),
        "comment": lambda table, cell: cell if isinstance(cell, str) else table.written(cell),
        "author": lambda table, cell: table.words(cell, _NOBODY),
        "state": _state,
        "known_by": _known_by,
    }


def _confidence(table: Table, cell: Any) -> float:
    try:
        share = table.number(cell)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise RefusedError(
            "{value} is not between 0 and 1; leave it empty if not said", value=repr(table.written(cell))
        )
    return share


def _state(table: Table, cell: Any) -> str:
    text, states = repr(table.written(cell)), tuple(map(str, InitiativeState))
    refusal = Message("{text} is no state; write one of {states}, or nothing", text=text, states=states)
    return _one_of(states, table.written(cell), refusal)


def _known_by(table: Table, cell: Any) -> str:
    text, ways = repr(table.written(cell)), tuple(map(str, KnownBy))
    refusal = Message("{text} is no way to know a claim; write one of {ways}, or nothing", text=text, ways=ways)
    return _one_of(ways, table.written(cell), refusal)


def _one_of(words: tuple[str, ...], text: str, refusal: Message) -> str:
    """One of the words, or nothing."""
    word = text.casefold().replace(" ", "_")
    if word and word not in words:
        raise ValueError(refusal)
    return word


def _frame(records: list[tuple[Any, ...]]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(records, columns=[*COLUMNS, "place"])
    return frame.astype({"date": object, "value": float, "confidence": float, "low": float, "high": float})
