"""Sizes: an initiative is done in one of them, and the funded set is the best of all sets in all sizes."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.budget import Question, fund, funding_frontier
from okr_lib.growth.parts import exact_parts
from okr_lib.growth.scenarios import with_initiative_replaced
from okr_lib.growth.sizes import in_size, options_of, with_options
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from tests.conftest import examples

SMALL, LARGE = {"name": "small", "cost": 2, "effect": "60 %"}, {"name": "large", "cost": 9, "effect": 1.5}


def plan_of(*initiatives, teams=1, **more):
    made = [{"name": entry["id"], "owner": "Head"} | entry for entry in initiatives]
    return Plan.model_validate(
        {
            "name": "Shop",
            "currency": "DKK",
            "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
            "target": {"growth": 0.2},
            "streams": [
                {"id": name, "name": name, "baseline": dict.fromkeys(QUARTERS, 100)} for name in ("shop", "online")
            ],
            "teams": [{"id": f"t{n}", "name": f"T {n}", "initiatives": made[n::teams]} for n in range(teams)],
        }
        | more
    )


def entry(name, cost=4, amount=10, **more):
    return {"id": name, "cost": cost, "effects": [{"stream": "shop", "amount": amount}]} | more


@st.composite
def choices(draw):
    """A plan of up to 5 initiatives with sizes or saturating spend, dependencies, overlap and capacity, and a budget."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["amount", "lift"]))
        effects = [
            {"stream": stream, kind: draw(st.integers(-5, 30)) / (1 if kind == "amount" else 300)}
            for stream in draw(st.sampled_from([("shop",), ("online",), ("shop", "online")]))
        ]
        after = draw(st.lists(st.sampled_from(range(number)), max_size=1)) if number else []
        one = {
            "id": f"i{number}",
            "effects": effects,
            "cost": draw(st.integers(0, 10)),
            "effort": draw(st.integers(0, 10)),
            "probability": draw(st.sampled_from([0.2, 0.6, 1.0])),
            "starts": draw(st.sampled_from(QUARTERS)),
            "after": [f"i{first}" for first in after],
        }
        if draw(st.booleans()):
            sizes = draw(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 20)), max_size=2))
            one["sizes"] = [
                {"name": f"s{n}", "cost": cost, "effect": effect / 10} for n, (cost, effect) in enumerate(sizes)
            ]
        elif number < 2:
            one |= {"half_saturation": draw(st.integers(1, 10)), "carry_over": draw(st.sampled_from([0, 0.5]))}
        made.append(one)
    names = [one["id"] for one in made[::2]]
    overlaps = [{"id": "same", "name": "Same", "initiatives": names, "counts": 0.7}] if len(names) > 1 else []
    plan = plan_of(*made, teams=2, overlaps=overlaps)
    capacity = draw(st.none() | st.integers(0, 25))
    teams = (plan.teams[0].model_copy(update={"capacity": capacity}), plan.teams[1])
    return plan.model_copy(update={"teams": teams}), draw(st.integers(0, 45))


def brings(plan, chosen):
    return float(exact_parts(with_options(plan, chosen)).covered.sum())


def fits(plan, chosen, budget):
    done = {name for name, option in chosen.items() if option is not None}
    return (
        sum(chosen[name].cost for name in done) <= budget
        and all(set(item.after) <= done for _, item in plan.initiatives() if item.id in done)
        and all(
            team.capacity is None
            or sum(chosen[item.id].effort for item in team.initiatives if item.id in done) <= team.capacity
            for team in plan.teams
        )
    )


