"""Charts: the bridge, plan against actual, who works on what, and when.

A chart takes a table that is summed already and shows it; its title says what is to be seen, in words that
the caller found in the numbers. Every chart returns a ``Picture``, with alternative text that gives the title
and the numbers.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patheffects import withStroke

from okr_lib.display.drawing import (
    WIDTH,
    axes_of,
    blank,
    draw_bars,
    draw_break,
    draw_rows,
    draw_title,
    ink_on,
    tint,
    wrapped,
)
from okr_lib.display.labels import Labels
from okr_lib.display.picture import (
    ACCENT,
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
from okr_lib.plan.references import TOTAL

MANY = 6  # columns that fit side by side
MOST = 28  # initiatives that can be read on a page; the appendix has them all
# Steps of a bridge that stand on zero.
STANDING = ("baseline", "target", "actual", "expected", "before", "after", "commitment")


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


def chart_quarters(quarters: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Revenue by quarter: last year, phased target and actual, the variance at each actual.

    Parameters
    ----------
    quarters
        Columns ``quarter, baseline, expected, actual, variance``; actual is missing where not observed.
    labels, title
        For names and numbers; the finding.
    """
    places = range(len(quarters))
    with style():
        figure, axes = axes_of(3.9)
        observed = quarters["actual"].notna()
        lines = (
            ("baseline", labels.text("Last year"), SOFT, "-", 2.0),
            ("expected", labels.text("Phased target"), MUTED, (0, (4, 2)), 2.0),
            ("actual", labels.text("Actual"), ACCENT, "-", 3.0),
        )
        for name, label, colour, dashes, width in lines:
            axes.plot(places, quarters[name], color=colour, linestyle=dashes, linewidth=width, marker="o", label=label)
        low, high = quarters[["baseline", "expected", "actual"]].min().min(), quarters.max(numeric_only=True).max()
        space = (high - low) or high or 1.0
        for place, row in zip(places, quarters.to_dict("records"), strict=True):
            if observed[place]:
                text, colour = labels.change(row["variance"]), GOOD if row["variance"] >= 0 else BAD
                above = max(row["actual"], row["expected"], row["baseline"])
                halo = [withStroke(linewidth=4, foreground="white")]
                above += space * 0.07
                axes.text(place, above, text, ha="center", color=colour, fontweight="bold", path_effects=halo)
        axes.set_ylim(low - space * 0.15, high + space * 0.2)
        axes.set_xlim(-0.4, len(quarters) - 0.6)
        axes.set_xticks(list(places), [labels.quarter(name) for name in quarters["quarter"]])
        places_after_point = 0 if space >= 5 else labels.decimals
        axes.yaxis.set_major_formatter(lambda value, _: labels.number(value, places_after_point))
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        axes.set_ylabel(labels.money_unit)
        if observed.any():
            axes.set_xlabel(labels.text("At the points: actual less phased target"), loc="left")
        axes.legend(frameon=False, loc="lower left", ncols=3, bbox_to_anchor=(0, 1), borderaxespad=0)
        draw_title(figure, title)
    said = "; ".join(
        labels.text(
            "{quarter}: last year {baseline}, phased target {expected}, actual {actual}",
            quarter=labels.quarter(row["quarter"]),
            **{name: labels.number(row[name]) for name in ("baseline", "expected", "actual")},
        )
        for row in quarters.to_dict("records")
    )
    return Picture(figure, sentences(title, f"{labels.money_unit}: {said}"))


def chart_matrix(matrix: pd.DataFrame, labels: Labels, title: str, across: str = "team") -> Picture:
    """Two columns of the ledger against each other; the more revenue, the darker.

    Parameters
    ----------
    matrix
        First column the rows' ids, last row and column ``total``, as ``matrix`` returns.
    labels, title
        For names and numbers; the finding.
    across
        The column of the ledger whose values stand across the top; down the side where they are too many.
    """
    down, columns = str(matrix.columns[0]), list(matrix.columns[1:-1])
    if not columns:
        with style():
            return Picture(blank(title), sentences(title))
    if len(columns) > max(len(matrix) - 1, MANY):
        turned = matrix.set_index(down).T.rename_axis(across).reset_index()
        return chart_matrix(turned, labels, title, across=down)
    side = [_named(labels, down, name) for name in matrix[down]]
    top = [_named(labels, across, name) for name in [*columns, TOTAL]]
    values = matrix.set_index(down).to_numpy(dtype=float)
    limit = max(abs(values[:-1, :-1]).max(initial=0.0), 1e-9)
    with style():
        figure, axes = axes_of(0.5 * len(side) + 1.5, max(WIDTH, 2.6 + 1.2 * len(top)))
        cells = []
        for (row, column), value in np.ndenumerate(values):
            whole = row == len(side) - 1 or column == len(columns)
            colour = tint(ACCENT, 0.0 if whole else 0.05 + 0.75 * max(value, 0) / limit)
            cells.append((row, column - 0.49, colour))
            weight = "bold" if whole else "normal"
            axes.text(column, row, labels.number(value), ha="center", va="center", color=ink_on(colour), weight=weight)
        draw_bars(axes, cells, 0.98, 0.94)
        axes.set_xlim(-0.5, len(columns) + 0.5)
        axes.set_xticks(range(len(top)), [wrapped(name, 14, lines=3) for name in top])
        axes.xaxis.tick_top()
        draw_rows(axes, side)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_xlabel(labels.money_unit, loc="left")
        draw_title(figure, title)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{head} {labels.number(value)}" for head, value in zip(top, line, strict=True))
        for name, line in zip(side, values, strict=True)
    )
    return Picture(figure, sentences(title, f"{labels.money_unit}: {said}"))


def sentences(*parts: str) -> str:
    """Sentences one after the other, each with its full stop."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def _named(labels: Labels, column: str, value: str) -> str:
    if value == TOTAL:
        return labels.text("Total")
    missing = labels.text("Without focus area") if column == "focus_area" else labels.text("Not placed")
    return labels.name(column, value) or missing


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
