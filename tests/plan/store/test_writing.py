"""Whoever is killed in the middle of writing, whatever it was, leaves one of two versions, and the next one goes on."""

import io
import os
import pathlib
import shutil
import signal
import threading
from datetime import date

import filelock
import pytest

import okr_lib as okr
from okr_lib.errors import ChangedOnDiskError, NotWrittenError
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.check_ins import CheckIn, append_check_in, load_check_ins
from okr_lib.plan.closing import Closing, load_closings, save_close, save_closing
from okr_lib.plan.opinions import append_opinions, load_opinions
from okr_lib.plan.room_notes import NoteKind, RoomNote, add_room_note, load_room_notes
from okr_lib.plan.scenario import Scenario, load_scenarios, save_scenario
from okr_lib.plan.store import writing
from okr_lib.plan.store.writing import Edit, locked, save_files
from okr_lib.plan.values import Estimate

# Calls of the system that change what stands on a disk, or say that it stays there.
CHANGING = ("open", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "chmod", "fchmod")
CHECK_IN = CheckIn(date=date(2027, 4, 9), key_result="basket", value=70, author="Head of Sales")
ESTIMATE = {"Head of Sales": Estimate(low=1, likely=2, high=3)}


@pytest.fixture
def folder(tmp_path, small):
    """A small plan with a record of each kind."""
    key_result = {"id": "basket", "title": "A fuller basket", "unit": "DKK", "start": 50, "target": 80, "owner": "Head"}
    small["teams"][0]["objectives"] = [{"id": "more", "title": "More", "key_results": [key_result]}]
    effect = {"stream": "shop", "amount": 4}
    small["teams"][1]["initiatives"] = [{"id": "advice", "name": "Advice", "owner": "Head", "effects": [effect]}]
    plan = okr.save_plan(okr.Plan.model_validate(small), tmp_path / "plan")
    save_scenario(plan, Scenario(name="Late", drop=("advice",)))
    save_closing(plan, Closing(quarter="Q1"))
    append_check_in(plan, CHECK_IN)
    append_opinions(plan, "advice", "shop", ESTIMATE)
    return tmp_path / "plan"


def new_plan(plan):
    """The plan with another name and a likelihood, so that two files change."""
    data = with_value(plan_data(plan), ("name",), "New")
    return changed_plan(plan, with_value(data, ("teams", 1, "initiatives", 0, "probability"), 0.5))


NEW_CLOSING = Closing(quarter="Q1", learnings=("Ask first.",))
LATE = Scenario(name="Late", drop=("advice",))
NOTE = RoomNote("2027-04-09 10:00", NoteKind.QUESTION, "Who pays?")
# How each kind of record is changed in a folder, and what it then says.
KINDS = {
    "plan": (lambda plan: okr.save_plan(new_plan(plan), plan.folder), lambda plan: plan),
    "scenario": (
        lambda plan: save_scenario(plan, LATE.model_copy(update={"note": "New"}), replaces=LATE),
        load_scenarios,
    ),
    "closing": (lambda plan: save_closing(plan, NEW_CLOSING), load_closings),
    "close": (lambda plan: save_close(plan, NEW_CLOSING, new_plan(plan)), lambda plan: (plan, load_closings(plan))),
    "check-in": (lambda plan: append_check_in(plan, CHECK_IN), lambda plan: load_check_ins(plan).to_csv()),
    "opinion": (
        lambda plan: append_opinions(plan, "advice", "shop", {"Head of Brand": ESTIMATE["Head of Sales"]}),
        lambda plan: load_opinions(plan).to_csv(),
    ),
    "room note": (lambda plan: add_room_note(plan.folder, NOTE), lambda plan: load_room_notes(plan.folder)),
}


def killed_at(number, write, plan):
    """Whether a process that writes was killed right after its so-manyth call that changes a disk, or was done by then."""
    process = os.fork()
    if process == 0:
        calls = iter(range(number))

        def counted(call):
            def calling(*arguments, **named):
                found = call(*arguments, **named)
                reads = (call is opening and not arguments[1] & os.O_CREAT) or (call is io_open and "r" in arguments[1])
                if not reads and next(calls, None) is None:
                    os.kill(os.getpid(), signal.SIGKILL)
                return found

            return calling

        opening, io_open = os.open, io.open
        for name in CHANGING:
            setattr(os, name, counted(getattr(os, name)))
        io.open = counted(io.open)
        try:
            write(plan)
        finally:
            os._exit(0)
    return os.waitpid(process, 0)[1] == signal.SIGKILL


