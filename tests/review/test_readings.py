"""Revenue is read from the actuals: summed so far, against its part of the way."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from okr_lib.plan.folder import load_plan
from okr_lib.plan.model import Plan
from okr_lib.plan.objectives import KeyResult
from okr_lib.review.readings import gap, revenue_reading
from tests.conftest import ROOT

ENDS = (dt.date(2027, 3, 31), dt.date(2027, 6, 30), dt.date(2027, 9, 30), dt.date(2027, 12, 31))


def actuals(*revenue):
    rows = [("2027", f"Q{number}", "shop", value) for number, value in enumerate(revenue, 1)]
    return pd.DataFrame(rows, columns=["fiscal_year", "quarter", "stream", "revenue"])


def reading(small, *revenue, at=3, **fields):
    usual = {"id": "sales", "title": "Revenue", "owner": "Head", "measures": "shop", "start": 400, "target": 480}
    return revenue_reading(Plan.model_validate(small), KeyResult(**usual | fields), actuals(*revenue), ENDS[at])


@pytest.mark.parametrize(("parts", "target", "said"), [((29, 30, 20), 100, 0.79), ((300, 0, 0), 1800, 1 / 6)])
def test_money_adds_up_and_is_never_averaged(small, parts, target, said):  # GOLDEN K1, K2
    shop = small["streams"][0]
    small["streams"] = [shop | {"id": f"s{number}", "name": f"S {number}"} for number in range(len(parts))]
    rows = [("2027", "Q1", f"s{number}", value) for number, value in enumerate(parts)]
    came = pd.DataFrame(rows, columns=["fiscal_year", "quarter", "stream", "revenue"])
    result = KeyResult(id="r", title="R", owner="Head", measures="revenue", start=0, target=target, due=ENDS[0])
    assert revenue_reading(Plan.model_validate(small), result, came, ENDS[0]).progress == pytest.approx(said)


def test_quarters_count_together(small):  # GOLDEN K4
    found = reading(small, 220, 240, 200, 230, start=0, target=1000)
    assert found.progress == pytest.approx(0.89)


def test_growth_so_far_is_measured_against_its_part_of_the_way(small):
    found = reading(small, 110, 115, at=1)
    assert (found.value, found.on, found.due) == (225, ENDS[1], False)
    assert (found.progress, found.expected) == (pytest.approx(25 / 80), pytest.approx(0.5))


def test_at_the_years_end_it_is_the_way_from_start_to_target(small):
    found = reading(small, 110, 115, 120, 125)
    assert (found.progress, found.gap, found.due) == (pytest.approx(70 / 80), 10, True)


def test_a_year_that_lacks_a_quarter_is_not_judged(small):
    assert reading(small, 110, 115, 120).due is False
    assert reading(small) is None


def test_a_level_of_revenue_is_held_or_not_so_far(small):
    found = reading(small, 100, 95, at=1, kind="at_least", start=None, target=400)
    assert (found.progress, found.gap) == (pytest.approx(195 / 200), pytest.approx(5))


def test_a_result_due_within_the_year_counts_to_its_quarter(small):
    found = reading(small, 110, 115, 900, at=2, due="2027-06-30", start=200, target=230)
    assert (found.value, found.progress, found.due) == (225, pytest.approx(25 / 30), True)


def test_the_starters_revenue_of_the_year_is_not_far_below_its_start():
    plan = load_plan(ROOT / "templates" / "plan")
    [result] = [
        each for _, goal in plan.objectives_by_team() for each in goal.key_results if each.measures == "revenue"
    ]
    first = pd.DataFrame(
        [(plan.fiscal_year.label, "Q1", each.id, each.baseline.array()[0] * 1.1) for each in plan.streams],
        columns=["fiscal_year", "quarter", "stream", "revenue"],
    )
    found = revenue_reading(plan, result, first, plan.fiscal_year.last_day("Q1"))
    baseline = np.sum([each.baseline.array() for each in plan.streams], axis=0)
    assert found.progress == pytest.approx(0.1 * baseline[0] / (result.target - result.start))
    assert 0 < found.expected < found.progress < 0.3  # initiatives have yet to build up


def test_a_band_is_missed_by_its_distance():
    band = KeyResult(id="k", title="K", owner="Head", kind="range", band=(40, 60))
    assert [gap(band, value) for value in (35, 50, 63)] == [5, 0, 3]
