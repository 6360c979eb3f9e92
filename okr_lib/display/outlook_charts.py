"""Charts of what may come: which assumption matters most, and how likely the target is."""

import pandas as pd
from matplotlib.patheffects import withStroke

from okr_lib.display.drawing import axes_of, draw_rows, draw_title
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, BAD, GOOD, MUTED, TARGET, Picture, style

ASSUMPTIONS = {
    "momentum": "Momentum of {item}",
    "effect": "Effect: {item}",
    "success": "Success or failure: {item}",
}
MOST = 12  # assumptions shown


def chart_tornado(tornado: pd.DataFrame, expected: float, target: float, labels: Labels, title: str) -> Picture:
    """Expected revenue with each assumption low and high, the widest bar on top.

    Parameters
    ----------
    tornado
        What ``tornado`` returns; its first twelve rows are shown.
    expected, target
        Expected revenue of the plan, at which the bars part, and its target.
    labels, title
        For names and numbers; the finding.
    """
    rows = tornado.head(MOST).to_dict("records")
    names = [
        labels.text(
            ASSUMPTIONS[row["assumption"]],
            item=labels.name("stream" if row["assumption"] == "momentum" else "initiative", row["item"]),
        )
        for row in rows
    ]
    with style():
        figure, axes = axes_of(0.42 * len(rows) + 1.6)
        ends = [row[end] for row in rows for end in ("low", "high")]
        low, high = min([*ends, expected, target]), max([*ends, expected, target])
        space = (high - low) or 1.0
        for place, row in enumerate(rows):
            for end in ("low", "high"):
                colour = GOOD if row[end] >= expected else BAD
                axes.barh(place, row[end] - expected, left=expected, height=0.6, color=colour)
                side = -1 if row[end] < expected or (row[end] == expected and end == "low") else 1
                text = labels.change(labels.rounded(row[end]) - labels.rounded(expected))
                at = row[end] + side * space * 0.008
                align = "right" if side < 0 else "left"
                axes.text(
                    at,
                    place,
                    text,
                    va="center",
                    ha=align,
                    fontsize=9,
                    path_effects=[withStroke(linewidth=3, foreground="white")],
                )
        for level, name, colour in (
            (expected, labels.text("Expected"), MUTED),
            (target, labels.text("Target"), TARGET),
        ):
            axes.axvline(
                level, color=colour, linewidth=1.2, linestyle="-" if level == expected else (0, (4, 2)), zorder=0.5
            )
            align = "right" if level == min(expected, target) else "left"
            axes.text(level, -0.75, f" {name} {labels.number(level)} ", ha=align, va="bottom", fontsize=9, color=colour)
        axes.set_xlim(low - space * 0.08, high + space * 0.08)
        draw_rows(axes, names)
        axes.set_ylim(len(rows) - 0.4, -0.7)
        axes.set_xticks([])
        axes.set_xlabel(labels.text("Expected revenue, {unit}", unit=labels.money_unit), loc="left")
        axes.spines[["left", "bottom"]].set_visible(False)
        draw_title(figure, title)
    said = "; ".join(
        labels.text(
            "{name}: {low} to {high}", name=name, low=labels.number(row["low"]), high=labels.number(row["high"])
        )
        for name, row in zip(names, rows, strict=True)
    )
    return Picture(figure, f"{title}. {labels.money_unit}: {said}.")


def chart_likelihood(
    likelihood: pd.DataFrame, probability: float, target: float, labels: Labels, title: str
) -> Picture:
    """How likely each revenue of the year is to be reached.

    Parameters
    ----------
    likelihood
        Columns ``revenue`` and ``probability`` to reach it, falling.
    probability, target
        The target and how likely it is.
    labels, title
        For numbers; the finding.
    """
    with style():
        figure, axes = axes_of(3.9)
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
        low, high = min(float(revenue.min()), target), max(float(revenue.max()), target)
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
    return Picture(figure, f"{title}. {labels.money_unit}: {said}; {note}.")
