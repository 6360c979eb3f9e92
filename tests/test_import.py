"""Importing the package, or asking for help, loads nothing heavy; names load when they are first used."""

import subprocess
import sys

import pytest

import okr_lib

HEAVY = ("pandas", "numpy", "matplotlib", "ipywidgets", "papermill")
LOADED = f"import sys; print(sorted(set({HEAVY!r}) & set(sys.modules)))"


def in_a_fresh_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    return done.stdout


def test_importing_the_package_loads_nothing_heavy():
    assert in_a_fresh_process(f"import okr_lib; {LOADED}") == "[]\n"


def test_importing_the_command_line_loads_nothing_heavy():
    assert in_a_fresh_process(f"import okr_lib.cli; {LOADED}") == "[]\n"


def test_help_loads_nothing_heavy():
    code = f"""
import sys
from okr_lib.cli import main
sys.argv = ["okr", "--help"]
try:
    main()
except SystemExit as done:
    assert done.code == 0
{LOADED}
"""
    *help_text, loaded = in_a_fresh_process(code).splitlines()
    assert "breakdown" in "\n".join(help_text)
    assert loaded == "[]"


def test_a_name_that_is_used_loads_what_it_needs():
    assert "pandas" in in_a_fresh_process(f"import okr_lib; okr_lib.growth_ledger; {LOADED}")


@pytest.mark.parametrize("name", okr_lib.__all__)
def test_every_public_name_is_there(name):
    found = getattr(okr_lib, name)
    assert found.__name__ == name
    assert found.__module__ == f"okr_lib.{okr_lib._HOME_OF[name]}"


def test_every_public_name_is_listed():
    assert set(okr_lib.__all__) <= set(dir(okr_lib))


@pytest.mark.parametrize("name", ["nothing", "load", "__wrapped__"])
def test_a_name_that_is_not_there_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=f"module 'okr_lib' has no attribute '{name}'"):
        getattr(okr_lib, name)
