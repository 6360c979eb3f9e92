"""Money in the reports of company and team: what was spent and is left, what growth leaves as profit, what more money buys."""

from okr_lib.display import budget_tables, spending_tables
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.frontier_chart import chart_frontier, finding_frontier, table_frontier
from okr_lib.display.labels import Labels
from okr_lib.display.wording import sentences
from okr_lib.growth.budget import funding_frontier, planned_cost
from okr_lib.growth.profit import has_margins, profits
from okr_lib.plan.values import QUARTERS
from okr_lib.review.review import Review
from okr_lib.review.spending import overspent, spending


def budget(review: Review, labels: Labels, team: str | None = None) -> list[object]:
    """What was spent of the budget of all teams, or of one; nothing where nobody has told what was spent."""
    ledger, known = review.spend, review.records.spend
    known = known[known["quarter"] <= review.quarter]
    above = overspent(review.plan, known)
    if team is not None:  # the table of a team's initiatives shows it
        ledger, above = ledger[ledger["team"] == team], above[:0]
    if not ledger.loc[ledger["line"] == "spent", "amount"].any():
        return []
    over, by = review.quarter == QUARTERS[-1], "team" if team is None else "initiative"
    rows = spending(ledger, [by], review.quarter)
    return [
        heading(labels.text("What was spent of the budget"), 3, "budget"),
        paragraphs([sentences(spending_tables.finding_spending(rows, labels, over=over))], "key"),
        *([bullets(spending_tables.sentences_on_overspent(above, labels))] if len(above) else []),
        spending_tables.table_spending(rows, labels, by, over=over),
    ]


def profit(review: Review, labels: Labels, team: str | None = None) -> list[object]:
    """Growth, profit and payback as planned, by team, or of what one team delivers; nothing where no stream has a margin."""
    if not has_margins(review.plan):
        return []
    by = "team" if team is None else "initiative"
    rows = profits(review.plan, review.ledger, by)
    if team is not None:
        own = [initiative.id for initiative in review.plan.team(team).initiatives]
        rows = rows[rows["initiative"].isin(own)].reset_index(drop=True)
    if rows.empty:
        return []
    return [
        heading(labels.text("What growth leaves"), 3, "profit"),
        *([paragraphs([sentences(budget_tables.finding_profit(rows, labels))], "key")] if team is None else []),
        budget_tables.table_profits(rows, labels, by),
    ]


def next_money(review: Review, labels: Labels, team: str | None = None) -> list[object]:
    """What each budget buys, of all teams or of one; nothing once the year is over, or where nothing costs anything."""
    planned = planned_cost(review.plan, team)
    if review.over or not planned:
        return []
    frontier = funding_frontier(review.plan, team=team)
    title = finding_frontier(frontier, labels, planned)
    if not (frontier["gain"] > 0).any():
        return []
    if team is not None:  # two pages have no room for the picture
        return [
            heading(labels.text("What each budget buys"), 3, "frontier"),
            table_frontier(frontier, labels),
            paragraphs(budget_tables.gap_words(float(frontier["gap"].max()), labels), "lead"),
        ]
    return [
        heading(labels.text("What each budget buys"), 3, "frontier"),
        chart_frontier(frontier, labels, title, planned),
        *(paragraphs([words], "lead") for words in budget_tables.gap_words(float(frontier["gap"].max()), labels)),
    ]
