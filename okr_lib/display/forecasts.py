"""What earlier closes had forecast of the year, and how good that was once the year is over."""

from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.plan.closing import Forecast


def title_forecasts(record: pd.DataFrame, labels: Labels) -> str:
    """What to call what was forecast, before and after it is known how good that was; ``record`` as for the table."""
    message = "How good the forecasts were" if record["actual"].notna().any() else "What was forecast before"
    return labels.text(message)


def table_forecasts(record: pd.DataFrame, labels: Labels) -> Table:
    """Each forecast that was kept (``forecast_record``); of a year that is over, how far off it was and whether its range held."""

    def ends(row: Any) -> str:
        return labels.text("{first} to {last}", first=labels.number(row["low"]), last=labels.number(row["high"]))

    columns = [
        column("name", labels.text("Forecast at the close of"), lambda row: _close(row, labels)),
        number("expected", labels.text("Expected, {unit}", unit=labels.money_unit), labels.number),
        Column("range", labels.text("Range of 80%"), ends, number=True),
        number("target", labels.text("Target"), labels.number),
        number("likelihood", labels.text("Likelihood of the target"), labels.likelihood),
    ]
    if record["actual"].notna().any():
        columns += [
            number("error", labels.text("The year against what was expected"), labels.change),
            column(
                "inside",
                labels.text("Within the range"),
                lambda row: labels.text("yes") if row["inside"] else labels.text("no"),
            ),
        ]
    return table_of(record, columns, "forecasts")


def finding_forecasts(record: pd.DataFrame, labels: Labels) -> str:
    """Where the year's end was seen at each close, and whether it came there; the empty text where nothing was kept."""
    if record.empty:
        return ""
    seen: list[str] = []
    for row in record.to_dict("records"):
        message = (
            "at the close of {quarter} between {low} and {high}"
            if seen
            else "At the close of {quarter} the year was seen to end between {low} and {high}"
        )
        quarter, low, high = labels.quarter(row["quarter"]), labels.money(row["low"]), labels.money(row["high"])
        seen.append(labels.text(message, quarter=quarter, low=low, high=high))
    said = ", ".join(seen)
    if record["actual"].isna().any():
        shares = ", ".join(labels.likelihood(value) for value in record["likelihood"])
        message = (
            "{said}; the likelihood of reaching the target was {shares}"
            if len(record) == 1
            else "{said}; the likelihood of reaching the target was in turn {shares}"
        )
        return labels.text(message, said=said, shares=shares)
    return labels.text(
        "{said}; it ended at {actual}, {where}",
        said=said,
        actual=labels.money(record["actual"].iloc[0]),
        where=_where(record, labels),
    )


def sentence_on_kept(forecast: Forecast, labels: Labels) -> str:
    """What a close keeps of the forecast."""
    return labels.text(
        "Kept with the close: the year is expected to bring {expected}, with a likelihood of 80% between {low} and {high}; "
        "the target of {target} is reached with a likelihood of {share}",
        expected=labels.money(forecast.expected),
        low=labels.money(forecast.low),
        high=labels.money(forecast.high),
        target=labels.money(forecast.target),
        share=labels.likelihood(forecast.likelihood),
    )


def _close(row: Any, labels: Labels) -> str:
    """The quarter that was closed; what was not known then is said."""
    quarter, through = labels.quarter(row["quarter"]), row["through"]
    if through is None:
        return labels.text("{quarter}, before any actuals", quarter=quarter)
    if through == row["quarter"]:
        return quarter
    return labels.text("{quarter}, with actuals to {through}", quarter=quarter, through=labels.quarter(through))


def _where(record: pd.DataFrame, labels: Labels) -> str:
    """Whether a year that is over ended within the ranges."""
    count, inside = len(record), int(record["inside"].sum())
    if count == 1 and not inside:
        message = "below that range" if record["actual"].iloc[0] < record["low"].iloc[0] else "above that range"
    elif count == 1:
        message = "within that range"
    elif inside in (0, count):
        message = "within all of these ranges" if inside else "outside all of these ranges"
    else:
        message = "within {inside} of {count} ranges"
    return labels.text(message, inside=str(inside), count=str(count))
