"""Papermill finds the engine of reports by its name, and an engine's notebook tells how its cells ended."""

import subprocess
import sys

import nbformat
import papermill
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient.exceptions import DeadKernelError
from papermill.engines import PapermillEngines

from okr_lib.reports import engine, kernels
from okr_lib.reports.engine import ReportEngine, ReportProvisioner
from tests.reports.small_templates import template


def test_papermill_finds_it_by_its_entry_point():
    engines = PapermillEngines()
    engines.register_entry_points()
    assert engines.get_engine("okr") is ReportEngine


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
@pytest.mark.parametrize("switch", ["1", "0"])
def test_any_jupyter_program_can_have_its_kernels(monkeypatch, switch):
    monkeypatch.setenv("OKR_FORKED_KERNELS", switch)
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "okr-forked-kernels")
    manager = KernelManager()
    manager.start_kernel()
    try:
        assert isinstance(manager.provisioner, ReportProvisioner)
        assert (type(manager.provisioner.process).__name__ == "ForkedProcess") == (switch == "1")
    finally:
        manager.shutdown_kernel(now=True)
        kernels.close_parent()


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
    with pytest.raises(DeadKernelError, match="the kernel exited with code 3"):
        papermill.execute_notebook(source, tmp_path / "out.ipynb", {}, engine_name="okr", progress_bar=False)
    states = [cell.metadata.papermill.status for cell in nbformat.read(tmp_path / "out.ipynb", 4).cells]
    assert states == ["completed", "failed", "pending"]


def test_what_goes_to_an_ordinary_kernel_is_encrypted_where_both_can():
    _, manager, _ = engine._ordinary()
    assert manager().transport_encryption == "auto"
