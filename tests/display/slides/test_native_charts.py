"""Charts are PowerPoint's own: numbers in a workbook inside, looks by meaning, words that stand for them, names only names."""

import io

from pptx import Presentation
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_FILL, MSO_PATTERN, MSO_THEME_COLOR

from okr_lib.display.labels import Labels
from okr_lib.display.slides.fitting import Ruler
from okr_lib.display.slides.native_charts import add_chart, number_format
from okr_lib.display.slides.parts import Chart, Look, Series, Shape
from tests.display.slides.conftest import values_of, workbook_of

PLACE = (914400, 914400, 6858000, 4572000)
NAMES = ('=HYPERLINK("http://evil.example")', "http://evil.example/a", "+1", "<b>販売</b> & co", "0001")


def drawn(chart, labels=None):
    """A chart on a slide, saved and read again."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    add_chart(slide, chart, PLACE, labels or Labels(), Ruler())
    file = io.BytesIO()
    presentation.save(file)
    return next(shape for shape in Presentation(file).slides[0].shapes if shape.has_chart)


def chart_of(*looks, names=("Q1", "Q2"), shape=Shape.COLUMNS, signed=False):
    series = tuple(
        Series.of(f"S{n}", [10.0 * (n + 1), -5.0][: len(names)], look, signed=signed) for n, look in enumerate(looks)
    )
    return Chart(shape, names, series, "What is to be seen.", "DKK m", kinds=("variance", "sum"))


def test_the_numbers_stand_in_the_chart_and_in_its_workbook():
    shape = drawn(chart_of(Look.ACTUAL, Look.PLAN))
    assert values_of(shape.chart) == {"S0": [10.0, -5.0], "S1": [20.0, -5.0]}
    rows = list(workbook_of(shape.chart).iter_rows(values_only=True))
    assert rows == [(None, "S0", "S1"), ("Q1", 10, 20), ("Q2", -5, -5)]


def test_what_came_is_solid_what_is_planned_outlined_what_is_forecast_hatched():
    plot = drawn(chart_of(Look.ACTUAL, Look.PLAN, Look.FORECAST, Look.BEFORE)).chart.plots[0]
    actual, planned, forecast, before = (series.format.fill for series in plot.series)
    assert (actual.type, actual.fore_color.theme_color) == (MSO_FILL.SOLID, MSO_THEME_COLOR.ACCENT_1)
    assert planned.type == MSO_FILL.BACKGROUND
    assert (forecast.type, forecast.pattern) == (MSO_FILL.PATTERNED, MSO_PATTERN.WIDE_UPWARD_DIAGONAL)
    assert str(before.fore_color.rgb) == "8A95A1"


def test_a_variance_is_green_or_red_by_its_sign_and_a_sum_neither():
    chart = chart_of(Look.VARIANCE, names=("Stores", "Gap"), shape=Shape.BARS, signed=True)
    [series] = drawn(chart).chart.plots[0].series
    assert str(series.points[0].format.fill.fore_color.rgb) == "00795C"
    assert series.points[1].format.fill.fore_color.theme_color == MSO_THEME_COLOR.TEXT_1
    assert series.data_labels.number_format == "+#,##0.0;−#,##0.0;0.0"


def test_words_stand_for_a_chart_where_it_cannot_be_seen():
    shape = drawn(chart_of(Look.ACTUAL))
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == "What is to be seen."


def test_names_that_look_like_formulas_or_addresses_are_names():
    series = (Series.of("=1+1", [1.0, 2.0, 3.0, 4.0, 5.0], Look.ACTUAL),)
    shape = drawn(Chart(Shape.BARS, NAMES, series, "", ""))
    sheet = workbook_of(shape.chart)
    assert [cell.value for cell in sheet["A"]][1:] == list(NAMES)
    assert {cell.data_type for cell in [*sheet["A"][1:], sheet["B1"]]} == {"s"}
    assert list(shape.chart.plots[0].categories) == list(NAMES)


def test_a_target_is_a_line_across_and_bare_numbers_have_none():
    looks = (Look.HIDDEN, Look.FORECAST, Look.BELOW, Look.ABOVE, Look.LINE)
    chart = drawn(chart_of(*looks, shape=Shape.RANGES)).chart
    columns, lines = chart.plots
    assert [series.name for series in columns.series] == ["S0", "S1"]
    assert [series.name for series in lines.series] == ["S2", "S3", "S4"]
    assert [series.format.line.fill.type for series in lines.series] == [MSO_FILL.BACKGROUND] * 2 + [MSO_FILL.SOLID]


def test_numbers_are_written_as_the_language_writes_them():
    assert number_format(Labels("da", decimals=1)) == "[$-406]#,##0.0;[$-406]−#,##0.0"


def test_a_target_for_one_range_alone_is_a_mark_since_a_line_would_have_no_length():
    looks = (Look.HIDDEN, Look.FORECAST, Look.LINE)
    _, one = drawn(chart_of(*looks, names=("Now",), shape=Shape.RANGES)).chart.plots
    _, two = drawn(chart_of(*looks, shape=Shape.RANGES)).chart.plots
    assert [plot.series[0].marker.style for plot in (one, two)] == [XL_MARKER_STYLE.DASH, XL_MARKER_STYLE.NONE]


def test_letters_become_smaller_before_numbers_meet():
    few, many = (
        drawn(
            Chart(
                Shape.COLUMNS,
                tuple(map(str, range(count))),
                (Series.of("S", [1234567.8] * count, Look.ACTUAL),),
                "",
                "",
            )
        )
        for count in (3, 12)
    )
    assert few.chart.font.size > many.chart.font.size
