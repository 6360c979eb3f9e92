"""What came beyond momentum beside what teams claim of it, by stream: two bars from zero, on one basis."""

import pandas as pd

from okr_lib.display.drawing import SIZE, axes_of, draw_bare, draw_beside, draw_title, span_from_zero
from okr_lib.display.labels import Labels
from okr_lib.display.picture import GRID, INK, Picture, style

MOST = 8  # streams with bars of their own
_BAR = 0.36


def chart_claims(claims: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """What came solid, what is claimed outlined, by stream and all together; ``claims`` as ``claims_against_growth`` returns."""
    sums = claims.groupby("stream", sort=False)[["growth", "claimed"]].sum()
    shown = [(labels.name("stream", name) or labels.text("In no stream"), *row) for name, *row in sums.itertuples()]
    if len(shown) > MOST:
        shown.sort(key=lambda row: -max(abs(row[1]), row[2]))
        rest = [sum(row[column] for row in shown[MOST - 1 :]) for column in (1, 2)]
        shown = [*shown[: MOST - 1], (labels.text("Other streams"), *rest)]
    if len(sums) > 1:
        shown.append((labels.text("All streams"), *sums.sum()))
    heads = labels.text("Growth beyond momentum"), labels.text("Claimed by teams")
    low, high, space = span_from_zero(amount for _, *both in shown for amount in both)
    with style():
        figure, axes = axes_of(0.62 * len(shown) + 1.3)
        for number, (head, fill) in enumerate(zip(heads, (INK, "white"), strict=True)):
            places = [place + (number - 0.5) * _BAR for place in range(len(shown))]
            values = [row[number + 1] for row in shown]
            axes.barh(places, values, height=_BAR * 0.88, label=head, facecolor=fill, edgecolor=INK)
            for place, value in zip(places, values, strict=True):
                text = labels.number(value) if number else labels.change(value)
                draw_beside(axes, value, place, text, 0.01 * space)
        axes.axvline(0, color=INK, linewidth=1)
        if len(sums) > 1:
            axes.axhline(len(shown) - 1.5, color=GRID, linewidth=1)
        axes.set_xlim(low - 0.1 * space * (low < 0), high + 0.1 * space)
        draw_bare(axes, [row[0] for row in shown])
        axes.set_xlabel(labels.money_unit, loc="left", fontsize=SIZE)
        axes.legend(
            frameon=False, loc="upper right", ncols=2, bbox_to_anchor=(1, -0.01), fontsize=SIZE, borderaxespad=0
        )
        draw_title(figure, title)
    said = "; ".join(
        f"{name}: {heads[0]} {labels.change(growth)}, {heads[1]} {labels.number(claimed)}"
        for name, growth, claimed in shown
    )
    return Picture(figure, f"{title}. {labels.money_unit}: {said}.")
