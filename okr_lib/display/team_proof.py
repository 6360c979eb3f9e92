"""Proof of a team's work in words and tables: how sure what is borne out is, the chain to revenue, and what to prove next."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from okr_lib.display.columns import column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.looking_back import driver_name
from okr_lib.display.table import Table
from okr_lib.display.tiles import Tile, range_of
from okr_lib.display.wording import side
from okr_lib.growth.breakdown import select
from okr_lib.plan.driver_records import COMPANY
from okr_lib.plan.model import Team
from okr_lib.review.driver_split import REST
from okr_lib.review.next_tests import MOST, next_tests
from okr_lib.review.review import Review

_TOLD = 3  # tests, and initiatives that moved a chain
_AGAINST = {
    "above": "{stream} is {amount} above its plan",
    "below": "{stream} is {amount} below its plan",
    "even": "{stream} is on its plan",
}
_DIGITS = 3  # of a driver's value, and one decimal at least


def tile_of_proof(row: "pd.Series[Any]", labels: Labels) -> Tile:
    """What is borne out, or merely likely, its range, and how much of the claim was tested."""
    tested = labels.rounded(float(row["tested"]))
    notes = (
        [labels.text("80%: {range}", range=range_of(row["low"], row["high"], labels))]
        if row["high"] > row["low"]
        else []
    )
    if row["claimed"] > 0:
        message = "tested: {amount}" if tested else "nothing of the claim is tested"
        notes.append(labels.text(message, amount=labels.number(tested)))
    notes.append(labels.text("before overlap"))
    middle = 0.0 if math.isnan(row["borne_out"]) else row["borne_out"]
    return Tile(labels.text("Borne out" if row["told"] else "Likely brought"), labels.number(middle), (*notes,))


def chain_of_team(review: Review, team: Team) -> pd.DataFrame:
    """Drivers against plan of a stream the team answers for, or in which most of its work is planned; see ``driver_variance``."""
    found = review.driver_variance
    planned = _work(review.ledger, review, team).groupby("stream")["amount"].sum().sort_values(ascending=False)
    for stream in team.streams or [*planned.index, COMPANY]:
        if (found["stream"] == stream).any():
            return found[found["stream"] == stream]
    return found.iloc[:0]


def finding_chain(review: Review, chain: pd.DataFrame, labels: Labels) -> str:
    """How far a stream is from its plan, and which drivers did that."""
    stream, off = chain["stream"].iloc[0], labels.rounded(float(chain["amount"].sum()))
    known = chain[(chain["driver"] != REST) & (chain["amount"] != 0)]
    ranked = known.sort_values("amount", key=abs, ascending=False, kind="stable")
    parts = ", ".join(
        f"{driver_name(review.plan, stream, row['driver'], labels)} {labels.change(row['amount'])}"
        for row in ranked.to_dict("records")
    )
    said = labels.text(_AGAINST[side(off)], stream=_where(stream, labels), amount=labels.money(abs(off)))
    return f"{said}: {parts}" if parts else said


def table_chain(review: Review, team: Team, chain: pd.DataFrame, labels: Labels) -> Table:
    """Each driver as planned and as it came, and what that adds to the stream's variance, which is the last row; what is the team's."""
    stream = chain["stream"].iloc[0]
    counted = review.to_date[review.to_date["stream"] == stream] if stream else _company(review)
    shown = chain[(chain["driver"] != REST) | (chain["amount"] != 0)]
    unit = labels.money_unit
    rows = [
        {
            "name": labels.text("What lies between the drivers and revenue")
            if row["driver"] == REST
            else driver_name(review.plan, stream, row["driver"], labels),
            "planned": _value(row["planned"], labels),
            "actual": _value(row["actual"], labels),
            "amount": labels.change(row["amount"]),
        }
        for row in shown.to_dict("records")
    ]
    work = [labels.number(float(each["amount"].sum())) for each in _of_team_in(review, team, stream)]
    name = labels.text("Of it work of {team}, likely, {unit}", team=team.name, unit=unit)
    rows.append({"name": name, "planned": work[0], "actual": work[1], "amount": "–"})
    revenue = {
        "name": labels.text("Revenue, {unit}", unit=unit),
        "planned": labels.number(float(counted["expected"].sum())),
        "actual": labels.number(float(counted["actual"].sum())),
        "amount": labels.change(chain["amount"].sum()),
    }
    columns = [
        column("name", labels.text("{stream}, by driver", stream=_where(stream, labels))),
        number("planned", labels.text("Planned"), str),
        number("actual", labels.text("Actual"), str),
        number("amount", labels.text("Effect on revenue, {unit}", unit=unit), str),
    ]
    return table_of([*rows, revenue], columns, "chain", sums=True)


def _of_team_in(review: Review, team: Team, stream: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of a stream, what was planned of the team by now, and what it likely brought."""
    here = _work(review.ledger, review, team)
    came = review.reconciliation.ledger()
    came = came[(came["line"] == "initiative") & (came["team"] == team.id)]
    if stream != COMPANY:
        here, came = (rows[rows["stream"] == stream] for rows in (here, came))
    return here, came


