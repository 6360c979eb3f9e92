"""Dependencies: an initiative is expected to bring what the outlook's mean says, whatever must come first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.comparison import case_of
from okr_lib.growth.contributions import effects_of
from okr_lib.growth.dependencies import needed_first
from okr_lib.plan.model import Plan

WIDE = {"low": 0, "likely": 10, "high": 110}


def chain(small, correlation, *, sizes=WIDE, areas=("web", "web", None), probabilities=(0.5, 0.5, 0.8)):
    """A marketplace that needs a platform, and a parcel shop that needs both."""
    needs = {"platform": [], "marketplace": ["platform"], "parcels": ["marketplace"]}
    small["focus_areas"] = [{"id": "web", "name": "Web"}]
    small["uncertainty"] = {"correlation": correlation}
    small["teams"][0]["initiatives"] = [
        {"id": name, "name": name, "owner": "Head", "after": after, "focus_area": area, "probability": probability}
        | {"effects": [{"stream": "shop", "amount": sizes}]}
        for (name, after), area, probability in zip(needs.items(), areas, probabilities, strict=True)
    ]
    return Plan.model_validate(small)


def test_all_that_must_come_first_counts_directly_or_not(small):
    first = needed_first(chain(small, 0))
    assert {name: [item.id for item in items] for name, items in first.items()} == {
        "platform": [],
        "marketplace": ["platform"],
        "parcels": ["platform", "marketplace"],
    }


def test_without_shared_luck_probabilities_multiply(small):
    assert effects_of(chain(small, 0, sizes=100)).expected == pytest.approx([50, 25, 20])


def test_luck_shared_by_a_focus_area_makes_a_chain_likelier(small):  # GOLDEN R3: both succeed in 1 of 3
    assert effects_of(chain(small, 0.5, sizes=100)).expected == pytest.approx([50, 100 / 3, 80 / 3], rel=1e-6)


@pytest.mark.parametrize("areas", [("web", "web", "web"), ("web", "web", None), ("web", None, "web")])
def test_the_ledger_expects_what_the_outlook_means(small, areas):
    plan = chain(small, 0.5, areas=areas)
    drawn = okr.target_outlook(plan, draws=400_000, seed=3)
    assert okr.expected_revenue(plan) == pytest.approx(drawn.mean, abs=0.3)  # three standard errors


@pytest.mark.parametrize("correlation", [0, 0.5])
def test_what_needs_something_that_is_not_done_brings_nothing(small, correlation):
    plan = chain(small, correlation)
    case = case_of("No platform", plan, okr.Scenario(drop=("platform",)))
    assert case.covered == 400
    assert case.outlook._year == pytest.approx(400)
    shops = case_of("No marketplace", plan, okr.Scenario(drop=("marketplace",)))
    assert shops.covered == pytest.approx(okr.fund(only_platform(plan), 0).contribution + 400)
    assert shops.covered == pytest.approx(shops.outlook.mean, abs=0.5)


def only_platform(plan):
    """The plan in which nothing but the platform was ever entered."""
    data = plan.model_dump(mode="json")
    data["teams"][0]["initiatives"] = data["teams"][0]["initiatives"][:1]
    return Plan.model_validate(data)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=3, max_size=3), st.sampled_from([0.0, 0.2, 0.95]))
def test_what_needs_more_is_never_expected_to_bring_more(probabilities, correlation):
    streams = [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}]
    plan = {"name": "Shop", "currency": "DKK", "target": {"growth": 0.2}, "streams": streams}
    plan |= {"fiscal_year": {"label": 2027, "starts": "2027-01-01", "baseline": 2026}}
    plan |= {"teams": [{"id": "sales", "name": "Sales"}]}
    made = chain(plan, correlation, sizes=100, probabilities=probabilities)
    for size, chance in zip(effects_of(made).expected, probabilities, strict=True):
        assert -1e-9 <= size <= 100 * chance + 1e-6
