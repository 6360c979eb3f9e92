"""The explorer: an entry redraws beside the plan, nothing is written before a button, and a scenario survives."""

import base64
import io
import random
import re
import runpy
from collections import Counter
from html import unescape
from itertools import permutations

import pytest
from hypothesis import settings
from openpyxl import load_workbook

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.growth.assumption_table import Row
from okr_lib.growth.assumptions import with_assumption
from okr_lib.growth.comparison import case_of
from okr_lib.plan.folder import plan_hash
from okr_lib.widgets.explorer import ScenarioExplorer, scenarios
from okr_lib.widgets.scenario_view import View
from okr_lib.widgets.session import EditingSession
from tests.conftest import EVERYDAY


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
    return explorer.shelf.told.value + explorer._differences.value


def assume(explorer, kind, item, value):
    """Type a single number into the grid, in per cent."""
    entry = {"row": [kind, item, 0], "column": "likely", "text": f"{value * 100:g} %"}
    explorer.grid.told({"do": "typed", "entries": [entry]})


def online(explorer, value):
    """Type the momentum of the online stream, low, likely and high alike."""
    texts = dict.fromkeys(("low", "likely", "high"), f"{value * 100:g} %")
    entries = [{"row": ["momentum", "online", 0], "column": name, "text": text} for name, text in texts.items()]
    explorer.grid.told({"do": "typed", "entries": entries})


def test_building_and_moving_writes_nothing(explorer, example):
    before = plan_hash(example)
    online(explorer, 0.05)
    for view in View:
        explorer.view.choice.value = view
    assert plan_hash(example) == before


def test_a_cell_changes_scenario_figures_and_bridges(explorer):
    before = explorer.view._picture.value
    online(explorer, 0.05)
    assert explorer.scenario.momentum["online"].likely == 0.05
    assert explorer.view._picture.value != before
    now = case_of("x", explorer.plan, explorer.scenario)
    assert Labels().number(now.covered) in explorer.view._figures.value
    assert "Momentum: Online: 5% instead of 2%" in said(explorer)


def test_target_and_what_a_team_waits_for_are_rows_of_the_grid(explorer):
    assume(explorer, "target", "", 0.05)
    explorer.grid.told({"do": "typed", "entries": [typed(("delay", "marketing", 0), "likely", "2")]})
    assert (explorer.scenario.target.growth, explorer.scenario.delay) == (0.05, {"marketing": 2})
    assert shown(explorer, ("target", "", 0), "likely") == {"text": "5%", "was": "2.5505%"}
    explorer.grid.told({"do": "typed", "entries": [typed(("delay", "marketing", 0), "likely", "1.5")]})
    assert "1.5" in explorer.grid.problems[0]["words"]


def test_back_to_the_plan_is_the_plan(explorer):
    assume(explorer, "target", "", 0.3)
    explorer.buttons["reset"].click()
    assert okr.apply_scenario(explorer.plan, explorer.scenario) == explorer.plan
    assert shown(explorer, ("target", "", 0), "likely") == {"text": "2.5505%"}


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("view", View)
def test_every_view_says_its_finding(example, view, language):
    session = EditingSession.open(example)
    explorer = ScenarioExplorer(session, Labels.of(session.plan, language))
    explorer.view.choice.value = view
    assert explorer.view.finding
    assert explorer.view.finding in explorer.view._finding.value.replace("&nbsp;", "\u00a0")


def test_what_would_close_the_gap_can_be_assumed(explorer):
    explorer.view.choice.value = View.GOAL_SEEK
    explorer.view.assumption.entry.value = ("momentum", "stores")
    explorer.view.take.click()
    now = case_of("x", explorer.plan, explorer.scenario)
    assert now.covered == pytest.approx(now.target)
    assert now.uncovered == 0


