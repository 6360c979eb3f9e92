"""Evidence: all that is known of a company beside its plan, from which every likelihood that is shown comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from okr_lib.growth.common_luck import CommonLuck
from okr_lib.growth.outlook import Outlook, target_outlook
from okr_lib.growth.rounding import Floats
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import CompanyYears, ReferenceClass
from okr_lib.plan.values import QUARTERS


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of a company beside its plan.

    Parameters
    ----------
    actuals
        Its revenue by quarter, for the quarters that are over: no scenario changes these any more.
    history
        Its revenue by quarter in the years before, oldest first, shape (years, 4); ``None``: the plan's baseline alone.
    reference
        Other companies' years; ``None``: those that are shipped.
    agreed
        The plan that what came is measured against; ``None``: each plan by itself. A scenario changes what is to come, and
        never what was agreed.
    luck
        What outlooks of scenarios share; ``None``: each is drawn by itself.
    """

    actuals: Mapping[str, float] = field(default_factory=dict)
    history: Floats | None = None
    reference: ReferenceClass | CompanyYears | None = None
    agreed: Plan | None = None
    luck: CommonLuck | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing of the year is still to come."""
        return len(self.actuals) == len(QUARTERS)

    def outlook(self, plan: Plan) -> Outlook:
        """The outlook of a plan of this company, or of a scenario of it."""
        return target_outlook(
            plan,
            actuals=self.actuals,
            history=self.history,
            reference=self.reference,
            agreed=self.agreed,
            luck=self.luck,
        )
