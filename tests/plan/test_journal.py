"""A save of several files is whole or not there at all, also for a process that is killed in its middle."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.folder import file_contents, plan_hash
from okr_lib.plan.journal import JOURNAL, finish, pending
from okr_lib.plan.model import Plan
from okr_lib.plan.saving import replace_all
from tests.conftest import ROOT

KILLS = 200


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


def save_telling(plan, folder, pipe):
    """Save, and write to a pipe when the files are about to be written and when they are."""
    from okr_lib.plan import saving

    write = saving.replace_all

    def telling(where, contents):
        ours = where == folder
        os.write(pipe, b"." if ours else b"")
        write(where, contents)
        os.write(pipe, b"!" if ours else b"")

    saving.replace_all = telling
    saving.save_plan(plan, folder)
    os._exit(0)


def forked_save(plan, folder, wait):
    """Save in a fork; ``wait`` is called with the reading end of its pipe once writing begins. Then it is killed."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        save_telling(plan, folder, writing)
    os.close(writing)
    os.read(reading, 1)
    wait(reading)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(reading)


def seconds_until_written(pipe):
    start = time.perf_counter()
    os.read(pipe, 1)
    return time.perf_counter() - start


def kill_many(folder, versions, kills):
    """Kill savers after a random part of the time that writing takes; gives how often what was found after it."""
    chance = random.Random(1)  # noqa: S311
    took = []
    seen = {"old": 0, "new": 0, "journal": 0, "wrong": 0}
    plan = okr.load_plan(folder)
    for number in range(kills + 5):
        old, new = versions if plan == versions[0] else versions[::-1]
        if number < 5:  # first let some finish, to see how long it takes
            forked_save(new.with_source(plan.source), folder, lambda pipe: took.append(seconds_until_written(pipe)))
        else:
            pause = chance.uniform(0, 1.1) * min(took)
            forked_save(new.with_source(plan.source), folder, lambda _, pause=pause: time.sleep(pause))
            seen["journal"] += bool(pending(folder))
            plan = okr.load_plan(folder)
            seen["new" if plan == new else "old" if plan == old else "wrong"] += 1
        plan = okr.load_plan(folder)
    return seen


def main(folder):
    small = {
        "name": "Shop",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Shop"}],
        "teams": [{"id": name, "name": name.title()} for name in ("sales", "brand", "service")],
    }
    versions = two_versions(small)
    okr.save_plan(versions[0], folder)
    sys.stdout.write(json.dumps(kill_many(folder, versions, KILLS)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_hundred_savers_killed_at_random_leave_one_of_the_two_versions(tmp_path):
    command = [sys.executable, "-m", "tests.plan.test_journal", str(tmp_path / "plan")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    seen = json.loads(done.stdout)
    assert seen["wrong"] == 0
    assert seen["old"] + seen["new"] == KILLS
    assert min(seen["old"], seen["new"]) > 0
    assert seen["journal"] > 0  # some were caught between two files


@pytest.fixture
def caught(tmp_path, small):
    """A folder whose saver was killed right after the first of its files had moved."""
    first, second = two_versions(small)
    folder = tmp_path / "plan"
    plan = okr.save_plan(first, folder)
    process = os.fork()
    if process == 0:
        die_after_one_move(folder)
        okr.save_plan(second.with_source(plan.source), folder)
    os.waitpid(process, 0)
    return folder, second


def die_after_one_move(folder):
    """Make this process kill itself when the second file of a save in the folder shall move to its place."""
    from okr_lib.plan import saving

    move, moved = saving.move_all, []

    def moving(where, asides):
        if where == folder:
            moved.append(asides)
        if len(moved) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        move(where, asides)

    saving.move_all = moving


def test_what_stands_aside_is_read_from_there(caught):
    folder, second = caught
    assert pending(folder)
    assert okr.load_plan(folder) == second


def test_the_next_save_finishes_what_was_left(caught):
    folder, _ = caught
    plan = okr.load_plan(folder)
    okr.save_plan(changed_plan(plan, with_value(plan_data(plan), ("name",), "Shops")), folder)
    assert not pending(folder)
    assert okr.load_plan(folder).name == "Shops"
    assert not list(folder.rglob("*.saving-*"))


def test_the_hash_is_that_of_the_finished_save(caught):
    folder, _ = caught
    before = plan_hash(folder)
    finish(folder)
    assert plan_hash(folder) == before


def test_a_file_left_aside_by_a_save_that_did_not_count_is_passed_over(example):
    before = file_contents(example)
    (example / ".plan.yaml.saving-abc").write_text("half a fi")
    (example / "teams" / ".retail.yaml.saving-abc").write_text("half a fi")
    assert file_contents(example) == before


def test_one_file_needs_no_journal(tmp_path, monkeypatch):
    replace_all(tmp_path, {"a": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    replace_all(tmp_path, {"a": b"2", "b": b"2"})
    assert not (tmp_path / JOURNAL).exists()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
