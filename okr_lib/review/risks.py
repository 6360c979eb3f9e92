"""Risks: what carries the shortfall, what waits for something else, and who has more than they can carry.

A risk is a number of the plan, not an opinion: an initiative's part of what is missing where the target is missed, a start
that hangs on another initiative, effort above a team's capacity.
"""

import pandas as pd

from okr_lib.growth.outlook import Outlook
from okr_lib.growth.rounding import in_steps, largest_remainder
from okr_lib.plan.kinds import InitiativeState
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.initiative_states import FINISHED, HALTED

_CARRIERS = 8  # named; the rest is summed in one
_RARE = 0.01  # a target missed in fewer years than this is as good as never missed
_PERCENT = 0.01
_COMPANY_WIDE = ("so_far", "unforeseen", "uncovered")  # named however small they are


def shortfall_carriers(outlook: Outlook) -> pd.DataFrame:
    """Who or what carries the shortfall in the years that miss the target (``target_outlook``), the largest part first.

    Returns
    -------
    DataFrame
        ``line`` (initiative, momentum, so_far: what came less than planned and what that makes likely for the rest,
        unforeseen: what no plan foresees, uncovered, others: all beyond the eight largest, total), ``item`` (initiative or stream, else empty), ``amount`` in whole steps, on
        average of the years missed, and ``share`` of all that adds to the shortfall, in whole per cent. The amounts sum to
        the last row. What softens the shortfall is negative and comes after the rest, without a share; what is nothing
        is left out. No rows where the target is missed in fewer than one year of a hundred, or by less than half a step.
    """
    columns = ["line", "item", "amount", "share"]
    if outlook.missed < _RARE:
        return pd.DataFrame(columns=columns)
    rows, step = outlook.shortfall, outlook.plan.step
    item = rows["initiative"].fillna(rows["stream"]).fillna("")
    parts = rows.assign(item=item).groupby(["line", "item"], sort=False)["amount"].sum() / outlook.missed
    parts["uncovered", ""] += outlook.target - outlook.goal  # the shortfall is to the target itself
    adds = parts[parts > _PERCENT * parts[parts > 0].sum()]
    named = adds.nlargest(_CARRIERS).index.union([(line, "") for line in _COMPANY_WIDE])
    parts["others", ""] = parts.drop(named).sum()
    parts = parts[[*parts.index.intersection(named, sort=False), ("others", "")]]
    steps = largest_remainder(parts.to_numpy() / step, round(parts.sum() / step))
    table = parts.reset_index().assign(amount=in_steps(steps, step)).query("amount != 0")
    adds = table["amount"].clip(lower=0.0)
    if not adds.any():
        return pd.DataFrame(columns=columns)
    table["rank"] = table["amount"].mask(table["line"] == "others", table["amount"].clip(upper=0.0))
    table["share"] = largest_remainder(adds / adds.sum() / _PERCENT, round(1 / _PERCENT)) * _PERCENT
    table["share"] = table["share"].where(table["amount"] > 0)
    table = table.sort_values("rank", ascending=False, kind="stable")
    whole = pd.DataFrame([(TOTAL, "", float(in_steps(steps.sum(), step)), float("nan"))], columns=columns)
    return pd.concat([table[columns], whole], ignore_index=True)


def dependencies(plan: Plan, through: str) -> pd.DataFrame:
    """Initiatives that need another one first, those still to come ``through`` a quarter on top.

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


def open_dependencies(needs: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Of what ``dependencies`` returns, where neither is done, and the one that needs the other was not stopped.

    Returns
    -------
    DataFrame
        Those rows, and ``endangered``: whether they were planned in the wrong order, or what is needed has not started, was
        stopped or is late.
    """
    known = told.set_index("initiative")
    own, other = needs["initiative"].map(known["state"]), needs["needs"].map(known["state"])
    late = needs["needs"].map(known["late"]) > 0
    endangered = late | other.isin(HALTED) | (needs["state"] == "late")
    over = own.isin(FINISHED) | (other == InitiativeState.DONE)
    return needs.assign(endangered=endangered)[~over].reset_index(drop=True)


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


def _full(ramp: tuple[float, ...]) -> list[float]:
    return [*ramp, *[ramp[-1]] * len(QUARTERS)]
