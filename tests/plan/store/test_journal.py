"""A save that was killed between two of its files: read as it was meant, finished by the next, and never believed blindly."""

import json
import os
import shutil
import signal

import pytest
from typer.testing import CliRunner

import okr_lib as okr
from okr_lib.cli import app
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.folder import file_contents, plan_hash
from okr_lib.plan.model import Plan
from okr_lib.plan.store import writing
from okr_lib.plan.store.history import HISTORY
from okr_lib.plan.store.journal import JOURNAL, finish_save, unfinished_save
from okr_lib.plan.store.writing import locked


def two_versions(small):
    """Plans that differ in every file: the stream's id, which an initiative of each team names."""
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)
    for team in small["teams"]:
        effect = {"stream": "shop", "amount": 4}
        team["initiatives"] = [{"id": f"do-{team['id']}", "name": "Do", "owner": "Head", "effects": [effect]}]
    first = Plan.model_validate(small)
    small["streams"][0]["id"] = "store"
    for team in small["teams"]:
        team["initiatives"][0]["effects"][0]["stream"] = "store"
    return first, Plan.model_validate(small)


@pytest.fixture
def caught(tmp_path, small):
    """A folder whose saver was killed right after the first of its files had moved."""
    first, second = two_versions(small)
    folder = tmp_path / "plan"
    plan = okr.save_plan(first, folder)
    process = os.fork()
    if process == 0:
        die_after_one_move()
        okr.save_plan(second.with_source(plan.source), folder)
    os.waitpid(process, 0)
    return folder, second


def die_after_one_move():
    """Make this process kill itself when the second file of a save shall move to its place."""
    put, moved = writing.put_in_place, []

    def putting(target, aside):
        if HISTORY not in target.parts:
            moved.append(target)
        if len(moved) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        put(target, aside)

    writing.put_in_place = putting


def test_what_stands_aside_is_read_from_there(caught):
    folder, second = caught
    assert unfinished_save(folder).names
    assert okr.load_plan(folder) == second


def test_the_next_save_finishes_what_was_left(caught):
    folder, _ = caught
    plan = okr.load_plan(folder)
    okr.save_plan(changed_plan(plan, with_value(plan_data(plan), ("name",), "Shops")), folder)
    assert not unfinished_save(folder).names
    assert okr.load_plan(folder).name == "Shops"
    assert not list(folder.rglob("*.saving-*"))


def test_the_hash_is_that_of_the_finished_save(caught):
    folder, _ = caught
    before = plan_hash(folder)
    finish_save(folder)
    assert plan_hash(folder) == before


def test_a_file_left_aside_by_a_save_that_did_not_count_is_passed_over(example):
    before = file_contents(example)
    (example / ".plan.yaml.saving-abc").write_text("half a fi")
    (example / "teams" / ".retail.yaml.saving-abc").write_text("half a fi")
    assert file_contents(example) == before


def journalled(folder, text):
    """Put a journal into a folder."""
    (folder / HISTORY).mkdir(exist_ok=True)
    (folder / JOURNAL).write_bytes(text if isinstance(text, bytes) else json.dumps(text).encode())


def moving(aside, before=None, after=None, name="plan.yaml"):
    return {"version": 2, "files": {name: {"aside": aside, "before": before, "after": after}}}


NOT_OURS = {
    "a file beside the plan goes": {"../victim.txt": None},
    "a file beside the plan moves": {"../victim.txt": "../secret.txt"},
    "an absolute path": {"/victim.txt": None},
    "from outside": {"plan.yaml": "../secret.txt"},
    "from another folder": moving("teams/.plan.yaml.saving-a"),
    "over what is no plan's": {"actuals.csv": ".actuals.csv.saving-a"},
    "a script": {"teams/../run.py": None},
    "not what was written": moving(".plan.yaml.saving-a", after="0" * 64),
    "another version": {"version": 3, "files": {}},
    "a list": [],
    "a number for a name": {"plan.yaml": 3},
    "no JSON": b"{",
    "not UTF-8": b"\xff",
    "nothing": b"",
    "very deep": b"[" * 100_000,
}


