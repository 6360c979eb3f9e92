"""Estimates as distributions: published moments, and quantiles that have them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okr_lib.growth.estimates import LEVELS, extremes, mean, quantiles, variance
from okr_lib.plan.uncertainty import Uncertainty
from okr_lib.plan.values import Estimate

ESTIMATE = Estimate(low=5, likely=8, high=14)
threes = st.tuples(*[st.integers(-100, 100)] * 3).map(sorted).filter(lambda three: three[0] < three[2])


def test_pert_moments_are_as_published():  # GOLDEN R1
    assert mean(ESTIMATE, Uncertainty()) == 8.5
    assert variance(ESTIMATE, Uncertainty()) == pytest.approx(2.75)


def test_triangular_moments_are_as_published():  # GOLDEN R1
    assert variance(ESTIMATE, Uncertainty(shape="triangular")) == pytest.approx(3.5)


@given(threes, st.sampled_from(["pert", "triangular"]))
def test_quantiles_have_the_mean_and_the_variance(three, shape):
    low, likely, high = three
    estimate, uncertainty = Estimate(low=low, likely=likely, high=high), Uncertainty(shape=shape)
    middles = quantiles(estimate, uncertainty, (np.arange(20_000) + 0.5) / 20_000)
    size = high - low
    assert abs(middles.mean() - mean(estimate, uncertainty)) < 1e-3 * size
    assert abs(middles.var() - variance(estimate, uncertainty)) < 2e-3 * size**2


@pytest.mark.parametrize("shape", ["pert", "triangular"])
@pytest.mark.parametrize("three", [(5, 8, 14), (0, 1, 10), (-3, 0, 3)])
def test_p10_and_p90_are_met(shape, three):
    low, likely, high = three
    estimate = Estimate(low=low, likely=likely, high=high)
    uncertainty = Uncertainty(shape=shape, low_high="p10_p90")
    assert quantiles(estimate, uncertainty, np.array([0.1, 0.9])) == pytest.approx([low, high], abs=0.01 * (high - low))
    widest = extremes(estimate, uncertainty)
    assert widest[0] < low
    assert widest[2] > high


def test_a_single_number_is_certain():
    assert quantiles(Estimate.model_validate(3), Uncertainty(), LEVELS).tolist() == [3.0] * len(LEVELS)
    assert all(0 <= variance(Estimate.model_validate(share / 100), Uncertainty()) < 1e-30 for share in range(100))
