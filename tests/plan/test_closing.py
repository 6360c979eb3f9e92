"""The file of a closing: loaded with every problem, written with comments kept."""

import pytest

import okr_lib as okr
from okr_lib.plan.closing import Closing, closing_file, load_closings, save_closing, start_closing


def write(folder, text, quarter="Q2"):
    path = folder / closing_file(quarter)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return okr.load_plan(folder)


def test_the_examples_closing_loads(matas):
    closing = load_closings(matas)["Q3"]
    assert len(closing.decisions_sought) == 3
    assert closing.objectives["members-come-back"].changes["club-plus-subscribers"].target == 70000
    assert closing.closed is None


@pytest.mark.parametrize(
    "text, message",
    [
        ("objectives: {one-mata: {decision: keep}}", "closings/Q2.yaml:1: objectives.one-mata: there is no objective"),
        ("objectives: {one-matas: {decision: hold}}", "'hold' is not one of 'keep', 'change', 'drop'"),
        ("objectives: {one-matas: {causes: {nps: Late.}}}", "objective 'one-matas' has no key result 'nps'"),
        ("objectives: {one-matas: {decision: keep, changes: {q3-basket: {target: 3}}}}", "only with it"),
        ("drafts: [{title: More, team: sale}]", "there is no team 'sale'"),
        ("actions: [{what: Open, owner: Head}]", "actions[0].due: is missing"),
        ("quarter: Q3", "Q3 stands in the file of Q2"),
        ("learning: []", "did you mean 'learnings'?"),
        ("scores: {nps: {score: 1.4}}", "1.4 is not between 0 and 1"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(example, text, message):
    plan = write(example, text)
    with pytest.raises(okr.PlanError) as caught:
        load_closings(plan)
    assert message in str(caught.value)


def test_a_file_that_is_no_quarter_is_named(example):
    plan = write(example, "note: x", quarter="third")
    with pytest.raises(okr.PlanError, match=r"closings/third\.yaml: is not named after a quarter"):
        load_closings(plan)


def test_saving_changes_only_what_changed_and_keeps_comments(example):
    plan = okr.load_plan(example)
    before = (example / "closings/Q3.yaml").read_text()
    closing = load_closings(plan)["Q3"]
    save_closing(plan, closing.model_copy(update={"wins": (*closing.wins, "= a third win")}))
    after = (example / "closings/Q3.yaml").read_text()
    assert set(after.splitlines()) - set(before.splitlines()) == {"  - = a third win"}
    assert load_closings(plan)["Q3"].wins[-1] == "= a third win"
    save_closing(plan, closing)
    assert (example / "closings/Q3.yaml").read_text() == before


def test_a_closing_of_unknown_names_is_not_saved(example):
    plan = okr.load_plan(example)
    with pytest.raises(okr.PlanError, match="there is no objective 'none'"):
        save_closing(plan, Closing(quarter="Q2", objectives={"none": {}}))
    assert not (example / "closings/Q2.yaml").exists()


def test_a_started_closing_lists_every_open_objective(example):
    plan = okr.load_plan(example)
    start_closing(plan, "Q4")
    assert {outcome.decision for outcome in load_closings(plan)["Q4"].objectives.values()} == {None}
    text = (example / "closings/Q4.yaml").read_text()
    assert all(f"  {objective.id}:  # {objective.title}" in text for _, objective in plan.objectives_by_team())
    with pytest.raises(okr.PlanError, match="is there already"):
        start_closing(plan, "Q4")
