"""The landing: where several methods see the year end, against the target."""

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.tables import table_of

METHODS = {
    "growth_to_date": "Rest of last year, times growth to date",
    "seasonal_share": "Share of the year that earlier years had by now",
    "seasonal_naive": "Rest of the year as last year",
    "plan_based": "Rest of the year as the plan expects",
    "run_rate": "Average quarter so far, times four",
}


def table_landing(landing: pd.DataFrame, target: float, labels: Labels) -> Table:
    """What single methods would say of the year's end, each against the target; they are dots in the picture.

    Parameters
    ----------
    landing
        What ``landing`` returns.
    target
        Revenue of the year aimed at.
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
