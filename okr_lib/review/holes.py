"""Open holes of a plan, by name: what nobody has a plan, an estimate or the hands for yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from okr_lib.growth.standing import commitments_by_team
from okr_lib.plan.model import Plan
from okr_lib.review.risks import capacity_use


class Lack(StrEnum):
    """What is lacking."""

    COVER = "cover"
    INITIATIVES = "initiatives"
    ESTIMATE = "estimate"
    PURPOSE = "purpose"
    CAPACITY = "capacity"
    OBJECTIVES = "objectives"


@dataclass(frozen=True)
class Hole:
    """One hole: whose it is, and how much is uncovered, or by how much effort a capacity is passed."""

    lack: Lack
    team: str = ""
    initiative: str = ""
    amount: float = 0.0


def open_holes(plan: Plan, ledger: pd.DataFrame) -> list[Hole]:
    """What is open in a plan, the largest uncovered amounts first.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> [(hole.lack.value, hole.team, hole.amount) for hole in open_holes(shop, growth_ledger(shop))][:2]
    [('cover', 'sales', 18.0), ('cover', 'brand', 12.0)]
    """
    return [*_uncovered(ledger), *_unsaid(plan), *_too_much(plan)]


def _uncovered(ledger: pd.DataFrame) -> Iterator[Hole]:
    teams = commitments_by_team(ledger)
    short = teams[teams["uncovered"] > 0].sort_values("uncovered", ascending=False, kind="stable")
    for row in short.to_dict("records"):
        yield Hole(Lack.COVER, row["team"], amount=row["uncovered"])


def _unsaid(plan: Plan) -> Iterator[Hole]:
    for team in plan.teams:
        if not team.initiatives:
            yield Hole(Lack.INITIATIVES, team.id)
        if not team.objectives:
            yield Hole(Lack.OBJECTIVES, team.id)
    for team, initiative in plan.initiatives():
        if not initiative.effects:
            yield Hole(Lack.ESTIMATE, team.id, initiative.id)
        if not initiative.serves:
            yield Hole(Lack.PURPOSE, team.id, initiative.id)


def _too_much(plan: Plan) -> Iterator[Hole]:
    for row in capacity_use(plan).to_dict("records"):
        if row["use"] > 1:
            yield Hole(Lack.CAPACITY, row["team"], amount=row["effort"] - row["capacity"])
