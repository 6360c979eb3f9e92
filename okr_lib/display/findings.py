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
    """Where revenue stands against the phased target.

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
    last = labels.quarter(observed[-1])
    variance = _company(to_date)["variance"]
    if _is_zero(variance, labels):
        return labels.text("After {quarter} revenue is on the phased target", quarter=last)
    message = (
        "After {quarter} revenue is {amount} behind the phased target"
        if variance < 0
        else "After {quarter} revenue is {amount} ahead of the phased target"
    )
    return labels.text(message, quarter=last, amount=labels.money(abs(variance)))


def finding_summary(
    plan: Plan, observed: Sequence[str], to_date: pd.DataFrame, year: pd.DataFrame, labels: Labels, through: str
) -> list[str]:
    """Three sentences: the target, where we stand, and what the rest of the year must bring.

    Parameters
    ----------
    plan
        The plan.
    observed
        The quarters with actuals.
    to_date, year
        What ``scorecard`` returns for them, and for the whole year.
    labels
        For names and numbers.
    through
        The quarter of the report; a sentence names actuals that are missing up to it.
    """
    goal, now = _company(year), _company(to_date)
    sentences = [
        labels.text(
            "The target for {year} is {target}: {growth} on last year's {baseline}.",
            year=plan.fiscal_year.label,
            target=labels.money(goal["expected"]),
            growth=_growth(goal["expected"], goal["baseline"], labels),
            baseline=labels.money(goal["baseline"]),
        )
    ]
    missing = QUARTERS[len(observed) : QUARTERS.index(through) + 1]
    if missing:
        named = ", ".join(labels.quarter(name) for name in missing)
        sentences.append(labels.text("Actuals are missing for {quarters}; the report leaves them out.", quarters=named))
    if not observed:
        return sentences
    message = (
        "Revenue to the end of {quarter} is {actual}: {variance} behind the phased target of {expected} ({share}), "
        "and {growth} on last year."
        if now["variance"] < 0
        else "Revenue to the end of {quarter} is {actual}: {variance} ahead of the phased target of {expected} ({share}), "
        "and {growth} on last year."
    )
    if _is_zero(now["variance"], labels):
        message = "Revenue to the end of {quarter} is {actual}, on the phased target, and {growth} on last year."
    sentences.append(
        labels.text(
            message,
            quarter=labels.quarter(observed[-1]),
            actual=labels.money(now["actual"]),
            expected=labels.money(now["expected"]),
            variance=labels.money(abs(now["variance"])),
            share=_growth(now["actual"], now["expected"], labels),
            growth=_growth(now["actual"], now["baseline"], labels),
        )
    )
    rest = QUARTERS[len(observed) :]
    if rest:
        before = goal["baseline"] - now["baseline"]
        needed, planned = goal["expected"] - now["actual"], goal["expected"] - now["expected"]
        sentences.append(
            labels.text(
                "To reach the target, {quarters} must bring {needed}: {growth} on last year, where the plan has {planned}.",
                quarters=", ".join(labels.quarter(name) for name in rest),
                needed=labels.money(needed),
                growth=_growth(needed, before, labels),
                planned=_growth(planned, before, labels),
            )
        )
    return sentences


def finding_bridge(bridge: pd.DataFrame, labels: Labels) -> str:
    """Whether the plan covers the target; ``bridge`` is what ``bridge`` returns."""
    steps = bridge.set_index("step")["amount"]
    target, uncovered = float(steps["target"]), float(steps["uncovered"])
    if _is_zero(uncovered, labels):
        return labels.text("The plan covers the target of {target} exactly", target=labels.money(target))
    message = (
        "The plan covers {covered} of the {target} target; {uncovered} has no plan yet"
        if uncovered > 0
        else "The plan covers {covered}, {uncovered} more than the {target} target"
    )
    return labels.text(
        message,
        covered=labels.money(target - uncovered),
        target=labels.money(target),
        uncovered=labels.money(abs(uncovered)),
    )


def finding_actual_bridge(bridge: pd.DataFrame, labels: Labels) -> str:
    """Where growth came from so far; ``bridge`` is what ``actual_bridge`` returns."""
    changes = bridge[bridge["step"] == "stream"]
    grown, shrunk = changes[changes["amount"] > 0], changes[changes["amount"] < 0]
    named = [
        ", ".join(
            f"{labels.name('stream', row['stream'])} ({labels.change(row['amount'])})"
            for row in part.sort_values("amount", key=abs, ascending=False).head(3).to_dict("records")
        )
        for part in (grown, shrunk)
    ]
    if grown.empty:
        return labels.text("No stream has grown so far: {shrunk}", shrunk=named[1] or "–")
    if shrunk.empty:
        return labels.text("Growth so far came from {grown}", grown=named[0])
    return labels.text("Growth so far came from {grown}; below last year: {shrunk}", grown=named[0], shrunk=named[1])


def finding_teams(teams: pd.DataFrame, plan: Plan, labels: Labels) -> str:
    """What a team without a stream of its own contributes, or else who contributes most."""
    rows, whole = teams[teams["team"] != TOTAL], teams["contribution"].iloc[-1]
    without = {team.id for team in plan.teams if not team.streams}
    rows = rows[rows["team"].isin(without)] if rows["team"].isin(without).any() else rows
    top = rows.sort_values("contribution", ascending=False).iloc[0]
    if whole <= 0:
        return labels.text("No team is expected to contribute yet")
    message = (
        "{team} books no revenue of its own and brings {amount}, {share} of what the teams contribute"
        if top["team"] in without
        else "{team} brings {amount}, {share} of what the teams contribute"
    )
    return labels.text(
        message,
        team=labels.name("team", top["team"]),
        amount=labels.money(top["contribution"]),
        share=labels.share(top["contribution"] / whole),
    )


def finding_team(summary: pd.DataFrame, team: str, labels: Labels) -> str:
    """What a team brings of its commitment; ``summary`` is what ``team_summary`` returns."""
    row = summary.set_index("team").loc[team]
    message = (
        "{team} brings {contribution} of its commitment of {commitment}; {uncovered} has no plan yet"
        if row["uncovered"] > 0
        else "{team} brings {contribution}, and its commitment of {commitment} is covered"
    )
    return labels.text(
        message,
        team=labels.name("team", team),
        contribution=labels.money(row["contribution"]),
        commitment=labels.money(row["commitment"]),
        uncovered=labels.money(row["uncovered"]),
    )


def sentences_on_team(summary: pd.DataFrame, team: str, labels: Labels) -> list[str]:
    """What a team gives and receives, and what its work brings for its cost; ``summary`` as for ``finding_team``."""
    rows = summary.set_index("team")
    row, whole = rows.loc[team], rows.loc[TOTAL, "contribution"]
    sentences = []
    if whole > 0:
        message = "That is {share} of what all teams are expected to contribute to the company's growth."
        sentences.append(labels.text(message, share=labels.share(row["contribution"] / whole)))
    message = "Its own initiatives deliver {delivered}; it gives {given} of the credit to other teams and receives {received}."
    sentences.append(
        labels.text(
            message,
            delivered=labels.money(row["delivered"]),
            given=labels.money(row["given"]),
            received=labels.money(row["received"]),
        )
    )
    if row["cost"] > 0:
        sentences.append(
            labels.text(
                "They cost {cost}: every {currency} spent brings {per_cost} of revenue this year.",
                cost=labels.money(row["cost"]),
                currency=labels.text(labels.currency),
                per_cost=labels.number(row["per_cost"], 2),
            )
        )
    return sentences


def finding_focus_areas(matrix: pd.DataFrame, labels: Labels) -> str:
    """Which focus area carries most; ``matrix`` is focus areas by team."""
    named = matrix[~matrix["focus_area"].isin(["", TOTAL])]
    if named.empty or named["total"].max() <= 0:
        return labels.text("No focus area carries growth yet")
    top = named.sort_values("total", ascending=False).iloc[0]
    return labels.text(
        "{area} carries most: {amount}, {share} of what the teams contribute",
        area=labels.name("focus_area", top["focus_area"]),
        amount=labels.money(top["total"]),
        share=labels.share(top["total"] / matrix["total"].iloc[-1]),
    )


def finding_timeline(timeline: pd.DataFrame, labels: Labels, through: str) -> str:
    """How many initiatives are at full effect at the end of a quarter, and how many have yet to start."""
    if timeline.empty:
        return labels.text("The plan has no initiatives yet")
    full = int((timeline[through] >= 1).sum())
    waiting = int((timeline[list(QUARTERS[: QUARTERS.index(through) + 1])] <= 0).all(axis=1).sum())
    message = (
        "At the end of {quarter} the plan has {full} of {all} initiatives at full effect and {waiting} yet to start"
        if waiting
        else "At the end of {quarter} the plan has {full} of {all} initiatives at full effect; all have started"
    )
    return labels.text(
        message, quarter=labels.quarter(through), full=str(full), all=str(len(timeline)), waiting=str(waiting)
    )


def _company(scorecard: pd.DataFrame) -> Mapping[Any, float]:
    """The last row of a scorecard, which sums it."""
    company: dict[Any, float] = scorecard.set_index("stream").loc[TOTAL].to_dict()
    return company


def _growth(value: float, base: float, labels: Labels) -> str:
    return labels.growth(value / base - 1 if base else float("nan"))


def _is_zero(value: float, labels: Labels) -> bool:
    return abs(value) < 0.5 * 10.0**-labels.decimals
