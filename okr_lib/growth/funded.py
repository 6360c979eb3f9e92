"""Budgets and scenarios: what a budget may decide on in a scenario, and the scenario in which a set is funded."""

from collections.abc import Mapping

from okr_lib.growth.budget import Funding
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario


def with_choice_open(
    plan: Plan, scenario: Scenario, *, team: str | None = None, capacity: Mapping[str, float | None] | None = None
) -> Plan:
    """The plan as a scenario has it, but for what a budget decides: which initiatives are done, and in which size.

    Parameters
    ----------
    plan, scenario
        The plan and what is different.
    team
        Id of the team whose budget it is; the others' initiatives stay as the scenario has them.
    capacity
        Capacity by team, in place of the plan's; ``None`` is no limit.

    Examples
    --------
    >>> with_choice_open(shop, Scenario(drop=("flyer",))) == shop
    True
    """
    changed = apply_scenario(plan, _undecided(plan, scenario, team))
    given = capacity or {}
    teams = tuple(one.model_copy(update={"capacity": given.get(one.id, one.capacity)}) for one in changed.teams)
    return changed.model_copy(update={"teams": teams})


def with_funding(plan: Plan, scenario: Scenario, funding: Funding, *, team: str | None = None) -> Scenario:
    """The scenario in which just a set is done, each initiative of it in its size.

    Parameters
    ----------
    plan, scenario
        The plan and what is different already.
    funding
        What ``fund`` found for ``with_choice_open(plan, scenario, team=team)``.
    team
        Id of the team whose budget it is; the others' initiatives stay as the scenario has them.

    Examples
    --------
    >>> from okr_lib.growth.budget import fund
    >>> with_funding(shop, Scenario(), fund(shop, 5)).drop
    ('flyer',)
    """
    data = _undecided(plan, scenario, team).model_dump(mode="json", exclude_defaults=True)
    own = [one for by, one in plan.initiatives() if team in (None, by.id)]
    data["drop"] = [*data.get("drop", ()), *(one.id for one in own if one.id not in funding.initiatives)]
    changes = dict(data.get("initiatives", {}))
    for one in own:
        size = funding.sizes.get(one.id, one.size)
        if one.id in funding.initiatives and size != one.size:
            changes[one.id] = changes.get(one.id, {}) | {"size": size}
    return Scenario.model_validate(data | {"initiatives": changes})


def _undecided(plan: Plan, scenario: Scenario, team: str | None) -> Scenario:
    """The scenario without what a budget decides."""
    own = {one.id for by, one in plan.initiatives() if team in (None, by.id)}
    changes = {
        name: change.model_copy(update={"size": None}) if name in own else change
        for name, change in scenario.initiatives.items()
    }
    left = {name: change for name, change in changes.items() if change.model_dump(exclude_defaults=True)}
    return scenario.model_copy(
        update={"initiatives": left, "drop": tuple(name for name in scenario.drop if name not in own)}
    )
