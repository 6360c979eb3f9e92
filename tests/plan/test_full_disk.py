"""A disk that is full: whatever is being written, the plan loads, and is the old or the new one as was said."""

import resource
from contextlib import contextmanager

import pytest
from openpyxl import load_workbook

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.check_ins import CheckIn, append_check_in, load_check_ins
from okr_lib.plan.closing import Closing, load_closings, save_close
from okr_lib.plan.workbook.transfer import import_workbook, save_workbook

pytest.importorskip("fcntl")
SIZES = [*range(0, 400, 57), *range(400, 4000, 311), 8_000, 30_000]


@contextmanager
def room_for(size):
    """No file may grow above this many bytes, as on a disk that is full there."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def renamed(plan, name):
    """The plan with another name and a likelihood, so that several files change."""
    data = with_value(plan_data(plan), ("name",), name)
    return changed_plan(plan, with_value(data, ("teams", 0, "initiatives", 0, "probability"), 0.5))


def save(folder, plan):
    okr.save_plan(renamed(plan, "New"), folder)


def close(folder, plan):
    save_close(plan, Closing(quarter="Q2", learnings=("Ask first.",)), renamed(plan, "New"))


def import_(folder, _):
    import_workbook(folder, folder.parent / "new.xlsx")


@pytest.fixture
def new_workbook(example, matas):
    """A workbook of the example in which somebody changed what ``renamed`` changes."""
    path = example.parent / "new.xlsx"
    save_workbook(matas, path)
    book = load_workbook(path)
    (name,) = [cell for row in book["Plan"].iter_rows() for cell in row if cell.value == matas.name]
    (row,) = [row for row in book["Initiatives"].iter_rows() if row[0].value == matas.teams[0].initiatives[0].id]
    (likelihood,) = [cell for cell in row if cell.value == 0.9]
    name.value, likelihood.value = "New", 0.5
    book.save(path)


@pytest.mark.usefixtures("new_workbook")
@pytest.mark.parametrize("write", [save, close, import_])
def test_a_disk_that_fills_while_the_plan_is_written_leaves_the_old_one(example, write):
    plan = okr.load_plan(example)
    closings = load_closings(plan)
    seen = set()
    for size in SIZES if write is save else SIZES[::3]:
        failed = False
        try:
            with room_for(size):
                write(example, okr.load_plan(example))
        except okr.OkrError:
            failed = True
        now = okr.load_plan(example)
        seen.add(failed)
        assert now.name == (plan.name if failed else "New"), size
        assert now == (plan if failed else renamed(plan, "New"))
        assert (load_closings(now) == closings) == (failed or write is not close)
        assert not list(example.rglob("*.saving-*"))
        if not failed:
            break
    assert seen == {True, False}


def test_a_disk_that_fills_while_a_workbook_is_written_leaves_the_one_that_was_there(example, tmp_path):
    plan, path = okr.load_plan(example), tmp_path / "plan.xlsx"
    save_workbook(plan, path)
    before = path.read_bytes()
    for size in range(0, len(before) - 200, len(before) // 20):
        with room_for(size), pytest.raises(okr.PlanError, match="cannot be written"):
            save_workbook(renamed(plan, "New"), path, overwrite=True)
        assert path.read_bytes() == before


def test_a_disk_that_fills_with_a_check_in_keeps_the_others(example):
    plan = okr.load_plan(example)
    before = load_check_ins(plan)
    size = (example / "check_ins.csv").stat().st_size
    check_in = CheckIn(date="2023-01-09", key_result="nps-stores", value=1, author="Head", comment="x" * 4_000)
    for room in range(size, size + 4_000, 37):
        with room_for(room), pytest.raises(okr.RecordsError, match="could not be written"):
            append_check_in(plan, check_in)
        assert (example / "check_ins.csv").stat().st_size == size
    assert load_check_ins(plan).equals(before)
