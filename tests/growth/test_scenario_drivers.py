"""What drivers move a stream by: exactly what its revenue in the ledger differs by, shared among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from okr_lib.growth.scenario_drivers import scenario_drivers
from okr_lib.plan.model import Plan
from tests.conftest import examples

shares = st.integers(-60, 80).map(lambda percent: percent / 100)


TEN = dict.fromkeys(["Q1", "Q2", "Q3", "Q4"], 10)
ONE = {"name": "I", "owner": "Head"}
PRICED = Plan.model_validate(
    {
        "name": "A shop with price, volume, an amount and a lift",
        "currency": "DKK",
        "fiscal_year": {"label": "2027", "starts": "2027-01-01", "baseline": "2026"},
        "target": {"growth": 0.2},
        "streams": [
            {
                "id": "shop",
                "name": "Shop",
                "baseline": dict.fromkeys(TEN, 100),
                "drivers": [{"id": name, "name": name, "values": TEN} for name in ("price", "volume")],
            }
        ],
        "teams": [
            {
                "id": "sales",
                "name": "Sales",
                "initiatives": [
                    ONE | {"id": "amount", "effects": [{"stream": "shop", "amount": 40}]},
                    ONE | {"id": "lift", "effects": [{"stream": "shop", "lift": 0.1, "driver": "price"}]},
                ],
            }
        ],
    }
)


def test_price_times_volume_moves_the_stream_and_what_lifts_it():
    scenario = okr.Scenario(drivers={"shop": {"price": 0.1}})
    table = scenario_drivers(PRICED, scenario)
    assert table["amount"].tolist() == [44.0, 0.0]  # a tenth of 400, and of the lift of it
    assert table[["share", "Q3"]].to_numpy().tolist() == [[0.1, 10.0], [0.0, 10.0]]


@examples(30)
@given(price=shares, volume=shares, momentum=shares)
def test_what_drivers_bring_is_what_the_ledger_differs_by(price, volume, momentum):
    without = okr.Scenario(momentum={"shop": momentum})
    scenario = without.model_copy(update={"drivers": {"shop": {"price": price, "volume": volume}}})
    before, after = (okr.expected_revenue(okr.apply_scenario(PRICED, one)) for one in (without, scenario))
    table = scenario_drivers(PRICED, okr.Scenario.model_validate(scenario.model_dump()))
    assert table["amount"].sum() == pytest.approx(after - before, abs=1e-6)
    likely = okr.apply_scenario(PRICED, scenario).streams[0].momentum.likely
    assert likely == pytest.approx((1 + momentum) * (1 + price) * (1 + volume) - 1)


def test_a_driver_that_there_is_not_is_refused():
    with pytest.raises(okr.PlanError, match=r"drivers.shop.visits: there is no driver 'visits'; choose one of price"):
        okr.apply_scenario(PRICED, okr.Scenario(drivers={"shop": {"visits": 0.1}}))
    with pytest.raises(okr.PlanError, match="there is no stream 'web'"):
        okr.apply_scenario(PRICED, okr.Scenario(drivers={"web": {"visits": 0.1}}))
