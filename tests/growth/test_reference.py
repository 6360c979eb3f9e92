"""The reference class: made by a script that is here, and a company's own errors move its spread."""

import dataclasses

import numpy as np
import pytest

import okr_lib as okr
from okr_lib.growth.reference import own_spread, reference_class, reference_of
from okr_lib.plan.reference import CompanyYears, shipped_reference
from tests.growth.companies import FOLDER, YEARS, module

SPREAD = np.array([0.08, 0.07, 0.06, 0.05])


def test_the_table_that_is_shipped_is_what_its_script_makes():
    script = module(FOLDER / "make.py")
    assert script.TABLE.read_text(encoding="utf-8") == script.text()


def test_a_reference_class_is_of_all_its_companies_years():
    found = shipped_reference()
    assert len(YEARS.companies) == 44
    assert sum(map(len, YEARS.companies)) == 480
    assert len(found.growths) == 480 - 44
    assert found.growth == pytest.approx(0.0783)


def test_it_knows_no_company_by_its_place():
    turned = reference_class(dataclasses.replace(YEARS, companies=YEARS.companies[::-1]))
    same = reference_class(YEARS)
    assert np.array(turned.errors) == pytest.approx(np.array(same.errors), abs=2e-4)
    assert np.array(turned.spread) == pytest.approx(np.array(same.spread), abs=2e-5)


def test_the_spread_of_what_is_unknown_is_wider_by_a_twelfth():
    assert own_spread(np.array([]), SPREAD) == pytest.approx([0.08 * 13 / 12])


def test_usual_errors_leave_the_spread_of_the_reference_class():
    errors = np.array([*SPREAD, *[0.05] * 40])
    assert own_spread(errors, SPREAD)[-1] == pytest.approx(0.05, rel=0.03)


def test_a_merger_widens_no_more_than_six_usual_errors():
    assert own_spread(np.array([5.0]), SPREAD) == pytest.approx(own_spread(np.array([0.48]), SPREAD))


def test_old_errors_fade():
    early, late = (own_spread(np.array([*first, *then]), np.full(4, 0.05))[-1] for first, then in LIVES)
    assert early < late


LIVES = [([0.2] * 10, [0.01] * 10), ([0.01] * 10, [0.2] * 10)]


def test_the_shipped_companies_are_meant_where_none_are_given():
    assert reference_of(None) is shipped_reference()
    assert reference_of(YEARS) is reference_class(YEARS)
    assert reference_of(shipped_reference()) is shipped_reference()


def test_too_few_companies_are_refused_with_how_many_it_takes():
    few = CompanyYears("ours.csv", (((1.0, 1.0, 1.0, 1.0),) * 50, ((1.0, 1.0, 1.0, 1.0),)))
    with pytest.raises(okr.ForecastError, match="there are 49 years of growth; give companies with 50"):
        reference_class(few)
