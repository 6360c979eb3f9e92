"""The tables of a report's first page: what each team brings, what is to decide, and what became of the last close."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from okr_lib.display.columns import Column, Show, column, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import tally_words
from okr_lib.display.table import Table
from okr_lib.display.tiles import range_of
from okr_lib.display.wording import sentences
from okr_lib.plan.closing import Closing, DecisionSought
from okr_lib.plan.references import TOTAL
from okr_lib.review.review import Review
from okr_lib.review.team_standing import marketing

_MOST = 6  # teams with a row of their own
_TOLD = ("claimed", "borne_out", "key_results", "message")  # columns that go where they say nothing
_MONEY = ("commitment", "planned", "uncovered", "planned_by_now", "claimed")


def table_team_standing(review: Review, labels: Labels) -> Table:
    """What each team committed to, is planned to bring and claims; of many teams the largest and marketing, the rest summed."""
    standing = _of_most(review)
    by_team = review.key_results.groupby("team")["status"].agg(list).to_dict()
    over = review.over

    def results(row: Any) -> str:
        return " · ".join(tally_words(by_team.get(row["team"], []), labels))

    columns = [
        column("name", labels.text("Team, {unit}", unit=labels.money_unit), lambda row: _team(row["team"], labels)),
        number("commitment", labels.text("Committed"), labels.number),
        number("planned", labels.text("Planned"), labels.number),
        number("uncovered", labels.text("Uncovered"), labels.number),
        number("planned_by_now", labels.text("Planned" if over else "Planned by now"), labels.number),
        # more than eight times in ten the truth is below what is marked
        Column(
            "claimed",
            labels.text("Claimed" if over else "Claimed by now"),
            lambda row: _claimed(row, review, labels),
            number=True,
            mark=lambda row: "bad" if row["claimed"] > row["high"] else "",
        ),
        Column("borne_out", labels.text("Likely (80%)"), lambda row: _found(row, labels), number=True),
        column("key_results", labels.text("Key results"), results),
        column("message", labels.text("In their own words")),
    ]
    rows = standing.to_dict("records")
    empty = {each.name for each in columns if each.name in _TOLD and not any(map(each.said, rows))}
    empty |= {"planned_by_now"} if standing["planned_by_now"].isna().all() else set()
    kept = [each for each in columns if each.name not in empty]
    table = table_of(rows, kept, "team-standing", sums=len(standing) > 1)
    for head, over_columns in _spanners(review, labels):
        table = table.spanned(head, [name for name in over_columns if name not in empty])
    return table


def _claimed(row: Mapping[Any, Any], review: Review, labels: Labels) -> str:
    """What is claimed, and to which quarter where nothing is claimed of later ones."""
    if pd.isna(row["claimed"]):
        return ""
    amount = labels.number(row["claimed"])
    if not stopped(row, review):
        return amount
    return labels.text("{amount} (to {quarter})", amount=amount, quarter=labels.quarter(row["claimed_to"]))


def stopped(row: Mapping[Any, Any], review: Review) -> bool:
    """Whether a team claims something, and nothing of the last quarter that is over."""
    return bool(row["claimed_to"]) and row["claimed_to"] != review.observed[-1]


def _found(row: Mapping[Any, Any], labels: Labels) -> str:
    """What plan, claims and actuals make likely, with its range where it has one; nothing where nothing was planned or claimed."""
    if pd.isna(row["borne_out"]):
        return ""
    middle = labels.number(row["borne_out"])
    return middle if pd.isna(row["high"]) else f"{middle} ({range_of(row['low'], row['high'], labels)})"


def _spanners(review: Review, labels: Labels) -> list[tuple[str, tuple[str, ...]]]:
    """What the columns of money are of, and on which basis."""
    made: list[tuple[str, tuple[str, ...]]] = []
    made += [(labels.text("The year, after overlap"), ("commitment", "planned", "uncovered"))]
    if review.observed:
        message = "The year, before overlap" if review.over else "By {quarter}, before overlap"
        by_now = labels.text(message, quarter=labels.quarter(review.observed[-1]))
        made.append((by_now, ("planned_by_now", "claimed", "borne_out")))
    return made


def _of_most(review: Review) -> pd.DataFrame:
    """The rows of the table: of many teams those that commit to most and marketing, the rest in one row."""
    standing = review.team_standing
    teams = standing[standing["team"] != TOTAL]
    if len(teams) <= _MOST + 1:
        return standing if len(teams) > 1 else teams
    always = {team.id for team in marketing(review.plan)}
    ranked = teams.sort_values("commitment", ascending=False, kind="stable")["team"]
    kept = [*(name for name in ranked if name in always), *(name for name in ranked if name not in always)][:_MOST]
    rest = teams[~teams["team"].isin(kept)]
    sums = rest[[*_MONEY, "borne_out"]].sum(min_count=1)
    others = pd.DataFrame(
        [{"team": "", **sums, "claimed_to": "", "low": float("nan"), "high": float("nan"), "message": ""}]
    )
    return pd.concat([teams[teams["team"].isin(kept)], others, standing.tail(1)], ignore_index=True)


def _team(team: str, labels: Labels) -> str:
    if team == TOTAL:
        return labels.text("All teams")
    return labels.name("team", team) or labels.text("Other teams")


def sentences_on_marketing(review: Review, labels: Labels) -> list[str]:
    """What marketing brings, or the one team that books no revenue of its own; nothing where no team is, or several are."""
    teams = marketing(review.plan)
    if len(teams) != 1:
        return []
    row = review.team_standing.set_index("team").loc[teams[0].id].to_dict()
    values = {column: labels.money(row[column]) for column in (*_MONEY, "borne_out")} | {"team": teams[0].name}
    said = [_of_the_year(row, values, labels, over=review.over)]
    if review.observed and pd.notna(row["borne_out"]):
        values["quarter"] = labels.quarter(row["claimed_to"]) if row["claimed_to"] else ""
        values["range"] = range_of(row["low"], row["high"], labels)
        said += [_on_claims(row, values, review, labels), on_proof(row, values, labels)]
    return [sentences("; ".join(said))]


def _of_the_year(row: Mapping[Any, Any], values: dict[str, str], labels: Labels, *, over: bool) -> str:
    """What is told of the plan's year."""
    message = "{team}: {planned} was planned for the year" if over else "{team}: {planned} is planned for the year"
    if not row["planned"]:
        message = "{team}: nothing was planned for the year" if over else "{team}: nothing is planned for the year"
    elif row["commitment"] > 0:
        message = (
            "{team}: {planned} was planned for the year, of {commitment} committed"
            if over
            else "{team}: {planned} is planned for the year, of {commitment} committed"
        )
    return labels.text(message, **values)


