"""The close of a quarter on paper: what to decide, what was missed and why, what stays, and who does what next."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import by_result, shown_progress, status_words
from okr_lib.display.table import Table
from okr_lib.plan.closing import Closing
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult

_COLOURS = {"green": "strong good", "yellow": "strong", "red": "strong bad"}
_COLOUR_WORDS = {"green": "green", "yellow": "yellow", "red": "red"}
_DECISIONS = {"keep": "Kept", "change": "Changed", "drop": "Dropped", "": "Not decided yet"}
_TALLIES = {
    "keep": "{count} kept",
    "change": "{count} changed",
    "drop": "{count} dropped",
    "": "{count} not decided yet",
}


def table_misses(plan: Plan, misses: pd.DataFrame, labels: Labels) -> Table:
    """Key results that missed, or are far from where they should be, with their causes; ``misses`` as ``misses`` returns."""
    of_result = by_result(plan.key_results)
    columns = [
        column("name", labels.text("Key result"), of_result(lambda result, _: result.title)),
        column("team", labels.text("Team"), lambda row: _team(row["team"], labels)),
        Column(
            "value",
            labels.text("Now"),
            of_result(lambda result, row: labels.measure(row["value"], result.unit)),
            number=True,
        ),
        Column(
            "target",
            labels.text("Target"),
            of_result(lambda result, _: _target(result.target, result.unit, labels)),
            number=True,
        ),
        column("status", labels.text("Status"), of_result(lambda result, row: status_words(row, result, labels))),
        number("score", labels.text("Score"), lambda value: labels.number(value, 1)),
        column("cause", labels.text("Root cause"), lambda row: row["cause"] or labels.text("not given yet")),
    ]
    return table_of(misses, columns, "misses")


def finding_misses(misses: pd.DataFrame, labels: Labels) -> str:
    """How many key results due this quarter missed, how many of the misses have a cause, and how many more are far off."""
    due = misses[misses["over"]]
    said, far = [], len(misses) - len(due)
    if len(due) == 1:
        message = (
            "One key result due this quarter missed its target; its root cause is given"
            if due["cause"].iloc[0]
            else "One key result due this quarter missed its target; its root cause is not given yet"
        )
        said.append(labels.text(message))
    elif len(due):
        explained = int((due["cause"] != "").sum())
        message = "{count} key results due this quarter missed their targets; the root cause of {explained} is given"
        if explained in (0, len(due)):
            message = (
                "{count} key results due this quarter missed their targets; the root cause of each is given"
                if explained
                else "{count} key results due this quarter missed their targets; no root cause is given yet"
            )
        said.append(labels.text(message, count=labels.number(len(due), 0), explained=labels.number(explained, 0)))
    if far:
        said.append(labels.text("Not due yet, but far from where they should be: {count}", count=labels.number(far, 0)))
    return ". ".join(said)


def table_closing(plan: Plan, states: pd.DataFrame, labels: Labels) -> Table:
    """Each objective's score and what becomes of it; ``states`` is what ``closing_states`` returns."""
    titles = {objective.id: objective.title for _, objective in plan.objectives_by_team()}
    columns = [
        column("name", labels.text("Objective"), lambda row: titles[row["objective"]]),
        *_teams(states["team"], labels, lambda row: row["team"]),
        number("score", labels.text("Score"), lambda value: labels.number(value, 1)),
        column(
            "colour",
            labels.text("Colour"),
            lambda row: labels.text(_COLOUR_WORDS[row["colour"]]) if row["colour"] else "–",
            mark=lambda row: _COLOURS.get(row["colour"], ""),
        ),
        column("decision", labels.text("Decision"), lambda row: labels.text(_DECISIONS[row["decision"]])),
        column("why", labels.text("Why"), lambda row: row["why"] or "–"),
    ]
    return table_of(states, columns, "closing")


def finding_closing(states: pd.DataFrame, labels: Labels, *, closed: bool = True) -> str:
    """How many objectives are kept, changed, dropped and not decided; proposals as long as the quarter is not closed."""
    if states.empty:
        return labels.text("The plan has no objectives yet")
    counts = states["decision"].value_counts()
    if counts.get("", 0) == len(states) == 1:
        return labels.text("What becomes of the one objective is not decided yet")
    if counts.get("", 0) == len(states):
        return labels.text("What becomes of the {count} objectives is not decided yet", count=str(len(states)))
    tally = ", ".join(labels.text(_TALLIES[name], count=str(counts[name])) for name in _TALLIES if name in counts)
    said = labels.text("Objectives: {tally}", tally=tally)
    return said if closed else labels.text("{said}; proposals until the quarter is closed", said=said)


