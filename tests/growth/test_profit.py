"""Profit: margin less cost, and when that is paid back; without a margin nothing is said of profit anywhere."""

from math import inf

import pytest

import okr_lib as okr
from okr_lib.growth.profit import profits
from okr_lib.plan.references import TOTAL
from tests.growth.test_sizes import entry, plan_of


def earning(plan, **margins):
    streams = tuple(stream.model_copy(update={"margin": margins.get(stream.id)}) for stream in plan.streams)
    return plan.model_copy(update={"streams": streams})


def table(plan, by="initiative"):
    return profits(plan, okr.growth_ledger(plan), by).set_index(by)


def test_profit_is_the_margin_of_growth_less_its_cost():
    plan = earning(plan_of(entry("tv", cost=4, amount=40), entry("sale", cost=9, amount=20)), shop=0.4)
    found = table(plan)
    assert found.loc["tv"].to_dict() == {"contribution": 40, "margin": 16, "cost": 4, "profit": 12, "payback": 1}
    assert found.loc["sale", ["margin", "profit", "payback"]].tolist() == [8, -1, 5]
    assert found.loc[TOTAL, ["contribution", "margin", "cost", "profit"]].tolist() == [60, 24, 13, 11]


def test_a_year_that_starts_late_is_paid_back_by_the_next_one():
    plan = earning(plan_of(entry("tv", cost=9, amount=40, starts="Q4")), shop=0.4)
    assert table(plan).loc["tv", ["contribution", "payback"]].tolist() == [10, 3]  # 4 a quarter, counted from Q4
    assert table(earning(plan_of(entry("sale", cost=9, amount=1)), shop=0.1)).loc["sale", "payback"] == inf


def test_a_stream_without_a_margin_leaves_the_profit_of_what_reaches_it_unknown():
    both = entry("tv", cost=4) | {"effects": [{"stream": "shop", "amount": 8}, {"stream": "online", "amount": 8}]}
    plan = earning(plan_of(both, entry("shelf", cost=2), teams=2), shop=0.5)
    found = table(plan)
    assert found["profit"].isna().to_dict() == {"tv": True, "shelf": False, TOTAL: True}
    assert table(plan, "team")["profit"].isna().to_dict() == {"t0": True, "t1": False, TOTAL: True}


def test_teams_and_initiatives_sum_to_the_same(matas):
    plan = earning(matas, stores=0.41, online=0.37)
    teams, initiatives = table(plan, "team"), table(plan)
    sums = ["contribution", "margin", "cost", "profit"]
    assert teams.loc[TOTAL, sums].tolist() == pytest.approx(initiatives.loc[TOTAL, sums].tolist())
    assert teams.drop(index=TOTAL)[sums].sum().tolist() == pytest.approx(teams.loc[TOTAL, sums].tolist())


def test_without_a_margin_there_is_no_profit(matas):
    assert profits(matas, okr.growth_ledger(matas)).empty
    assert "profit" not in okr.funding_frontier(matas, [0, 20])
