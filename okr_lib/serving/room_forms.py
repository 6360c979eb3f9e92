"""What people type on their phones: numbers in either writing and any order, dots, and text without hidden signs."""

import re
from collections.abc import Mapping

from okr_lib.display.labels import Labels
from okr_lib.display.wording import plain
from okr_lib.errors import Message, OkrError
from okr_lib.plan.messages import validated
from okr_lib.plan.opinions import POINTS
from okr_lib.plan.room_notes import LONGEST_NOTE
from okr_lib.plan.typed_numbers import meanings
from okr_lib.plan.values import Estimate

LONGEST_NAME = 40
LONGEST_NUMBER = 40


def read_estimate(typed: Mapping[str, str], labels: Labels, *, lift: bool) -> Estimate:
    """An estimate from low, likely and high as they were typed; an empty low or high is the same as likely.

    Examples
    --------
    >>> read_estimate({"low": "9", "likely": "4,5", "high": "2.5"}, Labels("da"), lift=False)
    Estimate(low=2.5, likely=4.5, high=9.0)
    """
    numbers = [_number(typed[point], labels, share=lift) for point in POINTS]
    if numbers[POINTS.index("likely")] is None:
        raise OkrError(Message("say what is likely first"))
    low, likely, high = sorted(numbers[POINTS.index("likely")] if number is None else number for number in numbers)  # type: ignore[type-var]
    return validated(Estimate, {"low": low, "likely": likely, "high": high})


def _number(text: str, labels: Labels, *, share: bool) -> float | None:
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST_NUMBER:
        raise OkrError(Message("that number is too long; write it in a larger unit"))
    try:
        return labels.read(text, share=share)
    except OkrError:
        found = meanings(text)  # written as the other language does
        if len(found) != 1:
            raise
        return float(found[0] / 100 if share and not text.endswith("%") else found[0])


def read_dots(typed: Mapping[str, str]) -> dict[str, int]:
    """The dots for each initiative; nothing typed is none."""
    dots = {}
    for name, typed_text in typed.items():
        text = typed_text.strip() or "0"
        if not re.fullmatch(r"\d{1,3}", text, re.ASCII):
            raise OkrError(
                Message("{text} is no number of dots; write a whole number", text=repr(plain(text, LONGEST_NUMBER)))
            )
        dots[name] = int(text)
    return dots


def read_note(text: str) -> str:
    """A question on one line, without hidden signs."""
    said = " ".join(plain(text).split())
    if not said:
        raise OkrError(Message("write the question first"))
    if len(said) > LONGEST_NOTE:
        raise OkrError(
            Message("a question has at most {most} letters; this one has {count}", most=LONGEST_NOTE, count=len(said))
        )
    return said


def read_name(text: str) -> str:
    """A name on one line, cut where it is too long; no spreadsheet takes it for a formula."""
    return plain(" ".join(plain(text).split()).lstrip("=+-@'\""), LONGEST_NAME)