def rule_of_score(plan: Plan, labels: Labels) -> str:
    """The rule by which scores were found, with the plan's own limits."""
    limits = plan.thresholds
    return labels.text(
        "A score is progress over what was expected by the close, from 0.0 to 1.0, which is all of it: below {yellow} red, "
        "below {green} yellow, else green. A committed key result that is due misses unless its target is met, and its "
        "objective is not green then. One still to come is far from where it should be below {green}.",
        yellow=labels.number(limits.yellow, 1),
        green=labels.number(limits.green, 1),
    )


def heading_of_changes(closing: Closing, labels: Labels) -> str:
    """What the changes of a close are: decided once the quarter is closed, until then proposed."""
    return labels.text(
        "What is proposed to be different" if closing.closed is None else "What is different from now on"
    )


def table_changes(plan: Plan, closing: Closing, states: pd.DataFrame, labels: Labels) -> Table:
    """What is different about key results from now on, or would be, and how they stand by that (``states_from_now_on``)."""
    known = plan.key_results
    standing = {row["key_result"]: row for row in states.to_dict("records")}
    rows = []
    for outcome in closing.objectives.values():
        for name, change in outcome.changes.items():
            result, former = known[name], closing.scores.get(name)
            then = former.target if former else result.target
            now = result.target if change.target is None else change.target
            due = change.due or result.due
            rows.append(
                {
                    "name": change.title or result.title,
                    "then": _target(then, result.unit, labels),
                    "now": _target(now, result.unit, labels),
                    "due": labels.date(due) if due else "–",
                    **_standing(standing.get(name), result, labels),
                }
            )
    columns = [
        column("name", labels.text("Key result")),
        number("then", labels.text("Target until now"), str),
        number("now", labels.text("Target proposed" if closing.closed is None else "Target from now on"), str),
        column("due", labels.text("Due")),
        number("progress", labels.text("Progress towards it"), str),
        number("expected", labels.text("Expected by now"), str),
        column("status", labels.text("Status by it")),
    ]
    return table_of(rows, columns, "changes")


def table_drafts(closing: Closing, labels: Labels) -> Table:
    """Objectives proposed for the next quarter."""
    columns = [
        column("name", labels.text("Draft objective"), lambda draft: draft.title),
        *_teams([draft.team for draft in closing.drafts], labels, lambda draft: draft.team),
        column("key_results", labels.text("Key results"), lambda draft: "; ".join(draft.key_results) or "–"),
    ]
    return table_of(closing.drafts, columns, "drafts")


def table_actions(closing: Closing, labels: Labels) -> Table:
    """What is done next, by whom and by when, the earliest first."""
    columns = [
        column("name", labels.text("Action"), lambda action: action.what),
        column("owner", labels.text("Owner"), lambda action: action.owner),
        column("due", labels.text("Due"), lambda action: labels.date(action.due)),
    ]
    return table_of(sorted(closing.actions, key=lambda action: action.due), columns, "actions")


def _team(team: str | None, labels: Labels) -> str:
    return labels.name("team", team) or labels.text("Company")


def _teams(teams: Iterable[str | None], labels: Labels, team_of: Callable[[Any], str | None]) -> list[Column]:
    """A column of teams, where rows are of several."""
    several = len({_team(team, labels) for team in teams}) > 1
    return [column("team", labels.text("Team"), lambda row: _team(team_of(row), labels))] if several else []


def _standing(row: Mapping[Any, Any] | None, result: KeyResult, labels: Labels) -> dict[str, str]:
    """Progress, what was expected by now, and the status; dashes where nothing can be said."""
    if row is None:
        return dict.fromkeys(("progress", "expected", "status"), "–")
    return {
        "progress": shown_progress(row["progress"], labels),
        "expected": labels.share(row["expected"]),
        "status": status_words(row, result, labels),
    }


def _target(value: float | None, unit: str, labels: Labels) -> str:
    return "–" if value is None else labels.measure(value, unit)
