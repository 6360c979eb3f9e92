"""Scenarios: what if? One plan changed, several compared, and which assumption matters most.

A scenario never edits the plan; it makes another plan, and comparing two is comparing two ledgers. An empty
scenario is the same plan.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd
from scipy.optimize import brentq

from okr_lib.errors import PlanError, Problem, field_name
from okr_lib.growth.breakdown import DECIMALS, breakdown, total
from okr_lib.growth.estimates import mean
from okr_lib.growth.ledger import expected_revenue, target_revenue
from okr_lib.plan.model import Initiative, Plan
from okr_lib.plan.scenario import Change, Scenario, unknown_names
from okr_lib.plan.values import QUARTERS, Estimate, Quarter

SCALE_LIMIT = 10.0  # an effect ten times as large is no answer to how the gap could be closed
MOMENTUM_LIMITS = (-0.9, 5.0)


def apply_scenario(plan: Plan, scenario: Scenario) -> Plan:
    """The plan as a scenario has it.

    Parameters
    ----------
    plan
        The plan; it is not changed.
    scenario
        What is different. Dropped initiatives bring nothing and cost nothing; those delayed past the year's end
        bring nothing in it.

    Raises
    ------
    PlanError
        When the scenario names a stream, initiative or team that the plan does not have.

    Examples
    --------
    An empty scenario is the same plan; without the flyer, 440 is expected.

    >>> apply_scenario(shop, Scenario()) == shop
    True
    >>> expected_revenue(apply_scenario(shop, Scenario(drop=("flyer",))))
    440.0
    """
    problems = [Problem(message, field=field_name(path)) for path, message in unknown_names(plan, scenario)]
    if problems:
        raise PlanError(problems)
    late = _delays(plan, scenario)

    def changed(initiative: Initiative) -> Initiative:
        if initiative.id in scenario.drop:
            return initiative.model_copy(update={"effects": (), "cost": 0.0, "effort": 0.0})
        initiative = _with_change(initiative, scenario.initiatives.get(initiative.id))
        return _later(initiative, late.get(initiative.id, 0))

    teams = tuple(
        team.model_copy(update={"initiatives": tuple(changed(initiative) for initiative in team.initiatives)})
        for team in plan.teams
    )
    streams = tuple(
        stream.model_copy(update={"momentum": scenario.momentum[stream.id]})
        if stream.id in scenario.momentum
        else stream
        for stream in plan.streams
    )
    return plan.model_copy(update={"teams": teams, "streams": streams, "target": scenario.target or plan.target})


def compare_scenarios(ledgers: Mapping[str, pd.DataFrame], by: Sequence[str]) -> pd.DataFrame:
    """Ledgers side by side, and how each differs from the first.

    Parameters
    ----------
    ledgers
        Growth ledgers by name, the one to compare with first.
    by
        Columns of the ledger to break down by.

    Returns
    -------
    DataFrame
        The columns of ``by``, ``scenario``, ``amount`` and ``change`` (amount less the first ledger's: positive is
        more); every group for every scenario, zero where it has none.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> ledgers = {"plan": growth_ledger(shop), "less": growth_ledger(apply_scenario(shop, Scenario(drop=("flyer",))))}
    >>> compare_scenarios(ledgers, ["line"])["change"].tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, -10.0, 0.0, 10.0]
    """
    keys = list(by)
    first = next(iter(ledgers))
    long = pd.concat([breakdown(ledger, keys).assign(scenario=name) for name, ledger in ledgers.items()])
    wide = long.set_index([*keys, "scenario"])["amount"].unstack("scenario", sort=False).fillna(0.0)
    table = wide[list(ledgers)].stack().rename("amount").reset_index()
    base = wide[first].reindex(pd.MultiIndex.from_frame(table[keys]) if len(keys) > 1 else table[keys[0]])
    return table.assign(change=(table["amount"] - base.to_numpy()).round(DECIMALS) + 0.0)


def scenario_bridge(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The steps that lead from what one ledger covers to what another covers.

    Parameters
    ----------
    before, after
        Two growth ledgers.

    Returns
    -------
    DataFrame
        Columns ``step`` (before, momentum and further growth by line, initiative, after), ``stream``,
        ``initiative``, ``amount``, ``start``, ``end``, as in ``bridge``. Steps that do not change are left out; overlap
        goes with its initiative. What is covered is the target less what is uncovered. The steps between before
        and after sum to their difference; two equal ledgers have none.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> less = apply_scenario(shop, Scenario(drop=("flyer",)))
    >>> scenario_bridge(growth_ledger(shop), growth_ledger(less))[["step", "amount"]].to_numpy().tolist()
    [['before', 450.0], ['initiative', -10.0], ['after', 440.0]]
    """
    covered = [ledger[ledger["line"] != "uncovered"] for ledger in (before, after)]
    merged = [ledger.assign(line=ledger["line"].replace("overlap", "initiative")) for ledger in covered]
    keys = ["line", "stream", "initiative"]
    by_step = [
        breakdown(ledger.assign(stream=ledger["stream"].where(ledger["initiative"].isna())), keys) for ledger in merged
    ]
    both = by_step[0].merge(by_step[1], on=keys, how="outer", suffixes=("_before", "_after"), sort=False)
    both["amount"] = (both["amount_after"].fillna(0.0) - both["amount_before"].fillna(0.0)).round(DECIMALS)
    steps = both.loc[both["amount"] != 0, [*keys, "amount"]].rename(columns={"line": "step"})
    start, end = total(covered[0]), total(covered[1])
    steps["end"] = (start + steps["amount"].cumsum()).round(DECIMALS)
    steps["start"] = (steps["end"] - steps["amount"]).round(DECIMALS)
    ends = [
        {"step": name, "amount": level, "start": 0.0, "end": level}
        for name, level in (("before", start), ("after", end))
    ]
    table = pd.concat([pd.DataFrame(ends[:1]), steps, pd.DataFrame(ends[1:])], ignore_index=True)
    return table.reindex(columns=["step", "stream", "initiative", "amount", "start", "end"])


