"""What would prove it: of each initiative the test that shows its effect, and how far that narrows a team's range.

Half of some regions, or of groups of customers as large, go without; what the market does, both halves share. A region strays
from the others as the company's streams do, so a small effect needs many regions, or long. A test that shows an effect in four
cases of five measures it to about a third: that is what it would add to what is known.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from okr_lib.growth.breakdown import breakdown, covered, select
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.parts import exact_parts
from okr_lib.growth.rounding import Floats
from okr_lib.growth.simulation import MARKET
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.evidence import year_spread
from okr_lib.review.reconciliation import Reconciliation, reaches

_POWER, _LEVEL = 0.8, 0.05  # how likely an effect shows that is there, and how likely one shows that is not
_REACH = float(ndtri(1 - _LEVEL / 2) + ndtri(_POWER))  # an effect that shows is so many standard errors large: 2.80
_FEWEST, FEW, MOST = 4, 40, 400  # regions: with FEW a test is short, with more than MOST not done region by region
_LITTLE = 0.05  # of a range: what narrows it by less is not worth a test
_COLUMNS = ["initiative", "regions", "quarters", "reach", "reach_after"]


def own_noise(plan: Plan, comparison: pd.DataFrame, evidence: Evidence) -> "pd.Series[float]":
    """How far a region's quarter comes from what the market makes of it, by stream: one standard deviation, a share.

    Parameters
    ----------
    comparison
        What ``plan_against_actual`` returns.

    Notes
    -----
    A region strays as its stream does. Before the first actuals that is what a year is off its plan by (``year_spread``), on
    streams and quarters in proportion to their revenue; that counts as one quarter, and each quarter that came with what it
    was off its own plan by. Half of it is the market's (``MARKET``), which regions share; this is the other half.
    """
    parts = exact_parts(plan)
    usual = (parts.baseline + parts.momentum).ravel()
    shape = MARKET * usual.sum() ** 2 + (1 - MARKET) * float(usual @ usual)
    whole = (year_spread(parts.expected, evidence) * usual.sum()) ** 2
    usually = whole / shape if shape else 0.0
    came = comparison[comparison["actual"].notna() & (comparison["expected"] > 0)]
    squares = (came["actual"] / came["expected"] - 1).pow(2).groupby(came["stream"])
    streams = [stream.id for stream in plan.streams]
    summed, count = (part.reindex(streams).fillna(0.0) for part in (squares.sum(), squares.count()))
    return ((1 - MARKET) * (usually + summed) / (1 + count)).pow(0.5)


def _region_quarters(share: float, noise: float) -> float:
    """Regions times quarters, half of them without, that show an effect in four cases of five.

    Parameters
    ----------
    share
        The effect, as a share of the revenue of a quarter, or an amount.
    noise
        One standard deviation of a region's quarter, likewise.

    Returns
    -------
    float
        ``4 (2.80 noise / share)^2``; infinite where there is no effect.

    Notes
    -----
    Two halves of ``n`` region-quarters differ by the effect, with the standard error ``2 noise / sqrt(n)``; at the level of 5 %
    (two-sided) and a power of 80 % the effect is 1.96 + 0.84 of them. With the share ``h`` without, ``4`` becomes
    ``1 / (h (1 - h))``: with a fifth, half as many regions again. Source: Cohen (1988), Statistical Power Analysis.

    Examples
    --------
    An effect as large as the noise takes 32 regions for a quarter, one half as large 126:

    >>> round(_region_quarters(0.05, 0.05), 1), round(_region_quarters(0.025, 0.05), 1)
    (31.4, 125.6)
    """
    return 4 * (_REACH * noise / share) ** 2 if share else math.inf


def next_tests(
    plan: Plan, ledger: pd.DataFrame, found: Reconciliation, noise: "pd.Series[float]", team: str
) -> pd.DataFrame:
    """The tests of a team's initiatives, those first that narrow its range most.

    Parameters
    ----------
    found
        What ``reconcile`` returns.
    noise
        What ``own_noise`` returns.
    team
        Id of the team that delivers the initiatives.

    Returns
    -------
    DataFrame
        ``initiative``; ``regions`` (even; half go without) and ``quarters`` (at most four): the shortest test with at most
        ``FEW`` regions, else that of four quarters; with more than ``MOST`` it is no test region by region; ``reach`` and
        ``reach_after``: half of the team's range now, and with such a test of the initiative (missing before the first
        actuals of what the team brings, and the tests then are those that take least). Left out is what brings nothing and what would narrow the range by less than a twentieth.
    """
    weights = found.weights_of(team)[np.newaxis]
    now = float(reaches(weights, found.errors)[0])
    planned = _planned(ledger, len(found.exact["quarter"].unique()))
    rows = []
    for initiative in plan.team(team).initiatives:
        needed = _needed(planned, initiative, noise)
        after = float(reaches(weights, _tested(found, initiative.id))[0])
        if not math.isfinite(needed) or now - after < _LITTLE * now:
            continue
        quarters = next((n for n in range(1, len(QUARTERS)) if needed / n <= FEW), len(QUARTERS))
        regions = max(2 * math.ceil(needed / quarters / 2), _FEWEST)
        reach = (now, after) if now else (math.nan, math.nan)
        rows.append((initiative.id, regions, quarters, *reach, needed))
    table = pd.DataFrame(rows, columns=[*_COLUMNS, "needed"])
    return table.sort_values(["reach_after", "needed"], kind="stable", ignore_index=True)[_COLUMNS]


@dataclass(frozen=True)
class _Planned:
    """What is planned of the quarters to come: of each initiative by quarter, and of all by quarter and stream."""

    effects: dict[str, dict[str, float]]
    revenue: dict[str, dict[str, float]]


def _planned(ledger: pd.DataFrame, over: int) -> _Planned:
    rows = select(covered(ledger), quarters=list(QUARTERS[over:] or QUARTERS[-1:]))
    brought = breakdown(select(rows, lines=["initiative"]), ["initiative", "quarter"])
    revenue = breakdown(rows, ["quarter", "stream"])
    return _Planned(_nested(brought), _nested(revenue))


def _nested(sums: pd.DataFrame) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for first, second, amount in sums.itertuples(index=False):
        found.setdefault(first, {})[second] = amount
    return found


def _needed(planned: _Planned, initiative: Initiative, noise: "pd.Series[float]") -> float:
    """Regions times quarters that show the largest planned effect of a quarter to come; infinite where none is planned."""
    brought = planned.effects.get(initiative.id)
    if not brought:
        return math.inf
    best = max(brought, key=lambda quarter: abs(brought[quarter]))
    strays = np.array([planned.revenue[best].get(stream, math.nan) * noise[stream] for stream in initiative.streams])
    return _region_quarters(brought[best], math.sqrt(strays @ strays))


def _tested(found: Reconciliation, initiative: str) -> Floats:
    """What is known, had a test that can show the planned effect of an initiative measured it: how far cells may be off."""
    about = (found.cells["initiative"] == initiative).to_numpy(dtype=float)
    covered_by = found.errors @ about
    noise = (float(about @ found.cells["planned"].to_numpy()) / _REACH) ** 2
    whole = float(about @ covered_by) + noise
    return found.errors - np.outer(covered_by, covered_by) / whole if whole else found.errors
