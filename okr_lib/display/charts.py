"""Charts: the bridge, plan against actual, who works on what, and when.

A chart takes a table that is summed already and shows it; its title says what is to be seen, in words that
the caller found in the numbers. Every chart returns a ``Picture``, with alternative text that gives the title
and the numbers.
"""

import math
import textwrap
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from okr_lib.display.labels import Labels
from okr_lib.display.picture import (
    BAD,
    BASE,
    GOOD,
    INK,
    MUTED,
    SOFT,
    TARGET,
    Picture,
    style,
    team_colours,
)
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS

RGB = tuple[float, float, float]

WIDTH = 10.0
NAME_LENGTH = 34  # letters of a name before it is wrapped
STANDING = ("baseline", "target", "actual", "expected")  # steps of a bridge that stand on zero


def chart_bridge(bridge: pd.DataFrame, labels: Labels, title: str, names: Mapping[str, str] | None = None) -> Picture:
    """A waterfall, one row a step, from top to bottom.

    Parameters
    ----------
    bridge
        Columns ``step, amount, start, end`` and ``team`` or ``stream``, as ``bridge`` and ``actual_bridge``
        return them.
    labels
        For names and numbers.
    title
        The finding.
    names
        Names of steps that are neither a line, a team nor a stream.
    """
    names = names or {}
    column = "team" if "team" in bridge else "stream"
    colours = team_colours(list(labels.names.get(column, {}))) if column == "team" else {}
    rows = bridge.to_dict("records")
    shown = [names.get(row["step"]) or labels.name(column, row[column]) or labels.name("line", row["step"]) for row in rows]
    low, high = _window(bridge)
    with style():
        figure, axes = _axes(0.42 * len(rows) + 1.3)
        for place, row in enumerate(rows):
            left, right = sorted((row["start"], row["end"]))
            standing = row["step"] in STANDING
            colour = _step_colour(row, colours.get(str(row[column]), ""))
            open_box = row["step"] in ("uncovered", "shortfall", "surplus")
            axes.barh(
                place,
                right - max(left, low),
                left=max(left, low),
                height=0.62,
                color="white" if open_box else colour,
                edgecolor=colour if open_box else "none",
                linestyle="--" if open_box else "-",
                hatch="////" if row["step"] == "overlap" else None,
                linewidth=1.4,
            )
            if standing and low > 0:
                _break(axes, low + (high - low) * 0.03, place)
            text = labels.number(row["amount"]) if standing else labels.change(row["amount"])
            axes.text(
                right + (high - low) * 0.008, place, text, va="center", fontweight="bold" if standing else "normal"
            )
            if place + 1 < len(rows):
                axes.plot([row["end"]] * 2, [place + 0.31, place + 0.69], color=MUTED, linewidth=0.8)
        axes.set_xlim(low, high + (high - low) * 0.1)
        _rows(axes, shown)
        note = labels.money_unit
        if low > 0:
            note += " · " + labels.text("the axis starts at {amount}", amount=labels.number(low))
        axes.set_xlabel(note, loc="left")
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.spines["left"].set_visible(low <= 0)
        _title(axes, title)
    steps = "; ".join(f"{name} {labels.number(row['amount'])}" for name, row in zip(shown, rows, strict=True))
    return Picture(figure, f"{title}. {labels.money_unit}: {steps}.")


