"""Contributions: what initiatives are expected to bring, by stream and quarter.

An initiative brings an amount, or lifts a stream by a share. Amounts add. Lifts multiply, so two of +10%
bring +21% and neither owns the last point alone: what they bring together is shared by their logarithms
(the log-mean rule, LMDI-I), which is exact, does not depend on an order and leaves no rest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import exprel

from okr_lib.growth.dependencies import expected_size, needed_first
from okr_lib.growth.phasing import seasonality
from okr_lib.growth.rounding import Floats
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS, Estimate


@dataclass(frozen=True)
class SizedEffect:
    """One effect of an initiative on one stream, or what another stream feels of it.

    It is ``times`` its estimate (``size``): 1 for the effect itself; of a spill its share, and where the effect is a lift, that
    share of last year's revenue of the stream lifted. ``season`` is the stream whose year spreads it.
    """

    initiative: int
    stream: int
    season: int
    is_lift: bool
    size: Estimate
    times: float


@dataclass(frozen=True)
class Effects:
    """The effects of all initiatives as arrays; row ``i`` is one effect of one initiative on one stream.

    ``expected`` is what an effect brings at full strength: the likelihood that its initiative succeeds and what must come
    before it does, times the mean of its estimate; an amount a year or a lift (``is_lift``). ``ramp`` (effects, 4) says how much of
    it is there in each quarter. ``season`` is the stream by whose seasons an amount is spread; by default its own.
    """

    initiative: NDArray[np.int64]
    stream: NDArray[np.int64]
    is_lift: NDArray[np.bool_]
    expected: Floats
    ramp: Floats
    season: NDArray[np.int64] | None = None

    @property
    def spread_by(self) -> NDArray[np.int64]:
        """The stream by whose seasons each amount is spread."""
        return self.stream if self.season is None else self.season


def sized_effects(plan: Plan) -> list[SizedEffect]:
    """The effects of a plan's initiatives in the plan's order, each followed by what another stream feels of it."""
    streams = {stream.id: index for index, stream in enumerate(plan.streams)}
    found = []
    for number, (_, initiative) in enumerate(plan.initiatives()):
        for effect in initiative.effects:
            size = effect.lift or effect.amount
            if size is None:
                continue
            stream, lifts = streams[effect.stream], effect.lift is not None
            found.append(SizedEffect(number, stream, stream, lifts, size, 1.0))
            if effect.spills_to and effect.spill:
                of = float(plan.streams[stream].baseline.array().sum()) if lifts else 1.0
                found.append(SizedEffect(number, streams[effect.spills_to], stream, False, size, effect.spill * of))
    return found


def effects_of(plan: Plan) -> Effects:
    """The effects of a plan's initiatives, in the plan's order."""
    first, initiatives = needed_first(plan), [initiative for _, initiative in plan.initiatives()]
    sized = sized_effects(plan)
    owners = [initiatives[effect.initiative] for effect in sized]
    expected = [
        effect.times * expected_size(plan, owner, first[owner.id], effect.size)
        for effect, owner in zip(sized, owners, strict=True)
    ]
    ramps = [ramp_by_quarter(owner.starts.position, owner.ramp) for owner in owners]
    return Effects(
        np.array([effect.initiative for effect in sized], dtype=np.int64),
        np.array([effect.stream for effect in sized], dtype=np.int64),
        np.array([effect.is_lift for effect in sized], dtype=bool),
        np.array(expected, dtype=float),
        np.array(ramps, dtype=float).reshape(-1, len(QUARTERS)),
        np.array([effect.season for effect in sized], dtype=np.int64),
    )


def ramp_by_quarter(start: int, ramp: tuple[float, ...]) -> list[float]:
    """Share of the full effect in each quarter: zero before the start, then the ramp, whose last value stays.

    Examples
    --------
    >>> ramp_by_quarter(1, (0.5, 1.0))
    [0.0, 0.5, 1.0, 1.0]
    """
    return [0.0 if index < start else ramp[min(index - start, len(ramp) - 1)] for index in range(len(QUARTERS))]


def contributions(effects: Effects, baseline: Floats, momentum: Floats) -> Floats:
    """What each effect brings in each quarter, before credit and overlap.

    Parameters
    ----------
    effects
        The initiatives' effects.
    baseline
        Revenue by stream and quarter, shape (streams, 4).
    momentum
        Growth that comes by itself, as a share of the baseline, shape (streams,).

    Returns
    -------
    array, shape (effects, 4)
        An amount is spread by its stream's seasonality (evenly where the baseline is zero) times its ramp. A
        lift gets ``L * log(1 + lift * ramp)`` of what the lifts of its stream bring together, ``L`` being the
        logarithmic mean of revenue after and before. Zero lift, zero ramp or a stream without revenue: zero.

    Notes
    -----
    ``before = baseline * (1 + momentum) + amounts``, ``after = before * product(1 + lift * ramp)``, and
    ``after - before`` is the sum of the lifts' contributions exactly. With ``S = sum(log(1 + lift * ramp))``
    the logarithmic mean is ``before * (exp(S) - 1) / S``, which has no special case at ``S = 0``. Source: Ang
    (2005), "The LMDI approach to decomposition analysis", Energy Policy 33(7).

    Examples
    --------
    Two lifts of +10% on a stream of 100 a quarter bring 21, half each:

    >>> two = Effects(np.array([0, 1]), np.array([0, 0]), np.array([True, True]), np.array([0.1, 0.1]), np.ones((2, 4)))
    >>> contributions(two, np.full((1, 4), 100.0), np.zeros(1))[:, 0].round(6).tolist()
    [10.5, 10.5]
    """
    strength = effects.expected[:, None] * effects.ramp
    is_lift = effects.is_lift[:, None]
    amounts = np.where(is_lift, 0, strength * seasonality(baseline)[effects.spread_by])
    logs = np.where(is_lift, np.log1p(np.where(is_lift, strength, 0)), 0)
    before = baseline * (1 + momentum[:, None]) + _by_stream(amounts, effects.stream, len(baseline))
    log_mean = before * exprel(_by_stream(logs, effects.stream, len(baseline)))
    return np.asarray(amounts + logs * log_mean[effects.stream])


def _by_stream(values: Floats, stream: NDArray[np.int64], count: int) -> Floats:
    """Effects' amounts summed by stream, shape (count, 4)."""
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, stream, values)
    return sums
