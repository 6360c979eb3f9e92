"""A team's slides: its commitment initiative by initiative, what it claims, its work and its key results."""

from okr_lib.growth.breakdown import team_bridge
from tests.display.slides.conftest import values_of


def test_a_team_has_few_slides_that_begin_with_its_commitment(deck_of):
    slides = deck_of("Q3", "en", "marketing").slides
    assert 3 <= len(slides) <= 6
    assert slides[0].title.startswith("By the year's plan, Marketing brings DKK")


def test_what_a_team_is_credited_with_sums_to_its_commitment(deck_of):
    drawn = deck_of("Q3", "en", "marketing")
    shown = values_of(drawn.charts[0])["Commitment"]
    assert shown == team_bridge(drawn.review.ledger, "marketing")["amount"].tolist()
    assert round(sum(shown[:-1]), 6) == shown[-1]


def test_a_team_is_told_of_its_own_initiatives_alone(deck_of):
    drawn = deck_of("Q3", "en", "marketing")
    tables = [shape.table for shape in drawn.shapes if shape.has_table]
    [table] = [table for table in tables if [cell.text for cell in table.rows[0].cells][-1] == "State"]
    assert {row.cells[1].text for row in list(table.rows)[1:]} == {"Marketing"}
