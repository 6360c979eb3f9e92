"""Every assumption of a plan in one table, and the scenario that other values in it make.

The target has a row, a stream one for its momentum and one for each of its drivers (how much more it is than planned); an
initiative one for each of its effects, the first of which also carries what it has once: likelihood, start, build-up, cost,
credit, and the part of its overlap that counts. Last come the teams whose initiatives need others: how many quarters
late those are.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from okr_lib.errors import Message, PlanError
from okr_lib.growth.assumptions import assumption, with_assumption
from okr_lib.growth.scenarios import REPLACED, apply_scenario, with_change
from okr_lib.plan.changes import changed_plan, plan_data
from okr_lib.plan.initiatives import Effect, Initiative
from okr_lib.plan.messages import validated
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Change, Scenario
from okr_lib.plan.values import Estimate

POINTS = ("low", "likely", "high")
_OWN = ("probability", "starts", "ramp", "cost", "credit")  # of an initiative, once
SINGLE = ("target", "driver", "delay")  # rows of one number, their likely value
_ALONE: dict[str, Any] = {"drop": (), "delay": {}, "drivers": {}}  # what does not show in the rows of others
COLUMNS = (*POINTS, *_OWN, "overlap", "done")


class Row(NamedTuple):
    """A row of the table: one assumption, a stream's momentum, or an effect of an initiative by its place among them."""

    kind: str  # target, momentum, driver, initiative or delay
    item: str
    effect: int = 0


def assumption_table(plan: Plan, scenario: Scenario | None = None) -> pd.DataFrame:
    """Every assumption of a plan as a scenario has it, each by itself: an initiative's start is that before delays.

    Returns
    -------
    DataFrame
        ``kind`` (target, momentum, driver, initiative or delay), ``item`` (its id), ``effect`` (from 0), ``stream``, ``team``,
        ``focus_area``, ``unit`` (share, money, quarters, or nothing for an initiative without effects), then ``low``, ``likely``, ``high``,
        ``probability``, ``starts``, ``ramp`` (shares of the full effect by quarter), ``cost``, ``credit`` (share by team),
        ``overlap`` (the part that counts) and ``done``; ``None`` where a row has none of it. The rows of two scenarios of
        one plan are the same unless an effect is added.

    Examples
    --------
    >>> assumption_table(shop)[["item", "likely", "probability"]].dropna(how="all").to_numpy().tolist()[-1]
    ['flyer', 20.0, 0.5]
    """
    given = scenario or Scenario()
    changed, dropped = apply_scenario(plan, given.model_copy(update=_ALONE)), set(given.drop)
    counts = {name: overlap.counts for overlap in changed.overlaps for name in overlap.initiatives}

    def single(kind: str, item: str, **about: str) -> dict[str, Any]:
        return {"kind": kind, "item": item, "effect": 0, **about, "likely": assumption(plan, given, kind, item)}

    rows: list[dict[str, Any]] = [single("target", "", unit="share")]
    for stream in changed.streams:
        about: dict[str, Any] = {"stream": stream.id, "unit": "share"}
        rows.append({"kind": "momentum", "item": stream.id, "effect": 0} | about | _points(stream.momentum))
        rows += [single("driver", f"{stream.id}/{driver.id}", **about) for driver in stream.drivers]
    for team, one in changed.initiatives():
        about = {"kind": "initiative", "item": one.id, "team": team.id, "focus_area": one.focus_area}
        own = {name: getattr(one, name) for name in _OWN}
        own |= {"starts": str(one.starts), "overlap": counts.get(one.id), "done": one.id not in dropped}
        for place, effect in enumerate(one.effects or (None,)):
            sized = {} if effect is None else _sized(effect)
            rows.append(about | {"effect": place} | sized | (own if place == 0 else {}))
    waiting = [team.id for team in plan.teams if any(one.after for one in team.initiatives)]
    rows += [single("delay", team, team=team, unit="quarters") for team in waiting]
    columns = ["kind", "item", "effect", "stream", "team", "focus_area", "unit", *COLUMNS]
    return pd.DataFrame(rows, columns=columns).astype(object).where(lambda table: table.notna(), None)


