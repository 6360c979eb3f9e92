"""Every change is saved at once, and two people who edit the same plan lose nothing of either."""

import asyncio
import errno
import os

import pytest

import okr_lib as okr
from okr_lib.plan import model, references
from okr_lib.plan.changes import changed_plan, plan_data, value_at, with_value, without
from okr_lib.widgets.session import EditingSession, NoteKind

PLUS = ("teams", "marketing", "initiatives", "club-plus")
COST, CHANCE = (*PLUS, "cost"), (*PLUS, "probability")
FILE = "teams/marketing.yaml"


def put(session, path, value, **settings):
    session.change(changed_plan(session.plan, with_value(plan_data(session.plan), path, value)), **settings)


def at(plan, path):
    return value_at(plan_data(plan), path)


def kinds(session):
    return [note.kind for note in session.notes]


@pytest.fixture
def mine(example):
    return EditingSession.open(example, check=okr.growth_ledger)


@pytest.fixture
def theirs(example):
    return EditingSession.open(example, check=okr.growth_ledger)


def test_a_change_is_in_the_folder_at_once(mine, example):
    put(mine, COST, 9)
    assert at(okr.load_plan(example), COST) == 9
    assert mine.plan == okr.load_plan(example)
    assert (mine.unsaved, mine.notes, mine.conflicts) == ("", (), ())


def test_an_edit_checks_the_plan_twice_and_asks_for_one_ledger(example, monkeypatch):
    asked = []
    session = EditingSession.open(example, check=lambda _: asked.append("ledger"))
    whole = references.reference_problems
    monkeypatch.setattr(model, "reference_problems", lambda *given: (asked.append("plan"), whole(*given))[1])
    asked.clear()
    session.change_data(with_value(plan_data(session.plan), CHANCE, 0.3))
    assert sorted(asked) == ["ledger", "plan", "plan"]  # what was changed, and what then stands in the folder
    assert at(okr.load_plan(example), CHANCE) == 0.3


def test_opening_and_looking_write_nothing(mine, example):
    mine.look()
    assert not (example / ".history").exists()


def test_a_change_is_shown_before_it_is_saved(mine, example):
    seen = []
    mine.on_change(lambda: seen.append((at(mine.plan, COST), at(okr.load_plan(example), COST))))
    put(mine, COST, 9)
    assert seen == [(9, 4)]


def test_what_is_no_plan_is_refused_and_nothing_changes(mine, example):
    before = mine.plan
    with pytest.raises(okr.PlanError, match=r"1\.4 is not between 0 and 1"):
        put(mine, CHANCE, 1.4)
    assert mine.plan is before
    assert not mine.can_undo


def test_what_does_not_pass_the_check_is_refused(mine):
    with pytest.raises(okr.PlanError, match="lower bound 500 is above upper bound 2"):
        put(mine, ("allocation",), {"lower": {"retail": 500}, "upper": {"retail": 2}})
    assert mine.plan.allocation.lower == {}


def test_undo_and_redo_write_too(mine, example):
    put(mine, COST, 9)
    put(mine, COST, 11)
    for move, value in (
        (mine.undo, 9),
        (mine.undo, 4),
        (mine.undo, 4),
        (mine.redo, 9),
        (mine.redo, 11),
        (mine.redo, 11),
    ):
        move()
        assert at(okr.load_plan(example), COST) == value
    assert (mine.can_undo, mine.can_redo) == (True, False)


def test_a_new_change_ends_what_could_be_redone(mine):
    put(mine, COST, 9)
    mine.undo()
    put(mine, CHANCE, 0.5)
    assert not mine.can_redo


def test_typing_a_title_is_one_step_of_undo(mine):
    title = ("teams", "marketing", "objectives", "members-come-back", "title")
    before = at(mine.plan, title)
    for words in ("Mem", "Members", "Members come back"):
        put(mine, title, words, about=title)
    mine.undo()
    assert at(mine.plan, title) == before


def test_two_people_in_the_same_file_lose_no_edit(mine, theirs, example):
    put(mine, COST, 9)
    put(theirs, CHANCE, 0.5)
    put(mine, (*PLUS, "name"), "Plus")
    assert [at(okr.load_plan(example), path) for path in (COST, CHANCE, (*PLUS, "name"))] == [9, 0.5, "Plus"]
    assert kinds(theirs) == [NoteKind.TAKEN_OVER]
    assert theirs.notes[0].files == (FILE,)


