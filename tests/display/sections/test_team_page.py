"""A team's report: what a lead needs on Monday, changing with the quarter, and nothing for a question that does not arise."""

import pytest

import okr_lib as okr
from okr_lib.display import sections
from okr_lib.display.blocks import Block
from okr_lib.display.labels import Labels
from okr_lib.plan.values import QUARTERS
from tests.display.reading import rows

PARTS = (sections.team_page, sections.team_initiatives, sections.team_objectives, sections.team_basis)


def shown(plan, quarter, section, team, language="en"):
    review = okr.Review(plan, quarter, okr.load_records(plan))
    return list(section(review, Labels.of(review.plan, language), team))


def told(found):
    return "\n".join(part.text for part in found if isinstance(part, Block)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_headline_sets_the_claim_beside_what_was_planned_and_what_is_borne_out(matas):
    said = told(shown(matas, "Q3", sections.team_page, "marketing"))
    assert "Marketing claims DKK 18.4m where DKK 16.6m was planned by now; the actuals bear out DKK 16.7m" in said


def test_marketing_is_told_something_else_in_every_quarter(matas):
    assert len({told(shown(matas, quarter, sections.team_page, "marketing")) for quarter in QUARTERS}) == 4


def test_a_year_that_is_over_has_nobody_waiting(matas):
    assert "Who waits for whom" in told(shown(matas, "Q3", sections.team_page, "retail"))
    assert "Who waits for whom" not in told(shown(matas, "Q4", sections.team_page, "retail"))


def test_what_a_team_claims_adds_up_to_what_its_headline_says(matas):
    (table, *_) = [
        part for part in shown(matas, "Q3", sections.team_initiatives, "retail") if not isinstance(part, Block)
    ]
    assert rows(table)[-1][1:3] == ["19.0", "18.6"]


@pytest.mark.parametrize("section", PARTS, ids=lambda section: section.__name__)
def test_a_team_without_anything_has_a_page_and_no_empty_sections(small, section):
    found = shown(okr.Plan.model_validate(small), "Q1", section, "sales")
    assert bool(found) == (section in (sections.team_page, sections.team_basis))
