"""What no plan foresees: how far the rest of the year may come otherwise than all that stands in the plan.

Companies' years differed from what was forecast of them by a spread that is much the same from industry to industry. A
plan's own estimates are part of that spread, and never all of it: a plan does not know what it does not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from okr_lib.growth.deviations import CERTAIN, RAREST, Deviations
from okr_lib.growth.forecast import rest_of_year, spread_of
from okr_lib.growth.reference import reference_of
from okr_lib.growth.rounding import Floats
from okr_lib.plan.reference import CompanyYears, ReferenceClass
from okr_lib.plan.values import QUARTERS

LEAST = 0.5  # of the spread, that remains however uncertain the plan itself is
_BLOCKS = 400  # of equally likely draws, which a distribution is read from
_POINTS = 400  # at which it is tabled
_FLOOR = 0.01  # of what was planned; what came less than that counts as that, as nothing can be told from less


@dataclass(frozen=True)
class Unforeseen:
    """What comes beside the draws of a plan: ``planned * (level * factor - 1)``, where the factor's mean is 1.

    Parameters
    ----------
    planned
        What the plan expects of the quarters to come, shape (4,), nothing where a quarter is over.
    level
        What the rest is forecast to be, as a multiple of that.
    deviations
        The factor's.
    """

    planned: Floats
    level: float
    deviations: Deviations

    @property
    def shift(self) -> float:
        """What is expected to come beside the plan."""
        return self._scale * (self.level - 1)

    def of_quarter(self, position: int) -> "Unforeseen":
        """The same of one quarter alone."""
        return replace(self, planned=self.planned[position : position + 1])

    def reaches(self, drawn: Floats, revenue: float) -> Floats:
        """The chance to reach a revenue in each draw; 0 or 1 where nothing is still to come."""
        if not self._scale:
            return np.asarray((drawn >= revenue).astype(float))
        return np.asarray(1 - self.deviations.chance_of_less(self._factor(drawn, revenue)))

    def lost(self, drawn: Floats, revenue: float) -> Floats:
        """In each draw, what the factor takes on average in the years that miss a revenue, times their chance."""
        if not self._scale:
            return np.zeros_like(drawn, dtype=float)
        chances = (np.arange(_POINTS * 5) + 0.5) / (_POINTS * 5)
        factors = self.deviations.factor(chances)
        taken = np.append(0.0, np.cumsum(1 - factors) / len(factors))
        missed = 1 - self.reaches(drawn, revenue)
        return np.asarray(
            self._scale * self.level * np.interp(missed, np.append(0.0, chances + 0.5 / len(chances)), taken)
        )

    def quantile(self, drawn: Floats, p: Floats) -> Floats:
        """What revenue stays below with chance ``p``, over all draws."""
        if not self._scale:
            return np.asarray(np.quantile(drawn, p))
        middles = (np.arange(_BLOCKS) + 0.5) / _BLOCKS
        inside = np.quantile(drawn, middles)
        ends = self.deviations.factor([RAREST, 1 - RAREST]) * self.level - 1
        grid = np.linspace(inside[0] + self._scale * ends[0], inside[-1] + self._scale * ends[1], _POINTS)
        factors = (1 + (grid[:, None] - inside) / self._scale) / self.level
        below = self.deviations.chance_of_less(factors).mean(axis=1)
        return np.asarray(np.interp(np.clip(p, RAREST, 1 - RAREST), below, grid))

    @property
    def _scale(self) -> float:
        return float(self.planned.sum())

    def _factor(self, drawn: Floats, revenue: float) -> Floats:
        return np.asarray((1 + (revenue - drawn) / self._scale) / self.level)


def unforeseen(
    planned: Floats,
    foreseen: Floats,
    drawn: Floats,
    actuals: Mapping[str, float],
    history: Floats,
    reference: ReferenceClass | CompanyYears | None,
) -> Unforeseen:
    """What may come beside the draws of a plan.

    Parameters
    ----------
    planned
        What the plan expects by quarter, shape (4,).
    foreseen
        What of it no earlier year can know of, such as an acquisition, shape (4,).
    drawn
        Draws of the plan's year, with the quarters that are over as they came.
    actuals
        Revenue of the quarters that are over.
    history
        Revenue of earlier years by quarter, oldest first.
    reference
        Other companies' years.

    Returns
    -------
    Unforeseen
        Without a trend to move it (a quarter without revenue in some year, or without anything planned), the rest moves as
        what came, and the spread is the reference class's after one year.

    Notes
    -----
    The spread of the factor is the root of the square of the whole spread (``forecast.spread_of``) less that of the
    draws, half the whole at least. Both are measured alike, by the square of the mean root of the size of a deviation.
    """
    others = reference_of(reference)
    over = np.isin(QUARTERS, list(actuals))
    rest = np.where(over, 0.0, np.maximum(planned, 0.0))
    scale, known = float(rest.sum()), int(over.sum())
    if not scale:
        return Unforeseen(rest, 1.0, CERTAIN)
    came = np.array([actuals.get(quarter, 0.0) for quarter in QUARTERS])
    done = np.maximum(came, _FLOOR * planned)[over]
    if (planned > 0).all() and (history > 0).all() and over[:known].all():
        beyond = float(np.clip(foreseen[~over].sum(), None, (1 - _FLOOR) * scale))
        middle, whole = rest_of_year(done, history, planned, others, beyond)
    else:
        before = planned[over].sum()
        middle = scale * max(_FLOOR, done.sum() / before if before > 0 else 1.0)
        whole = spread_of(np.zeros(0), known / len(QUARTERS), others, leaning=False)
    inside = float(np.sqrt(np.abs(drawn - drawn.mean())).mean() ** 2) / scale
    return Unforeseen(rest, middle / scale, whole.less(inside, LEAST))
