"""The page's tables: teams on one basis, decisions with their holes, and what became of the last close."""

import dataclasses

import pytest

import okr_lib as okr
from okr_lib.display.initiative_tables import table_standing
from okr_lib.display.labels import Labels
from okr_lib.display.page_tables import (
    finding_decisions,
    sentences_on_marketing,
    table_decisions,
    table_since,
    table_team_standing,
)
from okr_lib.plan.closing import Action, Closing, DecisionSought
from okr_lib.plan.model import Plan
from tests.display.reading import html, rows


@pytest.fixture(scope="module")
def reviewed(matas):
    return okr.Review(matas, "Q3", okr.load_records(matas))


def deciding(reviewed, *effects):
    """The review with decisions of these effects; none where nobody has estimated one."""
    sought = tuple(DecisionSought(question="Shall we?", recommendation="Yes.", effect=effect) for effect in effects)
    closing = reviewed.closing.model_copy(update={"decisions_sought": sought})
    closings = {**reviewed.records.closings, "Q3": closing}
    return dataclasses.replace(reviewed, records=dataclasses.replace(reviewed.records, closings=closings))


def test_the_teams_table_says_on_which_basis_its_columns_are(reviewed):
    table = table_team_standing(reviewed, Labels.of(reviewed.plan))
    assert "The year, after overlap" in html(table)
    assert "By Q3, before overlap" in html(table)
    [marketing] = [row for row in rows(table) if row[0] == "Marketing"]
    assert marketing[1:7] == ["25.9", "22.3", "3.6", "16.6", "18.4", "16.7 (10.9–22.6)"]
    assert marketing[7] == "1 off track · 1 silent"


def test_a_column_of_which_nothing_is_known_is_not_there(matas):
    table = table_team_standing(okr.Review(matas, "Q1", okr.load_records(matas)), Labels.of(matas))
    assert "Claimed by now" not in html(table)


def test_of_a_year_that_is_over_nothing_is_by_now(matas):
    review, labels = okr.Review(matas, "Q4", okr.load_records(matas)), Labels.of(matas)
    for table in (table_team_standing(review, labels), table_standing(review, labels)):
        assert ">Claimed<" in html(table)
        assert "by now" not in html(table)


def test_of_many_teams_the_rest_is_one_row_and_all_still_sum(crowd):
    review = okr.Review(crowd.plan, "Q2", okr.load_records(crowd.plan))
    shown = rows(table_team_standing(review, Labels.of(crowd.plan)))
    body = [row for row in shown if len(row) > 2 and row[1].replace(".", "").isdigit()]
    assert [row[0] for row in body][-2:] == ["Other teams", "All teams"]
    assert sum(float(row[1]) for row in body[:-1]) == pytest.approx(float(body[-1][1]))


def test_marketing_is_told_with_what_it_claims_and_how_sure_that_is(reviewed, matas):
    [said] = sentences_on_marketing(reviewed, Labels.of(matas))
    assert said.replace("\u00a0", " ").endswith(
        "by now it claims DKK 18.4m, where DKK 16.6m was planned; neither revenue nor a test shows it, and 10.9–22.6 is likely."
    )
    [early] = sentences_on_marketing(okr.Review(matas, "Q1", okr.load_records(matas)), Labels.of(matas))
    assert "nothing is claimed so far" in early


def test_a_team_of_which_nothing_is_planned_is_told_so_and_no_more(small):
    plan = Plan.model_validate(small)
    review = okr.Review(plan, "Q1", okr.load_records(plan))
    assert sentences_on_marketing(review, Labels.of(plan)) == []  # two book no revenue; neither speaks for the other
    alone = plan.model_copy(update={"teams": plan.teams[:1]})
    [said] = sentences_on_marketing(dataclasses.replace(review, current=alone), Labels.of(alone))
    assert said == "Sales: nothing is planned for the year."


def test_what_is_not_known_of_a_decision_is_a_hole(reviewed, matas):
    table = table_decisions(reviewed.closing.decisions_sought, Labels.of(matas))
    body = rows(table)[1:]
    assert [row[2] for row in body] == ["not estimated", "not estimated", "0.0"]
    assert body[0][3:] == ["0.0", "20\u00a0Jan\u00a02023", "Chief Marketing Officer"]
    assert html(table).count("hole") == 4


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ((None, None), "By any estimate given here, none of the DKK 23.5m that the expected year lacks is closed."),
        (
            (10.0, None),
            "As estimated, they bring DKK 10.0m of the DKK 23.5m that the expected year lacks; without an estimate: 1 of 2.",
        ),
        ((20.0, 5.0), "As estimated, they bring DKK 25.0m and close the DKK 23.5m that the expected year lacks."),
    ],
)
def test_whether_the_decisions_close_the_gap_is_said(reviewed, matas, effects, said):
    assert finding_decisions(deciding(reviewed, *effects), Labels.of(matas)).replace("\u00a0", " ").startswith(said)


def test_a_year_that_is_over_asks_for_no_effect_on_it(matas):
    over = deciding(okr.Review(matas, "Q3", okr.load_records(matas)), None)
    closings = {**over.records.closings, "Q4": over.closing.model_copy(update={"quarter": "Q4"})}
    review = dataclasses.replace(over, quarter="Q4", records=dataclasses.replace(over.records, closings=closings))
    assert finding_decisions(review, Labels.of(matas)) == "One decision is sought."


def test_what_became_of_the_last_close_is_told_and_silence_is_a_hole(view):
    sought = (DecisionSought(question="Shall we?", recommendation="Yes.", became="Decided, on 20 January."),)
    actions = (Action(what="Do it", owner="Head of Retail", due="2023-02-01"),)
    table = table_since(Closing(quarter="Q3", decisions_sought=sought, actions=actions), view.labels)
    assert rows(table) == [
        ["Decision or action of Q3", "Owner", "Due", "What became of it"],
        ["Shall we?", "–", "–", "Decided, on 20 January."],
        ["Do it", "Head of Retail", "1\u00a0Feb\u00a02023", "nothing is written down"],
    ]