def test_a_scenario_is_saved_opened_again_and_compared(explorer, example):
    online(explorer, 0.05)
    explorer.shelf.name.entry.value = "Online grows"
    explorer.shelf.buttons["save"].click()
    assert okr.load_scenarios(explorer.plan)["online-grows"].momentum["online"].likely == 0.05
    explorer.buttons["reset"].click()
    explorer.shelf.saved.entry.value = "online-grows"
    explorer.shelf.buttons["load"].click()
    assert explorer.scenario.momentum["online"].likely == 0.05
    explorer.shelf.beside.value = ["launches-slip", "more-club-plus"]
    assert "Launches slip a quarter" in explorer.view._figures.value
    assert "Club Plus instead of evening delivery" in explorer.view._figures.value


def test_another_scenario_of_that_name_is_not_written_over_and_it_is_said(explorer, example):
    explorer.shelf.name.entry.value = "Mine"
    explorer.shelf.buttons["save"].click()
    explorer.buttons["reset"].click()
    online(explorer, 0.05)
    explorer.shelf.name.entry.value = "Mine"
    explorer.shelf.buttons["save"].click()
    assert "is there already" in said(explorer)
    assert okr.load_scenarios(explorer.plan)["mine"].momentum == {}


def typed(row, column, text):
    return {"row": list(row), "column": column, "text": text}


def shown(explorer, row, column):
    [found] = [one for one in explorer.grid.rows if one["key"] == list(row)]
    return found["cells"][column]


CLUB, SECOND, ONLINE = ("initiative", "club-plus", 0), ("initiative", "club-plus", 1), ("momentum", "online", 0)


def test_a_cell_of_the_grid_changes_the_scenario_and_is_marked_with_what_it_was(explorer):
    before = explorer.view._figures.value
    explorer.grid.told({"do": "typed", "entries": [typed(CLUB, "likely", "12.5")]})
    assert explorer.scenario.initiatives["club-plus"].effects[0].amount.likely == 12.5
    assert shown(explorer, CLUB, "likely") == {"text": "12.5", "was": "8"}
    assert explorer.view._figures.value != before
    assert "Online 12.5 (4 to 13)" in said(explorer)


@pytest.mark.parametrize("order", [*permutations([("low", "1"), ("likely", "2"), ("high", "3")])])
def test_low_likely_and_high_come_in_any_order_and_are_judged_when_the_row_is_left(explorer, order):
    for column, text in order:
        explorer.grid.told({"do": "typed", "entries": [typed(CLUB, column, text)]})
        assert (shown(explorer, CLUB, column)["text"], explorer.grid.problems) == (text, [])
    explorer.grid.told({"do": "left", "row": list(CLUB)})
    assert explorer.scenario.initiatives["club-plus"].effects[0].amount.model_dump() == {
        "low": 1,
        "likely": 2,
        "high": 3,
    }
    assert explorer.grid.problems == []


def test_a_row_left_out_of_order_says_why_and_shows_what_holds(explorer):
    explorer.grid.told({"do": "typed", "entries": [typed(CLUB, "likely", "1")]})
    explorer.grid.told({"do": "left", "row": list(CLUB)})
    [problem] = explorer.grid.problems
    assert (problem["column"], problem["text"]) == ("likely", "1")
    assert "not in order" in problem["words"]
    assert shown(explorer, CLUB, "likely") == {"text": "8"}


def test_of_a_range_that_is_pasted_the_bad_cell_is_named_and_undo_takes_all_back(explorer):
    rows = [("initiative", one.id, 0) for _, one in explorer.plan.initiatives()][:10]
    columns = ("low", "likely", "high", "probability", "cost")
    texts = ("1", "2", "3", "50 %", "4")
    entries = [typed(row, column, text) for row in rows for column, text in zip(columns, texts, strict=True)]
    entries = [one for one in entries if one["column"] in ("probability", "cost") or "money" in unit(explorer, one)]
    bad = next(one for one in entries if one["column"] == "cost")
    bad["text"] = "much"
    explorer.grid.told({"do": "typed", "entries": entries})
    [problem] = explorer.grid.problems
    assert problem["words"] == "“much” is not a number; write one, such as 1,234.5"
    assert (problem["row"], problem["column"]) == (bad["row"], "cost")
    assert len(explorer.scenario.initiatives) == len(rows)
    assert {change.cost for change in explorer.scenario.initiatives.values()} <= {4.0, None}
    explorer.grid.told({"do": "undo"})
    assert okr.apply_scenario(explorer.plan, explorer.scenario) == explorer.plan


