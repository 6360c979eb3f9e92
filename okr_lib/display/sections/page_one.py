"""Page one: where the year stands, why, what will happen, what each team brings, and what is to be decided."""

from okr_lib.display import charts, closing_tables, findings
from okr_lib.display.blocks import heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.review import variance
from okr_lib.review.review import Review
from okr_lib.review.soundness import gaps


def page_one(review: Review, labels: Labels) -> list[object]:
    """The plan's name and quarter, and all that a reader must know before the sections."""
    return [*_title(review, labels), *_summary(review, labels), *_decisions(review, labels), *_actions(review, labels)]


def _title(review: Review, labels: Labels) -> list[object]:
    plan = review.plan
    data = labels.text("No actuals yet. Amounts in {unit}.", unit=labels.money_unit)
    if review.observed:
        last_day = labels.date(plan.fiscal_year.last_day(review.observed[-1]))
        data = labels.text("Data to {date}. Amounts in {unit}.", date=last_day, unit=labels.money_unit)
    return [
        heading(f"{plan.name}: {labels.text('Quarterly report')} {labels.quarter(review.quarter)}", 1),
        paragraphs([data], "lead"),
        paragraphs([plan.note], "note"),
    ]


def _summary(review: Review, labels: Labels) -> list[object]:
    planned = variance.planned_quarters(review.ledger)
    missing = gaps(review.plan, review.records.reported, review.quarter)
    said = findings.finding_summary(
        review.plan, review.observed, review.to_date, review.year, labels, review.quarter, planned, missing
    )
    standing = findings.finding_standing(review.observed, review.to_date, labels)
    return [
        heading(labels.text("Summary")),
        paragraphs(said, "key"),
        charts.chart_quarters(review.quarters, labels, standing),
    ]


def _decisions(review: Review, labels: Labels) -> list[object]:
    closing = review.closing
    if not closing.decisions_sought:
        return []
    said = closing_tables.finding_decisions_sought(closing, labels)
    return [
        heading(labels.text("Decisions sought")),
        paragraphs([said + ".", closing.note], "lead"),
        closing_tables.table_decisions_sought(closing, labels),
    ]


def _actions(review: Review, labels: Labels) -> list[object]:
    if not review.closing.actions:
        return []
    return [heading(labels.text("Actions"), 3), closing_tables.table_actions(review.closing, labels)]
