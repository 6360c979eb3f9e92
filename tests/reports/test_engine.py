"""Papermill finds the engine by its name, and an engine's notebook tells how its cells ended."""

import subprocess
import sys

import nbformat
import papermill
import pytest
from papermill.engines import PapermillEngines

from okr_lib.reports.engine import KernelEndedError, ReportEngine
from tests.reports.small_templates import template


def test_papermill_finds_it_by_its_entry_point():
    engines = PapermillEngines()
    engines.register_entry_points()
    assert engines.get_engine("okr") is ReportEngine


@pytest.mark.parametrize("first", ["okr_lib.reports.engine", "papermill"])
def test_the_two_can_be_imported_in_either_order(first):
    code = f"import {first}, papermill, okr_lib.reports.engine as own; own.ReportEngine.nb_kernel_name"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_papermill_runs_a_template_with_it(tmp_path):
    source = template(tmp_path / "t.ipynb", "number * 2")
    papermill.execute_notebook(source, tmp_path / "out.ipynb", {"number": 21}, engine_name="okr", progress_bar=False)
    last = nbformat.read(tmp_path / "out.ipynb", 4).cells[-1]
    assert last.outputs[0].data["text/plain"] == "42"
    assert last.metadata.papermill.status == "completed"


def test_a_dead_kernel_is_no_finished_notebook(tmp_path):
    source = template(tmp_path / "t.ipynb", "import os; os._exit(3)", "'after'")
    with pytest.raises(KernelEndedError, match="the kernel exited with code 3"):
        papermill.execute_notebook(source, tmp_path / "out.ipynb", {}, engine_name="okr", progress_bar=False)
    states = [cell.metadata.papermill.status for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells]
    assert states == ["completed", "failed", "pending"]
