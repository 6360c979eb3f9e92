"""What is decided: decisions sought, learnings, what becomes of each objective, and the next quarter."""

from okr_lib.display import closing_tables
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.review.closing import closing_states
from okr_lib.review.proposals import states_from_now_on
from okr_lib.review.review import Review


def decisions_sought(review: Review, labels: Labels) -> list[object]:
    """What the board is asked to decide."""
    closing = review.closing
    said = closing_tables.finding_decisions_sought(closing, labels)
    return [
        heading(labels.text("Decisions sought")),
        paragraphs([said + ".", closing.note], "lead"),
        *([closing_tables.table_decisions_sought(closing, labels)] if closing.decisions_sought else []),
    ]


def learnings(review: Review, labels: Labels) -> list[object]:
    """What was learnt, and what is kept, changed or dropped."""
    plan, closing = review.plan, review.closing
    decided = closing_states(plan, review.key_results, closing)
    said = closing_tables.finding_closing(decided, labels, closed=closing.closed is not None)
    shown: list[object] = [
        heading(labels.text("Learnings; kept, changed, dropped")),
        bullets(closing.learnings or [labels.text("No learnings are written down for this quarter yet.")]),
        paragraphs([said + "."], "key"),
    ]
    if len(decided):
        shown += [
            closing_tables.table_closing(plan, decided, labels),
            paragraphs([closing_tables.rule_of_score(plan, labels)], "lead"),
        ]
    if any(outcome.changes for outcome in closing.objectives.values()):
        then = states_from_now_on(plan, closing, review.check_ins, review.actuals)
        shown += [
            heading(closing_tables.heading_of_changes(closing, labels), 3),
            closing_tables.table_changes(plan, closing, then, labels),
        ]
    return shown


def next_quarter(review: Review, labels: Labels) -> list[object]:
    """Drafts of objectives, and actions."""
    closing = review.closing
    no_drafts = paragraphs([labels.text("No objectives are drafted for the next quarter yet.")])
    no_actions = [paragraphs([labels.text("No actions are agreed yet.")])]
    actions = [heading(labels.text("Actions"), 3)]
    return [
        heading(labels.text("Next quarter: drafts and actions")),
        closing_tables.table_drafts(closing, labels) if closing.drafts else no_drafts,
        *([*actions, closing_tables.table_actions(closing, labels)] if closing.actions else no_actions),
    ]
