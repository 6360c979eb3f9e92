"""Drivers against their plan: the variance of a stream is its drivers', with no rest, in every quarter and over several."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.ledger import growth_ledger
from okr_lib.plan.driver_records import load_drivers
from okr_lib.plan.model import Plan
from okr_lib.review.driver_plan import driver_plan_findings, driver_variance
from tests.conftest import examples

HEAD = ["fiscal_year", "quarter", "stream", "driver", "value", "planned"]
NAMES = ("visits", "conversion", "basket")
positive = st.floats(0.01, 1000)
threes = st.tuples(positive, positive, positive)


def compared(*quarters):
    return pd.DataFrame(quarters, columns=["stream", "quarter", "expected", "actual"])


def chain(quarter, planned, actual, stream="shop"):
    return [("2027", quarter, stream, name, *both) for name, *both in zip(NAMES, actual, planned, strict=True)]


@pytest.fixture
def shop(small):
    return Plan.model_validate(small)


def test_a_chain_of_three_by_hand(shop):
    # 100 visits x 2 % x 50 = 100 were planned; 110 visits x 2 % x 50 = 110 came, and 2 more that no driver counts.
    drivers = pd.DataFrame(chain("Q1", (100, 0.02, 50), (110, 0.02, 50)), columns=HEAD)
    found = driver_variance(shop, compared(("shop", "Q1", 100.0, 112.0)), drivers, ["Q1"]).set_index("driver")
    # Log-mean: L(112, 100) = 12 / ln 1.12 = 105.886; visits L ln 1.1 = 10.09; the rest L ln(112 / 110) = 1.91.
    assert found["amount"].to_dict() == {"visits": 10.1, "conversion": 0.0, "basket": 0.0, "rest": 1.9}
    assert found.loc["visits", ["planned", "actual"]].tolist() == [100, 110]


def test_over_quarters_the_first_driver_is_a_mean_and_each_further_one_is_weighed(shop):
    rows = [*chain("Q1", (100, 0.02, 50), (100, 0.02, 50)), *chain("Q2", (300, 0.04, 20), (300, 0.04, 20))]
    comparison = compared(("shop", "Q1", 100.0, 100.0), ("shop", "Q2", 240.0, 240.0))
    found = driver_variance(shop, comparison, pd.DataFrame(rows, columns=HEAD), ["Q1", "Q2"]).set_index("driver")
    # 400 visits, 2 + 12 = 14 orders, 340 of revenue.
    assert found["planned"][:3].tolist() == pytest.approx([200, 14 / 400, 340 / 14])
    assert not found["amount"].any()


@examples(50)
@given(st.lists(st.tuples(threes, threes, positive, positive), min_size=1, max_size=4))
def test_the_amounts_sum_to_the_variance_in_whole_steps(quarters):
    plan = okr.load_plan("examples/matas-2022-23")
    rows, comparison = [], []
    for number, (planned, actual, expected, came) in enumerate(quarters, start=1):
        rows += [("2022/23", *row[1:]) for row in chain(f"Q{number}", planned, actual, "online")]
        comparison.append(("online", f"Q{number}", expected, came))
    names = [row[1] for row in comparison]
    found = driver_variance(plan, compared(*comparison), pd.DataFrame(rows, columns=HEAD), names)
    off = sum(came - expected for *_, expected, came in comparison)
    assert found["amount"].sum() == pytest.approx(off, abs=plan.step / 2 + 1e-9)
    assert (found["amount"] / plan.step).round(6).map(float.is_integer).all()


@pytest.mark.parametrize("lacks", ["planned", "value"])
def test_a_stream_with_a_driver_not_planned_or_not_observed_is_left_out(shop, lacks):
    drivers = pd.DataFrame(chain("Q1", (100, 0.02, 50), (110, 0.02, 50)), columns=HEAD)
    drivers.loc[1, lacks] = math.nan
    assert driver_variance(shop, compared(("shop", "Q1", 100.0, 112.0)), drivers, ["Q1"]).empty


def test_no_quarters_and_no_drivers_are_no_errors(shop):
    nothing = pd.DataFrame(columns=HEAD)
    assert driver_variance(shop, compared(), nothing, []).empty
    assert driver_variance(shop, compared(("shop", "Q1", 100.0, 112.0)), nothing, ["Q1"]).empty


def test_the_chain_of_the_example_closes_to_its_streams_variance(matas):
    review = okr.Review(matas, "Q3", okr.load_records(matas))
    found = driver_variance(matas, review.comparison, review.records.drivers, review.observed)
    assert set(found["stream"]) == {"online"}  # the company's drivers were not planned
    [off] = review.to_date.loc[review.to_date["stream"] == "online", "variance"]
    assert found["amount"].sum() == pytest.approx(off)
    assert found["driver"].tolist()[-1] == "rest"


def test_planned_drivers_that_make_something_else_than_the_plan_are_named(matas, example):
    assert driver_plan_findings(matas, growth_ledger(matas), load_drivers(matas)) == []
    file = example / "drivers.csv"
    file.write_text(file.read_text().replace("illustration,313", "illustration,250"))
    plan = okr.load_plan(example)
    [said] = driver_plan_findings(plan, growth_ledger(plan), load_drivers(plan))
    assert "planned for Q3 make 300, but the plan expects 375.8; give what is between them as a driver" in str(said)


def test_a_file_without_plans_reads_as_before_and_a_quarter_to_come_needs_no_value(example):
    file = example / "drivers.csv"
    head = "fiscal_year,quarter,stream,driver,value"
    file.write_text(f"{head}\n2022/23,Q1,online,Visits,30\n")
    assert load_drivers(okr.load_plan(example)).iloc[0, :5].tolist() == ["2022/23", "Q1", "online", "Visits", 30.0]
    file.write_text(f"{head},planned\n2022/23,Q4,online,Visits,,33\n")
    found = load_drivers(okr.load_plan(example))
    assert found["planned"].tolist() == [33]
    assert found["value"].isna().all()
    file.write_text(f"{head},planned\n2022/23,Q4,online,Visits,,\n")
    with pytest.raises(okr.RecordsError, match=r"drivers.csv:2: value: is empty; write what was observed, or what is"):
        load_drivers(okr.load_plan(example))
