"""What is shown closes: figures are read back from where people see them, and added up as people would."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from okr_lib import Scenario, apply_scenario, growth_ledger, load_scenarios
from okr_lib.display.explorer_tables import figures
from okr_lib.display.labels import Labels
from okr_lib.display.terminal import closing
from okr_lib.growth.comparison import case_of
from okr_lib.plan.values import QUARTERS
from tests.conftest import examples
from tests.growth.plans import plans, shares


def number(text):
    return Decimal(0) if text == "–" else Decimal(text.replace(",", "").replace("\N{MINUS SIGN}", "-").lstrip("+"))


@st.composite
def scenarios(draw, plan):
    """A scenario of a plan: what analysts move."""
    names = [initiative.id for _, initiative in plan.initiatives()]
    some = st.lists(st.sampled_from(names), unique=True, max_size=4) if names else st.just([])
    change = st.fixed_dictionaries(
        {},
        optional={"scale": st.sampled_from([0, 0.5, 1.3]), "probability": shares, "starts": st.sampled_from(QUARTERS)},
    )
    growth = draw(st.sampled_from([None, -0.05, 0.0, 0.013, 0.2]))
    return Scenario.model_validate(
        {
            "name": "Tried",
            "target": None if growth is None else {"growth": growth},
            "momentum": {plan.streams[0].id: 0.017} if draw(st.booleans()) else {},
            "initiatives": {name: draw(change) for name in draw(some)},
            "drop": draw(some),
            "delay": {plan.teams[0].id: 1} if draw(st.booleans()) else {},
        }
    )


def steps_shown(plan):
    """Steps of the bridge as `okr check` shows them."""
    lines = closing(plan, growth_ledger(plan), Labels.of(plan)).splitlines()[2:]
    return [number(line.split()[-1]) for line in lines]


@given(plans().flatmap(lambda plan: st.tuples(st.just(plan), scenarios(plan))))
@examples(25, deadline=None)
def test_target_is_expected_and_uncovered_whatever_is_tried_and_last_years_revenue_stays(tried):
    plan, scenario = tried
    if plan.allocation.held or plan.allocation.lower or plan.allocation.upper:
        scenario = scenario.model_copy(update={"target": None})  # what is held may not fit another target
    cases = [case_of("As planned", plan), case_of("Tried", plan, scenario)]
    rows = BeautifulSoup(figures(cases, Labels.of(plan)).html, "html.parser").tbody("tr")
    target, expected, uncovered = ([number(cell.get_text()) for cell in row("td")] for row in rows[:3])
    assert [one + other for one, other in zip(expected, uncovered, strict=True)] == target
    before, after = steps_shown(plan), steps_shown(apply_scenario(plan, scenario))
    for steps, shown in ((before, target[0]), (after, target[1])):
        assert sum(steps[:-1]) == steps[-1] == shown
    assert before[0] == after[0]


@pytest.mark.parametrize("name", ["launches-slip", "more-club-plus"])
def test_the_scenarios_of_the_example_close_too(matas, name):
    steps = steps_shown(apply_scenario(matas, load_scenarios(matas)[name]))
    assert sum(steps[:-1]) == steps[-1]
