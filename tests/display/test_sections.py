"""The report is its sections in order; where a question does not arise, nothing stands."""

import json

import pytest

import okr_lib as okr
from okr_lib.display import sections
from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.plan.values import QUARTERS
from tests.conftest import ROOT


def shown(plan, quarter, section, language="en"):
    review = okr.Review(plan, quarter, okr.load_records(plan))
    return list(section(review, Labels.of(review.plan, language)))


def test_the_template_is_the_sections_in_order():
    cells = json.loads((ROOT / "templates" / "quarterly_report.ipynb").read_text())["cells"]
    called = ["".join(cell["source"]) for cell in cells[3:]]
    assert called == [f"display(*sections.{section.__name__}(review, labels))" for section in sections.SECTIONS]
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).splitlines()]
    assert len(lines) <= 120


@pytest.mark.parametrize("section", sections.SECTIONS, ids=lambda section: section.__name__)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_section_of_the_example_opens_with_a_heading_or_has_nothing(matas, quarter, section):
    found = shown(matas, quarter, section, "da")
    assert not found or (isinstance(found[0], Block) and found[0].html.startswith("<h"))


@pytest.mark.parametrize("section", sections.SECTIONS, ids=lambda section: section.__name__)
def test_a_plan_without_anything_has_sections_too(small, section):
    found = shown(okr.Plan.model_validate(small), "Q1", section)
    assert section in (sections.scorecard, sections.landing) or found


@pytest.mark.parametrize("section", [sections.risks, sections.scenarios], ids=lambda section: section.__name__)
def test_a_year_that_is_over_has_no_risks_and_no_scenarios(matas, section):
    assert shown(matas, "Q4", section) == []
    assert shown(matas, "Q3", section)


def test_how_good_the_forecasts_were_is_a_section_of_its_own_once_the_landing_is_over(matas):
    assert shown(matas, "Q4", sections.landing)[0].html == "<h2>How good the forecasts were</h2>"
    assert [part.html[:4] for part in shown(matas, "Q3", sections.landing) if isinstance(part, Block)][:2] == [
        "<h2>",
        "<h3>",
    ]
