"""Closing a quarter: scores, what is missing, what carries over, and targets that moved in silence."""

import datetime as dt

import pytest

import okr_lib as okr
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.closing import Decision, Forecast, load_closings
from okr_lib.review.closing import (
    _silent_changes,
    as_at_close,
    carry_over,
    closed,
    closing_problems,
    closing_states,
    misses,
    silent_change_findings,
)
from okr_lib.review.evidence import evidence_of
from okr_lib.review.forecasts import forecast_at_close
from okr_lib.review.states import key_result_states


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), matas.fiscal_year.last_day("Q3"))


@pytest.fixture(scope="module")
def closing(matas):
    return load_closings(matas)["Q3"]


def key_result(plan, name):
    return next(r for _, objective in plan.objectives_by_team() for r in objective.key_results if r.id == name)


def without(closing, objective, **fields):
    outcome = closing.objectives[objective].model_copy(update=fields)
    return closing.model_copy(update={"objectives": closing.objectives | {objective: outcome}})


def test_an_objective_scores_the_weighted_mean_of_its_key_results(matas, states, closing):
    table = closing_states(matas, states, closing).set_index("objective")
    # 0.8 and 1.0; the third has no check-in and says nothing.
    assert table.at["one-matas", "score"] == 0.9
    assert table.at["members-come-back", "score"] == 0.8
    assert table.at["members-come-back", "decision"] == "change"
    assert table.at["members-come-back", "colour"] == "green"


def test_a_committed_key_result_misses_however_little_it_lacks(matas, states, closing):
    table = misses(matas, states, closing).set_index("key_result")
    assert list(table.index) == ["q3-transactions", "q3-basket", "club-plus-subscribers"]
    assert table["over"].tolist() == [True, True, False]  # Club Plus is due in March
    assert table.at["q3-basket", "value"] == 202.7


def test_nothing_has_missed_before_it_is_due(matas, closing):
    first = key_result_states(matas, load_check_ins(matas), matas.fiscal_year.last_day("Q1"))
    assert not misses(matas, first, closing.model_copy(update={"quarter": "Q1"}))["over"].any()


def test_an_objective_is_no_greener_than_its_committed_miss(matas, states, closing):
    found = closing_states(matas, states.assign(score=0.9), closing).set_index("objective")
    assert found["colour"].tolist() == ["yellow", "green", "green", "green"]
    low = states.assign(score=[1.0, 0.3, *[1.0] * 8])
    assert closing_states(matas, low, closing)["colour"].tolist()[0] == "red"


def test_what_was_due_in_an_earlier_quarter_is_not_asked_again(matas, closing):
    later = key_result_states(matas, load_check_ins(matas), matas.fiscal_year.last_day("Q4"))
    named = misses(matas, later, closing.model_copy(update={"quarter": "Q4"}))["key_result"]
    assert "q3-transactions" not in set(named)
    assert "new-brands" in set(named)


def test_the_examples_closing_is_complete(matas, states, closing):
    assert closing_problems(matas, states, closing) == []


@pytest.mark.parametrize(
    "objective, fields, place, words",
    [
        ("one-matas", {"decision": None}, "objectives.one-matas.decision", "write one of keep, change, drop"),
        ("one-matas", {"why": " "}, "objectives.one-matas.why", "in one sentence why"),
        ("one-matas", {"causes": {"q3-basket": "Prices."}}, "causes.q3-transactions", "score 0.8"),
        ("members-come-back", {"changes": {}}, "objectives.members-come-back.changes", "say what is different"),
    ],
)
def test_what_is_missing_is_named_at_its_place(matas, states, closing, objective, fields, place, words):
    (problem,) = closing_problems(matas, states, without(closing, objective, **fields))
    assert place in problem.field
    assert words in problem.message


