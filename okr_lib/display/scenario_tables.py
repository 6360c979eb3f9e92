"""Scenarios on paper: what each covers and how likely it makes the target; what would have to be true."""

from collections.abc import Mapping

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.tables import Show, table_of

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
    rows = scenarios.rename(columns={"scenario": "name"})
    rows["name"] = [name or labels.text("As planned") for name in rows["name"]]
    heads = {
        "name": labels.text("Scenario, {unit}", unit=labels.money_unit),
        "covered": labels.text("With the rest as planned") if through else labels.text("Expected revenue"),
        "change": labels.text("Against the plan"),
        "uncovered": labels.text("Against the target") if through else labels.text("Uncovered"),
        "probability": labels.text("Likelihood of the target"),
    }
    show: dict[str, Show] = {
        "covered": labels.number,
        "change": labels.change,
        "uncovered": (lambda missing: labels.change(-missing)) if through else labels.number,
        "probability": labels.likelihood,
    }
    return table_of(rows, heads, show, "scenarios")


def table_goal_seek(shown: pd.DataFrame, uncovered: float, labels: Labels) -> Table:
    """What alone would close the gap, or lose the target where there is none: each assumption now, and as it would be.

    Parameters
    ----------
    shown
        What ``nearest_needed`` returns.
    uncovered
        What is missing to the target; nothing or less where there is no gap.
    """
    show: Mapping[str, Show] = {
        "momentum": labels.growth,
        "scale": lambda value: labels.number(value, 2),
        "probability": labels.share,
    }
    rows = pd.DataFrame(
        [
            (
                labels.text(
                    _ASSUMPTIONS[row["assumption"]],
                    item=labels.name("stream" if row["assumption"] == "momentum" else "initiative", row["item"]),
                ),
                show[row["assumption"]](row["current"]),
                show[row["assumption"]](row["needed"]),
            )
            for row in shown.to_dict("records")
        ],
        columns=["name", "current", "needed"],
    )
    message = (
        "Each alone would reach the target" if uncovered > 0 else "Each alone may change before the target is lost"
    )
    heads = {"name": labels.text(message), "current": labels.text("As planned")}
    message = "Would have to be" if uncovered > 0 else "As far as"
    heads["needed"] = labels.text(message)
    return table_of(rows, heads, {}, "goal-seek")


def finding_tornado(tornado: pd.DataFrame, labels: Labels) -> str:
    """Which assumption swings expected revenue most."""
    if tornado.empty:
        return labels.text("The plan has no uncertain assumptions")
    top = tornado.iloc[0]
    kind = "stream" if top["assumption"] == "momentum" else "initiative"
    swing = labels.money(top["swing"])
    return labels.text(_SWINGS[top["assumption"]], item=labels.name(kind, top["item"]), amount=swing)
