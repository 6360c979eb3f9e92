"""The gap to the target as bars from zero: green and red for what came against the plan, grey for what the plan lacked."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from okr_lib.display.drawing import HALF, axes_of, draw_bare, draw_beside, draw_half_title, span_from_zero, wrapped
from okr_lib.display.labels import Labels
from okr_lib.display.picture import BAD, BASE, GOOD, GRID, INK, Picture, style
from okr_lib.review.gap import lacked

_MOST = 6  # streams with a bar of their own
COLOURS = {"given": BASE, "lacking": BAD, "sum": INK}


@dataclass(frozen=True)
class Bar:
    """A bar from zero; ``kind`` is variance, given (known from the start), lacking or sum."""

    name: str
    amount: float
    kind: str


def bars_of_gap(gap: pd.DataFrame, labels: Labels, *, over: bool = False) -> list[Bar]:
    """The parts of the gap (``gap_to_target``) and their sum; of many streams the largest, the others together."""
    streams = gap[gap["part"] == "stream"]
    shown = streams
    if len(streams) > _MOST:
        largest = streams["amount"].abs().sort_values(ascending=False, kind="stable").index[: _MOST - 1]
        shown = streams.loc[sorted(largest)]
    bars = [Bar(labels.name("stream", row["stream"]), row["amount"], "variance") for row in shown.to_dict("records")]
    if len(shown) < len(streams):
        rest = float(streams["amount"].sum() - shown["amount"].sum())
        bars.append(Bar(labels.text("Other streams"), rest, "variance"))
    if lacked(gap):
        message = "What the plan lacked" if over else "What the plan lacked by now"
        if lacked(gap) > 0:
            message = "What the plan had above the target"
        bars.append(Bar(labels.text(message), lacked(gap), "given"))
    return [*bars, Bar(labels.text("Gap to the target"), float(gap["amount"].iloc[-1]), "sum")]


def bars_of_plan(bridge: pd.DataFrame, labels: Labels) -> list[Bar]:
    """Where the growth to be won is to come from, and what nobody has a plan for; ``bridge`` is what ``bridge`` returns."""
    steps = bridge[~bridge["step"].isin(["baseline", "target"]) & (bridge["amount"] != 0)]
    bars = [
        Bar(
            labels.name("team", row["team"]) or labels.name("line", row["step"]),
            row["amount"],
            "lacking" if row["step"] == "uncovered" and row["amount"] > 0 else "given",
        )
        for row in steps.to_dict("records")
    ]
    growth = float(bridge["amount"].iloc[-1] - bridge["amount"].iloc[0])
    return [*bars, Bar(labels.text("Growth to be won"), growth, "sum")]


def note_of_plan(bridge: pd.DataFrame, labels: Labels) -> str:
    """What the plan covers and its target, which the bars of the growth to be won do not show."""
    steps = bridge.set_index("step")["amount"]
    target = float(steps["target"])
    covered, aimed = labels.number(target - float(steps["uncovered"])), labels.number(target)
    return labels.text("covered {covered}, target {target}", covered=covered, target=aimed)


def finding_gap(bars: Sequence[Bar], labels: Labels) -> str:
    """Why revenue is behind or ahead, by its largest parts; ``bars`` is what ``bars_of_gap`` returns."""
    whole = labels.rounded(bars[-1].amount)
    ranked = sorted((bar for bar in bars[:-1] if labels.rounded(bar.amount)), key=lambda bar: -abs(bar.amount))[:3]
    parts = ", ".join(f"{bar.name} {labels.change(bar.amount)}" for bar in ranked)
    message = "Why {amount} behind: {parts}" if whole < 0 else "Why {amount} ahead: {parts}"
    if not whole:
        message = "On the target: {parts}" if parts else "On the target, in every stream"
    return labels.text(message, amount=labels.money(abs(whole)), parts=parts)


def chart_bars(bars: Sequence[Bar], labels: Labels, title: str, note: str = "") -> Picture:
    """Bars from zero with their signs, the sum below them, and beside the unit a note."""
    low, high, space = span_from_zero(bar.amount for bar in bars)
    with style():
        figure, axes = axes_of(0.31 * len(bars) + 1.1, HALF)
        for place, bar in enumerate(bars):
            colour = COLOURS.get(bar.kind, GOOD if bar.amount >= 0 else BAD)
            axes.barh(place, bar.amount, height=0.62, color=colour)
            weight = "bold" if bar.kind == "sum" else "normal"
            draw_beside(axes, bar.amount, place, labels.change(bar.amount), 0.02 * space, fontweight=weight)
        axes.axvline(0, color=INK, linewidth=1)
        axes.axhline(len(bars) - 1.5, color=GRID, linewidth=1)
        axes.set_xlim(low - 0.45 * space * (low < 0), high + 0.45 * space * (high > 0))
        draw_bare(axes, [wrapped(bar.name, 22) for bar in bars])
        axes.set_xlabel("; ".join(filter(None, [labels.money_unit, note])), loc="right" if note else "left")
        draw_half_title(figure, title)
    said = "; ".join(f"{bar.name} {labels.change(bar.amount)}" for bar in bars)
    return Picture(figure, f"{title}. {labels.money_unit}: {said}.")
