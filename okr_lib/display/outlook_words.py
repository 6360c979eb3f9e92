"""The forecast of the year in words: the range of its end, and how likely the target is; or how the year ended."""

from okr_lib.display.findings import finding_year_end
from okr_lib.display.labels import Labels
from okr_lib.growth.outlook import Outlook

RANGE = 0.8  # of the chance, that the range told holds


def likelihood_words(outlook: Outlook, labels: Labels) -> tuple[str, str]:
    """The likelihood of the target, and below it the range of the year's end; of a year that is over, how it ended."""
    if outlook.over:
        came = sum(outlook.actuals.values())
        return labels.text("Reached") if outlook.probability else labels.text("Missed"), labels.money(came)
    low, high = outlook.interval(RANGE)
    said = labels.text("Reached") if outlook.reached else labels.likelihood(outlook.probability)
    below = labels.text("Year's end {low} to {high}", low=labels.number(low), high=labels.number(high))
    return said, below


def finding_outlook(outlook: Outlook, labels: Labels) -> str:
    """Where the year is seen to end, and how likely the target is; of a year that is over, how it ended."""
    if outlook.over:
        return finding_year_end(sum(outlook.actuals.values()) - outlook.target, labels)
    low, high = outlook.interval(RANGE)
    message = (
        "The year is seen to end between {low} and {high} (80 %); the likelihood of reaching the target is {share}"
    )
    if outlook.through:
        message = (
            "After {quarter}, the year is seen to end between {low} and {high} (80 %); "
            "the likelihood of reaching the target is {share}"
        )
    if outlook.reached:
        message = (
            "After {quarter}, the year is seen to end between {low} and {high} (80 %); the target is reached already"
        )
    return labels.text(
        message,
        quarter=labels.quarter(outlook.through or "Q1"),
        low=labels.money(low),
        high=labels.money(high),
        share=labels.likelihood(outlook.probability),
    )
