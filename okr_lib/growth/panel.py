"""A panel: several people estimate the same thing, and where they differ is the finding.

Each says low, likely and high by themselves. The merged estimate is the median of each point, so that one outlier
does not move it; the spread between people stays visible beside it, because the room should talk about that
before it agrees on a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from okr_lib.errors import OkrError
from okr_lib.plan.opinions import POINTS
from okr_lib.plan.values import Estimate


@dataclass(frozen=True)
class Panel:
    """Estimates of several people and what comes of them; amounts or shares, as they were given.

    Attributes
    ----------
    merged
        The median of each point.
    opinions
        One row a person, the lowest likely value first: ``person, low, likely, high``.
    spread
        One row a point (low, likely, high): ``point, lowest, by_lowest`` (who), ``highest, by_highest, spread`` (highest less
        lowest, never negative).
    apart
        Pairs of people whose ranges do not meet, the one with the lower range first; the widest gap comes first.
    """

    merged: Estimate
    opinions: pd.DataFrame
    spread: pd.DataFrame
    apart: tuple[tuple[str, str], ...]

    @property
    def widest(self) -> str:
        """The point on which people differ most; of equal spreads, the most likely value."""
        spread = self.spread.set_index("point")["spread"]
        return max(("likely", "high", "low"), key=lambda point: spread[point])


def merge_estimates(opinions: Mapping[str, Estimate]) -> Panel:
    """Merge several people's estimates of one thing.

    Parameters
    ----------
    opinions
        Estimates by person, at least one; all in the same unit.

    Returns
    -------
    Panel
        With ``merged``, ``opinions``, ``spread`` and ``apart``.

    Raises
    ------
    OkrError
        When there is no estimate to merge.

    Notes
    -----
    The medians of low, likely and high are in order because each person's are. One person's estimate is its own
    merger, with no spread. Medians of judgements are rarely beaten by cleverer weights: Clemen and Winkler (1999),
    "Combining probability distributions from experts in risk analysis", Risk Analysis 19(2).

    Examples
    --------
    >>> panel = merge_estimates({"Retail": Estimate(low=2, likely=4, high=6), "Brand": Estimate(low=3, likely=8, high=20),
    ...                          "Finance": Estimate(low=1, likely=5, high=7)})
    >>> panel.merged, panel.widest
    (Estimate(low=2.0, likely=5.0, high=7.0), 'high')
    >>> panel.spread.set_index("point").loc["high", ["by_lowest", "by_highest"]].tolist()
    ['Retail', 'Brand']
    """
    if not opinions:
        raise OkrError("there are no estimates to merge; give at least one")
    rows = [(person, *(getattr(estimate, point) for point in POINTS)) for person, estimate in opinions.items()]
    frame = pd.DataFrame(rows, columns=["person", *POINTS])
    frame = frame.sort_values("likely", kind="stable", ignore_index=True)
    medians = {point: float(np.median(frame[point])) for point in POINTS}
    spreads = []
    for point in POINTS:
        lowest, highest = frame.loc[frame[point].idxmin()], frame.loc[frame[point].idxmax()]
        width = float(highest[point] - lowest[point])
        spreads.append((point, lowest[point], lowest["person"], highest[point], highest["person"], width))
    columns = ["point", "lowest", "by_lowest", "highest", "by_highest", "spread"]
    return Panel(Estimate.model_validate(medians), frame, pd.DataFrame(spreads, columns=columns), _apart(frame))


def _apart(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    records = frame.to_dict("records")
    gaps = [
        (above["low"] - below["high"], str(below["person"]), str(above["person"]))
        for below in records
        for above in records
        if above["low"] > below["high"]
    ]
    return tuple((below, above) for _, below, above in sorted(gaps, key=lambda gap: -gap[0]))
