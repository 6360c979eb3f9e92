"""What has been planned and observed of drivers: the factors whose product makes revenue, such as transactions and basket.

    drivers.csv
      fiscal_year,quarter,stream,driver,value,planned
      2022/23,Q3,,Transactions (million),6.76,6.8
      2022/23,Q4,,Transactions (million),,5.1

A row without a stream is about the company. ``planned`` may be left out, and the value of a quarter that is still to come.
Drivers explain revenue; what they do not explain is shown as what it is, so they need not meet it to the last krone.
"""

from collections.abc import Mapping
from functools import partial
from math import isnan
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, RecordsError, RefusedError
from okr_lib.plan.model import Plan
from okr_lib.plan.records import records_table, revenue_fields
from okr_lib.plan.rows import Table, optional, parsed, repeated

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("fiscal_year", "quarter", "stream", "driver", "value")
_COLUMNS = (*_NEEDED, "planned")
COMPANY = ""  # the stream of drivers that are the whole company's


def load_drivers(plan: Plan) -> "pd.DataFrame":
    """Load drivers by fiscal year, quarter and stream, from where the plan's ``records`` name them or else ``drivers.csv`` in its folder.

    The columns are ``fiscal_year, quarter, stream`` (the empty text for the company), ``driver`` (a stream's own driver
    by its id, any other as written), ``value`` and ``planned`` (above 0; one of the two may be missing). No file: no
    rows. A ``RecordsError`` names every row that cannot be used.
    """
    import pandas as pd

    table = records_table(plan, "drivers", _NEEDED)
    records: list[tuple[Any, ...]] = []
    if table:
        known = revenue_fields(plan)

        def driver(table: Table, cell: Any) -> str:
            empty = Message("is empty; name the driver, such as {example}", example="Transactions (million)")
            return table.words(cell, empty)

        positive = optional(_above_nothing)
        fields = {**known, "stream": optional(known["stream"], COMPANY), "driver": driver}
        fields |= {"value": positive, "planned": positive}
        rows, problems = parsed(table, {name: fields[name] for name in _COLUMNS})
        problems += repeated(table, rows, partial(_key, plan))
        for number, values in rows:
            if isnan(values["value"]) and isnan(values["planned"]):
                problems.append(
                    table.problem(Message("is empty; write what was observed, or what is planned"), number, "value")
                )
            records.append((*_key(plan, values), values["value"], values["planned"]))
        if problems:
            raise RecordsError(problems)
    return pd.DataFrame(records, columns=list(_COLUMNS)).astype({"value": float, "planned": float})


def _above_nothing(table: Table, cell: Any) -> float:
    number = table.number(cell)
    if number <= 0:
        raise RefusedError("{value} is not above 0", value=number)
    return number


def _key(plan: Plan, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row is of; a stream's own driver stands by its id."""
    year, quarter, stream, driver = (values[name] for name in _NEEDED[:-1])
    own = {
        name.casefold(): entry.id
        for place in plan.streams
        if place.id == stream
        for entry in place.drivers
        for name in (entry.id, entry.name)
    }
    return year, quarter, stream, own.get(driver.casefold(), driver)
