"""Risks on paper: what carries the shortfall, what waits for what, and whose plate is too full."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from okr_lib.display.columns import column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.plan.references import TOTAL

_MOST = 0.5  # more than this is most of it
_CARRIERS = {
    "uncovered": "growth that is uncovered",
    "unforeseen": "what no plan foresees",
    "so_far": "being behind the plan so far",
    "others": "all others",
    TOTAL: "on average of the years missed",
}
_SOFTENING = {  # of the same, where it is less than nothing
    "uncovered": "planned beyond the target",
    "unforeseen": "what no plan foresees",
    "so_far": "being ahead of the plan so far",
}
_OVERLOADS = {  # by the capacity a team has
    "some": "{team} has planned {effort} where it can carry {capacity}: {share}.",
    "none": "{team} has planned {effort} where it can carry nothing.",
}


def table_shortfall(carriers: pd.DataFrame, labels: Labels) -> Table:
    """What carries the expected shortfall; ``carriers`` is what ``shortfall_carriers`` returns."""

    def name(row: Any) -> str:
        said = _carrier_name(row, labels)
        return said[:1].upper() + said[1:]

    columns = [
        column("name", labels.text("Where the target is missed, it is short by"), name),
        number("amount", labels.text("On average, {unit}", unit=labels.money_unit), labels.number),
        number("share", labels.text("Share"), labels.share),
    ]
    return table_of(carriers, columns, "shortfall", sums=True)


def finding_shortfall(carriers: pd.DataFrame, probability: float, labels: Labels) -> str:
    """How likely the target is, and what carries most of what is missing then."""
    if carriers.empty:
        return labels.text("The likelihood of reaching the target is {share}", share=labels.likelihood(probability))
    top = carriers.iloc[0]
    message = (
        "The likelihood of reaching the target is {share}; where it is missed, most of what is missing is {name}"
        if top["share"] > _MOST
        else "The likelihood of reaching the target is {share}; where it is missed, the largest part of what is missing is {name}"
    )
    return labels.text(
        message,
        share=labels.likelihood(probability),
        name=_carrier_name(top, labels),
    )


def _carrier_name(row: Mapping[Hashable, Any], labels: Labels) -> str:
    """The name of what carries a risk, as it reads in the middle of a sentence; ``row`` is one of ``shortfall_carriers``."""
    line = row["line"]
    if line == "momentum":
        return labels.text("momentum of {item}", item=labels.name("stream", row["item"]))
    if line == "initiative":
        return labels.name("initiative", row["item"])
    if row["amount"] < 0 and line in _SOFTENING:
        return labels.text(_SOFTENING[line])
    return labels.text(_CARRIERS[line])


def sentences_on_capacity(use: pd.DataFrame, labels: Labels) -> list[str]:
    """A sentence for each team whose initiatives take more than its capacity; ``use`` is what ``capacity_use`` returns."""
    return [_of_capacity(row, labels) for row in use[use["effort"] > use["capacity"]].to_dict("records")]


def _of_capacity(row: Mapping[Hashable, Any], labels: Labels) -> str:
    return labels.text(
        _OVERLOADS["some" if row["capacity"] > 0 else "none"],
        team=labels.name("team", row["team"]),
        effort=labels.measure(row["effort"]),
        capacity=labels.measure(row["capacity"]),
        share=labels.share(row["use"]),
    )
