"""Notes below a slide: which files its figures come from, and by which rule."""

from okr_lib.display.labels import Labels
from okr_lib.display.records_table import origin_words
from okr_lib.review.review import Review

PLAN_FILES = ["plan.yaml", "teams/*.yaml"]


def notes(labels: Labels, sources: list[str], *rules: str) -> tuple[str, ...]:
    """The files of a slide and its rules, a sentence each."""
    said = labels.text("Sources: {files}.", files=", ".join(dict.fromkeys(sources)))
    kept = labels.text("The numbers in charts and tables can be edited.")
    return (said, *(rule for rule in rules if rule), kept)


def actuals(review: Review, labels: Labels) -> list[str]:
    """Where actuals come from, beside the plan."""
    return [*PLAN_FILES, origin_words(review.plan.records.actuals, "actuals.csv", labels)]


def check_ins(review: Review, labels: Labels) -> list[str]:
    """Where check-ins come from, beside the plan."""
    return [*PLAN_FILES, origin_words(review.plan.records.check_ins, "check_ins.csv", labels)]


def ledger_rule(labels: Labels) -> str:
    """The rule behind every amount."""
    return labels.text(
        "Amounts are sums of the growth ledger, which is rounded once: "
        "baseline + momentum + contributions + overlap + uncovered = target."
    )
