"""Budget: the funded set is the best there is, and the frontier never falls."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib import OkrError, fund, funding_frontier
from okr_lib.growth.breakdown import COVERED_LINES, breakdown, select
from okr_lib.plan.model import Plan
from tests.conftest import examples


@st.composite
def choices(draw):
    """A plan of up to 12 initiatives with costs, efforts, capacities and dependencies, and a budget."""
    count = draw(st.integers(1, 12))
    teams = [{"id": "a", "name": "A", "capacity": draw(st.integers(0, 30))}, {"id": "b", "name": "B"}]
    made = []
    for number in range(count):
        effect = draw(st.sampled_from(["amount", "lift"]))
        size = draw(st.integers(-5, 30)) / (1 if effect == "amount" else 300)
        after = draw(st.lists(st.sampled_from(range(number)), max_size=2, unique=True)) if number else []
        made.append(
            {
                "id": f"i{number}",
                "name": f"I {number}",
                "owner": "Head",
                "effects": [{"stream": "shop", effect: size}],
                "cost": draw(st.integers(0, 10)),
                "effort": draw(st.integers(0, 10)),
                "after": [f"i{first}" for first in after],
            }
        )
    teams[0]["initiatives"], teams[1]["initiatives"] = made[::2], made[1::2]
    data = {
        "name": "Shop",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}],
        "teams": teams,
    }
    return Plan.model_validate(data), draw(st.integers(0, 60))


def best_by_trying_all(plan, budget):
    pairs = list(plan.initiatives())
    sums = breakdown(select(okr.growth_ledger(plan, rounded=False), lines=COVERED_LINES), ["initiative"])
    value = dict(zip(sums["initiative"], sums["amount"], strict=True))
    best = 0.0
    for size in range(len(pairs) + 1):
        for chosen in itertools.combinations(pairs, size):
            names = {item.id for _, item in chosen}
            fits = sum(item.cost for _, item in chosen) <= budget
            able = all(
                team.capacity is None
                or sum(item.effort for owner, item in chosen if owner.id == team.id) <= team.capacity
                for team in plan.teams
            )
            if fits and able and all(set(item.after) <= names for _, item in chosen):
                best = max(best, sum(value.get(name, 0.0) for name in names))
    return best


@examples(100)
@given(choices())
def test_the_funded_set_is_the_best_of_all_subsets(choice):
    plan, budget = choice
    funding = fund(plan, budget)
    names = set(funding.initiatives)
    chosen = [(team, item) for team, item in plan.initiatives() if item.id in names]
    assert funding.cost == sum(item.cost for _, item in chosen) <= budget
    assert all(set(item.after) <= names for _, item in chosen)
    assert funding.contribution == pytest.approx(best_by_trying_all(plan, budget), abs=1e-4)


def test_the_frontier_rises_to_the_whole_plan(matas):
    table = funding_frontier(matas)
    assert table["contribution"].is_monotonic_increasing
    assert len(table["initiatives"].iloc[-1]) == 10
    assert table["gain"].sum() == pytest.approx(table["contribution"].iloc[-1])


def test_the_likeliest_set_is_at_least_as_likely_as_the_largest(matas):
    from okr_lib.growth.budget import _only

    largest = fund(matas, 30)
    likeliest = fund(matas, 30, objective="probability")
    assert likeliest.cost <= 30
    assert likeliest.probability >= okr.target_outlook(_only(matas, largest)).probability


def test_no_budget_funds_only_what_is_free(matas):
    assert fund(matas, 0) == okr.fund(matas, 0.5)
    assert fund(matas, 0).initiatives == ()


def test_a_plan_without_initiatives_funds_nothing(small):
    assert fund(Plan.model_validate(small), 10).initiatives == ()


@pytest.mark.parametrize("budget", [-1, float("nan"), float("inf")])
def test_a_budget_is_an_amount(matas, budget):
    with pytest.raises(OkrError, match="is not an amount"):
        fund(matas, budget)


def test_budgets_of_a_frontier_rise(matas):
    with pytest.raises(OkrError, match="must rise"):
        funding_frontier(matas, [10, 5])


def test_an_unknown_objective_is_refused(matas):
    with pytest.raises(OkrError, match="write contribution or probability"):
        fund(matas, 10, objective="profit")


def test_what_a_million_buys_is_its_gain(matas):
    table = funding_frontier(matas, [10, 20])
    assert table["per_cost"].iloc[1] == pytest.approx(table["gain"].iloc[1] / 10)
    assert np.isnan(table["per_cost"].iloc[0])
