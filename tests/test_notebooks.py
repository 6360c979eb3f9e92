"""Every notebook and template runs top to bottom with no click: as it stands in its folder, and on a fresh plan."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from okr_lib.plan.folder import plan_hash
from okr_lib.plan.starter import new_plan
from tests.conftest import EXAMPLE, ROOT

NOTEBOOKS = sorted(
    path.relative_to(ROOT) for folder in ("notebooks", "templates") for path in ROOT.glob(f"{folder}/*.ipynb")
)
ON_ANY_PLAN = [path for path in NOTEBOOKS if path.parts[0] == "notebooks"]


def run(notebook):
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "-o", "addopts=", str(notebook)]
    environment = {**os.environ, "PYTEST_XDIST_WORKER": "", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


def with_parameters(notebook, target, **values):
    """A copy of a notebook with other values in the cell tagged `parameters`."""
    content = json.loads((ROOT / notebook).read_text(encoding="utf-8"))
    [cell] = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", ())]
    given = "".join(cell["source"]).splitlines()
    names = [line.split(" = ")[0] for line in given]
    assert set(values) <= set(names)
    cell["source"] = "\n".join(
        f"{name} = {values[name]!r}" if name in values else line for name, line in zip(names, given, strict=True)
    )
    target.write_text(json.dumps(content), encoding="utf-8")
    return target


@pytest.mark.parametrize("notebook", ON_ANY_PLAN, ids=str)
def test_what_is_said_of_cells_is_not_shown_on_a_page_without_them(notebook):
    cells = json.loads((ROOT / notebook).read_text(encoding="utf-8"))["cells"]
    told = [cell for cell in cells if cell["cell_type"] == "markdown" and "cells" in "".join(cell["source"])]
    assert [cell["metadata"].get("tags") for cell in told] == [["lab"]]


def test_nbval_runs_the_notebooks_as_people_type_it_and_changes_nothing():
    before = plan_hash(EXAMPLE), sorted(EXAMPLE.rglob("*"))
    command = [sys.executable, "-m", "pytest", "--nbval", "notebooks"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
    assert (plan_hash(EXAMPLE), sorted(EXAMPLE.rglob("*"))) == before


def test_the_workshop_opened_by_hand_edits_a_plan_of_its_own_and_no_example():
    assert 'plan_folder = \\"my-plan\\"' in (ROOT / "notebooks" / "1_workshop.ipynb").read_text(encoding="utf-8")


def test_nbstripout_finds_nothing_to_strip():
    tool = Path(sys.executable).with_name("nbstripout")
    done = subprocess.run([tool, "--verify", *map(str, NOTEBOOKS)], cwd=ROOT, timeout=300, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("notebook", ON_ANY_PLAN, ids=str)
def test_a_notebook_runs_on_a_fresh_plan(notebook, tmp_path):
    new_plan(tmp_path / "plan")
    before = plan_hash(tmp_path / "plan")
    run(with_parameters(notebook, tmp_path / "fresh.ipynb", plan_folder=str(tmp_path / "plan"), language="da"))
    assert plan_hash(tmp_path / "plan") == before


@pytest.mark.parametrize("notebook", ON_ANY_PLAN[:1], ids=str)
def test_the_workshop_runs_where_there_is_no_plan_yet(notebook, tmp_path):
    run(with_parameters(notebook, tmp_path / "none.ipynb", plan_folder=str(tmp_path / "plan")))
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=str)
def test_a_notebook_holds_no_outputs_and_no_functions(notebook):
    cells = json.loads((ROOT / notebook).read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert not any(line.lstrip().startswith("def ") for cell in code for line in "".join(cell["source"]).splitlines())
