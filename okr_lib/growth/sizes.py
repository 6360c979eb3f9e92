"""Sizes: how large an initiative may be done, and what it then costs and brings.

An initiative stands in the plan in one size. It may name others, each with its cost and its part of the effect; or it may say
at which spend half of what there is to win is won: then its spend can be raised or cut, and each krone more brings less.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from okr_lib.errors import Message, PlanError
from okr_lib.growth.contributions import ramp_by_quarter
from okr_lib.growth.phasing import cost_by_quarter
from okr_lib.growth.rounding import Floats
from okr_lib.plan.initiatives import Effect, Initiative, Size
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS, Estimate, SharesByQuarter

_LEVELS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)  # of the planned spend, where it can be raised or cut


@dataclass(frozen=True, eq=False)
class Option:
    """One size of an initiative: its name, what it costs and takes, and its part of the planned effect by quarter."""

    name: str
    cost: float
    effort: float
    factor: Floats


def options_of(initiative: Initiative) -> list[Option]:
    """The sizes in which an initiative can be done, the planned one first.

    With ``half_saturation`` these are parts of the planned spend, from half of it to double: spend ``x`` of a quarter, with
    what is carried over, brings ``x / (x + half_saturation)`` of the most there is, so that at the planned spend it brings
    what is planned. A quarter in which nothing works any more is as saturated as the one before it.

    Examples
    --------
    At 10 a quarter, where half is won at 10, twice the spend brings 4/3 of the effect:

    >>> from okr_lib.plan.initiatives import Initiative
    >>> tv = Initiative(id="tv", name="TV", owner="Head of Brand", cost=40, half_saturation=10)
    >>> {option.name: option.factor[0].round(3) for option in options_of(tv)}["200 %"]
    np.float64(1.333)
    """
    whole = np.ones(len(QUARTERS))
    planned = Option(initiative.size, initiative.cost, initiative.effort, whole)
    if initiative.half_saturation is None or not initiative.cost:
        effort = initiative.effort
        return [
            planned,
            *(
                Option(size.name, size.cost, effort if size.effort is None else size.effort, size.effect * whole)
                for size in initiative.sizes
            ),
        ]
    stock, half = _working(initiative), initiative.half_saturation
    return [
        planned,
        *(
            Option(
                f"{level * 100:g} %",
                initiative.cost * level,
                initiative.effort,
                level * (stock + half) / (level * stock + half),
            )
            for level in _LEVELS
            if level != 1
        ),
    ]


def _working(initiative: Initiative) -> Floats:
    """Spend that works in each quarter: its own and what is carried over; where none does, that of the quarter beside."""
    stock = np.zeros(len(QUARTERS))
    for place, spent in enumerate(cost_by_quarter(initiative)):
        stock[place] = spent + initiative.carry_over * (stock[place - 1] if place else 0.0)
    first = int(np.argmax(stock > 0))
    for place in range(len(stock)):
        if not stock[place]:
            stock[place] = stock[place - 1] if place > first else stock[first]
    return stock


def with_options(plan: Plan, chosen: Mapping[str, Option | None]) -> Plan:
    """The plan with initiatives in other sizes; nothing instead of a size is an initiative that is not done.

    Initiatives that are not named stay as planned. What is not done brings and costs nothing, and what needs it brings
    nothing either.
    """

    def sized(initiative: Initiative) -> Initiative:
        if initiative.id not in chosen:
            return initiative
        option = chosen[initiative.id]
        if option is None:
            return initiative.model_copy(update={"effects": (), "probability": 0.0, "cost": 0.0, "effort": 0.0})
        return _sized(initiative, option)

    teams = tuple(
        team.model_copy(update={"initiatives": tuple(sized(initiative) for initiative in team.initiatives)})
        for team in plan.teams
    )
    return plan.model_copy(update={"teams": teams})


def in_size(initiative: Initiative, name: str) -> Initiative:
    """The initiative in another of its sizes, which is then the planned one; the others are said as parts of it.

    Raises
    ------
    PlanError
        When it has no size of that name.

    Examples
    --------
    >>> from okr_lib.plan.initiatives import Initiative, Size
    >>> tv = Initiative(id="tv", name="TV", owner="Head", cost=4, size="medium", sizes=(Size(name="large", cost=9, effect=1.5),))
    >>> large = in_size(tv, "large")
    >>> large.cost, [(size.name, size.cost, round(size.effect, 3)) for size in large.sizes]
    (9.0, [('medium', 4.0, 0.667)])
    """
    options = {option.name: option for option in options_of(initiative)}
    if name not in options:
        known = tuple(option for option in options if option)
        raise PlanError.of(
            Message(
                "{initiative} has no size {name}; choose one of {sizes}",
                initiative=initiative.name,
                name=repr(name),
                sizes=known,
            )
        )
    if name == initiative.size:
        return initiative
    changed, part = _sized(initiative, options[name]), float(options[name].factor.max())
    if initiative.half_saturation is not None:
        return changed.model_copy(update={"size": ""})
    others = [
        Size(name=initiative.size or f"{100 / part:.3g} %", cost=initiative.cost, effect=1.0, effort=initiative.effort)
    ]
    others += [size for size in initiative.sizes if size.name != name]
    return changed.model_copy(
        update={
            "sizes": tuple(
                size.model_copy(
                    update={
                        "effect": size.effect / part,
                        "effort": initiative.effort if size.effort is None else size.effort,
                    }
                )
                for size in others
                if part
            )
        }
    )


def _sized(initiative: Initiative, option: Option) -> Initiative:
    peak = float(option.factor.max())
    changed: dict[str, object] = {"cost": option.cost, "effort": option.effort, "size": option.name}
    if peak != 1:
        changed["effects"] = tuple(_scaled(initiative.effects, peak))
    if option.factor.min() < peak:
        ramp = np.array(ramp_by_quarter(initiative.starts.position, initiative.ramp)) * option.factor / peak
        shares = cost_by_quarter(initiative) / initiative.cost
        phasing = SharesByQuarter(**dict(zip(QUARTERS, shares.tolist(), strict=True)))
        changed |= {"starts": Quarter.Q1, "ramp": tuple(ramp.tolist()), "cost_phasing": phasing}
    return initiative.model_copy(update=changed)


def _scaled(effects: tuple[Effect, ...], factor: float) -> Iterator[Effect]:
    for effect in effects:
        name = "lift" if effect.amount is None else "amount"
        estimate = effect.lift or effect.amount
        points = {point: factor * value for point, value in (estimate or Estimate(low=0, likely=0, high=0))}
        yield effect.model_copy(update={name: Estimate.model_construct(**points)})
