"""The OKR scorecard: each objective with its key results, how far they are and what their owners say."""

import pandas as pd
from great_tables import GT, loc, style

from okr_lib.display.labels import Labels
from okr_lib.display.picture import BAD, GOOD, MUTED
from okr_lib.display.tables import table_of
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult, KeyResultKind

STATUSES = {
    "on_track": "On track",
    "behind": "Behind plan",
    "at_risk": "At risk",
    "outdated": "Outdated",
    "pending": "No check-in yet",
}
COLOURS = {"on_track": GOOD, "behind": BAD, "at_risk": BAD, "outdated": MUTED, "pending": MUTED}


def table_key_results(plan: Plan, states: pd.DataFrame, objectives: pd.DataFrame, labels: Labels) -> GT:
    """Key results by objective.

    Parameters
    ----------
    plan
        The plan.
    states, objectives
        What ``key_result_states`` and ``objective_states`` return.
    labels
        For names and numbers.
    """
    named = {objective.id: objective for _, objective in plan.objectives_by_team()}
    results = {result.id: result for objective in named.values() for result in objective.key_results}
    summary = objectives.set_index("objective")
    groups = {
        name: labels.text(
            "{objective} ({progress}; weakest: {status})",
            objective=": ".join(filter(None, [labels.name("team", row["team"]), named[name].title])),
            progress=_progress(row["progress"], labels),
            status=labels.text(STATUSES[row["status"]]),
        )
        for name, row in summary.to_dict("index").items()
    }
    rows = pd.DataFrame(
        {
            "group": [groups[name] for name in states["objective"]],
            "name": [results[name].title for name in states["key_result"]],
            "owner": [plain(results[name].owner, LONGEST_NAME) for name in states["key_result"]],
            "way": [way_of(results[name], labels) for name in states["key_result"]],
            "value": [
                labels.measure(value, results[name].unit)
                for name, value in zip(states["key_result"], states["value"], strict=True)
            ],
            "progress": [_progress(value, labels) for value in states["progress"]],
            "expected": [labels.share(value) for value in states["expected"]],
            "status": [labels.text(STATUSES[word]) for word in states["status"]],
            "confidence": [labels.share(value) for value in states["confidence"]],
            "comment": states["comment"],
        }
    )
    heads = {
        "name": labels.text("Key result"),
        "owner": labels.text("Owner"),
        "way": labels.text("From / to"),
        "value": labels.text("Now"),
        "progress": labels.text("Progress"),
        "expected": labels.text("Expected by now"),
        "status": labels.text("Status"),
        "confidence": labels.text("Confidence"),
        "comment": labels.text("Owner's words"),
    }
    table = table_of(rows, heads, {}, "okrs", text_columns=["owner", "way", "status", "comment"], group="group")
    for number, word in enumerate(states["status"]):
        table = table.tab_style(
            style.text(color=COLOURS[word], weight="bold"), loc.body(columns=["status"], rows=[number])
        )
    return table


def finding_key_results(states: pd.DataFrame, labels: Labels) -> str:
    """How many key results are on track, and how many have no fresh check-in."""
    if states.empty:
        return labels.text("The plan has no key results yet")
    counts = states["status"].value_counts()
    return labels.text(
        "{good} of {all} key results are on track, {bad} are behind or at risk, {silent} have no fresh check-in",
        good=str(counts.get("on_track", 0)),
        all=str(len(states)),
        bad=str(counts.get("behind", 0) + counts.get("at_risk", 0)),
        silent=str(counts.get("outdated", 0) + counts.get("pending", 0)),
    )


def rule_of_status(plan: Plan, labels: Labels) -> str:
    """The rule by which the status was found, with the plan's own limits."""
    limits = plan.thresholds
    return labels.text(
        "Status compares progress with what was expected by now: on track from {on_track} of it, behind plan from {behind}, "
        "else at risk; outdated when the last check-in is more than {days} days old.",
        on_track=labels.share(limits.on_track),
        behind=labels.share(limits.behind),
        days=str(limits.cadence_days),
    )


def _progress(value: float, labels: Labels) -> str:
    """Progress clamped to what can be shown: 0 to 100 %."""
    return labels.share(value if pd.isna(value) else min(max(value, 0.0), 1.0))


def way_of(result: KeyResult, labels: Labels) -> str:
    """From where to where a key result is to go, in its unit."""
    unit = result.unit
    match result.kind:
        case KeyResultKind.RANGE:
            low, high = result.band or (float("nan"), float("nan"))
            return f"{labels.measure(low)} – {labels.measure(high, unit)}"
        case KeyResultKind.AT_LEAST:
            return labels.text("at least {value}", value=labels.measure(result.target or 0.0, unit))
        case KeyResultKind.AT_MOST:
            return labels.text("at most {value}", value=labels.measure(result.target or 0.0, unit))
        case KeyResultKind.YES_NO:
            return labels.text("yes or no")
        case _:
            first = labels.measure(result.start or 0.0, unit if unit == "share" else "")
            return f"{first} → {labels.measure(result.target or 0.0, unit)}"
