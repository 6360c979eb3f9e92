"""Charts of objectives and key results: progress against what was expected, and what each says as its title.

A status is a shape, a colour and its word, so that none of them is needed to know it: the colours can be told apart by
colour-blind readers, the shapes in a print without colour.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from okr_lib.display.drawing import axes_of, blank, draw_rows, draw_title, shortened, tint, width_of
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import STATUSES, shown_progress, status_words, tally_words, value_words, way_of
from okr_lib.display.picture import BAD, BASE, GOOD, INK, MUTED, Picture, style
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult, KeyResultKind
from okr_lib.plan.references import TOTAL
from okr_lib.review.key_results import LEVELS, OFF, OVER

MOST = 24  # key results and heads of teams that can be read on a page; the table has them all
_URGENCY = ("missed", "at_risk", "below_floor", "behind", "outdated", "pending", "on_track", "met")
_LINE = 12.6  # points from line to line
_BANDS = {"at_risk": 0.5, "behind": 0.32, "on_track": 0.16}  # how dark the band of a status is
_AMBER, _OCHRE, _PALE = "#e69f00", "#7a5400", "#eef1f4"
# Of a status: its shape, its colour and that of its edge.
_LOOKS = {
    "met": ("p", INK, INK),
    "on_track": ("o", GOOD, GOOD),
    "behind": ("^", _AMBER, _OCHRE),
    "below_floor": ("v", _AMBER, _OCHRE),
    "at_risk": ("D", BAD, BAD),
    "missed": ("X", BAD, INK),
    "outdated": ("s", BASE, MUTED),
    "pending": ("o", _PALE, MUTED),
}


def chart_bullets(plan: Plan, states: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """The progress of each key result with a way to go as a bar, against what was expected by now and the limits of its status.

    A level has no way: 99% of it is no progress. The table has it, with its floor and what it lacks.

    Parameters
    ----------
    plan
        The plan; its ``thresholds`` are the limits.
    states
        What ``on_the_way`` returns. Of more than fit on a page those farthest from on track are shown, the rest counted.
    """
    if states.empty:
        with style():
            return Picture(blank(title), f"{title}.")
    results = plan.key_results
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
        figure, axes = axes_of(0.42 * len(names) + 1.5)
        said = [_standing(row, results[row["key_result"]], labels) for row in rows]
        room = 72 * max((width_of(each, 10) for each in said), default=0.0)
        for place, row, each in zip(places, rows, said, strict=True):
            result = results[row["key_result"]]
            _draw_bullet(axes, place, row, plan)
            _draw_mark(axes, 1.0, place, row["status"], shift=14)
            now = shortened(value_words(row, result, labels), 40)
            _beside(axes, place, 23, each)
            _beside(axes, place, 41 + room, now, _LINE / 2, weight="bold")
            _beside(axes, place, 41 + room, shortened(way_of(result, labels), 40), -_LINE / 2, color=MUTED)
        axes.set_xlim(0, 1)
        draw_rows(axes, names)
        for head in heads:
            axes.get_yticklabels()[head].set_fontweight("bold")
        ticks = (0, 0.5, 1)
        axes.set_xticks(ticks, [labels.share(value) for value in ticks])
        axes.spines[["left", "bottom"]].set_visible(False)
        rest = len(states) - len(rows)
        more = labels.text("More key results: {count}", count=str(rest)) if rest else ""
        caption = labels.text(
            "Progress of what was expected by now; at the right the value now, and from where to where"
        )
        axes.set_xlabel(" · ".join(filter(None, [caption, more])), loc="left", fontsize=9)
        handles: list[Any] = [
            Line2D([], [], color=INK, linewidth=2.5, marker="|", linestyle="", markersize=13, markeredgewidth=2.5)
        ]
        handles += [Patch(color=tint(BASE, strength)) for strength in _BANDS.values()]
        words = [labels.text("Expected by now"), *(labels.text(STATUSES[status]) for status in _BANDS)]
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


def on_the_way(plan: Plan, states: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``key_result_states`` that have a way to go: no level to hold, and no yes or no."""
    ways = {name for name, result in plan.key_results.items() if result.kind not in (*LEVELS, KeyResultKind.YES_NO)}
    return states[states["key_result"].isin(ways)]


