"""States: the last check-in counts, later ones do not, and silence is never green."""

import datetime as dt

import pytest

from okr_lib.plan.check_ins import load_check_ins
from okr_lib.review.states import key_result_states, net_confidence, objective_states

AT_Q3 = dt.date(2022, 12, 31)


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), AT_Q3)


def test_every_key_result_has_a_state_in_the_plans_order(matas, states):
    assert states["key_result"].tolist()[:3] == ["online-revenue", "q3-transactions", "q3-basket"]
    assert len(states) == 10


def test_the_last_check_in_until_the_date_counts(matas, states):
    brands = states.set_index("key_result").loc["new-brands"]
    assert (brands["value"], brands["score"]) == (44, 1.0)  # 73 % of the way, 75 % expected
    earlier = key_result_states(matas, load_check_ins(matas), dt.date(2022, 9, 30)).set_index("key_result")
    assert earlier.at["new-brands", "value"] == 21


def test_words_follow_the_numbers_and_silence_is_named(states):
    words = states.set_index("key_result")["status"]
    assert words[["q3-transactions", "online-share-q3", "club-plus-subscribers"]].tolist() == [
        "behind",
        "on_track",
        "at_risk",
    ]
    assert words[["online-revenue", "members"]].tolist() == ["pending", "outdated"]


def test_an_objective_has_its_mean_and_beside_it_its_weakest_word(matas, states):
    table = objective_states(matas, states).set_index("objective")
    assert table.at["one-matas", "progress"] == pytest.approx((0.7916667 + 0.9911980) / 2)
    assert table["status"].tolist() == ["pending", "pending", "on_track", "outdated"]


def test_net_confidence_is_on_track_less_off_track(states):
    assert net_confidence(states) == pytest.approx(0.5 - 0.2)


def test_without_check_ins_everything_is_pending(matas):
    states = key_result_states(matas, load_check_ins(matas)[:0], AT_Q3)
    assert set(states["status"]) == {"pending"}
    assert objective_states(matas, states)["progress"].isna().all()
