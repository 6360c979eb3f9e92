"""Records check themselves: what fits together, and what does not."""

import datetime as dt

import pytest
from pydantic import ValidationError

import okr_lib as okr
from okr_lib.errors import PlanError
from okr_lib.plan.initiatives import Effect, Overlap, counted
from okr_lib.plan.model import Allocation, FiscalYear, FocusArea, Phasing, Plan, Target
from okr_lib.plan.source import Source
from okr_lib.plan.streams import Stream

HUNDREDS = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 100)


def refused(record, words, **fields):
    with pytest.raises(ValidationError, match=words):
        record.model_validate(fields)


@pytest.mark.parametrize(
    ("starts", "quarter", "first", "last"),
    [
        ("2027-01-01", "Q1", "2027-01-01", "2027-03-31"),
        ("2027-01-01", "Q4", "2027-10-01", "2027-12-31"),
        ("2022-04-01", "Q3", "2022-10-01", "2022-12-31"),
        ("2022-04-01", "Q4", "2023-01-01", "2023-03-31"),
        ("2023-12-01", "Q1", "2023-12-01", "2024-02-29"),
        ("2023-12-01", "Q2", "2024-03-01", "2024-05-31"),
    ],
)
def test_a_fiscal_year_knows_the_days_of_its_quarters(starts, quarter, first, last):
    year = FiscalYear(label="2027", starts=starts, baseline="2026")
    assert year.first_day(quarter) == dt.date.fromisoformat(first)
    assert year.last_day(quarter) == dt.date.fromisoformat(last)


def test_the_days_of_a_fiscal_year_leave_no_gap():
    year = FiscalYear(label="2024", starts="2024-02-01", baseline="2023")
    for quarter, following in (("Q1", "Q2"), ("Q2", "Q3"), ("Q3", "Q4")):
        assert year.first_day(following) - year.last_day(quarter) == dt.timedelta(days=1)


def test_a_fiscal_year_starts_on_the_first_of_a_month():
    refused(FiscalYear, "2022-04-15 is not the first day of a month", label="a", starts="2022-04-15", baseline="b")


@pytest.mark.parametrize("fields", [{}, {"growth": 0.2, "revenue": 500}])
def test_a_target_is_either_growth_or_revenue(fields):
    refused(Target, "give either growth .* or revenue, not both and not neither", **fields)


@pytest.mark.parametrize("fields", [{}, {"amount": 5, "lift": 0.1}])
def test_an_effect_is_either_an_amount_or_a_lift(fields):
    refused(Effect, "give either amount .* or lift .*, not both and not neither", stream="shop", **fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"method": "weights"}, "weights by team go with method: weights"),
        ({"method": "equal", "weights": {"sales": 1}}, "weights by team go with method: weights, and only with it"),
        ({"method": "weights", "weights": {"sales": 0}}, "all weights are 0"),
        ({"method": "weights", "weights": {"sales": -1}}, "-1 is negative"),
        ({"method": "magic"}, "contributions"),
        ({"held": {"sales": "all"}}, "'all' is not a number"),
    ],
)
def test_an_allocation_fits_its_method(fields, words):
    refused(Allocation, words, **fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"method": "amounts"}, "amounts by quarter go with method: amounts"),
        ({"amounts": HUNDREDS}, "amounts by quarter go with method: amounts, and only with it"),
        ({"method": "shares"}, "shares by quarter go with method: shares"),
        ({"method": "amounts", "amounts": HUNDREDS, "shares": HUNDREDS}, "shares by quarter go with method: shares"),
        ({"method": "shares", "shares": {**HUNDREDS, "Q1": 0}}, "shares sum to 300, not 1"),
    ],
)
def test_a_phasing_fits_its_method(fields, words):
    refused(Phasing, words, **fields)


def test_an_overlap_that_is_being_entered_takes_nothing_from_the_one_initiative_in_it():
    alone = Overlap(id="same", name="Same people", initiatives=["only"], counts=0.5)
    both = Overlap(id="both", name="Others", initiatives=["one", "other"], counts=0.5)
    assert counted((alone, both)) == {"one": 0.5, "other": 0.5}


def test_the_product_of_drivers_meets_the_baseline():
    drivers = [
        {"id": "visits", "name": "Visits", "values": HUNDREDS},
        {"id": "basket", "name": "B", "values": HUNDREDS},
    ]
    words = "the drivers' product in Q1 is 10000, but the baseline is 100"
    refused(Stream, words, id="shop", name="Shop", baseline=HUNDREDS, drivers=drivers)


def test_text_is_trimmed_and_never_blank():
    assert FocusArea(id="range", name=" Range ").name == "Range"
    refused(FocusArea, "at least 1 character", id="range", name="  ")


@pytest.mark.parametrize("currency", ["kr", "kroner", "DKKK", 208])
def test_a_currency_is_three_capital_letters(small, currency):
    with pytest.raises(ValidationError):
        Plan.model_validate({**small, "currency": currency})
    assert Plan.model_validate({**small, "currency": "dkk"}).currency == "DKK"


