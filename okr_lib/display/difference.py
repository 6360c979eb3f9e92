"""What is different between two versions of a plan, in words: for a terminal, as Markdown for a review, as JSON."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.places import place_words, value_words
from okr_lib.display.terminal import aligned, markdown_table, markdown_text
from okr_lib.display.wording import LONGEST_NAME, LONGEST_TEXT, plain, printable_json
from okr_lib.growth.difference import PlanDifference
from okr_lib.plan.changes import plan_data
from okr_lib.plan.merging import ABSENT, Conflict


def difference_text(found: PlanDifference, labels: Labels) -> str:
    """The difference for a terminal: money by team and line, then the fields."""
    parts = [_finding_difference(found, labels)]
    if len(found.moved):
        parts.append(aligned(_amount_rows(found, labels), 2))
    fields = [f"{place}: {was} -> {now}" for place, was, now in _field_rows(found, labels)]
    if fields:
        parts.append("\n".join([f"{labels.text('What was changed')}:", *fields]))
    return "\n\n".join(parts)


def difference_markdown(found: PlanDifference, labels: Labels) -> str:
    """The difference as Markdown, for a pull request or a mail."""
    name = plain(found.after.name, LONGEST_NAME)
    parts = [f"### {markdown_text(name)}", markdown_text(_finding_difference(found, labels))]
    if len(found.moved):
        parts.append(markdown_table(_amount_rows(found, labels), numbers=(2, 3, 4)))
    fields = _field_rows(found, labels)
    if fields:
        heads = [labels.text("What was changed"), labels.text("Before"), labels.text("After")]
        parts.append(markdown_table([heads, *map(list, fields)]))
    return "\n\n".join(parts)


def difference_json(found: PlanDifference) -> str:
    """The difference for programs: ``target`` and ``uncovered`` before and after, ``amounts`` and ``fields``."""
    was, now = found.standings
    amounts = found.moved.astype(object).where(found.moved.notna(), None).to_dict("records")
    said = {
        "target": {"before": was.target, "after": now.target, "change": found.change},
        "uncovered": {"before": was.uncovered, "after": now.uncovered},
        "amounts": amounts,
        "fields": [
            {"path": list(field.path), "before": _value(field.base), "after": _value(field.mine)}
            for field in found.fields
        ],
    }
    return printable_json(json.dumps(said, indent=1, ensure_ascii=False))


def _finding_difference(found: PlanDifference, labels: Labels) -> str:
    """What the two versions aim at and leave uncovered, in a sentence or two."""
    was, now = found.standings
    if not found.fields and not len(found.moved):
        return labels.text("Nothing is different.")
    if not len(found.moved):
        return labels.text("No amount is different; what was changed moves no money.")
    if found.change:
        first = labels.text(
            "The target goes from {before} to {after} ({change}).",
            before=labels.money(was.target),
            after=labels.money(now.target),
            change=labels.change(found.change),
        )
    else:
        first = labels.text("The target stays at {amount}.", amount=labels.money(now.target))
    if labels.rounded(was.uncovered - now.uncovered) == 0:
        second = labels.text("What is uncovered stays at {amount}.", amount=labels.money(now.uncovered))
    else:
        second = labels.text(
            "What is uncovered goes from {before} to {after}.",
            before=labels.money(was.uncovered),
            after=labels.money(now.uncovered),
        )
    return f"{first} {second}"


def _amount_rows(found: PlanDifference, labels: Labels) -> list[list[str]]:
    """Head, moved rows and total of the amounts by team and line."""
    older = Labels.of(found.before, labels.language)
    unit = labels.money_unit
    rows = [
        [
            labels.text("Team"),
            labels.text("Line"),
            f"{labels.text('Before')}, {unit}",
            f"{labels.text('After')}, {unit}",
            labels.text("Difference"),
        ]
    ]
    for row in found.moved.to_dict("records"):
        team, line = (_name(column, row[column], labels, older) for column in ("team", "line"))
        rows.append([team or labels.text("Company"), line, *_figures(row, labels)])
    rest = found.amounts[found.amounts["change"] == 0][["before", "after", "change"]].sum()
    if rest["after"] or rest["before"]:
        rows.append([labels.text("Unchanged"), "", *_figures(rest, labels)])
    rows.append([labels.text("Target"), "", *_figures(found.amounts[["before", "after", "change"]].sum(), labels)])
    return rows


def _name(column: str, value: Any, labels: Labels, older: Labels) -> str:
    """The name of a team or line, of one that is no longer there the former."""
    shown = labels.name(column, value)
    return older.name(column, value) if shown == value else shown


def _figures(row: "dict[str, Any] | pd.Series[Any]", labels: Labels) -> list[str]:
    return [labels.number(row["before"]), labels.number(row["after"]), labels.change(row["change"])]


def _field_rows(found: PlanDifference, labels: Labels) -> list[tuple[str, str, str]]:
    """Place, value before and value after of each field that is different."""
    was, now = plan_data(found.before), plan_data(found.after)
    return [
        (
            plain(place_words(was if field.mine is ABSENT else now, field.path, labels), LONGEST_NAME),
            _words(field, field.base, labels),
            _words(field, field.mine, labels),
        )
        for field in found.fields
    ]


def _words(field: Conflict, value: Any, labels: Labels) -> str:
    if value is ABSENT:
        return NOTHING if value is field.base else labels.text("removed")
    if isinstance(value, Sequence) and not isinstance(value, str) and not value:
        return NOTHING
    return plain(value_words(value, field.path, labels).replace("\n", " "), LONGEST_TEXT) or NOTHING


def _value(value: Any) -> Any:
    return None if value is ABSENT else value
