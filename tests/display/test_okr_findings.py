"""Findings on key results say no more than their numbers."""

import datetime as dt

import pytest

from okr_lib.display.labels import Labels
from okr_lib.display.okr_findings import (
    finding_bullets,
    words_of_target,
)
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.states import key_result_states

AT_Q3 = dt.date(2022, 12, 31)


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), AT_Q3)


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_target_is_told_with_its_growth(matas, small):
    assert plain(words_of_target(matas, Labels.of(matas))) == "Target DKK 4,455.0m, +2.6% on last year"
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    small["target"] = {"revenue": 5}
    plan = Plan.model_validate(small)
    assert plain(words_of_target(plan, Labels.of(plan))) == "Target DKK 5.0m"


def test_a_key_result_that_several_teams_have_is_named_with_its_team(matas, states):
    data = matas.model_dump(mode="json")
    subscribers = data["teams"][2]["objectives"][0]["key_results"][0]
    data["teams"][1]["objectives"][0]["key_results"][0]["title"] = subscribers["title"]
    plan = Plan.model_validate(data)
    said = finding_bullets(plan, states, Labels.of(plan))
    assert said.startswith("Farthest behind: Marketing: Subscribers of Club Matas Plus, at")


def test_the_key_result_farthest_behind_is_named(matas, states):
    labels = Labels.of(matas)
    said = plain(finding_bullets(matas, states, labels))
    assert said == "Farthest behind: Subscribers of Club Matas Plus, at 47% where 75% was expected"
    good = states[~states["status"].isin(["behind", "at_risk", "below_floor", "met", "missed"])]
    assert finding_bullets(matas, good, labels) == "No key result with a fresh check-in is behind; 3 of 5 have none"
    over = states[states["status"].isin(["met", "missed"])]
    assert finding_bullets(matas, over, labels) == "Of 3 key results, met: 1, missed: 2"
    assert finding_bullets(matas, good[good["status"] == "pending"], labels) == "No key result has a check-in yet"
    assert finding_bullets(matas, states[:0], labels) == "The plan has no key results yet"
