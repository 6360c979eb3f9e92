"""Readiness counts what of each step is as it shall be."""

import pytest

import okr_lib as okr
from okr_lib.growth.standing import commitments_by_team, standing
from okr_lib.plan.model import Plan
from okr_lib.review.readiness import Question, Step, readiness


def checks(plan, team=None):
    ledger = okr.growth_ledger(plan)
    found = readiness(plan, standing(ledger), commitments_by_team(ledger), team)
    return {check.question: check for check in found}


def counts(plan, team=None):
    return {question: (check.count, check.of) for question, check in checks(plan, team).items()}


def test_the_example_has_only_its_gap_left(matas):
    assert [question for question, check in checks(matas).items() if not check.done] == [Question.CLOSES]


def test_every_step_has_a_check_and_every_question_is_asked(matas):
    assert {check.step for check in checks(matas).values()} == set(Step)
    assert set(checks(matas)) == set(Question)


def test_a_bare_plan_is_open_in_every_step(small):
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    found = checks(Plan.model_validate(small))
    assert {check.step for check in found.values() if not check.done} == set(Step)


@pytest.mark.parametrize(
    ("change", "question", "count"),
    [
        (lambda plan: plan["teams"][0].update(lead="Head of Sales"), Question.LEAD, (1, 2)),
        (lambda plan: plan.update(focus_areas=[{"id": "a", "name": "A"}]), Question.SPONSOR, (0, 1)),
        (
            lambda plan: plan["streams"][0].update(momentum={"low": 0, "likely": 0.01, "high": 0.02}),
            Question.MOMENTUM,
            (1, 1),
        ),
        (lambda plan: plan["streams"][0].update(momentum=0.3), Question.TO_WIN, (0, 1)),
        (lambda plan: plan.update(allocation={"held": {"sales": 80}, "method": "equal"}), Question.COMMITMENT, (1, 2)),
    ],
)
def test_a_check_counts_what_is_there(small, change, question, count):
    change(small)
    assert counts(Plan.model_validate(small))[question] == count


def with_initiatives(small):
    first = {"id": "a", "name": "A", "owner": "H", "starts": "Q3", "effects": [{"stream": "shop", "amount": 5}]}
    second = {"id": "b", "name": "B", "owner": "H", "starts": "Q1", "after": ["a"]}
    third = {
        "id": "c",
        "name": "C",
        "owner": "H",
        "effects": [{"stream": "shop", "amount": {"low": 1, "likely": 2, "high": 3}}],
    }
    small["teams"][0]["initiatives"] = [first, second]
    small["teams"][1]["initiatives"] = [third]
    return Plan.model_validate(small)


def test_initiatives_are_counted_with_effect_range_and_order(small):
    found = counts(with_initiatives(small))
    assert [found[each] for each in (Question.INITIATIVES, Question.EFFECT, Question.RANGE, Question.ORDER)] == [
        (2, 2),
        (2, 3),
        (1, 3),
        (2, 3),
    ]


def test_a_team_counts_only_its_own(small):
    found = counts(with_initiatives(small), team="brand")
    assert [found[each] for each in (Question.INITIATIVES, Question.EFFECT, Question.OBJECTIVES)] == [
        (1, 1),
        (1, 1),
        (0, 1),
    ]
