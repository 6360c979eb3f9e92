"""What has been observed: revenue by fiscal year, quarter and stream.

The plan says what is expected; records say what came. They are kept apart, so that a restated figure can
never move the plan silently. Every row that cannot be used is reported with its row number.
"""

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from okr_lib.errors import Problem, RecordsError
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

if TYPE_CHECKING:
    import pandas as pd

ACTUALS_FILE = "actuals.csv"
ACTUALS_COLUMNS = ("fiscal_year", "quarter", "stream", "revenue")


def load_actuals(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load revenue by fiscal year, quarter and stream.

    Parameters
    ----------
    plan
        The plan whose streams the records name (by id or name).
    path
        A CSV file with columns ``fiscal_year, quarter, stream, revenue`` and any others; revenue is in the
        plan's unit. Default: ``actuals.csv`` in the plan's folder. A missing default file is no records yet.

    Returns
    -------
    DataFrame
        Columns ``fiscal_year, quarter, stream, revenue``; ``stream`` holds ids. Rows keep the file's order.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line number.
    """
    import pandas as pd

    if path is None:
        path = plan.folder / ACTUALS_FILE if plan.folder else None
        if path is None or not path.exists():
            return pd.DataFrame(columns=list(ACTUALS_COLUMNS)).astype({"revenue": float})
    rows = csv_rows(Path(path), ACTUALS_COLUMNS)
    file = Path(path).name
    ids = {name.casefold(): stream.id for stream in plan.streams for name in (stream.id, stream.name)}
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    records: list[tuple[str, str, str, float]] = []
    for line, row in rows:
        stream = ids.get(row["stream"].strip().casefold())
        quarter = row["quarter"].strip().upper()
        revenue = finite_number(row["revenue"])
        before = len(problems)
        if stream is None:
            known = ", ".join(stream.name for stream in plan.streams)
            problems.append(
                Problem(f"{row['stream']!r} is no stream of the plan; the streams are {known}", file, line, "stream")
            )
        if quarter not in QUARTERS:
            problems.append(Problem(f"{row['quarter']!r} is not a quarter; write Q1 to Q4", file, line, "quarter"))
        if revenue is None:
            problems.append(Problem(f"{row['revenue']!r} is not a number; write 1021.3", file, line, "revenue"))
        if not row["fiscal_year"].strip():
            message = f"is empty; write {plan.fiscal_year.label}"
            problems.append(Problem(message, file, line, "fiscal_year"))
        if stream is not None and revenue is not None and len(problems) == before:
            key = (row["fiscal_year"].strip(), quarter, stream)
            if key in seen:
                message = f"{' '.join(key)} stands in line {seen[key]} already; keep one of the two"
                problems.append(Problem(message, file, line))
            seen.setdefault(key, line)
            records.append((*key, revenue))
    if problems:
        raise RecordsError(problems)
    return pd.DataFrame(records, columns=list(ACTUALS_COLUMNS)).astype({"revenue": float})


def csv_rows(path: Path, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with their line numbers, every needed column present."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RecordsError([Problem(f"cannot be read: {error.strerror}; check the path", str(path))]) from error
    except UnicodeDecodeError as error:
        message = f"byte {error.object[error.start]:#04x} is not UTF-8; save the file with UTF-8 encoding"
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RecordsError([Problem(message, path.name, line)]) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True)
    try:
        columns = [name.strip() for name in reader.fieldnames or ()]
        missing = [name for name in needed if name not in columns]
        if missing:
            message = (
                f"has no column {', '.join(missing)}; the first line names the columns, with commas between: "
                f"{','.join(needed)}"
            )
            raise RecordsError([Problem(message, path.name, 1)])
        twice = [name for name in needed if columns.count(name) > 1]
        if twice:
            raise RecordsError([Problem(f"has more than one column {', '.join(twice)}; keep one", path.name, 1)])
        reader.fieldnames = columns
        return [(reader.line_num, row) for row in reader if any(value for value in row.values())]
    except csv.Error as error:
        raise RecordsError(
            [Problem(f"is not CSV: {error}; check its quotes", path.name, reader.line_num + 1)]
        ) from error


def finite_number(text: str) -> float | None:
    """The number a text gives, if it is one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
