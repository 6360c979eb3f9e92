"""Plan against actual: like is compared with like, and the rows sum to the phased target."""

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.values import QUARTERS
from okr_lib.review.variance import (
    by_quarter,
    company_actuals,
    observed_quarters,
    plan_against_actual,
    scorecard,
)


@pytest.fixture(scope="module")
def comparison(matas):
    return plan_against_actual(matas, okr.growth_ledger(matas), okr.load_actuals(matas), "Q3")


def test_the_example_stands_20_7_behind_after_three_quarters(comparison):  # GOLDEN M1
    company = scorecard(comparison, ("Q1", "Q2", "Q3")).set_index("stream").loc["total"]
    assert company["actual"] == 3438.5
    assert company["expected"] == 3459.2
    assert company["variance"] == -20.7


def test_a_quarter_alone_is_measured_against_its_own_part_of_the_way(small):  # GOLDEN K4
    small["streams"] = [small["streams"][0] | {"baseline": dict.fromkeys(QUARTERS, 200)}]
    small["target"] = {"growth": 0.25}
    plan = okr.Plan.model_validate(small)
    came = [("2027", quarter, "shop", amount) for quarter, amount in zip(QUARTERS, (220, 240, 200, 230), strict=True)]
    actuals = pd.DataFrame(came, columns=["fiscal_year", "quarter", "stream", "revenue"])
    comparison = plan_against_actual(plan, okr.growth_ledger(plan), actuals, "Q4")
    cards = {part: scorecard(comparison, part).set_index("stream").loc["total"] for part in (QUARTERS, ("Q4",))}
    assert [round(card["actual"] / card["expected"], 2) for card in cards.values()] == [0.89, 0.92]


def test_streams_and_what_is_planned_in_none_sum_to_the_phased_target(comparison):
    card = scorecard(comparison, ("Q3",)).set_index("stream")
    assert card.loc[["stores", "online", ""], "expected"].sum() == pytest.approx(card.at["total", "expected"])
    assert card.at["total", "expected"] == 1413.1


def test_actuals_after_the_quarter_are_left_out(comparison):
    quarters = by_quarter(comparison).set_index("quarter")
    assert quarters["actual"].isna().tolist() == [False, False, False, True]
    assert quarters.at["Q4", "expected"] == 995.8


def test_the_company_s_actuals_are_those_of_its_complete_quarters(matas):
    actuals = okr.load_actuals(matas)
    assert company_actuals(matas, actuals, "Q3") == {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    gap = (actuals["quarter"] == "Q2") & (actuals["stream"] == "online")
    assert company_actuals(matas, actuals[~gap]) == {"Q1": 1053.5}
    assert company_actuals(matas, actuals[:0]) == {}


def test_a_quarter_counts_only_when_every_stream_has_an_actual(matas):
    actuals = okr.load_actuals(matas)
    year = actuals["fiscal_year"] == "2022/23"
    gap = year & (actuals["quarter"] == "Q2") & (actuals["stream"] == "online")
    assert observed_quarters(matas, actuals[~gap], "Q4") == ("Q1",)
    assert observed_quarters(matas, actuals, "Q4") == QUARTERS


def test_without_actuals_nothing_is_observed_and_the_year_still_sums(matas):
    actuals = okr.load_actuals(matas)
    none = plan_against_actual(matas, okr.growth_ledger(matas), actuals[:0], "Q3")
    card = scorecard(none, QUARTERS).set_index("stream").loc["total"]
    assert card["expected"] == 4455.0
    assert card[["actual", "variance", "growth"]].isna().all()


def test_growth_is_on_last_year_and_missing_where_there_was_none(comparison):
    card = scorecard(comparison, ("Q3",)).set_index("stream")
    assert card.at["online", "growth"] == pytest.approx(405 / 350.5 - 1)
    assert card["growth"].isna().tolist() == [False, False, True, False]
