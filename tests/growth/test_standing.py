"""The figures in sight are those of the ledger."""

import math

import pytest

import okr_lib as okr
from okr_lib.growth.breakdown import team_summary
from okr_lib.growth.standing import commitments_by_team, handy_step, standing
from okr_lib.plan.model import Plan


def test_the_examples_figures(matas):
    found = standing(okr.growth_ledger(matas))
    assert (found.baseline, found.target, found.covered, found.uncovered, found.to_win) == (
        4344.2,
        4455.0,
        4442.9,
        12.1,
        88.0,
    )
    assert found.growth == pytest.approx(4455 / 4344.2 - 1)
    assert found.covered_share == pytest.approx(4442.9 / 4455)
    assert not found.closes


def test_commitments_are_those_of_the_team_summary(matas):
    ledger = okr.growth_ledger(matas)
    columns = ["team", "commitment", "contribution", "uncovered"]
    expected = team_summary(matas, ledger, "Q4")[columns].iloc[:-1]
    assert commitments_by_team(ledger).to_numpy().tolist() == expected.to_numpy().tolist()


def test_a_team_without_initiatives_has_its_row(small):
    small["allocation"] = {"method": "equal"}
    table = commitments_by_team(okr.growth_ledger(Plan.model_validate(small)))
    assert table.to_numpy().tolist() == [["sales", 40, 0, 40], ["brand", 40, 0, 40]]


def test_a_plan_without_baseline_does_not_close(small):
    small["streams"][0]["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    found = standing(okr.growth_ledger(Plan.model_validate(small)))
    assert math.isnan(found.growth)
    assert math.isnan(found.covered_share)
    assert not found.closes


@pytest.mark.parametrize(
    ("span", "step", "moves"), [(168, 0.1, 168), (88, 0.1, 88), (0.5, 0.1, 5), (1_000_000, 1, 100), (7, 0.5, 14)]
)
def test_a_slider_has_a_handy_number_of_moves(span, step, moves):
    assert span / handy_step(span, step) == pytest.approx(moves)
    assert (handy_step(span, step) / step) % 1 == pytest.approx(0)
