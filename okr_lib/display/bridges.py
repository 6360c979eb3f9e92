"""Bridges of several scenarios laid over each other, drawn for the screen while somebody moves a slider.

Its SVG is written by hand: that takes a millisecond where the report's charts take a hundred, and its letters stay
letters. Each step has a bar for every scenario, and the amounts stand in columns beside the bars.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from okr_lib.display.charts import window
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, BASE, GRID, INK, MUTED, TEAM_COLOURS
from okr_lib.growth.breakdown import STANDING

WIDTH, NAMES, COLUMN = 1000, 200, 104  # of the whole, the steps' names and a column of amounts
BAR, GAP, HEAD = 11, 15, 40
COLOURS = (BASE, ACCENT, *TEAM_COLOURS[1:])
NAME_LENGTH, HEAD_LENGTH = 25, 16


def svg_bridges(bridges: pd.DataFrame, labels: Labels) -> tuple[str, str]:
    """The bridges of several scenarios as SVG, and the words that stand for it.

    Parameters
    ----------
    bridges
        What ``compare_bridges`` returns.
    labels
        For names and numbers.
    """
    scenarios = list(dict.fromkeys(bridges["scenario"]))
    colours = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(scenarios)}
    low, high = window(bridges)
    left, right = NAMES + 10, WIDTH - COLUMN * len(scenarios) - 12
    groups: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in bridges.to_dict("records"):
        groups.setdefault((row["step"], row["team"]), []).append(row | {"said": _amount(row, labels)})
    steps = [(_name(step, team, labels), step, rows) for (step, team), rows in groups.items()]
    height = BAR * len(scenarios) + GAP
    parts = [_heads(scenarios, colours)]
    for place, (name, step, rows) in enumerate(steps):
        top = HEAD + place * height
        middle = top + height / 2
        parts.append(_text(NAMES, middle, name[:NAME_LENGTH], "end", weight=600 if step in STANDING else 400))
        parts.append(f'<line x1="{left}" x2="{WIDTH}" y1="{top}" y2="{top}" stroke="{GRID}" stroke-width="0.7"/>')
        for number, row in enumerate(rows):
            start, end = (
                left + (right - left) * (min(max(row[level], low), high) - low) / (high - low)
                for level in ("start", "end")
            )
            parts.append(
                _bar(min(start, end), abs(end - start), top + GAP / 2 + number * BAR, colours[row["scenario"]], step)
            )
            changed = row["amount"] != rows[0]["amount"]
            at = _column(number, len(scenarios))
            parts.append(_text(at, middle, row["said"], "end", weight=700 if changed else 400))
    bottom = HEAD + len(steps) * height
    note = labels.money_unit
    if low > 0:
        note += " · " + labels.text("the axis starts at {amount}", amount=labels.number(low))
    parts.append(_text(left, bottom + 14, note, "start", colour=MUTED, size=12))
    svg = (
        f'<svg viewBox="0 0 {WIDTH} {bottom + 26}" width="100%" style="max-width: {WIDTH}px; font-family: sans-serif" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )
    told = "; ".join(
        f"{name}: " + ", ".join(f"{row['scenario']} {row['said']}" for row in rows) for name, _, rows in steps
    )
    return svg, f"{labels.money_unit}: {told}."


def _heads(scenarios: Sequence[str], colours: dict[str, str]) -> str:
    parts = []
    for number, name in enumerate(scenarios):
        at = _column(number, len(scenarios))
        shown = name if len(name) <= HEAD_LENGTH else f"{name[: HEAD_LENGTH - 1].rstrip()}…"
        parts.append(_text(at, 14, shown, "end", weight=600, size=12))
        parts.append(f'<rect x="{at - COLUMN + 16}" y="25" width="{COLUMN - 16}" height="5" fill="{colours[name]}"/>')
    return "".join(parts)


def _column(number: int, count: int) -> float:
    return WIDTH - COLUMN * (count - 1 - number)


def _bar(at: float, width: float, top: float, colour: str, step: str) -> str:
    open_box = step == "uncovered"
    look = (
        f'fill="white" stroke="{colour}" stroke-width="1.5" stroke-dasharray="4 2"' if open_box else f'fill="{colour}"'
    )
    faint = ' fill-opacity="0.55"' if step == "overlap" else ""
    return f'<rect x="{at:.1f}" y="{top:.1f}" width="{max(width, 1.5):.1f}" height="{BAR - 2}" {look}{faint}/>'


def _text(
    x: float, y: float, words: str, anchor: str, *, weight: int = 400, colour: str = INK, size: float = 13.5
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y + size * 0.35:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def _name(step: str, team: str, labels: Labels) -> str:
    return labels.name("team", team) if step == "team" else labels.name("line", step)


def _amount(row: dict[Any, Any], labels: Labels) -> str:
    return labels.number(row["amount"]) if row["step"] in STANDING else labels.change(row["amount"])
