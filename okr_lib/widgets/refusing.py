"""What fields refuse: numbers beyond their limits at once, and what is not finished yet when it is left."""

from okr_lib.display.labels import Labels
from okr_lib.errors import OkrError

UNFINISHED = "okr-unfinished"  # whose words the page shows when the focus leaves the field


class UnfinishedError(OkrError):
    """What is typed cannot be yet, but may be when the rest is typed; it is told when the fields are left."""


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
