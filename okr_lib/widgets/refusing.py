"""What a page refuses: numbers beyond their limits at once, what is not finished yet when it is left, and what the plan cannot have."""

from collections.abc import Callable

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import OkrError


class UnfinishedError(OkrError):
    """What is typed cannot be yet, but may be when the rest is typed; it is told when the fields are left."""


def refused(way: Callable[[], object], labels: Labels) -> str:
    """Do something; why it cannot be, or the empty text."""
    try:
        way()
    except OkrError as error:
        return refusal_words(error, labels)
    return ""


def read_number(
    text: str, low: float | None, high: float | None, labels: Labels, *, share: bool = False, optional: bool = False
) -> float | None:
    """The number that was typed; an ``OkrError`` when it cannot be, nothing where it may be missing and is."""
    if optional and not text.strip():
        return None
    number = labels.read(text, share=share)
    refuse_outside(number, low, high, labels, share=share)
    return number


def refuse_outside(
    number: float, low: float | None, high: float | None, labels: Labels, *, share: bool = False
) -> None:
    """Raise an ``OkrError`` in the user's words when a number is below the least or above the largest."""
    typed = (labels.typed(value, share=share) for value in (number, low, high))
    shown, least, most = map(labels.percent, typed) if share else typed
    if low is not None and high is not None and not low <= number <= high:
        raise OkrError(labels.text("{value} is not between {low} and {high}", value=shown, low=least, high=most))
    if low is not None and number < low:
        raise OkrError(labels.text("{value} is below {low}, the least it can be", value=shown, low=least))
    if high is not None and number > high:
        raise OkrError(labels.text("{value} is above {high}, the most it can be", value=shown, high=most))
