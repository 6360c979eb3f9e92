"""Risks: what carries the shortfall, what waits for something else, and who has more than they can carry.

A risk is a number of the plan, not an opinion: an initiative's part of the expected shortfall, a start that hangs on
another initiative, effort above a team's capacity.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import ndtr

from okr_lib.growth.outlook import Outlook
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS


def shortfall_carriers(outlook: Outlook) -> pd.DataFrame:
    """Who or what carries the expected shortfall, the largest part first.

    Parameters
    ----------
    outlook
        What ``target_outlook`` returns.

    Returns
    -------
    DataFrame
        ``line`` (initiative, momentum, uncovered), ``item`` (initiative or stream; empty for uncovered), ``amount`` in the
        plan's unit and ``share`` of the whole (missing where nothing falls short).
    """
    rows = outlook.shortfall
    item = rows["initiative"].fillna(rows["stream"]).fillna("")
    sums = rows.assign(item=item).groupby(["line", "item"], sort=False)["amount"].sum().reset_index()
    whole = float(sums["amount"].sum())
    sums["share"] = sums["amount"] / whole if whole > 0 else float("nan")
    return sums.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


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


def chance_with_surprises(outlook: Outlook, variances: Mapping[str, float]) -> tuple[float, float]:
    """Probability of the target if the rest of the year surprises as much as the quarters so far did.

    Parameters
    ----------
    outlook
        The outlook with those quarters' actuals.
    variances
        Actual less expected revenue by quarter, for the quarters that are over; at least one.

    Returns
    -------
    probability, surprise
        ``surprise`` is the root mean square of the variances: the spread of a normal error of mean zero that is added to
        each quarter to come. Without variances, or when no quarter is left, the outlook's own probability.

    Notes
    -----
    Estimates in a plan are made before the year and tend to be too sure of themselves; how far off they have been is the
    best evidence there is on how far off they may yet be.

    Examples
    --------
    >>> from okr_lib import target_outlook
    >>> came = {"Q1": 110.0, "Q2": 130.0, "Q3": 120.0}
    >>> probability, surprise = chance_with_surprises(target_outlook(shop, actuals=came), {"Q1": -4, "Q2": 12, "Q3": 3})
    >>> round(surprise, 2), probability > target_outlook(shop, actuals=came).probability
    (7.51, True)
    """
    left = len(QUARTERS) - len(variances)
    surprise = float(np.sqrt(np.mean(np.square(list(variances.values()))))) if variances else 0.0
    spread = surprise * left**0.5
    if spread <= 0:
        return outlook.probability, surprise
    goal = outlook.target - outlook.plan.step / 2
    return float(ndtr((outlook.likelihood["revenue"] - goal) / spread).mean()), surprise


def _full(ramp: tuple[float, ...]) -> list[float]:
    return [*ramp, *[ramp[-1]] * len(QUARTERS)]
