"""The ambition beside other companies' years: which years count, and where there is nothing to say."""

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import CompanyYears
from okr_lib.plan.values import QUARTERS
from okr_lib.review.ambition import ambition
from tests.growth.companies import YEARS


def years(**totals):
    """Records of whole years of one stream: ``years(y2025=390)``."""
    rows = [(year[1:], quarter, "shop", total / 4) for year, total in totals.items() for quarter in QUARTERS]
    return pd.DataFrame(rows, columns=["fiscal_year", "quarter", "stream", "revenue"])


@pytest.fixture
def aims(small):
    """The ambition of a plan that made 400 last year and aims at a growth, with what records there are."""

    def of(growth, records=None, **settings):
        plan = Plan.model_validate(small | {"target": {"growth": growth}})
        return ambition(plan, years() if records is None else records, **settings)

    return of


def test_without_an_earlier_year_it_is_set_beside_all_company_years(aims):
    found = aims(0.2)
    assert found.usual == okr.base_rate(0.2)
    assert found.alike is None


@pytest.mark.parametrize(("before", "least"), [(390, 0.0), (420, float("-inf")), (300, 0.2), (400, 0.0)])
def test_a_known_earlier_year_says_which_years_were_like_the_last(aims, before, least):
    found = aims(0.1, years(y2024=1, y2025=before))
    assert found.alike.least == least
    assert found.alike == okr.base_rate(0.1, after=400 / before - 1)


@pytest.mark.parametrize("records", [years(y2024=390), years(y2026=390, y2027=390), years(y2025=390)[:3]])
def test_an_earlier_year_that_is_not_whole_or_not_the_one_before_says_nothing(aims, records):
    assert aims(0.1, records).alike is None


def test_an_earlier_year_without_revenue_says_nothing(aims):
    assert aims(0.1, years(y2025=0)).alike is None


@pytest.mark.parametrize("growth", [0.0, -0.1, 0.0004])
def test_a_target_without_growth_is_set_beside_nothing(aims, growth):
    assert aims(growth) is None


def test_without_a_baseline_there_is_no_growth_to_speak_of(small):
    small["streams"][0]["baseline"] = dict.fromkeys(QUARTERS, 0)
    plan = Plan.model_validate(small | {"target": {"revenue": 500}})
    assert ambition(plan, years()) is None


def test_the_growth_counts_as_exactly_as_it_is_told(aims):
    assert aims(0.19996).usual == okr.base_rate(0.2)


def test_fewer_than_twenty_years_like_the_last_are_left_out(aims):
    few = CompanyYears("ours.csv", YEARS.companies[:10])
    records = years(y2025=300)
    assert okr.base_rate(0.1, after=1 / 3, reference=few).company_years < 20
    assert aims(0.1, records, reference=few).alike is None
    assert aims(0.1, records, reference=few).usual.source == "ours.csv"
    assert aims(0.1, records).alike is not None
