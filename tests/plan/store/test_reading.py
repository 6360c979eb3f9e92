"""Every file of one part of a folder is read, each problem of each named, and what a stopped save meant is what counts."""

import json

import pytest

from okr_lib.errors import PlanError, Problem
from okr_lib.plan.store.history import next_version
from okr_lib.plan.store.reading import files_in, load_files, read_file


def test_every_file_of_a_part_is_loaded_by_its_name(tmp_path):
    (tmp_path / "closings").mkdir()
    for name in ("Q2.yaml", "Q1.yaml", ".hidden.yaml", "note.txt"):
        (tmp_path / "closings" / name).write_text(name)
    found = load_files(tmp_path, "closings", lambda name, content: (name, content))
    assert list(found.items()) == [
        ("Q1", ("closings/Q1.yaml", b"Q1.yaml")),
        ("Q2", ("closings/Q2.yaml", b"Q2.yaml")),
    ]
    assert load_files(tmp_path, "scenarios", lambda *_: None) == {}


def test_the_problems_of_every_file_are_said_together(tmp_path):
    def refuse(name, _):
        raise PlanError([Problem("is wrong", name)])

    (tmp_path / "scenarios").mkdir()
    for name in ("a", "b"):
        (tmp_path / "scenarios" / f"{name}.yaml").write_text("")
    (tmp_path / "scenarios" / "c.yaml").mkdir()
    with pytest.raises(PlanError) as caught:
        load_files(tmp_path, "scenarios", refuse)
    assert [problem.file for problem in caught.value.problems] == [f"scenarios/{name}.yaml" for name in "abc"]


def test_a_file_that_only_stands_aside_yet_is_loaded_and_one_that_goes_is_not(tmp_path):
    (tmp_path / ".history").mkdir()
    (tmp_path / "closings").mkdir()
    (tmp_path / "closings" / ".Q1.yaml.saving-a").write_text("new")
    (tmp_path / "closings" / "Q2.yaml").write_text("goes")
    journal = {"closings/Q1.yaml": "closings/.Q1.yaml.saving-a", "closings/Q2.yaml": None}
    (tmp_path / ".history" / "journal.json").write_text(json.dumps(journal))
    assert load_files(tmp_path, "closings", lambda _, content: content) == {"Q1": b"new"}
    assert (read_file(tmp_path, "closings/Q1.yaml"), read_file(tmp_path, "closings/Q2.yaml")) == (b"new", None)


def test_more_files_than_can_be_meant_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "plan_files=1")
    (tmp_path / "teams").mkdir()
    for name in ("a", "b"):
        (tmp_path / "teams" / f"{name}.yaml").write_text("")
    with pytest.raises(PlanError, match="teams: has more than 1 files"):
        files_in(tmp_path, "teams")


def test_a_version_is_numbered_one_above_the_last(tmp_path):
    assert next_version(tmp_path, "teams/a.yaml") == ".history/teams/a.000001.yaml"
    (tmp_path / ".history" / "teams").mkdir(parents=True)
    for name in ("a.000007.yaml", "a.b.yaml", "ab.000009.yaml"):
        (tmp_path / ".history" / "teams" / name).write_text("")
    assert next_version(tmp_path, "teams/a.yaml") == ".history/teams/a.000008.yaml"
