"""Charts: the bridge, plan against actual, who works on what, and when.

A chart takes a table that is summed already and shows it; its title says what is to be seen, in words that
the caller found in the numbers. Every chart returns a ``Picture``, with alternative text that gives the title
and the numbers.
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from okr_lib.display.drawing import (
    axes_of,
    draw_break,
    draw_rows,
    draw_title,
)
from okr_lib.display.labels import Labels
from okr_lib.display.picture import (
    BAD,
    BASE,
    GOOD,
    MUTED,
    SOFT,
    TARGET,
    Picture,
    style,
    team_colours,
)
from okr_lib.growth.breakdown import STANDING

MANY = 6  # columns that fit side by side
MOST = 28  # initiatives that can be read on a page; the appendix has them all


def chart_bridge(bridge: pd.DataFrame, labels: Labels, title: str, names: Mapping[str, str] | None = None) -> Picture:
    """A waterfall, one row a step, from top to bottom.

    Parameters
    ----------
    bridge
        Columns ``step, amount, start, end`` and ``team``, ``initiative`` or ``stream``, as ``bridge``,
        ``scenario_bridge`` and ``actual_bridge`` return them.
    labels
        For names and numbers.
    title
        The finding.
    names
        Names of steps that are neither a line, a team nor a stream.
    """
    names = names or {}
    column = next(name for name in ("team", "initiative", "stream") if name in bridge)
    colours = team_colours(list(labels.names.get(column, {}))) if column == "team" else {}
    rows = bridge.to_dict("records")
    shown = [
        names.get(row["step"])
        or labels.name(column, row[column])
        or ": ".join(filter(None, [labels.name("line", row["step"]), labels.name("stream", row.get("stream"))]))
        for row in rows
    ]
    low, high = window(bridge)
    # Tables have contributions after overlap; here it is a step of its own.
    unit = labels.money_unit
    if (bridge["step"] == "overlap").any():
        unit += f", {labels.text('contributions before overlap')}"
    with style():
        figure, axes = axes_of(0.42 * len(rows) + 1.3)
        for place, row in enumerate(rows):
            left, right = sorted((row["start"], row["end"]))
            standing = row["step"] in STANDING
            colour = step_colour(row, colours.get(str(row[column]), ""))
            open_box = row["step"] in ("uncovered", "unexplained", "shortfall", "surplus")
            axes.barh(
                place,
                right - max(left, low),
                left=max(left, low),
                height=0.62,
                color="white" if open_box else colour,
                # The edge keeps a bar visible that is thinner than a line.
                edgecolor=MUTED if row["step"] == "overlap" else colour,
                linestyle="--" if open_box else "-",
                hatch="////" if row["step"] == "overlap" else None,
                linewidth=1.4 if open_box else 0.6,
            )
            if standing and low > 0:
                draw_break(axes, low + (high - low) * 0.03, place)
            text = labels.number(row["amount"]) if standing else labels.change(row["amount"])
            axes.text(
                right + (high - low) * 0.008, place, text, va="center", fontweight="bold" if standing else "normal"
            )
            if place + 1 < len(rows):
                axes.plot([row["end"]] * 2, [place + 0.31, place + 0.69], color=MUTED, linewidth=0.8)
        axes.set_xlim(low, high + (high - low) * 0.1)
        draw_rows(axes, shown)
        note = unit
        if low > 0:
            note += " · " + labels.text("the axis starts at {amount}", amount=labels.number(low))
        axes.set_xlabel(note, loc="left")
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.spines["left"].set_visible(low <= 0)
        draw_title(figure, title)
    steps = "; ".join(f"{name} {labels.number(row['amount'])}" for name, row in zip(shown, rows, strict=True))
    return Picture(figure, sentences(title, f"{unit}: {steps}"))


def sentences(*parts: str) -> str:
    """Sentences one after the other, each with its full stop."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def window(bridge: pd.DataFrame) -> tuple[float, float]:
    """Where the axis of a bridge starts and ends: near the steps, when they are small beside the baseline."""
    standing = bridge["step"].isin(STANDING)
    levels = pd.concat([bridge.loc[~standing, "start"], bridge["end"]])
    low, high = float(levels.min()), float(levels.max())
    spread = (high - low) or abs(high) or 1.0
    unit = 10.0 ** math.floor(math.log10(spread)) / 2
    start = math.floor((low - spread * 0.6) / unit) * unit
    return (min(low, 0.0) if start < high * 0.3 else start), high


def step_colour(row: Mapping[Any, Any], team: str) -> str:
    """Colour of a step of a bridge; ``team`` is that of its team."""
    match row["step"]:
        case "baseline":
            return BASE
        case "target" | "actual" | "expected" | "before" | "after" | "commitment":
            return TARGET
        case "overlap" | "momentum":
            return SOFT
        case "uncovered":
            return BAD if row["amount"] > 0 else GOOD
        case "shortfall":
            return BAD
        case "surplus":
            return GOOD
        case "stream" | "initiative":
            return GOOD if row["amount"] >= 0 else BAD
        case _:
            return team or SOFT
