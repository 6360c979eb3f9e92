"""What tests share: the example plan, small plans made in code, and a copy of the example to break."""

import os
import shutil
import signal
import threading
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

import okr_lib as okr
from okr_lib.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "matas-2022-23"

# Everyday: quick, and the same examples in every run. Nightly: other examples in every run, and more of them.
# Glance: fewer of the everyday ones, for other versions of Python and of dependencies.
EVERYDAY = 50
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("everyday", max_examples=EVERYDAY, derandomize=True, **CALM)
settings.register_profile("nightly", max_examples=10 * EVERYDAY, derandomize=False, print_blob=True, **CALM)
settings.register_profile("glance", max_examples=EVERYDAY // 5, derandomize=True, **CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


def examples(everyday, **more):
    """Settings of a test that tries so many examples every day, and in the same proportion more or fewer in another profile."""
    return settings(max_examples=max(1, everyday * settings.default.max_examples // EVERYDAY), **more)


def scaled(everyday):
    """So many every day, in the same proportion more in a larger profile, and never fewer: a share is drawn from them."""
    return everyday * max(1, settings.default.max_examples // EVERYDAY)


# Strings as they are without pyarrow, which only some extras bring: on small tables that is quicker. What tests run in
# kernels of their own (notebooks, browser, reports) has Arrow's, but for reports' forked kernels.
pd.set_option("mode.string_storage", "python")
os.environ.setdefault("PYTHONHASHSEED", "0")
if threading.current_thread() is threading.main_thread():
    # A suite started in the background ignores Ctrl-C, and so would every command it starts and stops that way.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory):
    """Jupyter's data of whoever runs the tests stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def matas():
    return okr.load_plan(EXAMPLE)


def review_of(plan, quarter):
    return okr.Review(plan, quarter, okr.load_records(plan))


@pytest.fixture(scope="session")
def looked_back(matas):
    """The example looked back on at the end of a quarter, made once: ``looked_back("Q3")``."""
    return cache(lambda quarter: review_of(matas, quarter))


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process: its exit code, standard output and standard error."""

    def run_command(*arguments):
        monkeypatch.setattr("sys.argv", ["okr", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            main()
        return done.value.code or 0, *capsys.readouterr()

    return run_command


@pytest.fixture
def example(tmp_path):
    """A copy of the example's folder that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "plan"))


@pytest.fixture
def small():
    """A plan of one stream of 100 a quarter, two teams and +20%, as data to change."""
    return {
        "name": "Shop",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}],
        "teams": [{"id": "sales", "name": "Sales"}, {"id": "brand", "name": "Brand"}],
    }
