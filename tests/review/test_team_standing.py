"""What each team brings: two questions, each on one basis, with claims held against the growth where they lie."""

import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.review.actual_ledger import claims_against_growth
from okr_lib.review.team_standing import teams_without_stream


@pytest.fixture(scope="module")
def reviewed(matas):
    return okr.Review(matas, "Q3", okr.load_records(matas))


def test_committed_less_planned_is_uncovered_for_every_team(reviewed):
    table = reviewed.team_standing
    assert (table["commitment"] - table["planned"] - table["uncovered"]).abs().max() < 1e-6


def test_what_is_unproven_is_the_claims_above_growth_shared_in_proportion(reviewed):
    table = reviewed.team_standing.set_index("team")
    excess = claims_against_growth(reviewed.claims)["excess"].sum()
    assert table.at["total", "unproven"] == pytest.approx(excess, abs=0.01)
    assert table["proven"].round(2).to_dict() == {"retail": 0.31, "ecommerce": 0.88, "marketing": 0.47, "total": 0.57}


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
    assert [team.id for team in teams_without_stream(Plan.model_validate(small))] == ["m"]
    small["teams"] = [{"id": "brand", "name": "Brand"}, {"id": "crm", "name": "CRM"}]
    assert [team.id for team in teams_without_stream(Plan.model_validate(small))] == ["brand", "crm"]
