"""Findings on key results say no more than their numbers."""

import datetime as dt

import pandas as pd
import pytest

from okr_lib.display.labels import Labels
from okr_lib.display.okr_findings import (
    finding_bullets,
    finding_confidence,
    finding_status,
    words_of_target,
)
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.states import key_result_states
from okr_lib.review.tallies import STATUSES, confidence_trend, status_counts

AT_Q3 = dt.date(2022, 12, 31)


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), AT_Q3)


def plain(text):
    return text.replace("\u00a0", " ")


def trend_of(*rows):
    frame = pd.DataFrame(rows, columns=["date", "team", "confidence", "count"])
    before = [float("nan"), *frame["confidence"][:-1]]
    since = [None, *frame["date"][:-1]]
    return frame.assign(since=since, same=1, before=before, after=frame["confidence"])


def counts_of(*rows):
    """Counts of on track, behind, at risk, outdated and pending; of the rest there are none."""
    frame = pd.DataFrame(rows, columns=["team", "on_track", "behind", "at_risk", "outdated", "pending"])
    frame = frame.reindex(columns=["team", *STATUSES], fill_value=0)
    return frame.assign(count=frame[list(STATUSES)].sum(axis=1))


def test_the_target_is_told_with_its_growth(matas, small):
    assert plain(words_of_target(matas, Labels.of(matas))) == "Target DKK 4,455.0m, +2.6 % on last year"
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
    assert said == "Farthest behind: Subscribers of Club Matas Plus, at 47 % where 75 % was expected"
    good = states[~states["status"].isin(["behind", "at_risk", "below_floor", "met", "missed"])]
    assert finding_bullets(matas, good, labels) == "No key result with a fresh check-in is behind; 3 of 5 have none"
    over = states[states["status"].isin(["met", "missed"])]
    assert finding_bullets(matas, over, labels) == "Of 3 key results, met: 1, missed: 2"
    assert finding_bullets(matas, good[good["status"] == "pending"], labels) == "No key result has a check-in yet"
    assert finding_bullets(matas, states[:0], labels) == "The plan has no key results yet"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("retail", 2, 0, 0, 0, 0), ("total", 2, 0, 0, 0, 0)], "100 % of the key results are met or on track"),
        (
            [("retail", 2, 0, 0, 0, 1), ("marketing", 0, 0, 1, 1, 0), ("total", 2, 0, 1, 1, 1)],
            "40 % of the key results are met or on track; fewest in Marketing: 0 of 2",
        ),
        (
            [
                ("retail", 0, 1, 0, 0, 0),
                ("marketing", 0, 0, 1, 0, 0),
                ("ecommerce", 2, 0, 0, 0, 0),
                ("total", 2, 1, 1, 0, 0),
            ],
            "50 % of the key results are met or on track; in 2 teams none is",
        ),
        ([("retail", 0, 0, 0, 0, 0), ("total", 0, 0, 0, 0, 0)], "The plan has no key results yet"),
    ],
)
def test_the_team_with_the_fewest_on_track_is_named(matas, rows, said):
    assert plain(finding_status(counts_of(*rows), Labels.of(matas))) == said


def test_the_counts_of_the_example_say_where_it_lags(matas, states):
    said = plain(finding_status(status_counts(matas, states), Labels.of(matas)))
    assert said == "30 % of the key results are met or on track; fewest in Marketing: 0 of 2"


def test_confidence_falls_rises_stays_or_is_not_known(matas):
    labels = Labels.of(matas)
    days = [matas.fiscal_year.last_day(quarter) for quarter in ("Q1", "Q2", "Q3")]
    trend = confidence_trend(matas, load_check_ins(matas), days)
    fell = (
        "Mean confidence fell from 70 % on 30 September 2022 to 65 % on 31 December 2022; "
        "key results compared: 2; of the teams Marketing is lowest (50 %)"
    )
    assert plain(finding_confidence(trend, labels)) == fell
    total = [(day, "total", value, 1) for day, value in zip(days, (0.5, 0.6, 0.6), strict=True)]
    assert plain(finding_confidence(trend_of(*total[:2]), labels)).startswith(
        "Mean confidence rose from 50 % on 30 June 2022 to 60 %"
    )
    assert plain(finding_confidence(trend_of(*total), labels)).startswith(
        "Mean confidence was 60 % on 30 September 2022 and is"
    )
    assert plain(finding_confidence(trend_of(total[0]), labels)) == "Mean confidence is 50 % on 30 June 2022"
    assert finding_confidence(trend[:0], labels) == "Nobody has said yet how confident they are"
