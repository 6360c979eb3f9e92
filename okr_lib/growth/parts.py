"""The ledger's parts as arrays: what is given, what initiatives bring, what overlap takes, before and after rounding."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from okr_lib.growth.contributions import contributions, effects_of
from okr_lib.growth.estimates import mean
from okr_lib.growth.rounding import Floats
from okr_lib.growth.target import phased_target
from okr_lib.plan.initiatives import counted
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS


@dataclass(frozen=True)
class Parts:
    """The parts of a ledger; every array of amounts ends with the four quarters, in the plan's unit."""

    target: Floats  # (4,)
    baseline: Floats  # (streams, 4)
    momentum: Floats  # (streams, 4)
    further: Floats  # (further growth, 4)
    credit: Floats  # (credit rows, 4): initiatives' contributions split by credit
    overlap: Floats  # (credit rows, 4): what of it is deducted
    team: NDArray[np.int64]  # team, initiative and stream of each credit row
    initiative: NDArray[np.int64]
    stream: NDArray[np.int64]
    shared: NDArray[np.bool_]  # whether its initiative is in a group that overlaps
    teams: int

    @property
    def given(self) -> Floats:
        """Baseline, momentum and further growth together by quarter, shape (4,)."""
        return np.asarray(self.baseline.sum(axis=0) + self.momentum.sum(axis=0) + self.further.sum(axis=0))

    @property
    def expected(self) -> Floats:
        """What the plan expects by quarter, shape (4,): all but what is uncovered."""
        return np.asarray(self.given + self.covered.sum(axis=0))

    @property
    def covered(self) -> Floats:
        """What each team is expected to contribute, overlap deducted, shape (teams, 4)."""
        sums = np.zeros((self.teams, len(QUARTERS)))
        np.add.at(sums, self.team, self.credit + self.overlap)
        return sums


def exact_parts(plan: Plan) -> Parts:
    """The parts of a plan's ledger before rounding; see ``docs/ledger.md`` for the rules."""
    baseline = np.array([stream.baseline.array() for stream in plan.streams])
    shares = np.array([mean(stream.momentum, plan.uncertainty) for stream in plan.streams])
    further = np.array([entry.amounts.array() for entry in plan.further_growth]).reshape(-1, len(QUARTERS))
    effects = effects_of(plan)
    brought = contributions(effects, baseline, shares)

    teams = {team.id: index for index, team in enumerate(plan.teams)}
    counts = counted(plan.overlaps)
    initiatives = list(plan.initiatives())
    rows = [
        (teams[name], number, effect, share, 1 - counts.get(initiative.id, 1.0), initiative.id in counts)
        for effect, number in enumerate(effects.initiative)
        for team, initiative in [initiatives[number]]
        for name, share in team.credit_of(initiative).items()
        if share > 0
    ]
    rows.sort(key=lambda row: row[:3])
    table = np.array(rows, dtype=float).reshape(-1, 6)
    effect = table[:, 2].astype(np.int64)
    credit = brought[effect] * table[:, 3:4]
    overlap = -credit * table[:, 4:5]
    momentum = baseline * shares[:, None]
    given = baseline.sum(axis=0) + momentum.sum(axis=0) + further.sum(axis=0)
    return Parts(
        target=phased_target(plan, given, further.sum(axis=0), (credit + overlap).sum(axis=0)),
        baseline=baseline,
        momentum=momentum,
        further=further,
        credit=credit,
        overlap=overlap,
        team=table[:, 0].astype(np.int64),
        initiative=table[:, 1].astype(np.int64),
        stream=effects.stream[effect],
        shared=table[:, 5].astype(bool),
        teams=len(teams),
    )
