"""Limits: known names, whole numbers, said where one is passed."""

import pytest

import okr_lib as okr
from okr_lib.plan.limits import Limits, above, limits


def test_a_limit_is_set_in_the_environment(monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "rows=5, cells=70")
    assert limits() == Limits(rows=5, cells=70)
    assert above("rows", "rows").startswith("has more than 5 rows")


@pytest.mark.parametrize("given", ["row=5", "rows=-1", "rows=0", "rows=many", "rows"])
def test_what_is_no_limit_is_refused(monkeypatch, given):
    monkeypatch.setenv("OKR_LIMITS", given)
    with pytest.raises(okr.OkrError, match=f"{given!r} is no limit; write name=number"):
        limits()