def tornado(plan: Plan, initiatives: Collection[str] | None = None) -> pd.DataFrame:
    """Expected revenue with each assumption low and high, everything else as planned.

    Parameters
    ----------
    plan
        The plan.
    initiatives
        Ids of the initiatives to look at; all by default.

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
    rows = []
    for stream in plan.streams:
        ends = (_with_momentum(plan, stream.id, value) for value in (stream.momentum.low, stream.momentum.high))
        rows.append(("momentum", stream.id, *map(expected_revenue, ends)))
    for initiative in _some(plan, initiatives):
        ends = (_at_end(plan, initiative.id, end) for end in ("low", "high"))
        rows.append(("effect", initiative.id, *map(expected_revenue, ends)))
        if 0 < initiative.probability < 1:
            sure = (_with_initiative(plan, initiative.id, probability=value) for value in (0.0, 1.0))
            rows.append(("success", initiative.id, *map(expected_revenue, sure)))
    table = pd.DataFrame(rows, columns=["assumption", "item", "low", "high"])
    table["swing"] = (table["high"] - table["low"]).abs()
    table = table[table["swing"] > 10.0**-DECIMALS]
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def goal_seek(plan: Plan, initiatives: Collection[str] | None = None) -> pd.DataFrame:
    """For each assumption, the value that alone would close the gap to the target.

    Parameters
    ----------
    plan
        The plan.
    initiatives
        Ids of the initiatives to look at; all by default.

    Returns
    -------
    DataFrame
        Columns ``assumption`` (momentum: its share; scale: what all effects of an initiative are multiplied by;
        probability), ``item``, ``current``, ``needed`` (missing where no value closes the gap), ``least`` and ``most``, the
        values looked at: momentum -0.9 to 5, scale 0 to 10, probability 0 to 1.

    Notes
    -----
    Expected revenue rises or falls steadily with each assumption, so there is one such value at most. Source: Brent
    (1973), Algorithms for minimization without derivatives, to 1e-12. A plan that closes already needs its current
    values.

    Examples
    --------
    The shop lacks 30 of 480: momentum of 7.5 %, a shelf of 70 instead of 40, or a flyer of 80 instead of 20;
    no probability can do it.

    >>> goal_seek(shop).set_index(["assumption", "item"])["needed"].dropna().round(6).to_dict()
    {('momentum', 'shop'): 0.075, ('scale', 'shelf'): 1.75, ('scale', 'flyer'): 4.0}
    """
    target = target_revenue(plan)
    rows = []
    for stream in plan.streams:
        shift = _varied(lambda value, name=stream.id: _with_momentum(plan, name, value))
        rows.append(("momentum", stream.id, mean(stream.momentum, plan.uncertainty), shift, *MOMENTUM_LIMITS))
    for initiative in _some(plan, initiatives):
        if initiative.effects:
            scale = _varied(lambda value, item=initiative: _replaced(plan, _with_change(item, Change(scale=value))))
            rows.append(("scale", initiative.id, 1.0, scale, 0.0, SCALE_LIMIT))
            chance = _varied(lambda value, name=initiative.id: _with_initiative(plan, name, probability=value))
            rows.append(("probability", initiative.id, initiative.probability, chance, 0.0, 1.0))
    found = [
        (kind, item, current, _root(revenue, target, least, most), least, most)
        for kind, item, current, revenue, least, most in rows
    ]
    return pd.DataFrame(found, columns=["assumption", "item", "current", "needed", "least", "most"])


def _some(plan: Plan, names: Collection[str] | None) -> list[Initiative]:
    return [initiative for _, initiative in plan.initiatives() if names is None or initiative.id in names]


def _varied(change: Callable[..., Plan]) -> Callable[[float], float]:
    return lambda value: expected_revenue(change(value))


def _root(revenue: Callable[[float], float], target: float, least: float, most: float) -> float:
    low, high = revenue(least) - target, revenue(most) - target
    if low * high > 0 or low == high:
        return float("nan")
    return float(brentq(lambda value: revenue(value) - target, least, most, xtol=1e-12))


def _with_change(initiative: Initiative, change: Change | None) -> Initiative:
    if change is None:
        return initiative
    update: dict[str, Any] = {
        name: value for name in ("probability", "starts", "ramp") if (value := getattr(change, name)) is not None
    }
    if change.scale != 1:
        update["effects"] = tuple(
            effect.model_copy(
                update={
                    name: Estimate(
                        low=size.low * change.scale, likely=size.likely * change.scale, high=size.high * change.scale
                    )
                    for name in ("amount", "lift")
                    if (size := getattr(effect, name)) is not None
                }
            )
            for effect in initiative.effects
        )
    return initiative.model_copy(update=update)


def _later(initiative: Initiative, quarters: int) -> Initiative:
    if not quarters:
        return initiative
    start = initiative.starts.position + quarters
    if start >= len(QUARTERS):
        return initiative.model_copy(update={"effects": ()})
    return initiative.model_copy(update={"starts": Quarter(QUARTERS[start])})


def _delays(plan: Plan, scenario: Scenario) -> dict[str, int]:
    """Quarters by which each initiative comes later; where several teams' delays meet, the longest."""
    after = {initiative.id: set(initiative.after) for _, initiative in plan.initiatives()}
    delays: dict[str, int] = {}
    for name, quarters in scenario.delay.items():
        own = {initiative.id for initiative in plan.team(name).initiatives}
        needed = _reached(set().union(*(after[item] for item in own)), after)
        following = {item: {other for other in after if item in after[other]} for item in after}
        for item in _reached(needed, following):
            delays[item] = max(delays.get(item, 0), quarters)
    return delays


def _reached(start: set[str], leads: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        fresh = leads[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


def _with_momentum(plan: Plan, stream: str, value: float) -> Plan:
    return apply_scenario(plan, Scenario(momentum={stream: Estimate(low=value, likely=value, high=value)}))


def _with_initiative(plan: Plan, name: str, **fields: Any) -> Plan:
    return apply_scenario(plan, Scenario(initiatives={name: Change(**fields)}))


def _at_end(plan: Plan, name: str, end: str) -> Plan:
    """The plan with all effects of an initiative at their low or high."""
    [initiative] = [item for _, item in plan.initiatives() if item.id == name]
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
    return _replaced(plan, initiative.model_copy(update={"effects": effects}))


def _replaced(plan: Plan, initiative: Initiative) -> Plan:
    teams = tuple(
        team.model_copy(
            update={"initiatives": tuple(initiative if item.id == initiative.id else item for item in team.initiatives)}
        )
        for team in plan.teams
    )
    return plan.model_copy(update={"teams": teams})
