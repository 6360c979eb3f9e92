"""What a plan's records know: the quarters that are over, and the years before; from it comes every likelihood shown."""

import re

import numpy as np
import pandas as pd

from okr_lib.growth.evidence import Evidence
from okr_lib.growth.forecast import rest_of_year, spread_of
from okr_lib.growth.reference import reference_of
from okr_lib.growth.rounding import Floats
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import CompanyYears, ReferenceClass
from okr_lib.plan.values import QUARTERS
from okr_lib.review.variance import company_actuals

_USUAL = 0.6759  # the square of the mean root of the size of a normal deviation, in standard deviations


def evidence_of(
    plan: Plan,
    actuals: pd.DataFrame,
    through: str = QUARTERS[-1],
    reference: CompanyYears | ReferenceClass | None = None,
) -> Evidence:
    """What is known of a plan's company by the end of a quarter.

    Parameters
    ----------
    through
        The quarter looked from; actuals of later ones are left out.
    reference
        What ``plan_reference`` returns; default: the companies that are shipped.

    Returns
    -------
    Evidence
        The history ends with the plan's own baseline, so that a restated actual moves nothing; what came is measured
        against this plan, for its scenarios too.
    """
    baseline = np.sum([stream.baseline.array() for stream in plan.streams], axis=0)
    history = np.vstack([earlier_years(plan, actuals), baseline])
    return Evidence(company_actuals(plan, actuals, through), history, reference, plan)


def year_spread(planned: Floats, evidence: Evidence) -> float:
    """How far a year comes from what was forecast at its start, as one standard deviation, a share of it."""
    history, others = evidence.history, reference_of(evidence.reference)
    if history is not None and (history > 0).all() and (planned > 0).all():
        _, off = rest_of_year(np.zeros(0), history, planned, others)
    else:
        off = spread_of(np.zeros(0), 0.0, others, leaning=False)
    return off.spread / _USUAL


def earlier_years(plan: Plan, actuals: pd.DataFrame) -> Floats:
    """The company's revenue by quarter in the years that lead up to the plan's baseline year.

    Returns
    -------
    array
        Shape (years, 4), oldest first: the unbroken run of years before the baseline year that are whole, that is with
        every quarter of every stream in them, and of every stream the plan has a baseline for.
    """
    streams = {stream.id for stream in plan.streams if stream.baseline.array().any()}
    whole: list[Floats] = []
    label = plan.fiscal_year.baseline
    for year in sorted(set(actuals["fiscal_year"]), reverse=True):
        if year >= label:
            continue
        rows = actuals[actuals["fiscal_year"] == year]
        table = rows.pivot_table(index="stream", columns="quarter", values="revenue").reindex(columns=QUARTERS)
        if _number(year) != _number(label) - 1 or not streams <= set(table.index) or table.isna().any(axis=None):
            break
        whole.append(table.sum().to_numpy())
        label = year
    return np.array(whole[::-1], dtype=float).reshape(-1, len(QUARTERS))


def _number(year: str) -> int:
    """The first number in a year's label: 2022 of 2022/23; 0 without any."""
    found = re.search(r"\d+", year)
    return int(found[0]) if found else 0
