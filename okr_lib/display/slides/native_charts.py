"""PowerPoint's own charts: the numbers stand in a workbook inside, and whoever changes them changes the picture.

Solid is what came, outlined what is planned, hatched what is forecast, grey last year's. Green and red are only for
variances, whose numbers have their signs.
"""

import copy
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from okr_lib.display.gap_chart import COLOURS
from okr_lib.display.labels import Labels
from okr_lib.display.picture import BAD, BASE, GOOD
from okr_lib.display.slides.fitting import LINE, Ruler
from okr_lib.display.slides.parts import Chart, Look, Series, Shape
from okr_lib.display.wording import plain

KINDS = {
    Shape.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Shape.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Shape.RANGES: XL_CHART_TYPE.COLUMN_STACKED,
}
_GAP = {Shape.COLUMNS: 60, Shape.BARS: 45, Shape.RANGES: 90}  # between the columns, in % of their width
_BETWEEN = 1.25  # how much wider the place of a column is than the column
_NAME_WIDTH = 2.6  # inches of a category's name before it is cut, on two lines
_SIZES = (14, 13, 12, 11, 10, 9, 8)  # of letters in points
_MARK = 40  # points wide, of a line that has one place only
_ALONE = 250  # between columns where there is one, in % of its width
# Drawn as lines, with their numbers on this side.
_LINES = {Look.LINE: "r", Look.CAME: "r", Look.ABOVE: "t", Look.BELOW: "b"}
_ACROSS = (Look.LINE, Look.CAME)
_UNSEEN = (Look.HIDDEN, Look.ABOVE, Look.BELOW)
_LOCALES = {"da": "[$-406]"}  # so that numbers read as in the language, whatever the machine's own
EPOCH = dt.datetime(2020, 1, 1)  # noqa: DTZ001  (the same numbers give the same file)