@pytest.fixture(params=["of the system", "a file"], autouse=True)
def lock(request, monkeypatch):
    """Both kinds of locks; a file that stands for one is all there is where Python has no fcntl."""
    if request.param == "a file":
        monkeypatch.setattr(filelock, "FileLock", filelock.SoftFileLock)
        monkeypatch.setattr("okr_lib.plan.store.lock.NAMELESS_SECONDS", 0.0)
    return request.param


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    "lock, kind",
    [*(("of the system", kind) for kind in KINDS), ("a file", "close"), ("a file", "check-in")],
    indirect=["lock"],
)
def test_killed_at_any_call_it_is_whole_and_one_of_two_versions(folder, kind):
    write, read = KINDS[kind]
    original = shutil.copytree(folder, folder.parent / "original")
    plan = okr.load_plan(folder)
    seen, killed = [read(plan)], True
    while killed:
        shutil.rmtree(folder)
        shutil.copytree(original, folder)
        killed = killed_at(len(seen) - 1, write, plan)
        seen.append(read(okr.load_plan(folder)))
        with locked(folder):
            pass
        assert read(okr.load_plan(folder)) == seen[-1]
        assert not list(folder.rglob("*.saving-*"))
    before, after = seen[0], seen[-1]
    assert before != after
    assert [each for each in seen if each not in (before, after)] == []
    assert seen == sorted(seen, key=[before, after].index)  # once it counts, it goes on counting


@pytest.mark.parametrize("kind", KINDS)
def test_who_writes_waits_for_another_who_does(folder, kind):
    plan, (write, read) = okr.load_plan(folder), KINDS[kind]
    before = read(plan)
    writer = threading.Thread(target=write, args=[plan])
    with locked(folder):
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()
    writer.join()
    assert read(okr.load_plan(folder)) != before


def test_files_are_written_all_or_none_and_what_they_held_is_kept(tmp_path, monkeypatch):
    with locked(tmp_path):
        save_files(tmp_path, {"plan.yaml": Edit(None, b"1"), "teams/a.yaml": Edit(None, b"1")})
        replace, count = os.replace, iter(range(100))

        def failing(*places):
            if next(count) == 4:  # two versions and a file are in their places, under a journal
                raise OSError(28, os.strerror(28))
            replace(*places)

        monkeypatch.setattr(os, "replace", failing)
        edits = {"plan.yaml": Edit(b"1", None), "teams/a.yaml": Edit(b"1", b"2"), "teams/b.yaml": Edit(None, b"2")}
        with pytest.raises(OSError, match="No space left"):
            save_files(tmp_path, edits)
        assert {path.name: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == {
            "plan.yaml": b"1",
            "a.yaml": b"1",
        }
        save_files(tmp_path, edits)
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    versions = {".history/plan.000001.yaml": b"1", ".history/teams/a.000001.yaml": b"1"}
    assert found == {"teams/a.yaml": b"2", "teams/b.yaml": b"2", **versions}


def test_a_disk_that_refuses_everything_from_the_middle_on_leaves_what_it_held_to_be_read(folder, monkeypatch):
    plan, count = okr.load_plan(folder), iter(range(100))
    put = writing.put_in_place

    def refuse(*about):
        if next(count) > 2:
            raise OSError(5, os.strerror(5))
        put(*about)

    with monkeypatch.context() as disk:
        disk.setattr(writing, "put_in_place", refuse)
        disk.setattr(pathlib.Path, "write_bytes", refuse)
        with pytest.raises(NotWrittenError, match="Input/output error"):
            okr.save_plan(new_plan(plan), folder)
    assert okr.load_plan(folder) == plan
    assert okr.save_plan(new_plan(plan), folder).name == "New"
    assert not list(folder.rglob("*.saving-*"))


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(b"theirs")
    with locked(tmp_path):
        with pytest.raises(ChangedOnDiskError, match=r"plan\.yaml: is there already"):
            save_files(tmp_path, {"plan.yaml": Edit(None, b"ours")})
        with pytest.raises(ChangedOnDiskError, match=r"plan\.yaml: changed on disk"):
            save_files(tmp_path, {"teams/a.yaml": Edit(None, b"ours"), "plan.yaml": Edit(b"read", b"ours")})
    assert [path.read_bytes() for path in tmp_path.rglob("*.yaml")] == [b"theirs"]


def test_a_folder_that_is_not_there_is_made_or_said(tmp_path):
    refused = pytest.raises(NotWrittenError, match="a: could not be written: No such file or directory")
    with refused, locked(tmp_path / "no", "a", create=False):
        pass
    with locked(tmp_path / "yes" / "there"):
        assert (tmp_path / "yes" / "there" / ".history").is_dir()
