"""The ledger in whole steps: rounded once, from the company down, so that whatever is shown adds up.

The company's lines for the year come first, each within a step of its exact value; then lines by quarter, teams and
initiatives for the year, and quarters of initiatives, all at once. Last year's revenue and the target are rounded by
themselves, so no scenario moves the baseline; a quarter's target takes the other step beside it only where a line could
not hold otherwise. Teams' commitments meet what is held to the step.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from okr_lib.growth.commitments import commitments, left_uncovered, year_commitments
from okr_lib.growth.controlled_rounding import Margin, round_cells
from okr_lib.growth.parts import Parts
from okr_lib.growth.rounding import Floats, Steps, in_steps, neighbours, round_between
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS


@dataclass(frozen=True)
class _Year:
    """The company's lines for the year in whole steps; they sum to the target."""

    target: int
    baseline: int
    given: Steps  # momentum, then further growth
    initiatives: int
    overlap: int

    @property
    def uncovered(self) -> int:
        """What nothing covers yet."""
        return self.target - self.baseline - int(self.given.sum()) - self.initiatives - self.overlap


def year_in_steps(plan: Plan, exact: Parts) -> _Year:
    """The company's lines for the year, each within a step; expected revenue as near as these let it be."""
    amounts = (exact.target, exact.baseline, exact.credit, exact.overlap)
    goal, base, brought, deducted = (float(part.sum()) / plan.step for part in amounts)
    given = np.array([exact.momentum.sum(), *exact.further.sum(axis=1)]) / plan.step
    target, baseline = _nearest(goal), _nearest(base)

    def strain(choice: tuple[int, int]) -> tuple[int, float]:
        """How many of the sums shown leave their neighbourhood, and how far expected revenue is from exact."""
        expected = base + given.sum() + brought + deducted
        shown = baseline + sum(choice)
        sums = [expected, goal - expected, goal - base - given.sum()]
        low, high = neighbours(sums, goal)
        found = np.array([shown, target - shown, target - baseline - choice[0]])
        return int(((found < low) | (found > high)).sum()), abs(shown - expected)

    low, high = neighbours([given.sum(), brought + deducted])
    nobody, covered = min(product(*np.stack([low, high], axis=1).tolist()), key=strain)
    initiatives, overlap = round_between([brought, deducted], covered)
    return _Year(target, baseline, round_between(given, nobody), int(initiatives), int(overlap))


def in_whole_steps(plan: Plan, exact: Parts) -> tuple[Parts, Floats]:
    """The parts of a ledger and what is uncovered by team and quarter (teams, 4), as whole multiples of the step.

    See ``docs/ledger.md``, rule 8, and ``round_cells``.
    """
    step = plan.step
    year = year_in_steps(plan, exact)
    baseline = _baseline(exact.baseline / step, year.baseline)
    target = _quarters(exact, baseline.sum(axis=0), year, step)
    won = exact.target - exact.given
    committed = commitments(plan, exact.covered, won, exact.target)
    years = year_commitments(plan, committed.sum(axis=1), year.initiatives + year.overlap + year.uncovered)

    shared = np.flatnonzero(exact.shared)
    uncovered = left_uncovered(committed, exact.covered)
    blocks = [exact.baseline, exact.momentum, exact.further, exact.credit, exact.overlap[shared], uncovered]
    margins = _Labels.of(exact, shared, len(uncovered)).margins(baseline, target, year, years)
    cells = round_cells(np.vstack(blocks).ravel() / step, margins)
    target = cells.reshape(-1, len(QUARTERS)).sum(axis=0)
    ends = np.cumsum([len(block) for block in blocks])[:-1]
    _, momentum, further, credit, taken, uncovered = np.split(in_steps(cells, step).reshape(-1, len(QUARTERS)), ends)
    overlap = np.zeros_like(credit)
    overlap[shared] = taken
    parts = replace(
        exact,
        target=in_steps(target, step),
        baseline=in_steps(baseline, step),
        momentum=momentum,
        further=further,
        credit=credit,
        overlap=overlap,
    )
    return parts, uncovered


def _nearest(amount: float) -> int:
    """The nearest whole number of steps; a half goes up."""
    return int(np.floor(np.round(amount, 6) + 0.5))


