"""What may come: risks, where the year is seen to end, scenarios, and what would have to be true."""

from okr_lib.display import (
    explorer_tables,
    forecasts,
    landing_chart,
    landing_table,
    outlook_charts,
    outlook_words,
    risk_tables,
    scenario_tables,
)
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.growth.scenarios import scenario_summary
from okr_lib.growth.sensitivity import goal_seek, nearest_needed, tornado
from okr_lib.plan.model import Plan
from okr_lib.review.review import Review
from okr_lib.review.risks import capacity_use, dependencies, shortfall_carriers

NEAREST = 5  # assumptions named that alone would close the gap


def risks(review: Review, labels: Labels) -> list[object]:
    """What carries the shortfall, what waits for something else, who has more than they can carry."""
    if review.over:
        return []
    shown: list[object] = [heading(labels.text("Risks"))]
    if review.undecided:
        carriers, chance = shortfall_carriers(review.outlook), review.outlook.probability
        shown.append(paragraphs([risk_tables.finding_shortfall(carriers, chance, labels) + "."], "key"))
        if carriers["line"].isin(["initiative", "momentum"]).any():
            shown.append(risk_tables.table_shortfall(carriers, labels))
    needs = dependencies(review.plan, review.quarter)
    none = paragraphs([labels.text("No initiative needs another one first.")])
    return [
        *shown,
        heading(labels.text("What waits for something else"), 3),
        risk_tables.table_dependencies(needs, labels, review.initiatives) if len(needs) else none,
        heading(labels.text("Who has more than they can carry"), 3),
        bullets(risk_tables.sentences_on_capacity(capacity_use(review.plan), labels)),
    ]


def landing(review: Review, labels: Labels) -> list[object]:
    """Where the year is seen to end, now and at earlier closes; of a year that is over, how good that was."""
    shown: list[object] = []
    record, methods = review.forecasts, review.landing
    if not review.over:
        seen = outlook_words.finding_outlook(review.outlook, labels)
        shown += [
            heading(labels.text("Landing: where the year may end")),
            landing_chart.chart_landing(review.outlook, methods, record, labels, seen),
        ]
        if len(methods):
            shown.append(landing_table.table_landing(methods, review.outlook.target, labels))
    if len(record):
        shown += [
            heading(forecasts.title_forecasts(record, labels), 2 if review.over else 3),
            paragraphs([forecasts.finding_forecasts(record, labels) + "."], "key"),
            forecasts.table_forecasts(record, labels),
        ]
    return shown


def scenarios(review: Review, labels: Labels) -> list[object]:
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
