"""A budget for people: what each budget buys, which initiatives are funded and why, and growth beside profit."""

from collections.abc import Mapping
from math import isinf
from typing import Any

import pandas as pd

from okr_lib.display.columns import below_zero, column, named, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.growth.budget import Funding
from okr_lib.growth.funding_reasons import Reason

_REASONS = {
    Reason.KEPT: "kept, as asked",
    Reason.NEEDED: "{other} needs it",
    Reason.BRINGS: "brings {per_cost} per {currency}",
    Reason.ASKED: "left out, as asked",
    Reason.WAITS: "needs {other}, which is not funded",
    Reason.NOTHING: "would add nothing to this set",
    Reason.CAPACITY: "takes more than the {room} its team has left",
    Reason.BUDGET: "costs more than the {room} that is left",
    Reason.LESS: "adds less than what is funded in its place",
}


def table_frontier(frontier: pd.DataFrame, labels: Labels) -> Table:
    """What each budget buys, and the set; ``frontier`` is what ``funding_frontier`` returns."""

    def initiatives(row: Any) -> str:
        sizes = row["sizes"]
        return ", ".join(_initiative_words(name, sizes.get(name, ""), labels) for name in row["initiatives"]) or "–"

    per_cost = labels.text("Per {currency} more", currency=labels.text(labels.currency))
    columns = [
        column("name", labels.text("Budget, {unit}", unit=labels.money_unit), lambda row: labels.number(row["budget"])),
        number("cost", labels.text("Cost"), labels.number),
        number("contribution", labels.text("Expected growth"), labels.number),
        number("gain", labels.text("More than before"), labels.change),
        number("per_cost", per_cost, lambda value: labels.number(value, 2)),
        column("team", labels.text("Most of it in"), lambda row: labels.name("team", row["team"]) or "–"),
        number("probability", labels.text("Likelihood of the target"), labels.share),
        number("profit", labels.text("Profit in the year"), labels.number),
        column("initiatives", labels.text("Funded"), initiatives),
    ]
    return table_of(frontier, [each for each in columns if each.name in (*frontier, "name")], "frontier")


def table_funded(reasons: pd.DataFrame, labels: Labels) -> Table:
    """Which initiatives are funded and which are left out, each with its reason; ``reasons`` is what ``reasons`` returns."""
    columns = [
        column(
            "name",
            labels.text("Initiative, {unit}", unit=labels.money_unit),
            lambda row: _initiative_words(row["initiative"], row["size"], labels),
        ),
        named("team", labels.text("Delivered by"), "team", labels),
        number("cost", labels.text("Cost"), labels.number),
        number("contribution", labels.text("Brings, or would add"), labels.number),
        column("reason", labels.text("Why"), lambda row: _reason_words(row, labels)),
    ]

    def group(row: Any) -> str:
        return labels.text("Funded") if row["funded"] else labels.text("Left out")

    return table_of(reasons, columns, "funded", group=group)


def _initiative_words(name: str, size: str, labels: Labels) -> str:
    """An initiative with its size."""
    called = labels.name("initiative", name)
    return labels.text("{initiative} ({size})", initiative=called, size=size) if size else called


def _reason_words(row: Mapping[Any, Any], labels: Labels) -> str:
    """Why an initiative is funded or left out."""
    if row["reason"] == Reason.BRINGS and pd.isna(row["per_cost"]):
        return labels.text("costs nothing")
    values = {
        "other": labels.name("initiative", str(row["other"])),
        "per_cost": labels.number(row["per_cost"], 2),
        "currency": labels.text(labels.currency),
        "room": labels.number(row["room"]),
    }
    return labels.text(_REASONS[Reason(row["reason"])], **values)


def finding_profit(rows: pd.DataFrame, labels: Labels) -> str:
    """What the year's growth is expected to leave; ``rows`` is what ``profits`` returns, its last row counts."""
    whole = rows.iloc[-1]
    values = {name: labels.money(whole[name]) for name in ("contribution", "margin", "cost")}
    values["profit"] = labels.money(abs(whole["profit"]))
    if pd.isna(whole["profit"]):
        return labels.text("Some streams have no contribution margin, so what they leave is not known")
    message = (
        "Growth of {contribution} leaves {margin} and costs {cost}: a loss of {profit} in the year"
        if whole["profit"] < 0
        else "Growth of {contribution} leaves {margin} and costs {cost}: a profit of {profit} in the year"
    )
    return labels.text(message, **values)


def table_profits(rows: pd.DataFrame, labels: Labels, by: str) -> Table:
    """Growth, profit and payback beside each other; ``rows`` is what ``profits`` returns."""
    heads = {
        "team": labels.text("Plan of the year by team, {unit}", unit=labels.money_unit),
        "initiative": labels.text("Plan of the year by initiative, {unit}", unit=labels.money_unit),
    }
    columns = [
        named("name", heads[by], by, labels),
        number("contribution", labels.text("Growth"), labels.number),
        number("margin", labels.text("Contribution margin earned"), labels.number),
        number("cost", labels.text("Cost"), labels.number),
        number("profit", labels.text("Profit"), labels.number, mark=below_zero("profit")),
        number("payback", labels.text("Paid back after"), lambda quarters: _payback_words(quarters, labels)),
    ]
    return table_of(rows, columns, f"profit-{by}", sums=True)


def _payback_words(quarters: float, labels: Labels) -> str:
    """How many quarters the margin takes to pay the cost."""
    if pd.isna(quarters) or not quarters:
        return "–"
    if isinf(quarters):
        return labels.text("more than five years")
    return labels.text("1 quarter") if quarters == 1 else labels.text("{count} quarters", count=f"{quarters:.0f}")


def finding_funding(budget: float, funding: Funding, labels: Labels) -> str:
    """What the set for a budget costs, brings and leaves."""
    values = {"budget": labels.money(budget), "cost": labels.money(funding.cost)}
    values |= {"growth": labels.money(funding.contribution), "count": str(len(funding.initiatives))}
    if not funding.initiatives:
        return labels.text("A budget of {budget} funds nothing that brings growth", **values)
    if pd.isna(funding.profit):
        return labels.text("A budget of {budget} is expected to buy {growth} of growth for {cost}", **values)
    message = (
        "A budget of {budget} is expected to buy {growth} of growth for {cost}, at a loss of {profit} in the year"
        if funding.profit < 0
        else "A budget of {budget} is expected to buy {growth} of growth for {cost}, and a profit of {profit} in the year"
    )
    return labels.text(message, profit=labels.money(abs(funding.profit)), **values)


def gap_words(gap: float, labels: Labels) -> list[str]:
    """How much more another set might bring, where that is not known to be nothing."""
    if not labels.rounded(gap):
        return []
    message = "Another set might bring up to {gap} more; not all of them were looked at."
    return [labels.text(message, gap=labels.money(gap))]
