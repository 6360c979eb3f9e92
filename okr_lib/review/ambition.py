"""The ambition beside other companies' years: how many grew as much as a plan aims at, and after a year like its last.

A base rate is no verdict. It says how unusual the growth is, and so how good the reasons for it should be.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from okr_lib.growth.base_rates import BaseRate, base_rate
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.rounding import Floats
from okr_lib.growth.target import baseline_revenue, target_revenue
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import CompanyYears, ReferenceClass
from okr_lib.review.evidence import earlier_years

_FEWEST = 20  # company-years, of which a share is still more than chance
_TOLD = 3  # decimals of a growth, which is told to a tenth of a per cent


@dataclass(frozen=True)
class Ambition:
    """How usual the growth is that a plan aims at.

    Parameters
    ----------
    growth
        The growth, as exactly as it is told.
    usual
        Of all company-years.
    alike
        Of those after a year that grew like the plan's baseline year; ``None`` where that is not known, or there are
        fewer than twenty.
    """

    growth: float
    usual: BaseRate
    alike: BaseRate | None


def ambition(
    plan: Plan, actuals: pd.DataFrame, reference: CompanyYears | ReferenceClass | None = None
) -> Ambition | None:
    """How usual the growth is that a plan aims at.

    Parameters
    ----------
    actuals
        What ``load_actuals`` returns: with the year before the baseline year in them, it is known how that one grew.
    reference
        What ``plan_reference`` returns; default: the companies that are shipped.

    Returns
    -------
    Ambition or None
        ``None`` for a target without growth, and where there is no baseline to grow on.

    Examples
    --------
    >>> found = ambition(shop, pd.DataFrame({"fiscal_year": [], "quarter": [], "stream": [], "revenue": []}))
    >>> found.growth, round(found.usual.share, 2), found.usual.company_years, found.alike
    (0.2, 0.14, 436, None)
    """
    return _beside(plan, earlier_years(plan, actuals), reference)


def ambition_seen(plan: Plan, evidence: Evidence) -> Ambition | None:
    """The same from all that is known of a plan's company; the last year of its history is the baseline itself."""
    history = np.empty((0, 4)) if evidence.history is None else evidence.history[:-1]
    return _beside(plan, history, evidence.reference)


def _beside(plan: Plan, earlier: Floats, reference: CompanyYears | ReferenceClass | None) -> Ambition | None:
    baseline = baseline_revenue(plan)
    growth = round(target_revenue(plan) / baseline - 1, _TOLD) if baseline else 0.0
    if growth <= 0:
        return None
    usual = base_rate(growth, reference=reference)
    if not len(earlier) or earlier[-1].sum() <= 0:
        return Ambition(growth, usual, None)
    alike = base_rate(growth, after=float(baseline / earlier[-1].sum() - 1), reference=reference)
    return Ambition(growth, usual, alike if alike.company_years >= _FEWEST else None)
