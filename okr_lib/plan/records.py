"""What has been observed: revenue by fiscal year, quarter and stream.

The plan says what is expected; records say what came. They are kept apart, so that a restated figure can
never move the plan silently. Every row that cannot be used is reported with its row number, in the same words
whether it stands in a CSV file, a workbook, a Parquet file or a company's database.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, RecordsError, RefusedError
from okr_lib.plan.appending import add_rows, adding_to
from okr_lib.plan.database import query_table
from okr_lib.plan.fields import FieldPath
from okr_lib.plan.files import file_table
from okr_lib.plan.inside import UnfitFileError, inside, reason, records_file
from okr_lib.plan.model import Plan
from okr_lib.plan.origins import Origin
from okr_lib.plan.rows import Field, Table, optional, own_rows
from okr_lib.plan.values import QUARTERS

if TYPE_CHECKING:
    import pandas as pd

ACTUALS_COLUMNS = ("fiscal_year", "quarter", "stream", "revenue")
_ACTUALS_FILE = "actuals.csv"
_REPORTED_COLUMNS = (*ACTUALS_COLUMNS, "as_of", "row")
_TWICE = Message(
    "{name} stands in {row} already; keep one of the two, or add a column as_of with the day each was reported"
)


def load_actuals(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load revenue by fiscal year, quarter and stream.

    Parameters
    ----------
    plan
        The plan whose streams the records name (by id or name), and which says where the records are.
    path
        A .csv, .xlsx or .parquet file to read instead, with columns ``fiscal_year, quarter, stream, revenue`` and any
        others; revenue is in the plan's unit. Default: what the plan's ``records`` name, or else ``actuals.csv`` in
        the plan's folder. A missing ``actuals.csv`` is no records yet.

    Returns
    -------
    DataFrame
        Columns ``fiscal_year, quarter, stream, revenue``; ``stream`` holds ids. Rows keep the source's order. Of a
        figure that was restated (column ``as_of``) the latest counts.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line or row number.
    """
    return latest(load_reported(plan, path))[list(ACTUALS_COLUMNS)]


