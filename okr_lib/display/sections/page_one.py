"""Page one: where the year stands, why, what will happen, what each team brings, and what is to be decided."""

from okr_lib.display import gap_chart, landing, page_tables
from okr_lib.display.blocks import heading, paragraphs, tile_row
from okr_lib.display.headline import data_words
from okr_lib.display.labels import Labels
from okr_lib.display.page import Page, page_of
from okr_lib.growth.breakdown import bridge
from okr_lib.review.review import Review


def page_one(review: Review, labels: Labels) -> list[object]:
    """All that a reader must know before the sections."""
    page = page_of(review, labels)
    return [
        *_top(review, page, labels),
        *_pictures(review, page, labels),
        *_teams(review, page, labels),
        *_decisions(review, page, labels),
        *_since(review, page, labels),
        paragraphs([" ".join(filter(None, [review.plan.note, review.closing.note]))], "basis"),
    ]


def _top(review: Review, page: Page, labels: Labels) -> list[object]:
    return [
        heading(f"{review.plan.name}: {labels.text('Quarterly report')} {labels.quarter(review.quarter)}", 1),
        paragraphs([data_words(review, labels), " ".join(page.missing)], "lead"),
        heading(page.headline, name="page"),
        tile_row(page.tiles),
    ]


def _pictures(review: Review, page: Page, labels: Labels) -> list[object]:
    """Why, and what will happen, beside each other."""
    note = "" if review.observed else gap_chart.note_of_plan(bridge(review.ledger), labels)
    shown: list[object] = [gap_chart.chart_bars(page.bars, labels, page.why, note)]
    if not review.over or len(review.forecasts):
        shown.append(landing.chart_landing(review.outlook, review.landing, review.forecasts, labels, page.ahead))
    return [*shown, *([paragraphs(page.causes)] if page.causes else [])]


def _teams(review: Review, page: Page, labels: Labels) -> list[object]:
    return [
        heading(labels.text("What each team brings"), 3, "brings"),
        *([paragraphs(page.teams)] if page.teams else []),
        page_tables.table_team_standing(review, labels),
    ]


def _decisions(review: Review, page: Page, labels: Labels) -> list[object]:
    if not page.decisions:
        return []
    return [
        heading(labels.text("What is to decide"), 3, "decisions"),
        page_tables.table_decisions(review.closing.decisions_sought, labels),
        paragraphs([page.decisions]),
    ]


def _since(review: Review, page: Page, labels: Labels) -> list[object]:
    before = review.closing_before
    agreed = before is not None and (before.decisions_sought or before.actions)
    if not agreed and not page.since:
        return []
    return [
        heading(labels.text("Since last time"), 3, "since"),
        *([page_tables.table_since(before, labels)] if before is not None and agreed else []),
        *([paragraphs(page.since)] if page.since else []),
    ]
