"""Exact sums of uncertain amounts: closed forms first, then a million draws."""

import numpy as np
import pytest
from scipy.special import ndtr

from okr_lib.growth.estimates import LEVELS, quantiles
from okr_lib.growth.fourier import Part, number_of_successes, sum_distribution
from okr_lib.plan.uncertainty import Uncertainty
from okr_lib.plan.values import Estimate

BOTH_ENDS = np.array([0.0, 1.0])


def fixed(probability, amount, **shared):
    return Part(probability, BOTH_ENDS, np.array([amount, amount], dtype=float), **shared)


def test_the_number_of_independent_successes_is_as_published():  # GOLDEN R2
    assert number_of_successes([0.1, 0.2, 0.2]).round(3).tolist() == [0.576, 0.352, 0.068, 0.004]


def test_two_correlated_coins_both_succeed_in_a_third():  # GOLDEN R3
    assert number_of_successes([0.5, 0.5], correlation=0.5)[2] == pytest.approx(1 / 3, abs=1e-6)


def test_sums_of_a_few_fixed_amounts_are_listed_exactly():
    found = sum_distribution([fixed(0.5, 40), fixed(0.5, 40)])
    assert found.at_least(40) == pytest.approx(0.75)
    assert found.at_least(80) == pytest.approx(0.25)
    assert found.quantile([0.25, 0.5, 1.0]).tolist() == [0, 40, 80]


def test_correlated_fixed_amounts_are_listed_exactly():
    pair = [fixed(0.5, 1, factor=0, correlation=0.5)] * 2
    assert sum_distribution(pair).at_least(2) == pytest.approx(1 / 3, abs=1e-6)


def test_many_equal_coins_are_binomial():
    found = sum_distribution([fixed(0.5, 1.0)] * 40)
    counts = number_of_successes([0.5] * 40)
    for count in (15, 20, 25):
        assert found.at_least(count - 0.5) == pytest.approx(counts[count:].sum(), abs=1e-3)


def test_nothing_uncertain_is_certainly_zero():
    assert sum_distribution([]).at_least(0) == 1
    assert sum_distribution([]).at_least(0.1) == 0


def test_negative_amounts_are_summed_too():
    uncertainty = Uncertainty()
    loss = Part(1.0, LEVELS, quantiles(Estimate(low=-9, likely=-5, high=-1), uncertainty, LEVELS))
    gain = Part(1.0, LEVELS, quantiles(Estimate(low=1, likely=5, high=9), uncertainty, LEVELS))
    found = sum_distribution([loss, gain])
    assert found.at_least(0) == pytest.approx(0.5, abs=1e-3)
    assert found.values @ found.mass == pytest.approx(0, abs=1e-3)


def spread(low, likely, high, probability=1.0):
    return Part(probability, LEVELS, quantiles(Estimate(low=low, likely=likely, high=high), Uncertainty(), LEVELS))


@pytest.mark.parametrize(("low", "high"), [(100, 101), (-101, -100), (10, 60), (-60, 10)])
def test_a_sum_far_from_nothing_is_where_it_is(low, high):
    middle = (low + high) / 2
    found = sum_distribution([spread(low, middle, high)])
    assert found.at_least(middle) == pytest.approx(0.5, abs=1e-3)
    assert found.values @ found.mass == pytest.approx(middle, abs=1e-3)
    assert (found.at_least(low - 0.1), found.at_least(high + 0.1)) == pytest.approx((1, 0), abs=1e-6)


@pytest.mark.parametrize("probability", [0.001, 0.01, 0.5])
def test_a_narrow_part_does_not_blur_a_far_one(probability):
    found = sum_distribution([spread(0, 1, 2), spread(900, 1000, 1100, probability)])
    assert found.at_least(890) == pytest.approx(probability, abs=5e-5)
    assert found.at_least(1001) == pytest.approx(probability / 2, abs=5e-4)
    assert found.values @ found.mass == pytest.approx(1 + 1000 * probability, abs=1e-2)


@pytest.mark.parametrize("correlation", [0.0, 0.2, 0.5])
def test_exact_agrees_with_a_million_draws(correlation):  # GOLDEN R4
    random = np.random.default_rng(5)
    uncertainty = Uncertainty()
    lows, steps = random.uniform(0, 5, 50), random.uniform(0, 5, (50, 2))
    estimates = [Estimate(low=a, likely=a + b, high=a + b + c) for a, (b, c) in zip(lows, steps, strict=True)]
    chances = random.uniform(0.4, 1, 50)
    tables = [quantiles(estimate, uncertainty, LEVELS) for estimate in estimates]
    found = sum_distribution([Part(p, LEVELS, t, 0, correlation) for p, t in zip(chances, tables, strict=True)])
    draws = 1_000_000
    factor, total = random.standard_normal(draws), np.zeros(draws)
    for chance, table in zip(chances, tables, strict=True):
        luck = ndtr(correlation**0.5 * factor + (1 - correlation) ** 0.5 * random.standard_normal(draws))
        total += np.where(luck <= chance, np.interp(1 - luck / chance, LEVELS, table), 0)
    for level in (0.1, 0.3, 0.5, 0.7, 0.9):
        error = (level * (1 - level) / draws) ** 0.5
        assert abs(found.at_least(np.quantile(total, level)) - (1 - level)) < 3 * error


@pytest.mark.parametrize("count", [1000, 1021, 1300, 3000])
def test_more_parts_than_the_grid_has_points_are_summed_too(count):
    found = sum_distribution([fixed(0.5, 1.0), *[spread(1, 2, 3)] * (count - 1)])
    middle = 2 * (count - 1) + 0.5
    assert found.values @ found.mass == pytest.approx(middle, abs=1e-3 * count**0.5)
    assert found.at_least(middle) == pytest.approx(0.5, abs=1e-2)
    assert found.at_least(middle - 8 * count**0.5) == pytest.approx(1, abs=1e-6)


def test_a_wide_part_among_very_many_is_summed_too():
    found = sum_distribution([spread(900, 1000, 1100, 0.25), *[spread(0, 1, 2)] * 1030])
    assert found.at_least(1500) == pytest.approx(0.25, abs=1e-3)