def load_reported(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load revenue as it was reported, figures restated later included; plan and path as for ``load_actuals``.

    The columns are ``fiscal_year, quarter, stream, revenue``, ``as_of`` (the day the figure was reported; missing where
    not said) and ``row`` (where it stands, such as "line 3"). A ``RecordsError`` names every row that cannot be used;
    two rows of one fiscal year, quarter, stream and ``as_of`` cannot.
    """
    import pandas as pd

    table = records_table(plan, "actuals", ACTUALS_COLUMNS, path)
    records = _reported(table, revenue_fields(plan)) if table else []
    frame = pd.DataFrame(records, columns=list(_REPORTED_COLUMNS)).astype({"revenue": float, "as_of": object})
    return frame.assign(row=pd.Series([row for *_, row in records], dtype=object))  # messages, not their texts


def latest(reported: "pd.DataFrame") -> "pd.DataFrame":
    """The figures that count: of each fiscal year, quarter and stream the one reported last.

    A figure without ``as_of`` is older than any with it. Columns and order stay.
    """
    keys = list(ACTUALS_COLUMNS[:-1])
    days = reported["as_of"].map(lambda day: day if isinstance(day, dt.date) else dt.date.min)
    last = reported.assign(day=days).sort_values("day", kind="stable").drop_duplicates(keys, keep="last")
    return reported.loc[sorted(last.index)].reset_index(drop=True)


def records_table(plan: Plan, kind: str, needed: Sequence[str], path: str | Path | None = None) -> Table | None:
    """The rows of one kind of records, read from a file that is named, or else from where the plan says.

    The kind is ``actuals``, ``check_ins``, ``drivers`` or ``spend``. ``None`` where the plan names no origin and its
    folder has no file of that kind.
    """
    if path is not None:
        return file_table(Path(path), needed)
    origin = getattr(plan.records, kind)
    if origin is None:
        default = records_file(plan.folder, f"{kind}.csv")
        return file_table(default, needed) if default else None
    return origin_table(plan, origin, ("records", kind), needed)


def origin_table(plan: Plan, origin: Origin, at: FieldPath, needed: Sequence[str]) -> Table:
    """The rows of an origin that stands at a place of the plan, by the rules for all records.

    A ``RecordsError`` says that the file is not there or not in the folder (nor in one that the environment names),
    that the database refuses, or that a column is missing.
    """
    if origin.file is None:
        return query_table(
            origin.url or "",
            origin.query or "",
            needed,
            at_url=plan.problem((*at, "url"), ""),
            at_query=plan.problem((*at, "query"), ""),
            folder=plan.folder,
        )
    folder = plan.folder or Path()
    try:
        file = inside(folder, origin.file, records=True)
    except UnfitFileError as error:
        raise RecordsError([plan.problem((*at, "file"), reason(error))]) from error
    if not file.exists():
        message = Message("there is no file {file}; a path starts from the plan folder", file=repr(origin.file))
        raise RecordsError([plan.problem((*at, "file"), message)])
    return file_table(file, needed, name=origin.file, sheet=origin.sheet)


def enter_actuals(plan: Plan, quarter: str, revenue: Mapping[str, float], on: dt.date) -> None:
    """Write the revenue of a quarter by stream (id), entered on a day, into the plan's folder; what stands there already is not written again.

    A figure that is entered again is restated: the earlier row stays, and the latest counts. Only what was entered on the
    same day gives way, for it was a slip.

    A ``RecordsError`` says that the plan's actuals come from somewhere else, or that the file cannot be read or
    written.
    """
    if plan.folder is None:
        raise RecordsError.of(Message("the plan was made in code and has no folder; save it to one first"))
    origin = plan.records.actuals
    if origin is not None and origin.file != _ACTUALS_FILE:
        place = origin.file or origin.url or ""
        raise RecordsError.of(Message("revenue is read from {place}; change it there", place=place))
    year = plan.fiscal_year.label
    with adding_to(plan.folder / _ACTUALS_FILE):
        reported = load_reported(plan)
        own = reported[(reported["fiscal_year"] == year) & (reported["quarter"] == quarter)]
        known = dict(latest(own)[["stream", "revenue"]].itertuples(index=False, name=None))
        today = dict(own.loc[own["as_of"] == on, ["stream", "revenue"]].itertuples(index=False, name=None))
        fresh = {stream: amount for stream, amount in revenue.items() if known.get(stream) != amount}

        def rows(amounts: Mapping[str, float]) -> list[list[str]]:
            return [[year, quarter, stream, f"{amount:.12g}", str(on)] for stream, amount in amounts.items()]

        slips = {stream: today[stream] for stream in fresh if stream in today}
        add_rows(plan.folder / _ACTUALS_FILE, (*ACTUALS_COLUMNS, "as_of"), rows(fresh), instead=rows(slips))


def provenance(plan: Plan, **records: "pd.DataFrame") -> dict[str, dict[str, Any]]:
    """Where each kind of records came from, as the plan writes it, with the number of rows and their SHA-256.

    The same rows have the same hash wherever they came from. Credentials are not in a plan, so neither are they here.
    """
    found = {}
    for kind, frame in records.items():
        origin = getattr(plan.records, kind)
        place = origin.model_dump(exclude_none=True) if origin else {"file": f"{kind}.csv"}
        rows = frame.drop(columns=["row", "place"], errors="ignore").to_csv(index=False).encode()
        found[kind] = {**place, "rows": len(frame), "sha256": hashlib.sha256(rows).hexdigest()}
    return found


def _reported(table: Table, fields: Mapping[str, Field]) -> list[tuple[Any, ...]]:
    key = itemgetter("fiscal_year", "quarter", "stream", "as_of")
    rows = own_rows(table, fields, key, *([] if "as_of" in table.columns else [_TWICE]))
    return [(*(values[name] for name in _REPORTED_COLUMNS[:-1]), table.row(number)) for number, values in rows]


def revenue_fields(plan: Plan) -> dict[str, Field]:
    """How the columns of actuals are read."""
    ids = {name.casefold(): stream.id for stream in plan.streams for name in (stream.id, stream.name)}

    def fiscal_year(table: Table, cell: Any) -> str:
        if isinstance(cell, dt.date):
            raise RefusedError(
                "{value} is a date; write the year's label, such as {label}",
                value=f"{cell:%Y-%m-%d}",
                label=plan.fiscal_year.label,
            )
        return table.words(cell, Message("is empty; write {example}", example=plan.fiscal_year.label))

    def quarter(table: Table, cell: Any) -> str:
        given = table.written(cell)
        if given.upper() not in QUARTERS:
            raise RefusedError("{value} is not a quarter; write Q1 to Q4", value=repr(given))
        return given.upper()

    def stream(table: Table, cell: Any) -> str:
        given = table.written(cell)
        if given.casefold() not in ids:
            raise RefusedError(
                "{value} is no stream of the plan; the streams are {known}",
                value=repr(given),
                known=tuple(stream.name for stream in plan.streams),
            )
        return ids[given.casefold()]

    def revenue(table: Table, cell: Any) -> float:
        number = table.number(cell)
        if number < 0:
            raise RefusedError("{value} is negative; write 0 or more", value=number)
        return number

    as_of = optional(Table.day, None)
    return {"fiscal_year": fiscal_year, "quarter": quarter, "stream": stream, "revenue": revenue, "as_of": as_of}
