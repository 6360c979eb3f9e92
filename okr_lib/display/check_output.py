"""What a check found, for people (text), for programs (JSON), and as annotations of a change on GitHub.

A problem keeps a plan from being used, a finding does not. JSON has both with file, line and field; GitHub shows them
beside the lines of a pull request.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from okr_lib.display.labels import Labels
from okr_lib.display.outlook_words import finding_outlook
from okr_lib.display.refusals import error_words
from okr_lib.display.standing_words import sentence_on_closing
from okr_lib.display.terminal import closing
from okr_lib.display.wording import printable, printable_json
from okr_lib.errors import Problem, ProblemsError
from okr_lib.plan.model import Plan
from okr_lib.review.checked import Checked, Subject

_HEADS = {
    Subject.QUALITY: "Findings on quality; none keeps the plan's numbers from adding up:",
    Subject.ACTUALS: "Findings on the actuals; none keeps the plan's numbers from adding up:",
    Subject.CHECK_INS: "Findings on check-ins; none keeps the plan's numbers from adding up:",
    Subject.DRIVERS: "Findings on drivers; none keeps the plan's numbers from adding up:",
    Subject.SPENDING: "Findings on spending; none keeps the plan's numbers from adding up:",
}
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def check_text(plan: Plan, found: Checked, labels: Labels) -> str:
    """Whether the plan closes, step by step, how likely it is, and the findings by subject."""
    parts = [f"{closing(plan, found.ledger, labels)}\n{finding_outlook(found.outlook, labels)}."]
    parts += [
        f"{labels.text(_HEADS[subject])}\n{error_words(ProblemsError(problems), labels)}"
        for subject, problems in found.findings.items()
    ]
    return "\n\n".join(parts)


def check_json(found: Checked | ProblemsError, labels: Labels) -> str:
    """A check as JSON: ``sound``, ``closes``, the figures in the plan's unit, ``likelihood``, ``problems`` and ``findings``.

    Examples
    --------
    >>> wrong = ProblemsError([Problem("1.4 is not between 0 and 1", "plan.yaml", 14, "probability")])
    >>> json.loads(check_json(wrong, Labels()))["problems"][0]["line"]
    14
    """
    said: dict[str, Any] = {"sound": isinstance(found, Checked)}
    if isinstance(found, Checked):
        figures = {name: value if value == value else None for name, value in asdict(found.standing).items()}  # noqa: PLR0124  (nan)
        said |= {**figures, "likelihood": found.outlook.probability, "problems": []}
        said["findings"] = [
            {"subject": subject.value, **_entry(problem, labels)}
            for subject, problems in found.findings.items()
            for problem in problems
        ]
    else:
        said |= {"problems": [_entry(problem, labels) for problem in found.problems], "count": found.found.count}
    return printable_json(json.dumps(said, indent=1, ensure_ascii=False))


def check_github(found: Checked | ProblemsError, labels: Labels, folder: str) -> str:
    """A check as workflow commands of GitHub: problems are errors, findings and what is uncovered warnings.

    Examples
    --------
    >>> print(check_github(ProblemsError([Problem("is empty", "plan.yaml", 3, "name")]), Labels(), "my-plan"))
    ::error file=my-plan/plan.yaml,line=3::name: is empty
    """
    if isinstance(found, ProblemsError):
        lines = [_annotation("error", problem, labels, folder) for problem in found.problems]
    else:
        level = "notice" if found.standing.closes else "warning"
        lines = [f"::{level}::{_escaped(sentence_on_closing(found.standing, labels), _ESCAPES)}"]
        findings = [problem for problems in found.findings.values() for problem in problems]
        lines += [_annotation("warning", problem, labels, folder) for problem in findings]
    return "\n".join(lines)


def _entry(problem: Problem, labels: Labels) -> dict[str, Any]:
    message, field = (labels.said(text, in_file=True) for text in (problem.message, problem.field))
    return {"file": problem.file, "line": problem.line, "field": field, "message": message}


def _annotation(level: str, problem: Problem, labels: Labels, folder: str) -> str:
    said = _entry(problem, labels)
    place = [f"file={_escaped(f'{folder}/{problem.file}', _IN_PROPERTIES)}"] if problem.file else []
    place += [f"line={problem.line}"] if place and problem.line else []
    words = ": ".join(filter(None, (said["field"], said["message"])))
    return f"::{level}{' ' if place else ''}{','.join(place)}::{_escaped(words, _ESCAPES)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return printable("".join(escapes.get(letter, letter) for letter in text))
