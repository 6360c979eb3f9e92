"""The uncertain quantities of a plan, and what is certain of them when quarters are over."""

import numpy as np
import pytest
from hypothesis import given

import okr_lib as okr
from okr_lib.growth.chances import chances_of, with_actuals
from okr_lib.plan.model import Plan
from tests.conftest import examples
from tests.growth.plans import plans


def initiative(name, kind="amount", size=40, **fields):
    effect = {"stream": "shop", kind: size}
    return {"id": name, "name": name.title(), "owner": "Head", "effects": [effect]} | fields


def chances(small, *initiatives):
    small["teams"][0]["initiatives"] = list(initiatives)
    return chances_of(Plan.model_validate(small))


def test_overlap_focus_areas_and_needs_are_by_initiative(matas):
    found = chances_of(matas)
    at = found.initiatives.index
    assert found.counts[at("club-plus")] == 0.85
    assert found.counts[at("beauty-advice")] == 1
    assert found.factor[at("faster-checkout")] == -1
    assert found.factor[at("club-plus")] == found.factor[at("beauty-advice")] == 2
    assert found.after[at("brand-launches")] == (at("new-brand-shelves"),)


def test_an_amount_falls_on_quarters_by_season_and_ramp(small):
    small["streams"][0]["baseline"] = {"Q1": 100, "Q2": 100, "Q3": 200, "Q4": 100}
    weights = chances(small, initiative("shelf", starts="Q2", ramp=[0.5, 1.0])).amount_weights()
    assert weights.tolist() == [[0, 0.1, 0.4, 0.2]]


def test_what_came_takes_the_place_of_what_was_planned(small):
    planned = chances(small, initiative("coin", probability=0.5))
    before = planned.base.copy(), planned.effects.ramp.copy()
    over = with_actuals(planned, {"Q1": 130.0, "Q3": 0.0})
    assert over.base.tolist() == [[0, 100, 0, 100]]
    assert over.further.tolist() == [130, 0, 0, 0]
    assert over.amount_weights().tolist() == [[0, 0.25, 0, 0.25]]
    assert np.array_equal(planned.base, before[0])
    assert np.array_equal(planned.effects.ramp, before[1])


def test_further_growth_of_a_quarter_that_is_over_is_in_its_actual(small):
    amounts = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 5)
    small["further_growth"] = [{"id": "currency", "name": "Currency", "stream": "shop", "amounts": amounts}]
    assert with_actuals(chances(small), {"Q1": 90.0}).further.tolist() == [90, 5, 5, 5]


@examples(40)
@given(plans())
def test_what_is_certain_is_baseline_and_further_growth(plan):
    found = chances_of(plan)
    ledger = okr.growth_ledger(plan, rounded=False)
    sums = ledger[ledger["line"].isin(["baseline", "currency"])].groupby("quarter")["amount"].sum()
    certain = found.base.sum(axis=0) + found.further
    assert certain.tolist() == pytest.approx(sums.reindex(["Q1", "Q2", "Q3", "Q4"]).fillna(0).tolist(), abs=1e-6)
