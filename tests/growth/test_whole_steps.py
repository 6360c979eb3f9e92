"""The ledger in whole steps: whatever people add up is within a step of its exact value, and adds up."""

import pytest
from hypothesis import HealthCheck, given

import okr_lib as okr
from okr_lib.growth.breakdown import COVERED_LINES
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Change, Scenario
from okr_lib.plan.values import Estimate
from tests.conftest import examples
from tests.growth.plans import plans

SUMS = [
    ["line"],
    ["line", "quarter"],
    ["quarter"],
    ["team"],
    ["team", "quarter"],
    ["initiative"],
    ["initiative", "quarter"],
]


def distances(plan):
    """A function that says how far sums of the rounded ledger are from those of the exact one at most, in steps."""
    ledgers = [okr.growth_ledger(plan, rounded=rounded) for rounded in (True, False)]

    def off(by, lines=()):
        rows = [ledger[ledger["line"].isin(lines)] if lines else ledger for ledger in ledgers]
        shown, exact = (ledger.groupby(by)["amount"].sum() if by else ledger["amount"].sum() for ledger in rows)
        distance = abs(shown - exact) / plan.step
        return distance if not by else distance.max() if len(distance) else 0.0

    return off


@examples(40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans())
def test_lines_teams_and_initiatives_are_within_a_step_for_the_year_and_each_quarter(plan):
    plan = plan.model_copy(update={"step": 0.1})  # last year's revenue is in whole steps
    off = distances(plan)
    for by in SUMS:
        assert off(by) < 1 + 1e-4, by
        assert off(by, COVERED_LINES) < 1 + 1e-4, by


@examples(40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans())
def test_where_last_year_is_not_in_whole_steps_only_what_is_finest_gives_way(plan):
    plan = plan.model_copy(update={"step": 0.25})
    off = distances(plan)
    for by in (["line"], ["team"], ["initiative"]):
        assert off(by) < 1 + 1e-4, by
    for by in SUMS:
        assert off(by) < 2 + 1e-4, by


@examples(40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans())
def test_expected_revenue_is_what_the_ledger_covers(plan):
    ledger = okr.growth_ledger(plan)
    covered = ledger.loc[ledger["line"] != "uncovered", "amount"].sum()
    assert okr.expected_revenue(plan) == pytest.approx(covered, abs=plan.step / 10)
    assert okr.expected_revenue(plan) == pytest.approx(okr.expected_revenue(plan, rounded=False), abs=1.001 * plan.step)


def test_the_example_is_within_a_step_in_every_sum(matas):
    off = distances(matas)
    for by in [*SUMS, ["line", "team"], ["line", "initiative", "quarter"]]:
        assert off(by) < 1, by


def with_amounts(small, *amounts, step, **fields):
    small["step"] = step
    made = [
        {"id": f"i{n}", "name": f"I {n}", "owner": "Head", "effects": [{"stream": "shop", "amount": amount}]}
        for n, amount in enumerate(amounts)
    ]
    small["teams"][0]["initiatives"] = made
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100_000_000)
    return Plan.model_validate(small | fields)


def test_an_initiative_of_whole_steps_shows_exactly_that(small):
    plan = with_amounts(small, 18_500_000, 50_000_003.3, 7.7, step=1, target={"revenue": 500_000_000.5})
    ledger = okr.growth_ledger(plan)
    assert ledger.groupby("initiative")["amount"].sum()["i0"] == 18_500_000
    assert (ledger.loc[ledger["initiative"] == "i0", "amount"] == 4_625_000).all()


def test_a_scenario_never_moves_last_years_revenue(small):
    small["streams"][0]["momentum"] = 0.0137
    plan = with_amounts(small, 33.33, 66.67, step=0.1)
    data = plan.model_dump(mode="json")
    data["streams"][0]["baseline"] = {"Q1": 100.04, "Q2": 100.05, "Q3": 99.96, "Q4": 50.55}
    plan = Plan.model_validate(data)
    rows = [
        okr.growth_ledger(okr.apply_scenario(plan, scenario)).query("line == 'baseline'")["amount"].tolist()
        for scenario in (
            Scenario(),
            Scenario(initiatives={"i0": Change(probability=0.13)}),
            Scenario(momentum={"shop": Estimate(low=0.01, likely=0.01, high=0.01)}),
        )
    ]
    assert rows[0] == rows[1] == rows[2]
    assert sum(rows[0]) == pytest.approx(350.6)


def test_a_held_team_shows_what_is_held(small):
    plan = with_amounts(small, 33.33, step=0.1, allocation={"method": "equal", "held": {"brand": 30.1}})
    assert okr.growth_ledger(plan).groupby("team")["amount"].sum()["brand"] == pytest.approx(30.1)


def test_a_quarter_of_the_target_gives_way_before_a_line_leaves_its_step(small):
    small["streams"][0] |= {"baseline": {"Q1": 7.2, "Q2": 187.8, "Q3": 0, "Q4": 1508.6}}
    small["streams"][0] |= {"momentum": {"low": -0.3, "likely": 0.072, "high": 0.143}}
    effect = {"stream": "shop", "amount": {"low": -30, "likely": 14.3, "high": 20.2}}
    late = {"id": "i", "name": "I", "owner": "Head", "starts": "Q3", "ramp": [0.46, 0.72], "probability": 0.26}
    small["teams"] = [{"id": "sales", "name": "Sales", "initiatives": [late | {"effects": [effect]}]}]
    small |= {"step": 0.1, "target": {"revenue": 210.5}, "phasing": {"method": "initiatives"}}
    plan = Plan.model_validate(small)
    off = distances(plan)
    for by in SUMS:
        assert off(by) < 1, by
    assert okr.growth_ledger(plan)["amount"].sum() == pytest.approx(210.5)


@pytest.mark.parametrize("percent", range(0, 100, 9))
def test_target_is_covered_and_uncovered_in_every_scenario(matas, percent):
    change = Change(probability=percent / 100)
    for name in ("click-and-collect", "stock-online"):
        plan = okr.apply_scenario(matas, Scenario(initiatives={name: change}))
        ledger = okr.growth_ledger(plan)
        uncovered = ledger.loc[ledger["line"] == "uncovered", "amount"].sum()
        assert round(okr.expected_revenue(plan) + uncovered, 6) == 4455.0
