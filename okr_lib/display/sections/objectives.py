"""How the work stands: objectives and key results, focus areas and initiatives, misses and wins."""

from okr_lib.display import (
    charts,
    closing_tables,
    findings,
    initiative_words,
    okr_charts,
    okr_findings,
    okr_house,
    okr_tables,
    timeline_chart,
)
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import matrix, timeline
from okr_lib.plan.values import QUARTERS
from okr_lib.review.closing import misses
from okr_lib.review.review import Review
from okr_lib.review.states import objective_states
from okr_lib.review.tallies import confidence_trend, status_counts


def objectives(review: Review, labels: Labels) -> list[object]:
    """The OKR house, key results by status and against what was expected, and confidence over time."""
    plan, states = review.plan, review.key_results
    opening = [
        heading(labels.text("OKR scorecard")),
        paragraphs([okr_tables.finding_key_results(states, labels) + "."], "key"),
    ]
    rule = paragraphs([okr_tables.rule_of_status(plan, labels)], "lead")
    if states.empty:
        return [*opening, rule]
    counts = status_counts(plan, states)
    days = [plan.fiscal_year.last_day(name) for name in QUARTERS[: QUARTERS.index(review.quarter) + 1]]
    trend = confidence_trend(plan, review.check_ins, days)
    sure = trend["confidence"].notna().any()
    return [
        *opening,
        okr_house.chart_okr_house(plan, states, labels, okr_findings.finding_house(plan, states, labels)),
        okr_charts.chart_status_stack(counts, labels, okr_findings.finding_status(counts, labels)),
        okr_charts.chart_bullets(plan, states, labels, okr_findings.finding_bullets(plan, states, labels)),
        *([okr_charts.chart_confidence(trend, labels, okr_findings.finding_confidence(trend, labels))] if sure else []),
        okr_tables.table_key_results(plan, states, objective_states(plan, states), labels),
        rule,
    ]


def initiatives(review: Review, labels: Labels) -> list[object]:
    """Who carries which focus area, and when each initiative starts and builds up."""
    areas, told = matrix(review.ledger, "focus_area", "team"), review.initiatives
    steps, said = timeline(review.plan, review.ledger), initiative_words.finding_initiatives(told, labels)
    return [
        heading(labels.text("Focus areas and initiatives")),
        charts.chart_matrix(areas, labels, findings.finding_focus_areas(areas, labels)),
        timeline_chart.chart_timeline(steps, labels, said, review.quarter, told),
        paragraphs([initiative_words.rule_of_lateness(labels)], "lead"),
    ]


def misses_and_wins(review: Review, labels: Labels) -> list[object]:
    """Key results that missed, with their causes, and what went well."""
    missed = misses(review.plan, review.key_results, review.closing)
    said = closing_tables.finding_misses(missed, review.key_results, labels)
    return [
        heading(labels.text("Misses and wins")),
        paragraphs([said + "."], "key"),
        *([closing_tables.table_misses(review.plan, missed, labels)] if len(missed) else []),
        heading(labels.text("Wins"), 3),
        bullets(review.closing.wins or [labels.text("No wins are written down for this quarter yet.")]),
    ]