@examples(8)
@given(choices())
def test_the_funded_set_is_the_best_of_all_sets_in_all_sizes(choice):
    plan, budget = choice
    names = [item.id for _, item in plan.initiatives()]
    all_sets = itertools.product(*([None, *options_of(item)] for _, item in plan.initiatives()))
    best = max(
        brings(plan, chosen)
        for options in all_sets
        if fits(plan, chosen := dict(zip(names, options, strict=True)), budget)
    )
    question = Question.of(plan, (), (), None)
    found = question.best(budget)
    assert found[1] == 0
    assert fits(plan, question.chosen(found), budget)
    assert brings(plan, question.chosen(found)) == pytest.approx(best, abs=1e-4)
    assert fund(plan, budget).contribution == pytest.approx(best, abs=1.001 * plan.step)


def test_a_larger_size_is_bought_once_there_is_money_for_it():
    plan = plan_of(entry("tv", size="medium", sizes=[SMALL, LARGE]), entry("shelf", cost=3, amount=4))
    sets = {budget: fund(plan, budget) for budget in (1, 2, 4, 5, 7, 9, 12)}
    assert {budget: dict(found.sizes) for budget, found in sets.items()} == {
        1: {},
        2: {"tv": "small"},
        4: {"tv": "medium"},
        5: {"tv": "medium"},
        7: {"tv": "medium"},
        9: {"tv": "large"},
        12: {"tv": "large"},
    }
    assert [found.contribution for found in sets.values()] == [0, 6, 10, 10, 14, 15, 19]


def test_spend_that_saturates_is_raised_and_cut():
    """At 2.5 a quarter, where half is won at 2.5: half of the spend brings two thirds, twice the spend four thirds."""
    plan = plan_of(entry("tv", cost=10, amount=30, half_saturation=2.5))
    factors = {option.name: option.factor.tolist() for option in options_of(plan.teams[0].initiatives[0])}
    assert factors["50 %"] == pytest.approx([2 / 3] * 4)
    assert factors["200 %"] == pytest.approx([4 / 3] * 4)
    assert [fund(plan, budget).contribution for budget in (4, 5, 10, 20, 100)] == [0, 20, 30, 40, 40]


def test_what_is_carried_over_saturates_later_quarters():
    plan = plan_of(entry("tv", cost=8, amount=40, half_saturation=2, carry_over=0.5))
    (double,) = (option for option in options_of(plan.teams[0].initiatives[0]) if option.name == "200 %")
    stock = np.array([2, 3, 3.5, 3.75])
    assert double.factor == pytest.approx(2 * (stock + 2) / (2 * stock + 2))
    made = with_options(plan, {"tv": double})
    assert brings(plan, {"tv": double}) == pytest.approx(10 * double.factor.sum())
    assert okr.spending(okr.spend_ledger(made, okr.load_spend(made)), ["quarter"])["planned"].tolist()[:-1] == [4] * 4


def test_a_size_left_out_is_a_plan_without_it_and_the_planned_size_changes_nothing():
    plan = plan_of(entry("tv", sizes=[SMALL]), entry("web", after=["tv"]))
    planned = {item.id: options_of(item)[0] for _, item in plan.initiatives()}
    assert with_options(plan, planned) == plan
    assert brings(plan, {"tv": None}) == 0  # what needs it brings nothing either


def test_what_is_kept_is_kept_in_the_size_that_fits():
    plan = plan_of(entry("tv", size="medium", sizes=[SMALL, LARGE]), entry("shelf", cost=4, amount=30))
    assert fund(plan, 4).initiatives == ("shelf",)
    assert dict(fund(plan, 4, keep=["tv"]).sizes) == {"tv": "medium"}
    assert dict(fund(plan, 3, keep=["tv"]).sizes) == {"tv": "small"}
    assert fund(plan, 100, without=["tv"]).initiatives == ("shelf",)
    with pytest.raises(okr.OkrError, match=r"no set for 1 keeps tv with all they need; raise the budget"):
        fund(plan, 1, keep=["tv"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"keep": ["shelv"]}, "there is no initiative 'shelv'; did you mean 'shelf'?"),
        ({"keep": ["tv"], "without": ["tv"]}, "'tv' cannot be kept and left out"),
    ],
)
def test_names_that_cannot_be_asked_for_are_refused(asked, words):
    with pytest.raises(okr.OkrError) as caught:
        fund(plan_of(entry("tv"), entry("shelf")), 1, **asked)
    assert words in str(caught.value)


