"""Findings: sentences made from the numbers, so that a chart's title says what is to be seen in it.

A finding never says more than its numbers: it compares, names the largest, or says that something is missing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS


def finding_standing(observed: Sequence[str], to_date: pd.DataFrame, labels: Labels) -> str:
    """Where revenue stands against the phased target; of a year that is over, how it ended.

    Parameters
    ----------
    observed
        The quarters with actuals.
    to_date
        What ``scorecard`` returns for them.
    labels
        For names and numbers.
    """
    if not observed:
        return labels.text("There are no actuals yet, so nothing can be said about where we stand")
    variance = _company(to_date)["variance"]
    if len(observed) == len(QUARTERS):
        return finding_year_end(variance, labels)
    if _is_zero(variance, labels):
        message = "After {quarter} revenue is on the phased target"
    else:
        message = (
            "After {quarter} revenue is {amount} behind the phased target"
            if variance < 0
            else "After {quarter} revenue is {amount} ahead of the phased target"
        )
    return labels.text(message, quarter=labels.quarter(observed[-1]), amount=labels.money(abs(variance)))


def finding_year_end(variance: float, labels: Labels) -> str:
    """How a year that is over ended; ``variance`` is its revenue less its target."""
    message = "The year ended {amount} above its target" if variance > 0 else "The year ended {amount} below its target"
    if _is_zero(variance, labels):
        message = "The year ended on its target"
    return labels.text(message, amount=labels.money(abs(variance)))


def finding_bridge(bridge: pd.DataFrame, labels: Labels, *, over: bool = False) -> str:
    """Whether the plan covers the target, or did in a year that is over; ``bridge`` is what ``bridge`` returns."""
    steps = bridge.set_index("step")["amount"]
    target, uncovered = float(steps["target"]), float(steps["uncovered"])
    if over:
        message = (
            "The plan covered {covered} of the {target} target; {uncovered} was uncovered"
            if uncovered > 0
            else "The plan covered {covered}, {uncovered} more than the {target} target"
        )
    else:
        message = (
            "The plan covers {covered} of the {target} target; {uncovered} is uncovered"
            if uncovered > 0
            else "The plan covers {covered}, {uncovered} more than the {target} target"
        )
    if _is_zero(uncovered, labels):
        message = (
            "The plan covered the target of {target} exactly"
            if over
            else "The plan covers the target of {target} exactly"
        )
    return labels.text(
        message,
        covered=labels.money(target - uncovered),
        target=labels.money(target),
        uncovered=labels.money(abs(uncovered)),
    )


def finding_teams(teams: pd.DataFrame, plan: Plan, labels: Labels) -> str:
    """What the teams without a stream of their own contribute, or else who contributes most."""
    rows, whole = teams[teams["team"] != TOTAL], float(teams["contribution"].iloc[-1])
    if whole <= 0:
        return labels.text("No team is expected to contribute yet")
    without = rows[rows["team"].isin([team.id for team in plan.teams if not team.streams])]
    top = (rows if without.empty else without).sort_values("contribution", ascending=False, kind="stable").iloc[0]
    amount = float(top["contribution"])
    if len(rows) == 1:
        message = "By the year's plan, {team} brings {amount}"
    elif without.empty:
        message = "By the year's plan, {team} brings most: {amount}, {share} of what the teams contribute"
    elif len(without) == 1:
        message = "By the year's plan, {team} books no revenue of its own and brings {amount}, {share} of what the teams contribute"
    else:
        amount = float(without["contribution"].sum())
        message = (
            "By the year's plan, {count} teams that book no revenue of their own bring {amount}, "
            "{share} of what the teams contribute; of them {team} brings most ({most})"
        )
    return labels.text(
        message,
        count=str(len(without)),
        team=labels.name("team", top["team"]),
        amount=labels.money(amount),
        most=labels.number(top["contribution"]),
        share=labels.share(amount / whole),
    )


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
        "Of the focus areas, {area} carries most: {amount}, {share} of what the teams contribute"
        if len(named) > 1
        else "{area} carries {amount}, {share} of what the teams contribute"
    )
    return labels.text(
        message,
        area=labels.name("focus_area", top["focus_area"]),
        amount=labels.money(top["total"]),
        share=labels.share(top["total"] / matrix["total"].iloc[-1]),
    )


def _company(scorecard: pd.DataFrame) -> Mapping[Any, float]:
    """The last row of a scorecard, which sums it."""
    company: dict[Any, float] = scorecard.set_index("stream").loc[TOTAL].to_dict()
    return company


def _is_zero(value: float, labels: Labels) -> bool:
    return abs(value) < 0.5 * 10.0**-labels.decimals