def test_a_low_score_needs_a_root_cause(matas, states, closing):
    low = states.assign(score=states["score"].where(states["key_result"] != "members", 0.2))
    found = closing_problems(matas, low, without(closing, "members-come-back", causes={}))
    assert any("give one root cause" in problem.message for problem in found)


def test_silence_at_the_due_date_keeps_a_quarter_open(matas, states, closing):
    silent = states.assign(progress=states["progress"].where(states["key_result"] != "q3-basket"))
    found = closing_problems(matas, silent, closing)
    assert [problem.message for problem in found] == [
        "was due on 2022-12-31 and has no check-in; check in before closing"
    ]


def test_a_closed_quarter_is_not_closed_again(matas, states, closing):
    done = closed(matas, states, closing, dt.date(2023, 1, 12))
    (problem,) = closing_problems(matas, states, done)
    assert "was closed on 2023-01-12" in problem.message


def test_a_close_keeps_what_is_forecast_of_the_year(matas, states, closing):
    evidence = evidence_of(matas, okr.load_actuals(matas), "Q3")
    fresh = closing.model_copy(update={"forecast": None})
    done = closed(matas, states, fresh, dt.date(2023, 1, 12), evidence)
    assert done.forecast == forecast_at_close(matas, evidence)
    assert done.forecast.through == "Q3"
    assert closed(matas, states, fresh, dt.date(2023, 1, 12)).forecast is None


def test_a_quarter_that_was_opened_again_keeps_what_was_forecast_first(matas, states, closing):
    first = Forecast(through="Q3", expected=4440, low=4400, high=4480, likelihood=0.3, target=4455)
    again = closing.model_copy(update={"forecast": first})
    assert (
        closed(matas, states, again, dt.date(2023, 1, 12), evidence_of(matas, okr.load_actuals(matas), "Q3")).forecast
        == first
    )


def test_a_change_moves_the_target_and_keeps_the_start(matas, closing):
    after = carry_over(matas, closing)
    assert key_result(after, "club-plus-subscribers").target == 70000
    assert key_result(after, "club-plus-subscribers").start == 58000
    assert key_result(after, "new-brands") == key_result(matas, "new-brands")


def test_carrying_over_twice_is_carrying_over_once(matas, closing):
    once = carry_over(matas, closing)
    assert carry_over(once, closing) == once


def test_a_dropped_objective_stays_with_its_history_and_leaves_later_quarters(matas, closing):
    dropped = without(closing, "members-come-back", decision=Decision.DROP, changes={})
    after = carry_over(matas, dropped)
    check_ins = load_check_ins(matas)
    q3, q4 = (key_result_states(after, check_ins, after.fiscal_year.last_day(quarter)) for quarter in ("Q3", "Q4"))
    assert "members-come-back" in set(q3["objective"])
    assert "members-come-back" not in set(q4["objective"])
    assert key_result(after, "members").target == 1.7


def test_the_report_of_a_closed_quarter_keeps_its_targets(matas, states, closing):
    done = closed(matas, states, closing, dt.date(2023, 1, 12))
    after = carry_over(matas, closing)
    assert key_result(as_at_close(after, done), "club-plus-subscribers").target == 75000
    assert as_at_close(after, done).objectives == matas.objectives


def test_a_target_moved_without_a_decision_is_found(matas, states, closing):
    done = {"Q3": closed(matas, states, closing, dt.date(2023, 1, 12))}
    after = carry_over(matas, closing)
    assert _silent_changes(after, done).empty
    data = after.model_dump()
    brands = next(
        r for t in data["teams"] for o in t["objectives"] for r in o["key_results"] if r["id"] == "new-brands"
    )
    brands["target"] = 50
    moved = okr.Plan.model_validate(data)
    assert _silent_changes(moved, done).to_dict("records") == [
        {"key_result": "new-brands", "quarter": "Q3", "field": "target", "then": 60.0, "now": 50.0}
    ]
    (finding,) = silent_change_findings(moved, done)
    assert "was 60 when Q3 was closed and is 50 now" in finding.message
