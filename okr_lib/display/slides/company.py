"""The company's slides, twelve at the most: the first page as slides, then one for each question a section answers."""

from collections.abc import Sequence
from typing import Protocol

from okr_lib.display.labels import Labels
from okr_lib.display.slides import page, sections
from okr_lib.display.slides.parts import Slide
from okr_lib.review.review import Review


class Question(Protocol):
    """What makes a slide of a review; nothing where its question does not arise."""

    def __call__(self, review: Review, labels: Labels) -> Slide | None:
        """Make the slide, or none."""


COMPANY: Sequence[Question] = (
    page.headline,
    page.why,
    page.ahead,
    page.teams,
    page.decisions,
    page.since,
    sections.result,
    sections.claims,
    sections.drivers,
    sections.initiatives,
    sections.objectives,
    sections.assumptions,
)


def company_slides(review: Review, labels: Labels) -> tuple[Slide, ...]:
    """The slides of the company's report, in their order."""
    made = (question(review, labels) for question in COMPANY)
    return tuple(slide for slide in made if slide is not None)
