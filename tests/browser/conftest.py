"""Fixtures of the tests that drive a real browser."""

import pytest

from okr_lib.plan.starter import new_plan
from tests.browser.rooms import ARTEFACTS, browsing


@pytest.fixture(scope="module")
def new_room():
    """Open a page: ``new_room(width, height)``."""
    ARTEFACTS.mkdir(exist_ok=True)
    with browsing() as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path):
    """The folder of a new starter plan."""
    new_plan(tmp_path / "my-plan")
    return tmp_path / "my-plan"
