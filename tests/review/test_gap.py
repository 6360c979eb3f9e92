"""The gap to the target: its parts sum to it, and what the plan lacked is no stream's fault."""

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.values import QUARTERS
from okr_lib.review.gap import against_plan, gap_to_target, lacked

COLUMNS = ["stream", "baseline", "expected", "actual", "variance"]


@pytest.fixture(scope="module")
def reviews(matas):
    records = okr.load_records(matas)
    return {quarter: okr.Review(matas, quarter, records) for quarter in QUARTERS}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_parts_sum_to_the_gap_exactly(reviews, quarter):
    gap = reviews[quarter].gap
    assert round(gap["amount"].iloc[:-1].sum(), 6) == gap["amount"].iloc[-1]
    assert against_plan(gap) + lacked(gap) == pytest.approx(gap["amount"].iloc[-1], abs=1e-9)


def test_after_three_quarters_stores_fell_online_grew_and_the_plan_lacked_the_rest(reviews):
    parts = reviews["Q3"].gap[["part", "stream", "amount"]].values.tolist()
    assert parts == [["stream", "stores", -34.9], ["stream", "online", 32.6], ["plan", "", -18.4], ["gap", "", -20.7]]


def test_what_was_planned_less_what_came_is_what_streams_missed_the_plan_by(reviews):
    last = reviews["Q3"].gap.iloc[-1]
    assert last["actual"] - last["planned"] == pytest.approx(-2.3, abs=1e-9)


def test_a_plan_that_covers_its_target_lacks_nothing():
    rows = [("shop", 100.0, 120.0, 115.0, -5.0), ("total", 100.0, 120.0, 115.0, -5.0)]
    gap = gap_to_target(pd.DataFrame(rows, columns=COLUMNS))
    assert gap["amount"].tolist() == [-5.0, 0.0, -5.0]


def test_before_the_first_actuals_there_is_no_gap(small):
    plan = okr.Plan.model_validate(small)
    assert okr.Review(plan, "Q1", okr.load_records(plan)).gap.empty
