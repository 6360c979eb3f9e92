"""Deviations: how far what is still to come may be from its forecast, as a distribution of logarithms.

It is tabled over log odds, with straight lines between, and drawn out at both ends to the rarest chances that are told.
The same table says what a year may bring that no plan foresees (``outlook``) and what a trend may miss (``forecast``).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import expit, logit

from okr_lib.growth.rounding import Floats

# No chance for the future is said to be smaller: a reference class of a few hundred years knows of no rarer ones.
RAREST = 0.001
MIDDLES = (np.arange(500) + 0.5) / 500


@dataclass(frozen=True)
class Deviations:
    """A distribution of ``log(what comes / forecast)``.

    Parameters
    ----------
    log_odds
        Logarithms of the odds ``p / (1 - p)``, rising.
    logs
        For each of them, what the logarithm stays below with chance ``p``, rising.
    spread
        Their usual size: the square of the mean root.
    """

    log_odds: tuple[float, ...]
    logs: tuple[float, ...]
    spread: float = 0.0

    def less(self, other: float, least: float) -> "Deviations":
        """What is left of these when an independent source brings a part of them.

        Parameters
        ----------
        other
            The spread of that source.
        least
            The share of the spread that is left at least.
        """
        share = max(least, max(0.0, 1 - (other / self.spread) ** 2) ** 0.5)
        return Deviations(self.log_odds, tuple(share * log for log in self.logs), share * self.spread)

    def at(self, p: Any) -> Floats:
        """The logarithm that is stayed below with chance ``p``; below 0.001 and above 0.999 the same as there."""
        odds = logit(np.clip(np.asarray(p, dtype=float), RAREST, 1 - RAREST))
        return np.asarray(np.interp(odds, self.log_odds, self.logs))

    def below(self, logs: Any) -> Floats:
        """The chance to stay below a logarithm, from 0.001 to 0.999."""
        return np.asarray(expit(np.interp(logs, self.logs, self.log_odds)))

    def factor(self, p: Any) -> Floats:
        """As ``at``, as a factor on the forecast whose mean is 1."""
        return np.asarray(np.exp(self.at(p)) / self.mean)

    def chance_of_less(self, factor: Any) -> Floats:
        """The chance to stay below a factor on the forecast, of those whose mean is 1; nothing is below zero."""
        above = np.maximum(np.asarray(factor, dtype=float) * self.mean, np.exp(self.logs[0]) / 2)
        return np.asarray(self.below(np.log(above)))

    @cached_property
    def mean(self) -> float:
        """The mean of the factors ``exp(log)``."""
        return float(np.exp(self.at(MIDDLES)).mean())


def deviations(levels: Any, scores: Any, spread: float) -> Deviations:
    """The deviations of a forecast.

    Parameters
    ----------
    levels
        Probabilities, rising, between 0 and 1.
    scores
        At those probabilities, how many times the spread the forecasts missed by; rising.
    spread
        The usual size of a miss, as a logarithm.

    Returns
    -------
    Deviations
        Drawn out to the rarest chances with the slope it has near its ends.
    """
    log_odds, scores = logit(np.asarray(levels)), np.asarray(scores)
    furthest = logit(1 - RAREST)
    slopes = [
        (scores[inner] - scores[outer]) / (log_odds[inner] - log_odds[outer]) for outer, inner in ((0, 2), (-1, -3))
    ]
    low = scores[0] - slopes[0] * (log_odds[0] + furthest)
    high = scores[-1] + slopes[1] * (furthest - log_odds[-1])
    steps = spread * np.concatenate([[low], scores, [high]])
    return Deviations((-furthest, *log_odds.tolist(), furthest), tuple(steps.tolist()), spread)


CERTAIN = Deviations((0.0,), (0.0,))