def unit(explorer, entry):
    return explorer.grid._table[Row(*entry["row"])]["unit"] or ""


@pytest.mark.parametrize(
    "column, text, words",
    [
        ("cost", "much", "is not a number"),
        ("starts", "May", "is no quarter"),
        ("probability", "140", "not between 0 and 1"),
        ("credit", "Sales", "there is no team"),
        ("credit", "Retail; Marketing", "Give each team but one a share"),
        ("credit", "Retail 40", "sum to 0.4, not 1"),
        ("ramp", "", "Nothing is written here"),
        ("done", "perhaps", "is neither yes nor no"),
    ],
)
def test_what_cannot_be_in_a_cell_is_said_and_changes_nothing(explorer, column, text, words):
    before = explorer.scenario
    explorer.grid.told({"do": "typed", "entries": [typed(CLUB, column, text)]})
    [problem] = explorer.grid.problems
    assert words in problem["words"]
    assert explorer.scenario == before


@pytest.mark.parametrize(
    "column, text, value",
    [("ramp", "20 60 100", (0.2, 0.6, 1.0)), ("credit", "Marketing; retail 40 %", {"marketing": 0.6, "retail": 0.4})],
)
def test_what_is_copied_from_a_cell_can_be_pasted_again(explorer, column, text, value):
    explorer.grid.told({"do": "typed", "entries": [typed(CLUB, column, text)]})
    assert getattr(explorer.scenario.initiatives["club-plus"], column) == value
    again = shown(explorer, CLUB, column)["text"]
    explorer.grid.told({"do": "typed", "entries": [typed(CLUB, column, again)]})
    assert getattr(explorer.scenario.initiatives["club-plus"], column) == value


def test_a_cell_that_a_row_has_not_is_not_written(explorer):
    explorer.grid.told({"do": "typed", "entries": [typed(SECOND, "cost", "3"), typed(ONLINE, "starts", "Q2")]})
    assert [problem["words"] for problem in explorer.grid.problems] == ["nothing can be written here"] * 2


def test_a_scenario_says_when_it_is_not_what_is_saved_under_its_name(explorer):
    online(explorer, 0.05)
    assert "Not saved yet" in explorer.shelf.status.value
    explorer.shelf.name.entry.value = "Online grows"
    explorer.shelf.note.entry.value = "As the shop sees it"
    explorer.shelf.buttons["save"].click()
    assert explorer.shelf.status.value == ""
    online(explorer, 0.06)
    assert "Changed since it was saved" in explorer.shelf.status.value
    assert "Online grows, changed" in explorer.view._figures.value
    assert okr.load_scenarios(explorer.plan)["online-grows"].note == "As the shop sees it"


def test_a_scenario_is_renamed_copied_removed_and_put_back(explorer):
    shelf = explorer.shelf
    shelf.saved.entry.value = "more-club-plus"
    shelf.buttons["load"].click()
    shelf.name.entry.value = "Big club"
    shelf.buttons["save"].click()
    assert [*okr.load_scenarios(explorer.plan)] == ["big-club", "launches-slip"]
    shelf.name.entry.value = "Bigger club"
    shelf.buttons["copy"].click()
    assert [*okr.load_scenarios(explorer.plan)] == ["big-club", "bigger-club", "launches-slip"]
    shelf.saved.entry.value = "big-club"
    shelf.buttons["remove"].click()
    assert [*okr.load_scenarios(explorer.plan)] == ["bigger-club", "launches-slip"]
    shelf.buttons["restore"].click()
    assert [*okr.load_scenarios(explorer.plan)] == ["big-club", "bigger-club", "launches-slip"]


