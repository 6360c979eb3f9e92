"""A chart of the room's estimates: who expects what, what they merge to, and where they differ."""

from collections.abc import Mapping

import pandas as pd

from okr_lib.display.drawing import axes_of, draw_bare, draw_title, tint
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, INK, MUTED, SOFT, TARGET, Picture, style
from okr_lib.growth.panel import Panel

_POINTS = {"low": "the low end", "likely": "the likely value", "high": "the high end"}
_DECIMALS = 1  # of a lift in per cent
_FEW = 12  # people whose names and numbers there is room for


def finding_panel(panel: Panel, labels: Labels, *, lift: bool = False) -> str:
    """Where people differ most, or that they do not; ``lift`` says that the estimates are shares."""
    people = list(panel.opinions["person"])
    if len(people) == 1:
        return labels.text("One estimate so far, by {person}", person=people[0])
    point = panel.spread.set_index("point").loc[panel.widest]
    if point["spread"] == 0:
        return labels.text("All {count} estimates are the same", count=str(len(people)))
    return labels.text(
        "Estimates differ most on {point}: {lowest} ({first}) to {highest} ({second})",
        point=labels.text(_POINTS[panel.widest]),
        lowest=_value(point["lowest"], labels, lift=lift),
        first=point["by_lowest"],
        highest=_value(point["highest"], labels, lift=lift),
        second=point["by_highest"],
    )


def finding_apart(panel: Panel, labels: Labels) -> list[str]:
    """A sentence for each of the first three pairs of people whose ranges do not meet."""
    return [
        labels.text(
            "{first} and {second} do not overlap at all: let each say what they assume.", first=first, second=second
        )
        for first, second in panel.apart[:3]
    ]


def chart_panel(panel: Panel, labels: Labels, title: str, *, lift: bool = False) -> Picture:
    """Each person's range from low to high with its likely value, the merged one below; of a ``lift`` shares of a stream."""
    merged = pd.DataFrame(
        [(labels.text("Merged: median"), panel.merged.low, panel.merged.likely, panel.merged.high)],
        columns=["person", *_POINTS],
    )
    rows = pd.concat([panel.opinions, merged], ignore_index=True).to_dict("records")
    low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
    space = (high - low) or abs(high) or 1.0
    last, few = len(rows) - 1, len(rows) <= _FEW + 1
    with style():
        figure, axes = axes_of((0.46 if few else 0.17) * len(rows) + 1.4)
        axes.axvspan(panel.merged.low, panel.merged.high, color=tint(SOFT, 0.35), linewidth=0, zorder=0)
        for place, row in enumerate(rows):
            colour = TARGET if place == last else ACCENT
            axes.plot([row["low"], row["high"]], [place] * 2, color=colour, linewidth=7 if few else 3, alpha=0.45)
            axes.plot(row["likely"], place, marker="o", markersize=9 if few else 5, color=colour)
            if not few and place != last:
                continue
            said = estimate_words(row, labels, lift=lift)
            weight = "bold" if place == last else "normal"
            axes.text(high + space * 0.03, place, said, va="center", fontsize=9, color=INK, fontweight=weight)
        axes.axhline(last - 0.5, color=MUTED, linewidth=0.8)
        axes.set_xlim(low - space * 0.03, high + space * 0.36)
        draw_bare(axes, [row["person"] if few or place == last else "" for place, row in enumerate(rows)], size=10)
        unit = labels.text("share of the stream") if lift else labels.money_unit
        axes.set_xlabel(
            labels.text("Low · likely · high, {unit}; shaded: the merged range", unit=unit), loc="left", fontsize=9
        )
        draw_title(figure, title)
    told = "; ".join(
        f"{row['person']} {' · '.join(_value(row[point], labels, lift=lift) for point in _POINTS)}" for row in rows
    )
    return Picture(figure, f"{title}. {unit}: {told}.")


def estimate_words(estimate: Mapping[str, float], labels: Labels, *, lift: bool = False) -> str:
    """Low, likely and high on one line."""
    return labels.text(
        "{low} · {likely} · {high}", **{point: _value(estimate[point], labels, lift=lift) for point in _POINTS}
    )


def _value(value: float, labels: Labels, *, lift: bool) -> str:
    return labels.share(value, _DECIMALS) if lift else labels.number(value)
