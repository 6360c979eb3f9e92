"""Refusals and findings in the reader's language.

The lower floors say what is wrong in English, with the values in the sentence. Here the sentences people meet in a
workshop are known by their shape, so that they can be said again in another language with the same values.
"""

import re
from functools import cache

from okr_lib.display.labels import Labels
from okr_lib.errors import ProblemsError

# Sentences of plan/ and growth/ and of review/quality.py; what stands in braces is a value.
KNOWN = dict(
    enumerate(
        (
            "{value} is not between 0 and 1",
            "{value} is negative; write 0 or more",
            "{value} is not above 0",
            "{value} is not a share between -1 and 5; write 0.2 for 20 %",
            "{value} is not a number; write 12.5",
            "is missing; add it",
            "is empty; write a text",
            "{value} is not a currency; write its three letters, such as DKK",
            "low {low}, likely {likely}, high {high} are not in order; write low <= likely <= high",
            "the credit shares sum to {total}, not 1; all of it must go to somebody",
            "the held amounts sum to {held}, but only {total} is to be won (target less baseline, momentum and further growth); hold less or raise the target",
            "everything is held and sums to {held}, but the total is {total}; free a part or change the total",
            "the upper bounds let the free parts sum to {reach} at most, but {rest} of the total {total} is left for them ({held} is held); ease the bounds by {gap}",
            "the lower bounds let the free parts sum to {reach} at least, but {rest} of the total {total} is left for them ({held} is held); ease the bounds by {gap}",
            "lower bound {low} is above upper bound {high}",
            "held {value} is not a multiple of the step {step}",
            "all weights are 0; give at least one team a weight above 0",
            "{circle} is a circle of initiatives; take one step out",
            "{circle} is a circle of objectives; take one step out",
            "a key result of kind {kind} needs both start and target",
            "a key result of kind {kind} needs a target",
            "a key result of kind range needs a band, lowest before highest, such as [40, 60]",
            "start and target are both {value}, so progress has no meaning; change one",
            "kind {kind} does not fit a way from {start} to {target}; write kind: {other}",
            "needs at least {count} item(s)",
            "starts {value} is not the first day of a month; write {first}",
            "{count} company objectives: more than {most} are none; drop the least",
            "{count} objectives of {team}: more than {most} divide the team; drop the least",
            "{team} has a commitment but no initiatives; add what it will do, or hold its commitment at 0",
            "{name} serves no key result, so nobody will see whether it worked; name one",
            "{name} has no effect on any stream, so it covers nothing; estimate one",
            "{first} starts in {quarter}, after {name} needs it in {needed}; start it earlier or the other later",
            "the title has {words} words; {least} to {most} can be remembered",
            "the title holds a number; an objective says where to, its key results how much",
            "it supports no other objective and does not say what it contributes; fill in supports or contribution",
            "{count} key results; {few} to {many} show whether it is reached without hiding it",
            "no leading indicator, so nothing warns in time; mark or add one",
            "no lagging indicator, so nothing proves the result; mark or add one",
            "{title} has no due date; write one, or it is due some day",
            "{owner} owns {count} key results and initiatives; more than {most} cannot be carried; share them",
            "{area} has one team; a focus area is what several share: find a partner or drop it",
            "{area} has no team; a focus area is what several share: find a partner or drop it",
        )
    )
)


def said(message: str, labels: Labels) -> str:
    """A message of the lower floors in this language; one that is not known stays as it is.

    Examples
    --------
    >>> said("the credit shares sum to 0.9, not 1; all of it must go to somebody", Labels())
    'the credit shares sum to 0.9, not 1; all of it must go to somebody'
    >>> said("1.4 is not between 0 and 1", Labels("da"))
    '1,4 ligger ikke mellem 0 og 1'
    """
    for number, pattern in _patterns():
        found = pattern.fullmatch(message)
        if found:
            values = {name: _value(text, labels) for name, text in found.groupdict().items()}
            return labels.text(KNOWN[number], **values)
    return message


def refusal_words(error: Exception, labels: Labels) -> str:
    """Why something was refused, without the places: the words stand beside the field."""
    if isinstance(error, ProblemsError):
        return " ".join(dict.fromkeys(said(problem.message, labels) for problem in error.problems))
    return said(str(error), labels)


@cache
def _patterns() -> list[tuple[int, re.Pattern[str]]]:
    return [
        (number, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(text))))
        for number, text in KNOWN.items()
    ]


def _value(text: str, labels: Labels) -> str:
    """A number as this language writes it; anything else as it is."""
    try:
        return labels.typed(float(text))
    except ValueError:
        return labels.quarter(text) if re.fullmatch("Q[1-4]", text) else text
