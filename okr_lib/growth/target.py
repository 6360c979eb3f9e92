"""The target: revenue of the year aimed at, and how it falls on the quarters."""

import numpy as np

from okr_lib.errors import Message, PlanError
from okr_lib.growth.phasing import phase
from okr_lib.growth.rounding import Floats
from okr_lib.plan.model import PhasingMethod, Plan


def baseline_revenue(plan: Plan) -> float:
    """Last year's revenue of all streams, in the plan's unit."""
    return float(sum(stream.baseline.array().sum() for stream in plan.streams))


def target_revenue(plan: Plan) -> float:
    """Revenue of the year that a plan aims at, whether it is given as revenue or as growth on the baseline."""
    if plan.target.revenue is not None:
        return plan.target.revenue
    return baseline_revenue(plan) * (1 + (plan.target.growth or 0.0))


def target_growth(plan: Plan) -> float:
    """Growth on the baseline that a plan aims at; 0.0 where there is no baseline to grow on.

    Examples
    --------
    >>> target_growth(shop)
    0.2
    """
    if plan.target.growth is not None:
        return plan.target.growth
    baseline = baseline_revenue(plan)
    return round(target_revenue(plan) / baseline - 1, 6) if baseline else 0.0


def phased_target(plan: Plan, given: Floats, further: Floats, covered: Floats) -> Floats:
    """The target by quarter, as the plan phases it.

    Parameters
    ----------
    given
        Baseline, momentum and further growth together by quarter, shape (4,).
    further
        Further growth by quarter, shape (4,).
    covered
        What teams are expected to contribute by quarter, overlap deducted, shape (4,).

    Returns
    -------
    array, shape (4,)
        Amounts or shares as given; or what is given, and the growth to be won as the initiatives build up; or further
        growth where it is entered and the rest by last year's seasons, also where the plan wants the second but
        nothing builds up. Sums to the target.

    Raises
    ------
    PlanError
        When given amounts do not sum to the target.
    """
    year, phasing = target_revenue(plan), plan.phasing
    if phasing.amounts is not None:
        amounts = phasing.amounts.array()
        if abs(amounts.sum() - year) > plan.step / 2:
            message = Message(
                "the amounts sum to {total}, but the target is {target}; make them agree",
                total=amounts.sum(),
                target=year,
            )
            raise PlanError([plan.problem(("phasing", "amounts"), message)])
        return amounts
    if phasing.shares is not None:
        return phase(year, phasing.shares.array())
    building = np.maximum(covered, 0)
    if phasing.method is PhasingMethod.INITIATIVES and building.any():
        return np.asarray(given + phase(year - given.sum(), building))
    baseline = sum(stream.baseline.array() for stream in plan.streams)
    return np.asarray(further + phase(year - further.sum(), baseline))
