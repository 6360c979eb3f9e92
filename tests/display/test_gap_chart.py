"""The gap as bars from zero, with signs; colour is for variances only."""

import matplotlib.colors as colours
import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.gap_chart import bars_of_gap, bars_of_plan, chart_bars, finding_gap
from okr_lib.display.picture import BAD, BASE, GOOD, INK


def gap_of(*streams, lacked=0.0):
    rows = [("stream", name, amount) for name, amount in streams]
    rows += [("plan", "", lacked), ("gap", "", sum(amount for _, amount in streams) + lacked)]
    return pd.DataFrame(rows, columns=["part", "stream", "amount"])


def test_bars_stand_on_zero_and_only_variances_are_green_or_red(view):
    bars = bars_of_gap(gap_of(("stores", -34.9), ("online", 32.6), lacked=-18.4), view.labels)
    drawn = chart_bars(bars, view.labels, "Title").figure.axes[0].patches
    assert [bar.get_x() for bar in drawn] == [0, 0, 0, 0]
    assert [colours.to_hex(bar.get_facecolor()) for bar in drawn] == [BAD, GOOD, BASE, INK]


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (
            gap_of(("stores", -30.0), ("online", 10.0), lacked=-5.0),
            "Why DKK 25.0m behind: Stores and wholesale −30.0, Online +10.0",
        ),
        (gap_of(("online", 10.0)), "Why DKK 10.0m ahead: Online +10.0"),
        (gap_of(("stores", 0.0)), "On the target, in every stream"),
        (
            gap_of(("stores", 5.0), lacked=-5.0),
            "On the target: Stores and wholesale +5.0, What the plan lacked by now −5.0",
        ),
    ],
)
def test_the_finding_says_why(view, gap, said):
    assert finding_gap(bars_of_gap(gap, view.labels), view.labels).replace("\u00a0", " ").startswith(said)


def test_a_year_that_is_over_has_no_by_now_and_a_covered_plan_lacks_nothing(view):
    assert bars_of_gap(gap_of(lacked=-5.0), view.labels, over=True)[0].name == "What the plan lacked"
    assert bars_of_gap(gap_of(lacked=5.0), view.labels)[0].name == "What the plan had above the target"
    assert len(bars_of_gap(gap_of(("online", 5.0)), view.labels)) == 2


def test_of_many_streams_the_largest_have_a_bar_and_the_rest_one_so_that_all_sum(view):
    gap = gap_of(*((f"s{number}", float(number)) for number in range(9)))
    *parts, whole = bars_of_gap(gap, view.labels)
    assert len(parts) == 6
    assert sum(bar.amount for bar in parts) == whole.amount == 36.0


def test_before_the_first_actuals_the_bars_are_the_growth_to_be_won(view):
    *parts, whole = bars_of_plan(okr.bridge(view.ledger), view.labels)
    assert whole.amount == pytest.approx(110.8)
    assert round(sum(bar.amount for bar in parts), 6) == pytest.approx(110.8)
    assert parts[-1].kind == "lacking"
