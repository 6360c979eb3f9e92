"""Every notebook and template runs top to bottom with no click, as it stands in its folder."""

import os
import subprocess
import sys

import pytest

from okr_lib.plan.folder import plan_hash
from okr_lib.plan.starter import new_plan
from okr_lib.reports.serving import working_copy
from tests.conftest import ROOT

NOTEBOOKS = sorted(
    path.relative_to(ROOT) for folder in ("notebooks", "templates") for path in ROOT.glob(f"{folder}/*.ipynb")
)


def run(notebook):
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "-o", "addopts=", str(notebook)]
    environment = {**os.environ, "PYTEST_XDIST_WORKER": "", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_runs_top_to_bottom(notebook):
    run(notebook)


@pytest.mark.parametrize("name", [path.stem[2:] for path in NOTEBOOKS if path.parts[0] == "notebooks"])
def test_a_notebook_runs_on_a_new_plan_without_a_click_and_writes_nothing(name, tmp_path):
    new_plan(tmp_path / "plan")
    before = plan_hash(tmp_path / "plan")
    run(working_copy(tmp_path / "plan", name))
    assert plan_hash(tmp_path / "plan") == before
    assert not (tmp_path / "plan" / ".history").exists()
