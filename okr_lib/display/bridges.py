"""The bridge as SVG: one plan's steps below each other, or those of several scenarios laid over each other.

Its SVG is written by hand: a room that moves a slider wants the bridge at once, and this takes a millisecond where a drawn
figure takes a hundred. Its letters stay letters, in the font of the page around it.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from okr_lib.display.drawing import wrapped
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, BAD, BASE, GOOD, GRID, INK, MUTED, SOFT, TARGET, TEAM_COLOURS, team_colours
from okr_lib.display.standing_words import step_amount, step_name
from okr_lib.growth.breakdown import STANDING

# Of one plan: the picture, names on the left and figures on the right of it, a step and its bar.
_WIDTH, _NAMES, _FIGURES, _ROW, _BAR = 500, 130, 72, 36, 22
_NAME_LETTERS = 17
# Of several: the same, with the bars' room and a column of amounts for each.
_BARS, _WIDE_NAMES, _COLUMN, _THIN, _GAP, _HEAD = 190, 160, 100, 11, 15, 40
_COLOURS = (BASE, ACCENT, *TEAM_COLOURS[1:])
_WIDE_NAME_LETTERS, _HEAD_LETTERS = 20, 15

_Step = Mapping[Any, Any]


def svg_bridge(bridge: pd.DataFrame, labels: Labels) -> str:
    """The bridge of one plan; ``bridge`` is what ``bridge`` returns: ``step, team, amount, start, end``.

    Returns
    -------
    str
        An ``<svg>`` that fills the width it is given; ``bridge_words`` are the words that stand for it.
    """
    low, high = window(bridge)
    colours = team_colours(list(labels.names.get("team", {})))
    rows = bridge.to_dict("records")
    parts = []
    for place, row in enumerate(rows):
        colour = _colour_of(row, colours.get(str(row["team"]), ""))
        start, end = (_at(row[level], (low, high), _NAMES, _WIDTH - _FIGURES) for level in ("start", "end"))
        top = place * _ROW + (_ROW - _BAR) / 2
        middle = top + _BAR / 2 + 5
        lines = wrapped(step_name(row, labels), _NAME_LETTERS).split("\n")
        parts += [_text(0, middle + (number - (len(lines) - 1) / 2) * 15, words) for number, words in enumerate(lines)]
        parts.append(_bar(start, end, top, _BAR, colour, row["step"]))
        weight = 600 if row["step"] in STANDING else 400
        parts.append(
            _text(max(start, end, min(start, end) + 1.5) + 7, middle, step_amount(row, labels), font_weight=weight)
        )
        if place + 1 < len(rows):
            line = f'x1="{end:.1f}" x2="{end:.1f}" y1="{top + _BAR:.1f}" y2="{top + _ROW:.1f}"'
            parts.append(f'<line {line} stroke="{MUTED}" stroke-width="1"/>')
        if low > 0 and row["step"] in STANDING:
            parts.append(_cut(top))
    height = len(rows) * _ROW + 22
    parts.append(_text(_NAMES, height - 6, _unit(low, labels), fill=MUTED, font_size=12))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="100%" font-size="14" font-family="inherit" fill="currentColor" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )


def _cut(top: float) -> str:
    """Two slanted lines over a bar that does not begin at zero."""
    lines = " ".join(f"M{_NAMES + at:.0f} {top + _BAR + 2:.1f} l6 {-_BAR - 4}" for at in (12, 19))
    return f'<path d="{lines}" stroke="#fff" stroke-width="3" fill="none"/>'


def bridge_words(bridge: pd.DataFrame, labels: Labels, title: str) -> str:
    """The words that stand for a bridge where it cannot be seen: its finding and every step."""
    steps = "; ".join(f"{step_name(row, labels)} {labels.number(row['amount'])}" for row in bridge.to_dict("records"))
    return f"{title}. {labels.money_unit}: {steps}."


def svg_bridges(bridges: pd.DataFrame, labels: Labels) -> tuple[str, str]:
    """What ``compare_bridges`` returns as a picture, each step with a bar for every scenario, and the words that stand for it."""
    scenarios = list(dict.fromkeys(bridges["scenario"]))
    colours = {name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(scenarios)}
    left, right = _WIDE_NAMES + 10, _WIDE_NAMES + 10 + _BARS
    columns = [right + 12 + _COLUMN * (number + 1) for number in range(len(scenarios))]
    wide = columns[-1]
    low, high = window(bridges)
    steps: dict[tuple[str, str], list[_Step]] = {}
    for row in bridges.to_dict("records"):
        steps.setdefault((row["step"], row["team"]), []).append(row)
    height = _THIN * len(scenarios) + _GAP
    parts = [_heads(columns, colours)]
    for place, rows in enumerate(steps.values()):
        top = _HEAD + place * height
        middle = top + height / 2
        weight = 600 if rows[0]["step"] in STANDING else 400
        parts.append(
            _wide_text(_WIDE_NAMES, middle, step_name(rows[0], labels)[:_WIDE_NAME_LETTERS], font_weight=weight)
        )
        parts.append(f'<line x1="{left}" x2="{wide}" y1="{top}" y2="{top}" stroke="{GRID}" stroke-width="0.7"/>')
        for number, row in enumerate(rows):
            start, end = (_at(row[level], (low, high), left, right) for level in ("start", "end"))
            at = top + _GAP / 2 + number * _THIN
            parts.append(_bar(start, end, at, _THIN - 2, colours[row["scenario"]], row["step"]))
            weight = 700 if row["amount"] != rows[0]["amount"] else 400
            parts.append(_wide_text(columns[number], middle, step_amount(row, labels), font_weight=weight))
    bottom = _HEAD + len(steps) * height
    parts.append(_wide_text(left, bottom + 14, _unit(low, labels), size=12, text_anchor="start", fill=MUTED))
    svg = (
        f'<svg viewBox="0 0 {wide} {bottom + 26}" width="100%" style="max-width: {1.3 * wide:.0f}px; font-family: sans-serif" '
        f'aria-hidden="true">{"".join(parts)}</svg>'
    )
    told = "; ".join(
        f"{step_name(rows[0], labels)}: " + ", ".join(f"{row['scenario']} {step_amount(row, labels)}" for row in rows)
        for rows in steps.values()
    )
    return svg, f"{labels.money_unit}: {told}."


def window(bridge: pd.DataFrame) -> tuple[float, float]:
    """Where the axis of a bridge starts and ends: near the steps, when they are small beside the baseline."""
    standing = bridge["step"].isin(STANDING)
    levels = pd.concat([bridge.loc[~standing, "start"], bridge["end"]])
    low, high = float(levels.min()), float(levels.max())
    spread = (high - low) or abs(high) or 1.0
    unit = 10.0 ** math.floor(math.log10(spread)) / 2
    start = math.floor((low - spread * 0.6) / unit) * unit
    return (min(low, 0.0) if start < high * 0.3 else start), high


def _at(level: float, window: tuple[float, float], left: float, right: float) -> float:
    """Where a level stands between the left and the right end of what is drawn."""
    low, high = window
    return left + (right - left) * (min(max(level, low), high) - low) / ((high - low) or 1.0)


def _heads(columns: Sequence[float], colours: Mapping[str, str]) -> str:
    parts = []
    for at, (name, colour) in zip(columns, colours.items(), strict=True):
        shown = name if len(name) <= _HEAD_LETTERS else f"{name[: _HEAD_LETTERS - 1].rstrip()}…"
        parts.append(_wide_text(at, 14, shown, size=12, font_weight=600))
        parts.append(f'<rect x="{at - _COLUMN + 16}" y="25" width="{_COLUMN - 16}" height="5" fill="{colour}"/>')
    return "".join(parts)


def _bar(start: float, end: float, top: float, height: float, colour: str, step: str) -> str:
    """A step's bar, never too thin to see; of what nobody has planned an open one, of overlap a pale one."""
    look = f'fill="{colour}"'
    if step == "uncovered":
        look = f'fill="white" stroke="{colour}" stroke-width="1.5" stroke-dasharray="4 2"'
    elif step == "overlap":
        look += ' fill-opacity="0.55"'
    width = max(abs(end - start), 1.5)
    return f'<rect x="{min(start, end):.1f}" y="{top:.1f}" width="{width:.1f}" height="{height}" {look}/>'


def _text(x: float, y: float, words: str, **look: Any) -> str:
    said = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in look.items())
    return f'<text x="{x:.1f}" y="{y:.1f}"{said}>{escape(words)}</text>'


def _wide_text(x: float, middle: float, words: str, *, size: float = 13.5, **look: Any) -> str:
    return _text(x, middle + size * 0.35, words, **{"text_anchor": "end", "font_size": size, "fill": INK, **look})


def _unit(low: float, labels: Labels) -> str:
    """In what the axis is, and where it starts if that is not zero."""
    start = labels.text("the axis starts at {amount}", amount=labels.number(low))
    return labels.money_unit + (f" · {start}" if low > 0 else "")


def _colour_of(row: _Step, team: str) -> str:
    """Colour of a step; ``team`` is that of its team."""
    match row["step"]:
        case "baseline":
            return BASE
        case "target":
            return TARGET
        case "overlap":
            return MUTED
        case "uncovered":
            return BAD if row["amount"] > 0 else GOOD
        case _:
            return team or SOFT
