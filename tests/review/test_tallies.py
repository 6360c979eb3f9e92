"""Tallies add up, and an old check-in is no confidence."""

import datetime as dt

import pytest

from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.states import key_result_states
from okr_lib.review.tallies import STATUSES, confidence_trend, status_counts

AT_Q3 = dt.date(2022, 12, 31)
ENDS = [dt.date(2022, 6, 30), dt.date(2022, 9, 30), AT_Q3]


@pytest.fixture(scope="module")
def trend(matas):
    return confidence_trend(matas, load_check_ins(matas), ENDS).set_index(["date", "team"])["confidence"]


def test_counts_of_the_parts_sum_to_the_whole(matas):
    counts = status_counts(matas, key_result_states(matas, load_check_ins(matas), AT_Q3))
    numbers = counts[[*STATUSES, "count"]]
    assert numbers.iloc[:-1].sum().tolist() == numbers.iloc[-1].tolist() == [1, 2, 2, 1, 0, 1, 1, 2, 10]
    assert counts["team"].tolist()[1:] == ["retail", "ecommerce", "marketing", "total"]
    assert counts["team"].isna().tolist() == [True, False, False, False, False]


def test_a_team_without_key_results_is_counted_as_none(small):
    plan = Plan.model_validate(small)
    counts = status_counts(plan, key_result_states(plan, load_check_ins(plan), AT_Q3))
    assert counts[["team", "count"]].to_numpy().tolist() == [["sales", 0], ["brand", 0], ["total", 0]]


def test_confidence_is_the_mean_of_the_last_fresh_check_ins(trend):
    assert trend[AT_Q3, "retail"] == pytest.approx((0.5 + 0.7) / 2)
    assert trend[AT_Q3, "total"] == pytest.approx((0.5 + 0.8 + 0.7 + 0.5) / 4)  # three are over that day


def test_confidence_is_compared_in_the_same_key_results(matas):
    whole = confidence_trend(matas, load_check_ins(matas), ENDS).set_index(["team", "date"]).loc["total"]
    now = whole.loc[AT_Q3]
    assert (now["since"], now["same"]) == (ENDS[1], 2)
    assert [now["before"], now["after"]] == pytest.approx([0.7, 0.65])  # the two scores, 0.6 and 0.8, then 0.5 and 0.8


def test_a_check_in_older_than_the_cadence_is_no_confidence(matas, trend):
    assert trend[AT_Q3, "marketing"] == 0.5  # not the 0.9 of September
    late = confidence_trend(matas, load_check_ins(matas), [AT_Q3 + dt.timedelta(days=36)])
    assert late["confidence"].isna().all()
    assert set(late["count"]) == {0}


def test_a_check_in_after_the_date_or_without_confidence_does_not_count(matas):
    check_ins = load_check_ins(matas)
    check_ins.loc[check_ins["key_result"] == "nps-stores", "confidence"] = float("nan")
    trend = confidence_trend(matas, check_ins, ENDS).set_index(["date", "team"])
    assert trend.loc[(ENDS[1], "retail"), "count"] == 0
    assert trend.loc[(AT_Q3, "retail"), "confidence"] == 0.7


def test_dates_come_once_and_in_order(matas):
    trend = confidence_trend(matas, load_check_ins(matas), [AT_Q3, ENDS[0], AT_Q3])
    assert trend["date"].drop_duplicates().tolist() == [ENDS[0], AT_Q3]
    assert len(trend) == 10
