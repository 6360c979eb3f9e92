"""What tests share: a notebook of some cells, run by the engine, and what it printed."""

import json
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from forked_kernels import parents


def pytest_collection_modifyitems(items):
    """Where kernels cannot be forked, only that an ordinary one runs can be tried."""
    for item in items:
        if sys.platform != "linux" and "parent" in item.fixturenames:
            item.add_marker(pytest.mark.skip(reason="kernels are forked on Linux only"))


@pytest.fixture(scope="session")
def parent():
    """A parent of kernels that has loaded matplotlib and numpy."""
    assert parents.start_parent(["matplotlib.pyplot", "numpy"])
    yield
    parents.close_parent()


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook with a parameter ``number``."""

    def write(*cells, name="in.ipynb"):
        first = nbformat.v4.new_code_cell("number = 0", metadata={"tags": ["parameters"]}, id="parameters")
        rest = [nbformat.v4.new_code_cell(code, id=f"cell-{place}") for place, code in enumerate(cells)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=[first, *rest], metadata=kernel), tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def run(notebook, tmp_path):
    """Run cells by the engine; the notebook that comes of it."""

    def execute(*cells, parameters=None, name="in.ipynb", **settings):
        papermill.execute_notebook(
            notebook(*cells, name=name),
            tmp_path / f"out-{name}",
            parameters or {},
            engine_name="forked",
            progress_bar=False,
            **settings,
        )
        return nbformat.read(tmp_path / f"out-{name}", 4)

    return execute


@pytest.fixture
def printed(run):
    """Run cells that print JSON; what they printed."""

    def execute(*cells, **settings):
        texts = [
            output.text
            for cell in run(*cells, **settings).cells
            for output in cell.get("outputs", ())
            if output.output_type == "stream"
        ]
        return json.loads("".join(texts))

    return execute


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A process that has no parent yet, whatever the session has; its temporary files in a folder of their own."""
    folder = Path(tmp_path, "tmp")
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    for name, value in {"owned": None, "connection": None, "address": "", "starts": 0}.items():
        monkeypatch.setattr(parents._Here, name, value)
    monkeypatch.setattr(parents._Here, "parents", (None, parents.as_it_is))
    yield folder
    parents.close_parent()
