"""Charts of objectives and key results: progress against what was expected, who stands where, and confidence over time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from scipy.optimize import isotonic_regression

from okr_lib.display.drawing import axes_of, blank, draw_rows, draw_title, ink_on, shortened, tint, width_of
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import shown_progress, standing_words, status_words, value_words, way_of
from okr_lib.display.picture import BASE, INK, MUTED, SOFT, TEAM_COLOURS, Picture, style, team_colours
from okr_lib.display.status_marks import EDGES, FILLS, SHAPES, draw_mark, status_mark, status_word
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.key_results import LEVELS, OVER

MOST = 24  # key results and heads of teams that can be read on a page; the table has them all
URGENCY = ("missed", "at_risk", "below_floor", "behind", "outdated", "pending", "on_track", "met")
BANDS = {"at_risk": 0.5, "behind": 0.32, "on_track": 0.16}  # how dark the band of a status is
DAYS = 5  # dates written along an axis


def chart_bullets(plan: Plan, states: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Each key result's progress as a bar, against what was expected by now and the limits of its status.

    Parameters
    ----------
    plan
        The plan; its ``thresholds`` are the limits.
    states
        What ``key_result_states`` returns. Of more than fit on a page those farthest from on track are shown, the rest counted.
    labels, title
        For names and numbers; the finding.
    """
    if states.empty:
        with style():
            return Picture(blank(title), f"{title}.")
    results = {result.id: result for _, objective in plan.objectives_by_team() for result in objective.key_results}
    rows = _most_urgent(states)
    names: list[str] = []
    heads: list[int] = []
    with style():
        places = []
        for row, before in zip(rows, [None, *rows], strict=False):
            if before is None or _owner(row, labels) != _owner(before, labels):
                heads.append(len(names))
                names.append(_owner(row, labels))
            places.append(len(names))
            names.append(results[row["key_result"]].title)
        figure, axes = axes_of(0.5 * len(names) + 2.0)
        said = [standing_words(row, results[row["key_result"]], labels) for row in rows]
        room = 72 * max((width_of(each, 10) for each in said), default=0.0)
        for place, row, each in zip(places, rows, said, strict=True):
            result = results[row["key_result"]]
            _draw_bullet(axes, place, row, plan, level=result.kind in LEVELS)
            draw_mark(axes, 1.0, place, row["status"], shift=14)
            now = shortened(value_words(row, result, labels), 30)
            _beside(axes, place, 23, each)
            _beside(axes, place - 0.19, 41 + room, now, weight="bold")
            _beside(axes, place + 0.19, 41 + room, shortened(way_of(result, labels), 30), color=MUTED)
        axes.set_xlim(0, 1)
        draw_rows(axes, names)
        for head in heads:
            axes.get_yticklabels()[head].set_fontweight("bold")
        ticks = (0, 0.5, 1)
        axes.set_xticks(ticks, [labels.share(value) for value in ticks])
        axes.spines[["left", "bottom"]].set_visible(False)
        rest = len(states) - len(rows)
        more = labels.text("More key results: {count}", count=str(rest)) if rest else ""
        caption = labels.text("Progress; at the right the value now, and from where to where")
        axes.set_xlabel(" · ".join(filter(None, [caption, more])), loc="left", fontsize=9)
        handles: list[Any] = [
            Line2D([], [], color=INK, linewidth=2.5, marker="|", linestyle="", markersize=13, markeredgewidth=2.5)
        ]
        handles += [Patch(color=tint(BASE, strength)) for strength in BANDS.values()]
        words = [labels.text("Expected by now"), *(status_word(status, labels) for status in BANDS)]
        figure.legend(handles, words, frameon=False, loc="outside lower left", ncols=4)
        draw_title(figure, title)
    told = "; ".join(
        labels.text(
            "{key_result}: {value} ({way}), progress {progress}, expected {expected}, {status}",
            key_result=plain(results[row["key_result"]].title, LONGEST_NAME),
            value=value_words(row, results[row["key_result"]], labels),
            way=way_of(results[row["key_result"]], labels),
            progress=shown_progress(row["progress"], labels),
            expected=labels.share(row["expected"]),
            status=status_words(row, results[row["key_result"]], labels),
        )
        for row in rows
    )
    return Picture(figure, f"{title}. {told}.")


