"""What a close changes, measured at once: whether a lowered target makes a difference shows before it is decided."""

import pandas as pd
from pydantic import ValidationError

from okr_lib.plan.closing import Closing
from okr_lib.plan.model import Plan
from okr_lib.review.closing import carry_over
from okr_lib.review.states import key_result_states


def states_from_now_on(
    plan: Plan, closing: Closing, check_ins: pd.DataFrame, actuals: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Key results that a close changes, at the quarter's last day but measured by what they are from now on.

    Returns
    -------
    DataFrame
        The columns of ``key_result_states``; changes of an objective that a key result of it cannot take have no rows.
    """
    carried, changed = plan, list[str]()
    for name, outcome in closing.objectives.items():
        try:
            carried = carry_over(carried, closing.model_copy(update={"objectives": {name: outcome}}))
        except ValidationError:  # the close says so itself, before it is done
            continue
        changed += outcome.changes
    states = key_result_states(carried, check_ins, plan.fiscal_year.last_day(closing.quarter), actuals)
    return states[states["key_result"].isin(changed)].reset_index(drop=True)
