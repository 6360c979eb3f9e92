"""Looking back on paper: what teams claim of the growth that came, and what nobody explains."""

from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, Show, column, named, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.driver_split import REST


def table_claims(claims: pd.DataFrame, labels: Labels) -> Table:
    """Claims beside the growth there was to claim, by stream and quarter; ``claims`` as ``claims_against_growth`` returns."""
    columns = [
        column(
            "name",
            labels.text("Stream, {unit}", unit=labels.money_unit),
            lambda row: labels.name("stream", row["stream"]) or labels.text("In no stream"),
        ),
        column("quarter", labels.text("Quarter"), lambda row: labels.quarter(row["quarter"])),
        number("growth", labels.text("Growth beyond momentum"), labels.change),
        number("claimed", labels.text("Claimed by teams"), labels.number),
        number("excess", labels.text("Claimed above the growth"), labels.number),
    ]
    return table_of(claims, columns, "claims")


def finding_claims(claims: pd.DataFrame, labels: Labels) -> str:
    """Whether teams claim more than there was, and where."""
    claimed, growth = float(claims["claimed"].sum()), float(claims["growth"].sum())
    over = claims[claims["excess"] > 0]
    if not claimed:
        return labels.text("No team has said yet what its initiatives brought")
    if over.empty:
        return labels.text(
            "Teams claim {claimed} of the {growth} of growth beyond momentum; no claim is above the growth of its stream",
            claimed=labels.money(claimed),
            growth=labels.money(growth),
        )
    where = ", ".join(
        labels.text(
            "{stream} in {quarter} ({amount})",
            stream=labels.name("stream", row["stream"]) or labels.text("In no stream"),
            quarter=labels.quarter(row["quarter"]),
            amount=labels.number(row["excess"]),
        )
        for row in over.sort_values("excess", ascending=False, kind="stable").head(3).to_dict("records")
    )
    message = (
        "Teams claim {claimed} where growth beyond momentum was {growth}; more was claimed than there was in {where}"
        if growth > 0
        else "Teams claim {claimed}, though there was no growth beyond momentum ({growth}); more was claimed than there was in {where}"
    )
    return labels.text(message, claimed=labels.money(claimed), growth=labels.money(growth), where=where)


def table_claims_of_team(claims: pd.DataFrame, labels: Labels) -> Table:
    """What a team is credited with of each initiative, expected and claimed so far, and the sums (``claims_of_team``)."""
    rows = claims.to_dict("records")
    if rows:
        rows.append({"initiative": TOTAL, "delivered_by": "", **claims[["expected", "claimed"]].sum()})
    unit = labels.money_unit
    columns = [
        named("name", labels.text("Initiative"), "initiative", labels),
        named("team", labels.text("Delivered by"), "team", labels, "delivered_by"),
        number("expected", labels.text("Expected so far, before overlap, {unit}", unit=unit), labels.number),
        number("claimed", labels.text("Claimed so far, before overlap, {unit}", unit=unit), labels.number),
    ]
    return table_of(rows, columns, "team-claims", sums=True)


def table_drivers(plan: Plan, split: pd.DataFrame, labels: Labels) -> Table:
    """Growth by driver (``driver_split``): its value last year and now, what that brought, and the sum of it."""
    rows: list[dict[Any, Any]] = []
    for (stream, quarter), part in split.groupby(["stream", "quarter"], sort=False):
        rows += part.to_dict("records")
        rows.append({"stream": stream, "quarter": quarter, "driver": None, "amount": part["amount"].sum()})

    def name(row: Any) -> str:
        driver = row["driver"]
        return labels.text("Growth") if driver is None else driver_name(plan, row["stream"], driver, labels)

    def value(name: str) -> Show:
        return lambda row: labels.measure(row[name]) if name in row else ""

    columns = [
        column("name", labels.text("Driver"), name),
        Column("before", labels.text("Last year"), value("before"), number=True),
        Column("after", labels.text("Now"), value("after"), number=True),
        number("amount", labels.text("Brought, {unit}", unit=labels.money_unit), labels.change),
    ]
    return table_of(rows, columns, "drivers", group=lambda row: _period(row["stream"], row["quarter"], labels))


def finding_drivers(plan: Plan, split: pd.DataFrame, labels: Labels) -> str:
    """What drove the growth of the last quarter split, the company's if it is among them."""
    rows = last_period(split)
    stream, quarter = rows[["stream", "quarter"]].iloc[0]
    ranked = rows.sort_values("amount", key=abs, ascending=False, kind="stable").to_dict("records")
    parts = ", ".join(
        f"{driver_name(plan, row['stream'], row['driver'], labels)} {labels.change(row['amount'])}" for row in ranked
    )
    growth = float(rows["amount"].sum())
    message = (
        "{period}: {growth} of growth: {parts}" if growth >= 0 else "{period}: {growth} less than last year: {parts}"
    )
    return labels.text(message, period=_period(stream, quarter, labels), growth=labels.money(abs(growth)), parts=parts)


def last_period(split: pd.DataFrame) -> pd.DataFrame:
    """The drivers of the last quarter split, the company's if it is among them; ``split`` is what ``driver_split`` returns."""
    company = split[split["stream"] == ""]
    rows = company if len(company) else split
    stream, quarter = rows[["stream", "quarter"]].iloc[-1]
    return rows[(rows["stream"] == stream) & (rows["quarter"] == quarter)]


def driver_name(plan: Plan, stream: str, driver: str, labels: Labels) -> str:
    """The name of a driver: a stream's own as the plan has it, any other as it was recorded."""
    if driver == REST:
        return labels.text("the rest")
    own = {entry.id: entry.name for place in plan.streams if place.id == stream for entry in place.drivers}
    return own.get(driver, driver)


def _period(stream: str, quarter: str, labels: Labels) -> str:
    where = labels.name("stream", stream) or labels.text("Company")
    return f"{where}, {labels.quarter(quarter)}"
