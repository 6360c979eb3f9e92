"""What is uncertain in a plan: which initiatives succeed, how much they bring, how fast streams grow by themselves.

One latent number decides an initiative's luck: low enough and it succeeds, and the lower, the more it brings. Initiatives
of one focus area share part of that number, so they tend to do well together. An initiative brings nothing when
one that must come first has failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from okr_lib.growth.contributions import Effects, effects_of, sized_effects
from okr_lib.growth.estimates import LEVELS, tabled
from okr_lib.growth.phasing import seasonality
from okr_lib.growth.rounding import Floats
from okr_lib.plan.initiatives import counted
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
    def lifts_share_luck(self) -> bool:
        """Whether a lift shares its luck with something else on its stream: then their product is not that of their means."""
        effects = self.effects
        for lift in np.flatnonzero(effects.is_lift):
            others = np.flatnonzero((effects.stream == effects.stream[lift]) & (np.arange(len(effects.stream)) != lift))
            mine, owners = effects.initiative[lift], effects.initiative[others]
            area = self.correlation > 0 and self.factor[mine] >= 0
            if (owners == mine).any() or (area and (self.factor[owners] == self.factor[mine]).any()):
                return True
            if any(self.after[owner] for owner in (mine, *owners)):
                return True
        return False

    def amount_weights(self) -> Floats:
        """What one unit of each effect's amount brings in each quarter, overlap left out, shape (effects, 4)."""
        return self.season[self.effects.spread_by] * self.effects.ramp


def chances_of(plan: Plan) -> Chances:
    """The uncertain quantities of a plan."""
    initiatives = [initiative for _, initiative in plan.initiatives()]
    numbers = {initiative.id: number for number, initiative in enumerate(initiatives)}
    areas = {area.id: number for number, area in enumerate(plan.focus_areas)}
    left = counted(plan.overlaps)
    sizes = [effect.times * tabled(effect.size, plan.uncertainty) for effect in sized_effects(plan)]
    uncertainty = plan.uncertainty
    base = np.array([stream.baseline.array() for stream in plan.streams])
    return Chances(
        initiatives=tuple(numbers),
        base=base,
        further=np.sum([entry.amounts.array() for entry in plan.further_growth], axis=0) + np.zeros(4),
        season=seasonality(base),
        momentum=np.array([tabled(stream.momentum, uncertainty) for stream in plan.streams]),
        effects=effects_of(plan),
        sizes=np.array(sizes).reshape(-1, len(LEVELS)),
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
