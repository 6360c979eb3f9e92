"""Dependencies: what an initiative is expected to bring when others must come first.

It brings something only where it succeeds and everything before it does, so each step of a chain costs chance. Initiatives
of one focus area share part of their luck: where the platform came, the marketplace on it is likelier than by itself, and
larger too.
"""

import math
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from okr_lib.growth.estimates import mean, quantiles
from okr_lib.growth.rounding import Floats
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.model import Plan
from okr_lib.plan.uncertainty import Uncertainty
from okr_lib.plan.values import Estimate


def needed_first(plan: Plan) -> dict[str, tuple[Initiative, ...]]:
    """All that must come before each initiative, directly or not, by the initiative's id."""
    by_name = {initiative.id: initiative for _, initiative in plan.initiatives()}

    @cache
    def before(name: str) -> frozenset[str]:
        after = by_name[name].after
        return frozenset(after).union(*map(before, after))

    order = {name: number for number, name in enumerate(by_name)}
    return {name: tuple(by_name[first] for first in sorted(before(name), key=order.__getitem__)) for name in by_name}


def expected_size(plan: Plan, initiative: Initiative, first: Sequence[Initiative], estimate: Estimate) -> float:
    """What an effect is expected to be at full strength.

    Parameters
    ----------
    plan
        The plan, for how it means its estimates and how strongly focus areas share their luck.
    initiative, first
        The initiative, and all that must come before it.
    estimate
        Size of the effect when all of them succeed.

    Returns
    -------
    float
        ``likelihood * mean``, in the estimate's unit.

    Notes
    -----
    The likelihood is the product of all probabilities where luck is not shared. Within a focus area it is the chance
    of a Gaussian copula with one factor, by Gauss-Hermite quadrature; and where the initiative shares its area with what it
    needs, luck that let those succeed also makes its own effect larger (see ``docs/decisions/7-chance.md``), which the
    integral over its own luck counts. Source: Vasicek (2002), Risk 15(12), for the one-factor copula.

    Examples
    --------
    The flyer brings 20 with one in two; after a campaign that succeeds with one in five, 2 are expected.

    >>> _, flyer = list(shop.initiatives())[1]
    >>> campaign = flyer.model_copy(update={"id": "campaign", "probability": 0.2})
    >>> expected_size(shop, flyer, [campaign], flyer.effects[0].amount)
    2.0
    """
    shared = plan.uncertainty.correlation
    groups: dict[tuple[str | None, str], list[float]] = {}
    for other in first:
        alone = not shared or other.focus_area is None
        groups.setdefault((None, other.id) if alone else (other.focus_area, ""), []).append(other.probability)
    beside = tuple(groups.pop((initiative.focus_area, ""), ()))
    chance = math.prod(_all_succeed_on_average(tuple(group), shared) for group in groups.values())
    return chance * _succeeding(estimate, plan.uncertainty, initiative.probability, beside)


@lru_cache(maxsize=4096)
def _succeeding(estimate: Estimate, uncertainty: Uncertainty, probability: float, beside: tuple[float, ...]) -> float:
    """Expected size where an initiative succeeds together with those of its own area that must come before it."""
    typical, shared = mean(estimate, uncertainty), uncertainty.correlation
    if not beside or not probability:
        return probability * typical
    # Over its own luck where it succeeds, best first; the area's factor is known from it but for the rest of its variance.
    luck = -_REACH + (min(float(ndtri(probability)), _REACH) + _REACH) * _PLACES
    weights = _SHARES * np.exp(-(luck**2) / 2)
    weights /= weights.sum()
    factor = shared**0.5 * luck[:, None] + (1 - shared) ** 0.5 * _FACTOR
    follow = weights * (_all_succeed(beside, factor, shared) @ _WEIGHTS)
    size = quantiles(estimate, uncertainty, 1 - ndtr(luck) / probability)
    return probability * float(follow @ (typical + size - weights @ size))


@lru_cache(maxsize=4096)
def _all_succeed_on_average(probabilities: tuple[float, ...], shared: float) -> float:
    """Chance that all of some initiatives of one area succeed."""
    if len(probabilities) == 1:
        return probabilities[0]
    return float(_WEIGHTS @ _all_succeed(probabilities, _FACTOR, shared))


def _all_succeed(probabilities: Sequence[float], factor: Floats, shared: float) -> Floats:
    """That chance given the area's factor (any shape)."""
    levels = ndtri(np.array(probabilities)).reshape(-1, *(1,) * factor.ndim)
    return np.asarray(ndtr((levels - shared**0.5 * factor) / (1 - shared) ** 0.5).prod(axis=0))


# Nodes and weights of the quadratures: over a standard normal factor, and over a stretch from 0 to 1.
_FACTOR, _WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_PLACES, _SHARES = np.polynomial.legendre.leggauss(60)
_PLACES = (_PLACES + 1) / 2
_REACH = 8.0  # no latent normal is farther out
