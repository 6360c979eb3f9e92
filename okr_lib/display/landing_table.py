"""The landing: where several methods see the year end, against the target."""

import pandas as pd
from great_tables import GT

from okr_lib.display.labels import Labels
from okr_lib.display.tables import table_of

METHODS = {
    "growth_to_date": "Rest of last year, times growth to date",
    "seasonal_share": "Share of the year that earlier years had by now",
    "seasonal_naive": "Rest of the year as last year",
    "plan_based": "Rest of the year as the plan expects",
    "run_rate": "Run-rate, left out above: the average quarter so far misleads on seasonal revenue",
}


def table_landing(landing: pd.DataFrame, target: float, labels: Labels) -> GT:
    """Forecasts of the year's end, each against the target.

    Parameters
    ----------
    landing
        What ``landing`` returns.
    target
        Revenue of the year aimed at.
    labels
        For words and numbers.
    """
    rows = pd.DataFrame(
        {
            "name": [labels.text(METHODS[name]) for name in landing["method"]],
            "landing": [labels.number(value) for value in landing["landing"]],
            "gap": [labels.change(labels.rounded(value) - target) for value in landing["landing"]],
        }
    )
    heads = {
        "name": labels.text("Method"),
        "landing": labels.text("Year's end, {unit}", unit=labels.money_unit),
        "gap": labels.text("Against the target"),
    }
    if landing["error"].notna().any():
        rows["error"] = [labels.share(value, 1) for value in landing["error"]]
        heads["error"] = labels.text("Mean error in earlier years")
    return table_of(rows, heads, {}, "landing")


def finding_landing(landing: pd.DataFrame, target: float, labels: Labels) -> str:
    """Between which values the methods see the year's end, the run-rate left out."""
    seen = landing.loc[landing["method"] != "run_rate", "landing"].map(labels.rounded)
    if seen.empty:
        return labels.text("There are no actuals yet to forecast the year's end from")
    low, high = float(seen.min()), float(seen.max())
    where = {name: labels.money(value) for name, value in (("low", low), ("high", high), ("target", target))}
    if low == high:
        message = "The year is seen to end at {low}"
    else:
        message = "The methods see the year end between {low} and {high}"
    said = labels.text(message, **where)
    if high < target:
        message = "{gap} or more below the target of {target}" if low < high else "{gap} below the target of {target}"
    elif low >= target:
        message = "at the target of {target} or above"
    else:
        message = "some below the target of {target}, some above"
    return f"{said}: {labels.text(message, **where, gap=labels.money(target - high))}"
