"""Scenarios on paper: what each covers and how likely it makes the target; what would have to be true."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from okr_lib.display.assumption_cells import item_name
from okr_lib.display.columns import Column, Show, column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table

_ASSUMPTIONS = {
    "momentum": "Momentum of {item}",
    "scale": "Effect of {item}, times",
    "probability": "Likelihood of {item}",
}
_SWINGS = {
    "momentum": "Momentum of {item} swings expected revenue most, by {amount}",
    "effect": "How much {item} brings swings expected revenue most, by {amount}",
    "success": "Whether {item} succeeds swings expected revenue most, by {amount}",
}


def table_scenarios(scenarios: pd.DataFrame, labels: Labels, through: str | None = None) -> Table:
    """The plan and its scenarios side by side.

    Parameters
    ----------
    scenarios
        What ``scenario_summary`` returns.
    through
        The last quarter with actuals, if there is one: what is uncovered has then partly come or been missed already, so
        expected revenue stands against the target instead.
    """
    head = labels.text("Scenario, {unit}", unit=labels.money_unit)
    covered = labels.text("With the rest as planned") if through else labels.text("Expected revenue")
    uncovered = number("uncovered", labels.text("Uncovered"), labels.number)
    if through:
        uncovered = number("uncovered", labels.text("Against the target"), lambda missing: labels.change(-missing))
    columns = [
        column("name", head, lambda row: row["scenario"] or labels.text("As planned")),
        number("covered", covered, labels.number),
        number("change", labels.text("Against the plan"), labels.change),
        uncovered,
        number("probability", labels.text("Likelihood of the target"), labels.likelihood),
    ]
    return table_of(scenarios, columns, "scenarios")


def table_goal_seek(shown: pd.DataFrame, uncovered: float, labels: Labels) -> Table:
    """What alone would close the gap, or lose the target: each assumption now, and as it would be (``nearest_needed``)."""
    show: Mapping[str, Show] = {
        "momentum": labels.growth,
        "scale": lambda value: labels.number(value, 2),
        "probability": labels.share,
    }
    message = (
        "Each alone would reach the target" if uncovered > 0 else "Each alone may change before the target is lost"
    )
    head = labels.text(message)

    def name(row: Any) -> str:
        return labels.text(_ASSUMPTIONS[row["assumption"]], item=item_name(row["assumption"], row["item"], labels))

    def value(name: str) -> Show:
        return lambda row: show[row["assumption"]](row[name])

    columns = [
        column("name", head, name),
        Column("current", labels.text("As planned"), value("current"), number=True),
        Column(
            "needed", labels.text("Would have to be" if uncovered > 0 else "As far as"), value("needed"), number=True
        ),
    ]
    return table_of(shown, columns, "goal-seek")


def finding_tornado(tornado: pd.DataFrame, labels: Labels) -> str:
    """Which assumption swings expected revenue most."""
    if tornado.empty:
        return labels.text("The plan has no uncertain assumptions")
    top = tornado.iloc[0]
    values = {"item": item_name(top["assumption"], top["item"], labels), "amount": labels.money(top["swing"])}
    return labels.text(_SWINGS[top["assumption"]], **values)
