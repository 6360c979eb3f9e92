"""Two assumptions against each other, as a table whose cells are the darker the more of the target they bring."""

import math
from collections.abc import Sequence
from html import escape

import pandas as pd

from okr_lib.display.explorer_tables import words_of_assumption
from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT
from okr_lib.growth.two_way import Axis

_SHADE = 45  # per cent of the colour at most, so that ink stays readable


def table_two_way(found: pd.DataFrame, rows: Axis, columns: Axis, labels: Labels, goal: float, *, likely: bool) -> str:
    """The table as HTML.

    Parameters
    ----------
    found
        What ``two_way`` returns; cells that are not known yet are missing.
    goal
        The target's revenue; cells that reach it are marked.
    likely
        Whether the cells are likelihoods instead of revenue.
    """
    known = found.stack()
    low, high = (0.0, 1.0) if likely else (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    corner = labels.text(
        "{rows}, by {columns}",
        rows=words_of_assumption(*rows[:2], labels),
        columns=words_of_assumption(*columns[:2], labels),
    )
    head = "".join(f'<th scope="col">{escape(labels.share(float(value), 1))}</th>' for value in columns.values)
    body = []
    for place, value in enumerate(rows.values):
        cells = "".join(
            _cell(found.iloc[place, at], low, high, labels, goal, likely=likely) for at in range(len(columns.values))
        )
        body.append(f'<tr><th scope="row">{escape(labels.share(float(value), 1))}</th>{cells}</tr>')
    return (
        f'<table class="okr-two-way"><thead><tr><th scope="col">{escape(corner)}</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def finding_two_way(found: pd.DataFrame, labels: Labels, goal: float, *, likely: bool) -> str:
    """What the table says: how far the likelihood reaches, or in how many of the pairs the target is covered."""
    known: Sequence[float] = found.stack().tolist()
    if likely:
        return labels.text(
            "The likelihood of the target lies between {low} and {high}",
            low=labels.likelihood(min(known)),
            high=labels.likelihood(max(known)),
        )
    covered = sum(value >= goal for value in known)
    message = "{count} of {all} pairs cover the target"
    if covered == len(known):
        message = "All {all} pairs cover the target"
    elif not covered:
        message = "None of {all} pairs covers the target"
    return labels.text(message, count=str(covered), all=str(len(known)))


def _cell(value: float, low: float, high: float, labels: Labels, goal: float, *, likely: bool) -> str:
    if math.isnan(value):
        return "<td></td>"
    shade = round(_SHADE * (value - low) / (high - low)) if high > low else 0
    text = labels.likelihood(value) if likely else labels.number(value)
    strong = value >= (0.5 if likely else goal)
    inside = f"<b>{escape(text)}</b>" if strong else escape(text)
    return f'<td style="background: color-mix(in srgb, {ACCENT} {shade}%, #fff); color: #1b2733">{inside}</td>'
