"""The appendix: the plan's bridge and house, scenarios, rules, assumptions, data and versions, quality findings."""

from dataclasses import replace

from okr_lib.display import appendix as words
from okr_lib.display import (
    base_rates,
    explorer_tables,
    findings,
    gap_chart,
    okr_house,
    outlook_charts,
    records_table,
    risk_tables,
    scenario_tables,
    tables,
    track_record,
)
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.display.wording import sentences
from okr_lib.growth.breakdown import bridge, matrix, timeline
from okr_lib.growth.ledger import expected_revenue
from okr_lib.growth.scenarios import scenario_summary
from okr_lib.growth.sensitivity import goal_seek, nearest_needed, tornado
from okr_lib.plan.model import Plan
from okr_lib.review.ambition import ambition
from okr_lib.review.closing import located_silent_changes
from okr_lib.review.delivery import delivery_rate
from okr_lib.review.quality import located_findings
from okr_lib.review.review import Review
from okr_lib.review.risks import shortfall_carriers
from okr_lib.review.soundness import restatements

_NEAREST = 5  # assumptions named that alone would close the gap


def appendix(review: Review, labels: Labels) -> list[object]:
    """What the report rests on."""
    return [
        heading(labels.text("Appendix"), name="appendix"),
        *_plan(review, labels),
        *_scenarios(review, labels),
        *_basis(review, labels),
        *_quality(review, labels),
        *_restated(review, labels),
    ]


def _plan(review: Review, labels: Labels) -> list[object]:
    """Where growth is to come from and what decides it, and who carries what where."""
    plan, ledger = review.plan, review.ledger
    areas = matrix(ledger, "focus_area", "team")
    shown: list[object] = [*_pictures(review, labels)]
    if shown:
        shown = [heading(labels.text("The plan"), 3, "plan"), *shown]
    shown += [heading(labels.text("The plan as a house"), 3, "house"), okr_house.okr_house(plan, ledger, labels)]
    if plan.focus_areas:
        shown += [
            heading(labels.text("Focus areas"), 3, "focus-areas"),
            paragraphs([sentences(findings.finding_focus_areas(areas, labels))], "key"),
            tables.table_matrix(areas, labels, labels.text("Focus area"), across="team"),
        ]
    return [
        *shown,
        heading(labels.text("Where each team's contribution is booked"), 3, "booked"),
        tables.table_matrix(matrix(ledger, "team", "stream"), labels, labels.text("Team")),
    ]


def _pictures(review: Review, labels: Labels) -> list[object]:
    """The growth to be won by its parts, which page one has before the first actuals; and what sways it that people can."""
    shown: list[object] = []
    if review.observed:
        steps = bridge(review.ledger)
        title = findings.finding_bridge(steps, labels, over=review.over)
        shown.append(
            gap_chart.chart_bars(
                gap_chart.bars_of_plan(steps, labels), labels, title, gap_chart.note_of_plan(steps, labels)
            )
        )
    if not review.undecided:
        return shown
    swings = tornado(review.plan, actuals=review.evidence.actuals, momentum=False, most=outlook_charts.MOST)
    if len(swings):
        covered = expected_revenue(review.plan, actuals=review.evidence.actuals)
        title = scenario_tables.finding_tornado(swings, labels)
        shown.append(outlook_charts.chart_tornado(swings, covered, review.outlook.target, labels, title))
    return shown


def _scenarios(review: Review, labels: Labels) -> list[object]:
    """The plan's scenarios, and what each assumption would have to be."""
    if not review.undecided:
        return []
    plan, came = review.plan, review.evidence.actuals

    def chance(changed: Plan) -> float:
        return (review.outlook if changed is plan else review.evidence.outlook(changed)).probability

    summary = scenario_summary(plan, review.records.scenarios, chance, actuals=came)
    needed = goal_seek(plan, actuals=came)
    nearest, uncovered = nearest_needed(needed, _NEAREST), summary["uncovered"].iloc[0]
    message = "What would have to be true from now on" if came else "What would have to be true"
    said = explorer_tables.finding_goal_seek(needed, nearest, uncovered, labels)
    carriers = shortfall_carriers(review.outlook)
    short = risk_tables.finding_shortfall(carriers, review.outlook.probability, labels)
    named = carriers["line"].isin(["initiative", "momentum"]).any()
    shown: list[object] = [
        paragraphs([sentences(short)], "key"),
        *([risk_tables.table_shortfall(carriers, labels)] if named else []),
        heading(labels.text(message), 3, "goal-seek"),
        paragraphs([sentences(said)], "key"),
        *([scenario_tables.table_goal_seek(nearest, uncovered, labels)] if len(nearest) else []),
    ]
    if len(summary) == 1:  # the plan alone, which page one tells
        return shown
    message = "Scenarios for the rest of the year" if came else "Scenarios for the whole year"
    table = scenario_tables.table_scenarios(summary, labels, review.outlook.through)
    return [heading(labels.text(message), 3, "scenarios"), table, *shown]


def _basis(review: Review, labels: Labels) -> list[object]:
    """The rules, the assumptions, and the data."""
    plan, reported = review.plan, review.records.reported
    rate = base_rates.facts_on_base_rate(ambition(plan, review.actuals, review.records.reference), labels)
    delivered = track_record.delivery_facts(delivery_rate(plan, review.check_ins, review.quarter), labels)
    assumed = [*words.assumptions(plan, review.year, review.quarters, labels), *rate, *delivered]
    facts = [
        *words.data_facts(plan, review.observed, review.actuals, labels),
        *words.forecast_facts(review.outlook, labels),
        *records_table.record_facts(plan, reported, review.quarter, labels),
    ]
    return [
        heading(labels.text("Rules used"), 3, "rules"),
        bullets(words.rules(plan, labels)),
        heading(labels.text("Assumptions"), 3, "assumptions"),
        replace(tables.table_initiatives(plan, timeline(plan, review.ledger), labels), group="team"),
        tables.table_facts(assumed, labels, "assumptions"),
        heading(labels.text("Data and versions"), 3, "data"),
        tables.table_facts(facts, labels, "data"),
    ]


def _quality(review: Review, labels: Labels) -> list[object]:
    known = review.check_ins[review.check_ins["date"] <= review.last_day]
    located = located_findings(review.plan, check_ins=known)
    silent = located_silent_changes(review.current, review.records.closings)
    said = [*words.findings(review.plan, located, labels), *words.findings(review.current, silent, labels)]
    return [heading(labels.text("Quality findings"), 3, "quality"), bullets(said)] if said else []


def _restated(review: Review, labels: Labels) -> list[object]:
    restated = restatements(review.plan, review.records.reported, review.quarter)
    if restated.empty:
        return []
    message = "The plan keeps the baseline it was agreed on; growth in this report is measured against that."
    return [
        heading(labels.text("Restated figures"), 3, "restated"),
        paragraphs([labels.text(message)]),
        records_table.table_restatements(restated, labels),
    ]
