"""Check-ins: what the owner of a key result observed, on a day, how confident, and in which words.

Check-ins are only ever added, never changed, so that nobody can improve the past. Several people may check in at the
same time: each row is written whole, under a lock.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from okr_lib.errors import Problem, RecordsError
from okr_lib.plan.appending import append_rows
from okr_lib.plan.model import Plan
from okr_lib.plan.records import csv_rows, finite_number
from okr_lib.plan.values import Date, Id, Number, Record, Share, Text

if TYPE_CHECKING:
    import pandas as pd

CHECK_INS_FILE = "check_ins.csv"
COLUMNS = ("date", "key_result", "value", "confidence", "comment", "author")


class CheckIn(Record):
    """One check-in; ``confidence`` is 0 to 1 that the target will be met, or not said."""

    date: Date
    key_result: Id
    value: Number
    confidence: Share | None = None
    comment: str = ""
    author: Text


def load_check_ins(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load all check-ins, oldest first.

    Parameters
    ----------
    plan
        The plan whose key results they name.
    path
        A CSV file with columns ``date, key_result, value, confidence, comment, author``; dates are written
        2022-12-31, confidence may be empty. Default: ``check_ins.csv`` in the plan's folder; a missing default file
        is no check-ins yet.

    Returns
    -------
    DataFrame
        Those columns; ``date`` holds dates, ``confidence`` is missing where not said. Sorted by date; of one day in
        the file's order.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line number.
    """
    import pandas as pd

    if path is None:
        path = plan.folder / CHECK_INS_FILE if plan.folder else None
        if path is None or not path.exists():
            return _frame([])
    known = key_result_ids(plan)
    problems: list[Problem] = []
    records: list[tuple[dt.date, str, float, float, str, str]] = []
    for line, row in csv_rows(Path(path), COLUMNS):
        wrong = _problems(row, known)
        problems += [Problem(message, Path(path).name, line, field) for field, message in wrong]
        if not wrong:
            confidence = finite_number(row["confidence"])
            records.append(
                (
                    dt.date.fromisoformat(row["date"].strip()),
                    row["key_result"].strip(),
                    float(row["value"]),
                    float("nan") if confidence is None else confidence,
                    row["comment"],
                    row["author"].strip(),
                )
            )
    if problems:
        raise RecordsError(problems)
    frame: pd.DataFrame = _frame(records)
    return frame.sort_values("date", kind="stable", ignore_index=True)


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
    known = key_result_ids(plan)
    if check_in.key_result not in known:
        message = f"there is no key result {check_in.key_result!r}; choose one of {', '.join(known)}"
        raise RecordsError([Problem(message, field="key_result")])
    if path is None and plan.folder is None:
        raise RecordsError([Problem("the plan was made in code and has no folder; name the file to write to")])
    path = Path(path) if path is not None else Path(plan.folder or "") / CHECK_INS_FILE
    confidence = "" if check_in.confidence is None else f"{check_in.confidence:g}"
    row = [check_in.date.isoformat(), check_in.key_result, repr(check_in.value).removesuffix(".0"), confidence]
    append_rows(path, COLUMNS, [[*row, check_in.comment, check_in.author]])


def key_result_ids(plan: Plan) -> list[str]:
    """Ids of all key results, the company's first."""
    return [result.id for _, objective in plan.objectives_by_team() for result in objective.key_results]


def _problems(row: dict[str, str], known: list[str]) -> list[tuple[str, str]]:
    found = []
    try:
        dt.date.fromisoformat(row["date"].strip())
    except ValueError:
        found.append(("date", f"{row['date']!r} is not a date; write 2022-12-31"))
    if row["key_result"].strip() not in known:
        found.append(("key_result", f"{row['key_result']!r} is no key result; choose one of {', '.join(known)}"))
    if finite_number(row["value"]) is None:
        found.append(("value", f"{row['value']!r} is not a number; write 12.5"))
    confidence = finite_number(row["confidence"])
    if row["confidence"].strip() and (confidence is None or not 0 <= confidence <= 1):
        found.append(("confidence", f"{row['confidence']!r} is not between 0 and 1; leave it empty if not said"))
    if not row["author"].strip():
        found.append(("author", "is empty; write who checked in, such as Head of Retail"))
    return found


def _frame(records: list[tuple[dt.date, str, float, float, str, str]]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"date": object, "value": float, "confidence": float})
