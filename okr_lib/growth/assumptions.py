"""Assumptions of a scenario, one value each: what a slider shows, and the scenario that another value makes.

A scenario says only what is different, so an assumption that is set back to the plan's value leaves it again. Kinds:

    target       growth of the year as a share of the baseline
    momentum     a stream's likely momentum; low and high move along with it
    driver       how much more a stream's driver is than planned; its item is STREAM/DRIVER
    scale        what all effects of an initiative are multiplied by
    probability  that an initiative succeeds
    starts       its start quarter
    done         whether it is done at all
    delay        quarters by which everything comes later that a team's initiatives need
    size         the name of the size in which an initiative is done
    effects, ramp, cost, credit      of an initiative, in place of the plan's
    overlap      the part of an overlap's sum that counts
"""

from enum import StrEnum
from typing import Any

import pandas as pd

from okr_lib.errors import Message, OkrError
from okr_lib.growth.target import target_growth
from okr_lib.plan.changes import with_value
from okr_lib.plan.messages import validated
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Change, Scenario
from okr_lib.plan.values import Estimate

_EXACT = 12  # decimals at which a moved estimate is cleaned of floating-point noise


class Kind(StrEnum):
    """What a scenario can assume differently."""

    TARGET = "target"
    MOMENTUM = "momentum"
    DRIVER = "driver"
    SCALE = "scale"
    PROBABILITY = "probability"
    STARTS = "starts"
    DONE = "done"
    DELAY = "delay"
    SIZE = "size"
    EFFECTS = "effects"
    RAMP = "ramp"
    COST = "cost"
    CREDIT = "credit"
    OVERLAP = "overlap"


def assumption(plan: Plan, scenario: Scenario, kind: str, item: str = "") -> Any:
    """The value of an assumption in a scenario.

    Parameters
    ----------
    plan, scenario
        The plan and what is different.
    kind
        One of ``Kind``.
    item
        Id of the stream, initiative or team; none for the target.

    Examples
    --------
    >>> assumption(shop, Scenario(), "target"), assumption(shop, Scenario(), "probability", "flyer")
    (0.2, 0.5)
    """
    change = scenario.initiatives.get(item, Change())
    match Kind(kind):
        case Kind.TARGET:
            return target_growth(plan.model_copy(update={"target": scenario.target or plan.target}))
        case Kind.MOMENTUM:
            return _momentum(plan, scenario, item).likely
        case Kind.DRIVER:
            stream, _, driver = item.partition("/")
            return scenario.drivers.get(stream, {}).get(driver, 0.0)
        case Kind.SCALE:
            return change.scale
        case Kind.PROBABILITY | Kind.STARTS | Kind.EFFECTS | Kind.RAMP | Kind.COST | Kind.CREDIT | Kind.SIZE:
            value = getattr(change, kind)
            value = getattr(plan.initiative(item), kind) if value is None else value
            return str(value) if kind == Kind.STARTS else value
        case Kind.OVERLAP:
            [planned] = [overlap.counts for overlap in plan.overlaps if overlap.id == item]
            return scenario.overlaps.get(item, planned)
        case Kind.DONE:
            return item not in scenario.drop
        case Kind.DELAY:
            return scenario.delay.get(item, 0)


def with_assumption(plan: Plan, scenario: Scenario, kind: str, item: str, value: Any) -> Scenario:
    """The scenario with another value for one assumption.

    Raises
    ------
    PlanError
        When the value cannot be.

    Examples
    --------
    >>> with_assumption(shop, Scenario(), "momentum", "shop", 0.03).momentum
    {'shop': Estimate(low=0.03, likely=0.03, high=0.03)}
    >>> with_assumption(shop, Scenario(drop=("flyer",)), "done", "flyer", True) == Scenario()
    True
    """
    data = scenario.model_dump(mode="json", exclude_defaults=True)
    back = value == assumption(plan, Scenario(), kind, item)
    match Kind(kind):
        case Kind.TARGET:
            return validated(Scenario, _placed(data, ("target",), {"growth": value}, back=back))
        case Kind.MOMENTUM:
            moved = _moved(_momentum(plan, scenario, item), value)
            return validated(Scenario, _placed(data, ("momentum", item), moved, back=back))
        case Kind.DRIVER:
            data = _placed(data, ("drivers", *item.split("/", 1)), value, back=back)
            return validated(
                Scenario, data | {"drivers": {name: one for name, one in data.get("drivers", {}).items() if one}}
            )
        case Kind.DONE:
            left = [name for name in scenario.drop if name != item]
            return validated(Scenario, data | {"drop": left if value else [*left, item]})
        case Kind.DELAY:
            return validated(Scenario, _placed(data, ("delay", item), value, back=back))
        case Kind.OVERLAP:
            return validated(Scenario, _placed(data, ("overlaps", item), value, back=back))
        case _:
            data = _placed(data, ("initiatives", item, str(kind)), value, back=back)
            others = {name: change for name, change in data.get("initiatives", {}).items() if change}
            return validated(Scenario, data | {"initiatives": others})


