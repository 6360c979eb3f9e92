"""Risks: what carries the shortfall, what waits for something else, and who has more than they can carry.

A risk is a number of the plan, not an opinion: an initiative's part of what is missing where the target is missed, a start
that hangs on another initiative, effort above a team's capacity.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.outlook import Outlook
from okr_lib.growth.rounding import in_steps, largest_remainder
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.variance import planned_quarters

CARRIERS = 8  # named; the rest is summed in one
RARE = 0.01  # a target missed in fewer years than this is as good as never missed
PERCENT = 0.01


@dataclass(frozen=True)
class Surprises:
    """How the quarters so far differed from the plan, and what comes of it if those to come differ alike.

    ``probability`` is that of the target; ``mean``, ``low`` and ``high`` are of the variances, in the plan's unit.
    """

    probability: float
    mean: float
    low: float
    high: float


def shortfall_carriers(outlook: Outlook) -> pd.DataFrame:
    """Who or what carries the shortfall in the years that miss the target, the largest part first.

    Parameters
    ----------
    outlook
        What ``target_outlook`` returns.

    Returns
    -------
    DataFrame
        ``line`` (initiative, momentum, so_far: what came less than planned in the quarters that are over, uncovered, others:
        all beyond the eight largest, total), ``item`` (initiative or stream, else empty), ``amount`` in whole steps, on
        average of the years missed, and ``share`` of all that adds to the shortfall, in whole per cent. The amounts sum to
        the last row. What softens the shortfall is negative and comes after the rest, without a share; what is nothing
        is left out. No rows where the target is missed in fewer than one year of a hundred, or by less than half a step.
    """
    columns = ["line", "item", "amount", "share"]
    if outlook.missed < RARE:
        return pd.DataFrame(columns=columns)
    rows, step = outlook.shortfall, outlook.plan.step
    item = rows["initiative"].fillna(rows["stream"]).fillna("")
    parts = rows.assign(item=item).groupby(["line", "item"], sort=False)["amount"].sum() / outlook.missed
    parts["uncovered", ""] += outlook.target - outlook.goal - _behind(outlook)  # the shortfall is to the target itself
    parts["so_far", ""] = _behind(outlook)
    named = parts[parts > 0].nlargest(CARRIERS).index.union([("so_far", ""), ("uncovered", "")])
    parts["others", ""] = parts.drop(named).sum()
    parts = parts[[*parts.index.intersection(named, sort=False), ("others", "")]]
    steps = largest_remainder(parts.to_numpy() / step, round(parts.sum() / step))
    table = parts.reset_index().assign(amount=in_steps(steps, step)).query("amount != 0")
    adds = table["amount"].clip(lower=0.0)
    if not adds.any():
        return pd.DataFrame(columns=columns)
    table["rank"] = table["amount"].mask(table["line"] == "others", table["amount"].clip(upper=0.0))
    table["share"] = largest_remainder(adds / adds.sum() / PERCENT, round(1 / PERCENT)) * PERCENT
    table["share"] = table["share"].where(table["amount"] > 0)
    table = table.sort_values("rank", ascending=False, kind="stable")
    whole = pd.DataFrame([(TOTAL, "", float(in_steps(steps.sum(), step)), float("nan"))], columns=columns)
    return pd.concat([table[columns], whole], ignore_index=True)


def _behind(outlook: Outlook) -> float:
    """How much less came than the plan expected in the quarters that are over; negative where more came."""
    planned = planned_quarters(growth_ledger(outlook.plan))
    return float(sum(planned[quarter] - came for quarter, came in outlook.actuals.items()))


def dependencies(plan: Plan, through: str) -> pd.DataFrame:
    """Initiatives that need another one first, those still to come on top.

    Parameters
    ----------
    plan
        The plan.
    through
        The quarter looked from.

    Returns
    -------
    DataFrame
        ``initiative``, ``team``, ``needs``, ``needs_team``, ``starts``, ``ready`` (the quarter in which what it needs is at full
        effect, missing if not within the year), ``state``: ``late`` where it starts before that, else ``ahead`` where it
        has yet to start after ``through``, else ``under_way``. Order: late, ahead, under way.
    """
    known = {initiative.id: (team, initiative) for team, initiative in plan.initiatives()}
    rows = []
    for team, initiative in plan.initiatives():
        for name in initiative.after:
            other_team, other = known[name]
            full = [
                quarter
                for quarter, part in zip(QUARTERS[other.starts.position :], _full(other.ramp), strict=False)
                if part >= 1
            ]
            ready = full[0] if full else None
            late = ready is None or QUARTERS.index(ready) > initiative.starts.position
            waiting = initiative.starts.position > QUARTERS.index(through)
            state = "late" if late else "ahead" if waiting else "under_way"
            rows.append((initiative.id, team.id, name, other_team.id, initiative.starts.value, ready, state))
    columns = ["initiative", "team", "needs", "needs_team", "starts", "ready", "state"]
    order = {"late": 0, "ahead": 1, "under_way": 2}
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values("state", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def capacity_use(plan: Plan) -> pd.DataFrame:
    """Effort of each team's initiatives beside its capacity: ``team, effort, capacity, use``.

    ``capacity`` and ``use`` are missing where no capacity is said; ``use`` of a team that can carry nothing is 0 or infinite.
    """
    rows = []
    for team in plan.teams:
        effort = sum(initiative.effort for initiative in team.initiatives)
        capacity = float("nan") if team.capacity is None else team.capacity
        use = effort / capacity if capacity else (float("inf") if effort else 0.0)
        rows.append((team.id, effort, capacity, use))
    return pd.DataFrame(rows, columns=["team", "effort", "capacity", "use"])


def chance_with_surprises(outlook: Outlook, variances: Mapping[str, float]) -> Surprises:
    """Probability of the target if the rest of the year differs from the plan as the quarters so far did.

    Parameters
    ----------
    outlook
        The outlook with those quarters' actuals.
    variances
        Actual revenue less what the plan itself expected (``planned_quarters``), for the quarters that are over. A single
        one shows no spread, so two are needed to say more than that the rest of the year differs like it.

    Returns
    -------
    Surprises
        Each quarter to come is expected to differ by the mean of the variances, give or take their standard deviation. So a
        company that came in behind its plan is expected to go on like that. Without variances, or when no quarter is left,
        the outlook's own probability.

    Notes
    -----
    Estimates in a plan are made before the year and tend to be too sure of themselves; how far off they have been is the
    best evidence there is on how far off they may yet be.

    Examples
    --------
    >>> from okr_lib import target_outlook
    >>> came = {"Q1": 110.0, "Q2": 130.0, "Q3": 120.0}
    >>> found = chance_with_surprises(target_outlook(shop, actuals=came), {"Q1": -2.5, "Q2": 17.5, "Q3": 7.5})
    >>> found.low, found.mean, found.high, found.probability > target_outlook(shop, actuals=came).probability
    (-2.5, 7.5, 17.5, True)
    """
    came, left = np.array([*variances.values()] or [0.0]), len(QUARTERS) - len(variances)
    mean, noise = float(came.mean()), float(came.std(ddof=1)) * left**0.5 if len(came) > 1 else 0.0
    probability = outlook.probability
    if left and came.any():
        ends = outlook.likelihood["revenue"] + left * mean - outlook.goal
        probability = float((ndtr(ends / noise) if noise > 0 else ends >= 0).mean())
    return Surprises(probability, mean, float(came.min()), float(came.max()))


def _full(ramp: tuple[float, ...]) -> list[float]:
    return [*ramp, *[ramp[-1]] * len(QUARTERS)]
