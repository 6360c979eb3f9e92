"""All that stands beside a plan in its folder, read at once: records, check-ins, scenarios, closings, drivers, spend, other companies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from okr_lib.errors import OkrError, Problem, Problems, ProblemsError, RecordsError, message_of
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.closing import Closing, load_closings
from okr_lib.plan.driver_records import load_drivers
from okr_lib.plan.model import Plan
from okr_lib.plan.records import latest, load_reported
from okr_lib.plan.reference import CompanyYears, ReferenceClass, plan_reference
from okr_lib.plan.scenario import Scenario, load_scenarios
from okr_lib.plan.spend import load_spend

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class PlanRecords:
    """What stands beside a plan, each as its own ``load_`` function returns it; in ``reported`` restated figures are included."""

    reported: "pd.DataFrame"
    check_ins: "pd.DataFrame"
    drivers: "pd.DataFrame"
    spend: "pd.DataFrame"
    scenarios: Mapping[str, Scenario]
    closings: Mapping[str, Closing]
    reference: CompanyYears | ReferenceClass

    @property
    def actuals(self) -> "pd.DataFrame":
        """Revenue by fiscal year, quarter and stream: of a restated figure the latest."""
        return latest(self.reported)

    def same(self, other: "PlanRecords") -> bool:
        """Whether others say the same."""
        return all(_same(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))


def _same(one: Any, other: Any) -> bool:
    return bool(one.equals(other) if hasattr(one, "equals") else one == other)


LOADERS: dict[str, Callable[[Plan], Any]] = {
    "reported": load_reported,
    "check_ins": load_check_ins,
    "scenarios": load_scenarios,
    "closings": load_closings,
    "drivers": load_drivers,
    "spend": load_spend,
    "reference": plan_reference,
}


def load_records(plan: Plan) -> PlanRecords:
    """Read all that stands beside a plan.

    Raises
    ------
    RecordsError
        With every problem of all of it.
    """
    return PlanRecords(**made_of(plan, LOADERS))


def made_of(plan: Plan, makers: Mapping[str, Callable[[Plan], Any]]) -> dict[str, Any]:
    """What each makes of a plan, by name; a ``RecordsError`` with the problems of all of them where one cannot."""
    problems, made = Problems(), {}
    for name, make in makers.items():
        try:
            made[name] = make(plan)
        except ProblemsError as error:
            problems += error.found
        except OkrError as error:
            problems.append(Problem(message_of(error)))
    if problems:
        raise RecordsError(problems)
    return made