def test_what_taking_over_changes_is_said_in_money_and_counts_once(explorer, example):
    before = okr.load_plan(example)
    explorer.shelf.saved.entry.value = "more-club-plus"
    explorer.shelf.buttons["load"].click()
    expected = okr.expected_revenue(okr.apply_scenario(before, explorer.scenario))
    explorer.buttons["take"].click()
    words = explorer.takeover.said.value.replace("&nbsp;", "\u00a0")
    assert Labels.of(before).money(expected) in words
    assert "Club Matas Plus for the most loyal: +" in words
    explorer.takeover.yes.click()
    taken = okr.load_plan(example)
    assert okr.expected_revenue(taken) == expected
    assert "more-club-plus" not in okr.load_scenarios(taken)
    assert [one["was"] for row in explorer.grid.rows for one in row["cells"].values() if "was" in one] == []
    explorer.buttons["undo"].click()
    assert okr.load_plan(example) == before
    assert len(okr.load_scenarios(before)) == 2


def test_what_cannot_be_taken_over_or_taken_back_is_said(explorer, example):
    explorer.grid.told({"do": "undo"})
    assert "There is nothing to undo" in said(explorer)
    explorer.shelf.saved.entry.value = "more-club-plus"
    explorer.shelf.buttons["load"].click()
    explorer.buttons["take"].click()
    file = example / "scenarios" / "more-club-plus.yaml"
    file.write_text(file.read_text() + "note: Theirs\n")
    before = okr.load_plan(example)
    explorer.takeover.yes.click()
    assert okr.load_plan(example) == before
    assert "changed on disk since it was opened" in said(explorer)
    assert file.exists()


def test_two_assumptions_stand_against_each_other_and_the_cells_are_the_plans(explorer):
    pairs = explorer.view.pairs
    explorer.view.choice.value = View.TWO_WAY
    pairs.rows.entry.value, pairs.columns.entry.value = ("momentum", "online"), ("probability", "club-plus")
    pairs.measure.entry.value = "revenue"
    pairs.turns.compute.click()
    found = okr.two_way(
        explorer.plan,
        ("momentum", "online", [0.0, 0.01125, 0.0225, 0.03375, 0.045]),
        ("probability", "club-plus", [0, 0.25, 0.5, 0.75, 1]),
    )
    for value in found.to_numpy().ravel():
        assert Labels.of(explorer.plan).number(value) in pairs.table.value
    assert "of 25 pairs" in pairs.finding.value or "25 pairs" in pairs.finding.value
    pairs.columns.entry.value = ("momentum", "online")
    pairs.turns.compute.click()
    assert "choose two" in pairs.turns.told.value


def test_the_likelihood_can_be_asked_of_each_pair_while_the_year_runs(explorer, example):
    explorer.view.choice.value = View.TWO_WAY
    assert explorer.view.pairs.measure.value == "revenue"  # of a year that is over
    under_way = so_far(example, 2)
    under_way.view.choice.value = View.TWO_WAY
    pairs = under_way.view.pairs
    pairs.turns.compute.click()
    assert "The likelihood of the target lies between" in pairs.finding.value
    assert pairs.table.value.count("<td") == 25


def test_what_stands_side_by_side_is_exported_with_equal_figures_and_without_formulas(explorer):
    online(explorer, 0.05)
    explorer.shelf.name.entry.value = "=1+1"
    explorer.shelf.note.entry.value = "@note"
    explorer.shelf.buttons["save"].click()
    explorer.shelf.beside.value = ["launches-slip", "more-club-plus"]
    explorer.buttons["export"].click()
    links = dict(re.findall(r'download="([^"]+)" href="data:[^,]+,([^"]+)"', explorer._links.value))
    book = load_workbook(io.BytesIO(base64.b64decode(links["scenarios.xlsx"])))
    figures = [[cell.value for cell in row] for row in book["Scenarios"].rows]
    cases = explorer._shown_cases()
    assert figures[0][1:] == [case.name for case in cases]
    assert figures[1][2] == "@note"
    assert figures[3][1:] == [case.covered for case in cases]
    assert "f" not in {cell.data_type for sheet in book for row in sheet.rows for cell in row}
    lines = base64.b64decode(links["scenarios.csv"]).decode("utf-8-sig").splitlines()
    assert "'=1+1" in lines[0]
    assert base64.b64decode(links["scenarios.svg"]).startswith(b"<svg")


