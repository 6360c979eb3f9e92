"""Estimates of several people merge by the median of each point, and the spread between people stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.panel import merge_estimates
from okr_lib.plan.values import Estimate

numbers = st.floats(-1e6, 1e6)
estimates = st.tuples(numbers, numbers, numbers).map(sorted).map(lambda t: Estimate(low=t[0], likely=t[1], high=t[2]))
rooms = st.dictionaries(st.text(min_size=1, max_size=5), estimates, min_size=1, max_size=7)


def estimate(low, likely, high):
    return Estimate(low=low, likely=likely, high=high)


def test_of_two_the_median_is_the_middle():
    panel = merge_estimates({"a": estimate(2, 4, 6), "b": estimate(4, 5, 9)})
    assert panel.merged == estimate(3, 4.5, 7.5)


def test_one_outlier_does_not_move_the_merged_estimate():
    calm = {"a": estimate(2, 4, 6), "b": estimate(2, 4, 6)}
    assert merge_estimates(calm | {"c": estimate(50, 80, 900)}).merged == estimate(2, 4, 6)


def test_one_person_is_their_own_merger_without_spread():
    panel = merge_estimates({"a": estimate(2, 4, 6)})
    assert panel.merged == estimate(2, 4, 6)
    assert panel.spread["spread"].tolist() == [0, 0, 0]
    assert panel.apart == ()


def test_people_whose_ranges_do_not_meet_are_named_the_widest_gap_first():
    panel = merge_estimates({"a": estimate(1, 2, 3), "b": estimate(4, 5, 6), "c": estimate(9, 10, 11)})
    assert panel.apart == (("a", "c"), ("b", "c"), ("a", "b"))


def test_ranges_that_touch_meet():
    assert merge_estimates({"a": estimate(1, 2, 3), "b": estimate(3, 4, 5)}).apart == ()


def test_nobody_s_estimates_cannot_be_merged():
    with pytest.raises(okr.OkrError, match="no estimates to merge"):
        merge_estimates({})


@given(rooms)
def test_the_merged_estimate_lies_within_what_people_said(room):
    panel = merge_estimates(room)
    for point in ("low", "likely", "high"):
        said = [getattr(one, point) for one in room.values()]
        assert min(said) <= getattr(panel.merged, point) <= max(said)


@given(rooms)
def test_the_order_in_which_people_speak_changes_nothing(room):
    there, back = merge_estimates(room), merge_estimates(dict(reversed(room.items())))
    assert there.merged == back.merged
    assert there.spread["spread"].tolist() == back.spread["spread"].tolist()
    assert there.widest == back.widest
