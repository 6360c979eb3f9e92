"""Who does what when: each team's initiatives with their owners, how they build up, and what they bring this year."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import pandas as pd

from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.values import QUARTERS

MANY = 30  # initiatives beyond which a row for each takes more than a page

_Row = Mapping[Any, Any]


def initiatives_by_quarter(plan: Plan, timeline: pd.DataFrame, labels: Labels) -> Block:
    """Initiatives by team: a row for each with its quarters, or of many a list in columns with the quarter each starts in."""
    rows = {row["initiative"]: row for row in timeline.to_dict("records")}
    html = _list(plan, rows, labels) if len(rows) > MANY else _table(plan, rows, labels)
    text = [
        f"{_words(labels.name('team', row['team']))}, {_words(row['owner'])}: {_told(row, labels)}"
        for row in rows.values()
    ]
    return Block(html, "\n".join(text) or labels.text("No initiative yet"))


def _table(plan: Plan, rows: Mapping[str, _Row], labels: Labels) -> str:
    heads = [labels.text("Initiative"), *map(labels.quarter, QUARTERS), labels.text("This year")]
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(line for team in plan.teams for line in _lines(team, rows, labels))
    return f'<table class="when"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _lines(team: Team, rows: Mapping[str, _Row], labels: Labels) -> Iterator[str]:
    """A team's rows of the table: its name, and each initiative with its share of the full effect by quarter."""
    none = "" if team.initiatives else f": {labels.text('No initiative yet')}"
    yield f'<tr><th class="team" scope="rowgroup" colspan="6">{escape(_words(team.name) + none)}</th></tr>'
    for each in team.initiatives:
        row = rows[each.id]
        name = f"{escape(_words(each.name))} · <span>{escape(_words(each.owner))}</span>"
        cells = "".join(_cell(row[quarter], labels) for quarter in QUARTERS)
        amount = escape(labels.change(row["contribution"]))
        yield f'<tr><th scope="row">{name}</th>{cells}<td>{amount}</td></tr>'


def _cell(share: float, labels: Labels) -> str:
    """A quarter: the stronger its ground, the more of the full effect."""
    if not share:
        return "<td></td>"
    ground = f"background:rgba(0,114,178,{0.1 + 0.3 * share:.2f})"
    return f'<td class="on" style="{ground}">{escape(labels.share(share))}</td>'


def _list(plan: Plan, rows: Mapping[str, _Row], labels: Labels) -> str:
    parts = []
    for team in plan.teams:
        none = "" if team.initiatives else f": {labels.text('No initiative yet')}"
        parts.append(f"<p>{escape(_words(team.name) + none)}</p>")
        for owner in dict.fromkeys(each.owner for each in team.initiatives):
            own = sorted((each for each in team.initiatives if each.owner == owner), key=lambda each: each.starts)
            items = "".join(f"<li>{escape(_told(rows[each.id], labels))}</li>" for each in own)
            parts.append(f'<p class="owner">{escape(_words(owner))}</p><ul>{items}</ul>')
    return f'<div class="when many">{"".join(parts)}</div>'


def _told(row: _Row, labels: Labels) -> str:
    """An initiative in a line: the quarter it starts in, its name, and what it brings this year."""
    starts = next((name for name in QUARTERS if row[name] > 0), QUARTERS[0])
    name = _words(labels.name("initiative", row["initiative"]))
    return f"{labels.quarter(starts)} {name} · {labels.change(row['contribution'])}"


def _words(text: str) -> str:
    return plain(text, LONGEST_NAME)
