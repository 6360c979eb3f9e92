"""Every notebook and template runs top to bottom with no click, as it stands in its folder."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

NOTEBOOKS = sorted(
    path.relative_to(ROOT) for folder in ("notebooks", "templates") for path in ROOT.glob(f"{folder}/*.ipynb")
)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_runs_top_to_bottom(notebook):
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "-o", "addopts=", str(notebook)]
    environment = {**os.environ, "PYTEST_XDIST_WORKER": "", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
