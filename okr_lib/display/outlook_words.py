"""The forecast of the year in words: the range of its end, and how likely the target is; or how the year ended."""

from okr_lib.display.findings import finding_year_end
from okr_lib.display.labels import Labels
from okr_lib.growth.outlook import Outlook

_RANGE = 0.8  # of the chance, that the range told holds
_WIDE = 20.0  # units that a range spans from which on its ends are told without decimals


def likelihood_words(outlook: Outlook, labels: Labels) -> tuple[str, str]:
    """The likelihood of the target, and below it the range of the year's end; of a year that is over, how it ended."""
    if outlook.over:
        came = sum(outlook.actuals.values())
        return labels.text("Reached") if outlook.probability else labels.text("Missed"), labels.money(came)
    low, high = outlook.interval(_RANGE)
    said = labels.text("Reached") if outlook.reached else labels.likelihood(outlook.probability)
    decimals = range_decimals(low, high, labels)
    ends = {"low": labels.number(low, decimals), "high": labels.number(high, decimals)}
    below = labels.text("Year's end {low} to {high}", **ends)
    return said, below


def range_decimals(low: float, high: float, labels: Labels) -> int:
    """Decimals of the ends of a range: a wide one says no tenths that nobody knows."""
    return 0 if high - low >= _WIDE else labels.decimals


def finding_outlook(outlook: Outlook, labels: Labels) -> str:
    """Where the year is seen to end, and how likely the target is; of a year that is over, how it ended."""
    if outlook.over:
        return finding_year_end(sum(outlook.actuals.values()) - outlook.target, labels)
    low, high = outlook.interval(_RANGE)
    message = "The year is seen to end between {low} and {high} (80%); the likelihood of reaching the target is {share}"
    if outlook.through:
        message = (
            "After {quarter}, the year is seen to end between {low} and {high} (80%); "
            "the likelihood of reaching the target is {share}"
        )
    if outlook.reached:
        message = (
            "After {quarter}, the year is seen to end between {low} and {high} (80%); the target is reached already"
        )
    return labels.text(
        message,
        quarter=labels.quarter(outlook.through or "Q1"),
        low=labels.money(low, range_decimals(low, high, labels)),
        high=labels.money(high, range_decimals(low, high, labels)),
        share=labels.likelihood(outlook.probability),
    )
