"""Drivers of streams in a scenario, in words and as a table."""

from typing import Any

import pandas as pd

from okr_lib.display.columns import column, number, table_of
from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.table import Table
from okr_lib.plan.values import QUARTERS


def finding_drivers(drivers: pd.DataFrame, labels: Labels) -> str:
    """What the drivers that are changed bring; ``drivers`` is what ``scenario_drivers`` returns."""
    if drivers.empty:
        return labels.text("No stream has drivers in plan.yaml yet, such as visits, conversion and basket")
    changed = drivers[drivers["share"] != 0]
    if changed.empty:
        return labels.text("Every driver is as planned; change one in the grid, and its stream moves")
    said = [
        labels.text(
            "{driver} {share} brings {amount}",
            driver=labels.name("driver", f"{row['stream']}/{row['driver']}"),
            share=labels.growth(row["share"]),
            amount=labels.change(row["amount"]),
        )
        for row in changed.to_dict("records")
    ]
    return "; ".join(said)


def table_drivers(drivers: pd.DataFrame, labels: Labels) -> Table:
    """Each driver's value of last year by quarter, how much more it is in the scenario, and what that brings."""

    def name(row: Any) -> str:
        stream = labels.name("stream", row["stream"])
        driver = labels.name("driver", f"{row['stream']}/{row['driver']}").removeprefix(f"{stream}, ")
        return f"{driver} ({row['unit']})" if row["unit"] else driver

    columns = [
        column("name", labels.text("Driver, last year by quarter"), name),
        *(number(quarter, labels.quarter(quarter), labels.measure) for quarter in QUARTERS),
        number(
            "share", labels.text("Against what is planned"), lambda value: labels.growth(value) if value else NOTHING
        ),
        number(
            "amount",
            labels.text("Brings, {unit}", unit=labels.money_unit),
            lambda value: labels.change(value) if value else NOTHING,
        ),
    ]
    return table_of(drivers, columns, "drivers", group=lambda row: labels.name("stream", row["stream"]))
