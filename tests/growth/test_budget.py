"""Budget: the funded set is the best there is, and the frontier never falls."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib import OkrError, fund, funding_frontier
from okr_lib.growth.breakdown import COVERED_LINES, select, total
from okr_lib.growth.ledger import expected_contribution
from okr_lib.growth.programme import Programme
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from tests.conftest import examples


@st.composite
def choices(draw):
    """A plan of up to 7 initiatives with costs, efforts, capacities and dependencies, and a budget."""
    count = draw(st.integers(1, 7))
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
                "probability": draw(st.sampled_from([0.2, 0.6, 1.0])),
                "after": [f"i{first}" for first in after],
            }
        )
    teams[0]["initiatives"], teams[1]["initiatives"] = made[::2], made[1::2]
    names = [initiative["id"] for initiative in made[::2]]
    data = {
        "name": "Shop",
        "currency": "DKK",
        "overlaps": [{"id": "same", "name": "Same", "initiatives": names, "counts": 0.7}] if count > 2 else [],
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}],
        "teams": teams,
    }
    return Plan.model_validate(data), draw(st.integers(0, 60))


def only(plan, names):
    dropped = tuple(item.id for _, item in plan.initiatives() if item.id not in names)
    return apply_scenario(plan, Scenario(drop=dropped))


def brings(plan, names):
    """What the plan with just some initiatives is expected to bring, exactly."""
    ledger = okr.growth_ledger(only(plan, names), rounded=False)
    return select(ledger, lines=COVERED_LINES)["amount"].sum()


def fits(plan, chosen, budget):
    names = {item.id for _, item in chosen}
    return (
        sum(item.cost for _, item in chosen) <= budget
        and all(set(item.after) <= names for _, item in chosen)
        and all(
            team.capacity is None or sum(item.effort for owner, item in chosen if owner.id == team.id) <= team.capacity
            for team in plan.teams
        )
    )


@examples(25)
@given(choices())
def test_the_funded_set_is_the_best_of_all_sets_each_with_its_own_ledger(choice):
    plan, budget = choice
    funding = fund(plan, budget)
    pairs = list(plan.initiatives())
    assert funding.gap == 0
    assert fits(plan, [pair for pair in pairs if pair[1].id in funding.initiatives], budget)
    sets = itertools.chain.from_iterable(itertools.combinations(pairs, size) for size in range(len(pairs) + 1))
    best = max(brings(plan, {item.id for _, item in chosen}) for chosen in sets if fits(plan, chosen, budget))
    assert brings(plan, funding.initiatives) == pytest.approx(best, abs=1e-4)
    assert funding.contribution == pytest.approx(best, abs=1.001 * plan.step)


def test_what_must_come_first_is_in_the_value_of_a_set(small):
    made = [("platform", [], 0.2, 1, 5), ("marketplace", ["platform"], 0.9, 100, 5), ("stores", [], 0.9, 60, 10)]
    small["teams"][0]["initiatives"] = [
        {"id": name, "name": name, "owner": "Head", "after": after, "probability": chance, "cost": cost}
        | {"effects": [{"stream": "shop", "amount": amount}]}
        for name, after, chance, amount, cost in made
    ]
    assert fund(Plan.model_validate(small), 10).initiatives == ("stores",)


def test_too_many_choices_to_try_say_how_much_more_another_might_bring(small, monkeypatch):
    monkeypatch.setattr("okr_lib.growth.programme.MOST_WORK", 1)
    small["teams"][0]["initiatives"] = [
        {"id": f"i{n}", "name": f"I {n}", "owner": "Head", "cost": 10 + n, "effects": [{"stream": "shop", "lift": 0.1}]}
        for n in range(6)
    ]
    plan = Plan.model_validate(small)
    rough = fund(plan, 30)
    monkeypatch.undo()
    best = fund(plan, 30)
    assert rough.gap > 0
    assert best.gap == 0
    assert best.contribution <= rough.contribution + rough.gap + plan.step


def test_the_frontier_rises_to_the_whole_plan(matas):
    table = funding_frontier(matas)
    assert table["contribution"].is_monotonic_increasing
    assert len(table["initiatives"].iloc[-1]) == 10
    assert table["gain"].sum() == pytest.approx(table["contribution"].iloc[-1])


def test_the_likeliest_set_is_at_least_as_likely_as_the_largest(matas):
    largest = fund(matas, 30)
    likeliest = fund(matas, 30, objective="probability")
    assert likeliest.cost <= 30
    assert likeliest.probability >= okr.target_outlook(only(matas, largest.initiatives)).probability


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


@examples(40)
@given(choices())
def test_looking_at_all_sets_and_branch_and_bound_find_as_good_a_set(choice):
    plan, budget = choice
    programme = Programme.of(plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Programme, "_sets", lambda _: np.inf)
        branched, _ = programme.solve(budget)
    found, gap = programme.solve(budget)
    assert gap == 0
    assert programme.worth(found) == pytest.approx(programme.worth(branched), abs=1e-6)
    second = programme.solve(budget, [found])
    assert second is None or (
        (second[0] != found).any() and programme.worth(second[0]) <= programme.worth(found) + 1e-6
    )


@examples(25)
@given(choices())
def test_what_a_plan_contributes_is_what_its_ledger_shows(choice):
    plan, _ = choice
    shown = total(select(okr.growth_ledger(plan), lines=COVERED_LINES))
    assert expected_contribution(plan) == pytest.approx(shown, abs=1e-9)