def with_assumptions(
    plan: Plan, scenario: Scenario, row: Row | tuple[str, str, int], values: Mapping[str, Any]
) -> Scenario:
    """The scenario with other values in one row of the table.

    Parameters
    ----------
    plan, scenario
        The plan and what is different already.
    row
        Which row: its kind, item and effect.
    values
        By column. What is set to the plan's value again leaves the scenario. Where the plan has one number for low,
        likely and high, another likely value alone moves all three.

    Raises
    ------
    PlanError
        When a value cannot be, or the row has no such column.

    Examples
    --------
    >>> sure = with_assumptions(shop, Scenario(), Row("initiative", "flyer"), {"likely": 30, "probability": 1})
    >>> sure.initiatives["flyer"].effects[0].amount, sure.initiatives["flyer"].probability
    (Estimate(low=30.0, likely=30.0, high=30.0), 1.0)
    """
    row = Row(*row)
    if row.kind in SINGLE:
        _only(values, ("likely",))
        return with_assumption(plan, scenario, row.kind, row.item, values["likely"])
    data = scenario.model_dump(mode="json", exclude_defaults=True)
    if row.kind == "momentum":
        [planned] = [stream.momentum for stream in plan.streams if stream.id == row.item]
        _only(values, POINTS)
        momentum = dict(scenario.momentum)
        moved = _moved(momentum.get(row.item, planned), values)
        return validated(Scenario, data | {"momentum": _without_planned(momentum, row.item, moved, planned)})
    change = dict(values)
    if "done" in change:
        left = [name for name in scenario.drop if name != row.item]
        data["drop"] = left if change.pop("done") else [*left, row.item]
    if "overlap" in change:
        data["overlaps"] = _overlaps(plan, scenario, row.item, change.pop("overlap"))
    if change:
        [ours] = [one for _, one in plan.initiatives() if one.id == row.item]
        now = apply_scenario(plan, scenario.model_copy(update=_ALONE))
        [one] = [one for _, one in now.initiatives() if one.id == row.item]
        before = scenario.initiatives.get(row.item, Change())
        sized = {} if before.size is None else {"size": before.size}
        ours = with_change(ours, Change(**sized))
        data["initiatives"] = data.get("initiatives", {}) | {row.item: sized | _change(ours, one, row.effect, change)}
        data["initiatives"] = {name: change for name, change in data["initiatives"].items() if change}
    changed = validated(Scenario, data)
    made = apply_scenario(plan, changed)
    if "credit" in change:  # its shares must sum to all of it, which only a whole plan says
        changed_plan(plan, plan_data(made))
    return changed


def _change(planned: Initiative, now: Initiative, place: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is different about an initiative, as data of a change."""
    points = {name: value for name, value in values.items() if name in POINTS}
    rest = {name: value for name, value in values.items() if name not in POINTS}
    _only(rest, _OWN)
    data: dict[str, Any] = now.model_dump(mode="json") | rest
    if points:
        if place >= len(now.effects):
            raise PlanError.of(Message("{initiative} has no effect to change; give it one first", initiative=now.name))
        effect = now.effects[place]
        size = "lift" if effect.amount is None else "amount"
        data["effects"][place][size] = _moved(effect.lift or effect.amount, points)
    wanted, ours = validated(Initiative, data), planned.model_dump(mode="json")
    written = wanted.model_dump(mode="json")
    return {name: written[name] for name in REPLACED if written[name] != ours[name]}


def _moved(estimate: Estimate | None, values: Mapping[str, Any]) -> dict[str, Any]:
    points = estimate.model_dump() if estimate else {}
    points = points if isinstance(points, dict) else dict.fromkeys(POINTS, points)
    if set(values) == {"likely"} and points["low"] == points["high"]:
        return dict.fromkeys(POINTS, values["likely"])
    return points | dict(values)


def _without_planned(
    changed: Mapping[str, Estimate], item: str, moved: Mapping[str, Any], planned: Estimate
) -> dict[str, Any]:
    """Momentum by stream in a scenario, with another one for one stream, or without it when it is the plan's."""
    written = {name: one.model_dump(mode="json") for name, one in changed.items() if name != item}
    return written if moved == _points(planned) else written | {item: moved}


def _overlaps(plan: Plan, scenario: Scenario, initiative: str, counts: Any) -> dict[str, Any]:
    found = [overlap for overlap in plan.overlaps if initiative in overlap.initiatives]
    if not found:
        raise PlanError.of(Message("{initiative} is in no overlap", initiative=repr(initiative)))
    others = {name: share for name, share in scenario.overlaps.items() if name != found[0].id}
    return others if counts == found[0].counts else others | {found[0].id: counts}


def _points(estimate: Estimate) -> dict[str, float]:
    return {name: getattr(estimate, name) for name in POINTS}


def _sized(effect: Effect) -> dict[str, Any]:
    size, unit = (effect.lift, "share") if effect.amount is None else (effect.amount, "money")
    return {"stream": effect.stream, "unit": unit} | (_points(size) if size else {})


def _only(values: Mapping[str, Any], able: tuple[str, ...]) -> None:
    for name in values:
        if name not in able:
            raise PlanError.of(Message("this row has no {column}; it has {columns}", column=repr(name), columns=able))
