"""Key results: published cases, both directions, negatives and decimals, and silence is never green."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib import OkrError
from okr_lib.plan.model import FiscalYear
from okr_lib.plan.objectives import KeyResult
from okr_lib.plan.thresholds import Thresholds
from okr_lib.review.key_results import (
    Status,
    aged,
    colour,
    expected_progress,
    progress,
    score,
    status,
    weighted_progress,
    worst,
)

YEAR = FiscalYear(label="2022/23", starts="2022-04-01", baseline="2021/22")
TODAY = dt.date(2022, 12, 31)


def key_result(**fields):
    return KeyResult.model_validate({"id": "k", "title": "K", "owner": "Head"} | fields)


@pytest.mark.parametrize(
    ("fields", "value", "expected"),
    [
        ({"start": 0, "target": 60}, 21, 0.35),
        ({"start": 58_000, "target": 75_000}, 58_000, 0),
        ({"start": 6.608, "target": 6.8}, 6.76, 0.7916667),
        ({"start": 10, "target": 2, "kind": "decrease"}, 4, 0.75),
        ({"start": 10, "target": 2, "kind": "decrease"}, 12, -0.25),
        ({"start": -5, "target": 5}, 0, 0.5),
        ({"start": -1, "target": -9, "kind": "decrease"}, -5, 0.5),
        ({"start": 0.1, "target": 0.3}, 0.2, 0.5),
        ({"start": 0, "target": 4, "kind": "milestone"}, 3, 0.75),
        ({"target": 1, "kind": "at_most"}, 0.8, 1.2),
        ({"target": 1, "kind": "at_most"}, 1.5, 0.5),
        ({"target": 74, "kind": "at_least"}, 73, 73 / 74),
        ({"target": 0, "kind": "at_least"}, -1, 0),
        ({"target": 0, "kind": "at_most"}, 0, 1),
        ({"band": [40, 60], "kind": "range"}, 55, 1),
        ({"band": [40, 60], "kind": "range"}, 30, 0.5),
        ({"kind": "yes_no"}, 1, 1),
        ({"kind": "yes_no"}, 0, 0),
    ],
)
def test_progress_is_right_for_every_kind(fields, value, expected):  # GOLDEN K5 among them
    assert progress(key_result(**fields), value) == pytest.approx(expected)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_start_is_nothing_and_target_is_all(start, target, value):
    if abs(target - start) < 1e-3:
        return
    kind = "increase" if target > start else "decrease"
    result = key_result(start=start, target=target, kind=kind)
    assert progress(result, start) == 0
    assert progress(result, target) == 1
    towards = (value - start) * (target - start)
    assert (progress(result, value) >= 0) == (towards >= 0)


def test_an_objective_is_the_mean_of_its_key_results():  # GOLDEN K2: what money is not
    assert weighted_progress([1, 0, 0], [1, 1, 1]) == pytest.approx(1 / 3)


def test_46_percent_at_60_percent_of_the_time_is_behind():  # GOLDEN K6
    assert state(0.46, 0.6) == "behind"


def state(actual, expected, due=False, kind=None, **limits):
    result = kind or key_result(start=0, target=1)
    return status(result, actual, expected, due=due, thresholds=Thresholds(**limits)).value


@pytest.mark.parametrize(
    ("actual", "expected", "word"),
    [(0.57, 0.6, "on_track"), (0.45, 0.6, "behind"), (0.44, 0.6, "at_risk"), (0, 0, "on_track"), (-0.1, 0, "at_risk")],
)
def test_status_follows_the_ratio_of_actual_to_expected(actual, expected, word):
    assert state(actual, expected) == word


def test_silence_is_never_green_and_hides_nothing_worse():
    assert aged(Status.ON_TRACK, 35, 35) is Status.ON_TRACK
    assert aged(Status.ON_TRACK, 36, 35) is Status.OUTDATED
    for word in (Status.AT_RISK, Status.BELOW_FLOOR, Status.MET, Status.MISSED):
        assert aged(word, 400, 35) is word


def test_a_miss_by_a_hair_is_a_miss_when_due():
    assert [state(part, 1, due=True) for part in (1.2, 1, 0.9999)] == ["met", "met", "missed"]


@pytest.mark.parametrize(
    "fields", [{"kind": "at_least", "target": 74}, {"kind": "at_most", "target": 3}, {"kind": "range", "band": [1, 2]}]
)
def test_most_of_a_level_is_no_achievement(fields):
    level = key_result(**fields)
    assert state(0.99, 1, kind=level) == "below_floor"
    assert state(1.0, 1, kind=level) == "on_track"


def test_thresholds_are_the_plans():
    assert state(0.5, 0.6, on_track=0.8) == "on_track"


def test_the_worst_status_stands_for_an_objective():
    assert worst([Status.ON_TRACK, Status.AT_RISK, Status.BEHIND]) is Status.AT_RISK
    assert worst([Status.ON_TRACK, Status.PENDING]) is Status.PENDING
    assert worst([Status.OUTDATED, Status.AT_RISK, Status.PENDING]) is Status.AT_RISK
    assert worst([Status.AT_RISK, Status.MISSED, Status.MET]) is Status.MISSED
    assert worst([]) is Status.PENDING


def test_expected_progress_is_even_in_time_without_a_phasing():
    half = expected_progress(key_result(start=0, target=1), YEAR, dt.date(2022, 9, 30))
    assert half == (pytest.approx(183 / 365), "linear")
    assert expected_progress(key_result(start=0, target=1, due="2022-12-31"), YEAR, TODAY)[0] == 1
    assert expected_progress(key_result(start=0, target=1), YEAR, dt.date(2022, 3, 1))[0] == 0


def test_expected_progress_follows_a_phasing():
    phasing = {"Q1": 0.1, "Q2": 0.2, "Q3": 0.5, "Q4": 0.2}
    at_q3 = expected_progress(key_result(start=0, target=1, phasing=phasing), YEAR, TODAY)
    assert at_q3 == (pytest.approx(0.8), "phasing")
    due = key_result(start=0, target=1, phasing=phasing, due="2022-12-31")
    assert expected_progress(due, YEAR, TODAY) == (1.0, "phasing")


def test_a_level_is_expected_all_along():
    assert expected_progress(key_result(target=74, kind="at_least"), YEAR, dt.date(2022, 4, 1))[0] == 1


def test_shares_of_a_phasing_sum_to_one():
    with pytest.raises(ValueError, match=r"sum to 0\.4, not 1"):
        key_result(start=0, target=1, phasing=dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0.1))


@pytest.mark.parametrize(
    ("actual", "scored", "called"),
    [
        (0.34, 0.3, "red"),
        (0.66, 0.7, "green"),
        (0.99, 0.9, "green"),
        (1.4, 1.0, "green"),
        (0.5, 0.5, "yellow"),
        (-2, 0.0, "red"),
    ],
)
def test_a_score_is_clamped_rounded_and_called_by_its_colour(actual, scored, called):
    assert score(actual) == scored
    assert colour(score(actual), Thresholds()).value == called


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_none_is_refused(value):
    with pytest.raises(OkrError, match="is not a value"):
        progress(key_result(start=0, target=1), value)
