"""Outlook: a plan's year as a range, on the same footing as a forecast of any company's year."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib import OkrError, target_outlook
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from tests.conftest import examples, scaled
from tests.growth.plans import plans

revenues = st.lists(st.integers(0, 9_000_000).map(lambda count: count / 100), min_size=4, max_size=4)
SEASONS = np.array([0.2, 0.25, 0.25, 0.3])
FEW = 2000


def with_initiatives(small, count=2, kind="amount", size=40, **fields):
    small["focus_areas"] = [{"id": "club", "name": "Club"}]
    small["teams"][0]["initiatives"] = [
        {"id": f"i{number}", "name": f"I {number}", "owner": "Head", "effects": [{"stream": "shop", kind: size}]}
        | fields
        for number in range(count)
    ]
    return small


def expected_by_quarter(plan):
    """What the ledger expects, uncovered left out."""
    ledger = okr.growth_ledger(plan, rounded=False)
    return ledger[ledger["line"] != "uncovered"].groupby("quarter")["amount"].sum().reindex(QUARTERS)


def came(plan, count, factor=1.0):
    """The first quarters, as planned but for a factor."""
    return (expected_by_quarter(plan)[:count] * factor).to_dict()


def company(growths, steady=True):
    """Years that end at the 100 a quarter of the small plan, with the growth of each."""
    levels = 400 / np.cumprod([1, *[1 + growth for growth in reversed(growths)]])[::-1]
    return levels[:, None] * 0.25 * np.ones(4)


@pytest.fixture(scope="module")
def outlook(matas):
    return target_outlook(matas)


@examples(60)
@given(plans())
def test_as_planned_the_mean_is_what_the_ledger_expects(plan):
    found = target_outlook(plan, draws=FEW)
    noise = 5 * found._drawn.year.std() / FEW**0.5 if found._chances.lifts_share_luck else 0
    assert found.mean == pytest.approx(expected_by_quarter(plan).sum(), rel=1e-6, abs=1e-6 + noise)


@examples(40)
@given(plans(), st.integers(1, 3))
def test_a_year_on_plan_is_expected_to_stay_on_it(plan, count):
    expected = expected_by_quarter(plan)
    if (expected > 1).all():
        found = target_outlook(plan, actuals=came(plan, count), draws=FEW)
        noise = 5 * found._drawn.year.std() / FEW**0.5
        assert found.mean == pytest.approx(expected.sum(), rel=1e-4, abs=1e-6 + noise)


@examples(40)
@given(plans(), revenues)
def test_a_year_that_is_over_has_reached_its_target_or_has_not(plan, revenue):
    found = target_outlook(plan, actuals=dict(zip(QUARTERS, revenue, strict=True)), draws=1000)
    assert found.mean == pytest.approx(sum(revenue), rel=1e-6)
    goal = found.goal
    if abs(sum(revenue) - goal) > 1e-6 * abs(goal):
        assert found.probability == (sum(revenue) >= goal)


@examples(40)
@given(plans(), st.integers(0, 3), st.floats(0.5, 1.5), st.floats(1.01, 2))
def test_more_revenue_so_far_raises_the_mean_every_quantile_and_the_likelihood(plan, count, factor, more):
    if count and (expected_by_quarter(plan)[:count] > 0).all():
        lower, higher = (
            target_outlook(plan, actuals=came(plan, count, by), draws=FEW) for by in (factor, factor * more)
        )
        assert higher.mean >= lower.mean - 1e-6 * abs(lower.mean)
        assert higher.probability >= lower.probability - 1e-9
        assert (higher.quantiles["revenue"] >= lower.quantiles["revenue"] * (1 - 1e-4) - 1e-6).all()


def companies(count):
    """Plans as companies have them, each with a target that it just covers: few streams, some initiatives, none decisive."""
    random = np.random.default_rng(11)

    def around(value):
        return {"low": 0.5 * value, "likely": value, "high": 1.6 * value}

    for _ in range(count):
        streams = [
            {"id": f"s{number}", "name": f"S{number}", "baseline": dict(zip(QUARTERS, revenue.tolist(), strict=True))}
            | {"momentum": {"low": momentum - 0.02, "likely": momentum, "high": momentum + 0.02}}
            for number, momentum in enumerate(random.uniform(-0.03, 0.05, random.integers(1, 4)).tolist())
            for revenue in [random.uniform(60, 160, 4)]
        ]
        initiatives = [
            {"id": f"i{number}", "name": f"I{number}", "owner": "Head", "starts": str(random.choice(QUARTERS))}
            | {"probability": float(random.uniform(0.4, 1))}
            | {"effects": [{"stream": f"s{random.integers(len(streams))}"} | effect]}
            for number in range(random.integers(2, 10))
            for effect in [
                {"lift": around(float(random.uniform(0.005, 0.04)))}
                if random.random() < 0.4
                else {"amount": around(float(random.uniform(2, 25)))}
            ]
        ]
        plan = {"name": "R", "currency": "DKK", "target": {"growth": 0.1}, "streams": streams}
        plan |= {"fiscal_year": {"label": 2027, "starts": "2027-01-01", "baseline": 2026}}
        plan |= {"teams": [{"id": "t", "name": "T", "initiatives": initiatives}]}
        made = Plan.model_validate(plan)
        target = made.target.model_copy(update={"growth": None, "revenue": float(expected_by_quarter(made).sum())})
        yield made.model_copy(update={"target": target})


@pytest.mark.parametrize("count", [1, 2, 3])
def test_on_plan_raises_the_likelihood_far_behind_lowers_it_and_far_ahead_raises_it(count):
    for plan in companies(scaled(25)):
        before, behind, on_plan, ahead = (
            target_outlook(plan, actuals=actuals, draws=FEW).probability
            for actuals in ({}, *(came(plan, count, factor) for factor in (0.8, 1.0, 1.2)))
        )
        assert behind < before < on_plan < ahead


@examples(40)
@given(plans(), st.integers(0, 3), st.sampled_from([0.001, 1000.0]))
def test_the_likelihood_of_the_future_is_never_0_or_1(plan, count, factor):
    found = target_outlook(plan, actuals=came(plan, count, factor), draws=1000)
    if found._around._scale:
        assert 0 < found.probability < 1


def test_a_higher_target_is_no_likelier(small):
    with_initiatives(small, count=4, size=20, probability=0.6)
    chances = []
    for growth in np.linspace(-0.3, 0.8, 30):
        small["target"] = {"growth": float(growth)}
        chances.append(target_outlook(Plan.model_validate(small), draws=FEW).probability)
    assert (np.diff(chances) <= 0).all()
    assert chances[0] > 0.95
    assert chances[-1] < 0.05


def test_a_plan_and_a_forecast_of_the_same_year_are_on_one_footing(small):
    small["streams"][0]["momentum"] = 0.05
    plan = Plan.model_validate(small)
    history = company([0.02, 0.09, 0.04, 0.05, 0.06])
    for count in range(4):
        actuals = came(plan, count, 0.98)
        found = target_outlook(plan, actuals=actuals, history=history)
        forecast = okr.year_forecast(list(actuals.values()), history, planned=expected_by_quarter(plan))
        assert found.mean == pytest.approx(forecast.expected, rel=2e-4)
        assert found.interval(0.8) == pytest.approx(forecast.interval(0.8), rel=2e-4)
        assert found.probability == pytest.approx(forecast.probability(found.goal), abs=1e-3)


def test_a_steady_record_narrows_the_range_and_a_jumpy_one_widens_it(small):
    plan = Plan.model_validate(small)
    widths = [
        float(np.diff(np.log(target_outlook(plan, history=company(growths)).interval(0.8)))[0])
        for growths in ([0.04] * 9, [], [0.5, -0.3, 0.4, -0.2, 0.5, -0.3, 0.4, -0.2])
    ]
    assert widths == sorted(widths)


def test_a_record_of_slow_years_pulls_a_bold_plan_down_and_more_of_them_further(small):
    plan = Plan.model_validate(with_initiatives(small, 1, size=80))
    means = [target_outlook(plan, history=company([0.01] * years)).mean for years in range(6)]
    assert means[0] == pytest.approx(480)
    assert (np.diff(means) < 0).all()
    assert means[-1] > 404


def test_an_acquisition_is_no_reason_to_doubt_the_plan(small):
    history = company([0.05] * 5)
    plain = target_outlook(Plan.model_validate(small), history=history).mean
    amounts = dict.fromkeys(QUARTERS, 50)
    small["further_growth"] = [{"id": "bought", "name": "Bought", "stream": "shop", "amounts": amounts}]
    bought = target_outlook(Plan.model_validate(small), history=history).mean
    assert bought / plain == pytest.approx(600 / 400, rel=1e-6)


def test_what_the_plan_itself_leaves_open_is_part_of_the_spread_and_never_all_of_it(small):
    calm = target_outlook(Plan.model_validate(with_initiatives(small, 2, probability=1)))
    risky = target_outlook(Plan.model_validate(with_initiatives(small, 2, probability=0.5)))
    width = {name: np.diff(found.interval(0.8))[0] for name, found in {"calm": calm, "risky": risky}.items()}
    assert risky._around.deviations.spread < calm._around.deviations.spread
    assert risky._around.deviations.spread >= 0.5 * calm._around.deviations.spread
    assert width["risky"] > 0.9 * width["calm"] * 440 / 480


def test_unit_and_currency_change_nothing(small):
    with_initiatives(small, 3, size=20, probability=0.6)
    plan = Plan.model_validate(small)
    small["streams"][0]["baseline"] = dict.fromkeys(QUARTERS, 100_000)
    for initiative in small["teams"][0]["initiatives"]:
        initiative["effects"][0]["amount"] = 20_000
    large = Plan.model_validate(small | {"step": 100, "currency": "SEK"})
    for actuals in ({}, {"Q1": 104.0}, {"Q1": 104.0, "Q2": 99.0}):
        found = target_outlook(plan, actuals=actuals)
        scaled = target_outlook(large, actuals={name: 1000 * value for name, value in actuals.items()})
        assert scaled.probability == pytest.approx(found.probability, abs=1e-5)
        assert scaled.interval(0.8) == pytest.approx(np.multiply(found.interval(0.8), 1000), rel=1e-5)


def test_the_same_seed_gives_the_same_numbers_whatever_the_threads(matas):
    one, two = (target_outlook(matas, draws=30_000, seed=7, threads=threads) for threads in (1, 2))
    assert one.probability == two.probability
    assert one.quantiles.equals(two.quantiles)
    assert one.shortfall.equals(two.shortfall)
    assert target_outlook(matas, draws=30_000, seed=8).probability != one.probability


@pytest.mark.parametrize("count", range(5))
def test_parts_of_the_shortfall_sum_to_it(matas, count):
    found = target_outlook(matas, actuals=came(matas, count, 0.99))
    revenue = found.quantile((np.arange(20_000) + 0.5) / 20_000)
    short = np.maximum(found.goal - revenue, 0).mean()
    assert found.shortfall["amount"].sum() == pytest.approx(short, rel=0.01)
    assert set(found.shortfall["line"]) == {"initiative", "momentum", "so_far", "unforeseen", "uncovered"}


def test_the_likelihood_falls_from_one_to_zero(outlook):
    curve = outlook.likelihood
    assert curve["probability"].is_monotonic_decreasing
    assert curve["revenue"].is_monotonic_increasing
    at_target = np.interp(outlook.target, curve["revenue"], curve["probability"])
    assert at_target == pytest.approx(outlook.probability, abs=0.005)


def test_certainty_of_an_initiative_raises_the_probability(outlook, matas):
    gains = outlook.certainty
    assert (gains["gain"] > 0).all()
    assert gains["gain"].is_monotonic_decreasing
    assert len(gains) == len(list(matas.initiatives()))


@pytest.mark.parametrize("count", range(1, 4))
def test_the_year_that_came_lies_inside_the_range_after_each_quarter(matas, count):
    actuals = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    low, high = target_outlook(matas, actuals=dict(list(actuals.items())[:count])).interval(0.8)
    assert low < 4490 < high


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"draws": 10}, "at least 1000 draws"),
        ({"threads": 0}, "1 thread"),
        ({"history": [[1, 2, 3]]}, "four numbers a year"),
        ({"history": [[1, 2, 3, float("nan")]]}, "none missing"),
        ({"actuals": {"Q5": 100.0}}, "actuals: 'Q5' is not a quarter; write one of Q1, Q2, Q3, Q4"),
        ({"actuals": {"Q1": 100.0, "Q2": float("nan")}}, "actuals: Q2 is nan; write a number, or leave a quarter out"),
        ({"actuals": {"Q1": float("inf")}}, "actuals: Q1 is inf"),
    ],
)
def test_what_cannot_be_used_is_refused(matas, settings, message):
    with pytest.raises(OkrError, match=message):
        target_outlook(matas, **settings)


@pytest.mark.parametrize(("last", "probability"), [(127.0, 1.0), (126.9, 0.0)])
def test_a_year_that_is_over_is_measured_to_half_a_step(small, last, probability):
    plan = Plan.model_validate(with_initiatives(small, probability=0.5))
    actuals = {"Q1": 110.0, "Q2": 120.0, "Q3": 123.0, "Q4": last}
    assert target_outlook(plan, actuals=actuals, draws=1000).probability == probability


def test_a_quarter_that_is_over_is_certain(small):
    plan = Plan.model_validate(with_initiatives(small, probability=0.5))
    quarters = target_outlook(plan, actuals={"Q1": 130.0, "Q2": 90.0}).quarters.set_index("quarter")
    assert quarters.loc[["Q1", "Q2"], "probability"].tolist() == [1, 0]
    assert quarters.loc["Q1", ["mean", "p10", "p90"]].tolist() == pytest.approx([130] * 3)
    assert quarters.loc["Q3", "p10"] < quarters.loc["Q3", "p90"]


def test_quarters_expect_together_what_the_year_does(matas):
    found = target_outlook(matas, actuals=came(matas, 1, 1.03))
    assert found.quarters["mean"].sum() == pytest.approx(found.mean, rel=1e-9)


def test_a_year_that_is_over_carries_no_shortfall_but_what_came(small):
    plan = Plan.model_validate(with_initiatives(small, probability=0.5))
    over = target_outlook(plan, actuals=dict.fromkeys(QUARTERS, 100.0), draws=1000).shortfall
    # 479.95 less the 400 that came: 40 were planned more, and 39.95 were uncovered.
    assert over.groupby("line")["amount"].sum().to_dict() == pytest.approx(
        {"initiative": 0, "momentum": 0, "so_far": 40, "unforeseen": 0, "uncovered": 39.95}
    )


def test_a_stream_without_last_years_revenue_has_no_record(small):
    small["streams"].append({"id": "web", "name": "Web", "baseline": dict.fromkeys(QUARTERS, 0)})
    assert target_outlook(Plan.model_validate(small), draws=1000).without_record == ("web",)


@pytest.mark.parametrize("actuals", [{}, {"Q1": 0.0}, {"Q1": 50.0, "Q2": 55.0}, {"Q2": 70.0}])
def test_a_company_without_last_years_revenue_has_an_outlook_too(small, actuals):
    small["streams"][0]["baseline"] = dict.fromkeys(QUARTERS, 0)
    small["target"] = {"revenue": 200}
    found = target_outlook(Plan.model_validate(with_initiatives(small, 4, size=60)), actuals=actuals)
    assert 0 < found.probability < 1
    low, high = found.interval(0.8)
    assert sum(actuals.values()) < low < high


def test_no_actuals_are_the_year_as_planned(matas):
    as_planned, none = (target_outlook(matas, actuals=actuals, draws=5000) for actuals in (None, {}))
    assert (as_planned.probability, as_planned.mean) == (none.probability, none.mean)


def test_half_a_step_of_a_small_growth_is_not_the_target(small):
    small |= {"target": {"revenue": 410}, "step": 10}
    found = target_outlook(Plan.model_validate(with_initiatives(small, 1, size=6)))
    assert found.goal == pytest.approx(409.9)


def test_a_scenario_changes_what_is_to_come_and_is_no_excuse_for_what_came(matas):
    late = okr.apply_scenario(matas, okr.load_scenarios(matas)["launches-slip"])
    actuals = {"Q1": 1053.5, "Q2": 989.0, "Q3": 1396.0}
    plan, scenario = (target_outlook(each, actuals=actuals, agreed=matas) for each in (matas, late))
    assert scenario.mean < plan.mean
    assert scenario.probability < plan.probability
