"""What a close changes is measured by what it is from now on, at the day it is closed."""

import pytest

from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.closing import Closing, load_closings
from okr_lib.review.proposals import states_from_now_on


def test_a_lowered_target_is_measured_at_once(matas):
    [row] = states_from_now_on(matas, load_closings(matas)["Q3"], load_check_ins(matas)).to_dict("records")
    # 66,000 is 8,000 of the 12,000 on the way from 58,000 to 70,000.
    assert (row["key_result"], row["status"]) == ("club-plus-subscribers", "behind")
    assert row["progress"] == pytest.approx(8 / 12)


def test_a_change_that_a_key_result_cannot_take_has_no_row(matas):
    outcome = {"decision": "change", "why": "So.", "changes": {"club-plus-subscribers": {"target": 58000}}}
    closing = Closing(quarter="Q3", objectives={"members-come-back": outcome})
    assert states_from_now_on(matas, closing, load_check_ins(matas)).empty
