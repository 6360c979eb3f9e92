"""The budget on the explorer's page: what is asked is what is drawn, and a row of the picture becomes the scenario."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.growth.assumptions import with_assumption
from okr_lib.growth.budget import MANY
from okr_lib.plan.model import Plan
from okr_lib.widgets.budget_view import BudgetView
from okr_lib.widgets.explorer import ScenarioExplorer
from okr_lib.widgets.scenario_view import View
from okr_lib.widgets.session import EditingSession


@pytest.fixture
def explorer(example):
    session = EditingSession.open(example)
    made = ScenarioExplorer(session, Labels.of(session.plan))
    made.view.choice.value = View.BUDGET
    return made


def alt(explorer):
    return explorer.view.budget.picture.alt.replace("\N{NO-BREAK SPACE}", " ")


def test_each_budget_is_a_row_of_the_picture_and_its_set_stands_in_the_list(explorer):
    assert alt(explorer).startswith("DKK 20.0m of DKK 45.0m buys DKK 42.7m")
    assert "Booked beauty advice in stores" in explorer.view.budget.table.value
    rows = explorer.view.budget.picture.rows
    assert rows[0]["label"].replace("\N{NO-BREAK SPACE}", " ") == "Make what DKK 5.0m buys the scenario"
    assert all(0 < row["top"] < 1 and 0.02 < row["height"] < 0.2 for row in rows)
    assert [row["top"] for row in rows] == sorted(row["top"] for row in rows)


@pytest.mark.parametrize("team", ["", "marketing"])
def test_a_row_that_is_chosen_becomes_the_scenario_and_another_one_takes_its_place(explorer, team):
    budget = explorer.view.budget
    budget.team.entry.value = team
    frontier = okr.funding_frontier(explorer.plan, team=team or None)
    bought = frontier[frontier["gain"] > 0].reset_index()
    before = [*budget.picture.rows]
    for place in (2, 1, 0):
        budget.picture._handle_custom_msg({"pick": place}, [])
        assert budget.picture.rows == before
        done = {one.id for by, one in explorer.plan.initiatives() if team in ("", by.id)} - {*explorer.scenario.drop}
        assert done == {*bought["initiatives"][place]}
        made = okr.apply_scenario(explorer.plan, explorer.scenario)
        assert sum(one.cost for by, one in made.initiatives() if team in ("", by.id)) == bought["cost"][place]
    assert "The scenario is now what a budget of" in budget.picked.value


def test_what_must_and_must_not_be_in_it_and_capacity_are_kept(explorer):
    budget = explorer.view.budget
    budget.keep.value, budget.without.value = ("evening-delivery",), ("club-plus",)
    budget.capacity["retail"].entry.value = "0"
    plan = explorer.plan
    teams = [one.model_copy(update={"capacity": 0}) if one.id == "retail" else one for one in plan.teams]
    asked = plan.model_copy(update={"teams": tuple(teams)})
    frontier = okr.funding_frontier(asked, keep=["evening-delivery"], without=["club-plus"])
    assert [bought[2].initiatives for bought in budget._found] == frontier["initiatives"].tolist()
    assert all("evening-delivery" in one and "club-plus" not in one for one in frontier["initiatives"])
    budget.without.value = ("evening-delivery",)
    assert "cannot be kept and left out" in budget.turns.told.value
    assert budget.picture.rows == []


def test_another_assumption_is_another_frontier(explorer):
    before = alt(explorer)
    explorer._take(with_assumption(explorer.plan, explorer.scenario, "probability", "new-brand-shelves", 0.1))
    assert alt(explorer) != before


def test_another_size_of_the_set_is_the_size_of_the_scenario(small):
    tv = {"id": "tv", "name": "TV", "owner": "Head", "cost": 4, "effects": [{"stream": "shop", "amount": 10}]}
    small["teams"][0]["initiatives"] = [tv | {"size": "medium", "sizes": [{"name": "large", "cost": 9, "effect": 1.5}]}]
    plan, taken = Plan.model_validate(small), []
    view = BudgetView(Labels.of(plan), taken.append)
    view.show(plan, okr.Scenario(), Labels.of(plan))
    view.pick(1)
    assert taken[0].initiatives["tv"].size == "large"
    made = okr.apply_scenario(plan, taken[0])
    assert okr.expected_revenue(made) == 415
    assert Plan.model_validate(made.model_dump(mode="json")).initiative("tv").sizes[0].name == "medium"
    view.show(plan, taken[0], Labels.of(plan))
    view.pick(0)
    assert taken[1] == okr.Scenario()


def test_many_initiatives_are_computed_when_that_is_asked_for(small):
    one = {"name": "I", "owner": "Head", "cost": 4, "effects": [{"stream": "shop", "amount": 10}]}
    small["teams"][0]["initiatives"] = [one | {"id": f"i{number}"} for number in range(MANY)]
    plan = Plan.model_validate(small)
    view = BudgetView(Labels.of(plan), lambda _: None)
    view.show(plan, okr.Scenario(), Labels.of(plan))
    assert view.picture.rows == []
    view.turns.compute.click()
    assert len(view.picture.rows) > 5
