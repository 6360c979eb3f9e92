"""What a team's report says on its first page: what it promised and claims, what is off, and what its people are to do."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from okr_lib.display.columns import column, number, table_of
from okr_lib.display.initiative_tables import gravest_first, off_words, start_date
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import status_words
from okr_lib.display.page_tables import on_proof, stopped
from okr_lib.display.table import Table
from okr_lib.display.team_proof import tile_of_proof
from okr_lib.display.tiles import Tile, key_result_tiles, range_of
from okr_lib.growth.breakdown import credit_matrix
from okr_lib.growth.feeds import resting_growth
from okr_lib.plan.closing import Action, Closing, DecisionSought
from okr_lib.plan.model import Team
from okr_lib.plan.references import TOTAL
from okr_lib.review.key_results import Status, due_date
from okr_lib.review.review import Review

_MOST = 12  # rows of what is off
_GRAVEST = {word.value: place for place, word in enumerate(reversed(Status))}


def headline_of_team(review: Review, team: Team, labels: Labels) -> str:
    """What the team claims beside what was planned, and what the actuals bear out; before the first actuals the plan."""
    row = _standing(review, team)
    values = {name: labels.money(row[name]) for name in ("commitment", "planned", "planned_by_now", "claimed")}
    values |= {"team": team.name}
    if not review.observed:
        message = (
            "{team} promised {commitment}; {planned} of it is planned"
            if row["uncovered"] > 0
            else "{team} promised {commitment}; {planned} is planned"
        )
        return labels.text(message if row["commitment"] > 0 else "{team}: {planned} is planned for the year", **values)
    if not row["planned_by_now"] and not row["claimed"] > 0:
        starts = _first_start(review, team)
        if starts and row["commitment"] > 0:
            message = "{team} promised {commitment}; its work begins in {quarter}, and nothing was planned by now"
            return labels.text(message, **values, quarter=labels.quarter(starts))
        message = "Nothing was planned of {team}" if review.over else "Nothing was planned of {team} by now"
        return labels.text(message, **values)
    values |= {"quarter": labels.quarter(row["claimed_to"]) if row["claimed_to"] else ""}
    values |= {"borne_out": labels.money(row["borne_out"]), "range": range_of(row["low"], row["high"], labels)}
    return "; ".join((_claim(review, row, values, labels), on_proof(row.to_dict(), values, labels)))


def _claim(review: Review, row: "pd.Series[Any]", values: dict[str, str], labels: Labels) -> str:
    """What the team claims beside what was planned, in the words of a headline."""
    if not row["claimed"] > 0:
        message = (
            "{team} claims nothing of the {planned_by_now} planned"
            if review.over
            else "{team} claims nothing of the {planned_by_now} planned by now"
        )
    elif stopped(row.to_dict(), review):
        message = (
            "{team} claims {claimed} to {quarter} and nothing since, where {planned_by_now} was planned"
            if review.over
            else "{team} claims {claimed} to {quarter} and nothing since, where {planned_by_now} was planned by now"
        )
    else:
        message = (
            "{team} claims {claimed} where {planned_by_now} was planned"
            if review.over
            else "{team} claims {claimed} where {planned_by_now} was planned by now"
        )
    return labels.text(message, **values)


def _first_start(review: Review, team: Team) -> str:
    """The quarter to come in which the first work begins that the team is credited with; nothing where there is none."""
    coming = [
        initiative.starts.value
        for owner, initiative in review.plan.initiatives()
        if (initiative.credit or {owner.id: 1.0}).get(team.id) and initiative.starts.value not in review.observed
    ]
    return min(coming, default="")


def tiles_of_team(review: Review, team: Team, labels: Labels) -> list[Tile]:
    """What the team promised, what it claims, the revenue it answers for, and how its key results stand."""
    words = review.key_results.loc[review.key_results["team"] == team.id, "status"].tolist()
    return [
        _promised(review, team, labels),
        *(_brought(review, team, labels) if review.observed else []),
        *key_result_tiles(words, labels),
    ]


def _promised(review: Review, team: Team, labels: Labels) -> Tile:
    """What the team promised; of one that was to promise nothing, or that may lose something, what is planned."""
    row = _standing(review, team)
    if row["commitment"] <= 0:
        unpromised = (labels.text("nothing is promised"), labels.text("after overlap"))
        return Tile(labels.text("Planned for the year"), labels.number(row["planned"]), unpromised)
    notes = [labels.text("planned: {planned}", planned=labels.number(row["planned"]))]
    if row["uncovered"] > 0:
        notes.append(labels.text("uncovered: {amount}", amount=labels.number(row["uncovered"])))
    notes.append(labels.text("after overlap"))
    return Tile(labels.text("Promised for the year"), labels.number(row["commitment"]), (*notes,))


def _brought(review: Review, team: Team, labels: Labels) -> list[Tile]:
    """What the team claims beside what was planned, what of it is borne out, and the revenue it answers for."""
    row = _standing(review, team)
    message = "planned: {planned}" if review.over else "planned by now: {planned}"
    notes = (labels.text(message, planned=labels.number(row["planned_by_now"])), labels.text("before overlap"))
    name = labels.text("Claimed for the year" if review.over else "Claimed by now")
    if stopped(row.to_dict(), review):
        name = labels.text("Claimed to {quarter}", quarter=labels.quarter(row["claimed_to"]))
    claimed = Tile(name, labels.number(row["claimed"]), notes)
    proof = tile_of_proof(row, labels)
    work = bool(row["planned_by_now"]) or row["claimed"] > 0 or proof.figure != labels.number(0.0)
    return [*([claimed, proof] if work else []), _revenue(review, team, labels)]


def _revenue(review: Review, team: Team, labels: Labels) -> Tile:
    """Revenue of the team's streams against the plan; of a team without any, the company's against the target."""
    rows = review.to_date.set_index("stream")
    rows = rows.loc[list(team.streams) or [TOTAL]]
    against = labels.change(labels.rounded(float(rows["variance"].sum())))
    revenue = labels.number(float(rows["actual"].sum()))
    if not team.streams:
        message = "Company's revenue of the year" if review.over else "Company's revenue so far"
        note = labels.text("{target} on the target" if review.over else "{target} on phased target", target=against)
        return Tile(labels.text(message), revenue, (note,))
    message = "Revenue of the year" if review.over else "Revenue so far"
    note = labels.text("{plan} on the plan" if review.over else "{plan} on plan by now", plan=against)
    streams = ", ".join(labels.name("stream", name) for name in team.streams)
    return Tile(labels.text(message), revenue, (streams, note))


def _standing(review: Review, team: Team) -> "pd.Series[float]":
    return review.team_standing.set_index("team").loc[team.id]


def table_late(review: Review, team: Team, labels: Labels) -> Table | None:
    """The team's initiatives and key results about which something is off, with owner and date; nothing where none is."""
    rows = [*_initiatives_off(review, team, labels), *_key_results_off(review, team, labels)]
    heads = {
        "name": labels.text("Initiative or key result"),
        "off": labels.text("What is off"),
        "date": labels.text("Planned start, or due"),
        "owner": labels.text("Owner"),
        "words": labels.text("Root cause, or the owner's words"),
    }
    columns = [column(name, head) for name, head in heads.items()]
    return table_of(rows[:_MOST], columns, "late") if rows else None


