"""Claims stand beside the growth there was, and more than there was is named."""

import datetime as dt

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.looking_back import (
    finding_claims,
    finding_drivers,
    table_claims,
    table_claims_of_team,
)
from okr_lib.display.tables import table_teams
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.plan.records import ACTUALS_COLUMNS
from okr_lib.review.actual_ledger import (
    actual_ledger,
    claimed_by_team,
    claims_against_growth,
    claims_of_team,
)
from tests.display.conftest import AWKWARD, NO_ACTUALS
from tests.display.reading import html, rows


@pytest.fixture(scope="module")
def back(view):
    return actual_ledger(view.plan, view.actuals, load_check_ins(view.plan), through="Q3")


@pytest.fixture
def shelf(small):
    """Two teams, one of which has a shelf in the shop that is expected to bring 40."""
    effect = {"stream": "shop", "amount": 40}
    small["teams"][0]["initiatives"] = [{"id": "shelf", "name": "Shelf", "owner": "Head", "effects": [effect]}]
    return small


def plain(text):
    return text.replace("\u00a0", " ")


def looked_back(plan, revenue, claimed):
    """The first quarter of a shop that had 100: what it made and what its shelf claims."""
    actuals = pd.DataFrame([("2027", "Q1", "shop", float(revenue))], columns=list(ACTUALS_COLUMNS))
    said = [(dt.date(2027, 3, 31), "shelf", float(claimed))] if claimed is not None else []
    return actual_ledger(plan, actuals, pd.DataFrame(said, columns=["date", "key_result", "value"]))


def test_claims_stand_beside_the_growth_of_their_stream_and_quarter(view, back):
    heads, *body = rows(table_claims(claims_against_growth(back), view.labels))
    assert heads == [
        "Stream, DKK m",
        "Quarter",
        "Growth beyond momentum",
        "Claimed by teams",
        "Claimed above the growth",
    ]
    # Stores had 762.9 in Q2 and made 757.1; momentum is nothing, so all 8.7 claimed are above the growth.
    assert body[1] == ["Stores and wholesale", "Q2", "−5.8", "8.7", "8.7"]
    assert len(body) == 6


def test_claims_in_danish(danish, back):
    heads, first, *_ = rows(table_claims(claims_against_growth(back), danish.labels))
    assert heads[0] == "Omsætningsstrøm, mio. kr."
    assert first == ["Stores and wholesale", "Q1", "+31,2", "0,0", "0,0"]


def test_a_claim_in_no_stream_has_a_name(shelf, bare):
    shelf["teams"][0]["initiatives"][0]["effects"] = []
    claims = claims_against_growth(looked_back(Plan.model_validate(shelf), 112, 5))
    assert rows(table_claims(claims, bare.labels))[-1][:2] == ["In no stream", "Q1"]
    assert "In no stream in Q1 (5.0)" in finding_claims(claims, bare.labels)


@pytest.mark.parametrize(
    ("revenue", "claimed", "said"),
    [
        (112, None, "No team has said yet what its initiatives brought"),
        (
            112,
            8,
            "Teams claim DKK 8.0m of the DKK 12.0m of growth beyond momentum; no claim is above the growth of its stream",
        ),
        (
            112,
            15,
            (
                "Teams claim DKK 15.0m where growth beyond momentum was DKK 12.0m; "
                "more was claimed than there was in Shop in Q1 (3.0)"
            ),
        ),
        (
            97,
            4,
            (
                "Teams claim DKK 4.0m, though there was no growth beyond momentum (−DKK 3.0m); "
                "more was claimed than there was in Shop in Q1 (4.0)"
            ),
        ),
    ],
)
def test_the_finding_says_whether_more_is_claimed_than_there_was(shelf, bare, revenue, claimed, said):
    back = looked_back(Plan.model_validate(shelf), revenue, claimed)
    assert plain(finding_claims(claims_against_growth(back), bare.labels)) == said


def test_the_finding_in_danish(danish, back):
    said = plain(finding_claims(claims_against_growth(back), danish.labels))
    assert said.startswith(
        "Teamene opgør selv deres bidrag til 59,0 mio. kr.; væksten ud over den underliggende var 48,2 mio. kr."
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (100, 88, "Shop, Q1: DKK 12.0m less than last year: Visits −12.0"),
        (100, 112, "Shop, Q1: DKK 12.0m of growth: Visits +12.0"),
    ],
)
def test_what_drove_a_fall_is_not_called_growth(bare, before, after, said):
    split = pd.DataFrame([("shop", "Q1", "Visits", before, after, float(after - before))])
    split.columns = ["stream", "quarter", "driver", "before", "after", "amount"]
    assert plain(finding_drivers(bare.plan, split, bare.labels)) == said


def test_without_actuals_there_are_tables_without_rows(view):
    back = actual_ledger(view.plan, NO_ACTUALS, load_check_ins(view.plan))
    claims = claims_against_growth(back)
    assert len(rows(table_claims(claims, view.labels))) == 1
    assert finding_claims(claims, view.labels) == "No team has said yet what its initiatives brought"


def test_a_team_sees_what_it_is_credited_with_expected_and_claimed(view, back):
    table = table_claims_of_team(claims_of_team(view.plan, view.ledger, back, "marketing"), view.labels)
    heads, *body = rows(table)
    assert heads[2:] == ["Expected so far, before overlap, DKK m", "Claimed so far, before overlap, DKK m"]
    assert [row[1] for row in body] == ["Retail", "E-commerce", "Marketing", "Marketing", "Marketing", ""]
    assert ["Personal offers to club members", "Marketing", "5.1", "4.2"] in body


def test_what_a_team_expected_and_claims_sums_to_its_row_among_the_teams(view, back):
    last = rows(table_claims_of_team(claims_of_team(view.plan, view.ledger, back, "marketing"), view.labels))[-1]
    heads, *_, own, _ = rows(table_teams(view.teams, view.labels, claimed_by_team(view.plan, back)))
    assert own[0] == "Marketing"
    names = ("Expected so far, before overlap", "Claimed so far, before overlap")
    assert last == ["Total", "", *(own[heads.index(name)] for name in names)]


def test_a_team_without_credit_has_a_table_without_rows(bare):
    back = looked_back(bare.plan, 112, None)
    assert len(rows(table_claims_of_team(claims_of_team(bare.plan, bare.ledger, back, "brand"), bare.labels))) == 1


def test_names_that_try_to_be_code_are_shown_as_text(shelf):
    shelf["streams"][0]["name"] = AWKWARD
    shelf["teams"][0]["name"] = shelf["teams"][0]["initiatives"][0]["name"] = AWKWARD
    plan = Plan.model_validate(shelf)
    labels, back = Labels.of(plan), looked_back(plan, 112, 15)
    claims = claims_against_growth(back)
    own = table_claims_of_team(claims_of_team(plan, okr.growth_ledger(plan), back, "sales"), labels)
    for table in (table_claims(claims, labels), own):
        assert rows(table)[1][0] == AWKWARD
        assert "<script" not in html(table)
    assert finding_claims(claims, labels).endswith(f"{AWKWARD} in Q1 (3.0)")
