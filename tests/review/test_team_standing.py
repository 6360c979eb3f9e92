"""What each team brings: two questions, each on one basis, with claims held against the growth where they lie."""

import dataclasses

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.review.team_standing import marketing


@pytest.fixture(scope="module")
def reviewed(matas):
    return okr.Review(matas, "Q3", okr.load_records(matas))


def test_committed_less_planned_is_uncovered_for_every_team(reviewed):
    table = reviewed.team_standing
    assert (table["commitment"] - table["planned"] - table["uncovered"]).abs().max() < 1e-6


def test_what_the_actuals_bear_out_sums_over_teams_and_lies_in_its_range(reviewed):
    table = reviewed.team_standing.set_index("team")
    assert table["borne_out"].drop("total").sum() == pytest.approx(table.at["total", "borne_out"])
    ledger = reviewed.reconciliation.ledger()
    assert table.at["total", "borne_out"] == pytest.approx(ledger[ledger["line"] == "initiative"]["amount"].sum())
    assert ((table["low"] < table["borne_out"]) & (table["borne_out"] < table["high"])).all()
    apart = (table["high"] - table["low"]).drop("total")
    assert table.at["total", "high"] - table.at["total", "low"] < apart.sum()


def test_of_a_team_that_neither_planned_nor_claimed_anything_nothing_is_borne_out(small):
    effect = {"stream": "shop", "amount": 40}
    small["teams"][0]["initiatives"] = [{"id": "shelf", "name": "Shelf", "owner": "Head of Sales", "effects": [effect]}]
    plan = Plan.model_validate(small)
    columns = ["fiscal_year", "quarter", "stream", "revenue", "as_of", "row"]
    came = pd.DataFrame([("2027", "Q1", "shop", 112.0, None, "line 2")], columns=columns)
    review = okr.Review(plan, "Q1", dataclasses.replace(okr.load_records(plan), reported=came))
    table = review.team_standing.set_index("team")[["borne_out", "low", "high"]]
    assert table.loc["sales"].notna().all()
    assert table.loc["brand"].isna().all()


def test_where_nobody_said_anything_nothing_is_claimed_rather_than_zero(matas):
    early = okr.Review(matas, "Q1", okr.load_records(matas)).team_standing
    assert early["claimed"].isna().all()
    assert early["planned_by_now"].notna().all()


def test_a_team_speaks_in_the_words_of_the_close_or_else_of_its_least_sure_check_in(matas, reviewed):
    said = reviewed.team_standing.set_index("team")["message"]
    assert said["marketing"].startswith("The club grows more slowly than planned")
    earlier = okr.Review(matas, "Q2", okr.load_records(matas)).team_standing.set_index("team")["message"]
    assert earlier["retail"] == "Published: 73. One short of the target."


def test_marketing_is_named_even_where_other_teams_own_no_stream_either(small):
    small["teams"] = [{"id": "brand", "name": "Brand"}, {"id": "m", "name": "Marketing"}, small["teams"][0]]
    assert [team.id for team in marketing(Plan.model_validate(small))] == ["m"]
    small["teams"] = [{"id": "brand", "name": "Brand"}, {"id": "crm", "name": "CRM"}]
    assert [team.id for team in marketing(Plan.model_validate(small))] == ["brand", "crm"]
