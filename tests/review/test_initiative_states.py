"""Initiatives stand as their teams tell it, and are late by the quarters that passed."""

import datetime as dt

import pandas as pd
import pytest

from okr_lib.plan.model import Plan
from okr_lib.review.initiative_states import initiative_states

ENDS = {
    "before": dt.date(2027, 1, 2),
    "Q1": dt.date(2027, 3, 31),
    "Q2": dt.date(2027, 6, 30),
    "Q3": dt.date(2027, 9, 30),
    "Q4": dt.date(2027, 12, 31),
}


def state(small, *said, at="Q3", starts="Q2"):
    small["teams"][0]["initiatives"] = [{"id": "first", "name": "First", "owner": "Head", "starts": starts}]
    rows = [(ENDS[quarter], "first", word) for quarter, word in said]
    check_ins = pd.DataFrame(rows, columns=["date", "key_result", "state"]).astype({"date": object})
    return initiative_states(Plan.model_validate(small), check_ins, ENDS[at]).iloc[0]


def test_of_whom_nobody_has_said_anything_nothing_is_known(small):
    found = state(small, ("Q1", ""), ("Q4", "done"))
    assert (found["state"], found["late"], found["started"]) == ("", 0, None)


@pytest.mark.parametrize(("at", "late"), [("Q1", 0), ("Q2", 1), ("Q3", 2), ("Q4", 3)])
def test_what_has_not_started_is_late_to_the_first_quarter_it_can_start_in(small, at, late):
    assert state(small, ("Q1", "not_started"), at=at)["late"] == late


@pytest.mark.parametrize(("quarter", "late"), [("Q1", 0), ("Q2", 0), ("Q3", 1)])
def test_what_has_started_is_late_to_the_quarter_it_started_in(small, quarter, late):
    found = state(small, ("before", "not_started"), (quarter, "under_way"), ("Q4", "done"), at="Q4")
    assert (found["state"], found["started"], found["late"]) == ("done", ENDS[quarter], late)


def test_who_first_tells_that_it_is_under_way_has_not_said_that_it_was_late(small):
    assert state(small, ("Q3", "under_way"))[["state", "late"]].tolist() == ["under_way", 0]


def test_what_was_stopped_is_not_late(small):
    assert state(small, ("Q2", "not_started"), ("Q3", "stopped"))[["state", "late"]].tolist() == ["stopped", 0]
