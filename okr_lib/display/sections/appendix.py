"""The appendix: rules, assumptions, data and versions, quality findings, restated figures."""

from okr_lib.display import appendix as words
from okr_lib.display import base_rates, records_table, tables
from okr_lib.display.blocks import bullets, heading, paragraphs
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import timeline
from okr_lib.review.ambition import ambition
from okr_lib.review.closing import located_silent_changes
from okr_lib.review.quality import located_findings
from okr_lib.review.review import Review
from okr_lib.review.soundness import restatements


def appendix(review: Review, labels: Labels) -> list[object]:
    """What the report rests on."""
    plan, reported = review.plan, review.records.reported
    rate = ambition(plan, review.actuals, review.records.reference)
    facts = [
        *words.data_facts(plan, review.observed, review.actuals, labels),
        *words.forecast_facts(review.outlook, labels),
        *records_table.record_facts(plan, reported, review.quarter, labels),
    ]
    return [
        heading(labels.text("Appendix: rules, assumptions and data")),
        heading(labels.text("Rules used"), 3),
        bullets(words.rules(plan, labels)),
        heading(labels.text("Assumptions"), 3),
        tables.table_initiatives(plan, timeline(plan, review.ledger), labels, review.initiatives),
        tables.table_facts(words.assumptions(plan, review.year, review.quarters, labels), labels, "assumptions"),
        paragraphs(base_rates.sentences_on_base_rate(rate, labels), "note"),
        heading(labels.text("Data and versions"), 3),
        tables.table_facts(facts, labels, "data"),
        *_quality(review, labels),
        *_restated(review, labels),
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
