"""A report's key figures, for programs and for the summary of a batch: what run.json says beside how the run ended.

All are in the plan's unit, and ``None`` where there is none. "By now" is the last quarter with actuals of every stream.
A gap is actual less what was to come: negative is behind.
"""

from typing import Any

import pandas as pd

from okr_lib.growth.breakdown import DECIMALS, team_summary
from okr_lib.plan.references import TOTAL
from okr_lib.review.review import Review

_Figures = dict[str, Any]

_COMPANY_ONLY = ("target", "actual", "expected", "gap_to_target", "gap_to_plan", "likelihood", "year_interval_80")


def report_figures(review: Review) -> dict[str, _Figures]:
    """The key figures of the company's report of a quarter, by the empty text, and of each team's, by its id.

    Returns
    -------
    dict
        ``target`` of the year; ``actual``, ``expected`` (the target, phased) and ``expected_by_now`` (the plan, without
        what is uncovered) of the year to date; ``gap_to_target`` and ``gap_to_plan``, actual less each of these; the
        year's ``contribution`` and ``uncovered``; ``likelihood`` of the target and ``year_interval_80``, the revenues
        that the year stays below in one and in nine of ten cases, both with what came already; ``key_results``, the
        status of each by id. A team has a ``commitment``, and no target, actuals or likelihood of its own.
    """
    plan, ledger, observed, states = review.plan, review.ledger, review.observed, review.key_results
    teams = team_summary(plan, ledger, observed[-1] if observed else review.quarter).set_index("team")

    def common(team: str, results: pd.DataFrame) -> _Figures:
        row = teams.loc[team]
        return {
            "commitment": _amount(row["commitment"]),
            "contribution": _amount(row["contribution"]),
            "uncovered": _amount(row["uncovered"]),
            "expected_by_now": _amount(row["to_date"]) if observed else None,
            "key_results": dict(zip(results["key_result"], results["status"], strict=True)),
        }

    company = common(TOTAL, states) | {
        "target": _amount(ledger["amount"].sum()),
        **dict.fromkeys(_COMPANY_ONLY[1:-2]),
        "likelihood": review.outlook.probability,
        "year_interval_80": list(map(_amount, review.outlook.interval(0.8))),
    }
    del company["commitment"]
    if observed:
        to_date = review.to_date.set_index("stream").loc[TOTAL]
        planned = ledger[(ledger["line"] != "uncovered") & ledger["quarter"].isin(observed)]["amount"].sum()
        company |= {
            "actual": _amount(to_date["actual"]),
            "expected": _amount(to_date["expected"]),
            "expected_by_now": _amount(planned),
            "gap_to_target": _amount(to_date["variance"]),
            "gap_to_plan": _amount(to_date["actual"] - planned),
        }
    each = {
        team.id: dict.fromkeys(_COMPANY_ONLY) | common(team.id, states[states["team"] == team.id])
        for team in plan.teams
    }
    return {"": company, **each}


def _amount(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0
