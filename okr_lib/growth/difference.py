"""What is different between two versions of a plan: in money, by line and team of the ledger, and in which fields.

Both ledgers sum to their target, so the differences sum to the difference of the targets, to the last unit.
"""

from dataclasses import dataclass

import pandas as pd

from okr_lib.errors import Message, PlanError
from okr_lib.growth.breakdown import DECIMALS
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.scenarios import compare_scenarios
from okr_lib.growth.standing import Standing, standing
from okr_lib.plan.changes import plan_data
from okr_lib.plan.merging import Conflict, differences
from okr_lib.plan.model import Plan

_BEFORE, _AFTER = "before", "after"


@dataclass(frozen=True)
class PlanDifference:
    """Two versions of a plan side by side.

    Attributes
    ----------
    before, after
        The versions.
    amounts
        Columns ``line, team, before, after, change``, in the plan's unit: a row for each group of either ledger, in the
        order of the later one; all of them sum to the targets and their difference.
    standings
        The headline figures of both.
    fields
        Each field that is different: its path, ``base`` before and ``mine`` after; ``ABSENT`` where there is none.
    """

    before: Plan
    after: Plan
    amounts: pd.DataFrame
    standings: tuple[Standing, Standing]
    fields: tuple[Conflict, ...]

    @property
    def moved(self) -> pd.DataFrame:
        """The rows of ``amounts`` that are different."""
        return self.amounts[self.amounts["change"] != 0].reset_index(drop=True)

    @property
    def change(self) -> float:
        """By how much the target is different."""
        return round(float(self.amounts["change"].sum()), DECIMALS) + 0.0


def plan_difference(before: Plan, after: Plan) -> PlanDifference:
    """Compare two versions of a plan.

    Parameters
    ----------
    before, after
        Two plans in the same currency and unit.

    Raises
    ------
    PlanError
        When they are in different currencies or units, so that their amounts cannot be compared.

    Examples
    --------
    >>> later = shop.model_copy(update={"target": shop.target.model_copy(update={"growth": 0.25})})
    >>> found = plan_difference(shop, later)
    >>> found.change, found.moved[["line", "team", "change"]].to_numpy().tolist()
    (20.0, [['uncovered', 'sales', 12.0], ['uncovered', 'brand', 8.0]])
    >>> [(field.path, field.base, field.mine) for field in found.fields]
    [(('target',), {'growth': 0.2, 'revenue': None, 'sure': False}, {'growth': 0.25, 'revenue': None, 'sure': False})]
    """
    if (before.currency, before.unit) != (after.currency, after.unit):
        message = Message(
            "one plan is in {before} and the other in {after}, so their amounts cannot be compared; bring both to one currency and unit",
            before=f"{before.currency} ({before.unit.value})",
            after=f"{after.currency} ({after.unit.value})",
        )
        raise PlanError.of(message)
    ledgers = {_AFTER: growth_ledger(after), _BEFORE: growth_ledger(before)}
    long = compare_scenarios(ledgers, ["line", "team"])
    wide = long.set_index(["line", "team", "scenario"])["amount"].unstack("scenario", sort=False).reset_index()
    wide.columns.name = None
    wide["change"] = (wide[_AFTER] - wide[_BEFORE]).round(DECIMALS) + 0.0
    was, now = plan_data(before), plan_data(after)
    return PlanDifference(
        before,
        after,
        wide[["line", "team", _BEFORE, _AFTER, "change"]],
        (standing(ledgers[_BEFORE]), standing(ledgers[_AFTER])),
        differences(was, now),
    )
