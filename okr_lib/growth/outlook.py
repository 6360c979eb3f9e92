"""Outlook: how likely is the target, and who carries the risk of missing it?

The ledger counts expected values; the outlook looks at the whole range. Where revenue is a sum of independent amounts
it is computed exactly, otherwise drawn at random with a seed; the result says which, and how far off it may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd

from okr_lib.errors import OkrError
from okr_lib.growth.chances import Chances, chances_of, parts_of, with_actuals
from okr_lib.growth.fourier import Distribution, sum_distribution
from okr_lib.growth.ledger import growth_ledger, quarters_over
from okr_lib.growth.rounding import Floats
from okr_lib.growth.simulation import Simulated, simulate
from okr_lib.growth.target import target_revenue
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS

DRAWS = 50_000  # years
NOISE = 1e-9  # of floating point, as a share of revenue
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


class OutlookMethod(StrEnum):
    """How an outlook is computed; ``auto`` is exact where that can be done."""

    AUTO = "auto"
    EXACT = "exact"
    SIMULATION = "simulation"


@dataclass(frozen=True)
class Outlook:
    """What may come of a plan. Amounts are in the plan's unit.

    Attributes
    ----------
    target, mean
        Revenue of the year aimed at and expected. The mean is what the ledger expects, but for lifts of one stream that share
        their luck.
    probability
        Probability to reach the target, to half a step of the plan; to less where the growth aimed at is below fifty steps.
    error
        Its standard error when drawn; 0 when exact (the grid's error is below 0.0005).
    method, draws, seed
        How it was computed.
    actuals
        Revenue of the quarters that are over, which is certain.
    """

    plan: Plan
    target: float
    mean: float
    probability: float
    error: float
    method: OutlookMethod
    draws: int
    seed: int
    threads: int
    actuals: Mapping[str, float]
    _chances: Chances = field(repr=False)
    _exact: Distribution | None = field(default=None, repr=False)
    _certain: float = 0.0
    _drawn: Simulated | None = field(default=None, repr=False)

    @cached_property
    def quantiles(self) -> pd.DataFrame:
        """Revenue stayed below with given probability: columns ``level``, ``revenue``."""
        return pd.DataFrame({"level": LEVELS, "revenue": self._quantiles(np.array(LEVELS))})

    @cached_property
    def likelihood(self) -> pd.DataFrame:
        """Probability to reach each of 101 revenues: columns ``revenue``, ``probability``, falling."""
        levels = np.linspace(0.0, 1.0, 101)
        revenue = self._quantiles(np.clip(levels, 1e-4, 1 - 1e-4))
        return pd.DataFrame({"revenue": revenue, "probability": 1 - levels})

    @cached_property
    def quarters(self) -> pd.DataFrame:
        """Each quarter's chance to reach its phased target: ``quarter, target, mean, probability, p10, p50, p90``."""
        ledger = growth_ledger(self.plan, rounded=False)
        targets = ledger.groupby("quarter", sort=False)["amount"].sum()
        rows = []
        for position, quarter in enumerate(QUARTERS):
            goal = float(targets[quarter])
            if self._drawn is None:
                certain, parts = parts_of(self._chances, [position])
                found = sum_distribution(parts)
                mean = certain + sum(part.moments()[0] for part in parts)
                chance = found.at_least(goal - _allowance(self.plan) - certain)
                marks = certain + found.quantile([0.1, 0.5, 0.9])
            else:
                drawn = self._drawn.quarters[position] + self._drawn.base[position]
                mean, chance = (
                    float(drawn.mean(dtype=np.float64)),
                    float((drawn >= goal - _allowance(self.plan)).mean()),
                )
                marks = np.quantile(drawn, [0.1, 0.5, 0.9])
            rows.append((quarter, goal, mean, chance, *map(float, marks)))
        return pd.DataFrame(rows, columns=["quarter", "target", "mean", "probability", "p10", "p50", "p90"])

    @cached_property
    def shortfall(self) -> pd.DataFrame:
        """Who carries the expected shortfall: target less revenue, nothing where the target is reached, over all years.

        Returns
        -------
        DataFrame
            Columns ``line`` (initiative, momentum, uncovered), ``stream``, ``team`` (credited), ``focus_area``,
            ``initiative``, ``amount``; the amounts sum to the expected shortfall. An initiative's part is what it
            is expected to bring less what it brings in the years that miss the target; ``uncovered`` is what the
            plan lacks even as expected. Negative: it softens the misses. Divided by ``missed``, they are the means of the
            years that miss the target.

        Notes
        -----
        Euler allocation of expected shortfall. It is taken from draws also where the probability is exact.
        Source: Tasche (2008), "Capital allocation to business units and sub-portfolios: the Euler principle".
        """
        drawn, missed = self._traced, self.missed
        parts = drawn.mean * missed - drawn.short
        rows: list[dict[str, object]] = []
        for (team, initiative), part in zip(self.plan.initiatives(), parts, strict=False):
            for name, share in (initiative.credit or {team.id: 1.0}).items():
                rows.append(
                    {"line": "initiative", "team": name, "focus_area": initiative.focus_area}
                    | {"initiative": initiative.id, "amount": part * share}
                )
        streams = self.plan.streams
        for stream, part in zip(streams, parts[len(parts) - len(streams) :], strict=True):
            rows.append({"line": "momentum", "stream": stream.id, "amount": part})
        expected = float(drawn.base.sum() + drawn.mean.sum())
        rows.append({"line": "uncovered", "amount": (self.goal - expected) * missed})
        columns = ["line", "stream", "team", "focus_area", "initiative", "amount"]
        table = pd.DataFrame(rows, columns=columns)
        return table.astype({**dict.fromkeys(columns[:-1], "str"), "amount": float})

    @cached_property
    def missed(self) -> float:
        """Share of the drawn years that miss the target, those that ``shortfall`` is taken from."""
        return float((self._traced.year < self.goal).mean())

    @cached_property
    def certainty(self) -> pd.DataFrame:
        """What it would be worth to make each initiative certain to succeed: ``initiative, probability, gain``.

        ``probability`` is that of the target with this initiative certain, ``gain`` how much that is above the
        plan's; the largest gain comes first. An initiative that needs others still needs them.
        """
        rows = []
        for number, name in enumerate(self._chances.initiatives):
            surer = self._chances.probability.copy()
            if surer[number] == 1:
                continue
            surer[number] = 1.0
            chance = _solved(self, replace(self._chances, probability=surer)).probability
            rows.append((name, chance, chance - self.probability))
        table = pd.DataFrame(rows, columns=["initiative", "probability", "gain"])
        return table.sort_values("gain", ascending=False, kind="stable", ignore_index=True)

    @cached_property
    def _traced(self) -> Simulated:
        """Draws that keep account of each part."""
        return simulate(
            self._chances, draws=self.draws, seed=self.seed, target=self.goal, threads=self.threads, parts=True
        )

    @property
    def goal(self) -> float:
        """The revenue from which on the target counts as reached: rounding shall not miss it."""
        return self.target - _allowance(self.plan)

    def _quantiles(self, levels: Floats) -> Floats:
        if self._exact is not None:
            return np.asarray(self._certain + self._exact.quantile(list(levels)))
        return np.quantile(self._drawn.year, levels) if self._drawn is not None else levels


def target_outlook(
    plan: Plan,
    *,
    actuals: Mapping[str, float] | None = None,
    method: str = "auto",
    draws: int = DRAWS,
    seed: int = 1,
    threads: int = 2,
) -> Outlook:
    """How likely a plan reaches its target, as planned or with some quarters behind it.

    Parameters
    ----------
    plan
        The plan; its ``uncertainty`` says how estimates are meant and how strongly focus areas share their luck.
    actuals
        The company's revenue by quarter, for the quarters that are over: these are certain, and the rest of the year
        comes as planned (what came so far does not change what is thought of momentum and initiatives).
    method
        ``auto`` (exact where revenue is a sum of independent amounts), ``exact`` or ``simulation``.
    draws
        How many years to draw, at least 1,000. The default is the same wherever a likelihood is shown, so that a plan has
        one: within a quarter of a percentage point (a standard error), and quick enough for a slider.
    seed
        Seed of the draws; the same seed gives the same result, whatever ``threads``.
    threads
        How many threads draw.

    Returns
    -------
    Outlook
        With ``probability``, ``quantiles``, ``likelihood``, ``quarters``, ``shortfall`` and ``certainty``; the last four are
        computed when asked for.

    Raises
    ------
    OkrError
        When ``exact`` is asked for a plan with lifts or dependencies, a setting is out of range, or an actual is no number.

    Notes
    -----
    See ``sum_distribution`` and ``simulate``. A plan without anything uncertain has probability 0 or 1.

    Examples
    --------
    A shop of 400 wants 440; two initiatives of 40 succeed with one in two. One is enough:

    >>> quarters = dict.fromkeys(["Q1", "Q2", "Q3", "Q4"], 100)
    >>> coin = {"name": "Coin", "owner": "Head", "probability": 0.5, "effects": [{"stream": "shop", "amount": 40}]}
    >>> plan = Plan.model_validate({
    ...     "name": "Shop", "currency": "DKK", "target": {"growth": 0.1},
    ...     "fiscal_year": {"label": 2027, "starts": "2027-01-01", "baseline": 2026},
    ...     "streams": [{"id": "shop", "name": "Shop", "baseline": quarters}],
    ...     "teams": [{"id": "sales", "name": "Sales", "initiatives": [coin | {"id": "a"}, coin | {"id": "b"}]}]})
    >>> target_outlook(plan).probability
    0.75

    When three quarters brought 107 each, only the last is open: 100 and 10 from each coin, so both are needed.

    >>> target_outlook(plan, actuals={"Q1": 107, "Q2": 107, "Q3": 107}).probability
    0.25
    """
    if method not in list(OutlookMethod):
        raise OkrError(f"{method!r} is not a method; write one of {', '.join(OutlookMethod)}")
    if draws < 1000 or threads < 1:
        raise OkrError(f"draws {draws} and threads {threads}: write at least 1000 draws and 1 thread")
    over = quarters_over(actuals)
    chances = with_actuals(chances_of(plan), over)
    if method == OutlookMethod.EXACT and not chances.additive:
        raise OkrError("lifts and dependencies cannot be taken exactly; use method='simulation'")
    exact = method != OutlookMethod.SIMULATION and chances.additive
    kind = OutlookMethod.EXACT if exact else OutlookMethod.SIMULATION
    blank = Outlook(plan, target_revenue(plan), 0.0, 0.0, 0.0, kind, draws, seed, threads, over, chances)
    return _solved(blank, chances)


def _allowance(plan: Plan) -> float:
    """How far below a target still reaches it: half a step, yet no more than a hundredth of the growth aimed at.

    A plan whose step is coarse beside its growth would otherwise count half of it as reached.
    """
    target = target_revenue(plan)
    growth = abs(target - sum(float(stream.baseline.array().sum()) for stream in plan.streams))
    return max(min(plan.step / 2, growth / 100), NOISE * abs(target))


def _solved(asked: Outlook, chances: Chances) -> Outlook:
    """The outlook asked for, with these chances."""
    goal = asked.goal
    if asked.method is OutlookMethod.EXACT:
        certain, parts = parts_of(chances, list(range(len(QUARTERS))))
        found = sum_distribution(parts)
        mean = certain + sum(part.moments()[0] for part in parts)
        chance = found.at_least(goal - certain)
        return replace(asked, mean=mean, probability=chance, _chances=chances, _exact=found, _certain=certain)
    drawn = simulate(chances, draws=asked.draws, seed=asked.seed, target=goal, threads=asked.threads)
    chance = float((drawn.year >= goal).mean())
    error = (chance * (1 - chance) / asked.draws) ** 0.5
    mean = float(drawn.year.mean())
    return replace(asked, mean=mean, probability=chance, error=error, _chances=chances, _drawn=drawn)
