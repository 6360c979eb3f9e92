"""Charts of what may come: bars at the right places, the target in sight, the numbers in the words."""

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.outlook_charts import MOST, chart_likelihood, chart_tornado


@pytest.fixture(scope="module")
def outlook(matas):
    return okr.target_outlook(matas, draws=20_000)


def test_tornado_bars_part_at_the_expected_revenue(matas):
    swings, expected = okr.tornado(matas), okr.expected_revenue(matas)
    picture = chart_tornado(swings, expected, 4455.0, Labels.of(matas), "Stores decide")
    [axes] = picture.figure.axes
    assert len(axes.patches) == 2 * MOST
    widths = [bar.get_width() for bar in axes.patches[:2]]
    assert widths == pytest.approx([swings["low"][0] - expected, swings["high"][0] - expected], abs=0.11)


def test_a_tornado_names_its_assumptions_and_numbers(matas):
    labels = Labels.of(matas)
    picture = chart_tornado(okr.tornado(matas), okr.expected_revenue(matas), 4455.0, labels, "Stores decide")
    assert picture.alt.startswith(
        "Stores decide. DKK m; expected 4,442.9, target 4,455.0; widest 65.3: Momentum of Stores and wholesale: "
    )
    assert "−32.7 to +32.6" in picture.alt


def test_the_likelihood_marks_the_target(matas, outlook):
    labels = Labels.of(matas, "da")
    title = "Målet nås måske"
    picture = chart_likelihood(outlook.likelihood, outlook.probability, outlook.target, labels, title)
    [axes] = picture.figure.axes
    marked = [line for line in axes.lines if list(line.get_xdata()) == [outlook.target]]
    assert [list(line.get_ydata()) for line in marked] == [[outlook.probability]]
    assert f"Mål 4.455,0: {labels.share(outlook.probability)}" in picture.alt


def test_what_reaches_the_target_is_stronger_than_what_does_not(matas, outlook):
    title, labels = "May be", Labels.of(matas)
    [axes] = chart_likelihood(outlook.likelihood, outlook.probability, outlook.target, labels, title).figure.axes
    whole, reached = axes.collections
    assert reached.get_alpha() > whole.get_alpha()
    reach = reached.get_paths()[0].get_extents()
    assert reach.x0 >= outlook.target > whole.get_paths()[0].get_extents().x0
    assert reach.x1 == pytest.approx(outlook.likelihood["revenue"].max())


@pytest.mark.parametrize("target", [3000.0, 4455.0, 6000.0])
def test_a_target_far_from_what_may_come_is_still_in_the_picture(matas, outlook, target):
    [axes] = chart_likelihood(outlook.likelihood, 0.0, target, Labels.of(matas), "Far").figure.axes
    low, high = axes.get_xlim()
    assert low < target < high