@pytest.mark.parametrize("journal", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_a_journal_that_no_save_of_a_plan_wrote_is_refused_and_moves_nothing(example, journal):
    plan = okr.load_plan(example)
    for name in ("victim.txt", "secret.txt"):
        (example.parent / name).write_text(name)
    (example / ".plan.yaml.saving-a").write_text("name: Theirs")
    journalled(example, journal)
    before = {path: path.read_bytes() for path in example.parent.rglob("*") if path.is_file()}
    changed = changed_plan(plan, with_value(plan_data(plan), ("name",), "Ours"))
    for use in (okr.load_plan, lambda folder: okr.save_plan(changed, folder)):
        with pytest.raises(okr.PlanError) as caught:
            use(example)
        assert [problem.file for problem in caught.value.problems] == [JOURNAL]
        assert "is not what a save of this plan left behind; remove it" in str(caught.value)
    assert {path: before.get(path) for path in before} == {
        path: path.read_bytes() for path in example.parent.rglob("*") if path.is_file() and path.name != "lock"
    }


def test_a_journal_of_an_earlier_version_is_finished(example):
    text = (example / "plan.yaml").read_text()
    (example / ".plan.yaml.saving-old").write_text(text.replace("Matas 2022/23", "Theirs"))
    journalled(example, {"plan.yaml": ".plan.yaml.saving-old"})
    assert okr.load_plan(example).name == "Theirs"
    finish_save(example)
    assert okr.load_plan(example).name == "Theirs"
    assert not (example / JOURNAL).exists()


def by_hand(folder, name):
    """Change a file as an editor does."""
    path = folder / name
    path.write_bytes(path.read_bytes() + b"# by hand\n")
    return path.read_bytes()


def test_a_change_by_hand_after_a_save_that_stopped_is_the_plan_and_what_was_not_written_is_kept(caught, caplog):
    folder, _ = caught
    (name, *_) = [name for name in unfinished_save(folder).names if name.startswith("teams/")]
    lost = (folder / unfinished_save(folder).asides[name]).read_bytes()
    text = by_hand(folder, name)
    assert unfinished_save(folder).overtaken == (name,)
    said = CliRunner().invoke(app, ["check", str(folder)]).output
    assert f"{name}: was changed by hand after a save that was not finished" in said
    assert file_contents(folder)[0][name] == text
    with locked(folder):
        pass
    assert (folder / name).read_bytes() == text
    assert lost in [path.read_bytes() for path in (folder / HISTORY / "teams").iterdir()]
    assert f"{name}: was changed by hand after a save that was not finished" in caplog.text
    assert not list(folder.rglob("*.saving-*"))


def test_a_change_by_hand_of_what_a_stopped_save_had_written_lets_the_rest_be_finished(caught):
    folder, second = caught
    by_hand(folder, "plan.yaml")  # the first that was moved
    assert okr.load_plan(folder) == second
    finish_save(folder)
    assert (folder / "plan.yaml").read_bytes().endswith(b"# by hand\n")
    assert okr.load_plan(folder) == second


def test_what_a_killed_save_left_in_the_history_is_cleared_away(example):
    for name in (".history/teams", ".history"):
        (example / name).mkdir(parents=True, exist_ok=True)
        (example / name / ".retail.000001.yaml.saving-x").write_text("half")
    with locked(example):
        assert not list(example.rglob("*.saving-*"))


@pytest.mark.parametrize("name", [".history", "closings", "teams", "scenarios", ".history/teams"])
def test_a_folder_that_leads_away_is_not_written_to(example, tmp_path, name):
    plan = okr.load_plan(example)
    away = tmp_path / "away"
    away.mkdir()
    (away / ".x.yaml.saving-a").write_text("theirs")
    shutil.rmtree(example / name, ignore_errors=True)
    (example / name).parent.mkdir(exist_ok=True)
    (example / name).symlink_to(away)
    changed = changed_plan(plan, with_value(plan_data(plan), ("teams", 0, "initiatives", 0, "probability"), 0.5))
    with pytest.raises(okr.PlanError, match="leads out of the folder"):
        okr.save_plan(changed, example)
    assert [path.name for path in away.iterdir()] == [".x.yaml.saving-a"]


def test_a_pipe_for_a_lock_is_refused_at_once(example):
    (example / HISTORY).mkdir()
    os.mkfifo(example / HISTORY / "lock")
    plan = okr.load_plan(example)
    changed = changed_plan(plan, with_value(plan_data(plan), ("name",), "Ours"))
    with pytest.raises(okr.PlanError, match="is no regular file but a pipe or a device"):
        okr.save_plan(changed, example)
