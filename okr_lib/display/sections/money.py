"""Money in the reports of company and team: what was planned to be spent, what was, and what is left."""

from okr_lib.display import spending_tables
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.plan.values import QUARTERS
from okr_lib.review.review import Review
from okr_lib.review.spending import overspent, spending


def budget(review: Review, labels: Labels, team: str | None = None) -> list[object]:
    """What was spent of the budget of all teams, or of one; nothing where nobody has told what was spent.

    Parameters
    ----------
    review, labels
        The quarter looked back on; the language.
    team
        Id of a team; by default all of them.
    """
    ledger, known = review.spend, review.records.spend
    known = known[known["quarter"] <= review.quarter]
    above = overspent(review.plan, known)
    if team is not None:
        ledger, above = ledger[ledger["team"] == team], above[above["team"] == team]
    if not ledger.loc[ledger["line"] == "spent", "amount"].any():
        return []
    over, by = review.quarter == QUARTERS[-1], "team" if team is None else "initiative"
    rows = spending(ledger, [by], review.quarter)
    return [
        heading(labels.text("What was spent of the budget"), 3, "budget"),
        paragraphs([spending_tables.finding_spending(rows, labels, over=over) + "."], "key"),
        *([bullets(spending_tables.sentences_on_overspent(above, labels))] if len(above) else []),
        spending_tables.table_spending(rows, labels, by, over=over),
        spending_tables.table_spending(spending(ledger, ["quarter"], review.quarter), labels, "quarter", over=over),
    ]