def differences(plan: Plan, scenario: Scenario) -> pd.DataFrame:
    """What a scenario assumes differently.

    Returns
    -------
    DataFrame
        Columns ``kind``, ``item``, ``planned`` and ``assumed``, in the order of ``Kind``, then the plan's. A momentum shows
        by its likely value.

    Examples
    --------
    >>> differences(shop, Scenario(drop=("flyer",), target={"growth": 0.25})).to_numpy().tolist()
    [['target', '', 0.2, 0.25], ['done', 'flyer', True, False]]
    """
    initiatives = [initiative.id for _, initiative in plan.initiatives()]
    items = {
        Kind.TARGET: [""],
        Kind.MOMENTUM: [stream.id for stream in plan.streams if stream.id in scenario.momentum],
        Kind.DRIVER: [f"{stream.id}/{driver.id}" for stream in plan.streams for driver in stream.drivers],
        Kind.DELAY: [team.id for team in plan.teams],
        Kind.DONE: [name for name in initiatives if name in scenario.drop],
        Kind.OVERLAP: [overlap.id for overlap in plan.overlaps],
    }
    changed = [name for name in initiatives if name in scenario.initiatives]
    rows = []
    for kind in Kind:
        for item in items.get(kind, changed):
            planned, assumed = (assumption(plan, one, kind, item) for one in (Scenario(), scenario))
            if planned != assumed:
                rows.append((kind.value, item, planned, assumed))
    return pd.DataFrame(rows, columns=["kind", "item", "planned", "assumed"])


def with_needed(plan: Plan, scenario: Scenario, found: pd.DataFrame, kind: str, item: str) -> Scenario:
    """The scenario with the value that ``goal_seek`` found to close the gap.

    Parameters
    ----------
    plan, scenario
        The plan and what is different already.
    found
        What ``goal_seek`` returns for the plan as the scenario has it.
    kind, item
        Which of its rows.

    Raises
    ------
    OkrError
        When no value of that assumption closes the gap.
    """
    row = found[(found["assumption"] == kind) & (found["item"] == item)].iloc[0]
    if row["needed"] != row["needed"]:
        message = Message(
            "no {kind} of {name} from {least} to {most} closes the gap",
            kind=str(kind),
            name=repr(item),
            least=row["least"],
            most=row["most"],
        )
        raise OkrError(message)
    if kind == Kind.MOMENTUM:  # found as a mean; the likely value moves by as much
        value = assumption(plan, scenario, kind, item) + row["needed"] - row["current"]
    elif kind == Kind.SCALE:  # found on top of the scenario's own
        value = assumption(plan, scenario, kind, item) * row["needed"]
    else:
        value = row["needed"]
    return with_assumption(plan, scenario, kind, item, float(value))


def _momentum(plan: Plan, scenario: Scenario, stream: str) -> Estimate:
    [planned] = [one.momentum for one in plan.streams if one.id == stream]
    return scenario.momentum.get(stream, planned)


def _moved(estimate: Estimate, likely: float) -> dict[str, float]:
    """An estimate moved as a whole."""
    distance = likely - estimate.likely
    ends = {name: round(getattr(estimate, name) + distance, _EXACT) for name in ("low", "high")}
    return {"low": min(ends["low"], likely), "likely": likely, "high": max(ends["high"], likely)}


def _placed(data: dict[str, Any], path: tuple[str, ...], value: Any, *, back: bool) -> dict[str, Any]:
    """The data with a value at a place, or without it when it is the plan's again."""
    if not back:
        placed: dict[str, Any] = with_value(data, path, value)
        return placed
    if path[0] not in data:
        return data
    if len(path) == 1:
        return {name: one for name, one in data.items() if name != path[0]}
    return data | {path[0]: _placed(data[path[0]], path[1:], value, back=True)}
