"""The bridge for a screen: the same steps as the report's chart, as SVG whose letters are letters.

A room that moves a slider wants the bridge at once. This one is text made from the steps, a hundred times faster than
drawing a figure, takes the font of the page around it and grows with it.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from okr_lib.display.charts import step_colour, window
from okr_lib.display.drawing import wrapped
from okr_lib.display.labels import Labels
from okr_lib.display.picture import MUTED, SOFT, team_colours
from okr_lib.growth.breakdown import STANDING

WIDTH, NAMES, ROOM = 500, 130, 72  # of the picture, for names on the left and for figures on the right
ROW, BAR = 36, 22
NAME_LETTERS = 17


def screen_bridge(bridge: pd.DataFrame, labels: Labels) -> str:
    """SVG of a bridge.

    Parameters
    ----------
    bridge
        What ``bridge`` returns: ``step, team, amount, start, end``.
    labels
        For names and numbers.

    Returns
    -------
    str
        An ``<svg>`` that fills the width it is given; ``bridge_words`` are the words that stand for it.
    """
    low, high = window(bridge)
    scale = (WIDTH - NAMES - ROOM) / ((high - low) or 1.0)
    colours = team_colours(list(labels.names.get("team", {})))
    rows = bridge.to_dict("records")
    parts = []
    for place, row in enumerate(rows):
        colour = step_colour(row, colours.get(str(row["team"]), ""))
        left, right = sorted((max(row["start"], low), max(row["end"], low)))
        x, width = NAMES + (left - low) * scale, max((right - left) * scale, 1.5)
        y = place * ROW + (ROW - BAR) / 2
        middle = y + BAR / 2 + 5
        standing = row["step"] in STANDING
        lines = wrapped(_name(row, labels), NAME_LETTERS).split("\n")
        for number, words in enumerate(lines):
            above = (number - (len(lines) - 1) / 2) * 15
            parts.append(f'<text x="0" y="{middle + above:.1f}">{escape(words)}</text>')
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" rx="2" {_look(row, colour)}/>')
        figure = labels.number(row["amount"]) if standing else labels.change(row["amount"])
        weight = ' font-weight="600"' if standing else ""
        parts.append(f'<text x="{x + width + 7:.1f}" y="{middle:.1f}"{weight}>{escape(figure)}</text>')
        if place + 1 < len(rows):
            end = NAMES + (max(row["end"], low) - low) * scale
            line = f'x1="{end:.1f}" x2="{end:.1f}" y1="{y + BAR:.1f}" y2="{y + ROW:.1f}"'
            parts.append(f'<line {line} stroke="{MUTED}" stroke-width="1"/>')
    note = labels.money_unit
    if low > 0:
        note += " · " + labels.text("the axis starts at {amount}", amount=labels.number(low))
    height = len(rows) * ROW + 22
    parts.append(f'<text x="{NAMES}" y="{height - 6}" fill="{MUTED}" font-size="12">{escape(note)}</text>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="100%" font-size="14" font-family="inherit" fill="currentColor" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )


def bridge_words(bridge: pd.DataFrame, labels: Labels, title: str) -> str:
    """The words that stand for a bridge where it cannot be seen: its finding and every step."""
    steps = "; ".join(f"{_name(row, labels)} {labels.number(row['amount'])}" for row in bridge.to_dict("records"))
    return f"{title}. {labels.money_unit}: {steps}."


def _name(row: Mapping[Any, Any], labels: Labels) -> str:
    return labels.name("team", row["team"]) or labels.name("line", row["step"])


def _look(row: Mapping[Any, Any], colour: str) -> str:
    match row["step"]:
        case "uncovered":
            return f'fill="white" stroke="{colour}" stroke-width="2" stroke-dasharray="5 3"'
        case "overlap":
            return f'fill="{SOFT}" fill-opacity="0.5" stroke="{MUTED}" stroke-width="1"'
        case _:
            return f'fill="{colour}"'
