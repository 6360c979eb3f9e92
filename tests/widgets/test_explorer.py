"""The explorer: an entry redraws beside the plan, nothing is written before a button, and a scenario survives."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.growth.comparison import case_of
from okr_lib.plan.folder import plan_hash
from okr_lib.widgets.explorer import ScenarioExplorer, scenarios
from okr_lib.widgets.scenario_view import View
from okr_lib.widgets.session import EditingSession


@pytest.fixture
def explorer(example):
    session = EditingSession.open(example)
    return ScenarioExplorer(session, Labels.of(session.plan))


def so_far(folder, quarters):
    """The explorer of a plan with the actuals of so many quarters of its year."""
    file = folder / "actuals.csv"
    later = tuple(f"2022/23,Q{number}," for number in range(quarters + 1, 5))
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith(later)))
    session = EditingSession.open(folder)
    return ScenarioExplorer(session, Labels.of(session.plan))


def said(explorer):
    return explorer._told.value + explorer._differences.value


def slide(explorer, kind, item, value):
    explorer.fields.fields[kind, item].slider.value = value


def test_building_and_moving_writes_nothing(explorer, example):
    before = plan_hash(example)
    slide(explorer, "momentum", "online", 0.05)
    for view in View:
        explorer.view.look_at(view)
    assert plan_hash(example) == before


def test_a_slider_changes_scenario_figures_and_bridges(explorer):
    before = explorer.view._picture.value
    slide(explorer, "momentum", "online", 0.05)
    assert explorer.scenario.momentum["online"].likely == 0.05
    assert explorer.view._picture.value != before
    now = case_of("x", explorer.plan, explorer.scenario)
    assert Labels().number(now.covered) in explorer.view._figures.value
    assert "Momentum: Online: 5\u00a0% instead of 2\u00a0%" in said(explorer)


def test_an_initiative_is_chosen_then_changed(explorer):
    fields = explorer.fields
    fields.initiative.entry.value = "club-plus"
    assert fields.fields["probability", None].value == 0.8
    fields.fields["probability", None].entry.value = "50"
    fields.fields["starts", None].entry.value = "Q3"
    fields.fields["done", None].entry.value = False
    fields.team.entry.value = "marketing"
    fields.fields["delay", None].slider.value = 2
    assert explorer.scenario.initiatives["club-plus"].probability == 0.5
    assert explorer.scenario.initiatives["club-plus"].starts == "Q3"
    assert (explorer.scenario.drop, explorer.scenario.delay) == (("club-plus",), {"marketing": 2})


def test_back_to_the_plan_is_the_plan(explorer):
    slide(explorer, "target", "", 0.3)
    explorer.buttons["reset"].click()
    assert okr.apply_scenario(explorer.plan, explorer.scenario) == explorer.plan
    assert explorer.fields.fields["target", ""].value == pytest.approx(0.02551, abs=1e-5)


def test_a_number_that_cannot_be_is_refused_in_words_and_changes_nothing(explorer):
    before = explorer.scenario
    explorer.fields.fields["probability", None].entry.value = "140"
    assert "140" in explorer.fields.fields["probability", None].refusal
    assert explorer.scenario == before


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("view", View)
def test_every_view_says_its_finding(example, view, language):
    session = EditingSession.open(example)
    explorer = ScenarioExplorer(session, Labels.of(session.plan, language))
    explorer.view.look_at(view)
    assert explorer.view.finding
    assert explorer.view.finding in explorer.view._finding.value.replace("&nbsp;", "\u00a0")


def test_what_would_close_the_gap_can_be_assumed(explorer):
    explorer.view.look_at(View.GOAL_SEEK)
    explorer.view.assumption.entry.value = ("momentum", "stores")
    explorer.view.take.click()
    now = case_of("x", explorer.plan, explorer.scenario)
    assert now.covered == pytest.approx(now.target)
    assert now.uncovered == 0


def test_a_scenario_is_saved_opened_again_and_compared(explorer, example):
    slide(explorer, "momentum", "online", 0.05)
    explorer.name.entry.value = "Online grows"
    explorer.buttons["save"].click()
    assert okr.load_scenarios(explorer.plan)["online-grows"].momentum["online"].likely == 0.05
    explorer.buttons["reset"].click()
    explorer.saved.entry.value = "online-grows"
    explorer.buttons["load"].click()
    assert explorer.scenario.momentum["online"].likely == 0.05
    explorer.beside.value = ["launches-slip", "more-club-plus"]
    assert "Launches slip a quarter" in explorer.view._figures.value
    assert "Club Plus instead of evening delivery" in explorer.view._figures.value


def test_another_scenario_of_that_name_is_not_written_over_and_it_is_said(explorer, example):
    explorer.name.entry.value = "Mine"
    explorer.buttons["save"].click()
    explorer.buttons["reset"].click()
    slide(explorer, "momentum", "online", 0.05)
    explorer.name.entry.value = "Mine"
    explorer.buttons["save"].click()
    assert "is there already" in said(explorer)
    assert okr.load_scenarios(explorer.plan)["mine"].momentum == {}


@pytest.mark.parametrize("button, words", [("save", "Give the scenario a name"), ("load", "Choose a saved scenario")])
def test_what_is_missing_is_said(explorer, button, words):
    explorer.buttons[button].click()
    assert words in said(explorer)


def test_a_scenario_taken_into_the_plan_can_be_undone(explorer, example):
    before = okr.load_plan(example)
    slide(explorer, "momentum", "online", 0.05)
    explorer.buttons["take"].click()
    assert okr.load_plan(example).streams[1].momentum.likely == 0.05
    assert "Nothing" in said(explorer)
    explorer.buttons["undo"].click()
    assert okr.load_plan(example) == before


def test_a_plan_that_somebody_else_changed_is_shown_and_what_is_gone_leaves_the_scenario(explorer, example):
    explorer.assume("done", "evening-delivery", False)
    file = example / "teams" / "ecommerce.yaml"
    head, _, tail = file.read_text().partition("  - id: evening-delivery\n")
    rest = tail.partition("  - id: ")[2]
    file.write_text(head + (f"  - id: {rest}" if rest else ""))
    explorer.session.look()
    assert "evening-delivery" not in [item for _, item in explorer.fields.initiative.options]
    assert explorer.scenario.drop == ()


def test_a_plan_that_cannot_be_opened_is_said_on_the_page(example):
    (example / "plan.yaml").write_text("name: [")
    page = scenarios(example)
    assert "plan.yaml" in page.children[-1].value


def test_the_page_opens_in_danish(example):
    assert "Vækstmål" in str(scenarios(example, "da").children[-1].fields.fields["target", ""].label)


@pytest.mark.parametrize(
    ("quarters", "label"),
    [
        (0, "Likelihood of the target, as planned from Q1"),
        (2, "Likelihood of the target, with the actuals through Q2"),
    ],
)
def test_the_likelihood_is_the_report_s_with_the_actuals_there_are(example, quarters, label):
    explorer = so_far(example, quarters)
    came = {"Q1": 1053.5, "Q2": 989.0} if quarters else {}
    likely = okr.target_outlook(explorer.plan, actuals=came).probability
    shown = explorer.view._figures.value
    assert f'<th scope="row">{label}</th><td>{Labels().likelihood(likely)}</td>' in shown


def test_a_scenario_counts_what_came_as_it_came(example):
    explorer = so_far(example, 2)
    explorer.view.look_at(View.LIKELIHOOD)
    slide(explorer, "momentum", "online", 0.05)
    tried = okr.apply_scenario(explorer.plan, explorer.scenario)
    outlook = okr.target_outlook(tried, actuals={"Q1": 1053.5, "Q2": 989.0}, agreed=explorer.plan)
    assert f"with a likelihood of {Labels().likelihood(outlook.probability)}" in explorer.view.finding
    assert explorer.view.finding.startswith("After Q2, ")


def test_a_finished_year_has_no_likelihood_but_what_was_reached(explorer):
    shown = explorer.view._figures.value
    assert '<th scope="row">Reached in the year</th><td>4,490.0</td><td>4,490.0</td>' in shown
    assert "ikelihood" not in shown
    explorer.view.look_at(View.LIKELIHOOD)
    assert explorer.view.finding == "The year ended DKK\u00a035.0m above its target"
    assert explorer.view._chart.layout.display == "none"


def test_actuals_that_cannot_be_read_are_told_and_scenarios_can_be_tried(example):
    (example / "actuals.csv").write_text("fiscal_year,quarter,stream,revenue\n2022/23,Q1,Online,much\n")
    session = EditingSession.open(example)
    explorer = ScenarioExplorer(session, Labels.of(session.plan))
    assert "much" in said(explorer)
    assert "as planned from Q1" in explorer.view._figures.value


def test_what_each_budget_buys_is_a_picture_and_a_list_of_sets_of_the_scenario(explorer):
    explorer.view.look_at(View.BUDGET)
    assert explorer.view.finding.replace("\N{NO-BREAK SPACE}", " ").startswith("DKK 20.0m of DKK 45.0m buys DKK 42.7m")
    assert "Booked beauty advice in stores" in explorer.view._table.value
    explorer.assume("probability", "new-brand-shelves", 0.1)
    assert "DKK 42.7m of the DKK 75.9m" not in explorer.view.finding.replace("\N{NO-BREAK SPACE}", " ")
