"""Findings on objectives and key results: how the house stands, who is farthest behind, whether owners still believe in it."""

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.growth.target import baseline_revenue, target_revenue
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL


def words_of_target(plan: Plan, labels: Labels) -> str:
    """The target and what it is on last year, for the roof of the house."""
    target = target_revenue(plan)
    baseline = baseline_revenue(plan)
    if not baseline:
        return labels.text("Target {amount}", amount=labels.money(target))
    return labels.text(
        "Target {amount}, {growth} on last year",
        amount=labels.money(target),
        growth=labels.growth(target / baseline - 1),
    )


def finding_house(plan: Plan, states: pd.DataFrame, labels: Labels) -> str:
    """What carries the target, and how many key results are on track."""
    initiatives = len(list(plan.initiatives()))
    if states.empty:
        return labels.text(
            "Teams: {teams}, initiatives: {initiatives}; the plan has no key results yet",
            teams=str(len(plan.teams)),
            initiatives=str(initiatives),
        )
    return labels.text(
        "The house stands on {good} of {all} key results on track; teams: {teams}, initiatives: {initiatives}",
        good=str(int((states["status"] == "on_track").sum())),
        all=str(len(states)),
        teams=str(len(plan.teams)),
        initiatives=str(initiatives),
    )


def finding_bullets(plan: Plan, states: pd.DataFrame, labels: Labels) -> str:
    """Which key result is farthest behind what was expected of it by now; ``states`` as ``key_result_states`` returns."""
    if states.empty:
        return labels.text("The plan has no key results yet")
    seen = states[states["progress"].notna()]
    if seen.empty:
        return labels.text("No key result has a check-in yet")
    titles = {result.id: result.title for _, objective in plan.objectives_by_team() for result in objective.key_results}
    late = seen[seen["status"].isin(["behind", "at_risk"])]
    if late.empty:
        return labels.text(
            "No key result with a fresh check-in is behind; {silent} of {all} have none",
            silent=str(int(states["status"].isin(["outdated", "pending"]).sum())),
            all=str(len(states)),
        )
    worst = late.loc[(late["progress"] - late["expected"]).idxmin()]
    return labels.text(
        "Farthest behind: {key_result}, at {progress} where {expected} was expected",
        key_result=plain(titles[worst["key_result"]], LONGEST_NAME),
        progress=labels.share(worst["progress"]),
        expected=labels.share(worst["expected"]),
    )


def finding_status(counts: pd.DataFrame, labels: Labels) -> str:
    """Where most is not on track; ``counts`` is what ``status_counts`` returns."""
    whole = counts.iloc[-1]
    if not whole["count"]:
        return labels.text("The plan has no key results yet")
    teams = counts[counts["team"].notna() & (counts["team"] != TOTAL) & (counts["count"] > 0)]
    share = (1 - teams["on_track"] / teams["count"]).round(9)
    said = labels.text(
        "{share} of the key results are on track",
        share=labels.share(whole["on_track"] / whole["count"]),
    )
    if len(teams) < 2 or share.max() == share.min():
        return said
    worst = teams[share == share.max()]
    if len(worst) > 1:
        message = "{said}; in {count} teams none is" if share.max() >= 1 else "{said}; {count} teams have the fewest"
        return labels.text(message, said=said, count=str(len(worst)))
    [row] = worst.to_dict("records")
    return labels.text(
        "{said}; fewest in {team}: {good} of {all}",
        said=said,
        team=labels.name("team", row["team"]),
        good=str(row["on_track"]),
        all=str(row["count"]),
    )


def finding_confidence(trend: pd.DataFrame, labels: Labels) -> str:
    """Whether confidence rises or falls, and whose is lowest; ``trend`` is what ``confidence_trend`` returns."""
    known = trend[trend["confidence"].notna()]
    whole = known[known["team"] == TOTAL]
    if whole.empty:
        return labels.text("Nobody has said yet how confident they are")
    last = whole.iloc[-1]
    values = {"now": labels.share(last["confidence"]), "date": labels.date(last["date"])}
    teams = known[(known["date"] == last["date"]) & known["team"].notna() & (known["team"] != TOTAL)]
    if len(teams) > 1:
        low = teams.loc[teams["confidence"].idxmin()]
        values |= {"team": labels.name("team", low["team"]), "low": labels.share(low["confidence"])}
    if len(whole) < 2:
        message = (
            "Mean confidence is {now} on {date}; of the teams {team} is lowest ({low})"
            if len(teams) > 1
            else "Mean confidence is {now} on {date}"
        )
        return labels.text(message, **values)
    values["before"] = labels.share(whole.iloc[-2]["confidence"])
    if values["before"] == values["now"]:
        message = (
            "Mean confidence stays at {now}; of the teams {team} is lowest ({low})"
            if len(teams) > 1
            else "Mean confidence stays at {now}"
        )
    elif last["confidence"] < whole.iloc[-2]["confidence"]:
        message = (
            "Mean confidence fell from {before} to {now}; of the teams {team} is lowest ({low})"
            if len(teams) > 1
            else "Mean confidence fell from {before} to {now}"
        )
    else:
        message = (
            "Mean confidence rose from {before} to {now}; of the teams {team} is lowest ({low})"
            if len(teams) > 1
            else "Mean confidence rose from {before} to {now}"
        )
    return labels.text(message, **values)
