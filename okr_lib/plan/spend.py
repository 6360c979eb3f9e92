"""What was spent on initiatives: money that went out, by quarter, beside the cost that the plan gives them.

    spend.csv
      fiscal_year,quarter,initiative,amount
      2022/23,Q1,click-and-collect,3.4

A plan says what an initiative may cost; these rows say what it did cost, in the plan's unit. A quarter without a row is
a quarter in which nothing was spent.
"""

from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import Message, RefusedError
from okr_lib.plan.model import Plan
from okr_lib.plan.records import records_table, revenue_fields
from okr_lib.plan.references import suggestion
from okr_lib.plan.rows import Field, Table, own_rows

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("fiscal_year", "quarter", "initiative", "amount")
_TWICE = Message("{name} stands in {row} already; write one row with the sum of both")


def load_spend(plan: Plan, path: str | Path | None = None) -> "pd.DataFrame":
    """Load what was spent on initiatives by quarter.

    Parameters
    ----------
    plan
        The plan whose initiatives the records name (by id or name).
    path
        A .csv, .xlsx or .parquet file to read instead, with columns ``fiscal_year, quarter, initiative, amount``; amounts
        are in the plan's unit, 0 or more. Default: what the plan's ``records`` name, or else ``spend.csv`` in the plan's
        folder. A missing ``spend.csv`` is nothing known yet.

    Returns
    -------
    DataFrame
        Those columns and ``place``, a ``Problem`` that says where the row stands; ``initiative`` holds ids. Rows keep the
        source's order.

    Raises
    ------
    RecordsError
        With every row that cannot be used: of an unknown initiative, another year, a negative amount, or twice there.
    """
    import pandas as pd

    table = records_table(plan, "spend", _COLUMNS, path)
    records: list[tuple[Any, ...]] = []
    if table:
        rows = own_rows(table, _fields(plan), itemgetter(*_COLUMNS[:-1]), _TWICE)
        records = [(*(values[name] for name in _COLUMNS), table.problem("", number)) for number, values in rows]
    return pd.DataFrame(records, columns=[*_COLUMNS, "place"]).astype({"amount": float})


def _fields(plan: Plan) -> dict[str, Field]:
    """How the columns are read."""
    known = revenue_fields(plan)
    ids = {name.casefold(): entry.id for _, entry in plan.initiatives() for name in (entry.name, entry.id)}

    def fiscal_year(table: Table, cell: Any) -> str:
        label: str = known["fiscal_year"](table, cell)
        if label != plan.fiscal_year.label:
            message = Message(
                "{value} is not the year of the plan; write {label}, or take the row out",
                value=repr(label),
                label=plan.fiscal_year.label,
            )
            raise ValueError(message)
        return label

    def initiative(table: Table, cell: Any) -> str:
        given = table.written(cell)
        if given.casefold() not in ids:
            hint = suggestion(given, list(ids.values()))
            raise RefusedError("{value} is no initiative of the plan; {hint}", value=repr(given), hint=hint)
        return ids[given.casefold()]

    quarter, amount = known["quarter"], known["revenue"]
    return {"fiscal_year": fiscal_year, "quarter": quarter, "initiative": initiative, "amount": amount}
