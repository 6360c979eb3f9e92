"""Tables have the ledger's numbers under real heads, and take every name for the words it is."""

import re
from html import escape

import pandas as pd
import pytest

from okr_lib.display.columns import column, table_of
from okr_lib.display.tables import (
    table_facts,
    table_initiatives,
    table_matrix,
    table_scorecard,
    table_teams,
)
from okr_lib.growth.breakdown import matrix
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.review.actual_ledger import actual_ledger, claimed_by_team
from tests.display.conftest import AWKWARD, NO_ACTUALS, View
from tests.display.reading import html, rows


def scorecard(view):
    return table_scorecard([("Q3", view.scorecard("Q3")), ("Year to date", view.to_date)], view.labels)


def teams(view):
    return table_teams(view.teams, view.labels)


def grid(view):
    return table_matrix(view.places, view.labels, "Team")


def initiatives(view):
    return table_initiatives(view.plan, view.timeline, view.labels)


ALL = pytest.mark.parametrize("make", [scorecard, teams, grid, initiatives])


@ALL
def test_heads_of_columns_and_rows_are_heads_to_a_screen_reader(view, make):
    page = html(make(view))
    assert 'scope="col"' in page
    assert page.count('scope="row"') == len(re.findall(r'<tr[^>]*><th scope="row"', page)) >= 3


@ALL
def test_a_head_names_the_unit(danish, make):
    heads = " ".join(word for row in rows(make(danish))[:2] for word in row)
    assert "mio. kr." in heads


@ALL
def test_a_name_that_tries_to_be_code_is_shown_as_text(awkward, make):
    table = make(awkward)
    assert "<script" not in html(table)
    named = [cell for row in rows(table) for cell in row if "$x$" in cell]
    assert named
    assert all(AWKWARD in cell for cell in named)


@ALL
def test_a_plan_without_anything_has_a_table(bare, make):
    assert rows(make(bare))


@ALL
def test_the_same_numbers_give_the_same_table(view, make):
    assert make(view).as_raw_html() == make(view).as_raw_html()


@ALL
def test_numbers_are_aligned_right_and_words_left(view, make):
    cells = re.findall(r"<td([^>]*)>([^<]*)</td>", html(make(view)))
    assert cells
    for said, text in cells:
        is_number = re.fullmatch(r"[−+]?[\d,.\u00a0]+( ?%)?|–", text.replace("\u00a0", " ").strip())
        assert ('class="number' in said) == bool(is_number)


def test_streams_stand_against_the_plan_and_only_the_company_against_the_target(view):
    _, part, stores, online, company, *_ = rows(scorecard(view))
    assert part == ["Q3"]
    assert stores[1:] == ["991.0", "1,027.5", "−3.6%", "1,042.3", "−51.3", "–", "–"]
    assert online[-2:] == ["–", "–"]
    assert company == ["Company", "1,396.0", "1,378.0", "+1.3%", "1,418.1", "−22.1", "1,413.1", "−17.1"]


def test_the_plans_of_the_streams_sum_to_the_companys(view):
    *_, stores, online, company = rows(scorecard(view))
    planned = [round(10 * float(row[4].replace(",", ""))) for row in (stores, online, company)]
    assert planned[0] + planned[1] == planned[2] == 34408


def test_a_variance_is_coloured_by_its_sign_and_has_it_in_its_text(view):
    cells = re.findall(r'<td class="number (good|bad)"[^>]*>([+−][\d,.]+)<', html(scorecard(view)))
    assert {(mark, text[0]) for mark, text in cells} == {("good", "+"), ("bad", "−")}


def test_the_team_table_has_the_numbers_of_its_summary(view):
    names = ["commitment", "contribution", "uncovered", "to_date", "given", "received", "delivered", "cost"]
    for shown, row in zip(rows(teams(view))[1:], view.teams.to_dict("records"), strict=True):
        assert shown[1:-1] == [view.labels.number(row[name]) for name in names]
        assert shown[-1] == view.labels.number(row["per_cost"], 2)


def test_the_team_table_speaks_danish(danish):
    heads, *_, last = rows(teams(danish))
    assert heads[0] == "Team, mio. kr."
    assert heads[-1] == "Planlagt effekt pr. brugt kr."
    assert last[0] == "Alle teams"


def test_a_team_without_cost_has_a_dash_for_what_it_delivers_per_krone(bare):
    assert {row[-1] for row in rows(teams(bare))[1:]} == {"–"}


def claimed_teams(view):
    back = actual_ledger(view.plan, view.actuals, load_check_ins(view.plan), through=view.quarter)
    return rows(table_teams(view.teams, view.labels, claimed_by_team(view.plan, back)))


def test_what_teams_claim_stands_beside_what_was_expected_so_far(view):
    heads, *body = claimed_teams(view)
    place = heads.index("Claimed so far, before overlap")
    assert heads[place - 1] == "Expected so far, before overlap"
    claimed = [float(row[place]) for row in body]
    # The last check-ins of the third quarter on all ten initiatives sum to 59.0.
    assert sum(claimed[:-1]) == pytest.approx(claimed[-1]) == 59.0
    without = [[*row[: place - 1], *row[place + 1 :]] for row in [heads, *body]]
    assert without == [[*row[: place - 1], *row[place:]] for row in rows(teams(view))]


