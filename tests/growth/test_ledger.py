"""The ledger closes: for the year, every quarter and every team, in whole steps, whatever the plan."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.breakdown import team_summary
from okr_lib.growth.ledger import COLUMNS
from okr_lib.plan.model import Plan
from tests.conftest import examples
from tests.growth.plans import plans


def steps(plan, amounts):
    """Amounts as whole steps; fails where an amount is not a multiple of the step."""
    ratio = Fraction(str(plan.step))
    counts = np.asarray(amounts) * ratio.denominator / ratio.numerator
    assert np.abs(counts - np.round(counts)).max(initial=0) < 1e-4
    return np.round(counts).astype(int)


def target_of(plan):
    baseline = sum(stream.baseline.array().sum() for stream in plan.streams)
    return plan.target.revenue if plan.target.revenue is not None else baseline * (1 + plan.target.growth)


@examples(100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans())
def test_every_plan_closes_to_the_step(plan):
    ledger, exact = okr.growth_ledger(plan), okr.growth_ledger(plan, rounded=False)
    counts = steps(plan, ledger["amount"])
    assert abs(counts.sum() - target_of(plan) / plan.step) <= 0.5 + 1e-6
    assert exact["amount"].sum() == pytest.approx(target_of(plan), rel=1e-9, abs=1e-6)
    phased = exact.groupby("quarter")["amount"].sum() / plan.step
    by_quarter = ledger.assign(counts=counts).groupby("quarter")["counts"].sum()
    assert (abs(by_quarter - phased) < 1 + 1e-4).all()


@examples(100)
@given(plans())
def test_every_team_closes_on_its_commitment(plan):
    ledger = okr.growth_ledger(plan)
    ours = ledger[ledger["team"].notna()]
    won = target_of(plan) - ledger.loc[ledger["team"].isna(), "amount"].sum()
    assert ours["amount"].sum() == pytest.approx(won, abs=plan.step)
    for team, held in plan.allocation.held.items():
        assert ours.loc[ours["team"] == team, "amount"].sum() == pytest.approx(held, abs=1e-6)


@examples(100)
@given(plans())
def test_rounded_and_exact_ledger_have_the_same_rows_close_together(plan):
    rounded, exact = okr.growth_ledger(plan), okr.growth_ledger(plan, rounded=False)
    assert rounded[list(COLUMNS[:-1])].equals(exact[list(COLUMNS[:-1])])
    assert (rounded["amount"] - exact["amount"]).abs().max() < 3 * plan.step


@examples(100)
@given(plans(), st.integers(2, 50))
def test_scaling_money_scales_every_amount(plan, scale):
    data = plan.model_dump()
    for stream in data["streams"]:
        stream["baseline"] = {name: value * scale for name, value in stream["baseline"].items()}
    for entry in data["further_growth"]:
        entry["amounts"] = {name: value * scale for name, value in entry["amounts"].items()}
    for team in data["teams"]:
        for initiative in team["initiatives"]:
            for effect in initiative["effects"]:
                if isinstance(effect["amount"], dict):
                    effect["amount"] = {name: value * scale for name, value in effect["amount"].items()}
                elif effect["amount"] is not None:
                    effect["amount"] *= scale
    if data["target"]["revenue"] is not None:
        data["target"]["revenue"] *= scale
    data["allocation"]["held"] = {name: value * scale for name, value in data["allocation"]["held"].items()}
    once = okr.growth_ledger(plan, rounded=False)["amount"] * scale
    scaled = okr.growth_ledger(Plan.model_validate(data), rounded=False)["amount"]
    assert np.allclose(scaled, once, rtol=1e-9, atol=1e-6)


def test_relabelling_teams_changes_nothing_but_labels(matas):
    data = matas.model_dump()
    for team in data["teams"]:
        team["name"] = team["name"].upper()
    renamed = okr.growth_ledger(Plan.model_validate(data))
    assert renamed.equals(okr.growth_ledger(matas))


def test_the_example_closes_on_its_published_numbers(matas):  # the Matas case
    sums = okr.breakdown(okr.growth_ledger(matas), ["line"]).set_index("line")["amount"]
    assert sums["baseline"] == 4344.2
    assert sums.sum() == pytest.approx(4455.0)


def test_after_three_quarters_the_example_is_20_7_short(matas):  # GOLDEN M1
    quarters = okr.breakdown(okr.growth_ledger(matas), ["quarter"])["amount"]
    actuals = okr.load_actuals(matas)
    seen = actuals[(actuals["fiscal_year"] == "2022/23") & (actuals["quarter"] != "Q4")]["revenue"]
    assert round(quarters[:3].sum() - seen.sum(), 1) == 20.7


def test_baseline_stands_at_face_value(matas):
    ledger = okr.growth_ledger(matas)
    rows = ledger[(ledger["line"] == "baseline") & (ledger["stream"] == "online")]
    assert rows["amount"].tolist() == [258.4, 211.0, 350.5, 275.0]


def test_a_team_without_a_stream_has_a_commitment_and_contributions(matas):
    summary = team_summary(matas, okr.growth_ledger(matas), "Q4").set_index("team")
    assert not matas.team("marketing").streams
    assert summary.at["marketing", "commitment"] > 0
    assert summary.at["marketing", "contribution"] > 0


def test_inputs_are_not_changed(matas):
    before = matas.model_dump()
    okr.growth_ledger(matas)
    assert matas.model_dump() == before


def with_initiative(small, **fields):
    initiative = {"id": "shelf", "name": "Shelf", "owner": "Head", "effects": [{"stream": "shop", "amount": 40}]}
    small["teams"][0]["initiatives"] = [initiative | fields]
    return small


def amounts(plan, *by):
    sums = okr.breakdown(okr.growth_ledger(plan), by).set_index(list(by))["amount"]
    return sums.to_dict()


def test_credit_moves_a_contribution_to_another_team(small):
    plan = Plan.model_validate(with_initiative(small, credit={"sales": 0.25, "brand": 0.75}))
    rows = amounts(plan, "line", "team")
    assert rows["initiative", "sales"] == 10
    assert rows["initiative", "brand"] == 30


def test_overlap_takes_its_part_from_each_initiative(small):
    with_initiative(small)
    second = {"id": "flyer", "name": "Flyer", "owner": "Head", "effects": [{"stream": "shop", "amount": 20}]}
    small["teams"][1]["initiatives"] = [second]
    small["overlaps"] = [{"id": "same", "name": "Same", "initiatives": ["shelf", "flyer"], "counts": 0.9}]
    rows = amounts(Plan.model_validate(small), "line", "initiative")
    assert rows["overlap", "shelf"] == -4
    assert rows["overlap", "flyer"] == -2


def test_further_growth_has_a_line_of_its_own_and_no_team(small):
    currency = {"id": "currency", "name": "Currency", "stream": "shop", "amounts": {"Q1": 1, "Q2": 1, "Q3": 1, "Q4": 1}}
    ledger = okr.growth_ledger(Plan.model_validate(with_initiative(small) | {"further_growth": [currency]}))
    rows = ledger[ledger["line"] == "currency"]
    assert rows["amount"].tolist() == [1, 1, 1, 1]
    assert rows["team"].isna().all()
    assert ledger["amount"].sum() == pytest.approx(480)


def test_a_plan_that_covers_more_than_its_target_is_negative_uncovered(small):
    small["target"] = {"growth": 0.05}
    assert amounts(Plan.model_validate(with_initiative(small)), "line")["uncovered"] == -20


@pytest.mark.parametrize(
    ("allocation", "expected"),
    [
        ({"method": "equal"}, [40, 40]),
        ({"method": "weights", "weights": {"sales": 3, "brand": 1}}, [60, 20]),
        ({"method": "contributions"}, [80, 0]),
        ({"method": "contributions", "held": {"brand": 30}}, [50, 30]),
        ({"method": "equal", "lower": {"brand": 50}}, [30, 50]),
        ({"method": "equal", "upper": {"brand": 10}}, [70, 10]),
    ],
)
def test_growth_to_be_won_is_shared_as_the_plan_says(small, allocation, expected):
    plan = Plan.model_validate(with_initiative(small) | {"allocation": allocation})
    rows = amounts(plan, "team")
    assert [rows["sales"], rows["brand"]] == expected


def test_a_plan_without_contributions_shares_equally(small):
    rows = amounts(Plan.model_validate(small), "team")
    assert [rows["sales"], rows["brand"]] == [40, 40]


def test_holding_more_than_is_to_be_won_is_given_twice(small):
    small["allocation"] = {"held": {"brand": 90}}
    ledger = okr.growth_ledger(Plan.model_validate(small))
    nobody = ledger[(ledger["line"] == "uncovered") & ledger["team"].isna()]
    assert nobody["amount"].sum() == pytest.approx(-10)
    assert ledger["amount"].sum() == pytest.approx(480)


@pytest.mark.parametrize(
    ("phasing", "expected"),
    [
        ({"method": "seasonality"}, [120, 120, 120, 120]),
        ({"method": "shares", "shares": {"Q1": 0.1, "Q2": 0.2, "Q3": 0.3, "Q4": 0.4}}, [48, 96, 144, 192]),
        ({"method": "amounts", "amounts": {"Q1": 100, "Q2": 110, "Q3": 130, "Q4": 140}}, [100, 110, 130, 140]),
        ({"method": "initiatives"}, [100, 100, 140, 140]),
    ],
)
def test_the_target_is_phased_as_the_plan_says(small, phasing, expected):
    plan = Plan.model_validate(with_initiative(small, starts="Q3") | {"phasing": phasing})
    assert list(amounts(plan, "quarter").values()) == expected


def test_phased_amounts_must_sum_to_the_target(small):
    small["phasing"] = {"method": "amounts", "amounts": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)}
    with pytest.raises(okr.PlanError, match="sum to 400, but the target is 480"):
        okr.growth_ledger(Plan.model_validate(small))


def test_pert_means_and_probability_give_the_expected_effect(small):  # GOLDEN R1: mean of 5/8/14 is 8.5
    effect = {"stream": "shop", "amount": {"low": 5, "likely": 8, "high": 14}}
    plan = Plan.model_validate(with_initiative(small, effects=[effect], probability=0.8))
    exact = okr.growth_ledger(plan, rounded=False)
    assert math.isclose(exact.loc[exact["line"] == "initiative", "amount"].sum(), 0.8 * 8.5)
