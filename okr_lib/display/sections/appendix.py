"""The appendix: the plan's bridge and house, scenarios, rules, assumptions, data and versions, quality findings."""

from okr_lib.display import appendix as words
from okr_lib.display import (
    base_rates,
    charts,
    explorer_tables,
    findings,
    okr_house,
    outlook_charts,
    records_table,
    scenario_tables,
    tables,
)
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import TEAM_LINES, bridge, matrix, timeline
from okr_lib.growth.scenarios import scenario_summary
from okr_lib.growth.sensitivity import goal_seek, nearest_needed, tornado
from okr_lib.plan.model import Plan
from okr_lib.review.ambition import ambition
from okr_lib.review.closing import located_silent_changes
from okr_lib.review.quality import located_findings
from okr_lib.review.review import Review
from okr_lib.review.soundness import restatements

NEAREST = 5  # assumptions named that alone would close the gap


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
    """The plan from last year to the target, its house, and who carries what where."""
    plan, ledger = review.plan, review.ledger
    steps, areas = bridge(ledger), matrix(ledger, "focus_area", "team")
    by_quarter = matrix(ledger, "team", "quarter", TEAM_LINES)
    shown: list[object] = [
        heading(labels.text("Bridge: from last year to the target"), 3),
        charts.chart_bridge(steps, labels, findings.finding_bridge(steps, labels, over=review.over)),
    ]
    shown += [heading(labels.text("The plan as a house"), 3), okr_house.okr_house(plan, ledger, labels)]
    if plan.focus_areas:
        shown.append(charts.chart_matrix(areas, labels, findings.finding_focus_areas(areas, labels)))
    return [
        *shown,
        heading(labels.text("Where each team's contribution is booked"), 3),
        tables.table_matrix(matrix(ledger, "team", "stream"), labels, labels.text("Team")),
        heading(labels.text("Each team's commitment by quarter"), 3),
        tables.table_matrix(by_quarter, labels, labels.text("Team"), across="quarter"),
    ]


def _scenarios(review: Review, labels: Labels) -> list[object]:
    """The plan's scenarios, what each assumption would have to be, and which decides most."""
    if not review.undecided:
        return []
    plan, came = review.plan, review.evidence.actuals

    def chance(changed: Plan) -> float:
        return (review.outlook if changed is plan else review.evidence.outlook(changed)).probability

    summary = scenario_summary(plan, review.records.scenarios, chance, actuals=came)
    needed, swings = goal_seek(plan, actuals=came), tornado(plan, actuals=came)
    nearest, uncovered = nearest_needed(needed, NEAREST), summary["uncovered"].iloc[0]
    message = "Scenarios for the rest of the year" if came else "Scenarios for the whole year"
    beside = heading(labels.text(message), 3)
    message = "What would have to be true from now on" if came else "What would have to be true"
    said = explorer_tables.finding_goal_seek(needed, nearest, uncovered, labels)
    shown: list[object] = [
        beside,
        scenario_tables.table_scenarios(summary, labels, review.outlook.through),
        heading(labels.text(message), 3),
        paragraphs([said + "."], "key"),
    ]
    if len(nearest):
        shown.append(scenario_tables.table_goal_seek(nearest, uncovered, labels))
    if len(swings):
        decides = scenario_tables.finding_tornado(swings, labels)
        covered, target = summary["covered"].iloc[0], review.outlook.target
        shown.append(outlook_charts.chart_tornado(swings, covered, target, labels, decides))
    return shown


def _basis(review: Review, labels: Labels) -> list[object]:
    """The rules, the assumptions, and the data."""
    plan, reported = review.plan, review.records.reported
    rate = ambition(plan, review.actuals, review.records.reference)
    facts = [
        *words.data_facts(plan, review.observed, review.actuals, labels),
        *words.forecast_facts(review.outlook, labels),
        *records_table.record_facts(plan, reported, review.quarter, labels),
    ]
    return [
        heading(labels.text("Rules used"), 3),
        bullets(words.rules(plan, labels)),
        heading(labels.text("Assumptions"), 3),
        tables.table_initiatives(plan, timeline(plan, review.ledger), labels, review.initiatives),
        tables.table_facts(words.assumptions(plan, review.year, review.quarters, labels), labels, "assumptions"),
        paragraphs(base_rates.sentences_on_base_rate(rate, labels), "note"),
        heading(labels.text("Data and versions"), 3),
        tables.table_facts(facts, labels, "data"),
    ]


def _quality(review: Review, labels: Labels) -> list[object]:
    known = review.check_ins[review.check_ins["date"] <= review.last_day]
    located = located_findings(review.plan, check_ins=known)
    silent = located_silent_changes(review.current, review.records.closings)
    said = [*words.findings(review.plan, located, labels), *words.findings(review.current, silent, labels)]
    none = labels.text("Objectives, key results and initiatives follow the rules.")
    return [heading(labels.text("Quality findings"), 3), bullets(said or [none])]


def _restated(review: Review, labels: Labels) -> list[object]:
    restated = restatements(review.plan, review.records.reported, review.quarter)
    if restated.empty:
        return []
    message = "The plan keeps the baseline it was agreed on; growth in this report is measured against that."
    return [
        heading(labels.text("Restated figures"), 3),
        paragraphs([labels.text(message)]),
        records_table.table_restatements(restated, labels),
    ]
