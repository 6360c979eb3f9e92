"""The starter plan is copied whole, into a new folder only."""

import os

import pytest

import okr_lib as okr
from okr_lib.plan.starter import empty_plan, new_plan, templates_folder


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_plan_is_the_template_and_loads(tmp_path):
    new_plan(tmp_path / "plan")
    assert files_of(tmp_path / "plan") == files_of(templates_folder() / "plan")
    assert okr.load_plan(tmp_path / "plan").target.growth == 0.2


def test_the_starter_plan_closes_with_every_team_contributing(tmp_path):
    new_plan(tmp_path / "plan")
    ledger = okr.growth_ledger(okr.load_plan(tmp_path / "plan"))
    assert ledger["amount"].sum() == pytest.approx(1200)
    contributions = ledger[ledger["line"] == "initiative"].groupby("team")["amount"].sum()
    assert (contributions > 0).sum() == 3


@pytest.mark.parametrize("empty", [False, True])
def test_the_folder_is_new_or_empty_and_nothing_else_is_left(tmp_path, empty):
    folder = tmp_path / "deep" / "plan"
    (folder if empty else folder.parent).mkdir(parents=True)
    new_plan(str(folder))
    assert (folder / "plan.yaml").exists()
    assert list(folder.parent.iterdir()) == [folder]


def test_folders_above_are_made(tmp_path):
    new_plan(tmp_path / "a" / "b" / "plan")
    assert (tmp_path / "a" / "b" / "plan" / "plan.yaml").exists()


def test_a_folder_that_holds_something_is_left_alone(example):
    before = files_of(example)
    with pytest.raises(okr.PlanError, match="holds something already; name a folder that does not exist yet"):
        new_plan(example)
    assert files_of(example) == before


def test_a_file_of_that_name_is_left_alone(tmp_path):
    (tmp_path / "plan").write_text("mine")
    with pytest.raises(okr.PlanError, match="holds something already"):
        new_plan(tmp_path / "plan")
    assert (tmp_path / "plan").read_text() == "mine"


@pytest.mark.parametrize("step", ["os.replace", "shutil.copytree", "tempfile.mkdtemp"])
def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch, step):
    def refuse(*_, **__):
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(f"okr_lib.plan.starter.{step}", refuse)
    with pytest.raises(okr.PlanError, match="cannot be written: Permission denied; name another folder"):
        new_plan(tmp_path / "plan")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_inside_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(okr.PlanError, match="cannot be written"):
        new_plan(tmp_path / "file" / "plan")


def test_the_folder_one_is_in_is_not_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(okr.PlanError, match="is the folder you are in; name a new one"):
        new_plan(".")


def test_an_empty_plan_saves_loads_and_waits_for_numbers(tmp_path):
    plan = empty_plan(
        "Vækst", currency="DKK", year="2026/27", starts="2026-04-01", stream="Butikker", team="Salg & service"
    )
    okr.save_plan(plan, tmp_path / "plan")
    loaded = okr.load_plan(tmp_path / "plan")
    assert (loaded.fiscal_year.baseline, loaded.teams[0].id, loaded.target.growth) == ("2025/26", "salg-service", 0.2)
    assert okr.growth_ledger(loaded)["amount"].eq(0).all()


def test_an_empty_plan_says_everything_that_cannot_be():
    with pytest.raises(okr.PlanError) as caught:
        empty_plan("", currency="kr", year="2027", starts="2027-01-02", stream="A", team="B")
    assert len(caught.value.problems) == 3
