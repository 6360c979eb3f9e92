"""The sections of the company's quarterly report: each a function of a review and its labels that gives what to display.

A template is their order. Whoever wants another order, or a section of their own between them, writes a notebook.
"""

from collections.abc import Sequence
from typing import Protocol

from okr_lib.display.labels import Labels
from okr_lib.display.sections.appendix import appendix as appendix
from okr_lib.display.sections.decisions import decisions_sought as decisions_sought
from okr_lib.display.sections.decisions import learnings as learnings
from okr_lib.display.sections.decisions import next_quarter as next_quarter
from okr_lib.display.sections.landing import landing as landing
from okr_lib.display.sections.landing import risks as risks
from okr_lib.display.sections.landing import scenarios as scenarios
from okr_lib.display.sections.objectives import initiatives as initiatives
from okr_lib.display.sections.objectives import misses_and_wins as misses_and_wins
from okr_lib.display.sections.objectives import objectives as objectives
from okr_lib.display.sections.result import bridges as bridges
from okr_lib.display.sections.result import scorecard as scorecard
from okr_lib.display.sections.result import summary as summary
from okr_lib.display.sections.result import teams as teams
from okr_lib.display.sections.result import title as title
from okr_lib.review.review import Review


class Section(Protocol):
    """A section of a report."""

    def __call__(self, review: Review, labels: Labels) -> Sequence[object]:
        """What to display, in order; nothing where the question does not arise."""


SECTIONS: tuple[Section, ...] = (
    title,
    decisions_sought,
    summary,
    scorecard,
    bridges,
    teams,
    objectives,
    initiatives,
    misses_and_wins,
    risks,
    landing,
    scenarios,
    learnings,
    next_quarter,
    appendix,
)
