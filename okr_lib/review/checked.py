"""A check of a plan and its data: whether it closes, how likely it is, and every finding that would make it sounder."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from okr_lib.errors import Problem
from okr_lib.growth.outlook import Outlook
from okr_lib.growth.reference import reference_of
from okr_lib.growth.standing import Standing, standing
from okr_lib.plan.model import Plan
from okr_lib.plan.plan_records import PlanRecords
from okr_lib.review.closing import silent_change_findings
from okr_lib.review.driver_plan import driver_plan_findings
from okr_lib.review.driver_split import driver_findings
from okr_lib.review.evidence import evidence_of
from okr_lib.review.quality import quality_findings
from okr_lib.review.soundness import check_in_findings, record_findings, year_findings
from okr_lib.review.spending import spend_findings


class Subject(StrEnum):
    """What a finding is about."""

    QUALITY = "quality"
    ACTUALS = "actuals"
    CHECK_INS = "check_ins"
    DRIVERS = "drivers"
    SPENDING = "spending"


@dataclass(frozen=True)
class Checked:
    """What a check found of a plan that is sound; no finding keeps its numbers from adding up.

    ``findings`` are by subject, those without any left out.
    """

    ledger: pd.DataFrame
    outlook: Outlook
    findings: dict[Subject, list[Problem]]

    @property
    def standing(self) -> Standing:
        """The headline figures."""
        return standing(self.ledger)

    @property
    def closes(self) -> bool:
        """Whether nothing of the target is uncovered, and nothing was found."""
        return self.standing.closes and not self.findings


def checked(plan: Plan, ledger: pd.DataFrame, records: PlanRecords) -> Checked:
    """Check a plan with what stands beside it, as ``load_records`` reads it."""
    reference = reference_of(records.reference)
    actuals, drivers = records.actuals, records.drivers
    findings = {
        Subject.QUALITY: [
            *quality_findings(plan, records.check_ins),
            *silent_change_findings(plan, records.closings),
        ],
        Subject.ACTUALS: record_findings(plan, records.reported),
        Subject.CHECK_INS: check_in_findings(plan, records.check_ins),
        Subject.DRIVERS: [
            *year_findings(plan, drivers),
            *driver_findings(plan, actuals, drivers),
            *driver_plan_findings(plan, ledger, drivers),
        ],
        Subject.SPENDING: spend_findings(plan, records.spend),
    }
    outlook = evidence_of(plan, actuals, reference=reference).outlook(plan)
    return Checked(ledger, outlook, {subject: found for subject, found in findings.items() if found})
