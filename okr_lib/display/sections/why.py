"""Why: what came against what teams claim of it, what drove it, and the causes of what missed."""

from okr_lib.display import charts, closing_tables, findings, looking_back, track_record
from okr_lib.display.blocks import heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.review import variance
from okr_lib.review.actual_ledger import claims_against_growth, claims_bridge
from okr_lib.review.closing import misses
from okr_lib.review.delivery import delivery_rate
from okr_lib.review.driver_split import driver_split
from okr_lib.review.review import Review


def why(review: Review, labels: Labels) -> list[object]:
    """Where growth came from, what is claimed of it, its drivers, and why key results missed."""
    came = _claims(review, labels) if review.observed else []
    shown = [*came, *_drivers(review, labels), *_misses(review, labels)]
    return [heading(labels.text("Why"), name="why"), *shown] if shown else []


def _claims(review: Review, labels: Labels) -> list[object]:
    so_far = variance.actual_bridge(review.comparison, review.observed)
    explained, claims = claims_bridge(review.plan, review.claims), claims_against_growth(review.claims)
    names = dict.fromkeys(("shortfall", "surplus"), labels.text("To the target")) | {"expected": labels.text("Target")}
    came_from = findings.finding_actual_bridge(so_far, labels, over=review.over)
    unexplained = looking_back.finding_claims_bridge(explained, labels)
    message = "What teams claim of the growth" if review.over else "What teams claim of the growth so far"
    delivered = track_record.finding_delivery(delivery_rate(review.plan, review.check_ins, review.quarter), labels)
    return [
        charts.chart_bridge(so_far, labels, came_from, names if review.over else None),
        heading(labels.text(message), 3),
        paragraphs([looking_back.finding_claims(claims, labels) + "."], "key"),
        charts.chart_bridge(explained, labels, unexplained, looking_back.names_as_planned(review.plan, labels)),
        looking_back.table_claims(claims, labels),
        *([paragraphs([delivered + "."], "key")] if delivered else []),
    ]


def _drivers(review: Review, labels: Labels) -> list[object]:
    split = driver_split(review.plan, review.actuals, review.records.drivers, review.observed)
    if split.empty:
        return []
    return [
        heading(labels.text("What drove the growth"), 3),
        paragraphs([looking_back.finding_drivers(review.plan, split, labels) + "."], "key"),
        looking_back.table_drivers(review.plan, split, labels),
    ]


def _misses(review: Review, labels: Labels) -> list[object]:
    """Key results that missed, with their causes."""
    missed = misses(review.plan, review.key_results, review.closing)
    if missed.empty:
        return []
    said = closing_tables.finding_misses(missed, review.key_results, labels)
    return [
        heading(labels.text("Misses"), 3),
        paragraphs([said + "."], "key"),
        closing_tables.table_misses(review.plan, missed, labels),
    ]
