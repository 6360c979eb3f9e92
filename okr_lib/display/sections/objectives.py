"""Objectives: how key results stand, what was learnt, what becomes of each objective, and what is drafted."""

from okr_lib.display import closing_tables, okr_charts, okr_tables
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.display.wording import sentences
from okr_lib.review.closing import closing_states
from okr_lib.review.key_results import OVER
from okr_lib.review.proposals import states_from_now_on
from okr_lib.review.review import Review


def objectives(review: Review, labels: Labels) -> list[object]:
    """Key results by status and against what was expected, then the close of the quarter."""
    return [
        heading(labels.text("Objectives"), name="objectives"),
        *_key_results(review, labels),
        *_wins(review, labels),
        *_learnings(review, labels),
        *_decided(review, labels),
        *_drafts(review, labels),
    ]


def _key_results(review: Review, labels: Labels) -> list[object]:
    plan, states = review.plan, review.key_results
    opening = paragraphs([sentences(okr_tables.finding_key_results(states, labels))], "key")
    if states.empty:
        return [opening]
    ways, known = okr_charts.on_the_way(plan, states), (states["value"].notna() & ~states["status"].isin(OVER)).any()
    title = okr_charts.finding_bullets(plan, ways, labels)
    return [
        opening,
        *([okr_charts.chart_bullets(plan, ways, labels, title)] if ways["progress"].notna().any() else []),
        okr_tables.table_of_key_results(plan, states, labels, words=True),
        *([paragraphs([okr_tables.rule_of_status(plan, labels)], "lead")] if known else []),
    ]


def _wins(review: Review, labels: Labels) -> list[object]:
    wins = review.closing.wins
    return [heading(labels.text("Wins"), 3, "wins"), bullets(wins)] if wins else []


def _learnings(review: Review, labels: Labels) -> list[object]:
    learnt = review.closing.learnings
    return [heading(labels.text("Learnings"), 3, "learnings"), bullets(learnt)] if learnt else []


def _decided(review: Review, labels: Labels) -> list[object]:
    """What is kept, changed or dropped, and what is different from now on."""
    plan, closing = review.plan, review.closing
    decided = closing_states(plan, review.key_results, closing)
    if not (decided["decision"] != "").any() and decided["score"].isna().all():
        return []
    said = closing_tables.finding_closing(decided, labels, closed=closing.closed is not None)
    shown: list[object] = [
        heading(labels.text("Kept, changed, dropped"), 3, "closing"),
        paragraphs([sentences(said)], "key"),
        closing_tables.table_closing(plan, decided, labels),
        paragraphs([closing_tables.rule_of_score(plan, labels)], "lead"),
    ]
    if any(outcome.changes for outcome in closing.objectives.values()):
        then = states_from_now_on(plan, closing, review.check_ins, review.actuals)
        shown += [
            heading(closing_tables.heading_of_changes(closing, labels), 3, "changes"),
            closing_tables.table_changes(plan, closing, then, labels),
        ]
    return shown


def _drafts(review: Review, labels: Labels) -> list[object]:
    """Objectives drafted for the next quarter, and who does what next."""
    closing = review.closing
    drafts = [heading(labels.text("Drafts for the next quarter"), 3, "drafts")]
    actions = [heading(labels.text("Actions"), 3, "actions")]
    return [
        *([*drafts, closing_tables.table_drafts(closing, labels)] if closing.drafts else []),
        *([*actions, closing_tables.table_actions(closing, labels)] if closing.actions else []),
    ]
