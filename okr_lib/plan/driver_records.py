"""What has been observed of drivers: the factors whose product makes revenue, such as transactions and basket.

    drivers.csv
      fiscal_year,quarter,stream,driver,value
      2022/23,Q3,,Transactions (million),6.76

A row without a stream is about the company. Drivers explain growth that was observed; what they do not explain is
shown as what it is, so they need not meet revenue to the last krone.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, RecordsError
from okr_lib.plan.model import Plan
from okr_lib.plan.records import records_table, revenue_fields
from okr_lib.plan.rows import Table, parsed

if TYPE_CHECKING:
    import pandas as pd

_DRIVER_COLUMNS = ("fiscal_year", "quarter", "stream", "driver", "value")
COMPANY = ""  # the stream of drivers that are the whole company's


def load_drivers(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load drivers by fiscal year, quarter and stream.

    Parameters
    ----------
    plan
        The plan whose streams the records name (by id or name; none: the company).
    path
        A file to read instead of ``drivers.csv`` in the plan's folder, or of what the plan's ``records`` name.

    Returns
    -------
    DataFrame
        Columns ``fiscal_year, quarter, stream`` (the empty text for the company), ``driver`` (a stream's own driver by its
        id, any other as written), ``value`` (above 0). No file: no rows.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line or row number.
    """
    import pandas as pd

    table = records_table(plan, "drivers", _DRIVER_COLUMNS, path)
    records: list[tuple[Any, ...]] = []
    if table:
        known = revenue_fields(plan)

        def stream(table: Table, cell: Any) -> str:
            return known["stream"](table, cell) if table.written(cell) else COMPANY

        def driver(table: Table, cell: Any) -> str:
            name = table.written(cell)
            if not name:
                raise ValueError(
                    Message("is empty; name the driver, such as {example}", example="Transactions (million)")
                )
            return name

        def value(table: Table, cell: Any) -> float:
            number = table.number(cell)
            if number <= 0:
                raise ValueError(Message("{value} is not above 0", value=number))
            return number

        fields = {**known, "stream": stream, "driver": driver, "value": value}
        rows, problems = parsed(table, {name: fields[name] for name in _DRIVER_COLUMNS})
        seen: dict[tuple[Any, ...], str] = {}
        for number, values in rows:
            row = _with_ids(plan, tuple(values[name] for name in _DRIVER_COLUMNS))
            if row[:-1] in seen:
                named = " ".join(part for part in row[:-1] if part)
                message = Message("{name} stands in {row} already; keep one of the two", name=named, row=seen[row[:-1]])
                problems.append(table.problem(message, number))
            seen.setdefault(row[:-1], table.row(number))
            records.append(row)
        if problems:
            raise RecordsError(problems)
    return pd.DataFrame(records, columns=list(_DRIVER_COLUMNS)).astype({"value": float})


def _with_ids(plan: Plan, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row in which a stream's own driver stands by its id."""
    year, quarter, stream, driver, value = row
    own = {
        name.casefold(): entry.id
        for place in plan.streams
        if place.id == stream
        for entry in place.drivers
        for name in (entry.id, entry.name)
    }
    return year, quarter, stream, own.get(driver.casefold(), driver), value
