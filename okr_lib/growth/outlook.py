"""Outlook: how likely is the target, and who carries the risk of missing it?

The ledger counts expected values; the outlook looks at the whole range. Inside the plan, initiatives succeed or fail and
momentum swings: that is drawn at random, with a seed. Around it stands what no plan foresees, with the spread that
companies' years had (``forecast``). What came so far is certain, and moves what is expected of the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from okr_lib.errors import ForecastError, OkrError, Shown
from okr_lib.growth.chances import Chances, chances_of, with_actuals
from okr_lib.growth.common_luck import CommonLuck
from okr_lib.growth.ledger import quarters_over
from okr_lib.growth.parts import Parts, exact_parts
from okr_lib.growth.rounding import Floats
from okr_lib.growth.simulation import Simulated, simulate
from okr_lib.growth.target import target_revenue
from okr_lib.growth.unforeseen import Unforeseen, unforeseen
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import CompanyYears, ReferenceClass
from okr_lib.plan.values import QUARTERS

_DRAWS = 20_000  # years
_NOISE = 1e-9  # of floating point, as a share of revenue
_LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Outlook(Shown):
    """What may come of a plan. Amounts are in the plan's unit.

    Attributes
    ----------
    target, mean
        Revenue of the year aimed at and forecast. As planned and without a record of earlier years, the mean is what the
        ledger expects, but for lifts of one stream that share their luck.
    probability
        Probability to reach the target, to half a step of the plan; to less where the growth aimed at is below fifty steps.
        From 0.001 to 0.999 while the year is under way, 0 or 1 when it is over.
    error
        Its standard error, from the number of draws.
    draws, seed
        How it was computed.
    actuals
        Revenue of the quarters that are over, which is certain.
    without_record
        Streams that brought nothing last year: they have no record, so the company's spread stands for theirs.
    """

    plan: Plan
    target: float
    draws: int
    seed: int
    threads: int
    actuals: Mapping[str, float]
    history: Floats
    reference: ReferenceClass | CompanyYears | None
    agreed: Plan
    _chances: Chances = field(repr=False)
    _luck: CommonLuck | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<Outlook of {self.plan.name!r}: target {self.target:g}, probability {self.probability:.2f}>"

    @cached_property
    def mean(self) -> float:
        """The forecast of the year, as its mean."""
        return float(self._year.mean()) + self._around.shift

    @cached_property
    def probability(self) -> float:
        """Probability to reach the target."""
        return float(self._reached.mean())

    @cached_property
    def error(self) -> float:
        """Standard error of the probability."""
        return float(self._reached.std() / self.draws**0.5)

    @property
    def through(self) -> str | None:
        """The last quarter with actuals, if there is one."""
        return next((quarter for quarter in reversed(QUARTERS) if quarter in self.actuals), None)

    @property
    def over(self) -> bool:
        """Whether nothing of the year is still to come: then the target was reached or missed, and is no longer likely."""
        return len(self.actuals) == len(QUARTERS)

    @property
    def reached(self) -> bool:
        """Whether what came has reached the target, whatever is still to come."""
        return sum(self.actuals.values()) >= self.goal

    @property
    def without_record(self) -> tuple[str, ...]:
        """Streams that brought nothing last year."""
        return tuple(stream.id for stream in self.plan.streams if not stream.baseline.array().any())

    def quantile(self, p: Any) -> Any:
        """What the year's revenue stays below with chance ``p``, a number or an array."""
        found = self._around.quantile(self._year, np.atleast_1d(np.asarray(p, dtype=float)))
        return float(found[0]) if np.ndim(p) == 0 else found

    def interval(self, share: float) -> tuple[float, float]:
        """The range that holds the year's revenue with chance ``share``, as likely missed below as above."""
        low, high = self.quantile([(1 - share) / 2, (1 + share) / 2]).tolist()
        return low, high

    @cached_property
    def quantiles(self) -> pd.DataFrame:
        """Revenue stayed below with given probability: columns ``level``, ``revenue``."""
        return pd.DataFrame({"level": _LEVELS, "revenue": self.quantile(_LEVELS)})

    @cached_property
    def likelihood(self) -> pd.DataFrame:
        """Probability to reach each of 101 revenues: columns ``revenue``, ``probability``, falling."""
        levels = np.linspace(0.0, 1.0, 101)
        return pd.DataFrame({"revenue": self.quantile(levels), "probability": 1 - levels})

    @cached_property
    def quarters(self) -> pd.DataFrame:
        """Each quarter's chance to reach its phased target: ``quarter, target, mean, probability, p10, p50, p90``."""
        rows = []
        for position, (quarter, goal) in enumerate(zip(QUARTERS, self._parts.target.tolist(), strict=True)):
            drawn = self._inside[position]
            around = self._around.of_quarter(position)
            chance = float(around.reaches(drawn, goal - _allowance(self.plan)).mean())
            marks = around.quantile(drawn, np.array([0.1, 0.5, 0.9]))
            rows.append((quarter, goal, float(drawn.mean()) + around.shift, chance, *marks.tolist()))
        return pd.DataFrame(rows, columns=["quarter", "target", "mean", "probability", "p10", "p50", "p90"])

    @cached_property
    def shortfall(self) -> pd.DataFrame:
        """Who carries the expected shortfall: target less revenue, nothing where the target is reached, over all years.

        Returns
        -------
        DataFrame
            Columns ``line`` (initiative, momentum, so_far, unforeseen, uncovered), ``stream``, ``team`` (credited),
            ``focus_area``, ``initiative``, ``amount``; the amounts sum to the expected shortfall. An initiative's part is
            what it is expected to bring less what it brings in the years that miss the target; ``so_far`` is what came
            less than planned and what that makes likely for the rest; ``unforeseen`` what no plan foresees;
            ``uncovered`` what the plan lacks even as expected. Negative: it softens the misses. Divided by ``missed``,
            they are the means of the years that miss the target.

        Notes
        -----
        Euler allocation of expected shortfall.
        Source: Tasche (2008), "Capital allocation to business units and sub-portfolios: the Euler principle".
        """
        drawn, missed, around = self._traced, self.missed, self._around
        parts = drawn.mean * missed - drawn.short  # what the mean of the draws is off falls away in the difference
        rows: list[dict[str, object]] = []
        for (team, initiative), part in zip(self.plan.initiatives(), parts, strict=False):
            for name, share in team.credit_of(initiative).items():
                rows.append(
                    {"line": "initiative", "team": name, "focus_area": initiative.focus_area}
                    | {"initiative": initiative.id, "amount": part * share}
                )
        streams = self.plan.streams
        for stream, part in zip(streams, parts[len(parts) - len(streams) :], strict=True):
            rows.append({"line": "momentum", "stream": stream.id, "amount": part})
        planned = float(self._parts.expected.sum())
        rows += [
            {"line": "so_far", "amount": (planned - self.mean) * missed},
            {"line": "unforeseen", "amount": float(around.lost(self._year, self.goal).mean())},
            {"line": "uncovered", "amount": (self.goal - planned) * missed},
        ]
        columns = ["line", "stream", "team", "focus_area", "initiative", "amount"]
        table = pd.DataFrame(rows, columns=columns)
        return table.astype({**dict.fromkeys(columns[:-1], "str"), "amount": float})

    @property
    def missed(self) -> float:
        """Probability to miss the target."""
        return 1 - self.probability

    @cached_property
    def certainty(self) -> pd.DataFrame:
        """What it would be worth to make each initiative certain to succeed: ``initiative, probability, gain``.

        ``probability`` is that of the target with this initiative certain, ``gain`` how much that is above the
        plan's; the largest gain comes first. An initiative that needs others still needs them.
        """
        rows, luck = [], self._luck or CommonLuck()
        for number, name in enumerate(self._chances.initiatives):
            surer = self._chances.probability.copy()
            if surer[number] == 1:
                continue
            surer[number] = 1.0
            chance = replace(self, _chances=replace(self._chances, probability=surer), _luck=luck).probability
            rows.append((name, chance, chance - self.probability))
        table = pd.DataFrame(rows, columns=["initiative", "probability", "gain"])
        return table.sort_values("gain", ascending=False, kind="stable", ignore_index=True)

    @property
    def goal(self) -> float:
        """The revenue from which on the target counts as reached: rounding shall not miss it."""
        return self.target - _allowance(self.plan)

    @cached_property
    def _drawn(self) -> Simulated:
        if self._luck is not None:
            return self._luck.simulate(self._chances, draws=self.draws, seed=self.seed)
        return simulate(self._chances, draws=self.draws, seed=self.seed, threads=self.threads)

    @cached_property
    def _inside(self) -> Floats:
        """Draws of each quarter, shape (4, draws), with the mean that the ledger gives where it knows it exactly."""
        drawn = self._drawn.quarters + self._drawn.base[:, None]
        if self._chances.lifts_share_luck:
            return np.asarray(drawn)
        exact = [self.actuals.get(name, mean) for name, mean in zip(QUARTERS, self._parts.expected, strict=True)]
        return np.asarray(drawn + (np.array(exact) - drawn.mean(axis=1))[:, None])

    @cached_property
    def _year(self) -> Floats:
        return np.asarray(self._inside.sum(axis=0))

    @cached_property
    def _traced(self) -> Simulated:
        """The same draws, with account of each part."""
        around, goal, off = self._around, self.goal, float(self._year[0] - self._drawn.year[0])
        return simulate(
            self._chances,
            draws=self.draws,
            seed=self.seed,
            threads=self.threads,
            weigh=lambda year: 1 - around.reaches(year + off, goal),
        )

    @cached_property
    def _parts(self) -> Parts:
        return exact_parts(self.plan)

    @cached_property
    def _around(self) -> Unforeseen:
        parts, came = self._parts, np.isin(QUARTERS, list(self.actuals))
        agreed = parts if self.agreed is self.plan else (self._luck or CommonLuck()).parts(self.agreed)
        planned, foreseen = np.where(came, agreed.expected, parts.expected), parts.further.sum(axis=0)
        return unforeseen(planned, foreseen, self._year, self.actuals, self.history, self.reference)

    @cached_property
    def _reached(self) -> Floats:
        """Chance to reach the target in each draw."""
        return self._around.reaches(self._year, self.goal)


