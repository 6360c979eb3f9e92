"""Outlook: exact where it can be, drawn where it must be, and both agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib import OkrError, target_outlook
from okr_lib.growth.fourier import number_of_successes
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from tests.conftest import examples
from tests.growth.plans import plans

revenues = st.lists(st.integers(0, 9_000_000).map(lambda count: count / 100), min_size=4, max_size=4)


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


def without_lifts(plan):
    """The plan with amounts alone, so that its outlook is exact."""
    teams = tuple(
        team.model_copy(
            update={
                "initiatives": tuple(
                    item.model_copy(update={"effects": tuple(e for e in item.effects if e.amount is not None)})
                    for item in team.initiatives
                )
            }
        )
        for team in plan.teams
    )
    return plan.model_copy(update={"teams": teams})


def planned(plan, quarters):
    """What the ledger expects of some quarters, uncovered left out."""
    ledger = okr.growth_ledger(plan, rounded=False)
    return ledger.loc[ledger["quarter"].isin(quarters) & (ledger["line"] != "uncovered"), "amount"].sum()


@examples(40)
@given(plans(), revenues, st.integers(0, 4))
def test_the_mean_is_what_came_and_the_rest_of_the_plan(plan, revenue, count):
    plan = without_lifts(plan)
    came = dict(zip(QUARTERS[:count], revenue, strict=False))
    found = target_outlook(plan, actuals=came)
    assert found.method == "exact"
    # Distributions are tabled, which leaves their means some ten-thousandths of their width beside those of the ledger.
    chances = found._chances
    widths = np.ptp(chances.sizes, axis=1).sum() + chances.base.sum(axis=1) @ np.ptp(chances.momentum, axis=1)
    expected = sum(came.values()) + planned(plan, QUARTERS[count:])
    assert found.mean == pytest.approx(expected, rel=1e-6, abs=1e-3 + 5e-4 * widths)


@examples(15)
@given(plans(), revenues, st.integers(1, 3))
def test_whatever_the_plan_drawn_and_exact_agree_when_quarters_are_over(plan, revenue, count):
    plan = without_lifts(plan)
    came = dict(zip(QUARTERS[:count], revenue, strict=False))
    exact = target_outlook(plan, actuals=came)
    drawn = target_outlook(plan, actuals=came, method="simulation", draws=20_000)
    assert drawn.mean == pytest.approx(exact.mean, rel=2e-3, abs=0.1 + 5 * drawn._drawn.year.std() / 20_000**0.5)
    # What is drawn at the target lies between what is exact a little above and a little below it.
    near = 2e-3 * max(abs(exact.mean), 10.0)
    most, least = (exact._exact.at_least(exact.target - exact._certain + side * near) for side in (-1, 1))
    assert least - 0.02 <= drawn.probability <= most + 0.02


@examples(40)
@given(plans(), revenues)
def test_a_year_that_is_over_has_reached_its_target_or_has_not(plan, revenue):
    found = target_outlook(plan, actuals=dict(zip(QUARTERS, revenue, strict=True)), draws=1000)
    assert found.mean == pytest.approx(sum(revenue), rel=1e-6)
    goal = found.goal
    if abs(sum(revenue) - goal) > 1e-6 * abs(goal):
        assert found.probability == (sum(revenue) >= goal)


@pytest.mark.parametrize("method", ["exact", "simulation"])
@pytest.mark.parametrize(("last", "probability"), [(127.0, 1.0), (126.9, 0.0)])
def test_a_year_that_is_over_is_measured_to_half_a_step(small, method, last, probability):
    plan = Plan.model_validate(with_initiatives(small, probability=0.5))
    came = {"Q1": 110.0, "Q2": 120.0, "Q3": 123.0, "Q4": last}
    assert target_outlook(plan, actuals=came, method=method, draws=1000).probability == probability


@pytest.mark.parametrize("came", [{"Q1": 104.0}, {"Q1": 104.0, "Q2": 90.0, "Q3": 120.5}, {"Q2": 101.0}])
def test_drawn_and_exact_agree_when_quarters_are_over(small, came):
    with_initiatives(small, count=30, size={"low": 0, "likely": 2, "high": 6}, probability=0.7, focus_area="club")
    small["streams"][0]["momentum"] = {"low": -0.02, "likely": 0.03, "high": 0.1}
    small["target"] = {"growth": 0.13}
    plan = Plan.model_validate(small)
    exact, drawn = (
        target_outlook(plan, actuals=came, method=method, draws=200_000) for method in ("exact", "simulation")
    )
    assert abs(exact.probability - drawn.probability) < 3.5 * drawn.error + 5e-4
    assert exact.mean == pytest.approx(drawn.mean, rel=2e-4)
    assert np.allclose(exact.quantiles["revenue"], drawn.quantiles["revenue"], rtol=2e-3)
    assert np.allclose(exact.quarters["probability"], drawn.quarters["probability"], atol=0.006)


def test_lifts_act_on_the_quarters_to_come_alone(small):
    plan = Plan.model_validate(with_initiatives(small, count=2, kind="lift", size=0.1))
    found = target_outlook(plan, actuals={"Q1": 50.0, "Q2": 60.0}, draws=1000)
    assert found.mean == pytest.approx(50 + 60 + 2 * 100 * 1.1**2, rel=1e-6)
    assert found.mean == pytest.approx(110 + planned(plan, ["Q3", "Q4"]), rel=1e-6)


def test_a_quarter_that_is_over_is_certain(small):
    plan = Plan.model_validate(with_initiatives(small, probability=0.5))
    quarters = target_outlook(plan, actuals={"Q1": 130.0, "Q2": 90.0}).quarters.set_index("quarter")
    assert quarters.loc[["Q1", "Q2"], "probability"].tolist() == [1, 0]
    assert quarters.loc["Q1", ["mean", "p10", "p90"]].tolist() == pytest.approx([130] * 3)
    assert quarters.loc["Q3", "p10"] < quarters.loc["Q3", "p90"]


def test_what_came_carries_no_shortfall_any_more(small):
    plan = Plan.model_validate(with_initiatives(small, probability=0.5))
    over = target_outlook(plan, actuals=dict.fromkeys(QUARTERS, 100.0), draws=1000).shortfall
    # 479.95 less the 400 that came; nothing is left to the initiatives.
    assert over.groupby("line")["amount"].sum().to_dict() == pytest.approx(
        {"initiative": 0, "momentum": 0, "uncovered": 79.95}
    )


@pytest.mark.parametrize(("target", "chance"), [(410, 0), (406, 1)])
def test_half_a_step_of_a_small_growth_is_not_the_target(small, target, chance):
    # 406 are certain, which steps of 10 show as 410.
    small |= {"target": {"revenue": target}, "step": 10}
    assert target_outlook(Plan.model_validate(with_initiatives(small, 1, size=6))).probability == chance


def test_no_actuals_are_the_year_as_planned(matas):
    as_planned, none = (target_outlook(matas, actuals=actuals, draws=5000) for actuals in (None, {}))
    assert (as_planned.probability, as_planned.mean) == (none.probability, none.mean)


@pytest.mark.parametrize(
    ("came", "message"),
    [
        ({"Q5": 100.0}, "actuals: 'Q5' is not a quarter; write one of Q1, Q2, Q3, Q4"),
        ({"Q1": 100.0, "Q2": float("nan")}, "actuals: Q2 is nan; write a number, or leave a quarter out"),
        ({"Q1": float("inf")}, "actuals: Q1 is inf"),
    ],
)
def test_actuals_that_are_none_are_refused(matas, came, message):
    with pytest.raises(OkrError, match=message):
        target_outlook(matas, actuals=came)


def test_the_exact_mean_is_the_ledgers_to_the_last_unit_however_large_revenue_is(small):
    small["step"] = 1
    small["streams"][0] |= {"baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 190_000_000)}
    small["streams"][0] |= {"momentum": {"low": -0.01, "likely": 0.02, "high": 0.04}}
    sizes = {"low": 20_000_000, "likely": 36_000_000, "high": 90_000_000}
    made = {
        "id": "a",
        "name": "A",
        "owner": "Head",
        "probability": 0.6,
        "effects": [{"stream": "shop", "amount": sizes}],
    }
    small["teams"][0]["initiatives"] = [made]
    plan = okr.Plan.model_validate(small)
    assert okr.target_outlook(plan).method == "exact"
    assert okr.target_outlook(plan).mean == pytest.approx(okr.expected_revenue(plan), abs=plan.step)
