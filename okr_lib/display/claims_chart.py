"""What came beyond momentum beside what teams claim of it, by stream: two bars from zero, on one basis."""

from collections.abc import Sequence

import pandas as pd

from okr_lib.display.drawing import SIZE, axes_of, draw_bare, draw_beside, draw_title, span_from_zero
from okr_lib.display.labels import Labels
from okr_lib.display.picture import GRID, INK, Picture, style

_Row = tuple[str, float, float]
MOST = 8  # streams with bars of their own
_BAR = 0.36


def chart_claims(claims: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """What came solid, what is claimed outlined, by stream and all together; ``claims`` as ``claims_against_growth`` returns."""
    streams = by_stream(claims, labels)
    shown = streams
    if len(shown) > MOST:
        ranked = sorted(streams, key=lambda row: -max(abs(row[1]), row[2]))
        shown = [*ranked[: MOST - 1], _together(labels.text("Other streams"), ranked[MOST - 1 :])]
    if len(streams) > 1:
        shown = [*shown, _together(labels.text("All streams"), streams)]
    heads = labels.text("Growth beyond momentum"), labels.text("Claimed by teams")
    low, high, space = span_from_zero(amount for _, came, told in shown for amount in (came, told))
    with style():
        figure, axes = axes_of(0.62 * len(shown) + 1.3)
        for number, (head, fill) in enumerate(zip(heads, (INK, "white"), strict=True)):
            places = [place + (number - 0.5) * _BAR for place in range(len(shown))]
            values = [told if number else came for _, came, told in shown]
            axes.barh(places, values, height=_BAR * 0.88, label=head, facecolor=fill, edgecolor=INK)
            for place, value in zip(places, values, strict=True):
                text = labels.number(value) if number else labels.change(value)
                draw_beside(axes, value, place, text, 0.01 * space)
        axes.axvline(0, color=INK, linewidth=1)
        if len(streams) > 1:
            axes.axhline(len(shown) - 1.5, color=GRID, linewidth=1)
        axes.set_xlim(low - 0.1 * space * (low < 0), high + 0.1 * space)
        draw_bare(axes, [row[0] for row in shown])
        axes.set_xlabel(labels.money_unit, loc="left", fontsize=SIZE)
        axes.legend(
            frameon=False, loc="upper right", ncols=2, bbox_to_anchor=(1, -0.01), fontsize=SIZE, borderaxespad=0
        )
        draw_title(figure, title)
    return Picture(figure, f"{title}. {words_of_claims(shown, labels)}")


def _together(name: str, rows: Sequence[_Row]) -> _Row:
    return name, sum(came for _, came, _ in rows), sum(told for _, _, told in rows)


def by_stream(claims: pd.DataFrame, labels: Labels) -> list[_Row]:
    """Each stream, what came of it beyond momentum and what is claimed of that."""
    sums = claims.groupby("stream", sort=False)[["growth", "claimed"]].sum()
    return [(labels.name("stream", name) or labels.text("In no stream"), *row) for name, *row in sums.itertuples()]


def words_of_claims(rows: Sequence[_Row], labels: Labels) -> str:
    """The words that stand for such a picture where it cannot be seen."""
    growth, claimed = labels.text("Growth beyond momentum"), labels.text("Claimed by teams")
    said = (f"{name}: {growth} {labels.change(came)}, {claimed} {labels.number(told)}" for name, came, told in rows)
    return f"{labels.money_unit}: {'; '.join(said)}."
