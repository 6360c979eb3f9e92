"""Initiatives by now: what was planned and what is claimed of each, what its owner said last, and what is off about it.

Off is, the first that holds: stopped; late; waiting for one that has not started; silent, where it should have started and
nobody has said anything within the plan's cadence; claiming far less, or far more, than was planned by now.
"""

import datetime as dt
import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from okr_lib.growth.breakdown import DECIMALS, breakdown, select
from okr_lib.plan.check_ins import check_ins_on
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.kinds import InitiativeState
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.initiative_states import FINISHED, HALTED, initiative_states

_SMALL = 0.02  # of all that was planned by now: a difference that is no larger is not told
_COLUMNS = ["initiative", "team", "owner", "starts", "state", "late", "said", "comment", "confidence", "waits_for"]
_COLUMNS += ["planned", "claimed", "off"]


class Off(StrEnum):
    """What is off about an initiative, the gravest first."""

    STOPPED = "stopped"
    LATE = "late"
    WAITING = "waiting"
    SILENT = "silent"
    LESS = "less"
    MORE = "more"


def initiative_standing(
    plan: Plan, ledger: pd.DataFrame, claims: pd.DataFrame, check_ins: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """Every initiative at a date.

    Parameters
    ----------
    claims
        What ``actual_ledger`` returns; its quarters are those that are over.
    check_ins
        What ``load_check_ins`` returns; later ones than ``as_of`` are left out.

    Returns
    -------
    DataFrame
        A row an initiative in the plan's order: ``initiative``, ``team``, ``owner``, ``starts``, ``state`` and ``late`` (as in
        ``initiative_states``), ``said`` (the day of its last check-in), ``comment`` and ``confidence`` (the last ones given),
        ``waits_for`` (a tuple: what it needs first and what has not started or was stopped), ``planned`` by now and
        ``claimed`` (before overlap, whoever is credited; missing before the first actuals, a claim also where there is none), ``off`` (empty where nothing is).
    """
    quarters = list(claims["quarter"].unique())
    planned = _by_initiative(select(ledger, quarters=quarters, lines=["initiative"])) if quarters else pd.Series()
    claimed = _by_initiative(select(claims, lines=["claimed"])) if quarters else pd.Series()
    said_on = check_ins_on(check_ins[check_ins["date"] <= as_of])
    told = initiative_states(plan, check_ins, as_of).set_index("initiative")
    missing = float("nan") if not quarters else 0.0
    rows = []
    for team, initiative in plan.initiatives():
        mine = said_on(initiative.id)
        state = told.loc[initiative.id]
        counted = mine[mine["value"].notna() & (mine["date"] >= plan.fiscal_year.starts)]
        waits = tuple(name for name in initiative.after if told.loc[name, "state"] in HALTED)
        row = {
            "initiative": initiative.id,
            "team": team.id,
            "owner": initiative.owner or "",
            "starts": initiative.starts.value,
            "state": state["state"],
            "late": int(state["late"]),
            "said": mine["date"].iloc[-1] if len(mine) else None,
            "comment": _last(mine["comment"].fillna("").where(lambda words: words != "").dropna(), ""),
            "confidence": _last(mine["confidence"].dropna(), float("nan")),
            "waits_for": () if state["state"] in FINISHED else waits,
            "planned": planned.get(initiative.id, missing),
            "claimed": claimed.get(initiative.id, 0.0) if quarters and len(counted) else float("nan"),
        }
        rows.append(row | {"off": _off(plan, initiative, row, as_of, _SMALL * float(planned.sum()))})
    return pd.DataFrame(rows, columns=_COLUMNS)


def _by_initiative(rows: pd.DataFrame) -> "pd.Series[float]":
    return breakdown(rows, ["initiative"]).set_index("initiative")["amount"].round(DECIMALS)


def _last(values: "pd.Series[Any]", otherwise: object) -> object:
    return values.iloc[-1] if len(values) else otherwise


def _off(plan: Plan, initiative: Initiative, row: Mapping[str, Any], as_of: dt.date, small: float) -> str:
    """What is off; ``small`` is the difference to the plan that is not told."""
    if row["state"] == InitiativeState.STOPPED:
        return Off.STOPPED.value
    if row["late"]:
        return Off.LATE.value
    if row["waits_for"]:
        return Off.WAITING.value
    begun = plan.fiscal_year.first_day(QUARTERS[initiative.starts.position]) <= as_of
    fresh = row["said"] is not None and (as_of - row["said"]).days <= plan.thresholds.cadence_days
    if begun and not fresh and row["state"] != InitiativeState.DONE:
        return Off.SILENT.value
    planned, near = row["planned"], plan.thresholds.behind
    claimed = 0.0 if math.isnan(row["claimed"]) else row["claimed"]
    if planned > 0 and abs(claimed - planned) > small:
        return Off.LESS.value if claimed < near * planned else Off.MORE.value if claimed * near > planned else ""
    return ""