def _on_claims(row: Mapping[Any, Any], values: dict[str, str], review: Review, labels: Labels) -> str:
    """What is claimed, beside what was planned."""
    if not row["claimed"] > 0:
        message = (
            "nothing is claimed of it"
            if review.over
            else "nothing is claimed so far, where {planned_by_now} was planned by now"
        )
    elif stopped(row, review):
        message = (
            "it claims {claimed} to {quarter}, and nothing since"
            if review.over
            else "it claims {claimed} to {quarter} and nothing since, where {planned_by_now} was planned by now"
        )
    else:
        message = (
            "it claims {claimed}" if review.over else "by now it claims {claimed}, where {planned_by_now} was planned"
        )
    return labels.text(message, **values)


def on_proof(row: Mapping[Any, Any], values: dict[str, str], labels: Labels) -> str:
    """What revenue and tests tell of a team's work, in the words of a part of a sentence; that they do not, where they do not."""
    if row["told"]:
        message = "the actuals bear out {borne_out} ({range})"
    elif row["tested"]:
        message = "revenue does not show it, and little of it is tested; {range} is likely"
    elif row["claimed"] > 0:
        message = "neither revenue nor a test shows it, and {range} is likely"
    else:
        message = "revenue does not show what came of it"
    return labels.text(message, **values)