def _initiatives_off(review: Review, team: Team, labels: Labels) -> Iterator[dict[str, str]]:
    standing = review.initiative_standing
    for row in gravest_first(standing[standing["team"] == team.id]):
        yield {
            "name": labels.name("initiative", row["initiative"]),
            "off": off_words(row, labels),
            "date": start_date(review, row["starts"], labels),
            "owner": row["owner"] or "–",
            "words": row["comment"] or "–",
        }


def _key_results_off(review: Review, team: Team, labels: Labels) -> Iterator[dict[str, str]]:
    known = {result.id: result for objective in team.objectives for result in objective.key_results}
    states = review.key_results[review.key_results["team"] == team.id]
    off = states[~states["status"].isin([Status.MET, Status.ON_TRACK])]
    causes = {name: cause for each in review.closing.objectives.values() for name, cause in each.causes.items()}
    for row in off.sort_values("status", key=lambda words: words.map(_GRAVEST), kind="stable").to_dict("records"):
        result = known[row["key_result"]]
        yield {
            "name": result.title,
            "off": status_words(row, result, labels),
            "date": labels.date(due_date(result, review.plan.fiscal_year), short=True),
            "owner": result.owner or "–",
            "words": causes.get(result.id) or row["comment"] or "–",
        }


def table_credit(review: Review, team: Team, labels: Labels) -> Table | None:
    """By other team, what of the year's plan is credited to it, and what of its work is credited here; nothing where none is."""
    credit = credit_matrix(review.plan, review.ledger)
    given = credit[credit["delivered_by"] == team.id].set_index("credited_to")["amount"]
    received = credit[credit["credited_to"] == team.id].set_index("delivered_by")["amount"]
    both = pd.DataFrame({"given": given, "received": received}).drop(index=team.id)
    both = both[(both != 0).any(axis=1)].reindex([name for name in given.index if name in both.index])
    both = both[both.notna().all(axis=1)]
    if both.empty:
        return None
    rows = both.rename_axis("team").reset_index().to_dict("records")
    if len(rows) > 1:
        rows.append({"team": TOTAL, **both.sum()})
    head = labels.text("Credit in the year's plan, {unit}", unit=labels.money_unit)
    columns = [
        column(
            "name", head, lambda row: labels.name("team", row["team"]) if row["team"] != TOTAL else labels.text("Total")
        ),
        number("given", labels.text("Given to it"), labels.number),
        number("received", labels.text("Received from it"), labels.number),
    ]
    return table_of(rows, columns, "credit", sums=len(rows) > 1)


