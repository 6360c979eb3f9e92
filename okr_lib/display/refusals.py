"""Refusals and findings in the reader's language.

The lower floors say what is wrong in English, with the values in the sentence. Here the sentences people meet on a
screen are known by their shape, so that they can be said again in another language with the same values.
"""

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from okr_lib.display.catalogue import SOURCE_LANGUAGE
from okr_lib.display.choices import KINDS
from okr_lib.display.labels import Labels
from okr_lib.display.sentences import KNOWN
from okr_lib.errors import MOST_SHOWN, Message, OkrError, Problem, ProblemsError, message_of

# What stands at places that hold a word of the plan's files, or several.
WORDS = {
    **{kind.value: words for kind, words in KINDS.items()},
    "stream": "stream",
    "focus area": "focus area",
    "team": "team",
    "objective": "objective",
    "key result": "key result",
    "initiative": "initiative",
    "overlap": "overlap",
    "further growth": "further growth",
    "keep": "keep",
    "change": "change",
    "drop": "drop",
    "low": "low",
    "likely": "likely",
    "high": "high",
    "pert": "pert",
    "triangular": "triangular",
}
OF_WORDS = ("kind", "other", "decisions", "points", "shape")
OF_SENTENCES = ("remedy", "hint", "reason", "rule", "found")
OF_DAYS = ("date", "begins", "ends")
AS_TYPED = ("whole", "person", "name", "title", "owner", "team", "area", "objective", "result", "fields")


def said(message: str, labels: Labels, *, in_file: bool = False) -> str:
    """A message of the lower floors in this language; one that is not known stays as it is.

    Parameters
    ----------
    message
        The message.
    labels
        The language.
    in_file
        Whether it is about what somebody wrote in a file: there numbers and days are written as the file has them.

    Examples
    --------
    >>> said("the credit shares sum to 0.9, not 1; all of it must go to somebody", Labels())
    'the credit shares sum to 0.9, not 1; all of it must go to somebody'
    >>> said("1.4 is not between 0 and 1", Labels("da")), said("1.4 is not between 0 and 1", Labels("da"), in_file=True)
    ('1,4 ligger ikke mellem 0 og 1', '1.4 ligger ikke mellem 0 og 1')
    """
    if isinstance(message, Message):
        return labels.said(message, in_file=in_file)
    for number, pattern in _patterns():
        found = pattern.fullmatch(message)
        if found:
            values = {name: _value(name, text, labels, in_file=in_file) for name, text in found.groupdict().items()}
            return labels.text(KNOWN[number], **values)
    about, colon, rest = message.partition(": ")
    return f"{about}: {said(rest, labels, in_file=in_file)}" if colon else message


def problem_words(problem: Problem, labels: Labels) -> str:
    """A problem with its place; what it says is about a file where it has one.

    Examples
    --------
    >>> problem_words(Problem("1.4 is not between 0 and 1", "plan.yaml", 14, "probability"), Labels("da"))
    'plan.yaml:14: probability: 1.4 ligger ikke mellem 0 og 1'
    """
    return str(replace(problem, message=said(problem.message, labels, in_file=bool(problem.file))))


def problem_lines(error: ProblemsError, labels: Labels) -> list[str]:
    """The first fifty problems, and how many more there are."""
    lines = [problem_words(problem, labels) for problem in error.problems[:MOST_SHOWN]]
    return [*lines, *_more(error, labels)]


def _more(error: ProblemsError, labels: Labels) -> list[str]:
    more = error.found.count - MOST_SHOWN
    return [labels.text("and {count} more; mend these first", count=str(more))] if more > 0 else []


def error_words(error: OkrError, labels: Labels) -> str:
    """An error for the command line, where values stand as they are typed."""
    if not isinstance(error, ProblemsError):
        return said(message_of(error), labels, in_file=True)
    lines = [labels.said(problem, in_file=True) for problem in error.problems[:MOST_SHOWN]]
    return "\n".join([*lines, *_more(error, labels)])


def refusal_words(error: Exception, labels: Labels) -> str:
    """Why something was refused, without the places: the words stand beside the field."""
    if isinstance(error, ProblemsError):
        return " ".join(dict.fromkeys(said(problem.message, labels) for problem in error.problems))
    return said(message_of(error), labels)


@cache
def _patterns() -> list[tuple[int, re.Pattern[str]]]:
    word = "|".join(map(re.escape, sorted(WORDS, key=len, reverse=True)))

    def place(found: re.Match[str]) -> str:
        inside = f"(?:{word})(?:, (?:{word}))*" if found[1] in OF_WORDS else ".+?"
        inside = r"\d{4}-\d\d-\d\d" if found[1] in OF_DAYS else inside
        return f"(?P<{found[1]}>{inside})"

    return [
        (number, re.compile(re.sub(r"\\\{(\w+)\\\}", place, re.escape(text)), re.DOTALL))
        for number, text in KNOWN.items()
    ]


def _value(place: str, text: str, labels: Labels, *, in_file: bool) -> str:
    """What stands at a place, in this language: a sentence, words, a day, a number; anything else as it is."""
    if place in OF_SENTENCES:
        return said(text, labels, in_file=in_file)
    if place in OF_WORDS:
        every = text.split(", ")
        return text if labels.language == SOURCE_LANGUAGE else ", ".join(labels.text(WORDS[word]) for word in every)
    if text == "nothing":
        return labels.text("nothing")
    if in_file or place in AS_TYPED:
        return text
    if place in OF_DAYS:
        return labels.date(dt.date.fromisoformat(text))
    share = re.fullmatch(r"(-?\d+(?:\.(\d+))?)%", text)
    if share:
        return labels.share(float(share[1]) / 100, len(share[2] or ""))
    try:
        return labels.typed(float(text)) or text
    except ValueError:
        return labels.quarter(text) if re.fullmatch("Q[1-4]", text) else text
