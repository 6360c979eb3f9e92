"""Commitments: by quarter as by year, none before a market opens, and less than nothing punishes nobody."""

import pytest

import okr_lib as okr
from okr_lib.growth.standing import standing
from okr_lib.plan.model import Plan


def with_effects(small, *effects):
    """A plan whose teams have an initiative each, with these effects and other fields."""
    for team, fields in zip(small["teams"], effects, strict=True):
        made = {"id": f"of-{team['id']}", "name": "Something", "owner": "Head"}
        team["initiatives"] = [made | fields]
    return small


def committed(small, *by):
    ledger = okr.growth_ledger(Plan.model_validate(small))
    return ledger[ledger["team"].notna()].groupby(list(by))["amount"].sum().round(6).to_dict()


def new_market(small):
    small["streams"].append(
        {"id": "germany", "name": "Germany", "baseline": dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)}
    )
    small["teams"][0]["streams"], small["teams"][1]["streams"] = ["shop"], ["germany"]
    shop = {"effects": [{"stream": "shop", "amount": 40}]}
    return with_effects(small, shop, {"starts": "Q2", "effects": [{"stream": "germany", "amount": 40}]})


def test_a_market_that_opens_in_the_second_quarter_has_no_commitment_in_the_first(small):
    quarters = committed(new_market(small), "team", "quarter")
    assert quarters["brand", "Q1"] == 0
    assert quarters["sales", "Q1"] == 20
    assert all(quarters["brand", quarter] > 0 for quarter in ("Q2", "Q3", "Q4"))


def test_what_a_team_wins_in_the_year_stays_when_its_market_opens_late(small):
    years = committed(new_market(small), "team")
    assert years["sales"] + years["brand"] == pytest.approx(80)
    assert years["brand"] == pytest.approx(80 * 30 / 70, abs=0.1)


def test_an_acquisition_is_in_the_target_when_it_comes(small):
    deal = {"Q1": 0, "Q2": 0, "Q3": 60, "Q4": 60}
    small["target"] = {"revenue": 540}
    small["further_growth"] = [{"id": "deal", "name": "Deal", "stream": "shop", "amounts": deal}]
    with_effects(small, *[{"effects": [{"stream": "shop", "amount": 10}]}] * 2)
    target = okr.growth_ledger(Plan.model_validate(small)).groupby("quarter")["amount"].sum()
    assert target.round(6).tolist() == [105, 105, 165, 165]
    assert set(committed(small, "team", "quarter").values()) == {2.5}


@pytest.mark.parametrize("target", [{"growth": -0.05}, {"revenue": 399.9}])
def test_less_than_nothing_to_be_won_is_shared_equally(small, target):
    small["target"] = target
    with_effects(small, *({"effects": [{"stream": "shop", "amount": amount}]} for amount in (40, 4)))
    years = committed(small, "team")
    assert years["sales"] <= 0
    assert years["sales"] == pytest.approx(years["brand"], abs=0.1)


def test_given_weights_share_less_than_nothing_too(small):
    small["target"] = {"growth": -0.05}
    small["allocation"] = {"method": "weights", "weights": {"sales": 3, "brand": 1}}
    assert committed(small, "team") == {"brand": -5, "sales": -15}


def test_a_team_that_is_expected_to_lose_commits_to_nothing(small):
    with_effects(small, *({"effects": [{"stream": "shop", "amount": amount}]} for amount in (40, -4)))
    assert committed(small, "team") == {"brand": 0, "sales": 80}


def test_when_all_are_held_at_what_is_to_be_won_but_for_rounding_the_exact_ledger_closes_too(small):
    small["target"] = {"revenue": 480.04}
    small["allocation"] = {"held": {"sales": 50, "brand": 30}}
    plan = Plan.model_validate(small)
    assert committed(small, "team") == {"brand": 30, "sales": 50}
    assert okr.growth_ledger(plan, rounded=False)["amount"].sum() == pytest.approx(480.04)


def test_bounds_that_no_steps_can_meet_are_told(small):
    small["target"] = {"revenue": 480.05}
    small["step"] = 1
    small["allocation"] = {"method": "equal", "lower": {"sales": 40.01, "brand": 40.01}}
    with pytest.raises(okr.PlanError, match="bounds"):
        okr.growth_ledger(Plan.model_validate(small))


@pytest.mark.parametrize(
    ("allocation", "nobody"),
    [
        ({"held": {"sales": 50, "brand": 20}}, 10),  # one promises less
        ({"held": {"sales": 50, "brand": 45}}, -15),  # one promises more
        ({"held": {"sales": 50}, "upper": {"brand": 12}}, 18),
        ({"held": {"sales": 100}}, -20),
        ({"held": {"sales": 70}, "lower": {"brand": 30}}, -20),
    ],
)
def test_what_held_teams_leave_or_give_twice_is_nobodys_and_the_ledger_closes(small, allocation, nobody):
    small["allocation"] = allocation
    plan = Plan.model_validate(small)
    for rounded in (True, False):
        ledger = okr.growth_ledger(plan, rounded=rounded)
        own = ledger[(ledger["line"] == "uncovered") & ledger["team"].isna()]
        assert own["amount"].sum() == pytest.approx(nobody)
        assert ledger["amount"].sum() == pytest.approx(480)
        assert standing(ledger).ungiven == pytest.approx(nobody)
        assert ledger.groupby("quarter")["amount"].sum().round(6).tolist() == [120, 120, 120, 120]


def test_initiatives_alone_in_an_overlap_lose_nothing(small):
    with_effects(small, *({"effects": [{"stream": "shop", "amount": amount}]} for amount in (40, 4)))
    small["overlaps"] = [{"id": "same", "name": "Same", "initiatives": ["of-sales"], "counts": 0.5}]
    ledger = okr.growth_ledger(Plan.model_validate(small))
    assert ledger.loc[ledger["line"] == "overlap", "amount"].sum() == 0
    assert ledger.loc[ledger["line"] == "initiative", "amount"].sum() == pytest.approx(44)
