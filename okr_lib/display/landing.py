"""The landing: the range the year's end is seen in, single methods beside it, and what was forecast before, against the target."""

import pandas as pd
from matplotlib.axes import Axes

from okr_lib.display.columns import Column, column, number, table_of
from okr_lib.display.drawing import HALF, axes_of, draw_half_title
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, INK, MUTED, TARGET, Picture, style
from okr_lib.display.table import Table
from okr_lib.display.tiles import range_of
from okr_lib.growth.outlook import Outlook

_RANGES = ((0.8, 0.25), (0.5, 0.45))  # how likely each holds the year's end, and how dark it is
_BAND = 0.44  # high
_TOP = -0.55  # where the line of the target begins
_METHODS = {
    "growth_to_date": "Rest of last year, times growth to date",
    "seasonal_share": "Share of the year that earlier years had by now",
    "seasonal_naive": "Rest of the year as last year",
    "plan_based": "Rest of the year as the plan expects",
    "run_rate": "Average quarter so far, times four",
}


def chart_landing(outlook: Outlook, landing: pd.DataFrame, record: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Where the year's end is seen, now and at earlier closes, against the target; of a year that is over, where it ended.

    Parameters
    ----------
    outlook
        The forecast: its ranges of 50 and 80% are bands, the middle a line. Of a year that is over what came, as a dot.
    landing
        What ``year_landing`` returns; a dot a method.
    record
        What ``forecast_record`` returns; a band a close, the oldest on top.
    """
    told = bands_of(outlook, record, labels)
    bands = [band for _, band in told]
    dots = [sum(outlook.actuals.values())] if outlook.over else landing["landing"].tolist()
    ends = [outlook.target, *dots, *(end for band in bands for end in band)]
    space = (max(ends) - min(ends)) or 1.0
    names = ["\n".join([name, range_of(*band, labels)]) for name, band in told]
    names += ["\n".join([labels.text("The year"), labels.number(dots[0])])] if outlook.over else []
    words = labels.text("Target {amount}", amount=labels.number(outlook.target))
    with style():
        figure, axes = axes_of(0.38 * len(names) + 1.25, HALF)
        for place, (left, right) in enumerate(bands):
            colour = MUTED if outlook.over or place < len(bands) - 1 else ACCENT
            axes.barh(place, right - left, left=left, height=_BAND, color=colour, alpha=_RANGES[0][1], linewidth=0)
        if not outlook.over:
            _draw_middle(axes, outlook, len(bands) - 1)
        for value in dots:
            fill = INK if outlook.over else "white"
            axes.plot([value], [len(names) - 1], marker="o", color=fill, markeredgecolor=ACCENT, markersize=6)
        ends_of_line = [_TOP, len(names) - 0.5]  # below its words, so that it does not run through them
        axes.plot([outlook.target] * 2, ends_of_line, color=TARGET, linewidth=1.4, linestyle=(0, (4, 2)))
        axes.text(outlook.target, _TOP - 0.05, words, ha="center", va="bottom", fontsize=10, color=TARGET)
        axes.set_xlim(min(ends) - 0.12 * space, max(ends) + 0.12 * space)
        axes.set_yticks(range(len(names)), names, fontsize=10.5)
        axes.set_ylim(len(names) - 0.4, -0.95)
        axes.set_xticks([])
        axes.set_xlabel(_note(outlook, labels), loc="left")
        axes.spines[["left", "bottom"]].set_visible(False)
        draw_half_title(figure, title)
    said = [name.replace("\n", ": ") for name in names]
    if not outlook.over:
        methods = zip(landing["method"], dots, strict=True)
        said += [f"{labels.text(_METHODS[method])}: {labels.number(value)}" for method, value in methods]
    return Picture(figure, f"{title}. {labels.money_unit}: {'; '.join([*said, words])}.")


def bands_of(outlook: Outlook, record: pd.DataFrame, labels: Labels) -> list[tuple[str, tuple[float, float]]]:
    """The range of 80% that the year's end was seen in at each close and, of a year that is not over, is seen in now."""
    bands = [
        (labels.text("Close of {quarter}", quarter=labels.quarter(row["quarter"])), (row["low"], row["high"]))
        for row in record.to_dict("records")
    ]
    return bands if outlook.over else [*bands, (labels.text("Forecast now"), outlook.interval(_RANGES[0][0]))]


def _note(outlook: Outlook, labels: Labels) -> str:
    if outlook.over:
        return labels.text("{unit}; bands: 80%", unit=labels.money_unit)
    message = "{unit}; light: 80%, dark: 50%; dots: single methods"
    return labels.text(message, unit=labels.money_unit)


def _draw_middle(axes: Axes, outlook: Outlook, place: int) -> None:
    """The range that holds half of what may come, and its middle."""
    share, shade = _RANGES[1]
    (left, right), middle = outlook.interval(share), outlook.quantile(0.5)
    axes.barh(place, right - left, left=left, height=_BAND, color=ACCENT, alpha=shade, linewidth=0)
    axes.plot([middle, middle], [place - _BAND / 2, place + _BAND / 2], color=ACCENT, linewidth=2)


def table_landing(landing: pd.DataFrame, expected: float, target: float, labels: Labels) -> Table:
    """The mean of the forecast, and what single methods say (``landing``), against the target; these are dots in the picture."""
    rows = [{"method": "", "landing": expected, "error": float("nan")}, *landing.to_dict("records")]
    columns = [
        column(
            "name",
            labels.text("Forecast, and single methods"),
            lambda row: labels.text(_METHODS[row["method"]]) if row["method"] else labels.text("Forecast"),
        ),
        number("landing", labels.text("Year's end, {unit}", unit=labels.money_unit), labels.number),
        Column(
            "gap",
            labels.text("Against the target"),
            lambda row: labels.change(labels.rounded(row["landing"]) - target),
            number=True,
        ),
    ]
    if landing["error"].notna().any():
        error = labels.text("Mean error in earlier years")
        columns.append(number("error", error, lambda value: labels.share(value, 1)))
    return table_of(rows, columns, "landing")