def chart_status_stack(counts: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Key results by status, a bar for the company's own, each team and all together.

    Parameters
    ----------
    counts
        What ``status_counts`` returns.
    labels, title
        For names and numbers; the finding.
    """
    rows = counts.to_dict("records")
    names = [_owner(row, labels) for row in rows]
    with style():
        figure, axes = axes_of(0.42 * len(rows) + 1.5)
        for place, row in enumerate(rows):
            left = 0.0
            for status in SHAPES:
                share = row[status] / row["count"] if row["count"] else 0.0
                if share:
                    axes.barh(
                        place,
                        share,
                        left=left,
                        height=0.66,
                        color=FILLS[status],
                        edgecolor=EDGES[status],
                        linewidth=0.8,
                    )
                    text = f"{row[status]} {status_word(status, labels)}"
                    room = share * 6.4  # inches of a bar of 100 %
                    shown = text if width_of(text, 9) < room - 0.1 else str(row[status])
                    ink = ink_on(tint(FILLS[status], 1))
                    axes.text(left + share / 2, place, shown, ha="center", va="center", fontsize=9, color=ink)
                left += share
            if not row["count"]:
                axes.text(0.005, place, labels.text("No key result yet"), va="center", fontsize=9, color=MUTED)
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        draw_rows(axes, names)
        axes.get_yticklabels()[-1].set_fontweight("bold")
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_xlabel(labels.text("In the bars: number of key results"), loc="left", fontsize=9)
        marks = [status_mark(status) for status in SHAPES]
        words = [status_word(status, labels) for status in SHAPES]
        figure.legend(marks, words, frameon=False, loc="outside lower left", ncols=len(SHAPES) // 2, columnspacing=1.4)
        draw_title(figure, title)
    told = "; ".join(
        f"{name}: " + (", ".join(f"{row[each]} {status_word(each, labels)}" for each in SHAPES if row[each]) or "0")
        for name, row in zip(names, rows, strict=True)
    )
    return Picture(figure, f"{title}. {told}.")


def chart_confidence(trend: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Mean confidence over time: all together as the thick line, each team as a thin one.

    Parameters
    ----------
    trend
        What ``confidence_trend`` returns; a line has a gap where nobody checked in.
    labels, title
        For names and numbers; the finding.
    """
    if trend["confidence"].isna().all():
        with style():
            return Picture(blank(title), f"{title}.")
    named = trend.assign(team=trend["team"].fillna(""))
    table = named.pivot(index="date", columns="team", values="confidence")[list(dict.fromkeys(named["team"]))]
    days = [day.toordinal() for day in table.index]
    colours = team_colours(list(labels.names.get("team", {})))
    teams = [name for name in table.columns if name != TOTAL]
    few = len(colours) <= len(TEAM_COLOURS)
    with style():
        figure, axes = axes_of(4.2)
        ends: list[tuple[float, str, str, bool]] = []
        for name in [*teams, TOTAL]:
            whole = name == TOTAL
            colour = INK if whole else colours.get(name, MUTED) if few else SOFT
            values = table[name].tolist()
            axes.plot(
                days,
                values,
                color=colour,
                linewidth=3.2 if whole else 1.8 if few else 1.0,
                linestyle="-" if name else (0, (4, 2)),
                marker="o",
                markersize=7 if whole else 5,
            )
            if not pd.isna(values[-1]):
                ends.append((values[-1], _owner({"team": name or None}, labels), colour, whole))
        _draw_ends(axes, days, ends, few, labels)
        axes.set_ylim(0, 1.04)
        axes.yaxis.set_major_formatter(lambda value, _: labels.share(value))
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        axes.set_ylabel(labels.text("Mean confidence"))
        written = _spread(days)
        axes.set_xticks(written, [labels.date(dt.date.fromordinal(day)) for day in written])
        axes.set_xlabel(
            labels.text("Only key results with a fresh check-in count; without one a line has a gap"),
            loc="left",
            fontsize=9,
        )
        draw_title(figure, title)
    told = "; ".join(
        f"{labels.date(day)}: "
        + ", ".join(f"{_owner({'team': name or None}, labels)} {labels.share(value)}" for name, value in row.items())
        for day, row in table.iterrows()
    )
    return Picture(figure, f"{title}. {told}.")


def _most_urgent(states: pd.DataFrame) -> list[Mapping[Any, Any]]:
    """As many key results as fit on a page with a head for each team, those farthest from on track first."""
    rows = states.fillna({"team": ""}).to_dict("records")
    chosen: list[int] = []
    teams: set[str] = set()
    for place in sorted(range(len(rows)), key=lambda place: URGENCY.index(rows[place]["status"])):
        heads = teams | {rows[place]["team"]}
        if len(chosen) + 1 + len(heads) <= MOST:
            chosen.append(place)
            teams = heads
    return [states.iloc[place].to_dict() for place in sorted(chosen)]


def _beside(axes: Axes, place: float, points: float, text: str, **look: Any) -> None:
    """A text so many points to the right of the bars."""
    axes.annotate(text, (1, place), (points, 0), textcoords="offset points", va="center", annotation_clip=False, **look)


def _draw_bullet(axes: Axes, place: int, row: Mapping[Any, Any], plan: Plan, *, level: bool) -> None:
    """Bands, progress clamped to 0 to 100 %, and the mark of what was expected; nothing short of a level, or when due, will do."""
    limits = (plan.thresholds.behind, plan.thresholds.on_track)
    limits = (1.0, 1.0) if level or row["status"] in OVER else limits
    edges = [0.0, *(min(row["expected"] * limit, 1.0) for limit in limits), 1.0]
    colours = [tint(BASE, strength) for strength in BANDS.values()]
    axes.barh([place] * len(BANDS), np.diff(edges), left=edges[:-1], height=0.66, color=colours)
    if not pd.isna(row["progress"]):
        colour = FILLS[row["status"]]
        edge = EDGES[row["status"]]
        axes.barh(place, min(max(row["progress"], 0.0), 1.0), height=0.28, color=colour, edgecolor=edge, linewidth=0.8)
    axes.plot([row["expected"]] * 2, [place - 0.36, place + 0.36], color=INK, linewidth=2.5, clip_on=False)


def _draw_ends(
    axes: Axes, days: Sequence[int], ends: Sequence[tuple[float, str, str, bool]], few: bool, labels: Labels
) -> None:
    """Names at the ends of the lines, apart from each other; of many teams the highest, the lowest and all together."""
    shown = sorted(ends)
    if not few:
        parts = [end for end in shown if not end[3]]
        shown = sorted([*parts[:2], *parts[2:][-2:], *(end for end in shown if end[3])])
    span = (days[-1] - days[0]) or 1
    end, start = days[-1], days[-1] + span * 0.06
    steps = 0.065 * np.arange(len(shown))  # names as near to the ends of their lines as their height allows
    levels = isotonic_regression(np.array([value for value, *_ in shown]) - steps).x + steps if shown else []
    for level, (value, name, colour, whole) in zip(levels, shown, strict=True):
        axes.plot([end, start], [value, level], color=colour, linewidth=0.9)
        text = f"{shortened(name, 26)} {labels.share(value)}"
        axes.text(start + span * 0.01, level, text, va="center", weight="bold" if whole else "normal")
    axes.set_xlim(days[0] - span * 0.1, end + span * 0.5)


def _spread(days: Sequence[int]) -> list[int]:
    """Some of the days, the last one included, far enough from each other to be written."""
    written: list[int] = []
    for day in reversed(days):
        if not written or written[0] - day >= (days[-1] - days[0]) / DAYS:
            written.insert(0, day)
    return written


def _owner(row: Mapping[Any, Any], labels: Labels) -> str:
    """Whose a row is: a team's, the company's own, or all together."""
    if pd.isna(row["team"]):
        return labels.text("Company objectives")
    return labels.text("All together") if row["team"] == TOTAL else labels.name("team", row["team"])