def test_a_teams_budget_leaves_the_others_as_planned():
    plan = plan_of(entry("tv"), entry("web", amount=20), entry("radio", amount=7, after=["web"]), teams=2)
    found = fund(plan, 4, team="t1")
    assert (found.initiatives, found.cost) == (("web",), 4)
    assert found.contribution == 27  # radio is given, and can work once web is there
    frontier = funding_frontier(plan, [0, 4], team="t1")
    assert frontier["contribution"].tolist() == [0, 27]


def test_the_next_money_is_told_with_the_team_that_delivers_most_of_it():
    plan = plan_of(entry("tv", amount=20), entry("web", amount=9), teams=2)
    frontier = funding_frontier(plan)
    assert frontier["budget"].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert frontier["team"].dropna().to_dict() == {4: "t0", 8: "t1"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"sizes": [SMALL], "half_saturation": 3}, "give either sizes or half_saturation"),
        ({"sizes": [SMALL, SMALL]}, "'small' names two sizes"),
        ({"size": "small", "sizes": [SMALL]}, "'small' names two sizes"),
        ({"carry_over": 0.3}, "carry_over goes with half_saturation"),
        ({"half_saturation": 0}, "is not above 0"),
        ({"sizes": [SMALL | {"cost": -1}]}, "is negative"),
        ({"effects": [{"stream": "shop", "lift": -0.9}], "sizes": [LARGE]}, "would take more than all there is"),
    ],
)
def test_sizes_that_cannot_be_are_refused(more, words):
    with pytest.raises(ValueError, match=words):
        plan_of(entry("tv", **more))


@pytest.mark.parametrize(
    "more, name",
    [
        ({"sizes": [SMALL, LARGE]}, "large"),
        ({"sizes": [SMALL, LARGE], "size": "medium"}, "small"),
        ({"half_saturation": 2}, "150 %"),
        ({"half_saturation": 2, "carry_over": 0.5}, "50 %"),
    ],
)
def test_an_initiative_in_another_size_brings_what_that_size_brings_and_can_go_back(more, name):
    plan = plan_of(entry("tv", **more))
    [option] = [one for one in options_of(plan.initiative("tv")) if one.name == name]
    sized = in_size(plan.initiative("tv"), name)
    changed = with_initiative_replaced(plan, sized)
    asked = with_options(plan, {"tv": option})
    assert exact_parts(changed).covered == pytest.approx(exact_parts(asked).covered)
    assert type(sized).model_validate(sized.model_dump(mode="json")).cost == option.cost
    again = {one.cost: (one.factor * option.factor).round(9).tolist() for one in options_of(sized)}
    assert all(
        again.get(one.cost, one.factor.tolist()) == pytest.approx(one.factor)
        for one in options_of(plan.initiative("tv"))
    )


def test_a_size_that_there_is_not_is_refused():
    with pytest.raises(okr.PlanError, match="tv has no size 'huge'; choose one of small, large"):
        in_size(plan_of(entry("tv", sizes=[SMALL, LARGE])).initiative("tv"), "huge")


def test_three_hundred_initiatives_in_three_sizes_are_chosen_or_the_gap_is_said():
    made = [
        entry(f"i{n}", cost=1 + n % 17, amount=3 + n * 7 % 23, sizes=[SMALL, LARGE], effort=1 + n % 5)
        | ({"after": [f"i{n - 1}"]} if n % 4 == 3 else {})
        for n in range(300)
    ]
    plan = plan_of(*made, teams=5)
    found = fund(plan, 600)
    assert found.cost <= 600
    assert 0 <= found.gap < 0.02 * found.contribution
