"""Spending closes: planned less spent is what is left, by initiative, team and quarter, to the step."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.errors import Problem
from okr_lib.growth.phasing import cost_by_quarter
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS
from okr_lib.review.spending import overspent, spend_findings, spend_ledger, spending
from tests.conftest import examples


def plan_of(small, *costs, **more):
    small["teams"][0]["initiatives"] = [
        {"id": f"i{n}", "name": f"I {n}", "owner": "Head", "cost": cost} | more for n, cost in enumerate(costs)
    ]
    return Plan.model_validate(small)


def spend_of(*rows):
    frame = pd.DataFrame(rows, columns=["initiative", "quarter", "amount"])
    return frame.assign(place=[Problem("", "spend.csv", 2 + row) for row in range(len(rows))])


def test_a_cost_is_spread_from_the_start_on_unless_the_plan_says_how(small):
    (_, late), *_ = plan_of(small, 6, starts="Q3").initiatives()
    assert cost_by_quarter(late).tolist() == [0, 0, 3, 3]
    (_, told), *_ = plan_of(
        small, 6, starts="Q3", cost_phasing={"Q1": "50 %", "Q2": 0.5, "Q3": 0, "Q4": 0}
    ).initiatives()
    assert cost_by_quarter(told).tolist() == [3, 3, 0, 0]


def test_a_cost_is_spread_as_a_whole(small):
    with pytest.raises(ValueError, match=r"cost_phasing sums to 0\.9, not 1; share the whole cost"):
        plan_of(small, 6, cost_phasing=dict.fromkeys(QUARTERS, 0.225))


def test_by_hand(small):
    plan = plan_of(small, 4, 8)
    rows = spending(spend_ledger(plan, spend_of(("i0", "Q1", 1.5), ("i1", "Q2", 3))), ["initiative"], "Q2")
    assert rows.to_numpy().tolist() == [
        ["i0", 2.0, 1.5, 0.5, 4.0, 2.5],
        ["i1", 4.0, 3.0, 1.0, 8.0, 5.0],
        [TOTAL, 6.0, 4.5, 1.5, 12.0, 7.5],
    ]


@examples(40)
@given(st.data())
def test_teams_and_quarters_sum_to_the_same_and_lie_within_a_step(data):
    amounts = st.floats(0, 50, allow_nan=False)
    teams = [
        {
            "id": f"t{team}",
            "name": f"T {team}",
            "initiatives": [
                {
                    "id": f"i{team}{n}",
                    "name": "I",
                    "owner": "Head",
                    "cost": data.draw(amounts),
                    "starts": data.draw(st.sampled_from(QUARTERS)),
                }
                for n in range(data.draw(st.integers(0, 4)))
            ],
        }
        for team in range(3)
    ]
    plan = Plan.model_validate(
        {
            "name": "Shop",
            "currency": "DKK",
            "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
            "target": {"growth": 0.2},
            "streams": [{"id": "shop", "name": "Shop", "baseline": dict.fromkeys(QUARTERS, 100)}],
            "teams": teams,
        }
    )
    spent = spend_of(
        *[(entry.id, quarter, data.draw(amounts)) for _, entry in plan.initiatives() for quarter in QUARTERS]
    )
    ledger = spend_ledger(plan, spent)
    exact = spend_ledger(plan, spent, rounded=False)
    assert np.allclose(ledger["amount"] / plan.step, (ledger["amount"] / plan.step).round())
    for keys in (["line"], ["line", "team"], ["line", "quarter"], ["line", "initiative"]):
        apart = ledger.groupby(keys)["amount"].sum() - exact.groupby(keys)["amount"].sum()
        assert apart.abs().max() < plan.step * (1 + 1e-6) or not len(apart)
    by_team, by_quarter = spending(ledger, ["team"]), spending(ledger, ["quarter"])
    sums = ["planned", "spent", "left"]
    assert by_team.iloc[-1][sums].tolist() == pytest.approx(by_quarter.iloc[-1][sums].tolist())
    assert by_team.iloc[:-1][sums].sum().tolist() == pytest.approx(by_team.iloc[-1][sums].tolist())
    assert (by_quarter["planned"] - by_quarter["spent"] - by_quarter["left"]).abs().max() < 1e-6


def test_an_overspent_initiative_is_found_at_the_row_that_went_above(small):
    plan = plan_of(small, 4, 0, 5)
    spent = spend_of(("i0", "Q2", 2), ("i0", "Q1", 3), ("i1", "Q1", 1), ("i2", "Q1", 5.04))
    assert overspent(plan, spent)[["initiative", "cost", "spent"]].to_numpy().tolist() == [["i0", 4, 5], ["i1", 0, 1]]
    assert [str(problem) for problem in spend_findings(plan, spent)] == [
        "spend.csv:2: 'I 0' may cost 4, and 5 was spent on it; agree on a new cost, or stop spending",
        "spend.csv:4: 'I 1' has no cost in the plan, and 1 was spent on it; write its cost, or book the money where it belongs",
    ]


def test_a_review_knows_what_was_spent_by_the_end_of_its_quarter(matas):
    review = okr.Review(matas, "Q2", okr.load_records(matas))
    assert not review.spend.query("line == 'spent' and quarter > 'Q2'")["amount"].any()
    spent = review.records.spend
    told = spending(review.spend, ["team"], "Q2").set_index("team")
    assert told.loc[TOTAL, "spent"] == pytest.approx(spent.loc[spent["quarter"] <= "Q2", "amount"].sum())
