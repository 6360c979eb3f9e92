"""Looking back closes on the actuals, whatever teams claim."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.breakdown import breakdown
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.records import ACTUALS_COLUMNS
from okr_lib.plan.values import QUARTERS
from okr_lib.review.actual_ledger import (
    _known_further_growth,
    actual_ledger,
    claimed_by_team,
    claims_against_growth,
    claims_of_team,
)
from tests.growth.plans import plans

CHECK_INS = ["date", "key_result", "value"]


@pytest.fixture(scope="module")
def back(matas):
    return actual_ledger(matas, okr.load_actuals(matas), load_check_ins(matas), through="Q3")


def claims(*rows):
    return pd.DataFrame([(dt.date.fromisoformat(day), name, value) for day, name, value in rows], columns=CHECK_INS)


@given(plan=plans(), data=st.data())
def test_it_sums_to_the_actuals_of_every_stream_and_quarter(plan, data):
    cents = st.integers(-100_000, 900_000).map(lambda count: count / 100)
    count = data.draw(st.integers(0, 4))
    actuals = pd.DataFrame(
        [("2027", quarter, stream.id, data.draw(cents)) for quarter in QUARTERS[:count] for stream in plan.streams],
        columns=list(ACTUALS_COLUMNS),
    ).astype({"revenue": float})
    names = [initiative.id for _, initiative in plan.initiatives()]
    said = [
        (f"{2027 + month // 12}-{month % 12 + 1:02}-15", name, data.draw(cents))
        for name in names
        for month in (7, 10, 14)
    ]
    exact = actual_ledger(plan, actuals, claims(*said), rounded=False)
    assert breakdown(exact, ["quarter"])["amount"].tolist() == pytest.approx(
        actuals.groupby("quarter")["revenue"].sum().tolist(), abs=1e-4
    )
    rounded = actual_ledger(plan, actuals, claims(*said))
    steps = rounded["amount"] / plan.step
    assert np.allclose(steps, steps.round(), atol=1e-6)
    sums = breakdown(rounded, ["quarter"]).set_index("quarter")["amount"]
    assert all(abs(sums[q] - part.sum()) <= plan.step * 0.5001 for q, part in actuals.groupby("quarter")["revenue"])


def test_the_example_closes_on_the_published_totals(back):
    assert breakdown(back, ["quarter"])["amount"].tolist() == [1053.5, 989.0, 1396.0]


def test_baseline_and_momentum_are_those_of_the_plan(matas, back):
    ledger = okr.growth_ledger(matas)
    given_lines = ledger[ledger["line"].isin(["baseline", "momentum"]) & (ledger["quarter"] != "Q4")]
    same = back[back["line"].isin(["baseline", "momentum"])]
    assert same["amount"].tolist() == given_lines["amount"].tolist()


def test_a_quarter_claims_what_came_since_the_quarter_before(back):
    mine = back[(back["initiative"] == "stock-online") & (back["line"] == "claimed")]
    assert breakdown(mine, ["quarter"]).to_dict("list") == {"quarter": ["Q2", "Q3"], "amount": [2.5, 3.0]}


def test_a_claim_is_split_by_credit_and_by_expected_stream(matas, back):
    mine = back[(back["initiative"] == "wider-assortment") & (back["quarter"] == "Q3")]
    assert dict(zip(mine["team"], mine["amount"], strict=True)) == {"ecommerce": 4.0, "marketing": 1.0}
    both = back[(back["initiative"] == "new-brand-shelves") & (back["quarter"] == "Q3")]
    assert set(both["stream"]) == {"stores", "online"}
    assert round(both["amount"].sum(), 6) == 6.5


def test_over_claiming_is_named_by_stream_and_quarter(back):
    over = claims_against_growth(back)
    named = over[over["excess"] > 0]
    assert list(zip(named["stream"], named["quarter"], strict=True)) == [("stores", "Q2"), ("stores", "Q3")]
    assert (named["excess"] == named["claimed"]).all()  # stores did not grow, so every claim is above it


def test_claims_within_the_growth_leave_no_excess(small):
    small["teams"][0]["initiatives"] = [
        {"id": "shelf", "name": "Shelf", "owner": "Head", "effects": [{"stream": "shop", "amount": 40}]}
    ]
    plan = okr.Plan.model_validate(small)
    actuals = pd.DataFrame([("2027", "Q1", "shop", 112.0)], columns=list(ACTUALS_COLUMNS))
    for value, excess in ((8, 0), (12, 0), (15, 3)):
        against = claims_against_growth(actual_ledger(plan, actuals, claims(("2027-03-31", "shelf", value))))
        assert against["excess"].tolist() == [excess]


def test_an_initiative_without_effects_claims_in_no_stream(small):
    small["teams"][0]["initiatives"] = [{"id": "idea", "name": "Idea", "owner": "Head"}]
    plan = okr.Plan.model_validate(small)
    actuals = pd.DataFrame([("2027", "Q1", "shop", 112.0)], columns=list(ACTUALS_COLUMNS))
    back = actual_ledger(plan, actuals, claims(("2027-03-31", "idea", 5)))
    unexplained = back[back["line"] == "unexplained"]
    assert dict(zip(unexplained["stream"].fillna(""), unexplained["amount"], strict=True)) == {"shop": 12, "": -5}


def test_check_ins_of_other_years_claim_nothing(small):
    small["teams"][0]["initiatives"] = [{"id": "idea", "name": "Idea", "owner": "Head"}]
    plan = okr.Plan.model_validate(small)
    actuals = pd.DataFrame([("2027", "Q1", "shop", 112.0)], columns=list(ACTUALS_COLUMNS))
    back = actual_ledger(plan, actuals, claims(("2026-12-31", "idea", 5), ("2027-04-01", "idea", 9)))
    assert "claimed" not in set(back["line"])


def test_without_actuals_there_is_nothing_to_look_back_on(matas):
    empty = pd.DataFrame(columns=list(ACTUALS_COLUMNS)).astype({"revenue": float})
    back = actual_ledger(matas, empty, load_check_ins(matas))
    assert back.empty
    assert claims_against_growth(back).empty


NO_ACTUALS = pd.DataFrame(columns=list(ACTUALS_COLUMNS)).astype({"revenue": float})


@pytest.fixture(scope="module")
def exact(matas):
    return actual_ledger(matas, okr.load_actuals(matas), load_check_ins(matas), through="Q3", rounded=False)


def test_a_team_is_credited_with_its_share_of_every_claim(matas, exact):
    # Marketing: 0.7 of 6 (offers), 0.8 of 7 (Club Plus), 0.6 of 4 (launches), 0.3 of 14 (shelves), 0.2 of 9.5 (assortment).
    assert claimed_by_team(matas, exact)["marketing"] == pytest.approx(4.2 + 5.6 + 2.4 + 4.2 + 1.9)
    assert claimed_by_team(matas, exact).sum() == pytest.approx(59.0)
    assert list(claimed_by_team(matas, exact).index) == ["retail", "ecommerce", "marketing"]


def test_without_claims_every_team_is_credited_with_nothing(matas):
    none = load_check_ins(matas)[:0]
    for actuals in (NO_ACTUALS, okr.load_actuals(matas)):
        assert claimed_by_team(matas, actual_ledger(matas, actuals, none)).tolist() == [0, 0, 0]


def test_a_team_sees_each_claim_it_has_credit_of(matas, exact):
    table = claims_of_team(matas, okr.growth_ledger(matas, rounded=False), exact, "marketing").set_index("initiative")
    assert list(table.index) == [
        "new-brand-shelves",
        "wider-assortment",
        "personal-offers",
        "club-plus",
        "brand-launches",
    ]
    assert table["claimed"].tolist() == pytest.approx([4.2, 1.9, 4.2, 5.6, 2.4])
    assert table["delivered_by"].tolist() == ["retail", "ecommerce", "marketing", "marketing", "marketing"]


def test_what_was_expected_of_a_claim_is_of_the_same_quarters(matas, exact):
    ledger = okr.growth_ledger(matas, rounded=False)
    table = claims_of_team(matas, ledger, exact, "retail").set_index("initiative")["expected"]
    over = ledger[(ledger["line"] == "initiative") & (ledger["team"] == "retail") & (ledger["quarter"] != "Q4")]
    assert table.to_dict() == pytest.approx(over.groupby("initiative")["amount"].sum().to_dict())


def test_before_the_first_actuals_a_team_expects_and_claims_nothing(matas):
    back = actual_ledger(matas, NO_ACTUALS, load_check_ins(matas))
    table = claims_of_team(matas, okr.growth_ledger(matas), back, "retail")
    assert not table[["expected", "claimed"]].to_numpy().any()
    assert len(table) == 6


def test_one_team_without_initiatives_has_no_claims_to_see(small):
    small["teams"] = small["teams"][:1]
    plan = okr.Plan.model_validate(small)
    actuals = pd.DataFrame([("2027", "Q1", "shop", 112.0)], columns=list(ACTUALS_COLUMNS))
    back = actual_ledger(plan, actuals, claims())
    assert claims_of_team(plan, okr.growth_ledger(plan), back, "sales").empty


def test_further_growth_that_is_all_there_is_in_its_stream_stands_as_it_came(small):
    none = dict.fromkeys(QUARTERS, 0)
    small["streams"].append({"id": "spares", "name": "Spares", "baseline": none})
    amounts = none | {"Q1": 30, "Q2": 30}
    small["further_growth"] = [
        {"id": "bought", "name": "Acquisition", "stream": "spares", "amounts": amounts},
        {"id": "currency", "name": "Currency", "stream": "shop", "amounts": none | {"Q1": -7}},
    ]
    plan = okr.Plan.model_validate(small)
    actuals = pd.DataFrame(
        [("2027", "Q1", "shop", 104.0), ("2027", "Q1", "spares", 24.7)], columns=list(ACTUALS_COLUMNS)
    )
    sums = breakdown(actual_ledger(plan, actuals, claims()), ["line"]).set_index("line")["amount"]
    assert _known_further_growth(plan) == {"bought"}
    assert sums.to_dict() == {"baseline": 100, "momentum": 0, "bought": 24.7, "currency": -7, "unexplained": 11}