def target_outlook(
    plan: Plan,
    *,
    actuals: Mapping[str, float] | None = None,
    history: Any = None,
    reference: ReferenceClass | CompanyYears | None = None,
    agreed: Plan | None = None,
    draws: int = _DRAWS,
    seed: int = 1,
    threads: int = 2,
    luck: CommonLuck | None = None,
) -> Outlook:
    """How likely a plan reaches its target, as planned or with some quarters behind it.

    Parameters
    ----------
    plan
        The plan; its ``uncertainty`` says how estimates are meant and how strongly focus areas share their luck.
    actuals
        The company's revenue by quarter, for the quarters that are over, from the year's first one on.
    history
        Its revenue by quarter in the years before, oldest first, shape (years, 4), the last of them the baseline year;
        default: the baseline alone. Each year more says more of how steady the company is.
    reference
        Other companies' years, from ``load_reference``; default: the 44 companies that are shipped.
    agreed
        The plan that what came is measured against, where ``plan`` is a scenario of it; default: the plan itself.
    draws
        How many years to draw, at least 1,000. The default, within a quarter of a percentage point, is used wherever one is shown.
    seed, threads
        Seed of the draws, and how many threads draw; the same seed gives the same result whatever their number.
    luck
        What outlooks of a plan and its scenarios share, so that only what differs is drawn anew.

    Returns
    -------
    Outlook
        With ``probability``, ``interval``, ``quantile``, ``likelihood``, ``quarters``, ``shortfall`` and ``certainty``;
        each is computed when asked for.

    Raises
    ------
    OkrError
        When a setting is out of range, an actual is no number, or history is not years of four quarters.

    Notes
    -----
    ``revenue = actuals + what the plan brings of the rest (drawn) + planned rest x (factor - 1)``. The *factor* is what no
    plan foresees: its mean is moved by what came (``forecast.rest_of_year``), its spread is that of the reference class and
    the company's own record at this point of the year, less what the draws bring of it (``unforeseen``). Momentum of
    streams shares one market; see ``simulate``. Without a baseline there is no trend, and the rest moves as what came.

    Examples
    --------
    A shop of 400 wants 440; two initiatives of 40 succeed with one in two. They are expected to be enough:

    >>> quarters = dict.fromkeys(["Q1", "Q2", "Q3", "Q4"], 100)
    >>> coin = {"name": "Coin", "owner": "Head", "probability": 0.5, "effects": [{"stream": "shop", "amount": 40}]}
    >>> plan = Plan.model_validate({
    ...     "name": "Shop", "currency": "DKK", "target": {"growth": 0.1},
    ...     "fiscal_year": {"label": 2027, "starts": "2027-01-01", "baseline": 2026},
    ...     "streams": [{"id": "shop", "name": "Shop", "baseline": quarters}],
    ...     "teams": [{"id": "sales", "name": "Sales", "initiatives": [coin | {"id": "a"}, coin | {"id": "b"}]}]})
    >>> outlook = target_outlook(plan)
    >>> round(outlook.mean), round(outlook.probability, 1)
    (440, 0.5)

    When three quarters brought 107 each, only the last is open. It is seen a little lower than planned, 110:

    >>> outlook = target_outlook(plan, actuals={"Q1": 107, "Q2": 107, "Q3": 107})
    >>> round(outlook.mean), round(outlook.probability, 1)
    (429, 0.1)
    """
    if draws < 1000 or threads < 1:
        raise OkrError(f"draws {draws} and threads {threads}: write at least 1000 draws and 1 thread")
    over = quarters_over(actuals)
    chances = with_actuals(chances_of(plan), over)
    years = np.sum([stream.baseline.array() for stream in plan.streams], axis=0)[None] if history is None else history
    years, target = np.array(years, dtype=float), target_revenue(plan)
    if years.ndim != 2 or years.shape[1] != len(QUARTERS) or not np.isfinite(years).all():
        raise ForecastError(
            "history: give the revenue of each earlier year by quarter, four numbers a year, none missing"
        )
    return Outlook(plan, target, draws, seed, threads, over, years, reference, agreed or plan, chances, luck)


def _allowance(plan: Plan) -> float:
    """How far below a target still reaches it: half a step, yet no more than a hundredth of the growth aimed at.

    A plan whose step is coarse beside its growth would otherwise count half of it as reached.
    """
    target = target_revenue(plan)
    growth = abs(target - sum(float(stream.baseline.array().sum()) for stream in plan.streams))
    return max(min(plan.step / 2, growth / 100), _NOISE * abs(target))
