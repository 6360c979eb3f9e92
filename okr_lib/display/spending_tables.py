"""Money spent, for people: planned, spent and left by team and initiative, and where more was spent than agreed."""

import pandas as pd

from okr_lib.display.columns import below_zero, named, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.wording import sentences


def finding_spending(rows: pd.DataFrame, labels: Labels, *, over: bool) -> str:
    """What was spent beside what was planned, and what is left; the last of ``rows`` counts, as ``spending`` returns them."""
    whole = rows.iloc[-1]
    values = {name: labels.money(whole[name]) for name in ("spent", "planned_by_now", "planned")}
    values["left"] = labels.money(abs(whole["left"]))
    if not whole["planned"]:
        return labels.text("{spent} was spent, and the plan has no cost", **values)
    more = whole["left"] < 0
    if over:
        message = (
            "{spent} was spent, {left} more than the {planned} planned"
            if more
            else "{spent} was spent of the {planned} planned; {left} was not spent"
        )
        return labels.text(message if whole["left"] else "{spent} was spent, as planned", **values)
    message = (
        "{spent} was spent where {planned_by_now} was planned by now: {left} more than the {planned} of the whole year"
        if more
        else "{spent} was spent where {planned_by_now} was planned by now; {left} of the year's {planned} is left"
    )
    return labels.text(message, **values)


def table_spending(rows: pd.DataFrame, labels: Labels, by: str, *, over: bool) -> Table:
    """Planned, spent and left by team or initiative (``spending``); of a year that is over nothing is by now."""
    heads = {
        "team": labels.text("Budget by team, {unit}", unit=labels.money_unit),
        "initiative": labels.text("Budget by initiative, {unit}", unit=labels.money_unit),
    }
    name = named("name", heads[by], by, labels)
    planned = number("planned", labels.text("Planned for the year"), labels.number)
    spent = number("spent", labels.text("Spent"), labels.number)
    of_year = labels.text("Left") if over else labels.text("Left of the year")
    left = number("left", of_year, labels.number, mark=below_zero("left"))
    columns = [name, planned, spent, left]
    if not over:
        columns = [
            name,
            number("planned_by_now", labels.text("Planned by now"), labels.number),
            spent,
            number("left_by_now", labels.text("Left by now"), labels.number, mark=below_zero("left_by_now")),
            planned,
            left,
        ]
    return table_of(rows, columns, f"budget-{by}", sums=True)


def sentences_on_overspent(found: pd.DataFrame, labels: Labels) -> list[str]:
    """A sentence for each initiative on which more was spent than it may cost; ``found`` is what ``overspent`` returns."""
    said = []
    for row in found.to_dict("records"):
        message = (
            "{initiative} has spent {spent} and may cost {cost} in the year"
            if row["cost"]
            else "{initiative} has spent {spent}, and the plan gives it no cost"
        )
        values = {name: labels.money(row[name]) for name in ("spent", "cost")}
        said.append(sentences(labels.text(message, initiative=labels.name("initiative", row["initiative"]), **values)))
    return said