def _baseline(exact: Floats, total: int) -> Steps:
    """Last year's revenue by stream and quarter; streams and quarters within a step too."""
    stream, quarter = np.indices(exact.shape).reshape(2, -1)
    margins = [Margin(np.zeros_like(stream), 0, np.array([total])), Margin(quarter, 1), Margin(stream, 1)]
    return round_cells(exact.ravel(), margins).reshape(exact.shape)


def _quarters(exact: Parts, baseline: Steps, year: _Year, step: float) -> Steps:
    """The phased target: each quarter, and its growth on the baseline, within a step where both can be."""
    target = exact.target / step
    low, high = neighbours(target)
    least, most = neighbours(target - exact.baseline.sum(axis=0) / step)
    least, most = np.maximum(low, baseline + least), np.minimum(high, baseline + most)
    if least.sum() <= year.target <= most.sum() and (least <= most).all():
        low, high = least, most
    return round_between(target, year.target, low, high)


@dataclass(frozen=True)
class _Labels:
    """What each row of cells is: its line, team and initiative (-1: none); a row has the four quarters."""

    line: Steps
    team: Steps
    initiative: Steps
    row: Steps  # what is one row of the ledger over the quarters, initiative and overlap apart

    @classmethod
    def of(cls, exact: Parts, shared: Steps, committing: int) -> "_Labels":
        streams, further = len(exact.baseline), len(exact.further)
        each = [streams, streams, *[1] * further, len(exact.credit), len(shared), committing]
        line = np.repeat(np.arange(len(each)), each)
        none = np.full(2 * streams + further, -1)
        return cls(
            line,
            np.concatenate([none, exact.team, exact.team[shared], np.arange(committing)]),
            np.concatenate([none, exact.initiative, exact.initiative[shared], np.full(committing, -1)]),
            np.arange(len(line)),
        )

    def margins(self, baseline: Steps, target: Steps, year: _Year, teams: Steps) -> list[Margin]:
        """The margins that hold, the company's first."""
        uncovered = self.line.max()
        covered = (self.line >= uncovered - 2) & (self.line < uncovered)
        fixed = np.full(len(self.line) * len(QUARTERS), -1)
        fixed[: baseline.size] = np.arange(baseline.size)
        lines = np.array([year.baseline, *year.given, year.initiatives, year.overlap, year.uncovered])
        contribution, initiative = np.where(covered, self.team, -1), self.initiative
        by_line = initiative * 2 + (self.line == uncovered - 1) - 2 * (initiative < 0)
        return [
            Margin(fixed, 0, baseline.ravel()),
            _by_quarter(np.zeros_like(self.line), 0),
            _by_quarter(np.zeros_like(self.line), 3, target),
            _by_year(self.line, 0, lines),
            _by_year(self.team, 0, teams),
            _by_quarter(self.line, 1),
            _by_quarter(np.where(self.line < uncovered, 0, -1), 1),
            _by_quarter(np.where(covered, 0, -1), 1),
            _by_year(initiative, 1),
            _by_year(contribution, 1),
            _by_year(np.where(initiative >= 0, by_line, -1), 1),
            _by_quarter(self.team, 2),
            _by_quarter(contribution, 2),
            _by_quarter(initiative, 2),
            _by_quarter(np.where(initiative >= 0, by_line, -1), 2),
            _by_year(np.where(self.line == uncovered - 2, self.team, -1), 2),
            _by_quarter(np.where(self.line == uncovered - 2, self.team, -1), 2),
            _by_year(np.where(self.line == uncovered - 1, self.team, -1), 2),
            _by_quarter(np.where(self.line == uncovered - 1, self.team, -1), 2),
            _by_year(self.row, 3),
        ]


def _by_year(label: Steps, rank: int, totals: Steps | None = None) -> Margin:
    return Margin(np.repeat(label, len(QUARTERS)), rank, totals)


def _by_quarter(label: Steps, rank: int, totals: Steps | None = None) -> Margin:
    quarters = label[:, None] * len(QUARTERS) + np.arange(len(QUARTERS))
    return Margin(np.where(label[:, None] < 0, -1, quarters).ravel(), rank, totals)