def table_decisions(decisions: Sequence[DecisionSought], labels: Labels) -> Table:
    """What is to be decided, with its effect, its cost and by when; what is not known is shown as a hole."""
    unknown, unit = labels.text("not given"), labels.money_unit

    def amount(name: str, head: str, show: Show, hole: str) -> Column:
        def said(entry: DecisionSought) -> str:
            value = getattr(entry, name)
            return hole if value is None else show(value)

        return Column(name, head, said, number=True, mark=lambda entry: _hole(said(entry), hole))

    def by(entry: DecisionSought) -> str:
        return labels.date(entry.by, short=True) if entry.by else unknown

    def owner(entry: DecisionSought) -> str:
        return entry.owner or unknown

    columns = [
        column("name", labels.text("To decide"), lambda entry: entry.question),
        column("recommendation", labels.text("Recommendation"), lambda entry: entry.recommendation),
        amount("effect", labels.text("Effect, {unit}", unit=unit), labels.change, labels.text("not estimated")),
        amount("cost", labels.text("Cost, {unit}", unit=unit), labels.number, unknown),
        column("by", labels.text("By"), by, mark=lambda entry: _hole(by(entry), unknown)),
        column("owner", labels.text("Owner"), owner, mark=lambda entry: _hole(owner(entry), unknown)),
    ]
    return table_of(decisions, columns, "decisions-sought")


def _hole(said: str, hole: str) -> str:
    return "hole" if said == hole else ""


def finding_decisions(review: Review, labels: Labels) -> str:
    """Whether what is to be decided closes what the expected year lacks of the target."""
    decisions = review.closing.decisions_sought
    lacking = labels.rounded(review.outlook.target - labels.rounded(review.outlook.mean))
    known = [entry.effect for entry in decisions if entry.effect is not None]
    values = {
        "count": str(len(decisions)),
        "holes": str(len(decisions) - len(known)),
        "lacking": labels.money(lacking),
        "effect": labels.money(sum(known)),
        "expected": labels.money(review.outlook.mean),
    }
    if review.over or lacking <= 0:
        message = "One decision is sought." if len(decisions) == 1 else "{count} decisions are sought."
        return labels.text(message, **values)
    if sum(known) >= lacking:
        message = "As estimated, they bring {effect} and close the {lacking} that the expected year lacks."
    elif sum(known) > 0:
        message = "As estimated, they bring {effect} of the {lacking} that the expected year lacks; without an estimate: {holes} of {count}."
    else:
        message = (
            "By any estimate given here, none of the {lacking} that the expected year lacks is closed. "
            "Ask for a decision that closes it, or accept {expected}."
        )
    return labels.text(message, **values)


def table_since(closing: Closing, labels: Labels) -> Table:
    """What was to be decided and done at a close, and what became of it."""
    unknown = labels.text("nothing is written down")
    rows = [(entry.question, entry.owner or "–", entry.by, entry.became) for entry in closing.decisions_sought]
    rows += [
        (entry.what, entry.owner, entry.due, entry.became)
        for entry in sorted(closing.actions, key=lambda action: action.due)
    ]
    head = labels.text("Decision or action of {quarter}", quarter=labels.quarter(closing.quarter))
    columns = [
        column("name", head, lambda row: row[0]),
        column("owner", labels.text("Owner"), lambda row: row[1]),
        column("due", labels.text("Due"), lambda row: labels.date(row[2], short=True) if row[2] else "–"),
        column(
            "became",
            labels.text("What became of it"),
            lambda row: row[3] or unknown,
            mark=lambda row: "" if row[3] else "hole",
        ),
    ]
    return table_of(rows, columns, "since")
