"""Charts of what may come: which assumption matters most, and how likely the target is."""

from collections.abc import Mapping

import pandas as pd

from okr_lib.display.assumption_cells import item_name
from okr_lib.display.drawing import HALF, axes_of, draw_half_title, draw_title, span_from_zero, wrapped
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, BASE, INK, TARGET, TEAM_COLOURS, Picture, style

_ASSUMPTIONS = {
    "momentum": "Momentum of {item}",
    "effect": "Effect: {item}",
    "success": "Success or failure: {item}",
}
MOST = 5  # assumptions shown
_LINES: tuple[tuple[int, tuple[float, ...]], ...] = ((0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def chart_tornado(tornado: pd.DataFrame, expected: float, target: float, labels: Labels, title: str) -> Picture:
    """How far each assumption, low and high, moves expected revenue; the widest bar on top.

    Parameters
    ----------
    tornado
        What ``tornado`` returns; its first five rows are shown.
    expected, target
        Expected revenue of the plan, at which the bars part, and its target, which is told: it may lie far off.
    """
    rows = tornado.head(MOST).to_dict("records")
    names = [
        labels.text(_ASSUMPTIONS[row["assumption"]], item=item_name(row["assumption"], row["item"], labels))
        for row in rows
    ]
    changes = [[labels.rounded(row[end]) - labels.rounded(expected) for end in ("low", "high")] for row in rows]
    with style():
        figure, axes = axes_of(0.64 * len(rows) + 1.2, HALF)
        low, high, space = span_from_zero(end for both in changes for end in both)
        for place, (first, second) in enumerate(changes):
            axes.barh([place, place], [first, second], height=0.6, color=BASE)
            for end, other in ((first, second), (second, first)):
                side, align = (-1, "right") if end < other or (end == other and end < 0) else (1, "left")
                text = labels.change(end)
                axes.text(end + side * space * 0.02, place, text, va="center", ha=align, fontsize=11)
        axes.axvline(0, color=INK, linewidth=1)
        axes.set_xlim(low - space * 0.3, high + space * 0.3)
        axes.set_yticks(range(len(rows)), [wrapped(name, 24, lines=3) for name in names])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.tick_params(labelsize=11)
        axes.set_xticks([])
        note = labels.text(
            "{unit}; expected {expected}, target {target}; widest {swing}",
            unit=labels.money_unit,
            swing=labels.number(rows[0]["swing"] if rows else 0.0),
            expected=labels.number(expected),
            target=labels.number(target),
        )
        axes.set_xlabel(note, loc="right")
        axes.spines[["left", "bottom"]].set_visible(False)
        draw_half_title(figure, title)
    said = "; ".join(
        labels.text("{name}: {low} to {high}", name=name, low=labels.change(first), high=labels.change(second))
        for name, (first, second) in zip(names, changes, strict=True)
    )
    return Picture(figure, f"{title}. {note}: {said}.")


def chart_likelihood(
    likelihood: pd.DataFrame,
    probability: float,
    target: float,
    labels: Labels,
    title: str,
    *,
    others: Mapping[str, pd.DataFrame] | None = None,
) -> Picture:
    """How likely each revenue of the year is to be reached.

    Parameters
    ----------
    likelihood
        Columns ``revenue`` and ``probability`` to reach it, falling.
    probability, target
        The target and how likely it is.
    others
        Such curves of other scenarios by their name, drawn as lines of their own kind.
    """
    with style():
        figure, axes = axes_of(3.9)
        for number, (name, curve) in enumerate((others or {}).items()):
            dashes, colour = _LINES[number % len(_LINES)], TEAM_COLOURS[number % len(TEAM_COLOURS)]
            axes.plot(curve["revenue"], curve["probability"], color=colour, linestyle=dashes, linewidth=1.8, label=name)
        if others:
            axes.legend(loc="upper right", frameon=False, fontsize=10)
        revenue, chance = likelihood["revenue"], likelihood["probability"]
        axes.fill_between(revenue, chance, color=ACCENT, alpha=0.15, linewidth=0)
        axes.fill_between(revenue, chance, where=revenue >= target, color=ACCENT, alpha=0.35, linewidth=0)
        axes.plot(revenue, chance, color=ACCENT, linewidth=2.5)
        axes.plot([target, target], [0, probability], color=TARGET, linewidth=1.4, linestyle=(0, (4, 2)))
        axes.plot([target], [probability], marker="o", color=TARGET)
        note = labels.text(
            "Target {amount}: {share}", amount=labels.number(target), share=labels.likelihood(probability)
        )
        axes.set_ylim(0, 1.05)
        ends = pd.concat([revenue, *(curve["revenue"] for curve in (others or {}).values())])
        low, high = min(float(ends.min()), target), max(float(ends.max()), target)
        space = 0.03 * (high - low)
        axes.set_xlim(low - space, high + space)
        beyond = target > float(revenue.max())  # the words then stand where there is room
        place, side = ((-10, 10), "right") if beyond else ((10, 6), "left")
        axes.annotate(note, (target, probability), place, textcoords="offset points", fontweight="bold", ha=side)
        axes.yaxis.set_major_formatter(lambda value, _: labels.share(value))
        axes.xaxis.set_major_formatter(lambda value, _: labels.number(value, 0))
        axes.grid(axis="y")
        axes.set_ylabel(labels.text("Likelihood to reach"))
        axes.set_xlabel(labels.text("Revenue of the year, {unit}", unit=labels.money_unit))
        axes.spines["left"].set_visible(False)
        draw_title(figure, title)
    middle = float(revenue[(chance - 0.5).abs().idxmin()])
    said = labels.text("As likely as not: {amount}", amount=labels.number(middle))
    beside = "".join(f"; {name}" for name in others or ())
    return Picture(figure, f"{title}. {labels.money_unit}: {said}; {note}{beside}.")
