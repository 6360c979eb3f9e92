"""What each team brings: committed to, planned, claimed, what the actuals bear out, and its own words.

Two questions stand side by side, each on one basis: the year's commitment against its plan after overlap (their difference is
what is uncovered), and by now the plan against the claims before overlap (claims are as teams tell them).
"""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from okr_lib.growth.breakdown import DECIMALS, team_summary
from okr_lib.plan.closing import Closing
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.key_results import Status
from okr_lib.review.reconciliation import Reconciliation

_COLUMNS = ["team", "commitment", "planned", "uncovered", "planned_by_now", "claimed", "claimed_to"]
_COLUMNS += ["tested", "borne_out", "low", "high", "told", "message"]
TELLS = 0.25  # of the width of a range: where revenue and tests take less from it, they tell nothing of a team's work
_WORST_FIRST = {status.value: place for place, status in enumerate(reversed(Status))}
_MARKETING = ("marketing", "markedsføring")


def team_standing(
    plan: Plan, ledger: pd.DataFrame, found: Reconciliation, messages: Mapping[str, str], through: str | None
) -> pd.DataFrame:
    """What each team committed to, is planned to bring, and claims.

    Parameters
    ----------
    found
        What ``reconcile`` returns.
    messages
        A sentence by team id, as ``team_messages`` returns them.
    through
        The last quarter that has actuals; without one, what is of "by now" is missing.

    Returns
    -------
    DataFrame
        A row a team in the plan's order, then ``total``: ``team``; of the year after overlap ``commitment``, ``planned`` and
        ``uncovered``, the first less the second; by now before overlap ``planned_by_now`` and ``claimed`` (missing where
        nobody has said anything; ``claimed_to`` the last quarter of which something was; ``tested`` what of it was), and what plan, claims and actuals
        make likely, ``borne_out`` between ``low`` and ``high`` eight times in ten (missing where nothing was planned or
        claimed); ``told``, whether revenue or tests tell anything of it; ``message``.
    """
    told = team_summary(plan, ledger, through or QUARTERS[0]).set_index("team")
    table = told[["commitment", "contribution", "uncovered", "before_overlap"]].copy()
    table.columns = pd.Index(["commitment", "planned", "uncovered", "planned_by_now"])
    claims = found.shown
    said = claims[claims["line"] == "claimed"].groupby("team")["amount"].sum()
    said = said.reindex([team.id for team in plan.teams])
    said.loc[TOTAL] = said.sum(min_count=1)
    table["claimed"] = said.round(DECIMALS) + 0.0
    table = table.join(borne_out(found).round(DECIMALS) + 0.0)
    if through is None:
        table["planned_by_now"] = float("nan")
    idle = (table["planned_by_now"].fillna(0.0) == 0) & (table["claimed"].fillna(0.0) == 0)
    table.loc[idle, ["borne_out", "low", "high"]] = float("nan")
    table["told"] = table["told"].fillna(0.0).ge(TELLS) & ~idle
    told_to = found.claimed_to()
    table["claimed_to"] = [told_to.get(str(team), "") for team in table.index]
    table["message"] = [messages.get(str(team), "") for team in table.index]
    return table.rename_axis("team").reset_index()[_COLUMNS]


def borne_out(found: Reconciliation) -> pd.DataFrame:
    """What plan, claims and actuals make likely (``reconcile``) that each team and all of them brought, before overlap.

    Returns
    -------
    DataFrame
        By team, ``total`` last: what was ``tested``; ``borne_out`` in whole steps, ``low`` and ``high``, between which it lies eight times in ten, and
        what revenue and tests ``told`` of it: how much narrower they make that range, from nothing to one.
    """
    ledger = found.ledger()
    brought = ledger[ledger["line"] == "initiative"].groupby("team", sort=False)["amount"].sum()
    ranges = pd.concat([found.borne_out(["team"]), found.borne_out([]).assign(team=TOTAL)]).set_index("team")
    ranges.insert(0, "borne_out", brought.reindex(ranges.index, fill_value=0.0))
    ranges.loc[TOTAL, "borne_out"] = brought.sum()
    return ranges.rename(columns={"narrowed": "told"})[["tested", "borne_out", "low", "high", "told"]]


def team_messages(
    plan: Plan, states: pd.DataFrame, check_ins: pd.DataFrame, closing: Closing, quarter: str
) -> dict[str, str]:
    """One sentence a team in its people's own words.

    Parameters
    ----------
    quarter
        Only what was said in it counts.

    Returns
    -------
    dict
        By team id: what the close says of its objective that stands worst, or else the comment of its check-in of the quarter
        that was made with the least confidence. Teams of which nobody wrote anything are left out.
    """
    said = {team.id: _why(team, states, closing) or _comment(plan, team, check_ins, quarter) for team in plan.teams}
    return {team: words for team, words in said.items() if words}


def _why(team: Team, states: pd.DataFrame, closing: Closing) -> str:
    """What the close says of the team's objective that stands worst."""
    worst = states.assign(place=states["status"].map(_WORST_FIRST)).groupby("objective")["place"].min()
    told = [
        (float(worst.get(objective.id, len(_WORST_FIRST))), number, closing.objectives[objective.id].why)
        for number, objective in enumerate(team.objectives)
        if objective.id in closing.objectives and closing.objectives[objective.id].why
    ]
    return min(told)[2] if told else ""


def _comment(plan: Plan, team: Team, check_ins: pd.DataFrame, quarter: str) -> str:
    """What was said with the least confidence in the quarter."""
    own = {initiative.id for initiative in team.initiatives}
    own |= {result.id for objective in team.objectives for result in objective.key_results}
    first: dt.date = plan.fiscal_year.first_day(quarter)
    last: dt.date = plan.fiscal_year.last_day(quarter)
    rows = check_ins[check_ins["key_result"].isin(own) & check_ins["date"].between(first, last)]
    rows = rows[rows["comment"].fillna("").str.strip() != ""]
    ranked = rows.sort_values(["confidence", "date"], ascending=[True, False], kind="stable", na_position="last")
    return str(ranked["comment"].iloc[0]) if len(ranked) else ""


def marketing(plan: Plan) -> tuple[Team, ...]:
    """The teams whose part nobody sees in revenue: marketing by its name, or else those that own no stream."""
    named = tuple(team for team in plan.teams if any(word in f"{team.id} {team.name}".lower() for word in _MARKETING))
    return named or tuple(team for team in plan.teams if not team.streams)
