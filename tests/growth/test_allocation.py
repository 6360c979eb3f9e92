"""Allocation: published cases first, then what must hold for every allocation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib import AllocationError, allocate

NAN = float("nan")


@pytest.mark.parametrize(
    ("total", "current", "settings", "expected"),
    [
        pytest.param(300, [10, 30, 60], {}, [30, 90, 180], id="A1-proportional"),
        pytest.param(400, [0, 0, 0], {"weights": [10, 20, 70]}, [40, 80, 280], id="A1-weights"),
        pytest.param(100, [10, 20, 30], {"held": [NAN, 20, NAN]}, [20, 20, 60], id="A2-hold"),
        pytest.param(60, [10, 20, 30], {"held": [20, NAN, NAN]}, [20, 16, 24], id="A3-hold-the-changed"),
        pytest.param(90, [0, 0, 0], {}, [30, 30, 30], id="A4-all-zero"),
        pytest.param(90, [0, 10, 20], {}, [0, 30, 60], id="A4-zero-among-others"),
        pytest.param(100, [5117, 4400, 162, 161, 160], {"step": 1}, [51, 44, 2, 2, 1], id="A7-largest-remainder"),
        pytest.param(10, [1, 1, 1], {"upper": [2, NAN, NAN]}, [2, 4, 4], id="at-its-upper-bound"),
        pytest.param(10, [1, 1, 8], {"lower": [3, NAN, NAN]}, [3, 7 / 9, 56 / 9], id="at-its-lower-bound"),
        pytest.param(0, [-10, 30], {}, [-15, 15], id="mixed-signs-move-alike"),
        pytest.param(-30, [1, 2], {}, [-10, -20], id="negative-total"),
    ],
)
def test_a_total_is_shared_as_published(total, current, settings, expected):
    assert allocate(total, current, **settings).tolist() == pytest.approx(expected)


def test_everything_held_but_not_the_total_names_both_sums():
    with pytest.raises(AllocationError, match=r"sums to 30, but the total is 40"):
        allocate(40, [1, 1], held=[10, 20])


def test_bounds_that_cannot_be_met_say_by_how_much():
    with pytest.raises(AllocationError, match=r"sum to 5 at most, but 9 of the total 9 .* by 4"):
        allocate(9, [1, 1], upper=[2, 3])


def test_a_lower_bound_above_the_upper_is_named():
    with pytest.raises(AllocationError, match="lower bound 3 is above upper bound 2"):
        allocate(9, [1, 1], lower=[3, NAN], upper=[2, NAN])


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        ((NAN, [1, 2]), {}, "total is nan"),
        ((9, [1, float("inf")]), {}, r"current\[1\] is inf"),
        ((9, [1, 2]), {"weights": [-1, 2]}, "weights must be 0 or more"),
        ((9, [1, 2]), {"weights": [0, 0]}, "one of them above 0"),
        ((9, [1, 2]), {"held": [1]}, "one value a part"),
        ((9, []), {}, "nothing to share"),
        ((9.05, [1, 2]), {"step": 0.1}, "not a multiple of the step"),
        ((9, [1, 2]), {"held": [0.05, NAN], "step": 0.1}, "held 0.05 is not a multiple"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, settings, message):
    with pytest.raises(AllocationError, match=message):
        allocate(*arguments, **settings)


def test_a_series_keeps_its_index_and_settings_go_by_label():
    current = pd.Series({"retail": 10.0, "online": 20.0, "brand": 30.0})
    shared = allocate(100, current, held={"online": 20})
    assert shared.to_dict() == {"retail": 20, "online": 20, "brand": 60}
    assert current.to_dict() == {"retail": 10, "online": 20, "brand": 30}


def test_an_unknown_label_is_refused():
    with pytest.raises(AllocationError, match="held names nobody"):
        allocate(9, pd.Series({"a": 1.0}), held={"nobody": 1})


parts = st.lists(st.floats(0, 1e6), min_size=1, max_size=30)
money = st.integers(-(10**9), 10**9).map(lambda count: count / 10)


@given(parts, money, st.sampled_from([0.1, 0.01, 1, 5]))
def test_rounded_parts_are_multiples_and_sum_to_the_total(current, total, step):
    total = round(total / step) * step
    counts = allocate(total, current, step=step) / step
    assert np.abs(counts - np.round(counts)).max() < 1e-3
    assert np.round(counts).sum() == round(total / step)


@given(parts, st.floats(-1e6, 1e6), st.data())
def test_bounds_and_holds_are_kept_and_the_total_is_met(current, total, data):
    size = len(current)
    lower = data.draw(st.lists(st.one_of(st.just(NAN), st.floats(-1e5, 0)), min_size=size, max_size=size))
    upper = data.draw(st.lists(st.one_of(st.just(NAN), st.floats(0, 1e5)), min_size=size, max_size=size))
    held = data.draw(st.lists(st.one_of(st.just(NAN), st.floats(-1e5, 1e5)), min_size=size, max_size=size))
    try:
        shared = allocate(total, current, lower=lower, upper=upper, held=held)
    except AllocationError:
        return
    free = np.isnan(held)
    assert shared.sum() == pytest.approx(total, abs=1e-6, rel=1e-9)
    assert (shared[free] >= np.nan_to_num(lower, nan=-np.inf)[free] - 1e-9).all()
    assert (shared[free] <= np.nan_to_num(upper, nan=np.inf)[free] + 1e-9).all()
    assert shared[~free].tolist() == np.array(held)[~free].tolist()


@given(st.lists(st.floats(0.01, 1e3), min_size=2, max_size=20), st.floats(0.1, 1e3), st.floats(0.01, 100))
def test_scaling_money_scales_every_part(current, total, scale):
    once, scaled = allocate(total, current), allocate(total * scale, np.multiply(current, scale))
    assert scaled == pytest.approx(once * scale, rel=1e-9)


def test_an_allocation_explains_each_part():
    current = pd.Series({"retail": 10.0, "online": 20.0, "brand": 30.0})
    why = okr.explain_allocation(100, current, held={"online": 20}, upper={"brand": 45.04}, step=0.1)
    assert why["bound"].tolist() == ["", "held", "upper"]
    assert why["amount"].tolist() == pytest.approx([35.0, 20.0, 45.0])
    assert why["rounding"].tolist() == pytest.approx([0.04, 0.0, -0.04])
    assert why["weight"].tolist() == [10, 20, 30]


def test_parts_may_be_given_by_name_in_a_dict():
    current = {"retail": 10, "online": 20, "brand": 30}
    why = okr.explain_allocation(88, current, held={"online": 20}, step=0.1)
    assert why["amount"].to_dict() == pytest.approx({"retail": 17.0, "online": 20.0, "brand": 51.0})
    assert allocate(88, current, held={"online": 20}, step=0.1).to_dict() == why["amount"].to_dict()


def test_names_for_parts_without_names_are_refused_in_words():
    with pytest.raises(okr.OkrError, match="held is given by name, but the current values are not"):
        okr.explain_allocation(88, [10, 20, 30], held={"online": 20})


def test_explained_amounts_are_those_allocated():
    why = okr.explain_allocation(10, [1, 2, 4], step=0.5)
    assert why["amount"].tolist() == allocate(10, [1, 2, 4], step=0.5).tolist()
    assert why["rounding"].sum() == pytest.approx(0)


def test_shares_of_money_are_as_published():  # GOLDEN K3
    shares = allocate(1.0, [100_000, 20_000, 1_000])
    assert (shares * 100).round(1).tolist() == [82.6, 16.5, 0.8]