@pytest.mark.parametrize("field", ["streams", "teams"])
def test_a_plan_has_at_least_one_stream_and_one_team(small, field):
    with pytest.raises(ValidationError, match=rf"{field}\n.* at least 1"):
        Plan.model_validate({**small, field: []})


def test_a_plan_made_in_code_names_the_field_of_a_wrong_reference(small):
    small["teams"][0]["streams"] = ["shp"]
    with pytest.raises(PlanError) as caught:
        Plan.model_validate(small)
    assert str(caught.value) == "teams[0].streams[0]: there is no stream 'shp'; did you mean 'shop'?"


def test_a_plan_cannot_be_changed_in_place(matas):
    with pytest.raises(ValidationError, match="frozen"):
        matas.step = 1.0
    with pytest.raises(ValidationError, match="frozen"):
        matas.teams[0].name = "Shops"


@pytest.mark.parametrize("name", ["retail", "Retail", "RETAIL"])
def test_a_team_is_found_by_id_or_name_whatever_its_case(matas, name):
    assert matas.team(name).id == "retail"


def test_an_unknown_team_is_refused_with_those_there_are(matas):
    with pytest.raises(PlanError, match="there is no team 'Sales'; the teams are Retail, E-commerce, Marketing"):
        matas.team("Sales")


def test_initiatives_come_in_the_plans_order_with_the_team_that_delivers_them(matas):
    pairs = [(team.id, initiative.id) for team, initiative in matas.initiatives()]
    assert pairs == [(team.id, initiative.id) for team in matas.teams for initiative in team.initiatives]
    assert pairs[0] == ("retail", "new-brand-shelves")


def test_a_problem_of_a_loaded_plan_names_file_and_line(matas):
    problem = matas.problem(("teams", 0, "initiatives", 0, "probability"), "is wrong")
    text = matas.source.files["teams/retail.yaml"].content.decode().splitlines()
    assert (problem.file, problem.field) == ("teams/retail.yaml", "initiatives[0].probability")
    assert text[problem.line - 1].strip().startswith("probability:")


def test_a_problem_of_a_plan_made_in_code_names_the_field(small):
    problem = Plan.model_validate(small).problem(("target", "growth"), "is wrong")
    assert str(problem) == "target.growth: is wrong"


def test_a_changed_copy_remembers_where_it_came_from(matas):
    copy = matas.model_copy(update={"name": "Another"})
    assert copy.source is matas.source
    assert copy != matas


def test_plans_are_equal_when_they_say_the_same_wherever_they_came_from(small):
    plan = Plan.model_validate(small)
    assert plan.with_source(Source("/somewhere", {})) == Plan.model_validate(small)
    assert plan.source is None


def with_drivers(small, basket=10.0, **effect):
    quarters = ("Q1", "Q2", "Q3", "Q4")
    small["streams"][0]["drivers"] = [
        {"id": "transactions", "name": "Transactions", "unit": "thousand", "values": dict.fromkeys(quarters, 10)},
        {"id": "basket", "name": "Basket", "unit": "DKK", "values": dict.fromkeys(quarters, basket)},
    ]
    small["teams"][0]["initiatives"] = [
        {"id": "a", "name": "A", "owner": "Head", "effects": [{"stream": "shop", **(effect or {"lift": 0.1})}]}
    ]
    return small


def test_a_lift_of_a_driver_lifts_its_stream_as_much(small):
    through = okr.growth_ledger(okr.Plan.model_validate(with_drivers(small, lift=0.1, driver="basket")))
    plain = okr.growth_ledger(okr.Plan.model_validate(with_drivers(small, lift=0.1)))
    assert through.equals(plain)


@pytest.mark.parametrize("basket", [10.02, 9.98, 10.0205, 10.099])
def test_drivers_may_miss_the_baseline_by_their_rounding(small, basket):
    assert basket == okr.Plan.model_validate(with_drivers(small, basket)).streams[0].drivers[1].values.Q1


def test_drivers_that_do_not_make_the_baseline_are_refused(small):
    with pytest.raises(ValueError, match=r"product in Q1 is 103, but the baseline is 100; they may differ by 1\.0%"):
        okr.Plan.model_validate(with_drivers(small, 10.3))


def test_a_driver_the_stream_does_not_have_is_refused(small):
    with pytest.raises(okr.PlanError, match="stream 'shop' has no driver 'baskets'; did you mean 'basket'"):
        okr.Plan.model_validate(with_drivers(small, lift=0.1, driver="baskets"))


def test_an_amount_goes_to_the_stream_and_not_through_a_driver(small):
    with pytest.raises(ValueError, match="an amount goes to the stream itself"):
        okr.Plan.model_validate(with_drivers(small, amount=10, driver="basket"))
