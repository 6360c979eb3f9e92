"""Teams and initiatives: what each team committed to, brings and claims, its work, and what may hold it up."""

from okr_lib.display import findings, initiative_words, risk_tables, tables, timeline_chart
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import team_summary, timeline
from okr_lib.review.actual_ledger import claimed_by_team
from okr_lib.review.review import Review
from okr_lib.review.risks import capacity_use, dependencies, shortfall_carriers


def teams_and_initiatives(review: Review, labels: Labels) -> list[object]:
    """What each team brings, when each initiative starts and builds up, and what stands in the way."""
    return [
        heading(labels.text("Teams and initiatives"), name="teams"),
        *_teams(review, labels),
        *_initiatives(review, labels),
        *_risks(review, labels),
    ]


def _teams(review: Review, labels: Labels) -> list[object]:
    plan, ledger = review.plan, review.ledger
    told = team_summary(plan, ledger, review.observed[-1] if review.observed else review.quarter)
    claimed = claimed_by_team(plan, review.claims) if review.observed else None
    return [
        paragraphs([findings.finding_teams(told, plan, labels) + "."], "key"),
        tables.table_teams(told, labels, claimed),
    ]


def _initiatives(review: Review, labels: Labels) -> list[object]:
    steps, told = timeline(review.plan, review.ledger), review.initiatives
    said = initiative_words.finding_initiatives(told, labels)
    if steps.empty:
        return [paragraphs([said + "."])]
    return [
        timeline_chart.chart_timeline(steps, labels, said, review.quarter, told),
        paragraphs([initiative_words.rule_of_lateness(labels)], "lead"),
    ]


def _risks(review: Review, labels: Labels) -> list[object]:
    """What carries the shortfall, what waits for something else, who has more than they can carry."""
    if review.over:
        return []
    shown: list[object] = []
    if review.undecided:
        carriers, chance = shortfall_carriers(review.outlook), review.outlook.probability
        shown.append(paragraphs([risk_tables.finding_shortfall(carriers, chance, labels) + "."], "key"))
        if carriers["line"].isin(["initiative", "momentum"]).any():
            shown.append(risk_tables.table_shortfall(carriers, labels))
    needs = dependencies(review.plan, review.quarter)
    if len(needs):
        shown += [
            heading(labels.text("What waits for something else"), 3),
            risk_tables.table_dependencies(needs, labels, review.initiatives),
        ]
    return [
        *shown,
        heading(labels.text("Who has more than they can carry"), 3),
        bullets(risk_tables.sentences_on_capacity(capacity_use(review.plan), labels)),
    ]
