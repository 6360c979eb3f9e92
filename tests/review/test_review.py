"""A review is the quarter looked back on: made once, from the plan as at the close, and nothing later is in it."""

import dataclasses

import pytest

import okr_lib as okr
from okr_lib.plan.values import QUARTERS
from okr_lib.review import review as reviews


@pytest.fixture(scope="module")
def records(matas):
    return okr.load_records(matas)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_what_came_later_is_left_out(matas, records, quarter):
    review = okr.Review(matas, quarter, records)
    assert review.observed == QUARTERS[: QUARTERS.index(quarter) + 1]
    assert list(review.evidence.actuals) == list(review.observed)
    assert review.over == (quarter == "Q4")
    assert set(review.forecasts["quarter"]) == set(QUARTERS[: QUARTERS.index(quarter)])


def test_each_part_is_made_once(matas, records):
    review = okr.Review(matas, "Q3", records)
    for name in ("plan", "ledger", "comparison", "outlook", "claims", "key_results", "initiatives", "landing"):
        assert getattr(review, name) is getattr(review, name)


def test_a_target_that_is_reached_is_no_longer_undecided(small):
    plan = okr.Plan.model_validate(small | {"target": {"growth": -0.5}})
    records = okr.load_records(plan)
    came = records.reported.reindex(range(3)).assign(
        fiscal_year="2027", quarter=QUARTERS[:3], stream="shop", revenue=100.0, as_of=None
    )
    review = okr.Review(plan, "Q3", type(records)(came, *list(vars(records).values())[1:]))
    assert (review.over, review.undecided) == (False, False)


def test_what_was_looked_back_on_before_is_taken_over_by_the_same_review_only(matas, records, monkeypatch):
    monkeypatch.setattr(reviews, "_BEFOREHAND", [])
    before = okr.Review(matas, "Q3", records)
    before.look_back()
    again = okr.Review(matas, "Q3", okr.load_records(matas))
    assert again.team_standing is before.team_standing
    halved = dataclasses.replace(records, reported=records.reported.assign(revenue=records.reported["revenue"] / 2))
    fewer = dataclasses.replace(records, closings={})
    bolder = matas.model_copy(update={"name": "Another"})
    for other in (
        okr.Review(matas, "Q2", records),
        okr.Review(matas, "Q3", halved),
        okr.Review(matas, "Q3", fewer),
        okr.Review(bolder, "Q3", records),
    ):
        assert not {"team_standing", "outlook", "ledger"} & set(vars(other))
    assert not halved.same(records)
