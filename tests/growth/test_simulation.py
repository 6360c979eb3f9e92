"""Draws of a plan's year: initiatives succeed as often as said, share their luck, and wait for what they need."""

import numpy as np
import pytest
from scipy.stats import binom

import okr_lib as okr
from okr_lib.growth.chances import chances_of
from okr_lib.growth.simulation import simulate
from okr_lib.plan.model import Plan

DRAWS = 200_000


def plan_of(small, count=2, kind="amount", size=40, **fields):
    small["focus_areas"] = [{"id": "club", "name": "Club"}]
    small["teams"][0]["initiatives"] = [
        {"id": f"i{number}", "name": f"I {number}", "owner": "Head", "effects": [{"stream": "shop", kind: size}]}
        | fields
        for number in range(count)
    ]
    return Plan.model_validate(small)


def year(plan, draws=DRAWS):
    return simulate(chances_of(plan), draws=draws, seed=1).year


def share_above(plan, revenue):
    return float((year(plan) >= revenue - 1e-6 * revenue).mean())


def near(chance):
    return pytest.approx(chance, abs=4 * (chance * (1 - chance) / DRAWS) ** 0.5)


def test_two_coins_of_which_one_is_enough(small):
    assert share_above(plan_of(small, probability=0.5), 440) == near(0.75)


@pytest.mark.parametrize(
    ("probability", "size"),
    [
        (1, {"low": 70, "likely": 80, "high": 90}),  # certain, and far from nothing
        (0.01, {"low": 1400, "likely": 1500, "high": 1600}),  # hardly ever, and then very much
    ],
)
def test_an_initiative_whose_size_is_unlike_its_spread_keeps_its_mean(small, probability, size):
    drawn = year(plan_of(small, 1, size=size, probability=probability))
    assert drawn.mean() == pytest.approx(400 + probability * size["likely"], abs=4 * drawn.std() / DRAWS**0.5 + 1e-3)
    assert float((drawn > 401).mean()) == near(probability)


def test_a_focus_area_shares_its_luck(small):
    small["uncertainty"] = {"correlation": 0.5}
    assert share_above(plan_of(small, probability=0.5, focus_area="club"), 480) == near(1 / 3)


def test_lifts_multiply_and_follow_the_number_of_successes(small):
    plan = plan_of(small, count=3, kind="lift", size=0.05, probability=0.8)
    assert share_above(plan, 400 * 1.05**2) == near(float(binom.sf(1, 3, 0.8)))
    exact = okr.growth_ledger(plan, rounded=False)
    assert year(plan).mean() == pytest.approx(exact.loc[exact["line"] != "uncovered", "amount"].sum(), rel=1e-3)


def test_an_initiative_brings_nothing_when_one_it_needs_fails(small):
    plan_of(small, probability=0.5)
    small["teams"][0]["initiatives"][1]["after"] = ["i0"]
    plan = Plan.model_validate(small)
    assert share_above(plan, 480) == near(0.25)
    assert year(plan).mean() == pytest.approx(400 + 20 + 10, rel=1e-3)


def test_overlap_counts_in_every_draw(small):
    small["overlaps"] = [{"id": "same", "name": "Same", "initiatives": ["i0", "i1"], "counts": 0.5}]
    assert year(plan_of(small), 1000) == pytest.approx(440)


def test_streams_share_one_market(small):
    momentum = {"low": -0.1, "likely": 0.0, "high": 0.1}
    small["streams"][0]["momentum"] = momentum
    small["streams"].append(small["streams"][0] | {"id": "web", "name": "Web", "momentum": momentum})
    both = float(np.var(year(plan_of(small, 0))))
    small["streams"].pop()
    one = float(np.var(year(plan_of(small, 0))))
    assert both / one == pytest.approx(2 * 1.5, rel=0.03)  # 2 (1 + 0.5): variances add, and half of them is shared


def test_parts_are_accounted_for_plain_and_weighed(small):
    plan = plan_of(small, probability=0.5)
    drawn = simulate(chances_of(plan), draws=DRAWS, seed=1, weigh=lambda revenue: revenue < 439)
    assert drawn.mean == pytest.approx([20, 20, 0], rel=0.01)
    assert drawn.short == pytest.approx([0, 0, 0], abs=1e-6)  # the years below 439 are those without either
    drawn = simulate(chances_of(plan), draws=DRAWS, seed=1, weigh=lambda revenue: revenue < 479)
    assert drawn.short == pytest.approx([10, 10, 0], rel=0.02)  # each alone in a quarter of the years
