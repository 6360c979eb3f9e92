"""A digest in words: as text for a chat or terminal, as Markdown, and as HTML that mail programs show."""

import math
from html import escape

from okr_lib.display.labels import NOTHING, Labels
from okr_lib.display.standing_words import sentence_on_closing
from okr_lib.display.terminal import markdown_text
from okr_lib.display.wording import LONGEST_NAME, LONGEST_TEXT, plain, printable
from okr_lib.review.digest import Digest, Due, Kind, Move, Owed

_STATES = {
    "not_started": "not started",
    "under_way": "under way",
    "done": "done",
    "stopped": "stopped",
}
_DUE = {
    Kind.KEY_RESULT: "{name} is due",
    Kind.INITIATIVE: "{name} starts",
    Kind.DECISION: "To decide: {name}",
    Kind.ACTION: "To do: {name}",
    Kind.CLOSE: "{name} ended and is not closed",
}
_STYLE = "font-family:Segoe UI,Helvetica,Arial,sans-serif;color:#1a1a1a;max-width:640px;line-height:1.45"


def _digest_parts(found: Digest, labels: Labels) -> list[tuple[str, list[str]]]:
    """The digest's headings, each with its lines; one says so where there is nothing."""
    since = labels.date(found.since)
    moves = [_move(move, found, labels) for move in found.moves]
    quarters = ", ".join(labels.quarter(quarter) for quarter in found.reported)
    moves += [labels.text("Revenue was reported: {quarters}", quarters=quarters)] if quarters else []
    return [
        (labels.text("What moved since {date}", date=since), moves or [labels.text("Nobody has checked in.")]),
        (labels.text("Who owes a check-in"), _owed(found, labels) or [labels.text("Nobody.")]),
        (labels.text("What is due"), _due(found, labels) or [labels.text("Nothing.")]),
        (labels.text("What is uncovered"), _uncovered(found, labels)),
    ]


def _digest_title(found: Digest, labels: Labels) -> str:
    """The plan and the day."""
    return f"{plain(found.plan.name, LONGEST_NAME)}, {labels.date(found.as_of)}"


def digest_text(found: Digest, labels: Labels) -> str:
    """The digest as plain text."""
    parts = [_digest_title(found, labels)]
    parts += ["\n".join([head, *(f"- {line}" for line in lines)]) for head, lines in _digest_parts(found, labels)]
    return printable("\n\n".join(parts))


def digest_markdown(found: Digest, labels: Labels) -> str:
    """The digest as Markdown."""
    parts = [f"## {markdown_text(_digest_title(found, labels))}"]
    for head, lines in _digest_parts(found, labels):
        parts += [f"**{markdown_text(head)}**", "\n".join(f"- {markdown_text(line)}" for line in lines)]
    return "\n\n".join(parts)


def digest_html(found: Digest, labels: Labels) -> str:
    """The digest as the HTML of a mail: no styles but in place, no picture, nothing loaded from anywhere."""
    title = escape(_digest_title(found, labels))
    body = "".join(
        f'<h2 style="font-size:17px;margin:20px 0 6px">{escape(head)}</h2><ul style="margin:0;padding-left:20px">'
        + "".join(f"<li>{escape(line)}</li>" for line in lines)
        + "</ul>"
        for head, lines in _digest_parts(found, labels)
    )
    meta = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return (
        f'<!doctype html>\n<html lang="{escape(labels.language)}"><head>{meta}</head><body style="{_STYLE}">'
        f'<h1 style="font-size:21px;margin:0">{title}</h1>{body}</body></html>'
    )


def _names(found: Digest) -> dict[str, tuple[str, str]]:
    """Title and unit of each key result and initiative, by id."""
    known = {initiative.id: (initiative.name, "") for _, initiative in found.plan.initiatives()}
    for _, objective in found.plan.objectives_by_team():
        known |= {result.id: (result.title, result.unit) for result in objective.key_results}
    return {name: (plain(title, LONGEST_NAME), unit) for name, (title, unit) in known.items()}


def _move(move: Move, found: Digest, labels: Labels) -> str:
    title, unit = _names(found)[move.name]
    money = move.name in {initiative.id for _, initiative in found.plan.initiatives()}
    show = labels.money if money else lambda value: labels.measure(value, unit)
    before, now = (show(value) for value in (move.before, move.now))
    said = []
    if not math.isnan(move.now):
        said.append(now if before == NOTHING else labels.text("{before} -> {now}", before=before, now=now))
    if move.state:
        said.append(labels.text(_STATES[move.state]))
    words = plain(" ".join(move.comment.split()), LONGEST_TEXT)
    who = f"{plain(move.author, LONGEST_NAME)}, {labels.date(move.on, short=True)}"
    return f"{title}: {', '.join(said) or NOTHING} ({who}){f': {words}' if words else ''}"


def _owed(found: Digest, labels: Labels) -> list[str]:
    names = _names(found)
    by_owner: dict[str, list[str]] = {}
    for each in found.owed:
        by_owner.setdefault(plain(each.owner, LONGEST_NAME), []).append(_owed_words(each, names, labels))
    return [f"{owner}: {'; '.join(owed)}" for owner, owed in by_owner.items()]


def _owed_words(owed: Owed, names: dict[str, tuple[str, str]], labels: Labels) -> str:
    title = names[owed.name][0]
    if owed.last is None:
        return labels.text("{name} (never yet)", name=title)
    return labels.text("{name} (last on {date})", name=title, date=labels.date(owed.last, short=True))


def _due(found: Digest, labels: Labels) -> list[str]:
    names = _names(found)
    return [_due_words(each, names, found, labels) for each in found.due]


def _due_words(due: Due, names: dict[str, tuple[str, str]], found: Digest, labels: Labels) -> str:
    name = labels.quarter(due.name) if due.kind is Kind.CLOSE else names.get(due.name, (due.name, ""))[0]
    said = labels.text(_DUE[due.kind], name=plain(name, LONGEST_TEXT))
    day = labels.date(due.on, short=True)
    when = labels.text("overdue since {date}", date=day) if due.on < found.as_of else day
    return ", ".join(filter(None, (said, plain(due.owner, LONGEST_NAME), when)))


def _uncovered(found: Digest, labels: Labels) -> list[str]:
    lines = [sentence_on_closing(found.standing, labels)]
    if found.standing.uncovered > 0:
        rows = found.uncovered.to_dict("records")
        lines += [f"{labels.name('team', row['team'])}: {labels.money(row['uncovered'])}" for row in rows]
    return lines
