"""Result and landing: the quarters and the streams against plan and target, and where the year is seen to end."""

from okr_lib.display import findings, forecasts, landing, outlook_words, quarters_chart, tables
from okr_lib.display.blocks import heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.display.wording import sentences
from okr_lib.review import variance
from okr_lib.review.review import Review


def result_and_landing(review: Review, labels: Labels) -> list[object]:
    """What came against the plan, and what is forecast."""
    shown = [*_result(review, labels), *_landing(review, labels)]
    return [heading(labels.text("Result and landing"), name="result"), *shown]


def _result(review: Review, labels: Labels) -> list[object]:
    """The quarters in a picture, and by stream the last one that came and the year to date."""
    message = "Target and forecast by quarter"
    said = (
        findings.finding_standing(review.observed, review.to_date, labels) if review.observed else labels.text(message)
    )
    ahead = review.outlook.quarters.set_index("quarter")["mean"].drop(index=list(review.observed)).to_dict()
    shown: list[object] = [quarters_chart.chart_quarters(review.quarters, ahead, labels, said)]
    if not review.observed:
        return shown
    last = review.observed[-1]
    parts = [(labels.quarter(last), variance.scorecard(review.comparison, (last,)))]
    if len(review.observed) > 1:
        whole = review.plan.fiscal_year.label if review.over else labels.text("Year to date")
        parts.append((whole, review.to_date))
    return [*shown, tables.table_scorecard(parts, labels)]


def _landing(review: Review, labels: Labels) -> list[object]:
    """Where the year is seen to end, now and at earlier closes; of a year that is over, how good that was."""
    shown: list[object] = []
    record, methods = review.forecasts, review.landing
    if not review.over:
        seen = outlook_words.finding_outlook(review.outlook, labels)
        shown.append(paragraphs([sentences(seen)], "key"))
        shown.append(landing.table_landing(methods, review.outlook.mean, review.outlook.target, labels))
    if len(record):
        shown += [
            heading(forecasts.title_forecasts(record, labels), 3, "forecasts"),
            paragraphs([sentences(forecasts.finding_forecasts(record, labels))], "key"),
            forecasts.table_forecasts(record, labels),
        ]
    return shown
