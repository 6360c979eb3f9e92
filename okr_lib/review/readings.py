"""Readings: what is known of a key result at a date, and from where.

Most are checked in: people say what they observed. A key result that is revenue itself, the company's or a stream's, is
read from the actuals: summed over the year so far, against as much of its way as falls to those quarters. Nobody types
revenue twice, and a year's revenue is not behind because the year has only begun.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.rounding import Floats
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import COMPANY_REVENUE, KeyResult, KeyResultKind
from okr_lib.plan.values import QUARTERS
from okr_lib.review.key_results import LEVELS, due_date, expected_progress, progress
from okr_lib.review.variance import observed_quarters


@dataclass(frozen=True)
class Reading:
    """A value and the day it is of; how far that is, how far it should be, by which rule; how much is left to the goal.

    ``gap`` is in the key result's unit, above 0 when it falls short, below when it is more than enough; ``due`` says
    whether it is the value of the due date, which counts for good.
    """

    value: float
    on: dt.date
    progress: float
    expected: float
    rule: str
    gap: float
    due: bool


def checked_reading(plan: Plan, result: KeyResult, check_ins: pd.DataFrame, as_of: dt.date) -> Reading | None:
    """What the check-ins on a key result that have a value, oldest first, say at a date; nothing where there is none.

    Notes
    -----
    Before the due date the last check-in counts. From the due date on it is the one of that day; where there is none, the
    next within the cadence, else the last before. What comes later changes nothing any more.
    """
    known = check_ins[check_ins["date"] <= as_of]
    if known.empty:
        return None
    due = due_date(result, plan.fiscal_year)
    over = as_of >= due
    row = known.iloc[-1]
    if over:
        until, later = known[known["date"] <= due], known[known["date"] > due]
        first = later[later["date"] == later["date"].iloc[0]] if len(later) else later
        soon = len(first) and (first["date"].iloc[0] - due).days <= plan.thresholds.cadence_days
        told = len(until) and (until["date"].iloc[-1] == due or not soon)
        row = (until if told else first).iloc[-1]
    expected, rule = expected_progress(result, plan.fiscal_year, as_of)
    value = float(row["value"])
    return Reading(value, row["date"], progress(result, value), expected, rule, gap(result, value), over)


def revenue_reading(plan: Plan, result: KeyResult, actuals: pd.DataFrame, as_of: dt.date) -> Reading | None:
    """What the actuals say of a key result that measures revenue; nothing before its first quarter is complete.

    Parameters
    ----------
    plan, result
        The plan and one of its key results that ``measures`` revenue.
    actuals
        Records with columns ``fiscal_year, quarter, stream, revenue``.
    as_of
        The date looked from; quarters that end later are left out, and those after the one it is due in.

    Notes
    -----
    Revenue from the year's first quarter on. The start is spread over the quarters like last year's revenue, and the
    growth from there to the target by the key result's own ``phasing``; else like the plan's phased target for the
    company, like last year's revenue for a stream. So progress is growth so far over growth to be won, and is to be
    what the phasing says.
    """
    year = plan.fiscal_year
    streams = tuple(each for each in plan.streams if result.measures in (each.id, COMPANY_REVENUE))
    spans = [name for name in QUARTERS if year.first_day(name) <= due_date(result, year)]
    ended = [name for name in spans if year.last_day(name) <= as_of]
    if not streams or not ended:
        return None
    observed = observed_quarters(plan.model_copy(update={"streams": streams}), actuals, ended[-1])
    if not observed:
        return None
    mine = actuals[
        (actuals["fiscal_year"] == year.label)
        & actuals["quarter"].isin(observed)
        & actuals["stream"].isin([each.id for each in streams])
    ]
    value = float(mine["revenue"].sum())
    before, growth, whole = _phasing(plan, result)
    first, way, level = (_part(shares, len(observed), len(spans)) for shares in (before, growth, whole))
    so_far = _so_far(result, level)
    if result.kind in LEVELS:
        gone, expected = progress(so_far, value), 1.0
        short = gap(so_far, value)
    else:
        start, target = result.start or 0.0, result.target or 0.0
        gone, expected = (value - start * first) / (target - start), way
        short = (target - value) if target > start else (value - target)
    return Reading(value, year.last_day(observed[-1]), gone, expected, "actuals", short, len(observed) == len(spans))


def gap(result: KeyResult, value: float) -> float:
    """How much a value falls short of what is aimed at; below 0 when it is more than enough.

    Examples
    --------
    >>> level = KeyResult(id="k", title="K", owner="Head", kind="at_most", target=5)
    >>> gap(level, 7), gap(level, 4)
    (2.0, -1.0)
    """
    target = result.target or 0.0
    match result.kind:
        case KeyResultKind.RANGE:
            low, high = result.band or (0.0, 0.0)
            return max(low - value, value - high, 0.0)
        case KeyResultKind.YES_NO:
            return 0.0 if value >= 1 else 1.0
        case KeyResultKind.AT_MOST | KeyResultKind.DECREASE:
            return value - target
        case _:
            return target - value


def _so_far(result: KeyResult, part: float) -> KeyResult:
    """A level of the whole span as it is for a part of it."""
    if result.kind not in LEVELS:
        return result
    band = result.band and (result.band[0] * part, result.band[1] * part)
    target = None if result.target is None else result.target * part
    return result.model_copy(update={"target": target, "band": band})


def _phasing(plan: Plan, result: KeyResult) -> tuple[Floats, Floats, Floats]:
    """Shares by quarter of the start, of the growth from there, and of the whole."""
    company = result.measures == COMPANY_REVENUE
    streams = [each for each in plan.streams if company or each.id == result.measures]
    baseline = np.sum([each.baseline.array() for each in streams], axis=0)
    last_year = _shares(baseline, np.full(len(QUARTERS), 1 / len(QUARTERS)))
    if result.phasing is not None:
        return last_year, result.phasing.array(), result.phasing.array()
    if not company:
        return last_year, last_year, last_year
    amounts = growth_ledger(plan, rounded=False).groupby("quarter", sort=False)["amount"].sum()
    target = amounts.reindex(list(QUARTERS)).to_numpy(dtype=float)
    return last_year, _shares(target - baseline, last_year), _shares(target, last_year)


def _shares(amounts: Floats, otherwise: Floats) -> Floats:
    whole = float(amounts.sum())
    return amounts / whole if abs(whole) > 1e-9 * max(float(np.abs(amounts).max()), 1.0) else otherwise


def _part(shares: Floats, quarters: int, span: int) -> float:
    """The part of a span that falls to its first quarters; evenly where the span has no share at all."""
    whole = float(shares[:span].sum())
    return float(shares[:quarters].sum()) / whole if abs(whole) > 1e-12 else quarters / span
