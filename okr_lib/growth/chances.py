"""What is uncertain in a plan: which initiatives succeed, how much they bring, how fast streams grow by themselves.

One latent number decides an initiative's luck: low enough and it succeeds, and the lower, the more it brings. Initiatives
of one focus area share part of that number, so they tend to do well together. An initiative brings nothing when
one that must come first has failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from okr_lib.growth.contributions import Effects, effects_of
from okr_lib.growth.estimates import LEVELS, tabled
from okr_lib.growth.fourier import Part
from okr_lib.growth.phasing import seasonality
from okr_lib.growth.rounding import Floats
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS


@dataclass(frozen=True)
class Chances:
    """A plan's uncertain quantities as arrays.

    ``base`` is what is certain: baseline by stream and quarter (streams, 4), and ``further`` growth (4,). ``season`` is the
    share of each quarter in its stream's year (streams, 4).
    ``momentum`` and ``sizes`` are quantiles at ``LEVELS``: of each stream's momentum (streams, levels) and of each
    effect (effects, levels). ``probability``, ``counts`` (what overlap leaves), ``factor`` (focus area, -1: none) and
    ``after`` (what must come first) are by initiative.
    """

    initiatives: tuple[str, ...]
    base: Floats
    further: Floats
    season: Floats
    momentum: Floats
    effects: Effects
    sizes: Floats
    probability: Floats
    counts: Floats
    factor: NDArray[np.int64]
    after: tuple[tuple[int, ...], ...]
    correlation: float

    @property
    def additive(self) -> bool:
        """Whether revenue is a sum of independent amounts: no lifts, and nothing that hangs on something else."""
        return not self.effects.is_lift.any() and not any(self.after)

    def amount_weights(self) -> Floats:
        """What one unit of each effect's amount brings in each quarter, overlap left out, shape (effects, 4)."""
        return self.season[self.effects.stream] * self.effects.ramp


def chances_of(plan: Plan) -> Chances:
    """The uncertain quantities of a plan."""
    initiatives = [initiative for _, initiative in plan.initiatives()]
    numbers = {initiative.id: number for number, initiative in enumerate(initiatives)}
    areas = {area.id: number for number, area in enumerate(plan.focus_areas)}
    left = {name: overlap.counts for overlap in plan.overlaps for name in overlap.initiatives}
    estimates = [effect.lift or effect.amount for initiative in initiatives for effect in initiative.effects]
    uncertainty = plan.uncertainty
    base = np.array([stream.baseline.array() for stream in plan.streams])
    return Chances(
        initiatives=tuple(numbers),
        base=base,
        further=np.sum([entry.amounts.array() for entry in plan.further_growth], axis=0) + np.zeros(4),
        season=seasonality(base),
        momentum=np.array([tabled(stream.momentum, uncertainty) for stream in plan.streams]),
        effects=effects_of(plan),
        sizes=np.array([tabled(estimate, uncertainty) for estimate in estimates if estimate]).reshape(-1, len(LEVELS)),
        probability=np.array([initiative.probability for initiative in initiatives]),
        counts=np.array([left.get(initiative.id, 1.0) for initiative in initiatives]),
        factor=np.array([areas.get(initiative.focus_area or "", -1) for initiative in initiatives], dtype=np.int64),
        after=tuple(tuple(numbers[name] for name in initiative.after) for initiative in initiatives),
        correlation=uncertainty.correlation,
    )


def with_actuals(chances: Chances, actuals: Mapping[str, float]) -> Chances:
    """The same chances when some quarters are over: their revenue is certain, and nothing acts on them any more.

    Parameters
    ----------
    chances
        As planned.
    actuals
        Revenue of the company by quarter, for the quarters that are over.
    """
    over = np.isin(QUARTERS, list(actuals))
    came = np.array([actuals.get(quarter, 0.0) for quarter in QUARTERS])
    return replace(
        chances,
        base=np.where(over, 0.0, chances.base),
        further=np.where(over, came, chances.further),
        effects=replace(chances.effects, ramp=np.where(over, 0.0, chances.effects.ramp)),
    )


def parts_of(chances: Chances, quarters: list[int]) -> tuple[float, list[Part]]:
    """Revenue of some quarters as a certain amount and independent parts; only for additive chances.

    Returns
    -------
    certain amount, parts
        First a part for each initiative that brings anything in those quarters, then one for each stream whose
        momentum is uncertain.
    """
    weights = chances.amount_weights()[:, quarters].sum(axis=1)
    certain = chances.base[:, quarters].sum() + chances.further[quarters].sum()
    parts = []
    for number in range(len(chances.initiatives)):
        mine = chances.effects.initiative == number
        values = chances.counts[number] * (weights[mine] @ chances.sizes[mine])
        if mine.any() and np.any(values) and chances.probability[number] > 0:
            probability, factor = float(chances.probability[number]), int(chances.factor[number])
            if probability == 1 and values[0] == values[-1]:
                certain += values[0]
                continue
            shared = chances.correlation if factor >= 0 else 0.0
            parts.append(Part(probability, LEVELS, values, factor, shared))
    for stream, base in enumerate(chances.base[:, quarters].sum(axis=1)):
        values = base * chances.momentum[stream]
        if values[0] == values[-1]:
            certain += values[0]
        else:
            parts.append(Part(1.0, LEVELS, values))
    return float(certain), parts
