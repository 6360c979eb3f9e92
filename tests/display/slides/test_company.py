"""The company's slides: twelve at most, their numbers those of the review, and none for a question that does not arise."""

import pytest

from okr_lib.growth.breakdown import team_summary
from tests.display.slides.conftest import values_of


@pytest.mark.parametrize("quarter", ["Q1", "Q2", "Q3", "Q4"])
def test_a_company_has_twelve_slides_at_most_each_with_a_title_and_its_sources(deck_of, quarter):
    read = deck_of(quarter).read
    assert 7 <= len(read.slides) <= 12
    assert all(slide.shapes.title.text_frame.text for slide in read.slides)
    assert all("Sources: " in slide.notes_slide.notes_text_frame.text for slide in read.slides)


def test_slides_are_sixteen_to_nine(deck_of):
    read = deck_of().read
    assert round(read.slide_width / read.slide_height, 3) == round(16 / 9, 3)


def test_the_quarters_on_the_slide_are_those_of_the_review(deck_of):
    drawn, frame = deck_of(), deck_of().review.quarters
    shown = values_of(drawn.chart_with("Phased target"))
    assert shown["Last year"] == frame["baseline"].tolist()
    assert shown["Phased target"] == frame["expected"].tolist()
    assert shown["Actual"] == [*frame["actual"].tolist()[:3], None]
    assert shown["Forecast now"] == [None] * 3 + [round(drawn.review.outlook.quarters["mean"].iloc[-1], 1)]


def test_what_the_gap_is_made_of_sums_to_it(deck_of):
    drawn = deck_of()
    [*parts, gap] = values_of(drawn.chart_with("Gap to the target"))["Gap to the target"]
    assert round(sum(parts), 6) == gap == drawn.review.to_date["variance"].iloc[-1]


def test_the_range_on_the_slide_is_the_forecast_and_the_target_a_line_across(deck_of):
    drawn = deck_of()
    shown = values_of(drawn.chart_with("Highest"))
    low, high = (round(end, 1) for end in drawn.review.outlook.interval(0.8))
    assert (shown["Lowest"][-1], shown["Highest"][-1]) == (low, high)
    assert shown["Range of 80%"][-1] == round(high - low, 1)
    assert shown["Target 4,455.0"] == [4455.0] * 3


def test_the_teams_table_has_the_figures_of_the_report(deck_of):
    drawn = deck_of()
    told = team_summary(drawn.review.plan, drawn.review.ledger, "Q3").set_index("team")
    tables = [shape.table for shape in drawn.shapes if shape.has_table]
    [table] = [table for table in tables if "Committed" in {cell.text for row in table.rows for cell in row.cells}]
    shown = {row.cells[0].text: [cell.text for cell in row.cells][1:3] for row in table.rows}
    assert shown["Marketing"] == [
        drawn.labels.number(told.at["marketing", name]) for name in ("commitment", "contribution")
    ]


def test_a_year_that_is_over_is_told_as_over(deck_of):
    titles = [slide.title for slide in deck_of("Q4").slides]
    assert titles[0] == "The target is reached: the year ended DKK\xa035.0m above it."
    assert not any("is seen to end" in title or "likelihood" in title for title in titles)


def test_nothing_is_said_of_a_last_time_before_there_was_one(deck_of):
    assert not any("at the close of" in slide.title for slide in deck_of("Q2").slides)
    assert "What was sought and agreed at the close of Q3" in [slide.title for slide in deck_of("Q4").slides]


def test_titles_are_said_in_the_language(deck_of):
    assert deck_of("Q3", "da").slides[0].title.startswith("Q4 skal vokse 4,7")


def test_claims_have_no_slide_before_somebody_claims_anything(deck_of):
    heads = {
        quarter: [name for chart in deck_of(quarter).charts for name in values_of(chart)] for quarter in ("Q1", "Q3")
    }
    assert "Claimed by teams" not in heads["Q1"]
    assert "Claimed by teams" in heads["Q3"]
