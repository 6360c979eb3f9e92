"""The company's slides, twelve at the most: the first page as slides, then one for each question a section answers."""

from collections.abc import Callable, Sequence

from okr_lib.display.labels import Labels
from okr_lib.display.slides import page, sections
from okr_lib.display.slides.parts import Slide
from okr_lib.review.review import Review

COMPANY: Sequence[Callable[[Review, Labels], Slide | None]] = (  # none where its question does not arise
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
