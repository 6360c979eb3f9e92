"""Teams feed each other: by what must come first, and by credit."""

import okr_lib as okr
from okr_lib.growth.feeds import feeds
from okr_lib.plan.starter import templates_folder


def rows_of(plan):
    return {(row["source"], row["sink"]): row for row in feeds(plan, okr.growth_ledger(plan)).to_dict("records")}


def test_the_starters_receipts_feed_the_campaigns_and_the_integration_carries_both():
    found = rows_of(okr.load_plan(templates_folder() / "plan"))
    assert ("saved-receipts", "segmented-campaigns") in found["retail", "marketing"]["needed"]
    assert found["ecommerce", "retail"]["needed"] == (("pos-web-shop", "saved-receipts"),)
    assert found["ecommerce", "marketing"]["needed"] == (("pos-web-shop", "segmented-campaigns"),)


def test_what_a_team_is_credited_with_is_what_others_give_it(matas):
    credit = okr.team_summary(matas, okr.growth_ledger(matas), "Q4").set_index("team")["received"]
    for team in matas.teams:
        received = sum(row["credited"] for (source, _), row in rows_of(matas).items() if source == team.id)
        assert abs(received - credit[team.id]) < 1e-9


def test_no_team_feeds_itself(matas):
    assert all(source != sink for source, sink in rows_of(matas))


def test_what_must_come_first_stands_before_credit_alone(matas):
    needed = [bool(row) for row in feeds(matas, okr.growth_ledger(matas))["needed"]]
    assert needed == sorted(needed, reverse=True)
