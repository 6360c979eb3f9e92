"""Tables of initiatives by now: those about which something is off, how all of them stand, and who waits for whom."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from okr_lib.display.initiative_words import STATES, state_words
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.tables import Show, table_of
from okr_lib.review.initiative_standing import Off
from okr_lib.review.review import Review

_MOST = 28  # rows that can be read on a page; the rest is told as one


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


def table_off(review: Review, labels: Labels) -> Table:
    """The initiatives about which something is off, the gravest first, with what their owners say."""
    standing = review.initiative_standing
    order = {word.value: place for place, word in enumerate(Off)}
    off = standing[standing["off"] != ""].sort_values("off", key=lambda words: words.map(order), kind="stable")
    rows = pd.DataFrame(
        [
            {
                "name": labels.name("initiative", row["initiative"]),
                "off": off_words(row, labels),
                "team": labels.name("team", row["team"]),
                "owner": row["owner"] or "–",
                "starts": start_date(review, row["starts"], labels),
                "comment": row["comment"] or "–",
            }
            for row in off.head(_MOST).to_dict("records")
        ]
    )
    heads = {
        "name": labels.text("Initiative"),
        "off": labels.text("What is off"),
        "team": labels.text("Delivered by"),
        "owner": labels.text("Owner"),
        "starts": labels.text("Planned start"),
        "comment": labels.text("Owner's words"),
    }
    return table_of(rows, heads, {}, "initiatives-off", text_columns=list(heads)[1:])


def table_standing(review: Review, labels: Labels) -> Table:
    """Every initiative: planned by now, claimed, and its state; of many those of which most was planned or claimed."""
    standing = review.initiative_standing
    size = standing[["planned", "claimed"]].abs().max(axis=1).sort_values(ascending=False, kind="stable")
    kept = standing.loc[sorted(size.index[:_MOST])]
    rest = standing.drop(kept.index)
    rows = pd.DataFrame(
        {
            "group": [labels.name("team", name) for name in kept["team"]],
            "name": [labels.name("initiative", name) for name in kept["initiative"]],
            "planned": kept["planned"],
            "claimed": kept["claimed"],
            "state": [state_words(row, labels) for row in kept.to_dict("records")],
        }
    )
    if len(rest):
        others = labels.text("Other initiatives: {count}", count=str(len(rest)))
        rows.loc[len(standing)] = [labels.text("Other teams and initiatives"), others, *_sums(rest), ""]
    rows.loc[len(standing) + 1] = [labels.text("All teams"), labels.text("Total"), *_sums(standing), ""]
    return _standing_table(review, rows, labels, "initiatives-standing", "group")


def table_of_team(review: Review, team: str, credited: pd.DataFrame, labels: Labels) -> Table:
    """What a team is credited with of each initiative, where that stands, and its owner's words.

    Parameters
    ----------
    team
        Id of the team.
    credited
        What ``claims_of_team`` returns: ``initiative``, ``delivered_by``, ``expected`` and ``claimed``.
    """
    told = review.initiative_standing.set_index("initiative")
    rows = pd.DataFrame(
        [
            {
                "name": labels.name("initiative", row["initiative"]),
                "planned": row["expected"],
                "claimed": row["claimed"] if pd.notna(told.loc[row["initiative"], "claimed"]) else float("nan"),
                "state": state_words(told.loc[row["initiative"]].to_dict(), labels),
                "comment": _words(row["delivered_by"], team, told.loc[row["initiative"]].to_dict(), labels),
            }
            for row in credited.to_dict("records")
        ]
    )
    if len(rows) > 1:
        rows.loc[len(rows)] = [labels.text("Total"), *_sums(rows), *[""] * 2]
    return _standing_table(review, rows, labels, "team-initiatives")


def _words(deliverer: str, team: str, row: Mapping[Any, Any], labels: Labels) -> str:
    """Who answers for an initiative, of another team with its name, and what they say."""
    owner = ", ".join(filter(None, [labels.name("team", deliverer) if deliverer != team else "", row["owner"]]))
    return ": ".join(filter(None, [owner, row["comment"]])) or "–"


def _standing_table(
    review: Review, rows: pd.DataFrame, labels: Labels, identity: str, group: str | None = None
) -> Table:
    heads = {
        "name": labels.text("Initiative, {unit}", unit=labels.money_unit),
        "planned": labels.text("Planned" if review.over else "Planned by now"),
        "claimed": labels.text("Claimed" if review.over else "Claimed by now"),
        "state": labels.text("State"),
        "comment": labels.text("Owner, and their words"),
    }
    heads = {name: head for name, head in heads.items() if name in rows}
    show: dict[str, Show] = {"planned": labels.number, "claimed": labels.number}
    text = [name for name in ("state", "comment") if name in rows]
    total = len(rows) > 1
    return table_of(rows, heads, show, identity, last_is_total=total, text_columns=text, group=group)


def _sums(rows: pd.DataFrame) -> list[float]:
    return [float(rows[name].sum(min_count=1)) for name in ("planned", "claimed")]


def table_waiting(review: Review, needs: pd.DataFrame, labels: Labels) -> Table:
    """Who waits for whom.

    Parameters
    ----------
    needs
        What ``open_dependencies`` returns.
    """
    told = review.initiative_standing.set_index("initiative")
    rows = pd.DataFrame(
        [
            {
                "name": _owned(row["initiative"], row["team"], labels),
                "needs": _owned(row["needs"], row["needs_team"], labels),
                "state": state_words(told.loc[row["needs"]].to_dict(), labels),
                "ready": start_date(review, row["ready"], labels) if isinstance(row["ready"], str) else "–",
                "starts": start_date(review, row["starts"], labels),
                "owner": told.loc[row["needs"], "owner"] or "–",
            }
            for row in needs.to_dict("records")
        ]
    )
    heads = {
        "name": labels.text("Initiative"),
        "needs": labels.text("Waits for"),
        "state": labels.text("State of that"),
        "ready": labels.text("Planned full effect"),
        "starts": labels.text("Planned start"),
        "owner": labels.text("Owner of that"),
    }
    return table_of(rows, heads, {}, "waiting", text_columns=list(heads)[1:])


def start_date(review: Review, quarter: str, labels: Labels) -> str:
    """The first day of a quarter."""
    first: dt.date = review.plan.fiscal_year.first_day(quarter)
    return labels.date(first, short=True)


def _owned(initiative: str, team: str, labels: Labels) -> str:
    return f"{labels.name('initiative', initiative)} ({labels.name('team', team)})"
