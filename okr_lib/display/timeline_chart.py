"""The timeline: when initiatives shall start and build up, and what is told of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.patches import Patch

from okr_lib.display.charts import sentences
from okr_lib.display.drawing import (
    axes_of,
    blank,
    draw_arrow,
    draw_bars,
    draw_rows,
    draw_title,
    ink_on,
    shortened,
    tint,
)
from okr_lib.display.initiative_words import state_words
from okr_lib.display.labels import Labels
from okr_lib.display.picture import BAD, MUTED, TEAM_COLOURS, Picture, style, team_colours
from okr_lib.plan.values import QUARTERS

MOST = 28  # initiatives that can be read on a page; the table has them all


def chart_timeline(
    timeline: pd.DataFrame, labels: Labels, title: str, through: str, told: pd.DataFrame | None = None
) -> Picture:
    """When initiatives shall start and build up, who owns them, what must come first, and what is told of them.

    Parameters
    ----------
    timeline
        One row an initiative: ``initiative, team, owner, contribution``, ``after`` (a tuple of initiatives)
        and ``Q1`` to ``Q4``, the share of its full effect in each quarter. Of more than 28 the largest are shown.
    labels, title
        For names and numbers; the finding.
    through
        The quarter at whose end a line is drawn.
    told
        What ``initiative_states`` returns: where each one really is.
    """
    if timeline.empty:
        with style():
            return Picture(blank(title), sentences(title))
    colours = team_colours(list(labels.names.get("team", {})))
    largest = timeline["contribution"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    rows = timeline.loc[sorted(largest)].to_dict("records")
    more = labels.text("More initiatives: {count}", count=str(len(timeline) - len(rows)))
    words = {} if told is None else {row["initiative"]: state_words(row, labels) for row in told.to_dict("records")}
    places = {row["initiative"]: place for place, row in enumerate(rows)}
    used = [team for team in colours if any(row["team"] == team for row in rows)]
    few = len(used) <= len(TEAM_COLOURS)  # else a colour stands for several teams and cannot be a legend
    with style():
        figure, axes = axes_of(0.44 * len(rows) + 1.7)
        arrows = 0
        bars = []
        for place, row in enumerate(rows):
            for index, quarter in enumerate(QUARTERS):
                if row[quarter] > 0:
                    colour = tint(colours[row["team"]], 0.3 + 0.7 * row[quarter])
                    bars.append((place, index, colour))
                    share, ink = labels.share(row[quarter]), ink_on(colour)
                    axes.text(index + 0.5, place, share, ha="center", va="center", fontsize=8, color=ink)
            text = f"{labels.change(row['contribution'])}  {shortened(row['owner'], 30)}"
            team = "" if few else shortened(labels.name("team", row["team"]), 18 if words else 36)
            below = " · ".join(filter(None, [team, words.get(row["initiative"], "")]))
            text = "\n".join(filter(None, [text, below]))
            axes.text(len(QUARTERS) + 0.06, place, text, va="center", fontsize=8, color=MUTED)
            for name in row["after"]:
                if name in places:
                    draw_arrow(axes, (_start(rows[places[name]]), places[name]), (_start(row), place), arrows % 4)
                    arrows += 1
        draw_bars(axes, bars, 1, 0.56)
        now = QUARTERS.index(through) + 1
        axes.plot([now, now], [-0.6, len(rows) - 0.55], color=BAD, linewidth=1.4, linestyle=(0, (3, 2)))
        end_of = labels.text("end of {quarter}", quarter=labels.quarter(through))
        axes.text(now, len(rows) - 0.5, end_of, color=BAD, ha="center", va="top", fontsize=9)
        head = labels.text("Expected this year, {unit}", unit=labels.money_unit)
        axes.text(len(QUARTERS) + 0.06, -0.62, head, va="bottom", fontsize=9, color=MUTED)
        # Room for arrows to what starts in the first quarter.
        axes.set_xlim(-0.26 if arrows else 0, len(QUARTERS) + 1.5)
        axes.set_xticks([index + 0.5 for index in range(4)], [labels.quarter(name) for name in QUARTERS])
        axes.xaxis.tick_top()
        draw_rows(axes, [labels.name("initiative", row["initiative"]) for row in rows])
        axes.set_ylim(len(rows) - 0.05, -0.6)
        for side in axes.spines.values():
            side.set_visible(False)
        caption = labels.text("In the bars: share of the full effect as planned. Arrows: what must come first.")
        axes.set_xlabel(caption + (f" {more}." if len(rows) < len(timeline) else ""), loc="left", fontsize=9)
        if few:
            named = [shortened(labels.name("team", team), 34) for team in used]
            handles = [Patch(color=colours[team], label=name) for team, name in zip(used, named, strict=True)]
            columns = max(1, 90 // (8 + max(map(len, named), default=0)))
            figure.legend(handles=handles, frameon=False, loc="outside lower left", ncols=columns)
        draw_title(figure, title)
    return Picture(
        figure,
        sentences(
            title, head, *(_told(row, labels, words) for row in rows), *([more] if len(rows) < len(timeline) else [])
        ),
    )


def _told(row: Mapping[Any, Any], labels: Labels, words: Mapping[str, str]) -> str:
    """An initiative of a timeline in words."""
    who = f"{labels.name('team', row['team'])}, {row['owner']}"
    shares = ", ".join(f"{labels.quarter(name)} {labels.share(row[name])}" for name in QUARTERS)
    told = f"{labels.name('initiative', row['initiative'])} ({who}): {labels.change(row['contribution'])}; {shares}"
    told = "; ".join(filter(None, [told, words.get(row["initiative"], "")]))
    if not row["after"]:
        return told
    first = ", ".join(labels.name("initiative", name) for name in row["after"])
    return f"{told}; {labels.text('after {initiatives}', initiatives=first)}"


def _start(row: Mapping[Any, Any]) -> int:
    return next((index for index, quarter in enumerate(QUARTERS) if row[quarter] > 0), 0)