@pytest.mark.parametrize("view", View)
def test_the_same_in_python_runs(explorer, view, tmp_path):
    online(explorer, 0.05)
    explorer.view.choice.value = view
    [lines] = re.findall(r"<pre>(.*)</pre>", explorer._python.value, re.DOTALL)
    *first, last = unescape(lines).splitlines()
    assert len(first) == 2
    (tmp_path / "lines.py").write_text(
        "\n".join(["import okr_lib as okr", *first, f"shown = {last}"]), encoding="utf-8"
    )
    names = runpy.run_path(str(tmp_path / "lines.py"))
    assert names["shown"] is not None
    assert names["scenario"].momentum["online"].likely == 0.05


def test_what_is_shown_closes_whatever_is_done(explorer, example):
    """So many edits, changes of scenario and takings-over; each night three hundred of them, and others every time."""
    nightly = settings.default.max_examples > EVERYDAY
    seed = random.randrange(10**6) if nightly else 7  # noqa: S311
    draw, labels, shelf = random.Random(seed), explorer.labels, explorer.shelf  # noqa: S311
    texts = {"likely": "5", "low": "1", "high": "9", "probability": "35", "cost": "2", "done": "no", "starts": "Q3"}
    done = Counter()

    def edit():
        row, column = draw.choice(explorer.grid.rows)["key"], draw.choice([*texts])
        explorer.grid.told({"do": "typed", "entries": [typed(row, column, texts[column])]})
        explorer.grid.told({"do": "left", "row": row})

    def save():
        shelf.name.entry.value = f"Scenario {draw.randrange(6)}"
        draw.choice([shelf.buttons["save"], shelf.buttons["copy"]]).click()

    def change():
        shelf.saved.entry.value = draw.choice([*shelf.others, None])
        draw.choice([shelf.buttons["load"], shelf.buttons["load"], shelf.buttons["remove"]]).click()
        shelf.beside.value = draw.sample([*shelf.others], min(2, len(shelf.others)))

    def take_over():
        explorer.buttons["take"].click()
        explorer.takeover.yes.click()

    ways = {edit: 8, save: 1, change: 2, take_over: 1}
    ways |= {explorer.buttons[name].click: 1 for name in ("back", "reset", "undo")}
    for step in range(300 if nightly else 40):
        [way] = draw.choices([*ways], [*ways.values()])
        way()
        done[getattr(way, "__name__", "click")] += 1
        if way not in (edit, save, change):
            assert okr.load_plan(example) == explorer.plan, (seed, step)
        for now in explorer._shown_cases():
            target, covered, uncovered = (labels.rounded(value) for value in (now.target, now.covered, now.uncovered))
            assert round(covered + uncovered - target, 6) == 0, (seed, step)
    assert len(done) == 5


@pytest.mark.parametrize("button, words", [("save", "Give the scenario a name"), ("load", "Choose a saved scenario")])
def test_what_is_missing_is_said(explorer, button, words):
    explorer.shelf.buttons[button].click()
    assert words in said(explorer)


def test_a_scenario_taken_into_the_plan_can_be_undone(explorer, example):
    before = okr.load_plan(example)
    online(explorer, 0.05)
    explorer.buttons["take"].click()
    assert okr.load_plan(example) == before
    explorer.takeover.yes.click()
    assert okr.load_plan(example).streams[1].momentum.likely == 0.05
    assert "Nothing" in said(explorer)
    explorer.buttons["undo"].click()
    assert okr.load_plan(example) == before


def test_a_plan_that_somebody_else_changed_is_shown_and_what_is_gone_leaves_the_scenario(explorer, example):
    explorer._take(with_assumption(explorer.plan, explorer.scenario, "done", "evening-delivery", False))
    file = example / "teams" / "ecommerce.yaml"
    head, _, tail = file.read_text().partition("  - id: evening-delivery\n")
    rest = tail.partition("  - id: ")[2]
    file.write_text(head + (f"  - id: {rest}" if rest else ""))
    explorer.session.look()
    assert "evening-delivery" not in [row["key"][1] for row in explorer.grid.rows]
    assert explorer.scenario.drop == ()


