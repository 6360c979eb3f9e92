"""Contributions: amounts add, lifts multiply, and what lifts bring together is shared exactly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.growth.chances import chances_of
from okr_lib.growth.contributions import Effects, contributions, effects_of, ramp_by_quarter
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.simulation import simulate
from okr_lib.plan.model import Plan

lifts = st.lists(st.floats(-0.9, 3), min_size=1, max_size=12)


def effects(values, ramp=None):
    count = len(values)
    ramps = np.ones((count, 4)) if ramp is None else np.array(ramp, dtype=float)
    stream = np.zeros(count, dtype=int)
    return Effects(np.arange(count), stream, np.ones(count, dtype=bool), np.array(values, dtype=float), ramps)


@given(lifts, st.floats(0, 1e6), st.floats(-0.5, 1))
def test_lifts_share_their_joint_growth_without_rest(values, revenue, momentum):
    brought = contributions(effects(values), np.full((1, 4), revenue), np.array([momentum]))
    joint = revenue * (1 + momentum) * (np.prod(np.add(values, 1)) - 1)
    assert brought.sum(axis=0) == pytest.approx(np.full(4, joint), rel=1e-9, abs=1e-6)


@given(lifts)
def test_the_order_of_lifts_does_not_matter(values):
    base, none = np.full((1, 4), 100.0), np.zeros(1)
    forward = contributions(effects(values), base, none)
    backward = contributions(effects(values[::-1]), base, none)
    assert forward == pytest.approx(backward[::-1], rel=1e-9, abs=1e-9)


def test_a_single_lift_brings_its_share_of_the_stream():
    brought = contributions(effects([0.1], [[0, 0.5, 1, 1]]), np.full((1, 4), 100.0), np.array([0.5]))
    assert brought.tolist() == [pytest.approx([0, 7.5, 15, 15])]


def test_lifts_that_cancel_out_bring_nothing_together():
    brought = contributions(effects([1.0, -0.5]), np.full((1, 4), 100.0), np.zeros(1))
    assert brought.sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-9)
    assert brought[0, 0] == pytest.approx(100 * np.log(2))


def test_an_amount_follows_the_seasons_and_its_ramp(small):
    small["streams"][0]["baseline"] = {"Q1": 100, "Q2": 100, "Q3": 200, "Q4": 0}
    initiative = {"id": "a", "name": "A", "owner": "Head", "starts": "Q2", "ramp": [0.5, 1], "probability": 0.5}
    small["teams"][0]["initiatives"] = [initiative | {"effects": [{"stream": "shop", "amount": 40}]}]
    found = effects_of(Plan.model_validate(small))
    brought = contributions(found, np.array([[100.0, 100, 200, 0]]), np.zeros(1))
    assert brought.tolist() == [[0, 2.5, 10, 0]]


def test_an_amount_on_a_stream_without_baseline_is_spread_evenly():
    amount = Effects(np.array([0]), np.array([0]), np.array([False]), np.array([8.0]), np.ones((1, 4)))
    assert contributions(amount, np.zeros((1, 4)), np.zeros(1)).tolist() == [[2, 2, 2, 2]]


def test_a_lift_acts_on_amounts_too():
    pair = Effects(np.array([0, 1]), np.array([0, 0]), np.array([False, True]), np.array([40.0, 0.1]), np.ones((2, 4)))
    assert contributions(pair, np.full((1, 4), 100.0), np.zeros(1))[1, 0] == pytest.approx(11)


def test_the_last_value_of_a_ramp_stays():
    assert ramp_by_quarter(0, (0.2, 0.6)) == [0.2, 0.6, 0.6, 0.6]
    assert ramp_by_quarter(3, (0.2, 0.6)) == [0, 0, 0, 0.2]


@pytest.fixture
def felt(small):
    """A campaign that brings the web shop 40 a year, or nothing, and takes three in ten of that from the stores."""
    quarters = {"Q1": 10, "Q2": 10, "Q3": 20, "Q4": 40}
    small["streams"].append({"id": "web", "name": "Web", "baseline": quarters})
    size = {"low": 20, "likely": 40, "high": 60}
    effect = {"stream": "web", "amount": size, "spills_to": "shop", "spill": "-30 %"}
    small["teams"][0]["initiatives"] = [
        {"id": "a", "name": "A", "owner": "Head", "probability": 0.5, "ramp": [0.5, 1], "effects": [effect]}
    ]
    return small


def by_stream_and_quarter(plan, **how):
    rows = growth_ledger(plan, **how)
    found = rows[rows["line"] == "initiative"].groupby(["stream", "quarter"])["amount"].sum()
    return found["web"].tolist(), found["shop"].tolist()


def test_what_another_stream_feels_is_a_share_of_the_effect_in_every_quarter(felt):
    web, shop = by_stream_and_quarter(Plan.model_validate(felt), rounded=False)
    assert web == pytest.approx([1.25, 2.5, 5, 10])  # half of 40, over the web shop's seasons
    assert shop == pytest.approx([-0.375, -0.75, -1.5, -3])


def test_what_is_felt_of_a_lift_is_a_share_of_last_years_revenue_lifted(felt):
    felt["teams"][0]["initiatives"][0]["effects"] = [{"stream": "web", "lift": 0.1, "spills_to": "shop", "spill": 0.5}]
    web, shop = by_stream_and_quarter(Plan.model_validate(felt), rounded=False)
    assert web == pytest.approx([0.25, 0.5, 1, 2])
    assert shop == pytest.approx([0.125, 0.25, 0.5, 1])


def test_what_is_felt_hangs_on_the_same_luck_and_size(felt):
    plan = Plan.model_validate(felt)
    sizes, (web, shop) = chances_of(plan).sizes, range(2)
    assert sizes[shop] == pytest.approx(-0.3 * sizes[web])
    drawn = simulate(chances_of(plan), draws=20_000, seed=1).year
    assert drawn.min() == pytest.approx(480, abs=1e-3)  # where it fails, nothing is felt
    assert drawn.max() < 480 + 60 * 0.7


def test_a_rounded_ledger_closes_with_what_is_felt(felt):
    ledger = growth_ledger(Plan.model_validate(felt))
    assert ledger["amount"].sum() == pytest.approx(576)
    found = ledger[ledger["line"] == "initiative"].groupby("stream")["amount"].sum()
    assert (found["web"], found["shop"]) == (pytest.approx(18.8, abs=0.11), pytest.approx(-5.6, abs=0.11))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"spills_to": "web"}, "spills_to 'web' is the stream of the effect itself; name another one"),
        ({"spills_to": None}, "spill -0.3 is felt nowhere; name the stream in spills_to"),
        ({"spill": -1.5}, "-1.5 is not between -1 and 1"),
    ],
)
def test_what_is_felt_nowhere_or_by_itself_is_refused(felt, change, said):
    felt["teams"][0]["initiatives"][0]["effects"][0] |= change
    with pytest.raises(ValueError, match=re.escape(said)):
        Plan.model_validate(felt)
