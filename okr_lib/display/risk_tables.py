"""Risks on paper: what carries the shortfall, what waits for what, and whose plate is too full."""

import pandas as pd
from great_tables import GT

from okr_lib.display.labels import Labels
from okr_lib.display.tables import Show, table_of

CARRIERS = 8  # rows shown; the rest is summed in one
DEPENDENCIES = {
    "late": "Starts before what it needs is in full effect",
    "ahead": "Has yet to start",
    "under_way": "Under way",
}
OVERLOADS = {  # by the capacity a team has
    "some": "{team} has planned {effort} where it can carry {capacity}: {share}.",
    "none": "{team} has planned {effort} where it can carry nothing.",
}


def table_shortfall(carriers: pd.DataFrame, labels: Labels) -> GT:
    """What carries the expected shortfall.

    Parameters
    ----------
    carriers
        What ``shortfall_carriers`` returns; beyond the largest eight the rest stands in one row.
    labels
        For names and numbers.
    """
    top, rest = carriers.head(CARRIERS), carriers.iloc[CARRIERS:]
    names = [carrier_name(row["line"], row["item"], labels) for row in top.to_dict("records")]
    names = [name[:1].upper() + name[1:] for name in names]
    rows = pd.DataFrame({"name": names, "amount": top["amount"].to_numpy(), "share": top["share"].to_numpy()})
    if len(rest):
        rows.loc[len(rows)] = [labels.text("All others"), rest["amount"].sum(), rest["share"].sum()]
    heads = {
        "name": labels.text("Where the target is missed, the shortfall comes from"),
        "amount": labels.text("On average, {unit}", unit=labels.money_unit),
        "share": labels.text("Share"),
    }
    show: dict[str, Show] = {"amount": labels.number, "share": labels.share}
    return table_of(rows, heads, show, "shortfall")


def finding_shortfall(carriers: pd.DataFrame, probability: float, labels: Labels) -> str:
    """What carries most of the shortfall of the year as planned."""
    if carriers.empty or not carriers["amount"].sum() > 0:
        return labels.text("As planned, the target is never missed")
    top = carriers.iloc[0]
    return labels.text(
        "As planned, the target is missed in {missed} of the years that may come; {name} carries most of it ({share})",
        missed=labels.share(1 - probability),
        name=carrier_name(top["line"], top["item"], labels),
        share=labels.share(top["share"]),
    )


def carrier_name(line: str, item: str, labels: Labels) -> str:
    """The name of what carries a risk."""
    if line == "momentum":
        return labels.text("Momentum of {item}", item=labels.name("stream", item))
    return labels.name("initiative", item) if item else labels.text("growth without a plan")


def table_dependencies(dependencies: pd.DataFrame, labels: Labels) -> GT:
    """Initiatives that need another one first.

    Parameters
    ----------
    dependencies
        What ``dependencies`` returns.
    labels
        For names.
    """
    rows = pd.DataFrame(
        {
            "name": [_owned(labels, row["initiative"], row["team"]) for row in dependencies.to_dict("records")],
            "starts": [labels.quarter(name) for name in dependencies["starts"]],
            "needs": [_owned(labels, row["needs"], row["needs_team"]) for row in dependencies.to_dict("records")],
            "ready": [labels.quarter(name) if isinstance(name, str) else "–" for name in dependencies["ready"]],
            "state": [labels.text(DEPENDENCIES[name]) for name in dependencies["state"]],
        }
    )
    heads = {
        "name": labels.text("Initiative"),
        "starts": labels.text("Starts"),
        "needs": labels.text("Needs first"),
        "ready": labels.text("In full effect from"),
        "state": labels.text("State"),
    }
    return table_of(rows, heads, {}, "dependencies", text_columns=list(heads)[1:])


def sentences_on_capacity(use: pd.DataFrame, labels: Labels) -> list[str]:
    """A sentence for each team whose initiatives take more than its capacity, or one that none does.

    Parameters
    ----------
    use
        What ``capacity_use`` returns.
    labels
        For names and numbers.
    """
    said = use[use["capacity"].notna()]
    if said.empty:
        return [labels.text("No team has said how much it can carry.")]
    full = said[said["effort"] > said["capacity"]]
    if full.empty:
        top = said.sort_values("use", ascending=False, kind="stable").iloc[0]
        return [
            labels.text(
                "No team has more on its plate than it can carry; {team} is nearest with {share}.",
                team=labels.name("team", top["team"]),
                share=labels.share(top["use"]),
            )
        ]
    return [
        labels.text(
            OVERLOADS["some" if row["capacity"] > 0 else "none"],
            team=labels.name("team", row["team"]),
            effort=labels.measure(row["effort"]),
            capacity=labels.measure(row["capacity"]),
            share=labels.share(row["use"]),
        )
        for row in full.to_dict("records")
    ]


def _owned(labels: Labels, initiative: str, team: str) -> str:
    return f"{labels.name('initiative', initiative)} ({labels.name('team', team)})"
