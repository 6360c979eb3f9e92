"""What a page shows, in Python: three lines at most, to be copied into a notebook."""

import pprint
from typing import Any

from okr_lib.plan.scenario import Scenario

_VIEWS = {
    "bridges": "okr.scenario_bridge(okr.growth_ledger(plan), okr.growth_ledger(okr.apply_scenario(plan, scenario)))",
    "table": 'okr.compare_scenarios({"plan": okr.growth_ledger(plan), '
    '"scenario": okr.growth_ledger(okr.apply_scenario(plan, scenario))}, ["line"])',
    "likelihood": "okr.target_outlook(okr.apply_scenario(plan, scenario)).probability",
    "tornado": "okr.tornado(okr.apply_scenario(plan, scenario))",
    "goal_seek": "okr.goal_seek(okr.apply_scenario(plan, scenario))",
    "drivers": "okr.scenario_drivers(plan, scenario)",
    "budget": "okr.funding_frontier(okr.apply_scenario(plan, scenario))",
    "two_way": 'okr.two_way(plan, ("momentum", "{stream}", [0, 0.02, 0.04]), ("target", "", [0.1, 0.2]), scenario=scenario)',
}


def python_lines(view: str, folder: str, scenario: Scenario, stream: str) -> str:
    """The lines that give what a view shows.

    Parameters
    ----------
    view
        Key of ``_VIEWS``.
    folder, scenario
        The plan's folder and what is different.
    stream
        Id of a stream of the plan, for an example.
    """
    data: dict[str, Any] = scenario.model_dump(mode="json", exclude_defaults=True)
    said = pprint.pformat(data, width=10_000, sort_dicts=False)
    last = _VIEWS[view].replace("{stream}", stream)
    return f"plan = okr.load_plan({folder!r})\nscenario = okr.Scenario.model_validate({said})\n{last}"
