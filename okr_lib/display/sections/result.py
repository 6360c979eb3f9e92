"""Result and landing: the quarter and the year to date by stream, and where the year is seen to end."""

from okr_lib.display import forecasts, landing_table, outlook_words, tables
from okr_lib.display.blocks import heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.plan.values import QUARTERS
from okr_lib.review import variance
from okr_lib.review.review import Review


def result_and_landing(review: Review, labels: Labels) -> list[object]:
    """What came against the plan, and what is forecast."""
    shown = [*_scorecard(review, labels), *_landing(review, labels)]
    return [heading(labels.text("Result and landing"), name="result"), *shown] if shown else []


def _scorecard(review: Review, labels: Labels) -> list[object]:
    """The quarter and the year to date, by stream."""
    if not review.observed:
        return []
    position = QUARTERS.index(review.quarter)
    before = variance.scorecard(review.comparison, QUARTERS[position - 1 : position]) if position else None
    quarter = variance.scorecard(review.comparison, (review.quarter,))
    return [tables.table_scorecard(quarter, before, review.to_date, labels)]


def _landing(review: Review, labels: Labels) -> list[object]:
    """Where the year is seen to end, now and at earlier closes; of a year that is over, how good that was."""
    shown: list[object] = []
    record, methods = review.forecasts, review.landing
    if not review.over:
        seen = outlook_words.finding_outlook(review.outlook, labels)
        shown.append(paragraphs([seen + "."], "key"))
        if len(methods):
            shown.append(landing_table.table_landing(methods, review.outlook.target, labels))
    if len(record):
        shown += [
            heading(forecasts.title_forecasts(record, labels), 3),
            paragraphs([forecasts.finding_forecasts(record, labels) + "."], "key"),
            forecasts.table_forecasts(record, labels),
        ]
    return shown
