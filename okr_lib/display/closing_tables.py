"""The close of a quarter on paper: what to decide, what was missed and why, what stays, and who does what next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import shown_progress, status_words
from okr_lib.display.table import Table
from okr_lib.display.tables import table_of
from okr_lib.plan.closing import Closing
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult

_COLOURS = {"green": "strong good", "yellow": "strong", "red": "strong bad"}
_DECISIONS = {"keep": "Kept", "change": "Changed", "drop": "Dropped", "": "Not decided yet"}

_TALLIES = {
    "keep": "{count} kept",
    "change": "{count} changed",
    "drop": "{count} dropped",
    "": "{count} not decided yet",
}


def table_misses(plan: Plan, misses: pd.DataFrame, labels: Labels) -> Table:
    """Key results that missed, and those still to come that are far from where they should be, with their root causes.

    Parameters
    ----------
    misses
        What ``misses`` returns.
    """
    known = plan.key_results
    heads = {
        "name": labels.text("Key result"),
        "team": labels.text("Team"),
        "value": labels.text("Now"),
        "target": labels.text("Target"),
        "status": labels.text("Status"),
        "score": labels.text("Score"),
        "cause": labels.text("Root cause"),
    }
    rows = [
        (
            known[row["key_result"]].title,
            labels.name("team", row["team"]) or labels.text("Company"),
            labels.measure(row["value"], known[row["key_result"]].unit),
            _target(known[row["key_result"]].target, known[row["key_result"]].unit, labels),
            status_words(row, known[row["key_result"]], labels),
            labels.number(row["score"], 1),
            row["cause"] or labels.text("not given yet"),
        )
        for row in misses.to_dict("records")
    ]
    return _text_table(rows, heads, "misses", numbers=("value", "target", "score"))


def finding_misses(misses: pd.DataFrame, labels: Labels) -> str:
    """How many key results due this quarter missed, how many of the misses have a cause, and how many more are far off.

    Parameters
    ----------
    misses
        What ``misses`` returns, with a row at least.
    """
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
    """Each objective's score and what becomes of it.

    Parameters
    ----------
    states
        What ``closing_states`` returns.
    """
    titles = {objective.id: objective.title for _, objective in plan.objectives_by_team()}
    heads = {
        "name": labels.text("Objective"),
        "team": labels.text("Team"),
        "score": labels.text("Score"),
        "colour": labels.text("Colour"),
        "decision": labels.text("Decision"),
        "why": labels.text("Why"),
    }
    colours = {"green": labels.text("green"), "yellow": labels.text("yellow"), "red": labels.text("red"), "": "–"}
    rows = [
        (
            titles[row["objective"]],
            labels.name("team", row["team"]) or labels.text("Company"),
            labels.number(row["score"], 1),
            colours[row["colour"]],
            labels.text(_DECISIONS[row["decision"]]),
            row["why"] or "–",
        )
        for row in states.to_dict("records")
    ]
    shown = _of_teams(_text_table(rows, heads, "closing", numbers=("score",)))
    return shown.marked("colour", {row: _COLOURS[name] for row, name in enumerate(states["colour"]) if name})


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
    """What is different about key results from now on, or would be, and how they stand by that.

    Parameters
    ----------
    plan, closing
        The plan, and the close of the quarter.
    states
        What ``states_from_now_on`` returns.
    """
    known = plan.key_results
    heads = {
        "name": labels.text("Key result"),
        "then": labels.text("Target until now"),
        "now": labels.text("Target proposed" if closing.closed is None else "Target from now on"),
        "due": labels.text("Due"),
        "progress": labels.text("Progress towards it"),
        "expected": labels.text("Expected by now"),
        "status": labels.text("Status by it"),
    }
    standing = {row["key_result"]: row for row in states.to_dict("records")}
    rows = []
    for outcome in closing.objectives.values():
        for name, change in outcome.changes.items():
            result, former = known[name], closing.scores.get(name)
            then = former.target if former else result.target
            now = result.target if change.target is None else change.target
            due = change.due or result.due
            rows.append(
                (
                    change.title or result.title,
                    _target(then, result.unit, labels),
                    _target(now, result.unit, labels),
                    labels.date(due) if due else "–",
                    *_standing(standing.get(name), result, labels),
                )
            )
    return _text_table(rows, heads, "changes", numbers=("then", "now", "progress", "expected"))


def table_drafts(closing: Closing, labels: Labels) -> Table:
    """Objectives proposed for the next quarter."""
    heads = {
        "name": labels.text("Draft objective"),
        "team": labels.text("Team"),
        "key_results": labels.text("Key results"),
    }
    rows = [
        (draft.title, labels.name("team", draft.team) or labels.text("Company"), "; ".join(draft.key_results) or "–")
        for draft in closing.drafts
    ]
    return _of_teams(_text_table(rows, heads, "drafts"))


def table_actions(closing: Closing, labels: Labels) -> Table:
    """What is done next, by whom and by when, the earliest first."""
    heads = {"name": labels.text("Action"), "owner": labels.text("Owner"), "due": labels.text("Due")}
    actions = sorted(closing.actions, key=lambda action: action.due)
    rows = [(action.what, action.owner, labels.date(action.due)) for action in actions]
    return _text_table(rows, heads, "actions")


def _of_teams(table: Table) -> Table:
    """The table without its column of teams where all rows are one team's."""
    if len(set(table.cells["team"])) > 1:
        return table
    return replace(table, cells={name: texts for name, texts in table.cells.items() if name != "team"})


def _standing(row: Mapping[Any, Any] | None, result: KeyResult, labels: Labels) -> tuple[str, str, str]:
    """Progress, what was expected by now, and the status; dashes where nothing can be said."""
    if row is None:
        return "–", "–", "–"
    progress = shown_progress(row["progress"], labels)
    return progress, labels.share(row["expected"]), status_words(row, result, labels)


def _target(value: float | None, unit: str, labels: Labels) -> str:
    return "–" if value is None else labels.measure(value, unit)


def _text_table(
    rows: Sequence[tuple[str, ...]], heads: Mapping[str, str], identity: str, numbers: tuple[str, ...] = ()
) -> Table:
    frame = pd.DataFrame(rows, columns=list(heads))
    text = [name for name in heads if name not in ("name", *numbers)]
    return table_of(frame, heads, {}, identity, text_columns=text)
