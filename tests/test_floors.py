"""Who may import whom: only downwards, and the lower floors know no disk, clock, figures or widgets."""

import ast
import re

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "okr_lib"
FLOORS = {
    "errors": 0,
    "plan": 1,
    "growth": 2,
    "review": 3,
    "display": 4,
    "reports": 5,
    "widgets": 5,
    "serving": 6,
    "cli": 7,
    "__init__": 8,
    "__main__": 8,
}
PLUG_IN = ROOT / "forked_kernels"
MODULES = sorted(PACKAGE.rglob("*.py"))
PURE = ("growth", "review")
IMPURE = {"os", "pathlib", "tempfile", "shutil", "time", "matplotlib", "ipywidgets", "IPython", "random"}


WHERE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where is what")[2].partition("\n## ")[0]
PLACES = re.findall(rf"`((?:{'|'.join(FLOORS)})/[^`]*)`", WHERE)


def floor_of(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path):
    """Every module a file imports, whether at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_floor_and_below(path):
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "okr_lib" and len(parts) > 1 and parts[1] in FLOORS:
            same = parts[1] == floor_of(path)
            assert same or FLOORS[parts[1]] < FLOORS[floor_of(path)], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", [path for path in MODULES if floor_of(path) in PURE], ids=lambda path: path.name)
def test_the_maths_knows_no_disk_clock_figure_or_widget(path):
    assert not {name.split(".")[0] for name in imported(path)} & IMPURE


def test_one_module_knows_of_the_plug_in_and_the_plug_in_of_none():
    assert [path.name for path in MODULES if "forked_kernels" in path.read_text()] == ["kernels.py"]
    others = [*PLUG_IN.rglob("*.py"), PLUG_IN / "pyproject.toml", PLUG_IN / "README.md"]
    assert [path.name for path in others if "okr" in path.read_text()] == []


@pytest.mark.parametrize("path", [*MODULES, *PLUG_IN.rglob("*.py")], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_a_sitting(path):
    assert len(path.read_text().splitlines()) <= 350


def test_a_dozen_questions_are_answered_by_places_that_are_there():
    assert WHERE.count("? |") >= 12
    assert [place for place in PLACES if not (PACKAGE / place).exists()] == []
