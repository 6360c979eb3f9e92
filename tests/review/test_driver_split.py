"""Drivers that do not make revenue are named, until what is between them is a driver too."""

import pandas as pd
import pytest

from okr_lib.plan.driver_records import load_drivers
from okr_lib.plan.model import Plan
from okr_lib.plan.records import load_actuals
from okr_lib.review.driver_split import driver_findings

ACTUALS = pd.DataFrame([("2027", "Q1", "shop", 110.0)], columns=["fiscal_year", "quarter", "stream", "revenue"])


def drivers(*rows):
    columns = ["fiscal_year", "quarter", "stream", "driver", "value"]
    return pd.DataFrame([(year, quarter, "", name, value) for year, quarter, name, value in rows], columns=columns)


@pytest.fixture
def shop(small):
    """One stream of 100 a quarter in 2026."""
    return Plan.model_validate(small)


def test_the_drivers_of_the_example_make_its_revenue(matas):
    assert driver_findings(matas, load_actuals(matas), load_drivers(matas)) == []


def test_drivers_that_make_gross_sales_are_named_once_a_year_with_their_worst_quarter(shop):
    rows = [("2026", "Q1", "orders", 14), ("2026", "Q1", "basket", 10), ("2026", "Q2", "orders", 20)]
    rows += [("2026", "Q2", "basket", 10), ("2027", "Q1", "orders", 15), ("2027", "Q1", "basket", 10)]
    rows += [("2027", "Q2", "orders", 15), ("2027", "Q2", "basket", 10)]
    remedy = "give what is between them as a driver of its own, such as net revenue over gross"
    assert [str(finding) for finding in driver_findings(shop, ACTUALS, drivers(*rows))] == [
        f"drivers.csv: orders x basket of 2026 Q2 make 200, but revenue is 100; {remedy}",
        f"drivers.csv: orders x basket of 2027 Q1 make 150, but revenue is 110; {remedy}",
    ]


@pytest.mark.parametrize(("ratio", "count"), [(None, 1), (0.65, 1), (110 / 150, 0), (0.75, 0)])
def test_a_ratio_that_closes_the_product_is_a_driver(shop, ratio, count):
    rows = [("2027", "Q1", "orders", 15), ("2027", "Q1", "basket", 10)]
    rows += [("2027", "Q1", "net over gross", ratio)] if ratio else []
    before = [("2026", quarter, name, 10) for _, quarter, name, _ in rows]
    found = driver_findings(shop, ACTUALS, drivers(*rows, *before))
    assert sum("2027" in str(finding) for finding in found) == count


@pytest.mark.parametrize("quarter", ["Q2", "Q4"])
def test_drivers_of_a_quarter_without_actuals_are_not_compared(shop, quarter):
    rows = [("2027", quarter, "orders", 15), ("2027", quarter, "basket", 100)]
    assert driver_findings(shop, ACTUALS, drivers(*rows)) == []
