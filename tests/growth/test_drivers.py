"""Drivers: published decompositions, zeros at their limit, and every part accounted for."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from okr_lib import OkrError, driver_contributions
from okr_lib.growth.drivers import price_volume_mix, shapley_credit

factors = st.tuples(st.integers(1, 4), st.integers(1, 6))
pairs = factors.flatmap(lambda shape: st.tuples(*[arrays.arrays(float, shape, elements=st.floats(0.01, 100))] * 2))


def test_lmdi_over_segments_gives_the_published_parts():  # GOLDEN D1
    parts = driver_contributions([[1, 10, 2], [4, 5, 3]], [[4, 5, 3], [5, 6, 4]])
    assert parts.tolist() == pytest.approx([69.79006598, -9.455125793, 39.66505981], abs=5e-9)
    assert parts.sum() == pytest.approx(100)


def test_price_volume_and_mix_give_the_published_parts():  # GOLDEN D3
    margins = [2, 1.2, 2.5]
    parts = price_volume_mix([400e3, 600e3, 1500e3], margins, [480e3, 900e3, 1620e3], margins)
    assert parts == pytest.approx({"price": 0, "volume": 1_054_000, "mix": -234_000})


def test_transactions_and_basket_close_on_the_published_change():  # GOLDEN M2
    parts = driver_contributions([6.608, 204.5], [6.76, 202.7])
    assert parts.sum() == pytest.approx(6.76 * 202.7 - 6.608 * 204.5, rel=1e-12)
    assert parts[0] > 0 > parts[1]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([0, 5], [4, 5], [20, 0]),
        ([0, 0], [4, 5], [10, 10]),
        ([4, 5], [0, 0], [-10, -10]),
        ([0, 0, 3], [2, 5, 3], [15, 15, 0]),
        ([0, 2], [3, 0], [0, 0]),
        ([0, 2], [0, 5], [0, 0]),
    ],
)
def test_zeros_are_taken_at_their_limit(before, after, expected):  # GOLDEN D2
    assert driver_contributions(before, after).tolist() == expected


def test_a_zero_is_the_limit_of_a_small_number():
    exact = driver_contributions([0, 0, 3], [2, 5, 3])
    near = driver_contributions([1e-150, 1e-150, 3], [2, 5, 3])
    assert near.tolist() == pytest.approx(exact.tolist(), abs=0.2)


@given(pairs)
def test_parts_close_for_both_methods(pair):
    before, after = pair
    change = after.prod(axis=1).sum() - before.prod(axis=1).sum()
    size = np.abs(after.prod(axis=1)).sum() + np.abs(before.prod(axis=1)).sum()
    for method in ("lmdi", "shapley"):
        assert abs(driver_contributions(before, after, method=method).sum() - change) <= 1e-9 * size


@pytest.mark.parametrize("count", range(1, 9))
def test_shapley_equals_the_weighted_mean_over_all_subsets(count):  # GOLDEN D4
    random = np.random.default_rng(count)
    before, after = random.uniform(-2, 2, (2, count))
    parts = np.zeros(count)
    for subset in itertools.chain.from_iterable(itertools.combinations(range(count), size) for size in range(count)):
        weight = 1 / (count * len(list(itertools.combinations(range(count - 1), len(subset)))))
        changed = np.where(np.isin(range(count), subset), after, before)
        for factor in set(range(count)) - set(subset):
            with_it = changed.copy()
            with_it[factor] = after[factor]
            parts[factor] += weight * (with_it.prod() - changed.prod())
    assert driver_contributions(before, after, method="shapley").tolist() == pytest.approx(parts.tolist(), abs=1e-9)


def test_shapley_closes_for_fifty_factors():  # GOLDEN D4
    before, after = np.random.default_rng(0).uniform(0.8, 1.2, (2, 50))
    change = after.prod() - before.prod()
    assert driver_contributions(before, after, method="shapley").sum() == pytest.approx(change, rel=1e-9)


def test_labels_are_kept_and_segments_can_be_seen():
    before = pd.DataFrame({"transactions": [10.0, 5], "basket": [2.0, 3]}, index=["stores", "online"])
    after = before * [1.1, 1.0]
    assert driver_contributions(before, after).index.tolist() == ["transactions", "basket"]
    parts = driver_contributions(before, after, by_segment=True)
    assert parts.loc["stores"].tolist() == pytest.approx([2, 0])


@pytest.mark.parametrize(
    ("before", "after", "settings", "message"),
    [
        ([-1, 2], [1, 2], {}, "use method='shapley'"),
        ([1, 2], [1, 2, 3], {}, "shape"),
        ([1, float("nan")], [1, 2], {}, "before holds nan"),
        ([1, 2], [1, 2], {"method": "laspeyres"}, "write lmdi or shapley"),
    ],
)
def test_bad_factors_are_refused_in_words(before, after, settings, message):
    with pytest.raises(OkrError, match=message):
        driver_contributions(before, after, **settings)


def test_quantities_must_have_been_above_zero_somewhere():
    with pytest.raises(OkrError, match="no average price"):
        price_volume_mix([0, 0], [1, 1], [1, 1], [1, 1])


@given(st.lists(st.floats(-0.5, 2), min_size=1, max_size=50))
def test_shares_of_credit_sum_to_one(lifts):
    shares = shapley_credit(lifts)
    assert shares.sum() == pytest.approx(1, abs=1e-6)


def test_a_lift_that_takes_everything_is_refused():
    with pytest.raises(OkrError, match="must be above -1"):
        shapley_credit([0.1, -1])
