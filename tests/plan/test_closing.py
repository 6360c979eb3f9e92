"""The file of a closing: loaded with every problem, written with comments kept."""

import os

import pytest

import okr_lib as okr
from okr_lib.errors import ChangedOnDiskError
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.closing import Closing, Forecast, closing_file, load_closings, save_close, save_closing, start_closing
from okr_lib.plan.store.journal import unfinished_save
from tests.plan.store.test_journal import die_after_one_move


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
        ("forecast: {expected: 5, low: 4, high: 6, target: 5}", "forecast.likelihood: is missing"),
        (
            "forecast: {expected: 5, low: 6, high: 4, likelihood: 0.5, target: 5}",
            "closings/Q2.yaml:1: forecast: low 6 is above high 4; write the lower one first",
        ),
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


def test_a_forecast_is_kept_in_the_file_and_comes_back(example):
    plan = okr.load_plan(example)
    text = (example / "closings/Q3.yaml").read_text()
    (example / "closings/Q3.yaml").write_text(text[: text.index("forecast:")])
    closing = load_closings(plan)["Q3"]
    assert closing.forecast is None  # written before forecasts were kept
    said = Forecast(through="Q3", expected=4440.6, low=4431.6, high=4449.2, likelihood=0.013, target=4455)
    save_closing(plan, closing.model_copy(update={"forecast": said}))
    assert load_closings(plan)["Q3"].forecast == said
    text = (example / "closings/Q3.yaml").read_text()
    assert all(line in text for line in ("forecast:", "through: Q3", "low: 4431.6", "likelihood: 0.013"))


def test_a_closing_that_somebody_else_wrote_since_is_not_written_over(example):
    plan = okr.load_plan(example)
    loaded = load_closings(plan)["Q3"]
    theirs, ours = (loaded.model_copy(update={"note": note}) for note in ("Theirs.", "Ours."))
    save_closing(plan, theirs, replaces=loaded)
    for save in (save_closing, lambda *about, **known: save_close(*about, carried_over(plan), **known)):
        with pytest.raises(ChangedOnDiskError, match=r"closings/Q3\.yaml: changed on disk"):
            save(plan, ours, replaces=loaded)
    assert load_closings(okr.load_plan(example))["Q3"] == theirs
    save_closing(plan, Closing(quarter="Q4"), replaces=Closing(quarter="Q4"))


def test_what_a_closing_said_before_is_kept(example):
    former, plan = (example / "closings/Q3.yaml").read_bytes(), okr.load_plan(example)
    save_closing(plan, load_closings(plan)["Q3"].model_copy(update={"note": "New."}))
    assert (example / ".history/closings/Q3.000001.yaml").read_bytes() == former


def test_a_closing_of_unknown_names_is_not_saved(example):
    plan = okr.load_plan(example)
    with pytest.raises(okr.PlanError, match="there is no objective 'none'"):
        save_closing(plan, Closing(quarter="Q4", objectives={"none": {}}))
    assert not (example / "closings/Q4.yaml").exists()


def test_a_started_closing_lists_every_open_objective(example):
    plan = okr.load_plan(example)
    start_closing(plan, "Q4")
    assert {outcome.decision for outcome in load_closings(plan)["Q4"].objectives.values()} == {None}
    text = (example / "closings/Q4.yaml").read_text()
    assert all(f"  {objective.id}:  # {objective.title}" in text for _, objective in plan.objectives_by_team())
    with pytest.raises(okr.PlanError, match="is there already"):
        start_closing(plan, "Q4")


def carried_over(plan):
    return changed_plan(plan, with_value(plan_data(plan), ("name",), "Carried over"))


def test_a_close_that_is_killed_between_its_files_is_whole_all_the_same(example):
    plan = okr.load_plan(example)
    process = os.fork()
    if process == 0:
        die_after_one_move()
        save_close(plan, Closing(quarter="Q2", learnings=("Ask first.",)), carried_over(plan))
    os.waitpid(process, 0)
    assert unfinished_save(example).names
    after = okr.load_plan(example)
    assert after.name == "Carried over"
    assert load_closings(after)["Q2"].learnings == ("Ask first.",)
    save_closing(after, Closing(quarter="Q2", learnings=("Ask twice.",)))
    assert not unfinished_save(example).names
    assert not list(example.rglob("*.saving-*"))
    assert load_closings(okr.load_plan(example))["Q2"].learnings == ("Ask twice.",)


def test_a_close_whose_plan_somebody_changed_meanwhile_writes_nothing(example):
    plan = okr.load_plan(example)
    okr.save_plan(changed_plan(plan, with_value(plan_data(plan), ("name",), "Theirs")), example)
    with pytest.raises(okr.PlanError, match="changed"):
        save_close(plan, Closing(quarter="Q4"), carried_over(plan))
    assert "Q4" not in load_closings(okr.load_plan(example))
