"""The close of a quarter on paper says what was decided, what was not, and takes every text for the words it is."""

import datetime as dt

import pytest

from okr_lib.display import closing_tables as shown
from okr_lib.display.labels import Labels
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.closing import Closing, load_closings
from okr_lib.plan.model import Plan
from okr_lib.review.closing import carry_over, closed, closing_states, misses
from okr_lib.review.proposals import states_from_now_on
from okr_lib.review.states import key_result_states
from tests.display.conftest import AWKWARD
from tests.display.reading import html, rows

NOTHING = Closing(quarter="Q3")


@pytest.fixture(scope="module")
def closing(matas):
    return load_closings(matas)["Q3"]


@pytest.fixture(scope="module")
def states(matas):
    return key_result_states(matas, load_check_ins(matas), matas.fiscal_year.last_day("Q3"))


@pytest.fixture
def strange(small):
    """A plan and its close where everything that is text tries to be something else."""
    result = {"id": "visits", "title": AWKWARD, "owner": AWKWARD, "unit": "<i>", "start": 0, "target": 10}
    small["teams"][0] |= {
        "name": AWKWARD,
        "objectives": [{"id": "more", "title": AWKWARD, "key_results": [result]}],
    }
    outcome = {
        "decision": "change",
        "why": AWKWARD,
        "causes": {"visits": AWKWARD},
        "changes": {"visits": {"target": 8}},
    }
    made = {
        "quarter": "Q4",
        "objectives": {"more": outcome},
        "drafts": [{"title": AWKWARD, "team": "sales", "key_results": [AWKWARD, AWKWARD]}],
        "actions": [{"what": AWKWARD, "owner": AWKWARD, "due": "2028-01-20"}],
    }
    return Plan.model_validate(small), Closing.model_validate(made)


def plain(cells):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in cells]


def tables(plan, closing, states, labels):
    return {
        "misses": shown.table_misses(plan, misses(plan, states, closing), labels),
        "closing": shown.table_closing(plan, closing_states(plan, states, closing), labels),
        "changes": shown.table_changes(plan, closing, states, labels),
        "drafts": shown.table_drafts(closing, labels),
        "actions": shown.table_actions(closing, labels),
    }


def test_names_and_sentences_that_try_to_be_code_are_shown_as_text(strange):
    plan, closing = strange
    check_ins = load_check_ins(plan)
    check_ins.loc[0, ["date", "key_result", "value"]] = [dt.date(2027, 12, 31), "visits", 2.0]
    states = key_result_states(plan, check_ins, dt.date(2027, 12, 31))
    for table in tables(plan, closing, states, Labels.of(plan)).values():
        (body,) = rows(table)[1:]
        assert AWKWARD in body[0]
        assert "<script" not in html(table)
        assert "<i>" not in html(table)


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_close_in_which_nothing_is_said_has_tables_without_rows(bare, language):
    states = key_result_states(bare.plan, load_check_ins(bare.plan), dt.date(2027, 9, 30))
    for table in tables(bare.plan, NOTHING, states, Labels.of(bare.plan, language)).values():
        assert len(rows(table)) == 1


def test_heads_are_danish_in_danish(matas, closing, states, danish):
    heads = {name: rows(table)[0] for name, table in tables(matas, closing, states, danish.labels).items()}
    assert heads["misses"] == ["Nøgleresultat", "Team", "Nu", "Mål", "Status", "Score", "Grundårsag"]
    assert heads["actions"] == ["Handling", "Ansvarlig", "Frist"]


def test_a_miss_shows_value_target_score_and_cause_the_worst_first(matas, closing, states, view):
    body = plain(rows(shown.table_misses(matas, misses(matas, states, closing), view.labels))[1:])
    # 8,000 of 17,000 subscribers are 0.47 of the way where 0.75 was expected by the end of Q3; due in March.
    assert body[2] == [
        "Subscribers of Club Matas Plus",
        "Marketing",
        "66,000 subscribers",
        "75,000 subscribers",
        "At risk",
        "0.6",
        "The summer's free trial ended, and every third trial was not renewed.",
    ]
    assert [row[:2] for row in body[:2]] == [
        ["Transactions in the Christmas quarter", "Company"],
        ["Average basket in the Christmas quarter", "Company"],
    ]


