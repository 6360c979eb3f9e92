"""Money in the reports: profit only where a margin is known, and what more money buys while the year is not over."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.picture import Picture
from okr_lib.display.sections import money, team_initiatives, teams_and_initiatives
from okr_lib.plan.model import Plan


def with_margins(plan, *margins):
    streams = tuple(
        stream.model_copy(update={"margin": margin}) for stream, margin in zip(plan.streams, margins, strict=True)
    )
    return plan.model_copy(update={"streams": streams})


def told(plan, quarter, section, *more, records=None):
    review = okr.Review(plan, quarter, records or okr.load_records(plan))
    parts = section(review, Labels.of(review.plan), *more)
    return "\n".join(part.alt if isinstance(part, Picture) else repr(part) for part in parts).replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize("quarter", ["Q1", "Q4"])
def test_without_a_margin_no_profit_stands_anywhere(matas, quarter):
    said = told(matas, quarter, teams_and_initiatives) + told(matas, quarter, team_initiatives, "marketing")
    assert "profit" not in said.lower()
    assert "margin" not in said.lower()


def test_with_margins_growth_profit_and_payback_stand_beside_each_other(matas):
    plan = with_margins(matas, 0.42, 0.38)
    said = told(plan, "Q1", money.profit)
    assert "Growth of DKK 75.9m leaves DKK 30.2m and costs DKK 45.0m: a loss of DKK 14.8m in the year." in said
    assert "Retail | 27.2 | 11.0 | 14.0 | −3.0 | 5 quarters" in said
    assert "Club Matas Plus for the most loyal | 7.2 | 2.9 | 4.0 | −1.1 | 6 quarters" in told(
        plan, "Q1", money.profit, "marketing"
    )


def test_a_stream_without_a_margin_is_said_to_be_unknown(matas):
    said = told(with_margins(matas, 0.42, None), "Q1", money.profit)
    assert "Some streams have no contribution margin, so what they leave is not known." in said
    assert "All teams | 75.9 | – | 45.0 | – | –" in said


def test_what_more_money_buys_is_drawn_until_the_year_is_over(matas):
    said = told(matas, "Q2", money.next_money)
    assert "Budget 10.0: 24.3 (+16.1, Retail)" in said
    assert told(matas, "Q4", money.next_money) == ""


def test_a_larger_size_is_what_the_next_money_buys(small):
    large = {"name": "large", "cost": 30, "effect": 2}
    small["teams"][0]["initiatives"] = [
        {"id": "tv", "name": "TV", "owner": "Head", "cost": 10, "effects": [{"stream": "shop", "amount": 20}]}
        | {"sizes": [large]}
    ]
    plan = Plan.model_validate(small)
    said = told(plan, "Q1", money.next_money)
    assert "The next DKK 20.0m buys DKK 20.0m" in said
    assert "most of it in" not in said
    assert "Budget 30.0: 40.0 (+20.0" in said


def test_a_plan_without_costs_has_no_budget(small):
    assert told(Plan.model_validate(small), "Q1", money.next_money) == ""
