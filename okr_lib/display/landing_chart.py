"""The landing as a picture: the range the year's end is seen in, each method as a dot, and what was forecast before."""

import pandas as pd
from matplotlib.axes import Axes

from okr_lib.display.drawing import axes_of, draw_rows, draw_title
from okr_lib.display.labels import Labels
from okr_lib.display.landing_table import METHODS
from okr_lib.display.picture import ACCENT, MUTED, TARGET, Picture, style
from okr_lib.growth.outlook import Outlook

RANGES = ((0.8, 0.25), (0.5, 0.45))  # how likely each holds the year's end, and how dark it is
BAND = 0.44  # high
TOP = -0.55  # where the line of the target begins


def chart_landing(outlook: Outlook, landing: pd.DataFrame, record: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Where the year's end is seen, now and at earlier closes, against the target.

    Parameters
    ----------
    outlook
        The forecast: its ranges of 50 and 80 % are bands, the middle a line.
    landing
        What ``year_landing`` returns; a numbered dot a method.
    record
        What ``forecast_record`` returns; a band a close, the oldest on top.
    labels, title
        For words and numbers; the finding.
    """
    names = [labels.text("Close of {quarter}", quarter=labels.quarter(row)) for row in record["quarter"]]
    names.append(labels.text("Forecast now"))
    bands = [(row["low"], row["high"]) for row in record.to_dict("records")]
    (low, high), middle = outlook.interval(RANGES[0][0]), outlook.quantile(0.5)
    ends = [low, high, outlook.target, *landing["landing"], *(end for band in bands for end in band)]
    space = (max(ends) - min(ends)) or 1.0
    now = len(bands)
    with style():
        figure, axes = axes_of(0.55 * len(names) + 1.7)
        for place, (left, right) in enumerate(bands):
            axes.barh(place, right - left, left=left, height=BAND, color=MUTED, alpha=RANGES[0][1])
            _ends(axes, left, right, place, space, labels)
        for share, shade in RANGES:
            left, right = outlook.interval(share)
            axes.barh(now, right - left, left=left, height=BAND, color=ACCENT, alpha=shade, linewidth=0)
        _ends(axes, low, high, now, space, labels)
        axes.plot([middle, middle], [now - BAND / 2, now + BAND / 2], color=ACCENT, linewidth=2)
        for number, value in enumerate(landing["landing"], start=1):
            height = now + BAND * (0.9 + 0.62 * ((number - 1) % 2))
            axes.plot([value, value], [now, height], color=MUTED, linewidth=0.8, zorder=1)
            axes.plot([value], [now], marker="o", color="white", markeredgecolor=ACCENT, markersize=6, zorder=3)
            axes.text(value, height, str(number), ha="center", va="top", fontsize=9, color=MUTED)
        ends_of_line = [TOP, now + 0.95]  # below its words, so that it does not run through them
        axes.plot([outlook.target] * 2, ends_of_line, color=TARGET, linewidth=1.4, linestyle=(0, (4, 2)))
        words = labels.text("Target {amount}", amount=labels.number(outlook.target))
        axes.text(outlook.target, TOP - 0.05, words, ha="center", va="bottom", fontsize=9, color=TARGET)
        axes.set_xlim(min(ends) - 0.14 * space, max(ends) + 0.14 * space)
        draw_rows(axes, names)
        axes.set_ylim(now + 0.95, -0.8)
        axes.set_xticks([])
        axes.set_xlabel(
            labels.text("Revenue of the year, {unit}; light: 80 %, dark: 50 %", unit=labels.money_unit), loc="left"
        )
        axes.spines[["left", "bottom"]].set_visible(False)
        draw_title(figure, title)
    said = [
        labels.text("{name}: {low} to {high}", name=name, low=labels.number(left), high=labels.number(right))
        for name, (left, right) in zip(names, [*bands, (low, high)], strict=True)
    ]
    said += [
        f"{labels.text(METHODS[row['method']])}: {labels.number(row['landing'])}" for row in landing.to_dict("records")
    ]
    return Picture(figure, f"{title}. {labels.money_unit}: {'; '.join([*said, words])}.")


def _ends(axes: Axes, left: float, right: float, place: int, space: float, labels: Labels) -> None:
    """The figures at both ends of a band."""
    for value, side, align in ((left, -1, "right"), (right, 1, "left")):
        axes.text(value + side * 0.01 * space, place, labels.number(value), ha=align, va="center", fontsize=9)