def test_many_edits_by_two_people_in_turn_are_all_there(mine, theirs, example):
    initiatives = [entry.id for entry in mine.plan.team("marketing").initiatives]
    for turn in range(6):
        session, field = (mine, "cost") if turn % 2 else (theirs, "effort")
        put(session, ("teams", "marketing", "initiatives", initiatives[turn // 2], field), turn + 20)
    found = okr.load_plan(example).team("marketing").initiatives
    assert [(entry.effort, entry.cost) for entry in found] == [(20, 21), (22, 23), (24, 25)]
    assert mine.conflicts == theirs.conflicts == ()


def test_an_edit_in_an_editor_is_taken_over_when_somebody_looks(mine, example):
    told = []
    mine.on_change(lambda: told.append(kinds(mine)))
    (example / FILE).write_text((example / FILE).read_text().replace("cost: 4", "cost: 8"))
    mine.look()
    assert at(mine.plan, COST) == 8
    assert told[-1] == [NoteKind.TAKEN_OVER]


def test_the_same_field_changed_by_both_keeps_both_and_asks(mine, theirs, example):
    put(theirs, COST, 9)
    put(mine, COST, 11)
    [conflict] = mine.conflicts
    assert (conflict.path, conflict.mine, conflict.theirs) == (COST, 11, 9)
    assert kinds(mine) == [NoteKind.CONFLICT]
    assert at(okr.load_plan(example), COST) == 9
    assert any("cost: 11" in path.read_text() for path in (example / ".history" / "teams").iterdir())


@pytest.mark.parametrize(("own", "value"), [(True, 11), (False, 9)])
def test_choosing_settles_a_conflict(mine, theirs, example, own, value):
    put(theirs, COST, 9)
    put(mine, COST, 11)
    mine.choose(mine.conflicts[0], mine=own)
    assert mine.conflicts == ()
    assert at(okr.load_plan(example), COST) == value


def test_undo_takes_back_ones_own_change_only(mine, theirs):
    put(mine, COST, 9)
    put(theirs, CHANCE, 0.5)
    mine.undo()
    assert (at(mine.plan, COST), at(mine.plan, CHANCE)) == (4, 0.5)


def test_changes_that_cannot_stand_together_leave_theirs_and_list_mine(mine, theirs, example):
    """Theirs removes a focus area; mine puts an initiative into it."""
    put(mine, ("focus_areas",), [*plan_data(mine.plan)["focus_areas"], {"id": "speed", "name": "Speed"}])
    theirs.look()
    theirs.change(changed_plan(theirs.plan, without(plan_data(theirs.plan), ("focus_areas", "speed"))))
    put(mine, (*PLUS, "focus_area"), "speed")
    assert okr.load_plan(example) == theirs.plan
    assert [(conflict.path, conflict.mine) for conflict in mine.conflicts] == [((*PLUS, "focus_area"), "speed")]


def test_a_file_that_somebody_else_broke_is_told_and_mine_is_kept(mine, example):
    whole = (example / FILE).read_bytes()
    (example / FILE).write_bytes(b"objectives: [\n")
    put(mine, COST, 9)
    assert at(mine.plan, COST) == 9
    assert NoteKind.UNUSABLE in kinds(mine)
    assert mine.unsaved
    (example / FILE).write_bytes(whole)
    mine.look()
    assert at(okr.load_plan(example), COST) == 9
    assert mine.unsaved == ""


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_folder_that_cannot_be_written_keeps_edits_and_tries_again(mine, example, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as system:
        system.setattr("okr_lib.plan.store.atomic.os.replace", refuse)
        put(mine, COST, 9)
        put(mine, CHANCE, 0.5)
        assert os.strerror(number) in mine.unsaved
        assert kinds(mine) == [NoteKind.NOT_SAVED]
        assert (at(mine.plan, COST), at(okr.load_plan(example), COST)) == (9, 4)
    mine.look()
    assert kinds(mine)[-1] == NoteKind.SAVED_AGAIN
    assert [at(okr.load_plan(example), path) for path in (COST, CHANCE)] == [9, 0.5]


def test_watching_takes_over_without_anybody_acting(mine, example):
    async def wait():
        mine.watch(0.01)
        (example / FILE).write_text((example / FILE).read_text().replace("cost: 4", "cost: 8"))
        for _ in range(15_000):  # five minutes, on a machine as busy as that
            await asyncio.sleep(0.02)
            if at(mine.plan, COST) == 8:
                break
        mine.close()

    asyncio.run(wait())
    assert at(mine.plan, COST) == 8


def test_a_new_session_finds_everything_as_it_was(mine, example):
    put(mine, COST, 9)
    assert EditingSession.open(example).plan == mine.plan


def test_a_plan_made_in_code_has_no_folder_to_edit(small):
    with pytest.raises(okr.PlanError, match="has no folder"):
        EditingSession(okr.Plan.model_validate(small))


def test_a_folder_that_was_led_away_is_told_and_looking_goes_on(mine, example, tmp_path):
    (tmp_path / "away").mkdir()
    (example / "teams").rename(tmp_path / "teams")
    (example / "teams").symlink_to(tmp_path / "away")
    mine.look()
    assert kinds(mine) == [NoteKind.UNUSABLE]
    assert "leads out of the folder" in str(mine.notes[0].problems[0])
    (example / "teams").unlink()
    (tmp_path / "teams").rename(example / "teams")
    put(mine, COST, 9)
    assert at(okr.load_plan(example), COST) == 9