class _Writer(CategoryWorkbookWriter):  # type: ignore[misc]  # python-pptx has no types
    """Writes the numbers' workbook, in which a name that looks like a formula or an address is a name."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        as_they_are = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        workbook = Workbook(xlsx_file, {"in_memory": True, **as_they_are})
        workbook.set_properties({"created": EPOCH})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Data(CategoryChartData):  # type: ignore[misc]
    @property
    def _workbook_writer(self) -> _Writer:
        return _Writer(self)


def add_chart(slide: Any, chart: Chart, frame: tuple[Any, ...], labels: Labels, ruler: Ruler) -> Any:
    """Draw a chart into a frame of a slide (left, top, width, height)."""
    data = _Data(number_format=number_format(labels))
    size = _size(chart, Emu(frame[2]).inches, Emu(frame[3]).inches, labels, ruler)
    data.categories = [ruler.cut(name, _NAME_WIDTH, size, 2) for name in chart.categories]
    for series in chart.series:
        data.add_series(plain(series.name), series.values, number_format(labels, signed=series.signed))
    shape = slide.shapes.add_chart(KINDS[chart.shape], *frame, data)
    shape.chart.font.size = Pt(size)
    _style(shape.chart, chart)
    for drawn, series in zip(shape.chart.plots[0].series, chart.series, strict=True):
        _draw(drawn, series, chart, labels)
    _lines(shape.chart, chart)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", plain(chart.alt))  # noqa: SLF001  (python-pptx has no name for it)
    return shape


def _size(chart: Chart, width: float, height: float, labels: Labels, ruler: Ruler) -> int:
    """The largest letters in which no number meets its neighbour: beside it where columns stand, below it where bars lie."""
    beside = len(chart.categories) * (1 if chart.shape is Shape.RANGES else len(chart.series))
    longest = max(
        (labels.change(value) for series in chart.series for value in series.values if value is not None), key=len
    )
    for size in _SIZES:
        if chart.shape is Shape.BARS:
            fits = size * LINE / 72 * beside * 1.1 <= height
        else:
            fits = ruler.inches(longest, size) * beside * _BETWEEN <= width
        if fits:
            return size
    return _SIZES[-1]


def number_format(labels: Labels, *, signed: bool = False) -> str:
    """How an office program writes amounts: as the plan rounds them, a variance with its sign.

    Examples
    --------
    >>> number_format(Labels()), number_format(Labels(decimals=0), signed=True)
    ('#,##0.0;−#,##0.0', '+#,##0;−#,##0;0')
    """
    digits = "#,##0" + ("." + "0" * labels.decimals if labels.decimals else "")
    zero = digits.removeprefix("#,##")
    written = f"+{digits};−{digits};{zero}" if signed else f"{digits};−{digits}"
    locale = _LOCALES.get(labels.language, "")
    return ";".join(f"{locale}{part}" for part in written.split(";"))


def _style(drawn: Any, chart: Chart) -> None:
    """No more than the numbers need: no grid, and no axis of numbers where each stands at its bar."""
    drawn.has_title = False
    shown = [series for series in chart.series if series.look not in _UNSEEN]
    drawn.has_legend = len(shown) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
        _hide_in_legend(drawn, chart)
    plot = drawn.plots[0]
    plot.gap_width = _ALONE if len(chart.categories) == 1 and chart.shape is Shape.RANGES else _GAP[chart.shape]
    plot.overlap = 100 if chart.shape is Shape.RANGES else -8
    value, names = drawn.value_axis, drawn.category_axis
    value.visible = value.has_major_gridlines = False
    _scale(value, chart)
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_1
    if chart.shape is Shape.BARS:
        names.reverse_order = True


def _scale(axis: Any, chart: Chart) -> None:
    """Bars stand on zero; ranges need not, and show more where the axis starts near them."""
    values = [value for series in chart.series for value in series.values if value is not None]
    if chart.shape is Shape.RANGES:
        marks = [value for series in chart.series if series.look in _LINES for value in series.values]
        ends = [value for value in marks if value is not None]
        space = (max(ends) - min(ends)) or abs(max(ends)) or 1.0
        axis.minimum_scale, axis.maximum_scale = min(ends) - 0.25 * space, max(ends) + 0.2 * space
    elif values:
        low, high = min(0.0, *values), max(0.0, *values)
        space = 0.24 * ((high - low) or 1.0)  # room for the numbers at their ends
        axis.minimum_scale = low - space if low < 0 else 0.0
        axis.maximum_scale = high + space


def _draw(drawn: Any, series: Series, chart: Chart, labels: Labels) -> None:
    fill, line = drawn.format.fill, drawn.format.line
    drawn.invert_if_negative = False
    match series.look:
        case Look.ACTUAL:
            fill.solid()
            fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        case Look.BEFORE:
            fill.solid()
            fill.fore_color.rgb = _rgb(BASE)
        case Look.PLAN:
            fill.background()
            line.color.theme_color = MSO_THEME_COLOR.TEXT_1
            line.width = Pt(1.25)
        case Look.FORECAST:
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
            fill.back_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
            line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
        case Look.VARIANCE:
            _by_kind(drawn, series, chart)
        case _:
            fill.background()
            line.fill.background()
    ranges = chart.shape is Shape.RANGES and series.look is Look.FORECAST  # its ends have the numbers
    if series.look not in (Look.HIDDEN, *_ACROSS) and not ranges:
        _number(drawn, labels, series)


def _by_kind(drawn: Any, series: Series, chart: Chart) -> None:
    """Each bar in the colour of what it is: a variance in that of its sign, a sum in that of the text."""
    for place, value in enumerate(series.values):
        if value is None:
            continue
        kind = chart.kinds[place] if chart.kinds else "variance"
        fill = drawn.points[place].format.fill
        fill.solid()
        if kind == "sum":
            fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_1
        else:
            fill.fore_color.rgb = _rgb(COLOURS.get(kind, GOOD if value >= 0 else BAD))


def _number(drawn: Any, labels: Labels, series: Series) -> None:
    """The number at each bar, as the language writes it; it follows whoever changes the number."""
    shown = drawn.data_labels
    shown.show_value = True
    shown.number_format = number_format(labels, signed=series.signed)
    shown.number_format_is_linked = False
    if series.look not in _LINES:
        shown.position = XL_LABEL_POSITION.OUTSIDE_END


def _hide_in_legend(drawn: Any, chart: Chart) -> None:
    """Take out of the legend what is not drawn."""
    legend = drawn.legend._element  # noqa: SLF001
    position = legend.find(qn("c:legendPos"))
    for place, series in enumerate(chart.series):
        if series.look in _UNSEEN:
            entry = etree.SubElement(legend, qn("c:legendEntry"))
            etree.SubElement(entry, qn("c:idx")).set("val", str(place))
            etree.SubElement(entry, qn("c:delete")).set("val", "1")
            position.addnext(entry)
            position = entry


def _lines(drawn: Any, chart: Chart) -> None:
    """Draw lines and bare numbers as lines on the same axes: what the columns are held against."""
    if not any(series.look in _LINES for series in chart.series):
        return
    plot = drawn.plots[0]._element  # noqa: SLF001
    line = etree.SubElement(plot.getparent(), qn("c:lineChart"))
    plot.addnext(line)
    etree.SubElement(line, qn("c:grouping")).set("val", "standard")
    etree.SubElement(line, qn("c:varyColors")).set("val", "0")
    for element, series in zip(plot.findall(qn("c:ser")), chart.series, strict=True):
        if series.look in _LINES:
            line.append(_as_line(element, series, alone=len(chart.categories) == 1))
    etree.SubElement(line, qn("c:marker")).set("val", "1")
    for axis in plot.findall(qn("c:axId")):
        etree.SubElement(line, qn("c:axId")).set("val", axis.get("val"))


def _as_line(element: Any, series: Series, *, alone: bool) -> Any:
    """A series of columns as one of lines: the same numbers, in the order that the format asks for.

    A line through one category has no length, so it is a mark there.
    """
    for name in ("c:invertIfNegative", "c:spPr"):
        for found in element.findall(qn(name)):
            element.remove(found)
    if series.look in _ACROSS:
        colour, dash = ("tx1", "dash") if series.look is Look.LINE else ("accent1", "solid")
        drawing = (
            f'<a:ln w="25400"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:prstDash val="{dash}"/></a:ln>'
        )
    else:
        drawing = "<a:ln><a:noFill/></a:ln>"
    shape = etree.fromstring(
        '<c:spPr xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{drawing}</c:spPr>'
    )
    marker = etree.Element(qn("c:marker"))
    marked = alone and series.look in _ACROSS
    etree.SubElement(marker, qn("c:symbol")).set("val", "dash" if marked else "none")
    if marked:
        etree.SubElement(marker, qn("c:size")).set("val", str(_MARK))
        marker.append(copy.deepcopy(shape))
    element.find(qn("c:tx")).addnext(shape)
    shape.addnext(marker)
    shown = element.find(qn("c:dLbls"))
    if shown is not None:
        place = etree.Element(qn("c:dLblPos"))
        place.set("val", _LINES[series.look])
        shown.find(qn("c:showLegendKey")).addprevious(place)
    etree.SubElement(element, qn("c:smooth")).set("val", "0")
    return element


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#").upper())
