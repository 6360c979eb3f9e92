"""A notebook is served from a copy of its own, and what cannot be served is said in words."""

import os
import socket

import nbformat
import pytest
from typer.testing import CliRunner

import okr_lib as okr
from okr_lib.cli import app
from okr_lib.reports import serving
from okr_lib.reports.parameters import template_parameters


def cells(path):
    return nbformat.read(path, as_version=4).cells


def parameters(path):
    return {name: one.default for name, one in template_parameters(path).items()}


def test_a_copy_has_its_parameters_filled_in(example):
    copy = serving.working_copy(example, "scenarios", language="da")
    assert copy == serving.copies_folder(example) / "scenarios-da.ipynb"
    assert parameters(copy)["plan_folder"] == str(example.resolve())
    assert parameters(copy)["language"] == "da"


def test_a_copy_shows_its_code_only_when_asked_and_knows_the_plan(example):
    notebook = nbformat.read(serving.working_copy(example, "scenarios"), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in code)
    assert notebook.metadata["title"] == "Matas 2022/23"


def test_the_notebook_of_the_package_stays_as_it_is(example):
    before = {path: path.read_bytes() for path in serving.notebooks_folder().glob("*.ipynb")}
    serving.working_copy(example, "scenarios")
    assert {path: path.read_bytes() for path in serving.notebooks_folder().glob("*.ipynb")} == before


def test_a_copy_that_people_changed_is_kept_beside_the_new_one(example):
    copy = serving.working_copy(example, "scenarios")
    for note in ("first", "second"):
        notebook = nbformat.read(copy, as_version=4)
        notebook.cells.append(nbformat.v4.new_markdown_cell(note))
        nbformat.write(notebook, copy)
        serving.working_copy(example, "scenarios")
    assert cells(copy.with_stem("scenarios.1"))[-1].source == "first"
    assert cells(copy.with_stem("scenarios.2"))[-1].source == "second"
    assert cells(copy)[-1].source != "second"


def test_a_copy_that_was_only_run_is_replaced(example):
    copy = serving.working_copy(example, "scenarios")
    notebook = nbformat.read(copy, as_version=4)
    notebook.cells[-1]["outputs"] = [nbformat.v4.new_output("stream", text="ran")]
    nbformat.write(notebook, copy)
    serving.working_copy(example, "scenarios")
    assert [path.name for path in copy.parent.iterdir()] == ["scenarios.ipynb"]


def test_a_copy_that_is_no_notebook_any_more_is_kept_too(example):
    copy = serving.working_copy(example, "scenarios")
    copy.write_bytes(b"\xff half")
    serving.working_copy(example, "scenarios")
    assert copy.with_stem("scenarios.1").read_bytes() == b"\xff half"


def test_where_the_data_folder_cannot_be_written_the_copy_is_elsewhere(example, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(example / "plan.yaml"))
    copy = serving.working_copy(example, "scenarios")
    assert copy.parent.parent == tmp_path
    assert parameters(copy)["plan_folder"] == str(example.resolve())


def test_a_notebook_that_came_with_a_plan_is_neither_opened_nor_touched(example):
    (example / ".workshop").mkdir()
    copy = serving.working_copy(example, "scenarios")
    stranger = nbformat.read(copy, as_version=4)
    stranger.metadata["kernelspec"]["name"] = "evil"  # its cells are those of a fresh copy
    nbformat.write(stranger, example / ".workshop" / "scenarios.ipynb")
    before = {path: path.read_bytes() for path in example.rglob("*") if path.is_file()}
    assert serving.working_copy(example, "scenarios") == copy
    assert nbformat.read(copy, as_version=4).metadata["kernelspec"]["name"] == "python3"
    assert {path: path.read_bytes() for path in example.rglob("*") if path.is_file()} == before


def test_two_plans_of_one_name_have_copies_of_their_own(tmp_path):
    folders = [serving.copies_folder(tmp_path / where / "my plan") for where in ("mine", "received")]
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
        serving.working_copy(example, **options)
    assert not serving.copies_folder(example).exists()


@pytest.mark.parametrize("make", [False, True])
def test_the_workshop_opens_on_a_folder_without_a_plan_and_leaves_it_empty(tmp_path, monkeypatch, make):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "new-plan"
    if make:
        folder.mkdir()
    copy = serving.working_copy(folder)
    assert parameters(copy)["plan_folder"] == str(folder)
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize("name, notebook", [("no/such/folder", "workshop"), ("new", "scenarios")])
def test_a_folder_that_cannot_become_a_plan_is_said(tmp_path, name, notebook):
    with pytest.raises(okr.PlanError, match="there is no folder"):
        serving.working_copy(tmp_path / name, notebook)


@pytest.fixture
def untouched(monkeypatch):
    """The environment as it was, whatever a server would settle."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.mark.parametrize("serve", [serving.serve_lab, serving.serve_web])
def test_a_taken_port_is_said_before_anything_starts(example, serve, untouched):
    copy = serving.working_copy(example, "scenarios")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(okr.OkrError, match=f"port {port} cannot be used: Address already in use; choose another"):
            serve(copy, port=port, ready=pytest.fail)


def test_without_voila_the_page_says_how_to_get_it(example, monkeypatch):
    monkeypatch.setattr(serving, "find_spec", lambda _: None)
    with pytest.raises(okr.OkrError, match=r"needs Voila: pip install 'okr-growth-workbook\[web\]'"):
        serving.serve_web(example / "x.ipynb", ready=pytest.fail)


@pytest.mark.parametrize("web", [False, True])
def test_the_command_serves_a_copy_and_says_where(example, monkeypatch, web):
    opened = []

    def serve(notebook, *, port, ready):
        ready(serving.Opened(notebook, f"http://127.0.0.1:{port}/?token=t"))

    monkeypatch.setattr(serving, "serve_web" if web else "serve_lab", serve)
    monkeypatch.setattr(serving, "show", opened.append)
    options = ["--notebook", "scenarios", "--port", "8123", *(["--web"] if web else [])]
    done = CliRunner().invoke(app, ["workshop", str(example), *options])
    assert done.exit_code == 0, done.output
    assert "http://127.0.0.1:8123/?token=t" in done.output
    assert [one.notebook.name for one in opened] == ["scenarios.ipynb"]


@pytest.mark.parametrize("option", [["--notebook", "x"], ["--language", "xx"], ["--port", "99999"]])
def test_a_wrong_option_is_a_wrong_usage(example, option):
    assert CliRunner().invoke(app, ["workshop", str(example), *option]).exit_code == 2


def test_the_browser_is_sent_there_by_a_file_only_this_user_can_read(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(serving.webbrowser, "open", asked.append)
    monkeypatch.setattr(
        serving, "Thread", lambda target, args, **_: type("T", (), {"start": lambda _: target(*args)})()
    )
    serving.show(serving.Opened(tmp_path / "n.ipynb", "http://127.0.0.1:1/?token=a&b"))
    [page] = tmp_path.iterdir()
    assert asked == [page.as_uri()]
    assert page.stat().st_mode & 0o077 == 0
    assert 'url=http://127.0.0.1:1/?token=a&amp;b"' in page.read_text()
