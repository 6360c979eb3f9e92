"""Open holes are named: whose they are and what is lacking."""

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.review.holes import Hole, Lack, open_holes


def holes_of(plan):
    return open_holes(plan, okr.growth_ledger(plan))


def test_uncovered_amounts_are_those_of_the_ledger_the_largest_first(matas):
    short = [hole.amount for hole in holes_of(matas) if hole.lack is Lack.COVER]
    ledger = okr.growth_ledger(matas)
    assert short == sorted(short, reverse=True)
    assert abs(sum(short) - ledger.loc[ledger["line"] == "uncovered", "amount"].sum()) < 1e-9


def test_what_is_not_estimated_or_serves_nothing_is_named(matas):
    data = matas.model_dump(mode="json")
    data["teams"][0]["initiatives"][0] |= {"effects": [], "serves": []}
    first = data["teams"][0]["initiatives"][0]["id"]
    found = holes_of(Plan.model_validate(data))
    assert {Hole(Lack.ESTIMATE, "retail", first), Hole(Lack.PURPOSE, "retail", first)} <= set(found)


def test_a_team_without_work_or_with_too_much_is_named(matas):
    data = matas.model_dump(mode="json")
    data["teams"].append({"id": "it", "name": "IT"})
    data["teams"][0]["capacity"] = 1
    found = holes_of(Plan.model_validate(data))
    assert {Hole(Lack.INITIATIVES, "it"), Hole(Lack.OBJECTIVES, "it")} <= set(found)
    assert [(hole.team, hole.amount > 0) for hole in found if hole.lack is Lack.CAPACITY] == [("retail", True)]
