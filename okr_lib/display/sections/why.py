"""Why: what came against what teams claim of it, what drove it, and the causes of what missed."""

from okr_lib.display import claims_chart, closing_tables, looking_back
from okr_lib.display.blocks import heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.display.wording import sentences
from okr_lib.review.actual_ledger import claims_against_growth
from okr_lib.review.closing import misses
from okr_lib.review.driver_split import driver_split
from okr_lib.review.review import Review


def why(review: Review, labels: Labels) -> list[object]:
    """What came beyond momentum and what is claimed of it, its drivers, and why key results missed."""
    came = _claims(review, labels) if review.observed else []
    shown = [*came, *_drivers(review, labels), *_misses(review, labels)]
    return [heading(labels.text("Why"), name="why"), *shown] if shown else []


def _claims(review: Review, labels: Labels) -> list[object]:
    """What came beyond momentum against what teams claim of it, and where they claim more than there was."""
    claims = claims_against_growth(review.claims)
    said = looking_back.finding_claims(claims, labels)
    if not claims["claimed"].any():
        return [paragraphs([sentences(said)], "key")]
    beyond = claims[claims["excess"] > 0]
    return [
        claims_chart.chart_claims(claims, labels, said),
        *([looking_back.table_claims(beyond, labels)] if len(beyond) else []),
    ]


def _drivers(review: Review, labels: Labels) -> list[object]:
    split = driver_split(review.plan, review.actuals, review.records.drivers, review.observed)
    if split.empty:
        return []
    said, last = [looking_back.finding_drivers(review.plan, split, labels)], review.observed[-1]
    if last not in set(split["quarter"]):
        said.append(labels.text("No drivers of {quarter} are recorded.", quarter=last))
    return [
        heading(labels.text("What drove the growth"), 3, "drivers"),
        paragraphs([sentences(*said)], "key"),
        looking_back.table_drivers(review.plan, split, labels),
    ]


def _misses(review: Review, labels: Labels) -> list[object]:
    """Key results that missed, with their causes."""
    missed = misses(review.plan, review.key_results, review.closing)
    if missed.empty:
        return []
    said = closing_tables.finding_misses(missed, labels)
    return [
        heading(labels.text("Misses" if missed["over"].any() else "Far from where they should be"), 3, "misses"),
        paragraphs([sentences(said)], "key"),
        closing_tables.table_misses(review.plan, missed, labels),
    ]
