"""The year's forecast: right on real companies, and in any case monotone, scale-free, and sure only of what is over."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import okr_lib as okr
from tests.growth.companies import BENCH, YEARS

ORIGINS = pytest.mark.parametrize("known", range(4))
STEADY = 100 * 1.05 ** np.arange(15)[:, None] * [0.2, 0.25, 0.25, 0.3]
JUMPY = [STEADY * np.exp(np.random.default_rng(seed).normal(0, 0.4, STEADY.shape)) for seed in range(20)]


@st.composite
def years_under_way(draw):
    """A history, the periods known and a plan, each period within a factor of twenty of the others."""
    periods = draw(st.sampled_from([1, 4, 12]))
    revenue = st.floats(1, 20)
    years = draw(st.integers(1, 4))
    history = draw(st.lists(st.lists(revenue, min_size=periods, max_size=periods), min_size=years, max_size=years))
    done = draw(st.lists(revenue, max_size=periods - 1))
    planned = draw(st.none() | st.lists(revenue, min_size=periods, max_size=periods))
    return np.array(history), np.array(done), planned


cases = years_under_way()
chances = st.floats(0.002, 0.998)


@ORIGINS
@pytest.mark.parametrize(("least", "limits"), [(1, (3.5, 2.1, 1.4, 0.7)), (4, (3.1, 1.95, 1.38, 0.63))])
def test_real_companies_are_forecast_as_well_as_promised(known, least, limits):
    loss, kept = BENCH.judged(okr.year_forecast, YEARS, known, least)
    assert loss <= limits[known]
    assert 0.76 <= kept[BENCH.PROMISED.index(0.8)] <= 0.84


@ORIGINS
def test_companies_that_its_reference_class_does_not_know_are_forecast_as_well(known):
    loss, _ = BENCH.judged(okr.year_forecast, YEARS, known)
    away, kept = BENCH.other_half(YEARS, known, 1, halves=2)
    assert away <= 1.03 * loss
    assert 0.76 <= kept[BENCH.PROMISED.index(0.8)] <= 0.84


def halves():
    """Two halves drawn at random, and the hardest ones: the companies that grew least, and those that grew most."""
    drawn = [YEARS.companies[place] for place in np.random.default_rng(1).permutation(len(YEARS.companies))]
    by_growth = sorted(YEARS.companies, key=lambda years: (sum(years[-1]) / sum(years[0])) ** (1 / (len(years) - 1)))
    middle = len(drawn) // 2
    return [
        BENCH.CompanyYears("half", tuple(half))
        for all_ in (drawn, by_growth)
        for half in (all_[:middle], all_[middle:])
    ]


@ORIGINS
def test_no_half_of_the_companies_decides_how_right_it_is(known):
    loss, _ = BENCH.judged(okr.year_forecast, YEARS, known)
    for half in halves():
        without, _ = BENCH.judged(partial(okr.year_forecast, reference=half), YEARS, known)
        assert without == pytest.approx(loss, rel=0.03)


@given(cases, st.integers(0, 11), st.floats(1, 3), chances)
def test_more_revenue_so_far_raises_every_quantile_and_chance(case, place, factor, p):
    history, done, planned = case
    if len(done):
        more = done.copy()
        more[place % len(done)] *= factor
        lower = okr.year_forecast(done, history, planned=planned)
        higher = okr.year_forecast(more, history, planned=planned)
        assert higher.quantile(p) >= lower.quantile(p) * (1 - 1e-9)
        assert higher.expected >= lower.expected * (1 - 1e-9)
        assert higher.probability(history.sum()) >= lower.probability(history.sum()) - 1e-9


@given(cases, st.floats(-10, 5000), st.floats(0, 500))
def test_a_higher_target_is_no_likelier(case, target, more):
    history, done, planned = case
    forecast = okr.year_forecast(done, history, planned=planned)
    assert 0 < forecast.probability(target + more) <= forecast.probability(target) < 1


@given(cases, chances)
def test_quantile_and_probability_are_inverse(case, p):
    history, done, planned = case
    forecast = okr.year_forecast(done, history, planned=planned)
    assert forecast.probability(forecast.quantile(p)) == pytest.approx(1 - p, abs=1e-6)


@given(cases, st.sampled_from([1e-6, 0.134, 1e9]))
def test_the_unit_changes_nothing(case, unit):
    history, done, planned = case
    scaled = okr.year_forecast(done * unit, history * unit, planned=planned and np.multiply(planned, unit))
    assert scaled.interval(0.8) == pytest.approx(
        np.multiply(okr.year_forecast(done, history, planned=planned).interval(0.8), unit)
    )


@given(cases)
def test_wider_intervals_hold_narrower_ones_and_the_middle(case):
    history, done, planned = case
    forecast = okr.year_forecast(done, history, planned=planned)
    ends = [forecast.interval(share) for share in (0.95, 0.8, 0.5, 0.0)]
    flat = [low for low, _ in ends] + [high for _, high in ends[::-1]]
    assert flat == sorted(flat)
    assert forecast.quantile([0.1, 0.9]).tolist() == pytest.approx(forecast.interval(0.8))
    assert done.sum() < flat[0]


@ORIGINS
def test_the_same_figures_give_the_same_forecast(known):
    made = [okr.year_forecast(STEADY[9, :known], STEADY[:9], planned=STEADY[9]) for _ in range(2)]
    assert made[0] == made[1]


def width(forecast):
    low, high = forecast.interval(0.8)
    return (high - low) / forecast.quantile(0.5)


def widths(history, known):
    """Of ranges made with more and more history."""
    return np.array([width(okr.year_forecast(STEADY[0, :known], history[:years])) for years in (2, 8, 14)])


@ORIGINS
def test_more_history_narrows_the_range_of_a_steady_company_and_widens_that_of_a_jumpy_one(known):
    steady, jumpy = widths(STEADY, known), np.mean([widths(history, known) for history in JUMPY], axis=0)
    assert (np.diff(steady) < 0).all()
    assert (np.diff(jumpy) > 0).all()


def test_a_range_is_narrower_the_more_of_the_year_is_known():
    months = np.repeat(STEADY / 3, 3, axis=1)
    found = [width(okr.year_forecast(months[6, :known], months[:6])) for known in range(12)]
    assert found == sorted(found, reverse=True)


def test_months_say_much_the_same_as_their_quarters():
    months = np.repeat(STEADY / 3, 3, axis=1)
    for known in range(4):
        fine = okr.year_forecast(months[6, : 3 * known], months[:6])
        coarse = okr.year_forecast(STEADY[6, :known], STEADY[:6])
        assert fine.interval(0.8) == pytest.approx(coarse.interval(0.8), rel=0.01)


@given(cases)
def test_a_year_that_is_over_is_its_sum(case):
    history, _, _ = case
    over = okr.year_forecast(history[-1], history)
    total = over.expected
    assert total == pytest.approx(history[-1].sum())
    assert over.quantile([0.1, 0.9]).tolist() == pytest.approx([total, total])
    assert (over.probability(total * 0.999), over.probability(total * 1.001)) == (1.0, 0.0)


def test_a_steady_company_is_expected_to_go_on_as_before():
    forecast = okr.year_forecast(STEADY[9, :3], STEADY[:9])
    assert forecast.expected == pytest.approx(STEADY[9].sum(), rel=0.01)


@pytest.mark.parametrize(("years", "weight"), [(1, 0), (4, 1 / 4), (9, 4 / 11)])
def test_the_more_is_known_of_a_companys_growth_the_more_its_trend_counts_beside_the_plan(years, weight):
    trend, inside = okr.year_forecast([], STEADY[:years]), STEADY[years] * 1.3
    both = okr.year_forecast([], STEADY[:years], planned=inside)
    middle = np.exp((1 - weight) * np.log(inside.sum()) + weight * np.log(trend.rest))
    assert both.expected == pytest.approx(middle, rel=1e-3)
    assert width(both) == pytest.approx(width(trend), rel=0.15)


@pytest.mark.parametrize("known", [1, 2, 3])
@pytest.mark.parametrize("course", [[1, 1, 1, 1], [0.8, 0.9, 1.1, 1.2]])
def test_a_year_on_plan_stays_on_it_whatever_its_course(known, course):
    planned = STEADY[1] * course
    assert okr.year_forecast(planned[:known], STEADY[:1], planned=planned).expected == pytest.approx(
        planned.sum(), rel=1e-3
    )


def test_what_was_missed_of_the_plan_is_missed_most_of_the_way_to_its_end():
    planned = STEADY[1]
    behind = okr.year_forecast(0.9 * planned[:2], STEADY[:1], planned=planned)
    so_far = 0.1 * planned[:2].sum()
    assert 1.5 * so_far < planned.sum() - behind.expected < 2.2 * so_far


YEAR = [[1.0, 2, 3, 4]]


@pytest.mark.parametrize(
    ("done", "history", "planned", "said"),
    [
        ([], [], None, "history: there is no year; give the revenue of one earlier year at least, by period"),
        ([], np.empty((0, 4)), None, "history: there is no year"),
        (
            [],
            [[1, 2, 3, 4], [1, 2]],
            None,
            "history: is no table of numbers; give each year the same number of periods",
        ),
        ([], [[1, 2, 3, 4], [1, 2, 0, 4]], None, r"history\[1\]\[2\]: 0 is not above zero; give the revenue of every"),
        ([], [[1, -2, 3, 4]], None, r"history\[0\]\[1\]: -2 is not above zero"),
        ([], [[1, 2, np.nan, 4]], None, r"history\[0\]\[2\]: is missing; give the revenue of every period, or only"),
        ([], [[1, 2, np.inf, 4]], None, r"history\[0\]\[2\]: is infinite"),
        ([1, 0], YEAR, None, r"actuals_to_date\[1\]: 0 is not above zero; give the revenue of the periods that are"),
        ([1, 2, 3, 4, 5], YEAR, None, "actuals_to_date has 5 periods, a year of history 4; give no more"),
        ([[1, 2]], YEAR, None, "actuals_to_date: 2 dimensions; give one number a period"),
        (["ten"], YEAR, None, "actuals_to_date: is no list of numbers; give the revenue of the periods that are over"),
        ([], YEAR, [1, 2, 3], "planned has 3 periods, a year of history 4; give as many"),
        ([], YEAR, [1, 2, 3, np.nan], r"planned\[3\]: is missing; give the revenue planned for each period"),
    ],
)
def test_what_cannot_be_forecast_is_named_with_its_place_and_remedy(done, history, planned, said):
    with pytest.raises(okr.ForecastError, match=said) as caught:
        okr.year_forecast(done, history, planned=planned)
    assert isinstance(caught.value, (okr.OkrError, ValueError))


@pytest.mark.parametrize("asked", ["quantile", "interval"])
@pytest.mark.parametrize("chance", [-0.1, 1.1, np.nan])
def test_what_is_no_chance_is_refused(asked, chance):
    with pytest.raises(okr.ForecastError, match="give one between 0 and 1"):
        getattr(okr.year_forecast([], YEAR), asked)(chance)


def test_a_revenue_that_is_no_number_is_refused():
    with pytest.raises(okr.ForecastError, match="nan is no revenue"):
        okr.year_forecast([], YEAR).probability(np.nan)


def test_companies_of_your_own_replace_those_that_are_shipped():
    calm = okr.year_forecast(
        STEADY[9, :2], STEADY[:9], reference=BENCH.CompanyYears("calm", (tuple(map(tuple, STEADY)),) * 8)
    )
    assert width(calm) < width(okr.year_forecast(STEADY[9, :2], STEADY[:9])) / 5