def test_what_is_compared_with_claims_has_no_overlap_deducted_either(view):
    heads, *body = claimed_teams(view)
    expected = view.ledger[(view.ledger["line"] == "initiative") & view.ledger["quarter"].isin(["Q1", "Q2", "Q3"])]
    place = heads.index("Expected so far, before overlap")
    assert [row[place] for row in body] == [
        *(view.labels.number(expected.loc[expected["team"] == team.id, "amount"].sum()) for team in view.plan.teams),
        view.labels.number(expected["amount"].sum()),
    ]


def test_whatever_is_planned_for_the_year_says_that_overlap_is_deducted(view):
    heads = rows(teams(view))[0]
    after = ["Expected contribution, after overlap", "Expected so far, after overlap", "Planned effect, after overlap"]
    assert [head for head in heads if head.endswith("overlap")] == after


def test_what_teams_claim_has_a_danish_head(danish):
    assert "Opgjort til dato, før overlap" in claimed_teams(danish)[0]


def test_without_claims_every_team_claims_nothing(bare):
    heads, *body = claimed_teams(bare)
    assert {row[heads.index("Claimed so far, before overlap")] for row in body} == {"0.0"}


def test_a_table_of_some_teams_claims_for_all_in_its_total(view):
    claimed = pd.Series({"retail": 1.0, "ecommerce": 2.0, "marketing": 4.0})
    some = view.teams[view.teams["team"].isin(["marketing", "total"])]
    heads, own, last = rows(table_teams(some, view.labels, claimed))
    assert [row[heads.index("Claimed so far, before overlap")] for row in (own, last)] == ["4.0", "7.0"]


def test_the_matrix_has_every_number_of_its_table(view):
    shown = rows(grid(view))
    assert shown[0] == ["Team, DKK m", "Stores and wholesale", "Online", "Total"]
    numbers = [[view.labels.number(value) for value in row] for row in view.places.drop(columns="team").to_numpy()]
    assert [row[1:] for row in shown[1:]] == numbers


def test_columns_are_named_by_what_stands_across_even_where_ids_are_shared(small):
    small["streams"][0] |= {"id": "sales", "name": "The stream"}
    small["teams"][0]["initiatives"] = [
        {"id": "first", "name": "First", "owner": "Somebody", "effects": [{"stream": "sales", "amount": 5}]}
    ]
    view = View(Plan.model_validate(small), NO_ACTUALS)
    by_team = table_matrix(matrix(view.ledger, "line", "team"), view.labels, "Line", across="team")
    assert rows(by_team)[0] == ["Line, DKK m", "Sales", "Total"]
    assert rows(grid(view))[0] == ["Team, DKK m", "The stream", "Total"]


def test_a_matrix_names_what_has_no_focus_area(view):
    table = table_matrix(view.areas, view.labels, "Focus area", across="team")
    assert rows(table)[-2][0] == "Without focus area"


def test_an_initiative_shows_its_estimate_credit_and_contribution(view):
    shown = next(row for row in rows(initiatives(view)) if row[0] == "Store stock shown in the web shop")
    assert [cell.replace("\u00a0", " ") for cell in shown] == [
        "Store stock shown in the web shop",
        "E-commerce",
        "Q1",
        "Online: 0.2% / 0.6% / 1.2%; Stores and wholesale: 0.0% / 0.1% / 0.2%",
        "90%",
        "E-commerce 70%, Retail 30%",
        "4.0",
        "8.4",
    ]


def test_an_estimate_never_breaks_between_low_likely_and_high(view):
    shown = [part.strip() for row in rows(initiatives(view))[1:] for part in row[3].split(";")]
    assert all(" " not in part.rsplit(": ", 1)[1] for part in shown)


def test_every_initiative_of_the_plan_has_a_row(view):
    assert [row[0] for row in rows(initiatives(view))[1:]] == [
        initiative.name for _, initiative in view.plan.initiatives()
    ]


def test_an_initiative_without_effects_has_a_dash(small):
    small["teams"][0]["initiatives"] = [{"id": "first", "name": "First", "owner": "Somebody"}]
    assert rows(initiatives(View(Plan.model_validate(small), NO_ACTUALS)))[1][3] == "–"


def test_facts_are_shown_as_given(danish):
    facts = [("Target", "DKK 5m"), ("<b>", "{{ & }}")]
    assert rows(table_facts(facts, danish.labels)) == [["Emne", "Værdi"], *map(list, facts)]
    assert escape("<b>") in html(table_facts(facts, danish.labels))


def test_the_last_row_is_a_total_where_it_sums_the_others(view):
    assert html(teams(view)).count('<tr class="total">') == 1
    assert '<tr class="total"><th scope="row" dir="auto">All teams' in html(teams(view))
    assert "total" not in html(initiatives(view))


def test_25_teams_have_a_row_each(crowd):
    assert len(rows(teams(crowd))) == 1 + 25 + 1


def test_long_words_may_be_broken_and_long_texts_end():
    data = pd.DataFrame({"name": ["x" * 500], "value": ["&" * 60 + " " + "y" * 10_000]})
    table = table_of(data, [column("name", "Name"), column("value", "Value")], "test")
    [_, [name, value]] = rows(table)
    assert (len(name), len(value)) == (200, 600)
    assert "&amp;" * 24 + "<wbr>" + "&amp;" * 24 + "<wbr>" in html(table)


def test_a_notebook_typesets_nothing_in_a_table():
    data = pd.DataFrame({"name": ["$x$"], "value": ["שיווק"]})
    shown = table_of(data, [column("name", "Name"), column("value", "Value")], "test")._repr_mimebundle_()[0][
        "text/html"
    ]
    assert '<table class="mathjax_ignore tex2jax_ignore"' in shown
    assert 'dir="auto">שיווק</td>' in shown
