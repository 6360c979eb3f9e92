"""Sensitivity: which assumption matters most, and what each would have to be to reach the target.

One assumption is changed at a time, everything else stays as planned; interactions do not show.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import pandas as pd
from scipy.optimize import brentq

from okr_lib.growth.breakdown import DECIMALS
from okr_lib.growth.estimates import mean
from okr_lib.growth.ledger import expected_revenue
from okr_lib.growth.scenarios import apply_scenario, with_change, with_initiative_replaced
from okr_lib.growth.target import target_revenue
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Change, Scenario
from okr_lib.plan.values import QUARTERS, Estimate

_SCALE_LIMIT = 10.0  # an effect ten times as large is no answer to how the gap could be closed
_MOMENTUM_LIMITS = (-0.9, 5.0)
# How far from the plan a value may be and still be called possible: twenty points of momentum, twice the effect or none.
_REACH = {"momentum": 0.2, "scale": 1.0, "probability": 1.0}
_Case = tuple[str, str, tuple[Plan, Plan]]  # an assumption, what it is about, and the plan with it low and high


def tornado(
    plan: Plan,
    initiatives: Collection[str] | None = None,
    *,
    actuals: Mapping[str, float] | None = None,
    momentum: bool = True,
    most: int | None = None,
) -> pd.DataFrame:
    """Expected revenue with each assumption low and high, everything else as planned.

    Parameters
    ----------
    initiatives
        Ids of the initiatives to look at; all by default.
    actuals
        The company's revenue by quarter, for the quarters that are over: no assumption changes these any more.
    momentum
        Whether to look at streams' momentum, too.
    most
        How many of the largest swings are asked for; all by default.

    Returns
    -------
    DataFrame
        Columns ``assumption`` (momentum, effect: all effects of an initiative, success: it fails or succeeds),
        ``item`` (stream or initiative), ``low`` and ``high`` (expected revenue of the year), ``swing`` (their
        distance, never negative). The largest swing comes first; assumptions without any are left out.

    Notes
    -----
    One assumption at a time, so interactions do not show. Source: Howard (1988), "Decision analysis: practice and
    promise", Management Science 34(6).

    Examples
    --------
    Only the flyer is uncertain in the shop: it brings nothing or 20.

    >>> tornado(shop).to_dict("records")
    [{'assumption': 'success', 'item': 'flyer', 'low': 440.0, 'high': 460.0, 'swing': 20.0}]
    """
    cases = list(_cases(plan, initiatives, momentum=momentum))
    if most is not None and len(cases) > most:
        cases = _widest(cases, most, actuals, plan.step)
    rows = [(kind, item, *(expected_revenue(end, actuals=actuals) for end in ends)) for kind, item, ends in cases]
    table = pd.DataFrame(rows, columns=["assumption", "item", "low", "high"])
    table["swing"] = (table["high"] - table["low"]).abs()
    table = table[table["swing"] > 10.0**-DECIMALS]
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True).iloc[:most]


def _cases(plan: Plan, initiatives: Collection[str] | None, *, momentum: bool) -> Iterator[_Case]:
    """Each assumption of ``tornado``, with the plan where it is low and where it is high."""
    for stream in plan.streams if momentum else ():
        low, high = (_with_momentum(plan, stream.id, value) for value in (stream.momentum.low, stream.momentum.high))
        yield "momentum", stream.id, (low, high)
    for initiative in _some(plan, initiatives):
        low, high = (_at_end(plan, initiative.id, end) for end in ("low", "high"))
        yield "effect", initiative.id, (low, high)
        if 0 < initiative.probability < 1:
            low, high = (_with_initiative(plan, initiative.id, probability=value) for value in (0.0, 1.0))
            yield "success", initiative.id, (low, high)


def _widest(cases: list[_Case], most: int, actuals: Mapping[str, float] | None, step: float) -> list[_Case]:
    """The cases that can be among those of the largest swings, in whole steps: their exact swings are as large, or nearly.

    Rounding moves what is expected in a quarter by less than a step, or by one more where sums give way.
    """
    swings = [
        abs(high - low)
        for low, high in (
            (expected_revenue(end, actuals=actuals, rounded=False) for end in ends) for _, _, ends in cases
        )
    ]
    moved = 2 * step * (len(QUARTERS) - len(actuals or {}))  # of an end; a swing has two, and two swings are compared
    least = sorted(swings)[-most] - 4 * moved
    return [case for case, swing in zip(cases, swings, strict=True) if swing >= least]


def goal_seek(
    plan: Plan, initiatives: Collection[str] | None = None, *, actuals: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """For each assumption, the value at which the plan just reaches its target, everything else as planned.

    Where the plan expects less than the target, that value would close the gap; where it expects more, that is how far
    the assumption may change before the target is lost.

    Parameters
    ----------
    initiatives
        Ids of the initiatives to look at; all by default.
    actuals
        The company's revenue by quarter, for the quarters that are over: then what is needed is needed in the others.

    Returns
    -------
    DataFrame
        Columns ``assumption`` (momentum: its share; scale: what all effects of an initiative are multiplied by;
        probability), ``item``, ``current``, ``needed`` (missing where no value reaches the target), ``least`` and ``most``, the
        values looked at: momentum -0.9 to 5, scale 0 to 10 (less where a lift would take away nearly all of its stream),
        probability 0 to 1; and ``within_reach``: whether ``needed`` is near enough to the plan to be possible, that is at
        most twenty points of momentum or the whole effect away.

    Notes
    -----
    Expected revenue rises or falls steadily with each assumption, so there is one such value at most. Source: Brent
    (1973), Algorithms for minimization without derivatives, to 1e-12. A plan that closes already needs its current
    values.

    Examples
    --------
    The shop lacks 30 of 480: momentum of 7.5%, a shelf of 70 instead of 40, or a flyer of 80 instead of 20;
    no probability can do it.

    >>> goal_seek(shop).set_index(["assumption", "item"])["needed"].dropna().round(6).to_dict()
    {('momentum', 'shop'): 0.075, ('scale', 'shelf'): 1.75, ('scale', 'flyer'): 4.0}
    """
    target = target_revenue(plan)
    rows = []

    def varied(change: Callable[..., Plan]) -> Callable[[float], float]:
        return lambda value: expected_revenue(change(value), actuals=actuals, rounded=False)

    for stream in plan.streams:
        shift = varied(lambda value, name=stream.id: _with_momentum(plan, name, value))
        rows.append(("momentum", stream.id, mean(stream.momentum, plan.uncertainty), shift, *_MOMENTUM_LIMITS))
    for initiative in _some(plan, initiatives):
        if initiative.effects:
            scale = varied(
                lambda value, item=initiative: with_initiative_replaced(plan, with_change(item, Change(scale=value)))
            )
            rows.append(("scale", initiative.id, 1.0, scale, 0.0, _largest_scale(initiative)))
            chance = varied(lambda value, name=initiative.id: _with_initiative(plan, name, probability=value))
            rows.append(("probability", initiative.id, initiative.probability, chance, 0.0, 1.0))
    found = [
        (kind, item, current, _root(revenue, target, least, most), least, most)
        for kind, item, current, revenue, least, most in rows
    ]
    table = pd.DataFrame(found, columns=["assumption", "item", "current", "needed", "least", "most"])
    change = (table["needed"] - table["current"]).abs()
    return table.assign(within_reach=change <= table["assumption"].map(_REACH).astype(float))


def nearest_needed(found: pd.DataFrame, most: int) -> pd.DataFrame:
    """What ``goal_seek`` found within reach, of each kind the ``most`` that would have to change least, in its order."""
    able = found[found["within_reach"]]
    nearest = (able["needed"] - able["current"]).abs().sort_values(kind="stable").index
    shown = able.loc[nearest].groupby("assumption", sort=False).head(most).index
    return able[able.index.isin(shown)].reset_index(drop=True)


def _some(plan: Plan, names: Collection[str] | None) -> list[Initiative]:
    return [initiative for _, initiative in plan.initiatives() if names is None or initiative.id in names]


def _largest_scale(initiative: Initiative) -> float:
    """How far effects may be scaled: a lift of -1 takes all there is, and nothing can be below that."""
    lowest = min((effect.lift.low for effect in initiative.effects if effect.lift), default=0.0)
    return min(_SCALE_LIMIT, max(1.0, 0.9 / -lowest)) if lowest < 0 else _SCALE_LIMIT


def _root(revenue: Callable[[float], float], target: float, least: float, most: float) -> float:
    low, high = revenue(least) - target, revenue(most) - target
    if low * high > 0 or low == high:
        return float("nan")
    return float(brentq(lambda value: revenue(value) - target, least, most, xtol=1e-12))


def _with_momentum(plan: Plan, stream: str, value: float) -> Plan:
    return apply_scenario(plan, Scenario(momentum={stream: Estimate(low=value, likely=value, high=value)}))


def _with_initiative(plan: Plan, name: str, **fields: Any) -> Plan:
    return apply_scenario(plan, Scenario(initiatives={name: Change(**fields)}))


def _at_end(plan: Plan, name: str, end: str) -> Plan:
    """The plan with all effects of an initiative at their low or high."""
    initiative = plan.initiative(name)
    effects = tuple(
        effect.model_copy(
            update={
                kind: Estimate.model_validate(getattr(size, end))
                for kind in ("amount", "lift")
                if (size := getattr(effect, kind)) is not None
            }
        )
        for effect in initiative.effects
    )
    return with_initiative_replaced(plan, initiative.model_copy(update={"effects": effects}))
