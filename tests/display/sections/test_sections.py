"""The report is its sections in order; where a question does not arise, nothing stands."""

import json

import pytest

import okr_lib as okr
from okr_lib.display import sections
from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.plan.values import QUARTERS
from tests.conftest import ROOT, review_of


def shown(review, section, language="en"):
    return list(section(review, Labels.of(review.plan, language)))


def test_the_template_is_the_sections_in_order():
    cells = json.loads((ROOT / "templates" / "quarterly_report.ipynb").read_text())["cells"]
    called = ["".join(cell["source"]) for cell in cells[3:]]
    assert called == [f"display(*sections.{section.__name__}(review, labels))" for section in sections.SECTIONS]
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).splitlines()]
    assert len(lines) <= 120


@pytest.mark.parametrize("section", sections.SECTIONS, ids=lambda section: section.__name__)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_section_of_the_example_opens_with_a_heading_or_has_nothing(looked_back, quarter, section):
    found = shown(looked_back(quarter), section, "da")
    assert not found or (isinstance(found[0], Block) and found[0].html.startswith("<h"))


@pytest.mark.parametrize("section", sections.SECTIONS, ids=lambda section: section.__name__)
def test_where_there_are_no_actuals_and_no_key_results_nothing_is_said_of_what_came_or_missed(small, section):
    found = shown(review_of(okr.Plan.model_validate(small), "Q1"), section)
    assert bool(found) == (section is not sections.why)


def test_a_year_that_is_over_has_no_risks_and_no_scenarios(looked_back):
    def headings(quarter, section):
        return {part.html for part in shown(looked_back(quarter), section) if isinstance(part, Block)}

    waiting, scenarios = "<h3>Who waits for whom</h3>", "<h3>Scenarios for the rest of the year</h3>"
    assert waiting in headings("Q3", sections.teams_and_initiatives) - headings("Q4", sections.teams_and_initiatives)
    assert scenarios in headings("Q3", sections.appendix) - headings("Q4", sections.appendix)


def test_how_good_the_forecasts_were_is_told_once_the_year_is_over(looked_back):
    told = [part.html for part in shown(looked_back("Q4"), sections.result_and_landing) if isinstance(part, Block)]
    assert "<h3>How good the forecasts were</h3>" in told


def test_money_stands_among_the_teams_only_where_somebody_told_what_was_spent(looked_back, example):
    def told(review):
        return [repr(part) for part in shown(review, sections.teams_and_initiatives)]

    before = "\n".join(told(looked_back("Q3"))).replace("\N{NO-BREAK SPACE}", " ")
    assert "DKK 29.7m was spent where DKK 30.9m was planned by now; DKK 15.3m of the year's DKK 45.0m is left" in before
    assert "Club Matas Plus for the most loyal has spent DKK 4.1m and may cost DKK 4.0m in the year." in before
    (example / "spend.csv").unlink()
    assert not any("spent" in part.lower() for part in told(review_of(okr.load_plan(example), "Q3")))


@pytest.mark.parametrize(("quarter", "missing"), [("Q3", False), ("Q4", True)])
def test_drivers_of_an_earlier_quarter_are_not_passed_off_as_those_of_the_last(looked_back, quarter, missing):
    review = looked_back(quarter)
    found = sections.why(review, Labels.of(review.plan))
    said = " ".join(part.text for part in found if isinstance(part, Block))
    assert "Company, Q3" in said
    assert ("No drivers of Q4 are recorded." in said) == missing
