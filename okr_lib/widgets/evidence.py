"""What a page knows beside the plan: its records and other companies' years; a page works without either, and says so."""

from dataclasses import dataclass, field, replace

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import problem_lines, refusal_words
from okr_lib.errors import OkrError, ProblemsError
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.reference import reference_of
from okr_lib.plan.model import Plan
from okr_lib.plan.records import ACTUALS_COLUMNS, load_actuals
from okr_lib.plan.reference import ReferenceClass, plan_reference
from okr_lib.review.evidence import evidence_of


@dataclass(frozen=True, eq=False)
class Known:
    """What was read of a plan's records when a page was opened, and why where it could not be read.

    Without a reference of the plan's own, which may not be readable either, the one that is shipped counts.
    """

    actuals: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ACTUALS_COLUMNS)))
    reference: ReferenceClass | None = None
    unread_actuals: str = ""
    unread_reference: str = ""

    @classmethod
    def of(cls, plan: Plan, labels: Labels) -> "Known":
        """Read a plan's records."""
        known = cls()
        try:
            known = replace(known, actuals=load_actuals(plan))
        except OkrError as error:
            known = replace(known, unread_actuals=_words(error, labels))
        try:
            return replace(known, reference=reference_of(plan_reference(plan)))
        except OkrError as error:
            return replace(known, unread_reference=_words(error, labels))

    def evidence(self, plan: Plan) -> Evidence:
        """What these records say beside a plan, which may have changed since."""
        return evidence_of(plan, self.actuals, reference=self.reference)


def _words(error: OkrError, labels: Labels) -> str:
    if isinstance(error, ProblemsError):
        return " ".join(problem_lines(error, labels))
    return refusal_words(error, labels)
