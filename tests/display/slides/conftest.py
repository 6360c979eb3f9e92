"""Slides of the example at each quarter, of plans at the edge, and how a drawn deck is read back."""

import io
from functools import cache

import openpyxl
import pytest
from pptx import Presentation

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.slides import deck, layouts
from okr_lib.display.slides.company import company_slides
from okr_lib.display.slides.team import team_slides
from tests.conftest import EXAMPLE


class Drawn:
    """A report's slides, drawn and read back as python-pptx reads them."""

    def __init__(self, folder, quarter, language="en", team=""):
        current = okr.load_plan(folder)
        self.review = okr.Review(current, quarter, okr.load_records(current))
        self.labels = Labels.of(self.review.plan, language)
        made = team_slides(self.review, self.labels, team) if team else company_slides(self.review, self.labels)
        self.slides = made
        about = deck.About("Title", "Foot")
        self.content = deck.presentation(made, layouts.own_deck("#0072b2"), about, self.labels)
        self.read = Presentation(io.BytesIO(self.content))

    @property
    def shapes(self):
        return [shape for slide in self.read.slides for shape in slide.shapes]

    @property
    def charts(self):
        return [shape.chart for shape in self.shapes if shape.has_chart]

    def chart_with(self, series):
        [found] = [chart for chart in self.charts if series in values_of(chart)]
        return found

    @property
    def words(self):
        """Every text on the slides and in the notes."""
        texts = [shape.text_frame.text for shape in self.shapes if shape.has_text_frame]
        tables = [shape.table for shape in self.shapes if shape.has_table]
        texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
        return texts + [slide.notes_slide.notes_text_frame.text for slide in self.read.slides]


def values_of(chart):
    """The numbers of a chart by series."""
    return {series.name: list(series.values) for plot in chart.plots for series in plot.series}


def workbook_of(chart):
    """The sheet inside a chart, which people edit."""
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active


@cache
def drawn_example(quarter="Q3", language="en", team=""):
    return Drawn(EXAMPLE, quarter, language, team)


@pytest.fixture(scope="session")
def deck_of():
    return drawn_example
