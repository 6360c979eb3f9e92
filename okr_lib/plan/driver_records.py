"""What has been planned and observed of drivers: the factors whose product makes revenue, such as transactions and basket.

    drivers.csv
      fiscal_year,quarter,stream,driver,value,planned
      2022/23,Q3,,Transactions (million),6.76,6.8
      2022/23,Q4,,Transactions (million),,5.1

A row without a stream is about the company. ``planned`` may be left out, and the value of a quarter that is still to come.
Drivers explain revenue; what they do not explain is shown as what it is, so they need not meet it to the last krone.
"""

from math import isnan, nan
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, RecordsError
from okr_lib.plan.model import Plan
from okr_lib.plan.records import records_table, revenue_fields
from okr_lib.plan.rows import Table, parsed

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("fiscal_year", "quarter", "stream", "driver", "value")
_COLUMNS = (*_NEEDED, "planned")
COMPANY = ""  # the stream of drivers that are the whole company's


def load_drivers(plan: Plan) -> "pd.DataFrame":
    """Load drivers by fiscal year, quarter and stream.

    Parameters
    ----------
    plan
        The plan whose streams the records name (by id or name; none: the company). They are what its ``records`` name, or
        else ``drivers.csv`` in its folder.

    Returns
    -------
    DataFrame
        Columns ``fiscal_year, quarter, stream`` (the empty text for the company), ``driver`` (a stream's own driver by its
        id, any other as written), ``value`` and ``planned`` (above 0; one of the two may be missing). No file: no rows.

    Raises
    ------
    RecordsError
        With every row that cannot be used, by line or row number.
    """
    import pandas as pd

    table = records_table(plan, "drivers", _NEEDED)
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

        fields = {**known, "stream": stream, "driver": driver, "value": _above_nothing, "planned": _above_nothing}
        rows, problems = parsed(table, {name: fields[name] for name in _COLUMNS})
        seen: dict[tuple[Any, ...], str] = {}
        for number, values in rows:
            row = _with_ids(plan, tuple(values[name] for name in _NEEDED[:-1]))
            if row in seen:
                named = " ".join(part for part in row if part)
                message = Message("{name} stands in {row} already; keep one of the two", name=named, row=seen[row])
                problems.append(table.problem(message, number))
            if isnan(values["value"]) and isnan(values["planned"]):
                problems.append(
                    table.problem(Message("is empty; write what was observed, or what is planned"), number, "value")
                )
            seen.setdefault(row, table.row(number))
            records.append((*row, values["value"], values["planned"]))
        if problems:
            raise RecordsError(problems)
    return pd.DataFrame(records, columns=list(_COLUMNS)).astype({"value": float, "planned": float})


def _above_nothing(table: Table, cell: Any) -> float:
    """A number above 0; missing where nothing is written."""
    if not table.written(cell):
        return nan
    number = table.number(cell)
    if number <= 0:
        raise ValueError(Message("{value} is not above 0", value=number))
    return number


def _with_ids(plan: Plan, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row in which a stream's own driver stands by its id."""
    year, quarter, stream, driver = row
    own = {
        name.casefold(): entry.id
        for place in plan.streams
        if place.id == stream
        for entry in place.drivers
        for name in (entry.id, entry.name)
    }
    return year, quarter, stream, own.get(driver.casefold(), driver)
