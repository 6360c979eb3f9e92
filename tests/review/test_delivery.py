"""What is claimed of the planned effect, of initiatives that had their time."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.values import QUARTERS
from okr_lib.review.delivery import Delivery, delivery_rate, latest_quarter
from tests.conftest import examples
from tests.growth.plans import plans

ENDS = {"Q1": "2027-03-31", "Q2": "2027-06-30", "Q3": "2027-09-30", "Q4": "2027-12-31"}


def said(*rows):
    """Check-ins of (day or quarter, initiative, claim, state)."""
    made = [(dt.date.fromisoformat(ENDS.get(day, day)), *row) for day, *row in rows]
    frame = pd.DataFrame(made, columns=["date", "key_result", "value", "state"])
    return frame.astype({"date": object, "value": float})


def shop(small, **initiatives):
    """A shop of 100 a quarter; each initiative brings 40 a year, or what it says, and succeeds with one in two."""
    effects = {"effects": [{"stream": "shop", "amount": 40}], "probability": 0.5}
    small["teams"][0]["initiatives"] = [
        {"id": name, "name": name, "owner": "Head", **effects, **fields} for name, fields in initiatives.items()
    ]
    return okr.Plan.model_validate(small)


@pytest.fixture
def three(small):
    return shop(small, shelf={}, flyer={}, sign={})


def test_what_is_claimed_is_a_share_of_what_was_to_come_if_all_succeed(three):
    # By mid-year each was to bring 20: 15 + 12 + 18 of 60.
    check_ins = said(("Q2", "shelf", 15, "done"), ("Q2", "flyer", 12, "done"), ("Q2", "sign", 18, "done"))
    found = delivery_rate(three, check_ins, "Q2")
    assert (found.initiatives, found.claimed, found.planned, found.rate) == (3, 45.0, 60.0, 0.75)


def test_the_first_quarter_tells_no_rate(three):
    check_ins = said(*(("Q1", name, 5, "done") for name in ("shelf", "flyer", "sign")))
    assert math.isnan(delivery_rate(three, check_ins, "Q1").rate)
    assert delivery_rate(three, check_ins, "Q2").rate == 0.5


def test_two_initiatives_tell_no_rate(three):
    found = delivery_rate(three, said(("Q2", "shelf", 15, "done"), ("Q2", "flyer", 5, "done")), "Q2")
    assert (found.initiatives, found.planned) == (2, 40.0)
    assert math.isnan(found.rate)


@pytest.mark.parametrize(
    ("state", "counts"), [("done", 1), ("", 1), ("under_way", 1), ("stopped", 0), ("not_started", 0)]
)
def test_what_was_stopped_or_has_not_started_did_not_do_its_work(three, state, counts):
    assert delivery_rate(three, said(("Q2", "shelf", 15, state)), "Q2").initiatives == counts


@pytest.mark.parametrize(("day", "counts"), [("Q1", 0), ("2027-06-30", 0), ("2027-07-01", 1)])
def test_under_way_an_initiative_counts_from_its_full_effect_on(small, day, counts):
    plan = shop(small, shelf={"starts": "Q2", "ramp": [0.5, 1.0]})
    assert delivery_rate(plan, said((day, "shelf", 5, "under_way")), "Q4").initiatives == counts


def test_one_that_is_done_counts_before_its_full_effect_with_what_it_was_to_bring_by_then(small):
    plan = shop(small, shelf={"starts": "Q2", "ramp": [0.5, 1.0]})
    found = delivery_rate(plan, said(("Q2", "shelf", 4, "done")), "Q2")
    assert (found.claimed, found.planned) == (4.0, 5.0)


def test_a_ramp_that_is_longer_than_the_year_is_never_in_full_effect(small):
    plan = shop(small, shelf={"starts": "Q4", "ramp": [0.5, 1.0]})
    assert delivery_rate(plan, said(("Q4", "shelf", 4, "under_way")), "Q4").initiatives == 0


def test_the_plan_is_held_to_the_day_of_the_claim(three):
    # Half of Q3's 92 days have passed on 15 August: 20 and 5 of 10.
    found = delivery_rate(three, said(("2027-08-15", "shelf", 20, "done")), "Q4")
    assert found.planned == 25.0


def test_the_last_claim_by_the_quarter_s_end_counts(three):
    check_ins = said(("Q1", "shelf", 4, "done"), ("Q2", "shelf", 9, "done"), ("2027-07-01", "shelf", 99, "done"))
    assert delivery_rate(three, check_ins, "Q2").claimed == 9.0


def test_a_state_told_later_does_not_make_an_old_claim_late(three):
    found = delivery_rate(three, said(("Q1", "shelf", 9, "under_way"), ("Q3", "shelf", None, "done")), "Q3")
    assert (found.claimed, found.planned) == (9.0, 10.0)


def test_claims_of_the_year_before_are_none(three):
    assert delivery_rate(three, said(("2026-12-31", "shelf", 40, "done")), "Q2").initiatives == 0


def test_what_must_come_first_is_taken_to_have_come(small):
    plan = shop(small, platform={"probability": 0.2}, shelf={"after": ["platform"]})
    assert delivery_rate(plan, said(("Q2", "shelf", 10, "done")), "Q2").planned == 20.0


def test_one_that_was_to_bring_nothing_is_left_out(small):
    plan = shop(small, idea={"effects": []}, shelf={})
    found = delivery_rate(plan, said(("Q2", "idea", 7, "done"), ("Q2", "shelf", 10, "done")), "Q2")
    assert (found.initiatives, found.claimed) == (1, 10.0)


def test_without_check_ins_nothing_is_delivered(three):
    assert delivery_rate(three, said(), "Q4") == Delivery("Q4", 0, 0.0, 0.0)
    assert latest_quarter(three, said()) == "Q1"


def test_the_example_claims_what_its_check_ins_say(matas):
    # Personal offers and evening delivery are in full effect from Q4 on only.
    found = delivery_rate(matas, load_check_ins(matas), "Q3")
    assert found.initiatives == 8
    assert found.claimed == 5.5 + 14 + 9.5 + 7 + 4.5 + 2 + 4 + 5.5
    assert 0.9 < found.rate < 1


@pytest.mark.parametrize(
    ("day", "quarter"), [("2026-12-31", "Q1"), ("Q1", "Q1"), ("2027-04-01", "Q2"), ("Q4", "Q4"), ("2028-02-01", "Q4")]
)
def test_the_latest_quarter_is_that_of_the_last_check_in(three, day, quarter):
    assert latest_quarter(three, said(("2026-05-01", "shelf", 1, ""), (day, "shelf", 1, ""))) == quarter


@examples(25)
@given(plan=plans(), data=st.data())
def test_whoever_claims_exactly_what_was_planned_delivers_all_of_it(plan, data):
    sure = plan.model_copy(
        update={
            "teams": tuple(
                team.model_copy(
                    update={
                        "initiatives": tuple(each.model_copy(update={"probability": 1.0}) for each in team.initiatives)
                    }
                )
                for team in plan.teams
            )
        }
    )
    quarter = data.draw(st.sampled_from(QUARTERS[1:]))
    ledger = okr.growth_ledger(sure, rounded=False).query("line == 'initiative'")
    by_then = ledger[ledger["quarter"].isin(QUARTERS[: QUARTERS.index(quarter) + 1])]
    planned = by_then.groupby("initiative")["amount"].sum()
    day = plan.fiscal_year.last_day(quarter).isoformat()
    found = delivery_rate(sure, said(*((day, name, value, "done") for name, value in planned.items())), quarter)
    assert found.initiatives == (planned > 0).sum()
    assert found.claimed == pytest.approx(found.planned)
