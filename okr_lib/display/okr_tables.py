"""The OKR scorecard: each objective with its key results, how far they are and what their owners say."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, Show, column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult, KeyResultKind
from okr_lib.review.key_results import NOISE, OFF, OVER, SILENT, Status, due_date, reached

STATUSES = {
    "met": "Met",
    "on_track": "On track",
    "behind": "Behind plan",
    "below_floor": "Level not held",
    "at_risk": "At risk",
    "missed": "Missed",
    "outdated": "Outdated",
    "pending": "No check-in yet",
}
_MARKS = dict.fromkeys(STATUSES, "bad") | {"met": "good", "on_track": "good", "outdated": "muted", "pending": "muted"}

_TALLIES = {
    "met": "{count} met",
    "missed": "{count} missed",
    "on_track": "{count} on track",
    "off_track": "{count} off track",
    "silent": "{count} silent",
}


def table_key_results(plan: Plan, states: pd.DataFrame, objectives: pd.DataFrame, labels: Labels) -> Table:
    """Key results by objective; the frames as ``key_result_states`` and ``objective_states`` return them."""
    named = {objective.id: objective for _, objective in plan.objectives_by_team()}
    results = {result.id: result for objective in named.values() for result in objective.key_results}
    summary = objectives.set_index("objective")
    groups = {
        name: labels.text(
            "{objective} ({progress}; weakest: {status})"
            if row["known"] in (0, row["count"])
            else "{objective} ({progress}, from {known} of {count} key results; weakest: {status})",
            objective=": ".join(filter(None, [labels.name("team", row["team"]), named[name].title])),
            progress=shown_progress(row["progress"], labels),
            known=str(row["known"]),
            count=str(row["count"]),
            status=labels.text(STATUSES[row["status"]]),
        )
        for name, row in summary.to_dict("index").items()
    }
    of_result = by_result(results)
    columns = [
        column("name", labels.text("Key result"), of_result(lambda result, _: result.title)),
        column("owner", labels.text("Owner"), of_result(lambda result, _: plain(result.owner, LONGEST_NAME))),
        column("way", labels.text("From / to"), of_result(lambda result, _: way_of(result, labels))),
        column("value", labels.text("Now"), of_result(lambda result, row: value_words(row, result, labels))),
        number("progress", labels.text("Progress"), lambda value: shown_progress(value, labels)),
        number("expected", labels.text("Expected by now"), labels.share),
        _status(results, labels),
        number("confidence", labels.text("Confidence"), labels.share),
        column("comment", labels.text("Owner's words")),
    ]
    return table_of(states, columns, "okrs", group=lambda row: groups[row["objective"]])


def by_result(results: Mapping[str, KeyResult]) -> Callable[[Callable[[KeyResult, Mapping[Any, Any]], str]], Show]:
    """What makes of words on a key result and its state those of a row of states."""
    return lambda say: lambda row: say(results[row["key_result"]], row)


def _status(results: Mapping[str, KeyResult], labels: Labels) -> Column:
    said = by_result(results)(lambda result, row: status_words(row, result, labels))
    return column("status", labels.text("Status"), said, mark=lambda row: f"strong {_MARKS[row['status']]}")


def table_of_key_results(plan: Plan, states: pd.DataFrame, labels: Labels, *, words: bool = False) -> Table:
    """The list of key results, the status beside the name; with ``words`` their owners and what they last said too."""
    results = plan.key_results
    titles = {objective.id: (team, objective.title) for team, objective in plan.objectives_by_team()}
    of_result = by_result(results)

    def group(row: Any) -> str:
        team, title = titles[row["objective"]]
        return f"{team.name}: {title}" if team and not words else title

    def due(result: KeyResult, _: Any) -> str:
        return labels.date(due_date(result, plan.fiscal_year), short=True)

    def said(result: KeyResult, row: Mapping[Any, Any]) -> str:
        return ": ".join(filter(None, [plain(result.owner, LONGEST_NAME), row["comment"]]))

    progress = number("progress", labels.text("Progress"), lambda value: shown_progress(value, labels))
    expected = number("expected", labels.text("Expected by now"), labels.share)
    comment = column("comment", labels.text("Owner, and their words"), of_result(said))
    columns = [
        column("name", labels.text("Key result"), of_result(lambda result, _: result.title)),
        _status(results, labels),
        column("value", labels.text("Now"), of_result(lambda result, row: value_words(row, result, labels))),
        column("way", labels.text("From / to"), of_result(lambda result, _: way_of(result, labels))),
        column("due", labels.text("Due"), of_result(due)),
        *([comment] if words else [progress, expected]),
    ]
    return table_of(states, columns, "key-results", group=group)


def finding_key_results(states: pd.DataFrame, labels: Labels) -> str:
    """How many key results are met, missed, on track, off track and silent; what none is stays out."""
    if states.empty:
        return labels.text("The plan has no key results yet")
    if len(states) == 1:
        return labels.text("The one key result: {status}", status=labels.text(STATUSES[states["status"].iloc[0]]))
    tally = ", ".join(tally_words(states["status"].tolist(), labels))
    return labels.text("Of {all} key results: {tally}", all=str(len(states)), tally=tally)


def tally_words(words: list[str], labels: Labels) -> list[str]:
    """How many key results are met, missed, on track, off track and silent; what none is stays out.

    Examples
    --------
    >>> tally_words(["met", "on_track", "on_track", "pending"], Labels())
    ['1 met', '2 on track', '1 silent']
    """
    groups = {"met": ("met",), "missed": ("missed",), "on_track": ("on_track",), "off_track": OFF, "silent": SILENT}
    counts = {name: sum(word in group for word in words) for name, group in groups.items()}
    return [labels.text(_TALLIES[name], count=str(count)) for name, count in counts.items() if count]


def rule_of_status(plan: Plan, labels: Labels) -> str:
    """The rule by which the status was found, with the plan's own limits; nothing for a plan without key results."""
    if not any(objective.key_results for _, objective in plan.objectives_by_team()):
        return ""
    limits = plan.thresholds
    return labels.text(
        "Until due, a key result is on track from {on_track} of what was expected by now, behind plan from {behind}, else at "
        "risk; a level is held or not. Outdated: the last check-in is more than {days} days old, and was no worse. When due, "
        "it is met or missed, by however little. Revenue is read from the actuals, as growth of the growth to be won.",
        on_track=labels.share(limits.on_track),
        behind=labels.share(limits.behind),
        days=str(limits.cadence_days),
    )


