"""Budget: which initiatives to fund and in which size, and what the next million buys.

A set of initiatives is worth what the plan with just that set is expected to bring, overlap deducted: lifts multiply, so
a set is more than its members. The best set under a budget and the teams' capacity is found by branch and bound,
dependencies kept. The frontier repeats that for rising budgets: how a marketing budget is defended, or given back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from math import log10, nan

import numpy as np
import pandas as pd

from okr_lib.errors import Message, OkrError, Shown
from okr_lib.growth import programme
from okr_lib.growth.breakdown import COVERED_LINES, DECIMALS, select
from okr_lib.growth.ledger import expected_contribution, growth_ledger
from okr_lib.growth.outlook import target_outlook
from okr_lib.growth.parts import exact_parts
from okr_lib.growth.profit import has_margins, profits
from okr_lib.growth.programme import Choice, Programme
from okr_lib.growth.rounding import Floats
from okr_lib.growth.sizes import Option, with_options
from okr_lib.plan.model import Plan
from okr_lib.plan.references import suggestion

_BEST_SETS = 10  # sets of nearly the most contribution among which the likeliest is looked for
_STEPS = 10  # budgets of a frontier, about
MANY, _SHARE_OF_WORK = 60, 10  # of more sizes than that, each budget of a frontier gets so much less work than one set


class Objective(StrEnum):
    """What the funded set shall be best in."""

    CONTRIBUTION = "contribution"
    PROBABILITY = "probability"


@dataclass(frozen=True)
class Funding(Shown):
    """A set of initiatives to fund: what they cost and are expected to contribute this year, in the plan's unit.

    ``contribution`` is that of the ledger of the plan with just this set (of a team's budget: above what the other teams bring
    without it). ``probability`` is that of the target with just this set; missing unless it was asked for. ``gap`` is how
    much more another set might bring: 0 when this one is the best. ``sizes`` names the size of those that have several, and
    ``profit`` is missing where streams have no margin.
    """

    initiatives: tuple[str, ...]
    cost: float
    contribution: float
    probability: float = field(default=nan, compare=False)
    gap: float = 0.0
    sizes: Mapping[str, str] = field(default_factory=dict)
    profit: float = field(default=nan, compare=False)

    def __repr__(self) -> str:
        return f"<Funding of {len(self.initiatives)}: cost {self.cost:g}, contribution {self.contribution:g}>"


Bought = tuple[float, Choice, Funding]  # a budget, what is chosen for it, and that as a set


def fund(
    plan: Plan,
    budget: float,
    *,
    objective: str = "contribution",
    seed: int = 1,
    keep: Collection[str] = (),
    without: Collection[str] = (),
    team: str | None = None,
) -> Funding:
    """The best set of initiatives, each in at most one of its sizes, under a budget and each team's capacity.

    Parameters
    ----------
    plan
        The plan; costs are those of its initiatives, capacities those of its teams (none: no limit).
    budget
        Most that the set may cost, zero or more.
    objective
        ``contribution``: most expected contribution; of equal sets the cheapest. ``probability``: of the ten sets with
        most contribution the one with the highest probability of the target.
    seed
        Seed of the outlooks, where they are drawn.
    keep, without
        Initiatives that must be in the set, in some size, and that must not.
    team
        Id of a team whose budget it is: only its initiatives are chosen, and the others' stay as planned.

    Returns
    -------
    Funding

    Raises
    ------
    OkrError
        For a negative or missing budget, an unknown objective, initiative or team, or where no set keeps what is to be kept.

    Notes
    -----
    Maximise what a set brings over the sets with ``sum(cost) <= budget``, ``sum(effort) <= capacity`` for each team, one size
    of each initiative, and no initiative without those it needs. Where there are few sets, all are looked at. Else branch and
    bound: an initiative brings at most what it would
    beside all that could still help it and nothing that could harm it; with these values the best set is an integer
    programme, and the bound it gives is tightened by deciding on one after another. After ``MOST_WORK`` the best set so far is
    returned with its gap. A budget of zero funds what is free and brings something. Source: Land and Doig (1960),
    Econometrica 28(3); Huangfu and Hall (2018), Mathematical Programming Computation 10, for the solver (HiGHS).

    Examples
    --------
    The shelf brings 40 for 5, the flyer 10 for 4; 8 are not enough for both.

    >>> found = fund(shop, 8)
    >>> found.initiatives, found.cost, found.contribution
    (('shelf',), 5.0, 40.0)
    """
    if objective not in list(Objective):
        raise OkrError(f"{objective!r} is not an objective; write {' or '.join(Objective)}")
    question = Question.of(plan, keep, without, team)
    best = question.best(budget)
    if objective == Objective.CONTRIBUTION:
        return question.funding(best)
    found = [best]
    while (
        len(found) < _BEST_SETS
        and (other := question.programme.solve(budget, [chosen for chosen, _ in found])) is not None
    ):
        found.append(other)
    fundings = [question.funding(choice) for choice in found]
    likely = [target_outlook(question.plan_of(choice), seed=seed).probability for choice in found]
    place = max(range(len(fundings)), key=lambda place: (likely[place], fundings[place].contribution))
    return replace(fundings[place], probability=likely[place])


def funding_frontier(
    plan: Plan,
    budgets: Sequence[float] | None = None,
    *,
    keep: Collection[str] = (),
    without: Collection[str] = (),
    team: str | None = None,
    likelihood: bool = False,
) -> pd.DataFrame:
    """What each budget buys.

    Parameters
    ----------
    budgets
        Budgets in rising order; by default about ten in round steps, from nothing to what all initiatives cost in their
        dearest size.
    keep, without, team
        As for ``fund``; budgets too small for what is kept are left out.
    likelihood
        Whether to look how likely the target is with each set.

    Returns
    -------
    DataFrame
        Columns ``budget``, ``cost``, ``contribution``, ``gain`` (contribution above that of the budget before),
        ``per_cost`` (gain over the budget added; missing in the first row), ``team`` (where most of the gain is delivered;
        missing without a gain), ``initiatives`` (a tuple), ``sizes``, ``gap``; with ``likelihood`` also ``probability``, and where
        streams have a margin ``profit``. Contribution never falls as the budget rises; a budget that buys nothing more has
        the gain zero.

    Examples
    --------
    >>> funding_frontier(shop, [0, 5, 9])[["contribution", "gain"]].to_numpy().tolist()
    [[0.0, 0.0], [40.0, 40.0], [50.0, 10.0]]
    """
    question = Question.of(plan, keep, without, team)
    levels = question.levels() if budgets is None else list(budgets)
    if any(after < before for before, after in pairwise(levels)):
        raise OkrError("budgets must rise from one to the next")
    return frontier_table(question, list(each_budget(question, levels)), likelihood=likelihood)


def each_budget(question: "Question", levels: Sequence[float]) -> Iterator[Bought]:
    """What each of rising budgets buys, one after the other, so that whoever waits can be told, or stop.

    A larger budget keeps the set before it unless another is shown to bring more; one too small for what is kept is left out.
    """
    many = len(question.programme.options) > MANY
    work = programme.MOST_WORK // (_SHARE_OF_WORK if many else 1)
    before: Bought | None = None
    for level in levels:
        choice = question.programme.solve(level, work=work)
        if choice is None:
            continue
        funding = question.funding(choice)
        kept = before is not None and funding.contribution <= before[2].contribution
        before = (level, *before[1:]) if before is not None and kept else (level, choice, funding)
        yield before
    if before is None:
        question.best(levels[-1])  # says why there is none


def frontier_table(question: "Question", found: Sequence[Bought], *, likelihood: bool = False) -> pd.DataFrame:
    """What ``each_budget`` found, as the table that ``funding_frontier`` returns."""
    table = pd.DataFrame({"budget": [level for level, _, _ in found]})
    for name in ("cost", "contribution"):
        table[name] = [getattr(funding, name) for _, _, funding in found]
    table["gain"] = table["contribution"].diff().fillna(table["contribution"]).round(DECIMALS)
    added = table["budget"].diff()
    table["per_cost"] = (table["gain"] / added.where(added > 0)).round(DECIMALS)
    teams = question.teams_of_gains([choice for _, choice, _ in found])
    table["team"] = [team if gain > 0 else None for team, gain in zip(teams, table["gain"], strict=True)]
    for name in ("initiatives", "sizes", "gap"):
        table[name] = [getattr(funding, name) for _, _, funding in found]
    if likelihood:
        sets = {id(funding): choice for _, choice, funding in found}
        likely = {number: target_outlook(question.plan_of(choice)).probability for number, choice in sets.items()}
        table["probability"] = [likely[id(funding)] for _, _, funding in found]
    if has_margins(question.plan):
        table["profit"] = [funding.profit for _, _, funding in found]
    return table


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked for: a plan with what is kept, left out and given, as a programme."""

    plan: Plan
    keep: tuple[str, ...]
    without: tuple[str, ...]
    given: frozenset[str]
    programme: Programme
    _ledgers: dict[bytes, pd.DataFrame] = field(default_factory=dict, init=False)  # of the choices looked at

    @classmethod
    def of(cls, plan: Plan, keep: Collection[str], without: Collection[str], team: str | None) -> "Question":
        """The question, its names checked."""
        known = [initiative.id for _, initiative in plan.initiatives()]
        for name in (*keep, *without):
            if name not in known:
                hint = suggestion(name, known)
                raise OkrError(Message("there is no initiative {name}; {hint}", name=repr(name), hint=hint))
        for name in keep:
            if name in without:
                raise OkrError(Message("{name} cannot be kept and left out; name it once", name=repr(name)))
        owner = plan.team(team).id if team else None
        others = frozenset(entry.id for by, entry in plan.initiatives() if owner and by.id != owner)
        given = others - set(without)
        programme = Programme.of(plan, keep=keep, without=without, given=given)
        return cls(plan, tuple(keep), tuple(without), given, programme)

    def best(self, budget: float) -> Choice:
        """The best choice within a budget."""
        if not budget >= 0 or not np.isfinite(budget):
            raise OkrError(Message("budget {budget} is not an amount of 0 or more", budget=budget))
        found = self.programme.solve(budget)
        if found is None:
            message = Message(
                "no set for {budget} keeps {names} with all they need; raise the budget or the team's capacity, or keep fewer",
                budget=budget,
                names=self.keep,
            )
            raise OkrError(message)
        return found

    def chosen(self, choice: Choice) -> dict[str, Option | None]:
        """What a choice does with each initiative."""
        made: dict[str, Option | None] = dict.fromkeys(self.programme.names)
        for column in np.flatnonzero(choice[0] > 0.5):
            made[self.programme.names[self.programme.group[column]]] = self.programme.options[column]
        return made

    def plan_of(self, choice: Choice) -> Plan:
        """The plan with just a choice."""
        return with_options(self.plan, self.chosen(choice))

    def ledger(self, choice: Choice) -> pd.DataFrame:
        """The ledger of the plan with just a choice."""
        made = choice[0].tobytes()
        if made not in self._ledgers:
            self._ledgers[made] = growth_ledger(self.plan_of(choice))
        return self._ledgers[made]

    def brought(self, choice: Choice) -> "pd.Series[float]":
        """What each initiative is expected to bring in the plan with just a choice."""
        rows = select(self.ledger(choice), lines=COVERED_LINES)
        return rows.groupby("initiative")["amount"].sum()

    def funding(self, choice: Choice) -> Funding:
        """A choice as a set, valued by its own ledger."""
        made = self.chosen(choice)
        contribution, profit = self._amounts(choice)
        if self.given:
            alone = self._amounts((self.programme.least, 0.0))
            contribution, profit = round(contribution - alone[0], DECIMALS) + 0.0, round(profit - alone[1], DECIMALS)
        names = tuple(name for name, option in made.items() if option is not None and name not in self.given)
        sizes = {name: option.name for name in names if (option := made[name]) is not None and option.name}
        cost = float(self.programme.cost @ choice[0])
        return Funding(names, cost, contribution, gap=choice[1], sizes=sizes, profit=profit)

    def _amounts(self, choice: Choice) -> tuple[float, float]:
        """What the plan with just a choice contributes, and its profit; that is missing without a margin."""
        plan = self.plan_of(choice)
        profit = float(profits(plan, self.ledger(choice))["profit"].iloc[-1]) if has_margins(plan) else nan
        return expected_contribution(plan), profit

    def levels(self) -> list[float]:
        """Budgets in round steps, from nothing to what all cost in their dearest size."""
        cost: Floats = self.programme.cost * self.programme.open
        whole = float(np.maximum.reduceat(cost, self.programme.starts).sum()) if len(cost) else 0.0
        if not whole:
            return [0.0]
        power = 10.0 ** np.floor(log10(whole / _STEPS))
        round_steps = [power * part for part in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10)]
        enough = [step for step in round_steps if whole / step <= _STEPS * (1 + 1e-9)]
        even = [step for step in enough if abs(whole / step - round(whole / step)) < 1e-9 and whole / step > _STEPS / 2]
        step = next(iter(even or [step for step in enough if step / power in (1, 2, 5, 10)]))
        levels = [float(round(place * step, DECIMALS)) for place in range(int(np.ceil(whole / step - 1e-9)))]
        planned = float(cost[self.programme.starts].sum())
        return sorted({*levels, whole, *([planned] if planned < whole else [])})

    def teams_of_gains(self, choices: Sequence[Choice]) -> list[str]:
        """The team that delivers most of what each choice brings above the one before; of equal ones the first."""
        before = self._delivered((self.programme.least, 0.0)) if self.given else np.zeros(len(self.plan.teams))
        teams = []
        for choice in choices:
            now = self._delivered(choice)
            teams.append(self.plan.teams[int(np.argmax(np.round((now - before) / self.plan.step, DECIMALS)))].id)
            before = now
        return teams

    def _delivered(self, choice: Choice) -> Floats:
        """What the initiatives of each team bring in the plan with just a choice, exactly, shape (teams,)."""
        parts = exact_parts(self.plan_of(choice))
        owner = np.repeat(np.arange(len(self.plan.teams)), [len(team.initiatives) for team in self.plan.teams])
        brought = (parts.credit + parts.overlap).sum(axis=1)
        return np.bincount(owner[parts.initiative], brought, len(self.plan.teams)).astype(float)


def planned_cost(plan: Plan, team: str | None = None) -> float:
    """What the initiatives of all teams, or of one, cost as they are planned."""
    owner = plan.team(team).id if team else None
    return sum(initiative.cost for by, initiative in plan.initiatives() if owner in (None, by.id))
