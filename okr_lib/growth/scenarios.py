"""Scenarios: what if? One plan changed, and several compared.

A scenario never edits the plan; it makes another plan, and comparing two is comparing two ledgers. An empty
scenario is the same plan.
"""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import pandas as pd

from okr_lib.errors import PlanError, Problem, field_name
from okr_lib.growth.breakdown import DECIMALS, breakdown, bridge_of, covered, total
from okr_lib.growth.ledger import quarters_over
from okr_lib.growth.parts import exact_parts
from okr_lib.growth.rounding import nearest_step
from okr_lib.growth.sizes import in_size
from okr_lib.growth.whole_steps import in_whole_steps
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Change, Scenario, unknown_names
from okr_lib.plan.streams import Stream
from okr_lib.plan.values import QUARTERS, Estimate

_EXACT = 12  # decimals at which a momentum is cleaned of floating-point noise
REPLACED = ("probability", "starts", "ramp", "effects", "credit", "cost")  # fields of a change in place of the plan's


def apply_scenario(plan: Plan, scenario: Scenario) -> Plan:
    """The plan as a scenario has it.

    Parameters
    ----------
    plan
        The plan; it is not changed.
    scenario
        What is different. Dropped initiatives bring nothing and cost nothing, and what needs them cannot succeed, so it
        brings nothing either; those delayed past the year's end bring nothing in it.

    Raises
    ------
    PlanError
        When the scenario names a stream, initiative or team that the plan does not have.

    Examples
    --------
    An empty scenario is the same plan; without the flyer, 440 is expected.

    >>> from okr_lib import expected_revenue
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
            return initiative.model_copy(update={"effects": (), "probability": 0.0, "cost": 0.0, "effort": 0.0})
        initiative = with_change(initiative, scenario.initiatives.get(initiative.id))
        return _later(initiative, late.get(initiative.id, 0))

    teams = tuple(
        team.model_copy(update={"initiatives": tuple(changed(initiative) for initiative in team.initiatives)})
        for team in plan.teams
    )
    streams = tuple(
        stream.model_copy(update={"momentum": momentum_in(scenario, stream)})
        if stream.id in scenario.momentum or stream.id in scenario.drivers
        else stream
        for stream in plan.streams
    )
    overlaps = tuple(
        overlap.model_copy(update={"counts": scenario.overlaps.get(overlap.id, overlap.counts)})
        for overlap in plan.overlaps
    )
    return plan.model_copy(
        update={"teams": teams, "streams": streams, "overlaps": overlaps, "target": scenario.target or plan.target}
    )


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


def scenario_summary(
    plan: Plan,
    scenarios: Mapping[str, Scenario],
    chance: Callable[[Plan], float],
    *,
    actuals: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """The plan and its scenarios: what each is expected to bring, and how likely the target is.

    Parameters
    ----------
    plan, scenarios
        The plan, and what ``load_scenarios`` returns.
    chance
        What gives the probability of the target of a plan, such as ``lambda plan: target_outlook(plan).probability``.
    actuals
        The company's revenue by quarter, for the quarters that are over: it counts as it came, whatever the scenario.

    Returns
    -------
    DataFrame
        First the plan (an empty ``scenario``), then each scenario by its name: ``covered`` (expected revenue in whole
        steps: actuals, and what the ledger covers in the other quarters), ``change`` (against the plan), ``uncovered`` (the
        target less that), ``probability``.

    Examples
    --------
    >>> less = Scenario(name="No flyer", drop=("flyer",))
    >>> scenario_summary(shop, {"less": less}, lambda plan: 0.5)[["scenario", "covered", "uncovered"]].values.tolist()
    [['', 450.0, 30.0], ['No flyer', 440.0, 40.0]]
    """
    plans = [("", plan), *((scenario.name, apply_scenario(plan, scenario)) for scenario in scenarios.values())]
    over = quarters_over(actuals)
    came = nearest_step(sum(over.values()), plan.step)
    left = [place for place, quarter in enumerate(QUARTERS) if quarter not in over]
    rows = []
    for name, changed in plans:
        parts, _ = in_whole_steps(changed, exact_parts(changed))
        expected = round(came + float(parts.expected[left].sum()), DECIMALS)
        rows.append((name, expected, round(float(parts.target.sum()) - expected, DECIMALS) + 0.0, chance(changed)))
    table = pd.DataFrame(rows, columns=["scenario", "covered", "uncovered", "probability"])
    table.insert(2, "change", (table["covered"] - table["covered"].iloc[0]).round(DECIMALS) + 0.0)
    return table


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
    keys = ["line", "stream", "initiative"]
    by_step = []
    for ledger in (covered(before), covered(after)):
        rows = ledger.assign(line=ledger["line"].replace("overlap", "initiative"))
        by_step.append(breakdown(rows.assign(stream=rows["stream"].where(rows["initiative"].isna())), keys))
    both = by_step[0].merge(by_step[1], on=keys, how="outer", suffixes=("_before", "_after"), sort=False)
    both["amount"] = (both["amount_after"].fillna(0.0) - both["amount_before"].fillna(0.0)).round(DECIMALS)
    changes = both.loc[both["amount"] != 0, [*keys, "amount"]].itertuples(index=False)
    start, end = (("before", None, None, total(covered(before))), ("after", None, None, total(covered(after))))
    return bridge_of([start, *changes, end], ["stream", "initiative"])


def with_change(initiative: Initiative, change: Change | None) -> Initiative:
    """An initiative as a change has it."""
    if change is None:
        return initiative
    if change.size is not None:
        initiative = in_size(initiative, change.size)
    update: dict[str, Any] = {name: value for name in REPLACED if (value := getattr(change, name)) is not None}
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
            for effect in update.get("effects", initiative.effects)
        )
    return initiative.model_copy(update=update)


def momentum_in(scenario: Scenario, stream: Stream) -> Estimate:
    """A stream's momentum in a scenario: the product of the momentum itself and of what its drivers are more than planned.

    Examples
    --------
    >>> visits = Scenario(momentum={"shop": 0.02}, drivers={"shop": {"visits": 0.05, "basket": -0.01}})
    >>> momentum_in(visits, shop.streams[0]).likely
    0.06029
    """
    estimate = scenario.momentum.get(stream.id, stream.momentum)
    more = prod(1 + share for share in scenario.drivers.get(stream.id, {}).values())
    if more == 1:
        return estimate
    return Estimate(**{name: round((1 + value) * more - 1, _EXACT) for name, value in estimate})


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


def with_initiative_replaced(plan: Plan, initiative: Initiative) -> Plan:
    """The plan with one initiative in place of the one of the same id."""
    teams = tuple(
        team.model_copy(
            update={"initiatives": tuple(initiative if item.id == initiative.id else item for item in team.initiatives)}
        )
        for team in plan.teams
    )
    return plan.model_copy(update={"teams": teams})