def test_the_page_says_which_plan_it_is_of_as_it_is_called_now(explorer, example):
    assert "Matas 2022/23: scenarios" in explorer.heading.value
    file = example / "plan.yaml"
    file.write_text(file.read_text().replace("name: Matas 2022/23", "name: <b>Other", 1))
    explorer.session.look()
    assert "&lt;b&gt;Other: scenarios" in explorer.heading.value


def test_a_plan_that_cannot_be_opened_is_said_on_the_page(example):
    (example / "plan.yaml").write_text("name: [")
    page = scenarios(example)
    assert "plan.yaml" in page.children[1].value


def test_the_page_opens_in_danish(example):
    assert scenarios(example, "da").children[-1].grid.rows[0]["name"] == "Vækstmål"


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
    explorer.view.choice.value = View.LIKELIHOOD
    online(explorer, 0.05)
    tried = okr.apply_scenario(explorer.plan, explorer.scenario)
    outlook = okr.target_outlook(tried, actuals={"Q1": 1053.5, "Q2": 989.0}, agreed=explorer.plan)
    assert f"with a likelihood of {Labels().likelihood(outlook.probability)}" in explorer.view.finding
    assert explorer.view.finding.startswith("After Q2, ")


def test_a_finished_year_has_no_likelihood_but_what_was_reached(explorer):
    shown = explorer.view._figures.value
    assert '<th scope="row">Reached in the year</th><td>4,490.0</td><td>4,490.0</td>' in shown
    assert "ikelihood" not in shown
    explorer.view.choice.value = View.LIKELIHOOD
    assert explorer.view.finding == "The year ended DKK\u00a035.0m above its target"
    assert explorer.view._chart.layout.display == "none"


def test_actuals_that_cannot_be_read_are_told_and_scenarios_can_be_tried(example):
    (example / "actuals.csv").write_text("fiscal_year,quarter,stream,revenue\n2022/23,Q1,Online,much\n")
    session = EditingSession.open(example)
    explorer = ScenarioExplorer(session, Labels.of(session.plan))
    assert "much" in said(explorer)
    assert "as planned from Q1" in explorer.view._figures.value


def test_a_driver_that_is_changed_moves_its_stream(example):
    plan = okr.load_plan(example)
    data = plan.model_dump(mode="json")
    values = data["streams"][1]["baseline"]
    data["streams"][1]["drivers"] = [
        {"id": "visits", "name": "Visits", "unit": "million", "values": values},
        {"id": "conversion", "name": "Conversion", "values": dict.fromkeys(values, 0.02)},
        {"id": "basket", "name": "Basket", "unit": "DKK", "values": dict.fromkeys(values, 50)},
    ]
    example = example.with_name("driven")
    okr.save_plan(okr.Plan.model_validate(data), example)
    session = EditingSession.open(example)
    explorer = ScenarioExplorer(session, Labels.of(session.plan))
    explorer.view.choice.value = View.DRIVERS
    assert "change one in the grid" in explorer.view.finding
    before = case_of("x", explorer.plan, explorer.scenario).covered
    assume(explorer, "driver", "online/visits", 0.1)
    assume(explorer, "driver", "online/conversion", -0.02)
    now = case_of("x", explorer.plan, explorer.scenario)
    assert explorer.scenario.drivers == {"online": {"visits": 0.1, "conversion": -0.02}}
    moved = okr.scenario_drivers(explorer.plan, explorer.scenario)["amount"].sum()
    assert moved == pytest.approx(now.covered - before)
    assert moved > 75
    assert "Online, Visits +10.0% brings +" in explorer.view.finding
    assert "Online, Visits, against what is planned: 10% instead of 0%" in said(explorer)
    explorer.buttons["take"].click()
    explorer.takeover.yes.click()
    assert okr.load_plan(example).streams[1].momentum.likely == pytest.approx(1.02 * 1.1 * 0.98 - 1)
    assert explorer.scenario.drivers == {}
