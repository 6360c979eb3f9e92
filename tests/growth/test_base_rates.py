"""Base rates of growth, of the 44 companies, as counted by hand from their file."""

import csv
import math
from itertools import pairwise

import pytest

import okr_lib as okr
from okr_lib.plan.reference import CompanyYears
from tests.growth.companies import FOLDER, YEARS


def counted(growth, least=-math.inf, most=math.inf, *, second=False):
    """Share and number of years that grew that much, from the file itself; the second year of growth at the earliest."""
    with (FOLDER / "quarterly_sales.csv").open() as file:
        rows = [(row["company"], sum(float(row[f"Q{q}"]) for q in range(1, 5))) for row in csv.DictReader(file)]
    grown = [(ours, now / before - 1) for (theirs, before), (ours, now) in pairwise(rows) if ours == theirs]
    if second:
        grown = [(b, now) for (a, before), (b, now) in pairwise(grown) if a == b and least <= before < most]
    return sum(now >= growth for _, now in grown) / len(grown), len(grown)


@pytest.mark.parametrize("growth", [-0.05, 0.0, 0.1, 0.2, 0.5])
def test_the_share_of_years_is_that_of_the_file(growth):
    rate = okr.base_rate(growth)
    assert (rate.share, rate.company_years) == counted(growth)


@pytest.mark.parametrize(
    ("after", "least", "most"),
    [(-0.3, -math.inf, 0), (0, 0, 0.05), (0.07, 0.05, 0.1), (0.1, 0.1, 0.2), (0.2, 0.2, math.inf)],
)
def test_after_a_year_only_years_after_its_like_count(after, least, most):
    rate = okr.base_rate(0.2, after=after)
    assert (rate.share, rate.company_years) == counted(0.2, least, most, second=True)
    assert (rate.least, rate.most) == (least, most)


def test_the_figures_that_the_docs_tell():
    half, fifth = okr.base_rate(0.0783), okr.base_rate(0.2)
    assert half.share == pytest.approx(0.5, abs=0.005)
    assert (round(fifth.share, 3), fifth.company_years) == (0.135, 436)
    assert round(okr.base_rate(0.1).share, 2) == 0.4
    told = [okr.base_rate(0.2, after=after) for after in (-0.1, 0.02, 0.07, 0.15, 0.3)]
    assert [round(rate.share, 2) for rate in told] == [0.12, 0.03, 0.09, 0.19, 0.28]
    assert [rate.company_years for rate in told] == [83, 71, 81, 104, 53]


def test_companies_of_your_own_have_base_rates_of_their_own():
    rate = okr.base_rate(0.2, reference=CompanyYears("ours.csv", YEARS.companies[:10]))
    assert rate.company_years < 110
    assert rate.source == "ours.csv"


def test_no_year_after_such_a_year_is_no_rate():
    steady = CompanyYears("steady.csv", (((1.0, 1.0, 1.0, 1.0),) * 60,))
    rate = okr.base_rate(0.2, after=0.3, reference=steady)
    assert math.isnan(rate.share)
    assert rate.company_years == 0


@pytest.mark.parametrize("given", [{"growth": math.nan}, {"growth": 0.2, "after": math.inf}])
def test_growth_that_is_no_number_is_refused(given):
    with pytest.raises(okr.ForecastError, match="is no growth; give a share, such as"):
        okr.base_rate(**given)
