"""Papermill finds the engine by its name, and an engine's notebook tells how its cells ended."""

import subprocess
import sys

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError
from papermill.engines import PapermillEngines

from forked_kernels.engine import ForkedEngine, KernelEndedError, ending

EATS = "kept = []\nwhile True:\n    kept.append(bytearray(1 << 26))"
needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


def test_papermill_finds_it_by_its_entry_point():
    engines = PapermillEngines()
    engines.register_entry_points()
    assert engines.get_engine("forked") is ForkedEngine


@pytest.mark.parametrize("first", ["forked_kernels.engine", "papermill"])
def test_the_two_can_be_imported_in_either_order(first):
    code = f"import {first}, papermill, forked_kernels.engine as own; own.ForkedEngine.nb_kernel_name"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_papermill_runs_a_notebook_with_it(run):
    last = run("number * 2", parameters={"number": 21}).cells[-1]
    assert last.outputs[0].data["text/plain"] == "42"
    assert last.metadata.papermill.status == "completed"


def test_papermills_command_knows_it(notebook, tmp_path):
    command = [sys.executable, "-m", "papermill", "--engine", "forked", notebook("number * 2"), tmp_path / "out.ipynb"]
    subprocess.run([*map(str, command), "-p", "number", "4"], check=True, timeout=120, capture_output=True)
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs[0].data["text/plain"] == "8"


def test_a_dead_kernel_is_no_finished_notebook(run, tmp_path):
    with pytest.raises(KernelEndedError, match="the kernel exited with code 3"):
        run("import os; os._exit(3)", "'after'")
    states = [cell.metadata.papermill.status for cell in nbformat.read(tmp_path / "out-in.ipynb", 4).cells]
    assert states == ["completed", "failed", "pending"]


@pytest.mark.parametrize("forked", [True, False])
def test_a_cell_that_hangs_is_stopped(parent, run, forked):
    with pytest.raises(CellTimeoutError):
        run("while True:\n    pass", execution_timeout=2, forked=forked)


@needs_limits
@pytest.mark.parametrize("forked", [True, False])
def test_a_kernel_that_eats_memory_meets_its_limit(parent, run, forked):
    with pytest.raises(papermill.PapermillExecutionError, match="MemoryError"):
        run(EATS, memory_megabytes=1500, forked=forked)


@needs_limits
def test_the_environment_may_limit_memory(run, monkeypatch):
    monkeypatch.setenv("FORKED_KERNELS_MEMORY", "1500")
    with pytest.raises(papermill.PapermillExecutionError, match="MemoryError"):
        run(EATS)


def test_a_limit_that_is_no_number_is_said(run, monkeypatch):
    monkeypatch.setenv("FORKED_KERNELS_MEMORY", "2GB")
    with pytest.raises(ValueError, match="FORKED_KERNELS_MEMORY='2GB' is not a whole number of megabytes; write 2000"):
        run("number")


@pytest.mark.parametrize(
    ("code", "words"), [(None, "the kernel died"), (0, "the kernel exited with code 0"), (-11, "killed (SIGSEGV)")]
)
def test_an_exit_code_is_said_in_words(code, words):
    assert words in ending(code)