def chart_quarters(quarters: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Revenue by quarter: last year, phased target and actual, the variance at each actual.

    Parameters
    ----------
    quarters
        Columns ``quarter, baseline, expected, actual, variance``; actual is missing where not observed.
    labels, title
        For names and numbers; the finding.
    """
    places = range(len(quarters))
    with style():
        figure, axes = _axes(3.9)
        observed = quarters["actual"].notna()
        lines = (
            ("baseline", labels.text("Last year"), SOFT, "-", 2.0),
            ("expected", labels.text("Phased target"), MUTED, (0, (4, 2)), 2.0),
            ("actual", labels.text("Actual"), "#0072b2", "-", 3.0),
        )
        for name, label, colour, dashes, width in lines:
            axes.plot(places, quarters[name], color=colour, linestyle=dashes, linewidth=width, marker="o", label=label)
        low, high = quarters[["baseline", "expected", "actual"]].min().min(), quarters.max(numeric_only=True).max()
        space = (high - low) or high or 1.0
        for place, row in zip(places, quarters.to_dict("records"), strict=True):
            if observed[place]:
                text, colour = labels.change(row["variance"]), GOOD if row["variance"] >= 0 else BAD
                above = max(row["actual"], row["expected"], row["baseline"])
                axes.text(place, above + space * 0.07, text, ha="center", color=colour, fontweight="bold")
        axes.set_ylim(low - space * 0.15, high + space * 0.22)
        axes.set_xlim(-0.4, len(quarters) - 0.6)
        axes.set_xticks(list(places), [labels.quarter(name) for name in quarters["quarter"]])
        axes.yaxis.set_major_formatter(lambda value, _: labels.number(value, 0))
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        axes.set_ylabel(labels.money_unit)
        axes.legend(frameon=False, loc="upper left", ncols=3, bbox_to_anchor=(0, 1.02))
        _title(axes, title)
    said = "; ".join(
        labels.text(
            "{quarter}: last year {baseline}, phased target {expected}, actual {actual}",
            quarter=labels.quarter(row["quarter"]),
            **{name: labels.number(row[name]) for name in ("baseline", "expected", "actual")},
        )
        for row in quarters.to_dict("records")
    )
    return Picture(figure, f"{title}. {labels.money_unit}. {said}.")


def chart_matrix(matrix: pd.DataFrame, labels: Labels, title: str) -> Picture:
    """Two columns of the ledger against each other; the more revenue, the darker.

    Parameters
    ----------
    matrix
        First column the rows' ids, last row and column ``total``, as ``matrix`` returns.
    labels, title
        For names and numbers; the finding.
    """
    rows, columns = str(matrix.columns[0]), list(matrix.columns[1:-1])
    nowhere = labels.text("Without focus area") if rows == "focus_area" else labels.text("Not placed")
    whole = labels.text("Total")
    shown = [whole if name == TOTAL else labels.name(rows, name) or nowhere for name in matrix[rows]]
    values = matrix.loc[matrix[rows] != TOTAL, columns].to_numpy(dtype=float)
    limit = max(abs(values).max(initial=0.0), 1e-9)
    with style():
        figure, axes = _axes(0.5 * len(shown) + 1.5)
        for row, line in enumerate(values):
            for column, value in enumerate(line):
                colour = _tint("#0072b2", 0.05 + 0.75 * max(value, 0) / limit)
                axes.barh(row, 0.98, left=column - 0.49, height=0.94, color=colour)
                axes.text(column, row, labels.number(value), ha="center", va="center", color=_ink_on(colour))
        sums = [(len(columns), row, value) for row, value in enumerate(matrix[TOTAL])]
        sums += [(column, len(values), value) for column, value in enumerate(matrix[columns].iloc[-1])]
        for column, row, value in sums:
            axes.text(column, row, labels.number(value), ha="center", va="center", weight="bold")
        axes.set_xlim(-0.5, len(columns) + 0.5)
        heads = [_wrapped(labels.name("team", name) or nowhere, 14) for name in columns]
        axes.set_xticks(range(len(columns) + 1), [*heads, whole])
        axes.xaxis.tick_top()
        _rows(axes, shown)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.set_xlabel(labels.money_unit, loc="left")
        _title(axes, title)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{labels.name('team', column)} {labels.number(row[column])}" for column in columns)
        for name, row in zip(shown, matrix.to_dict("records"), strict=True)
    )
    return Picture(figure, f"{title}. {labels.money_unit}. {said}.")


def chart_timeline(timeline: pd.DataFrame, labels: Labels, title: str, through: str) -> Picture:
    """When initiatives start and build up, who owns them and what must come first.

    Parameters
    ----------
    timeline
        One row an initiative: ``initiative, team, owner, contribution``, ``after`` (a tuple of initiatives)
        and ``Q1`` to ``Q4``, the share of its full effect in each quarter.
    labels, title
        For names and numbers; the finding.
    through
        The quarter at whose end a line is drawn.
    """
    colours = team_colours(list(labels.names.get("team", {})))
    rows = timeline.to_dict("records")
    places = {row["initiative"]: place for place, row in enumerate(rows)}
    with style():
        figure, axes = _axes(0.44 * len(rows) + 1.5)
        arrows = 0
        for place, row in enumerate(rows):
            for index, quarter in enumerate(QUARTERS):
                if row[quarter] > 0:
                    colour = _tint(colours[row["team"]], 0.3 + 0.7 * row[quarter])
                    axes.barh(place, 1, left=index, height=0.56, color=colour)
                    share = labels.share(row[quarter])
                    axes.text(
                        index + 0.5, place, share, ha="center", va="center", fontsize=8, color=_ink_on(colour)
                    )
            text = f"{labels.change(row['contribution'])}  {_shortened(row['owner'], 30)}"
            axes.text(len(QUARTERS) + 0.06, place, text, va="center", fontsize=9, color=MUTED)
            for name in row["after"]:
                if name in places:
                    _arrow(axes, (_start(rows[places[name]]), places[name]), (_start(row), place), arrows % 4)
                    arrows += 1
        now = QUARTERS.index(through) + 1
        axes.plot([now, now], [-0.6, len(rows) - 0.55], color=BAD, linewidth=1.4, linestyle=(0, (3, 2)))
        end_of = labels.text("end of {quarter}", quarter=labels.quarter(through))
        axes.text(now, len(rows) - 0.5, end_of, color=BAD, ha="center", va="top", fontsize=9)
        axes.set_xlim(0, len(QUARTERS) + 1.5)
        axes.set_xticks([index + 0.5 for index in range(4)], [labels.quarter(name) for name in QUARTERS])
        axes.xaxis.tick_top()
        _rows(axes, [labels.name("initiative", row["initiative"]) for row in rows])
        axes.set_ylim(len(rows) - 0.05, -0.6)
        for side in axes.spines.values():
            side.set_visible(False)
        used = [team for team in colours if any(row["team"] == team for row in rows)]
        handles = [axes.barh(0, 0, color=colours[team], label=labels.name("team", team)) for team in used]
        axes.legend(
            handles=handles,
            frameon=False,
            loc="upper left",
            ncols=max(1, min(len(handles), 5)),
            bbox_to_anchor=(0, -0.01),
            title=labels.text("In the bars: share of the full effect. Arrows: what must come first."),
            title_fontsize=9,
            alignment="left",
        )
        _title(axes, title)
    said = "; ".join(
        labels.text(
            "{initiative} from {quarter}, {owner}",
            initiative=labels.name("initiative", row["initiative"]),
            quarter=labels.quarter(QUARTERS[_start(row)]),
            owner=row["owner"],
        )
        for row in rows
    )
    return Picture(figure, f"{title}. {said}.")


def _axes(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.add_subplot()


def _rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), [_wrapped(name, NAME_LENGTH) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)


def _title(axes: Axes, title: str) -> None:
    axes.figure.suptitle(_wrapped(title, 88), x=0.0, ha="left", fontsize=13, fontweight="bold")


def _wrapped(text: str, width: int) -> str:
    lines = textwrap.wrap(text, width, max_lines=2, placeholder="…")
    return "\n".join(lines) or text


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _start(row: Mapping[str, float]) -> int:
    return next((index for index, quarter in enumerate(QUARTERS) if row[quarter] > 0), 0)


def _break(axes: Axes, level: float, place: int) -> None:
    """The mark of a bar that is longer than it is drawn."""
    for shift in (0, 6):
        axes.annotate(
            "/", (level, place), (shift, 0), textcoords="offset points", color="white", fontsize=17, ha="center", va="center"
        )


def _arrow(axes: Axes, before: tuple[int, int], after: tuple[int, int], lane: int) -> None:
    """From a bar to the start of another that needs it, in one of four lanes beside the second bar."""
    bend = after[0] - 0.06 - 0.05 * lane
    axes.plot([max(before[0], bend), bend, bend], [before[1], before[1], after[1]], color=INK, linewidth=1.1)
    axes.plot(max(before[0], bend), before[1], marker="o", markersize=4, color=INK)
    arrow = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=(after[0] + 0.02, after[1]), xytext=(bend, after[1]), arrowprops=arrow)


def _tint(colour: str, strength: float) -> RGB:
    """A colour mixed with white: 1 is the colour itself, 0 white."""
    red, green, blue = to_rgb(colour)
    mix = min(max(strength, 0.0), 1.0)
    return 1 - mix * (1 - red), 1 - mix * (1 - green), 1 - mix * (1 - blue)


def _ink_on(colour: RGB) -> str:
    """Black or white, whichever contrasts more (relative luminance of WCAG 2)."""
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 else "white"


def _window(bridge: pd.DataFrame) -> tuple[float, float]:
    """Where the axis of a bridge starts and ends: near the steps, when they are small beside the baseline."""
    standing = bridge["step"].isin(STANDING)
    levels = pd.concat([bridge.loc[~standing, "start"], bridge["end"]])
    low, high = float(levels.min()), float(levels.max())
    spread = (high - low) or abs(high) or 1.0
    unit = 10.0 ** math.floor(math.log10(spread)) / 2
    start = math.floor((low - spread * 0.6) / unit) * unit
    return (0.0 if start < high * 0.3 else start), high


def _step_colour(row: Mapping[str, object], team: str) -> str:
    match row["step"]:
        case "baseline":
            return BASE
        case "target" | "actual" | "expected":
            return TARGET
        case "overlap" | "momentum":
            return SOFT
        case "uncovered" | "shortfall":
            return BAD
        case "surplus":
            return GOOD
        case "stream":
            return GOOD if float(str(row["amount"])) >= 0 else BAD
        case _:
            return team or SOFT
