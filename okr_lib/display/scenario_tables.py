"""Scenarios on paper: what each covers and how likely it makes the target; what would have to be true."""

from collections.abc import Mapping

import pandas as pd
from great_tables import GT

from okr_lib.display.labels import Labels
from okr_lib.display.tables import Show, table_of

MOST = 5  # assumptions of a kind, those that would have to change least
ASSUMPTIONS = {
    "momentum": "Momentum of {item}",
    "scale": "Effect of {item}, times",
    "probability": "Probability of {item}",
}
SWINGS = {
    "momentum": "Momentum of {item} swings expected revenue most, by {amount}",
    "effect": "How much {item} brings swings expected revenue most, by {amount}",
    "success": "Whether {item} succeeds swings expected revenue most, by {amount}",
}


def table_scenarios(scenarios: pd.DataFrame, labels: Labels) -> GT:
    """The plan and its scenarios side by side.

    Parameters
    ----------
    scenarios
        What ``scenario_summary`` returns.
    labels
        For names and numbers.
    """
    rows = scenarios.rename(columns={"scenario": "name"})
    rows["name"] = [name or labels.text("As planned") for name in rows["name"]]
    heads = {
        "name": labels.text("Scenario, {unit}", unit=labels.money_unit),
        "covered": labels.text("Expected revenue"),
        "change": labels.text("Against the plan"),
        "uncovered": labels.text("Uncovered"),
        "probability": labels.text("Probability of the target"),
    }
    show: dict[str, Show] = {
        "covered": labels.number,
        "change": labels.change,
        "uncovered": labels.number,
        "probability": labels.share,
    }
    return table_of(rows, heads, show, "scenarios")


def table_goal_seek(needed: pd.DataFrame, labels: Labels, most: int = MOST) -> GT:
    """What alone would close the gap: each assumption now, and as it would have to be.

    Parameters
    ----------
    needed
        What ``goal_seek`` returns; assumptions that cannot close the gap are left out.
    labels
        For names and numbers.
    most
        How many of each kind are shown: those that would have to change least.
    """
    found = needed[needed["needed"].notna()]
    nearest = (found["needed"] - found["current"]).abs().sort_values(kind="stable").index
    shown = found.loc[nearest].groupby("assumption", sort=False).head(most).index
    found = found[found.index.isin(shown)]
    show: Mapping[str, Show] = {
        "momentum": labels.growth,
        "scale": lambda value: labels.number(value, 2),
        "probability": labels.share,
    }
    rows = pd.DataFrame(
        [
            (
                labels.text(
                    ASSUMPTIONS[row["assumption"]],
                    item=labels.name("stream" if row["assumption"] == "momentum" else "initiative", row["item"]),
                ),
                show[row["assumption"]](row["current"]),
                show[row["assumption"]](row["needed"]),
            )
            for row in found.to_dict("records")
        ],
        columns=["name", "current", "needed"],
    )
    heads = {
        "name": labels.text("Each alone would reach the target"),
        "current": labels.text("As planned"),
        "needed": labels.text("Would have to be"),
    }
    return table_of(rows, heads, {}, "goal-seek")


def finding_tornado(tornado: pd.DataFrame, labels: Labels) -> str:
    """Which assumption swings expected revenue most."""
    if tornado.empty:
        return labels.text("The plan has no uncertain assumptions")
    top = tornado.iloc[0]
    kind = "stream" if top["assumption"] == "momentum" else "initiative"
    swing = labels.money(top["swing"])
    return labels.text(SWINGS[top["assumption"]], item=labels.name(kind, top["item"]), amount=swing)


def finding_likelihood(probability: float, through: str | None, labels: Labels) -> str:
    """How likely the target is; ``through`` is the last quarter with actuals, if there is one."""
    if through is None:
        return labels.text(
            "The target is reached in {share} of the years that may come", share=labels.share(probability)
        )
    return labels.text(
        "After {quarter}, the target is reached in {share} of cases if the rest of the year comes as planned",
        quarter=labels.quarter(through),
        share=labels.share(probability),
    )


def sentence_on_surprises(probability: float, surprise: float, labels: Labels) -> str:
    """How likely the target is if the rest of the year surprises as the quarters so far did."""
    return labels.text(
        "Quarters so far came {surprise} off the plan, up or down. If those to come surprise as much, "
        "the target is reached in {share} of cases.",
        surprise=labels.money(surprise),
        share=labels.share(probability),
    )