def test_a_miss_without_a_cause_says_so(matas, states, view, danish):
    missed = misses(matas, states, NOTHING)
    assert {row[-1] for row in rows(shown.table_misses(matas, missed, view.labels))[1:]} == {"not given yet"}
    assert {row[-1] for row in rows(shown.table_misses(matas, missed, danish.labels))[1:]} == {"ikke oplyst endnu"}


@pytest.mark.parametrize(
    ("causes", "said"),
    [
        (["Late."], "One key result due this quarter missed its target; its root cause is given"),
        ([""], "One key result due this quarter missed its target; its root cause is not given yet"),
        (
            ["Late.", "", ""],
            (
                "2 key results due this quarter missed their targets; the root cause of 1 is given. "
                "Not due yet, but far from where they should be: 1"
            ),
        ),
    ],
)
def test_the_finding_counts_misses_and_causes(matas, states, view, causes, said):
    missed = misses(matas, states, NOTHING)[: len(causes)].assign(cause=causes)
    assert shown.finding_misses(missed, view.labels) == said


def test_where_nothing_due_was_missed_only_what_is_far_off_is_told(matas, states, view):
    far = misses(matas, states, NOTHING).assign(over=False)
    said = f"Not due yet, but far from where they should be: {len(far)}"
    assert shown.finding_misses(far, view.labels) == said


def test_each_objective_shows_its_score_and_what_becomes_of_it(matas, closing, states, view):
    body = rows(shown.table_closing(matas, closing_states(matas, states, closing), view.labels))[1:]
    assert [row[1:5] for row in body] == [
        ["Company", "0.9", "yellow", "Kept"],
        ["Retail", "0.9", "green", "Kept"],
        ["E-commerce", "1.0", "green", "Kept"],
        ["Marketing", "0.8", "green", "Changed"],
    ]
    assert body[3][5] == "The club grows more slowly than planned; a target nobody believes in steers nobody."


def test_an_objective_without_check_ins_or_decision_has_dashes(matas, view):
    silent = key_result_states(matas, load_check_ins(matas)[:0], matas.fiscal_year.last_day("Q3"))
    body = rows(shown.table_closing(matas, closing_states(matas, silent, NOTHING), view.labels))[1:]
    assert {tuple(row[2:]) for row in body} == {("–", "–", "Not decided yet", "–")}


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ([], "The plan has no objectives yet"),
        ([""], "What becomes of the one objective is not decided yet"),
        (["", ""], "What becomes of the 2 objectives is not decided yet"),
        (["keep"], "Objectives: 1 kept"),
        (["keep", "drop", "keep", "change"], "Objectives: 2 kept, 1 changed, 1 dropped"),
        (["keep", "", "drop"], "Objectives: 1 kept, 1 dropped, 1 not decided yet"),
    ],
)
def test_the_finding_counts_what_becomes_of_the_objectives(matas, states, view, decisions, said):
    table = closing_states(matas, states, NOTHING)[: len(decisions)].assign(decision=decisions)
    assert shown.finding_closing(table, view.labels) == said


def test_what_becomes_of_objectives_is_a_proposal_until_the_quarter_is_closed(matas, closing, states, view):
    said = shown.finding_closing(closing_states(matas, states, closing), view.labels, closed=False)
    assert said == "Objectives: 3 kept, 1 changed; proposals until the quarter is closed"


def test_the_finding_on_objectives_in_danish(matas, closing, states, danish):
    said = shown.finding_closing(closing_states(matas, states, closing), danish.labels)
    assert said == "Målsætninger: 3 beholdt, 1 ændret"


