"""Refusals in the reader's language: what beside a field, on a page or on the command line says why something is not so."""

from okr_lib.display.labels import Labels
from okr_lib.errors import MOST_SHOWN, OkrError, ProblemsError, message_of


def refusal_words(error: Exception, labels: Labels) -> str:
    """Why something was refused, without the places: the words stand beside the field."""
    if isinstance(error, ProblemsError):
        return " ".join(dict.fromkeys(labels.said(problem.message) for problem in error.problems))
    return labels.said(message_of(error))


def problem_lines(error: ProblemsError, labels: Labels, *, in_file: bool | None = None) -> list[str]:
    """The first fifty problems with their places, and how many more there are; ``in_file`` as for ``Labels.said``."""
    lines = [labels.said(problem, in_file=in_file) for problem in error.problems[:MOST_SHOWN]]
    more = error.found.count - len(lines)
    return [*lines, *([labels.text("and {count} more; mend these first", count=str(more))] if more else [])]


def error_words(error: OkrError, labels: Labels) -> str:
    """An error for the command line, where values stand as they are typed."""
    if isinstance(error, ProblemsError):
        return "\n".join(problem_lines(error, labels, in_file=True))
    return labels.said(message_of(error), in_file=True)
