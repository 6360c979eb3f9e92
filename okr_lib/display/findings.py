"""Findings: sentences made from the numbers, so that a chart's title says what is to be seen in it.

A finding never says more than its numbers: it compares, names the largest, or says that something is missing.
"""

from collections.abc import Sequence

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.standing_words import words_of_no_revenue
from okr_lib.display.wording import side
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS

_STANDINGS = {
    "above": "After {quarter} revenue is {amount} ahead of the phased target",
    "below": "After {quarter} revenue is {amount} behind the phased target",
    "even": "After {quarter} revenue is on the phased target",
}
_YEAR_ENDS = {
    "above": "The year ended {amount} above its target",
    "below": "The year ended {amount} below its target",
    "even": "The year ended on its target",
}
_COVERS = {  # by what is uncovered
    "above": "The plan covers {covered} of the {target} target; {uncovered} is uncovered",
    "below": "The plan covers {covered}, {uncovered} more than the {target} target",
    "even": "The plan covers the target of {target} exactly",
}
_COVERED = {
    "above": "The plan covered {covered} of the {target} target; {uncovered} was uncovered",
    "below": "The plan covered {covered}, {uncovered} more than the {target} target",
    "even": "The plan covered the target of {target} exactly",
}


def finding_standing(observed: Sequence[str], to_date: pd.DataFrame, labels: Labels) -> str:
    """Where revenue stands against the phased target, or ended; ``to_date`` is what ``scorecard`` returns of those observed."""
    if not observed:
        return labels.text("There are no actuals yet, so nothing can be said about where we stand")
    variance = float(to_date.set_index("stream").loc[TOTAL, "variance"])
    if len(observed) == len(QUARTERS):
        return finding_year_end(variance, labels)
    values = {"quarter": labels.quarter(observed[-1]), "amount": labels.money(abs(variance))}
    return labels.text(_STANDINGS[side(labels.rounded(variance))], **values)


def finding_year_end(variance: float, labels: Labels) -> str:
    """How a year that is over ended; ``variance`` is its revenue less its target."""
    return labels.text(_YEAR_ENDS[side(labels.rounded(variance))], amount=labels.money(abs(variance)))


def finding_bridge(bridge: pd.DataFrame, labels: Labels, *, over: bool = False) -> str:
    """Whether the plan covers the target, or did in a year that is over; ``bridge`` is what ``bridge`` returns."""
    steps = bridge.set_index("step")["amount"]
    target, uncovered = float(steps["target"]), float(steps["uncovered"])
    if not target:
        return words_of_no_revenue(labels)
    values = {"covered": labels.money(target - uncovered), "target": labels.money(target)}
    values |= {"uncovered": labels.money(abs(uncovered))}
    told = side(labels.rounded(uncovered))
    return labels.text(_COVERED[told], **values) if over else labels.text(_COVERS[told], **values)


def finding_team(summary: pd.DataFrame, team: str, labels: Labels) -> str:
    """What a team brings of its commitment; ``summary`` is what ``team_summary`` returns."""
    row = summary.set_index("team").loc[team]
    if row["commitment"] < 0:
        message = "By the year's plan, {team} brings {contribution}; there is less than nothing to be won, and its part of that is {commitment}"
    elif not row["commitment"]:
        message = "By the year's plan, {team} brings {contribution}, and has no commitment"
    else:
        message = (
            "By the year's plan, {team} brings {contribution} of its commitment of {commitment}; {uncovered} is uncovered"
            if row["uncovered"] > 0
            else "By the year's plan, {team} brings {contribution}, and its commitment of {commitment} is covered"
        )
    return labels.text(
        message,
        team=labels.name("team", team),
        contribution=labels.money(row["contribution"]),
        commitment=labels.money(row["commitment"]),
        uncovered=labels.money(row["uncovered"]),
    )


def finding_focus_areas(matrix: pd.DataFrame, labels: Labels) -> str:
    """Which focus area carries most; ``matrix`` is focus areas by team."""
    named = matrix[~matrix["focus_area"].isin(["", TOTAL])]
    if named.empty or named["total"].max() <= 0:
        return labels.text("No focus area carries growth yet")
    top = named.sort_values("total", ascending=False).iloc[0]
    message = (
        "Of the focus areas, {area} carries most: {amount} of the {all} that the teams contribute"
        if len(named) > 1
        else "{area} carries {amount} of the {all} that the teams contribute"
    )
    return labels.text(
        message,
        area=labels.name("focus_area", top["focus_area"]),
        amount=labels.money(top["total"]),
        all=labels.money(matrix["total"].iloc[-1]),
    )