def sentence_moved(review: Review, team: Team, stream: str, labels: Labels) -> str:
    """What the team's work was planned to bring in the chain's stream by now, what is borne out, and through which drivers."""
    here, came = _of_team_in(review, team, stream)
    values = {
        "team": team.name,
        "stream": _where(stream, labels),
        "planned": labels.money(float(here["amount"].sum())),
        "middle": labels.money(float(came["amount"].sum())),
    }
    sums = came.groupby("initiative", sort=False)["amount"].sum()
    if not here["amount"].any() and not sums.any():
        message = "Nothing of {team} was planned in it by now"
        return labels.text(message, **values)
    through = {
        initiative.id: effect.driver
        for _, initiative in review.plan.initiatives()
        for effect in initiative.effects
        if effect.stream == stream and effect.driver
    }
    parts = []
    ranked = sums[sums != 0].sort_values(key=abs, ascending=False, kind="stable")
    for name in ranked.head(_TOLD).index:
        words = labels.name("initiative", str(name))
        if name in through:
            driver = driver_name(review.plan, stream, through[str(name)] or "", labels)
            words += " " + labels.text("(through {driver})", driver=driver)
        parts.append(words)
    if len(ranked) > _TOLD:
        parts.append(labels.text("others"))
    message = "Work of {team} in it: {planned} planned by now, {middle} likely"
    if review.over:
        message = "Work of {team} in it: {planned} planned, {middle} likely"
    return labels.text(message, **values) + (f" ({', '.join(parts)})" if parts else "")


def sentences_on_tests(review: Review, team: Team, labels: Labels) -> list[str]:
    """Of the team's initiatives, what tests would show, those first that narrow its range most; small ones in one sentence."""
    found = _tests(review, team)
    small = found[found["regions"] > MOST]
    said = {place: _on_test(row, labels) for place, row in found.iterrows() if row["regions"] <= MOST}
    if len(small):
        said[small.index[0]] = _on_small(small, labels)
    told = [said[place] for place in sorted(said)]
    if told and not math.isnan(found["reach_after"].iloc[0]):
        more = labels.text(
            "A test of {initiative} would narrow {team}'s range from ±{now} to ±{after}.",
            initiative=labels.name("initiative", found["initiative"].iloc[0]),
            team=team.name,
            now=labels.number(found["reach"].iloc[0]),
            after=labels.number(found["reach_after"].iloc[0]),
        )
        told.append(more)
    return told


def _tests(review: Review, team: Team) -> pd.DataFrame:
    return next_tests(review.plan, review.ledger, review.reconciliation, review.own_noise, team.id).head(_TOLD)


def _on_test(row: "pd.Series[Any]", labels: Labels) -> str:
    message = (
        "{initiative}: one quarter in {regions} regions, or groups of customers, half of them without it."
        if row["quarters"] == 1
        else "{initiative}: {quarters} quarters in {regions} regions, or groups of customers, half of them without it."
    )
    return labels.text(
        message,
        initiative=labels.name("initiative", row["initiative"]),
        regions=labels.number(row["regions"], 0),
        quarters=labels.number(row["quarters"], 0),
    )


def _on_small(rows: pd.DataFrame, labels: Labels) -> str:
    """What cannot be shown region by region."""
    parts = ", ".join(labels.name("initiative", initiative) for initiative in rows["initiative"])
    return labels.text(
        "Too small beside what revenue does by itself to be tested region by region: {initiatives}. Hold out single "
        "customers instead, drawn by lot.",
        initiatives=parts,
    )


def rule_of_tests(review: Review, team: Team, labels: Labels) -> str:
    """When a test shows an effect; nothing where no size of a test is named."""
    if not (_tests(review, team)["regions"] <= MOST).any():
        return ""
    return labels.text(
        "A test of the size named shows the planned effect in four cases of five (power 80%, level 5%), where a region "
        "strays from the others as its stream strayed from its plan."
    )


def _work(ledger: pd.DataFrame, review: Review, team: Team) -> pd.DataFrame:
    rows: pd.DataFrame = select(ledger, quarters=list(review.observed), lines=["initiative"])
    return rows[rows["team"] == team.id]


def _company(review: Review) -> pd.DataFrame:
    streams: Sequence[str] = [stream.id for stream in review.plan.streams]
    return review.to_date[review.to_date["stream"].isin(streams)]


def _where(stream: str, labels: Labels) -> str:
    return labels.name("stream", stream) or labels.text("Company")


def _value(value: float, labels: Labels) -> str:
    """A driver's value to three digits; nothing where it has none."""
    if math.isnan(value):
        return "–"
    return labels.number(value, max(1, _DIGITS - 1 - math.floor(math.log10(value))))
