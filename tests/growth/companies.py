"""The companies of the reference class, and what judges forecasts of them."""

import importlib.util

import okr_lib as okr
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "reference-class"
YEARS = okr.load_reference(FOLDER / "quarterly_sales.csv")


def module(path):
    """A script of the repository as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


BENCH = module(ROOT / "bench" / "forecast.py")