def shown_progress(value: float, labels: Labels) -> str:
    """Progress clamped to what can be shown: 0 to 100%; 100% only for all of it."""
    if pd.isna(value):
        return labels.share(value)
    return labels.share(1.0 if reached(value) else min(max(value, 0.0), 0.99))


def value_words(row: Mapping[Any, Any], result: KeyResult, labels: Labels) -> str:
    """The value now; what is beyond the target, or not even at the start, is said; ``row`` is one of ``key_result_states``."""
    value = labels.measure(row["value"], result.unit)
    if row["rule"] == "actuals" and row["status"] not in OVER:
        return labels.text("{value} so far", value=value)
    if pd.isna(row["progress"]) or result.kind in (KeyResultKind.YES_NO, KeyResultKind.RANGE):
        return value
    if row["progress"] < 0:
        return labels.text("{value}, short of its start", value=value)
    if row["progress"] <= 1 + NOISE or row["gap"] >= 0:
        return value
    message = "{value}, above the {target}" if row["value"] > (result.target or 0.0) else "{value}, below the {target}"
    return labels.text(message, value=value, target=labels.measure(result.target or 0.0, result.unit))


def status_words(row: Mapping[Any, Any], result: KeyResult, labels: Labels) -> str:
    """The status; of a level that does not hold, and of a miss, by how much."""
    missed = row["status"] == Status.MISSED and result.kind is not KeyResultKind.YES_NO
    if not missed and row["status"] != Status.BELOW_FLOOR:
        return labels.text(STATUSES[row["status"]])
    gap = labels.measure(row["gap"], result.unit)
    if result.unit == "share":
        gap = labels.text("{count} percentage points", count=labels.number(row["gap"] * 100, 1))
    return labels.text("Missed by {gap}", gap=gap) if missed else labels.text(_OFF_BY[result.kind], gap=gap)


_OFF_BY = {
    KeyResultKind.AT_LEAST: "{gap} below its floor",
    KeyResultKind.AT_MOST: "{gap} above its ceiling",
    KeyResultKind.RANGE: "{gap} outside its band",
}


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
