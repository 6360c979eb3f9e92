"""Plans that share their luck are drawn as each would be alone, however they differ."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.chances import chances_of
from okr_lib.growth.common_luck import CommonLuck
from okr_lib.growth.simulation import simulate
from okr_lib.plan.model import Plan
from tests.conftest import examples
from tests.growth.plans import plans

SETTINGS = {"draws": 2000, "seed": 3}


def scenario_of(draw, plan):
    """A scenario of a plan: a few initiatives changed or not done, a momentum, a target."""
    initiatives = [one for _, one in plan.initiatives()]
    changes = {
        one.id: draw(st.sampled_from([{"probability": 0.35}, {"scale": 1.7}, {"starts": "Q3"}, {"ramp": [0.2, 0.7]}]))
        for one in initiatives
        if draw(st.integers(0, 9)) == 0
    }
    return okr.Scenario.model_validate(
        {
            "initiatives": changes,
            "drop": [one.id for one in initiatives if draw(st.integers(0, 9)) == 0],
            "momentum": {plan.streams[0].id: 0.07} if draw(st.booleans()) else {},
        }
    )


@examples(40)
@given(st.data())
def test_a_scenario_is_drawn_as_it_would_be_alone(data):
    plan, luck = data.draw(plans()), CommonLuck()
    luck.simulate(chances_of(plan), **SETTINGS)
    for _ in range(2):
        chances = chances_of(okr.apply_scenario(plan, scenario_of(data.draw, plan)))
        found, alone = luck.simulate(chances, **SETTINGS), simulate(chances, **SETTINGS)
        scale = np.abs(alone.quarters).max() + chances.base.max() + 1
        assert np.abs(found.quarters - alone.quarters).max() < 1e-5 * scale


def test_what_needs_a_changed_initiative_is_drawn_anew(small):
    one = {"name": "I", "owner": "Head", "effects": [{"stream": "shop", "amount": 40}]}
    chain = [
        one | {"id": "a", "probability": 0.5},
        one | {"id": "b", "after": ["a"]},
        one | {"id": "c", "after": ["b"]},
    ]
    small["teams"][0]["initiatives"] = chain + [one | {"id": f"other-{n}"} for n in range(12)]
    plan, luck = Plan.model_validate(small), CommonLuck()
    before = luck.simulate(chances_of(plan), **SETTINGS).year.mean()
    sure = chances_of(okr.apply_scenario(plan, okr.Scenario.model_validate({"initiatives": {"a": {"probability": 1}}})))
    assert luck.simulate(sure, **SETTINGS).year.mean() == pytest.approx(before + 60, abs=4)


def test_another_seed_number_of_draws_or_plan_is_drawn_whole(matas, small):
    luck, other = CommonLuck(), chances_of(Plan.model_validate(small))
    for chances, settings in (
        (chances_of(matas), SETTINGS),
        (chances_of(matas), SETTINGS | {"seed": 4}),
        (other, SETTINGS),
    ):
        assert (luck.simulate(chances, **settings).quarters == simulate(chances, **settings).quarters).all()


def test_an_outlook_with_common_luck_says_the_same(matas):
    luck, late = CommonLuck(), okr.apply_scenario(matas, okr.load_scenarios(matas)["launches-slip"])
    for plan in (matas, late):
        assert okr.target_outlook(plan, luck=luck).probability == pytest.approx(okr.target_outlook(plan).probability)
