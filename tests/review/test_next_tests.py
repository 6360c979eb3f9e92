"""What would prove it: by hand, by simulated regions, and for teams in every state."""

import math

import numpy as np
import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.starter import new_plan
from okr_lib.review.next_tests import _region_quarters, next_tests, own_noise


def found_of(plan, quarter, team):
    review = okr.Review(plan, quarter, okr.load_records(plan))
    noise = own_noise(review.plan, review.comparison, review.evidence)
    return review, next_tests(review.plan, review.ledger, review.reconciliation, noise, team)


def test_the_size_of_a_test_by_hand():
    # 4 x (1.960 + 0.842)^2 x (0.05 / 0.02)^2 = 4 x 7.849 x 6.25
    assert _region_quarters(0.02, 0.05) == pytest.approx(196.2, abs=0.05)
    assert math.isinf(_region_quarters(0.0, 0.05))


@pytest.mark.parametrize(("share", "noise", "quarters"), [(0.05, 0.06, 1), (0.03, 0.06, 2), (0.02, 0.05, 4)])
def test_a_test_of_that_size_shows_the_effect_in_four_cases_of_five(share, noise, quarters):
    regions = 2 * math.ceil(_region_quarters(share, noise) / quarters / 2)
    rng, trials = np.random.default_rng(7), 4000
    market = rng.normal(0, 0.1, (trials, 1, quarters))  # what all regions share is not in the difference
    grown = 0.02 + market + rng.normal(0, noise, (trials, regions, quarters))
    grown[:, : regions // 2] += share
    difference = (grown[:, : regions // 2].mean(axis=1) - grown[:, regions // 2 :].mean(axis=1)).mean(axis=1)
    error = 2 * noise / math.sqrt(regions * quarters)
    assert np.mean(np.abs(difference / error) > 1.96) == pytest.approx(0.8, abs=0.025)


def test_noise_before_any_actuals_and_after_some_by_hand(small):
    plan = Plan.model_validate(small)
    empty = pd.DataFrame([("shop", "Q1", 100.0, math.nan)], columns=["stream", "quarter", "expected", "actual"])
    evidence = okr.Review(plan, "Q1", okr.load_records(plan)).evidence
    before = own_noise(plan, empty, evidence)["shop"]
    came = empty.assign(actual=110.0)
    # What was usual counts as one quarter, the quarter that came as another; half of each is the market's.
    assert own_noise(plan, came, evidence)["shop"] == pytest.approx(math.sqrt((before**2 + 0.1**2 / 2) / 2))


def test_the_test_that_narrows_most_comes_first_and_ranges_only_narrow(matas):
    _, found = found_of(matas, "Q3", "marketing")
    assert found["initiative"].tolist() == ["personal-offers", "club-plus", "brand-launches"]
    assert found["reach_after"].is_monotonic_increasing
    assert (found["reach_after"] < found["reach"]).all()


def test_what_is_tested_already_is_not_to_be_tested_again(matas, example):
    claim = "2022-12-31,personal-offers,6,0.6,A test.,Head of Customer Data,under_way,test,5.9,6.1\n"
    file = example / "check_ins.csv"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0] + ",known_by,low,high", *(f"{line},,," for line in lines[1:])]) + "\n" + claim)
    _, found = found_of(okr.load_plan(example), "Q3", "marketing")
    assert "personal-offers" not in found["initiative"].tolist()


def test_before_a_teams_work_begins_the_test_that_takes_least_comes_first(tmp_path):
    new_plan(tmp_path / "plan", with_quarter=True)
    _, found = found_of(okr.load_plan(tmp_path / "plan"), "Q1", "marketing")
    assert found["initiative"].tolist() == ["segmented-campaigns", "win-back"]
    assert found["reach"].isna().all()
    sizes = found["regions"] * found["quarters"]
    assert sizes.is_monotonic_increasing
    assert (found["regions"] % 2 == 0).all()


@pytest.mark.parametrize("quarter", ["Q1", "Q4"])
def test_a_team_without_initiatives_has_nothing_to_test(small, quarter):
    assert found_of(Plan.model_validate(small), quarter, "sales")[1].empty
