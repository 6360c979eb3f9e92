"""What tests share: the example plan, small plans made in code, and a copy of the example to break."""

import os
import shutil
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import okr_lib as okr

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "matas-2022-23"

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")
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


@pytest.fixture
def example(tmp_path):
    """A copy of the example's folder that a test may change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "plan"))


@pytest.fixture
def small():
    """A plan of one stream of 100 a quarter, two teams and +20 %, as data to change."""
    return {
        "name": "Shop",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}],
        "teams": [{"id": "sales", "name": "Sales"}, {"id": "brand", "name": "Brand"}],
    }
