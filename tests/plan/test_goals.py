"""Goals of another tool find their places in a plan, or the sheet is refused as a whole."""

import datetime as dt
from pathlib import Path

import pytest

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.goals import import_goals

SHEET = Path(__file__).parent / "goals" / "goals.csv"
DAY = dt.date(2022, 10, 15)


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def brought(folder, *edits):
    """Import the sheet with texts in it replaced."""
    text = SHEET.read_text()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = folder.parent / "goals.csv"
    path.write_text(text)
    return import_goals(folder, path, as_of=DAY)


def test_goals_become_objectives_and_key_results_of_company_and_team(example):
    brought(example)
    plan = okr.load_plan(example)
    company, team = plan.objectives[-1], plan.team("retail").objectives[-1]
    assert (company.id, company.owner, company.focus_area) == ("goal-1", "Chief Executive Officer", "omnichannel")
    assert (team.id, team.supports, team.focus_area) == ("goal-2", ("goal-1",), "range")
    booked, returns = team.key_results
    assert (booked.kind, booked.start, booked.target, booked.due) == ("increase", 0, 1200, dt.date(2022, 12, 31))
    assert (returns.kind, returns.unit, returns.start, returns.target) == ("decrease", "share", 0.085, 0.06)
    assert returns.due == dt.date(2022, 12, 31)  # the end of the quarter that its cycle names


def test_what_a_team_set_aside_stays(example):
    plan = okr.load_plan(example)
    data = plan_data(plan)
    retail = next(team for team in data["teams"] if team["id"] == "retail")
    retail["not_now"] = [{**retail["initiatives"][0], "id": "later"}]
    okr.save_plan(changed_plan(plan, data), example)
    brought(example)
    assert [each.id for each in okr.load_plan(example).team("retail").not_now] == ["later"]


def test_owners_are_the_plans_roles_where_the_address_says_so(example):
    brought(example)
    booked, returns = okr.load_plan(example).team("retail").objectives[-1].key_results
    assert (booked.owner, returns.owner) == ("Head of Store Operations", "Head of Retail, Buyer")


def test_current_values_become_check_ins(example):
    done = brought(example)
    frame = load_check_ins(okr.load_plan(example))
    last = frame[frame["key_result"] == "goal-4"].iloc[-1]
    assert len(done.check_ins) == 2
    assert (last["date"], last["value"], last["comment"], last["author"]) == (
        DAY,
        0.08,
        "At risk",
        "Head of Retail, Buyer",
    )


def test_the_same_sheet_again_changes_nothing(example):
    brought(example)
    before = files_of(example)
    done = brought(example)
    assert (done.changes, done.check_ins) == ((), ())
    assert files_of(example) == before


def test_a_newer_sheet_brings_its_goals_up_to_date_and_keeps_what_the_plan_adds(example):
    brought(example)
    path = example / "teams/retail.yaml"
    path.write_text(path.read_text().replace("target: 1200\n", "target: 1200  # agreed\n        weight: 2\n"))
    done = brought(example, (",1200,310,", ",1500,420,"))
    booked = okr.load_plan(example).team("retail").objectives[-1].key_results[0]
    assert (booked.target, booked.weight) == (1500, 2)
    assert [str(change) for change in done.changes] == ["line 4, Target Value: goal-3 target: 1200 -> 1500"]
    assert "target: 1500  # agreed" in path.read_text()
    assert [check_in.value for check_in in done.check_ins] == [420]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Retail, Range", "Shops, Range", "line 3, Tags: no tag names the team of '2'; add one of Retail, E-commerce, Marketing, or Company as its Goal Type"),
        ("Retail, Range", "Retail, Marketing, Range", "line 3, Tags: the tags name more than one team: retail, marketing; keep one"),
        ("\n3,2,", "\n3,9,", "line 4, Parent Row IDs: there is no Row ID '9' and no such objective in the plan; add its row or take it out"),
        ("\n3,2,", '\n3,"1,2",', "line 4, Parent Row IDs: a key result belongs to one objective, and '3' names 2; name one"),
        ("\n3,2,", "\n3,4,", "line 4, Parent Row IDs: '4' is a key result, and nothing hangs below one; name an objective"),
        ("\n3,2,", "\n2,2,", "line 4, Row ID: '2' is the Row ID of line 3, Row ID already; give each goal its own"),
        ("\n3,2,", "\n,2,", "line 4, Row ID: is empty; give each goal a Row ID"),
        ("Key Result,", "Project,", "line 4, Goal Type: 'Project' has no place here: an initiative needs its effects, which a goal does not say; take the row out and add it in the plan"),
        (",1200,", ",many,", "line 4, Target Value: 'many' is not a number; write 1200.5, without unit and separators"),
        (",1200,", ",0,", "line 4, Row ID: start and target are both 0, so progress has no meaning; change one"),
        ("2022-12-31", "12/31/2022", "line 4, End Date: '12/31/2022' is not a date; write 2026-12-31"),
        ("Booked advice in stores", "", "line 4, Goal Title: is missing; add it"),
        ("head_of_store_operations@example.com", "", "line 4, Owner Emails: is missing; add it"),
        ("\n4,2,", "\n4,,", "line 5, Parent Row IDs: has values but no parent; name the Row ID of its objective, or write Objective as its Goal Type"),
    ],
)  # fmt: skip
def test_a_row_without_a_place_is_named_and_nothing_is_imported(example, old, new, said):
    before = files_of(example)
    with pytest.raises((okr.PlanError, okr.RecordsError)) as error:
        brought(example, (old, new))
    assert f"goals.csv: {said}" in [str(problem) for problem in error.value.problems]
    assert files_of(example) == before


def test_a_circle_of_parents_is_said_to_be_one(example):
    with pytest.raises(okr.PlanError, match="goal-1 -> goal-2 -> goal-1 is a circle of objectives"):
        brought(example, ("\n1,,", "\n1,2,"))


def test_a_dry_run_writes_nothing(example):
    before = files_of(example)
    assert len(import_goals(example, SHEET, as_of=DAY, dry_run=True).changes) == 4
    assert files_of(example) == before
