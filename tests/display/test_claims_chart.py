"""What came and what is claimed stand beside each other, from zero and in one unit."""

import pandas as pd

from okr_lib.display.claims_chart import MOST, chart_claims
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.review.actual_ledger import actual_ledger, claims_against_growth
from tests.display.reading import bars, names


def test_each_stream_has_what_came_and_what_is_claimed_and_the_last_row_sums_them(view):
    back = actual_ledger(view.plan, view.actuals, load_check_ins(view.plan), through="Q3")
    picture = chart_claims(claims_against_growth(back), view.labels, "A finding")
    assert names(picture) == ["Stores and wholesale", "Online", "All streams"]
    assert [round(width, 1) for _, width in bars(picture)] == [-11.1, 59.3, 48.2, 25.3, 33.7, 59.0]
    assert picture.alt.endswith("All streams: Growth beyond momentum +48.2, Claimed by teams 59.0.")


def test_one_stream_needs_no_sum_and_of_many_the_smallest_stand_together(view):
    def chart(count):
        frame = pd.DataFrame({"stream": [f"s{number}" for number in range(count)], "growth": 1.0, "claimed": 2.0})
        return chart_claims(frame, view.labels, "x")

    assert len(names(chart(1))) == 1
    assert names(chart(20))[-2:] == ["Other streams", "All streams"]
    assert len(names(chart(20))) == MOST + 1
