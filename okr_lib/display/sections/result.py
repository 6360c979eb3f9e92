"""What came: the title, the summary, the scorecard, the bridges of plan, actuals and claims, and the teams."""

from okr_lib.display import charts, findings, looking_back, tables, track_record
from okr_lib.display.blocks import heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import TEAM_LINES, bridge, matrix, team_summary
from okr_lib.plan.values import QUARTERS
from okr_lib.review import variance
from okr_lib.review.actual_ledger import claimed_by_team, claims_against_growth, claims_bridge
from okr_lib.review.delivery import delivery_rate
from okr_lib.review.driver_split import driver_split
from okr_lib.review.review import Review
from okr_lib.review.soundness import gaps


def title(review: Review, labels: Labels) -> list[object]:
    """The plan's name, the quarter, and how far its data go."""
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


def summary(review: Review, labels: Labels) -> list[object]:
    """Where the year stands against its target."""
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


def scorecard(review: Review, labels: Labels) -> list[object]:
    """The quarter and the year to date, by stream."""
    if not review.observed:
        return []
    position = QUARTERS.index(review.quarter)
    before = variance.scorecard(review.comparison, QUARTERS[position - 1 : position]) if position else None
    quarter = variance.scorecard(review.comparison, (review.quarter,))
    return [heading(labels.text("Scorecard")), tables.table_scorecard(quarter, before, review.to_date, labels)]


def bridges(review: Review, labels: Labels) -> list[object]:
    """The plan, what came so far, what teams claim of it, and what drove it."""
    steps, over = bridge(review.ledger), review.over
    return [
        heading(labels.text("Bridge: from last year to the target")),
        charts.chart_bridge(steps, labels, findings.finding_bridge(steps, labels, over=over)),
        *(_claims(review, labels) if review.observed else []),
        *_drivers(review, labels),
    ]


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


def teams(review: Review, labels: Labels) -> list[object]:
    """What each team committed to, brings and claims, and where it is booked."""
    plan, ledger = review.plan, review.ledger
    told = team_summary(plan, ledger, review.observed[-1] if review.observed else review.quarter)
    claimed = claimed_by_team(plan, review.claims) if review.observed else None
    by_quarter = matrix(ledger, "team", "quarter", TEAM_LINES)
    return [
        heading(labels.text("Teams: commitment, contribution and credit")),
        paragraphs([findings.finding_teams(told, plan, labels) + "."], "key"),
        tables.table_teams(told, labels, claimed),
        heading(labels.text("Where each team's contribution is booked"), 3),
        tables.table_matrix(matrix(ledger, "team", "stream"), labels, labels.text("Team")),
        heading(labels.text("Each team's commitment by quarter"), 3),
        tables.table_matrix(by_quarter, labels, labels.text("Team"), across="quarter"),
    ]
