"""Teams and initiatives: what is off first, then how every initiative stands, who waits for whom, and whose plate is too full."""

from okr_lib.display import initiative_tables, initiative_words, risk_tables
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.display.sections.money import budget, next_money, profit
from okr_lib.display.wording import sentences
from okr_lib.review.review import Review
from okr_lib.review.risks import capacity_use, dependencies, open_dependencies


def teams_and_initiatives(review: Review, labels: Labels) -> list[object]:
    """How the initiatives stand, those first about which something is off, and what stands in their way."""
    standing = review.initiative_standing
    opening: list[object] = [
        heading(labels.text("Teams and initiatives"), name="teams"),
        paragraphs([sentences(initiative_tables.finding_off(standing, labels))], "key"),
    ]
    if standing.empty:
        return opening
    told = bool(standing["said"].notna().any())
    return [
        *opening,
        *([initiative_tables.table_off(review, labels)] if told and (standing["off"] != "").any() else []),
        initiative_tables.table_standing(review, labels),
        *([paragraphs([initiative_words.rule_of_lateness(labels)], "lead")] if told else []),
        *budget(review, labels),
        *profit(review, labels),
        *next_money(review, labels),
        *_ahead(review, labels),
    ]


def _ahead(review: Review, labels: Labels) -> list[object]:
    """Who waits for whom, and who has more than they can carry; of a year that is over nothing."""
    if review.over:
        return []
    needs = open_dependencies(dependencies(review.plan, review.quarter), review.initiatives)
    full = risk_tables.sentences_on_capacity(capacity_use(review.plan), labels)
    return [
        *(
            [
                heading(labels.text("Who waits for whom"), 3, "waiting"),
                initiative_tables.table_waiting(review, needs, labels),
            ]
            if len(needs)
            else []
        ),
        *([heading(labels.text("Who has more than they can carry"), 3, "capacity"), bullets(full)] if full else []),
    ]
