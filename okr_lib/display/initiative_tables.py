"""Tables of initiatives by now: those about which something is off, how all of them stand, and who waits for whom."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, column, named, number, table_of
from okr_lib.display.initiative_words import STATES, state_words
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.review.initiative_standing import Off
from okr_lib.review.review import Review

_MOST = 28  # rows that can be read on a page; the rest is told as one
_AMOUNTS = ("planned", "claimed")


def off_words(row: Mapping[Any, Any], labels: Labels) -> str:
    """What is off about an initiative; ``row`` is one of ``initiative_standing``."""
    match row["off"]:
        case Off.STOPPED:
            return labels.text("Stopped")
        case Off.LATE:
            return state_words(row, labels)
        case Off.WAITING:
            names = ", ".join(labels.name("initiative", name) for name in row["waits_for"])
            return labels.text("Waits for {initiatives}", initiatives=names)
        case Off.SILENT:
            if row["said"] is None:
                return labels.text("Nobody has said anything yet")
            return labels.text("Nobody has said anything since {date}", date=labels.date(row["said"], short=True))
        case Off.LESS | Off.MORE:
            message = (
                "Claims {claimed}, where {planned} was planned"
                if row["claimed"] > 0
                else "Claims nothing of {planned} planned"
            )
            return labels.text(message, claimed=labels.number(row["claimed"]), planned=labels.number(row["planned"]))
    return labels.text(STATES[row["state"]])


def finding_off(standing: pd.DataFrame, labels: Labels) -> str:
    """About how many initiatives something is off; ``standing`` is what ``initiative_standing`` returns."""
    if standing.empty:
        return labels.text("The plan has no initiatives yet")
    off = standing["off"]
    values = {"all": str(len(standing)), "count": str(int((off != "").sum()))}
    if (standing["state"] == "").all() and standing["said"].isna().all():
        message = "Nobody has said yet how the {all} initiatives stand"
        return labels.text(message if len(standing) > 1 else "Nobody has said yet how the initiative stands", **values)
    if (off == Off.SILENT).all():
        last = labels.date(max(standing["said"].dropna()))
        return labels.text("Nobody has said anything about the initiatives since {date}", date=last)
    if not (off != "").any():
        return labels.text("No initiative is late, silent or far from its plan")
    counts = {word: int((off == word).sum()) for word in Off}
    parts = ", ".join(labels.text(_COUNTED[word], count=str(count)) for word, count in counts.items() if count)
    return labels.text("Initiatives off the plan: {count} of {all} ({parts})", parts=parts, **values)


_COUNTED = {
    Off.STOPPED: "stopped {count}",
    Off.LATE: "late {count}",
    Off.WAITING: "waiting {count}",
    Off.SILENT: "silent {count}",
    Off.LESS: "far below plan {count}",
    Off.MORE: "far above plan {count}",
}


def gravest_first(standing: pd.DataFrame) -> list[dict[Any, Any]]:
    """The initiatives about which something is off; ``standing`` is what ``initiative_standing`` returns."""
    order = {word.value: place for place, word in enumerate(Off)}
    off = standing[standing["off"] != ""]
    ranked = off.sort_values("off", key=lambda words: words.map(order), kind="stable")
    return list(ranked.to_dict("records"))


def table_off(review: Review, labels: Labels) -> Table:
    """The initiatives about which something is off, the gravest first, with what their owners say."""
    columns = [
        named("name", labels.text("Initiative"), "initiative", labels),
        column("off", labels.text("What is off"), lambda row: off_words(row, labels)),
        named("team", labels.text("Delivered by"), "team", labels),
        column("owner", labels.text("Owner"), lambda row: row["owner"] or "–"),
        column("starts", labels.text("Planned start"), lambda row: start_date(review, row["starts"], labels)),
        column("comment", labels.text("Owner's words"), lambda row: row["comment"] or "–"),
    ]
    return table_of(gravest_first(review.initiative_standing)[:_MOST], columns, "initiatives-off")


def table_standing(review: Review, labels: Labels) -> Table:
    """Every initiative: planned by now, claimed, and its state; of many those of which most was planned or claimed."""
    standing = review.initiative_standing
    size = standing[[*_AMOUNTS]].abs().max(axis=1).sort_values(ascending=False, kind="stable")
    kept = standing.loc[sorted(size.index[:_MOST])]
    rest = standing.drop(kept.index)
    rows = [
        {
            "group": labels.name("team", row["team"]),
            "name": labels.name("initiative", row["initiative"]),
            "state": state_words(row, labels),
            **{name: row[name] for name in _AMOUNTS},
        }
        for row in kept.to_dict("records")
    ]
    if len(rest):
        others = labels.text("Other initiatives: {count}", count=str(len(rest)))
        rows.append({"group": labels.text("Other teams and initiatives"), "name": others, "state": "", **_sums(rest)})
    rows.append({"group": labels.text("All teams"), "name": labels.text("Total"), "state": "", **_sums(standing)})
    columns = [*_amounts(review, labels), column("state", labels.text("State"))]
    return table_of(rows, columns, "initiatives-standing", sums=len(rows) > 1, group=lambda row: row["group"])


def table_of_team(review: Review, team: str, credited: pd.DataFrame, labels: Labels) -> Table:
    """What a team is credited with of each initiative (``claims_of_team``), where that stands, and its owner's words."""
    told = review.initiative_standing.set_index("initiative")
    rows: list[dict[str, Any]] = [
        {
            "name": labels.name("initiative", row["initiative"]),
            "planned": row["expected"],
            "claimed": row["claimed"] if pd.notna(told.loc[row["initiative"], "claimed"]) else float("nan"),
            "state": state_words(told.loc[row["initiative"]].to_dict(), labels),
            "comment": _words(row["delivered_by"], team, told.loc[row["initiative"]].to_dict(), labels),
        }
        for row in credited.to_dict("records")
    ]
    if len(rows) > 1:
        rows.append({"name": labels.text("Total"), "state": "", "comment": "", **_sums(pd.DataFrame(rows))})
    columns = [
        *_amounts(review, labels),
        column("state", labels.text("State")),
        column("comment", labels.text("Owner, and their words")),
    ]
    return table_of(rows, columns, "team-initiatives", sums=len(rows) > 1)


