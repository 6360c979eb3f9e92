"""Revenue by quarter in columns from zero, and above them how far each quarter is from its target.

Last year is grey, the target outlined, what came solid, what is forecast hatched; only the variances have a colour.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from okr_lib.display.drawing import WIDTH, draw_title, span_from_zero, width_of
from okr_lib.display.labels import Labels
from okr_lib.display.picture import BAD, BASE, GOOD, INK, Picture, style

_COLUMN = 0.31  # of a quarter's place
SIZES = 11, 8.5  # points: of numbers, and the smallest where they are long
_HEIGHT = 3.5
_MARGIN = 1.8  # inches beside the quarters
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "baseline": {"color": BASE},
    "expected": {"facecolor": "white", "edgecolor": INK, "linewidth": 1.2},
    "actual": {"color": INK},
    "forecast": {"facecolor": "white", "edgecolor": INK, "linewidth": 0.6, "hatch": "////"},
}


def chart_quarters(quarters: pd.DataFrame, forecast: Mapping[str, float], labels: Labels, title: str) -> Picture:
    """Columns by quarter: last year, target and what came or is forecast, the variance to the target above.

    Parameters
    ----------
    quarters
        What ``by_quarter`` returns; actual is missing where not observed.
    forecast
        What is forecast, by quarter, of those to come.
    """
    rows = [_row(row, forecast.get(row["quarter"]), labels) for row in quarters.to_dict("records")]
    heads = {
        "baseline": labels.text("Last year"),
        "expected": labels.text("Phased target"),
        "actual": labels.text("Actual"),
        "forecast": labels.text("Forecast"),
    }
    shown = {name: head for name, head in heads.items() if any(name in row["columns"] for row in rows)}
    with style():
        figure = Figure(figsize=(WIDTH, _HEIGHT), layout="constrained")
        above, axes = figure.subplots(2, 1, sharex=True, height_ratios=(1, 2.4))
        _draw_columns(axes, rows, shown, labels)
        _draw_variances(above, rows, labels)
        axes.set_xticks(range(len(rows)), [row["name"] for row in rows], fontsize=SIZES[0])
        axes.set_xlim(-0.5, len(rows) - 0.5)
        draw_title(figure, title)
    said = "; ".join(
        f"{row['name']}: "
        + ", ".join(f"{shown[name]} {labels.number(value)}" for name, value in row["columns"].items())
        + (f", {labels.text('Against the target')} {labels.change(row['variance'])}" if "variance" in row else "")
        for row in rows
    )
    return Picture(figure, f"{title}. {labels.money_unit}: {said}.")


def _row(row: Mapping[Any, Any], forecast: float | None, labels: Labels) -> dict[str, Any]:
    """A quarter's columns, and its variance to the target: of what came, or of what is forecast."""
    columns = {"baseline": row["baseline"], "expected": row["expected"]}
    shown: dict[str, Any] = {
        "name": labels.quarter(row["quarter"]),
        "columns": columns,
        "came": pd.notna(row["actual"]),
    }
    if shown["came"]:
        columns["actual"], shown["variance"] = row["actual"], row["variance"]
    elif forecast is not None:
        columns["forecast"] = labels.rounded(forecast)
        shown["variance"] = labels.rounded(columns["forecast"] - row["expected"])
    return shown


def _draw_columns(axes: Axes, rows: list[dict[str, Any]], heads: Mapping[str, str], labels: Labels) -> None:
    """Three columns a quarter, each with its number."""
    values = [value for row in rows for value in row["columns"].values()]
    low, high, space = span_from_zero(values)
    texts = [labels.number(value) for value in values]
    room = _COLUMN * (WIDTH - _MARGIN) / len(rows)
    widest = max(width_of(text, SIZES[0], bold=True) for text in texts)
    size = max(SIZES[1], SIZES[0] * min(1.0, 0.94 * room / widest))
    for name, head in heads.items():
        side = {"baseline": -1, "expected": 0}.get(name, 1)
        placed = [
            (place + side * _COLUMN, row["columns"][name]) for place, row in enumerate(rows) if name in row["columns"]
        ]
        places, heights = zip(*placed, strict=True)
        axes.bar(places, heights, width=_COLUMN * 0.88, label=head, **_LOOKS[name])
        weight = "bold" if name in ("actual", "forecast") else "normal"
        for place, value in placed:
            at = max(value, 0.0) + space * 0.02
            axes.text(place, at, labels.number(value), ha="center", va="bottom", fontsize=size, fontweight=weight)
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_ylim(low, high + space * 0.14)
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlabel(labels.money_unit, loc="left", fontsize=SIZES[0])
    axes.legend(
        frameon=False, loc="upper right", ncols=4, bbox_to_anchor=(1, -0.12), fontsize=SIZES[0], borderaxespad=0
    )


def _draw_variances(axes: Axes, rows: list[dict[str, Any]], labels: Labels) -> None:
    """Signed bars of what came, or is forecast, less the target."""
    known = [(place, row) for place, row in enumerate(rows) if "variance" in row]
    low, high, space = span_from_zero(row["variance"] for _, row in known)
    for place, row in known:
        amount = row["variance"]
        colour = GOOD if amount >= 0 else BAD
        look: dict[str, Any] = (
            {"color": colour} if row["came"] else {"facecolor": "white", "edgecolor": colour, "hatch": "////"}
        )
        axes.bar(place + _COLUMN, amount, width=_COLUMN * 0.88, **look)
        end, side = amount + (1 if amount >= 0 else -1) * space * 0.06, "bottom" if amount >= 0 else "top"
        text = labels.change(amount)
        axes.text(place + _COLUMN, end, text, ha="center", va=side, color=colour, fontsize=SIZES[0], fontweight="bold")
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_ylim(low - space * 0.45 * (low < 0), high + space * 0.45 * (high > 0 or not low))
    axes.set_yticks([0], [labels.text("Against the target")], fontsize=SIZES[0])
    axes.tick_params(axis="x", labelbottom=False)
    axes.spines[["left", "bottom"]].set_visible(False)
