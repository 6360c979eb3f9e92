"""States: the last check-in counts, later ones do not, and silence is never green."""

import datetime as dt

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.review.states import key_result_states, objective_states

AT_Q3 = dt.date(2022, 12, 31)


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), AT_Q3, okr.load_actuals(matas))


def words(matas, day):
    found = key_result_states(matas, load_check_ins(matas), day, okr.load_actuals(matas))
    return found.set_index("key_result")["status"]


def test_every_key_result_has_a_state_in_the_plans_order(matas, states):
    assert states["key_result"].tolist()[:3] == ["online-revenue", "q3-transactions", "q3-basket"]
    assert len(states) == 10


def test_the_last_check_in_until_the_date_counts(matas, states):
    brands = states.set_index("key_result").loc["new-brands"]
    assert (brands["value"], brands["score"]) == (
        44,
        0.9,
    )  # 73% of the way, 75% expected: on track, and not all of it
    earlier = key_result_states(matas, load_check_ins(matas), dt.date(2022, 9, 30)).set_index("key_result")
    assert earlier.at["new-brands", "value"] == 21


def test_words_follow_the_numbers_and_silence_is_named(states):
    words = states.set_index("key_result")["status"]
    assert words[["q3-transactions", "online-share-q3", "club-plus-subscribers"]].tolist() == [
        "missed",
        "met",
        "at_risk",
    ]
    assert words[["online-revenue", "members"]].tolist() == ["on_track", "outdated"]


def test_what_misses_its_date_or_its_level_by_a_hair_is_never_on_track(states):
    found = states.set_index("key_result")
    assert found.loc["q3-basket", ["status", "score"]].tolist() == ["missed", 0.9]  # 202.7 of 204.5, due that day
    assert found.loc["nps-stores", ["status", "score"]].tolist() == ["below_floor", 0.9]  # 73 of at least 74
    assert found["gap"][["q3-basket", "nps-stores"]].tolist() == pytest.approx([1.8, 1])


def test_what_is_over_stays_met_or_missed(matas):
    later = words(matas, dt.date(2023, 3, 31))
    ended = later[["q3-transactions", "q3-basket", "online-share-q3", "online-revenue"]]
    assert ended.tolist() == ["missed", "missed", "met", "met"]


def test_a_check_in_long_after_the_date_changes_nothing(matas):
    check_ins = load_check_ins(matas)
    late = check_ins[check_ins["key_result"] == "q3-basket"].assign(date=dt.date(2023, 3, 1), value=300.0)
    found = key_result_states(matas, pd.concat([check_ins, late]), dt.date(2023, 3, 31)).set_index("key_result")
    assert found.loc["q3-basket", ["value", "status"]].tolist() == [202.7, "missed"]


def test_revenue_is_read_from_the_actuals_whatever_was_checked_in(matas, states):
    found = states.set_index("key_result")
    assert found["value"][["online-revenue", "stores-revenue"]].tolist() == pytest.approx([896.3, 2542.2])
    # Last year's first three quarters were 819.9 of 1,094.9; 75.1 are to be won in the year.
    assert found.at["online-revenue", "progress"] == pytest.approx((896.3 - 819.9) / 75.1)
    assert found.at["online-revenue", "expected"] == pytest.approx(819.9 / 1094.9)
    assert (found.at["stores-revenue", "status"], found.at["stores-revenue", "rule"]) == ("below_floor", "actuals")
    before = key_result_states(matas, load_check_ins(matas), AT_Q3).set_index("key_result")
    assert before.at["online-revenue", "status"] == "pending"


def test_an_old_at_risk_is_not_hidden_by_its_age(matas):
    later = dt.date(2023, 2, 28)
    assert words(matas, later)[["club-plus-subscribers", "new-brands"]].tolist() == ["at_risk", "outdated"]


def test_an_objective_has_its_mean_and_beside_it_its_weakest_word(matas, states):
    table = objective_states(matas, states).set_index("objective")
    assert table.at["one-matas", "progress"] == pytest.approx((1 + 0.7916667 + 0.9911980) / 3)
    assert table["status"].tolist() == ["missed", "below_floor", "on_track", "at_risk"]


def test_what_is_behind_its_start_does_not_undo_another_key_result(matas, states):
    odd = states.assign(progress=[0.42, -0.5, float("nan"), *states["progress"][3:]])
    first = objective_states(matas, odd).iloc[0]
    assert (first["progress"], first["known"], first["count"]) == (pytest.approx(0.21), 2, 3)


def test_without_check_ins_everything_is_pending(matas):
    states = key_result_states(matas, load_check_ins(matas)[:0], AT_Q3)
    assert set(states["status"]) == {"pending"}
    assert objective_states(matas, states)["progress"].isna().all()