def _most_urgent(states: pd.DataFrame) -> list[Mapping[Any, Any]]:
    """As many key results as fit on a page with a head for each team, those farthest from on track first."""
    rows = states.fillna({"team": ""}).to_dict("records")
    chosen: list[int] = []
    teams: set[str] = set()
    for place in sorted(range(len(rows)), key=lambda place: _URGENCY.index(rows[place]["status"])):
        heads = teams | {rows[place]["team"]}
        if len(chosen) + 1 + len(heads) <= MOST:
            chosen.append(place)
            teams = heads
    return [states.iloc[place].to_dict() for place in sorted(chosen)]


def _beside(axes: Axes, place: float, points: float, text: str, lift: float = 0.0, **look: Any) -> None:
    """A text so many points to the right of the bars, and above their middle."""
    axes.annotate(
        text, (1, place), (points, lift), textcoords="offset points", va="center", annotation_clip=False, **look
    )


def _draw_bullet(axes: Axes, place: int, row: Mapping[Any, Any], plan: Plan) -> None:
    """Bands, progress clamped to 0 to 100%, and the mark of what was expected; when due, nothing short of it will do."""
    limits = (plan.thresholds.behind, plan.thresholds.on_track)
    limits = (1.0, 1.0) if row["status"] in OVER else limits
    edges = [0.0, *(min(row["expected"] * limit, 1.0) for limit in limits), 1.0]
    colours = [tint(BASE, strength) for strength in _BANDS.values()]
    axes.barh([place] * len(_BANDS), np.diff(edges), left=edges[:-1], height=0.66, color=colours)
    if not pd.isna(row["progress"]):
        _, colour, edge = _LOOKS[row["status"]]
        axes.barh(place, min(max(row["progress"], 0.0), 1.0), height=0.28, color=colour, edgecolor=edge, linewidth=0.8)
    axes.plot([row["expected"]] * 2, [place - 0.36, place + 0.36], color=INK, linewidth=2.5, clip_on=False)


def _standing(row: Mapping[Any, Any], result: KeyResult, labels: Labels) -> str:
    """Progress, of one not due yet beside what was expected by now, and the status; the status alone where nothing is known."""
    word = status_words(row, result, labels)
    if pd.isna(row["progress"]):
        return word
    progress = shown_progress(row["progress"], labels)
    if row["status"] not in OVER:
        progress = labels.text("{progress} of {expected}", progress=progress, expected=labels.share(row["expected"]))
    return f"{progress} · {word}"


def _owner(row: Mapping[Any, Any], labels: Labels) -> str:
    """Whose a row is: a team's, the company's own, or all together."""
    if pd.isna(row["team"]):
        return labels.text("Company objectives")
    return labels.text("All together") if row["team"] == TOTAL else labels.name("team", row["team"])


def _draw_mark(axes: Axes, x: float, y: float, status: str, shift: float) -> None:
    """The mark of a status in the axes, ``shift`` points to the right of its place."""
    place = axes.transData + ScaledTranslation(shift / 72, 0, axes.figure.dpi_scale_trans)
    shape, fill, edge = _LOOKS[status]
    size = 9.0 * (0.82 if shape == "D" else 1.0)
    look: dict[str, Any] = {"marker": shape, "markersize": size, "markerfacecolor": fill, "markeredgecolor": edge}
    axes.plot([x], [y], linestyle="", clip_on=False, transform=place, markeredgewidth=1.2, **look)


def finding_bullets(plan: Plan, states: pd.DataFrame, labels: Labels) -> str:
    """Which key result is farthest behind what was expected of it by now, or that none is; ``states`` as ``on_the_way`` returns."""
    seen = states[states["progress"].notna()]
    titles = {name: result.title for name, result in plan.key_results.items()}
    late = seen[seen["status"].isin(OFF)]
    if late.empty:
        tally = ", ".join(tally_words(states["status"].tolist(), labels))
        return labels.text("Key results with a start and a target: {tally}", tally=tally)
    worst = late.loc[(late["progress"].clip(0, 1) - late["expected"]).idxmin()]
    title = plain(titles[worst["key_result"]], LONGEST_NAME)
    if list(titles.values()).count(titles[worst["key_result"]]) > 1:  # teams may measure the same
        title = f"{labels.name('team', worst['team']) or labels.text('Company')}: {title}"
    return labels.text(
        "Farthest behind: {key_result}, at {progress} where {expected} was expected",
        key_result=title,
        progress=shown_progress(worst["progress"], labels),
        expected=labels.share(worst["expected"]),
    )