def _words(deliverer: str, team: str, row: Mapping[Any, Any], labels: Labels) -> str:
    """Who answers for an initiative, of another team with its name, and what they say."""
    owner = ", ".join(filter(None, [labels.name("team", deliverer) if deliverer != team else "", row["owner"]]))
    return ": ".join(filter(None, [owner, row["comment"]])) or "–"


def _amounts(review: Review, labels: Labels) -> list[Column]:
    """Initiatives, and what was planned and is claimed of them."""
    return [
        column("name", labels.text("Initiative, {unit}", unit=labels.money_unit)),
        number("planned", labels.text("Planned" if review.over else "Planned by now"), labels.number),
        number("claimed", labels.text("Claimed" if review.over else "Claimed by now"), labels.number),
    ]


def _sums(rows: pd.DataFrame) -> dict[str, float]:
    return {name: float(rows[name].sum(min_count=1)) for name in _AMOUNTS}


def table_waiting(review: Review, needs: pd.DataFrame, labels: Labels) -> Table:
    """Who waits for whom; ``needs`` is what ``open_dependencies`` returns."""
    told = review.initiative_standing.set_index("initiative").to_dict("index")

    def ready(row: Any) -> str:
        return start_date(review, row["ready"], labels) if isinstance(row["ready"], str) else "–"

    columns = [
        column("name", labels.text("Initiative"), lambda row: _owned(row["initiative"], row["team"], labels)),
        column("needs", labels.text("Waits for"), lambda row: _owned(row["needs"], row["needs_team"], labels)),
        column("state", labels.text("State of that"), lambda row: state_words(told[row["needs"]], labels)),
        column("ready", labels.text("Planned full effect"), ready),
        column("starts", labels.text("Planned start"), lambda row: start_date(review, row["starts"], labels)),
        column("owner", labels.text("Owner of that"), lambda row: told[row["needs"]]["owner"] or "–"),
    ]
    return table_of(needs, columns, "waiting")


def start_date(review: Review, quarter: str, labels: Labels) -> str:
    """The first day of a quarter."""
    first: dt.date = review.plan.fiscal_year.first_day(quarter)
    return labels.date(first, short=True)


def _owned(initiative: str, team: str, labels: Labels) -> str:
    return f"{labels.name('initiative', initiative)} ({labels.name('team', team)})"
