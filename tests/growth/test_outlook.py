"""Outlook: exact where it can be, drawn where it must be, and both agree."""

import numpy as np
import pytest

import okr_lib as okr
from okr_lib import OkrError, target_outlook
from okr_lib.growth.fourier import number_of_successes
from okr_lib.plan.model import Plan


def with_initiatives(small, count=2, kind="amount", size=40, **fields):
    small["focus_areas"] = [{"id": "club", "name": "Club"}]
    small["teams"][0]["initiatives"] = [
        {"id": f"i{number}", "name": f"I {number}", "owner": "Head", "effects": [{"stream": "shop", kind: size}]}
        | fields
        for number in range(count)
    ]
    return small


@pytest.fixture(scope="module")
def outlook(matas):
    return target_outlook(matas, draws=50_000)


def test_two_coins_of_which_one_is_enough(small):
    small["target"] = {"growth": 0.1}
    found = target_outlook(Plan.model_validate(with_initiatives(small, probability=0.5)))
    assert (found.probability, found.error, found.method) == (0.75, 0, "exact")


def test_a_certain_plan_reaches_its_target_or_does_not(small):
    with_initiatives(small)
    assert target_outlook(Plan.model_validate(small)).probability == 1
    small["target"] = {"growth": 0.21}
    assert target_outlook(Plan.model_validate(small)).probability == 0


@pytest.mark.parametrize(
    ("probability", "size"),
    [
        (1, {"low": 70, "likely": 80, "high": 90}),  # certain, and far from nothing
        (0.01, {"low": 1400, "likely": 1500, "high": 1600}),  # hardly ever, and then very much
    ],
)
def test_an_initiative_whose_size_is_unlike_its_spread_is_exact_too(small, probability, size):
    plan = Plan.model_validate(with_initiatives(small, 1, size=size, probability=probability))
    found, drawn = target_outlook(plan), target_outlook(plan, method="simulation")
    assert found.method == "exact"
    assert found.probability == pytest.approx(drawn.probability, abs=0.01)
    assert found.mean == pytest.approx(drawn.mean, rel=0.005)


def test_a_focus_area_shares_its_luck(small):
    with_initiatives(small, probability=0.5, focus_area="club")
    small["uncertainty"] = {"correlation": 0.5}
    assert target_outlook(Plan.model_validate(small)).probability == pytest.approx(1 / 3, abs=1e-6)


@pytest.mark.parametrize("correlation", [0.0, 0.2, 0.5])
def test_drawn_and_exact_agree(small, correlation):
    size = {"low": 0, "likely": 2, "high": 6}
    with_initiatives(small, count=30, size=size, probability=0.7, focus_area="club")
    small["uncertainty"] = {"correlation": correlation}
    small["streams"][0]["momentum"] = {"low": -0.02, "likely": 0.03, "high": 0.1}
    plan = Plan.model_validate(small)
    exact, drawn = target_outlook(plan), target_outlook(plan, method="simulation", draws=400_000)
    assert abs(exact.probability - drawn.probability) < 3.5 * drawn.error + 5e-4
    assert exact.mean == pytest.approx(drawn.mean, rel=2e-4)
    assert np.allclose(exact.quantiles["revenue"], drawn.quantiles["revenue"], rtol=2e-3)
    assert np.allclose(exact.quarters["probability"], drawn.quarters["probability"], atol=0.005)


def test_lifts_are_drawn_and_their_mean_is_the_ledgers(small):
    plan = Plan.model_validate(with_initiatives(small, count=3, kind="lift", size=0.05, probability=0.8))
    found = target_outlook(plan, draws=200_000)
    exact = okr.growth_ledger(plan, rounded=False)
    assert found.method == "simulation"
    assert found.mean == pytest.approx(exact.loc[exact["line"] != "uncovered", "amount"].sum(), rel=1e-3)


def test_chances_of_lifts_follow_the_number_of_successes(small):
    small["target"] = {"growth": 1.05**2 - 1}
    found = target_outlook(
        Plan.model_validate(with_initiatives(small, count=3, kind="lift", size=0.05, probability=0.8)), draws=200_000
    )
    assert found.probability == pytest.approx(number_of_successes([0.8] * 3)[2:].sum(), abs=4 * found.error)


def test_an_initiative_brings_nothing_when_one_it_needs_fails(small):
    with_initiatives(small, probability=0.5)
    small["teams"][0]["initiatives"][1]["after"] = ["i0"]
    small["target"] = {"growth": 0.2}
    found = target_outlook(Plan.model_validate(small), draws=200_000)
    assert found.probability == pytest.approx(0.25, abs=4 * found.error)
    assert found.mean == pytest.approx(400 + 20 + 10, rel=1e-3)


def test_overlap_counts_in_every_draw(small):
    with_initiatives(small)
    small["overlaps"] = [{"id": "same", "name": "Same", "initiatives": ["i0", "i1"], "counts": 0.5}]
    plan = Plan.model_validate(small)
    assert target_outlook(plan).mean == pytest.approx(440)
    assert target_outlook(plan, method="simulation", draws=1000).mean == pytest.approx(440)


def test_the_same_seed_gives_the_same_numbers_whatever_the_threads(matas):
    one, two = (target_outlook(matas, draws=30_000, seed=7, threads=threads) for threads in (1, 2))
    assert one.probability == two.probability
    assert one.quantiles.equals(two.quantiles)
    assert one.shortfall.equals(two.shortfall)
    assert target_outlook(matas, draws=30_000, seed=8).probability != one.probability


def test_parts_of_the_shortfall_sum_to_it(outlook):
    short = np.maximum(outlook.target - 0.05 - outlook._drawn.year, 0).mean()
    assert outlook.shortfall["amount"].sum() == pytest.approx(short, rel=1e-5)
    assert set(outlook.shortfall["line"]) == {"initiative", "momentum", "uncovered"}


def test_the_likelihood_falls_from_one_to_zero(outlook):
    curve = outlook.likelihood
    assert curve["probability"].is_monotonic_decreasing
    assert curve["revenue"].is_monotonic_increasing
    at_target = np.interp(outlook.target, curve["revenue"], curve["probability"])
    assert at_target == pytest.approx(outlook.probability, abs=0.02)


def test_certainty_of_an_initiative_raises_the_probability(outlook, matas):
    gains = outlook.certainty
    assert (gains["gain"] > 0).all()
    assert gains["gain"].is_monotonic_decreasing
    assert len(gains) == len(list(matas.initiatives()))


def test_the_example_is_in_doubt_but_not_lost(outlook):
    assert 0.1 < outlook.probability < 0.6
    assert 0 < outlook.error < 0.01


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "exact"}, "lifts and dependencies"),
        ({"method": "guess"}, "write one of auto, exact, simulation"),
        ({"draws": 10}, "at least 1000 draws"),
        ({"threads": 0}, "1 thread"),
    ],
)
def test_settings_out_of_range_are_refused(matas, settings, message):
    with pytest.raises(OkrError, match=message):
        target_outlook(matas, **settings)