def sentence_rests(review: Review, team: Team, labels: Labels) -> str:
    """How much of other teams' growth comes after the team's work, and how much of the team's after theirs."""
    theirs, ours = resting_growth(review.plan, review.ledger, team.id)
    values = {"team": team.name, "theirs": labels.money(theirs), "ours": labels.money(ours)}
    if theirs and ours:
        message = "In the year's plan {theirs} of other teams' initiatives rests on work of {team}, and {ours} of {team}'s initiatives on theirs."
    elif theirs:
        message = "In the year's plan {theirs} of other teams' initiatives rests on work of {team}; nothing of {team}'s rests on theirs."
    else:
        message = "In the year's plan {ours} of {team}'s initiatives rests on other teams' work; nothing of theirs rests on {team}."
    return labels.text(message, **values) if theirs or ours else ""


def table_agreed(review: Review, team: Team, labels: Labels) -> Table | None:
    """Decisions and actions of the team's people: those of this close, and what became of those of the last one."""
    roles = _roles(team)
    unknown = labels.text("nothing is written down")
    rows = []
    for entry in _agreed(review.closing):
        advice = entry.recommendation if isinstance(entry, DecisionSought) else ""
        rows.append((labels.text("To decide") if advice else labels.text("To do"), entry, advice or "–"))
    before = review.closing_before
    if before is not None:
        head = labels.text("Decision or action of {quarter}", quarter=labels.quarter(before.quarter))
        rows += [(head, entry, entry.became or unknown) for entry in _agreed(before)]
    shown = [row for row in rows if row[1].owner in roles]

    def what(row: Any) -> str:
        return str(row[1].question if isinstance(row[1], DecisionSought) else row[1].what)

    def due(row: Any) -> str:
        day = _day(row[1])
        return labels.date(day, short=True) if day else labels.text("not given")

    columns = [
        column("name", labels.text("What"), what),
        column("said", labels.text("Recommendation, or what became of it"), lambda row: row[2]),
        column("due", labels.text("By"), due),
        column("owner", labels.text("Owner"), lambda row: row[1].owner),
    ]
    return table_of(shown, columns, "agreed", group=lambda row: row[0]) if shown else None


def _agreed(closing: Closing) -> list[DecisionSought | Action]:
    return [*closing.decisions_sought, *sorted(closing.actions, key=lambda action: action.due)]


def _day(entry: DecisionSought | Action) -> dt.date | None:
    return entry.by if isinstance(entry, DecisionSought) else entry.due


def _roles(team: Team) -> set[str | None]:
    """Who stands for the team: its lead, and the owners of what it does."""
    results = [result.owner for objective in team.objectives for result in objective.key_results]
    own = [objective.owner for objective in team.objectives] + [initiative.owner for initiative in team.initiatives]
    return {team.lead, *own, *results} - {None, ""}