def test_the_rule_of_scores_names_the_plans_own_limits(matas, danish):
    data = matas.model_dump(mode="json") | {"thresholds": {"yellow": 0.3, "green": 0.6}}
    plan = Plan.model_validate(data)
    assert "below 0.3 red, below 0.6 yellow, else green" in shown.rule_of_score(plan, Labels.of(plan))
    assert "under 0,3 rød, under 0,6 gul, ellers grøn" in shown.rule_of_score(plan, Labels.of(plan, "da"))


def changes(plan, closing, labels):
    then = states_from_now_on(plan, closing, load_check_ins(plan))
    return plain(rows(shown.table_changes(plan, closing, then, labels)))


def test_a_change_shows_the_target_until_now_and_from_now_on(matas, closing, view, danish):
    _, body = changes(matas, closing, view.labels)
    assert body[:4] == ["Subscribers of Club Matas Plus", "75,000 subscribers", "70,000 subscribers", "31 March 2023"]
    _, body = changes(matas, closing, danish.labels)
    assert body[1:4] == ["75.000 subscribers", "70.000 subscribers", "31. marts 2023"]


def test_a_lowered_target_says_whether_its_key_result_is_behind_all_the_same(matas, closing, view):
    # 66,000 is 8,000 of the 12,000 on the way from 58,000 to 70,000, where three quarters of the year are over.
    heads, body = changes(matas, closing, view.labels)
    assert heads[4:] == ["Progress towards it", "Expected by now", "Status by it"]
    assert body[4:] == ["67%", "75%", "Behind plan"]


def test_a_change_is_proposed_until_the_quarter_is_closed(matas, closing, states, view):
    assert shown.heading_of_changes(closing, view.labels) == "What is proposed to be different"
    assert changes(matas, closing, view.labels)[0][2] == "Target proposed"
    done = closed(matas, states, closing, dt.date(2023, 1, 10))
    assert shown.heading_of_changes(done, view.labels) == "What is different from now on"
    assert changes(matas, done, view.labels)[0][2] == "Target from now on"


def test_a_change_that_cannot_be_taken_has_no_standing(matas, closing, view):
    outcome = closing.objectives["members-come-back"].model_dump(mode="json")
    outcome["changes"] = {"club-plus-subscribers": {"target": 58000}}  # where it started
    made = Closing(quarter="Q3", objectives={"members-come-back": outcome})
    assert changes(matas, made, view.labels)[1][4:] == ["–", "–", "–"]


def test_once_closed_a_change_still_shows_the_target_of_then(matas, closing, states, view):
    done = closed(matas, states, closing, dt.date(2023, 1, 10))
    before, after = (
        changes(plan, made, view.labels)[1] for plan, made in ((matas, closing), (carry_over(matas, done), done))
    )
    assert before == after


def test_a_change_of_title_and_date_keeps_the_target(matas, closing, view):
    outcome = closing.objectives["members-come-back"].model_dump(mode="json")
    outcome["changes"] = {"club-plus-subscribers": {"title": "Subscribers who stay", "due": "2023-02-28"}}
    made = Closing(quarter="Q3", objectives={"members-come-back": outcome})
    _, body = changes(matas, made, view.labels)
    assert body[:4] == ["Subscribers who stay", "75,000 subscribers", "75,000 subscribers", "28 February 2023"]


def test_a_draft_of_nobodys_is_the_companys(view):
    drafts = [{"title": "Stay", "key_results": ["One", "Two"]}, {"title": "Grow", "team": "retail"}]
    body = rows(shown.table_drafts(Closing(quarter="Q3", drafts=drafts), view.labels))[1:]
    assert body == [["Stay", "Company", "One; Two"], ["Grow", "Retail", "–"]]


def test_actions_stand_in_the_order_of_their_dates(closing, view):
    body = rows(shown.table_actions(closing, view.labels))[1:]
    assert [row[2] for row in body] == ["20 January 2023", "1 February 2023", "15 February 2023"]
