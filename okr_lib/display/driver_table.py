"""Drivers of streams in a scenario, in words and as a table."""

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.tables import table_of
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
    rows = pd.DataFrame(
        [
            {
                "group": labels.name("stream", row["stream"]),
                "name": labels.name("driver", f"{row['stream']}/{row['driver']}").removeprefix(
                    f"{labels.name('stream', row['stream'])}, "
                )
                + (f" ({row['unit']})" if row["unit"] else ""),
                **{quarter: labels.measure(row[quarter]) for quarter in QUARTERS},
                "share": labels.growth(row["share"]) if row["share"] else "–",
                "amount": labels.change(row["amount"]) if row["amount"] else "–",
            }
            for row in drivers.to_dict("records")
        ],
        columns=["group", "name", *QUARTERS, "share", "amount"],
    )
    heads = {
        "name": labels.text("Driver, last year by quarter"),
        **{quarter: labels.quarter(quarter) for quarter in QUARTERS},
        "share": labels.text("Against what is planned"),
        "amount": labels.text("Brings, {unit}", unit=labels.money_unit),
    }
    return table_of(rows, heads, {}, "drivers", group="group")
