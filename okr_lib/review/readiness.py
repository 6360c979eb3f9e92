"""Readiness: whether each step of a planning workshop is complete, counted from the plan.

A check counts: so many of so many streams have last year's revenue. It is done when all have. Checks never block
anybody; they say what is still open before the room moves on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from okr_lib.growth.standing import Standing
from okr_lib.plan.initiatives import Initiative
from okr_lib.plan.model import Plan, Team
from okr_lib.plan.values import Estimate
from okr_lib.review.quality import quality_findings


class Step(StrEnum):
    """The steps of a workshop, in their order."""

    AMBITION = "ambition"
    SOURCES = "sources"
    PEOPLE = "people"
    WORK = "work"
    RESULTS = "results"
    CLOSING = "closing"


class Question(StrEnum):
    """What a check asks."""

    TARGET_ABOVE = "target above baseline"
    TO_WIN = "growth to win"
    BASELINE = "streams with a baseline"
    MOMENTUM = "streams with a range of momentum"
    LEAD = "teams with a lead"
    SPONSOR = "focus areas with a sponsor"
    COMMITMENT = "teams with a commitment"
    INITIATIVES = "teams with initiatives"
    EFFECT = "initiatives with an effect"
    RANGE = "initiatives with a range"
    ORDER = "initiatives in order"
    OBJECTIVES = "teams with objectives"
    KEY_RESULTS = "objectives with key results"
    DUE = "key results with a due date"
    SERVES = "initiatives that serve a key result"
    CLOSES = "plan covers the target"
    SOUND = "no findings"


@dataclass(frozen=True)
class Check:
    """One check of a step: ``count`` of ``of`` are as they shall be."""

    step: Step
    question: Question
    count: int
    of: int

    @property
    def done(self) -> bool:
        """Whether all are."""
        return self.count >= self.of


def readiness(plan: Plan, figures: Standing, commitments: pd.DataFrame, team: str | None = None) -> list[Check]:
    """Every check of every step.

    Parameters
    ----------
    figures, commitments
        What ``standing`` and ``commitments_by_team`` find in its ledger.
    team
        Look only at this team's (id) initiatives, objectives and key results in the steps about them.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> from okr_lib.growth.standing import commitments_by_team, standing
    >>> ledger = growth_ledger(shop)
    >>> open_ = [each for each in readiness(shop, standing(ledger), commitments_by_team(ledger)) if not each.done]
    >>> [(check.question.value, check.count, check.of) for check in open_][:2]
    [('streams with a range of momentum', 0, 1), ('teams with a lead', 0, 2)]
    """
    teams = [entry for entry in plan.teams if team in (None, entry.id)]
    return [
        *_numbers(plan, figures, commitments),
        *_work(plan, teams),
        *_results(plan, teams, team),
        *_closing(plan, figures),
    ]


def _count(step: Step, question: Question, met: list[bool]) -> Check:
    return Check(step, question, sum(met), len(met))


def _numbers(plan: Plan, figures: Standing, commitments: pd.DataFrame) -> Iterator[Check]:
    yield _count(Step.AMBITION, Question.TARGET_ABOVE, [figures.target > figures.baseline])
    baselines = [bool(stream.baseline.array().any()) for stream in plan.streams]
    yield _count(Step.SOURCES, Question.BASELINE, baselines)
    yield _count(Step.SOURCES, Question.MOMENTUM, [_is_range(stream.momentum) for stream in plan.streams])
    yield _count(Step.SOURCES, Question.TO_WIN, [figures.to_win > 0])
    yield _count(Step.PEOPLE, Question.LEAD, [bool(team.lead) for team in plan.teams])
    yield _count(Step.PEOPLE, Question.SPONSOR, [bool(area.sponsor) for area in plan.focus_areas])
    yield _count(Step.PEOPLE, Question.COMMITMENT, (commitments["commitment"] > 0).tolist())


def _work(plan: Plan, teams: list[Team]) -> Iterator[Check]:
    initiatives = [initiative for team in teams for initiative in team.initiatives]
    starts = {initiative.id: initiative.starts.position for _, initiative in plan.initiatives()}
    in_order = [all(starts[name] <= starts[each.id] for name in each.after) for each in initiatives]
    yield _count(Step.WORK, Question.INITIATIVES, [bool(team.initiatives) for team in teams])
    yield _count(Step.WORK, Question.EFFECT, [bool(initiative.effects) for initiative in initiatives])
    yield _count(Step.WORK, Question.RANGE, [_has_range(initiative) for initiative in initiatives])
    yield _count(Step.WORK, Question.ORDER, in_order)


def _results(plan: Plan, teams: list[Team], team: str | None) -> Iterator[Check]:
    objectives = [objective for owner in teams for objective in owner.objectives]
    objectives += [] if team else list(plan.objectives)
    results = [result for objective in objectives for result in objective.key_results]
    initiatives = [initiative for owner in teams for initiative in owner.initiatives]
    yield _count(Step.RESULTS, Question.OBJECTIVES, [bool(owner.objectives) for owner in teams])
    yield _count(Step.RESULTS, Question.KEY_RESULTS, [bool(objective.key_results) for objective in objectives])
    yield _count(Step.RESULTS, Question.DUE, [result.due is not None for result in results])
    yield _count(Step.RESULTS, Question.SERVES, [bool(initiative.serves) for initiative in initiatives])


def _closing(plan: Plan, figures: Standing) -> Iterator[Check]:
    yield _count(Step.CLOSING, Question.CLOSES, [figures.closes])
    yield _count(Step.CLOSING, Question.SOUND, [not quality_findings(plan)])


def _is_range(estimate: Estimate) -> bool:
    return estimate.low < estimate.high


def _has_range(initiative: Initiative) -> bool:
    estimates = [effect.amount or effect.lift for effect in initiative.effects]
    return any(estimate is not None and _is_range(estimate) for estimate in estimates)
