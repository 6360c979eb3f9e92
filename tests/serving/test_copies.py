"""A notebook is served from a copy of its own, kept where only its owner puts things."""

import nbformat
import pytest

import okr_lib as okr
from okr_lib.plan.starter import notebooks_folder
from okr_lib.reports.parameters import template_parameters
from okr_lib.serving import copies


def cells(path):
    return nbformat.read(path, as_version=4).cells


def parameters(path):
    return {name: one.default for name, one in template_parameters(path).items()}


def test_a_copy_has_its_parameters_filled_in(example):
    copy = copies.working_copy(example, "scenarios", language="da")
    assert copy == copies.copies_folder(example) / "scenarios-da.ipynb"
    assert parameters(copy)["plan_folder"] == str(example.resolve())
    assert parameters(copy)["language"] == "da"


def test_a_copy_shows_its_code_only_when_asked_and_knows_the_plan(example):
    notebook = nbformat.read(copies.working_copy(example, "scenarios"), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in code)
    assert notebook.metadata["title"] == "Matas 2022/23"


def test_the_notebook_of_the_package_stays_as_it_is(example):
    before = {path: path.read_bytes() for path in notebooks_folder().glob("*.ipynb")}
    copies.working_copy(example, "scenarios")
    assert {path: path.read_bytes() for path in notebooks_folder().glob("*.ipynb")} == before


def test_a_copy_that_people_changed_is_kept_beside_the_new_one(example):
    copy = copies.working_copy(example, "scenarios")
    for note in ("first", "second"):
        notebook = nbformat.read(copy, as_version=4)
        notebook.cells.append(nbformat.v4.new_markdown_cell(note))
        nbformat.write(notebook, copy)
        copies.working_copy(example, "scenarios")
    assert cells(copy.with_stem("scenarios.1"))[-1].source == "first"
    assert cells(copy.with_stem("scenarios.2"))[-1].source == "second"
    assert cells(copy)[-1].source != "second"


def test_a_copy_that_was_only_run_is_replaced(example):
    copy = copies.working_copy(example, "scenarios")
    notebook = nbformat.read(copy, as_version=4)
    notebook.cells[-1]["outputs"] = [nbformat.v4.new_output("stream", text="ran")]
    nbformat.write(notebook, copy)
    copies.working_copy(example, "scenarios")
    assert [path.name for path in copy.parent.iterdir()] == ["scenarios.ipynb"]


def test_a_copy_that_is_no_notebook_any_more_is_kept_too(example):
    copy = copies.working_copy(example, "scenarios")
    copy.write_bytes(b"\xff half")
    copies.working_copy(example, "scenarios")
    assert copy.with_stem("scenarios.1").read_bytes() == b"\xff half"


def test_where_the_data_folder_cannot_be_written_the_copy_is_elsewhere(example, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(example / "plan.yaml"))
    copy = copies.working_copy(example, "scenarios")
    assert copy.parent.parent == tmp_path
    assert parameters(copy)["plan_folder"] == str(example.resolve())


def test_a_notebook_that_came_with_a_plan_is_neither_opened_nor_touched(example):
    (example / ".workshop").mkdir()
    copy = copies.working_copy(example, "scenarios")
    stranger = nbformat.read(copy, as_version=4)
    stranger.metadata["kernelspec"]["name"] = "evil"  # its cells are those of a fresh copy
    nbformat.write(stranger, example / ".workshop" / "scenarios.ipynb")
    before = {path: path.read_bytes() for path in example.rglob("*") if path.is_file()}
    assert copies.working_copy(example, "scenarios") == copy
    assert nbformat.read(copy, as_version=4).metadata["kernelspec"]["name"] == "python3"
    assert {path: path.read_bytes() for path in example.rglob("*") if path.is_file()} == before


def test_two_plans_of_one_name_have_copies_of_their_own(tmp_path):
    folders = [copies.copies_folder(tmp_path / where / "my plan") for where in ("mine", "received")]
    assert len(set(folders)) == 2
    assert all(folder.name.startswith("my-plan-") for folder in folders)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"notebook": "scenario"}, "there is no notebook 'scenario'; choose from "),
        ({"notebook": "scenarios", "team": "sales"}, "there is no team 'sales'; the teams are Retail"),
        ({"notebook": "scenarios", "language": "xx"}, "there is no language 'xx'"),
    ],
)
def test_what_there_is_not_is_said(example, options, message):
    with pytest.raises(okr.OkrError, match=message):
        copies.working_copy(example, **options)
    assert not copies.copies_folder(example).exists()


@pytest.mark.parametrize("make", [False, True])
def test_the_workshop_opens_on_a_folder_without_a_plan_and_leaves_it_empty(tmp_path, monkeypatch, make):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "new-plan"
    if make:
        folder.mkdir()
    copy = copies.working_copy(folder)
    assert parameters(copy)["plan_folder"] == str(folder)
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize("name, notebook", [("no/such/folder", "workshop"), ("new", "scenarios")])
def test_a_folder_that_cannot_become_a_plan_is_said(tmp_path, name, notebook):
    with pytest.raises(okr.PlanError, match="there is no folder"):
        copies.working_copy(tmp_path / name, notebook)
