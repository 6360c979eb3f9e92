"""Actual revenue that people enter: rows at the end of ``actuals.csv``, each with the day it was entered.

A figure that is entered again is restated: the earlier row stays, and the latest counts. Only what was entered on the
same day gives way, for it was a slip.
"""

import datetime as dt
from collections.abc import Mapping

from okr_lib.errors import Message, RecordsError
from okr_lib.plan.appending import add_rows, adding_to
from okr_lib.plan.model import Plan
from okr_lib.plan.records import ACTUALS_COLUMNS, latest, load_reported

_FILE = "actuals.csv"


def enter_actuals(plan: Plan, quarter: str, revenue: Mapping[str, float], on: dt.date) -> None:
    """Write the revenue of a quarter by stream (id), entered on a day, into the plan's folder; what stands there already is not written again.

    A ``RecordsError`` says that the plan's actuals come from somewhere else, or that the file cannot be read or
    written.
    """
    if plan.folder is None:
        raise RecordsError.of(Message("the plan was made in code and has no folder; save it to one first"))
    origin = plan.records.actuals
    if origin is not None and origin.file != _FILE:
        place = origin.file or origin.url or ""
        raise RecordsError.of(Message("revenue is read from {place}; change it there", place=place))
    year = plan.fiscal_year.label
    with adding_to(plan.folder / _FILE):
        reported = load_reported(plan)
        own = reported[(reported["fiscal_year"] == year) & (reported["quarter"] == quarter)]
        known = dict(latest(own)[["stream", "revenue"]].itertuples(index=False, name=None))
        today = dict(own.loc[own["as_of"] == on, ["stream", "revenue"]].itertuples(index=False, name=None))
        fresh = {stream: amount for stream, amount in revenue.items() if known.get(stream) != amount}

        def rows(amounts: Mapping[str, float]) -> list[list[str]]:
            return [[year, quarter, stream, f"{amount:.12g}", str(on)] for stream, amount in amounts.items()]

        slips = {stream: today[stream] for stream in fresh if stream in today}
        add_rows(plan.folder / _FILE, (*ACTUALS_COLUMNS, "as_of"), rows(fresh), instead=rows(slips))
