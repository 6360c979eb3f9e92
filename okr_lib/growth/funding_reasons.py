"""Why an initiative is funded, or left out: what it brings beside the set, and what stood in its way."""

from enum import StrEnum
from math import nan

import numpy as np
import pandas as pd

from okr_lib.growth.breakdown import DECIMALS
from okr_lib.growth.budget import Question
from okr_lib.growth.programme import Choice
from okr_lib.growth.rounding import nearest_step

_COLUMNS = ["initiative", "team", "size", "funded", "cost", "contribution", "per_cost", "reason", "other", "room"]


class Reason(StrEnum):
    """Why an initiative is in the set, or not."""

    KEPT = "kept"
    NEEDED = "needed"
    BRINGS = "brings"
    ASKED = "asked"
    WAITS = "waits"
    NOTHING = "nothing"
    CAPACITY = "capacity"
    BUDGET = "budget"
    LESS = "less"


def reasons(question: Question, budget: float, choice: Choice) -> pd.DataFrame:
    """Each initiative up for choice, those funded first, with why it is in the set or not.

    Parameters
    ----------
    question, budget, choice
        What was asked, the budget, and the set that was found.

    Returns
    -------
    DataFrame
        ``initiative``, ``team`` (delivers it), ``size``, ``funded``, ``cost``, ``contribution`` (in the plan with just this set; of one
        left out, what it would add in its planned size), ``per_cost``, ``reason`` (a ``Reason``), ``other`` (which initiative needs
        it, or it needs) and ``room`` (what of the budget, or of the team's capacity, is left). Within funded and left out those
        that bring most for their cost come first.
    """
    plan, programme, made = question.plan, question.programme, question.chosen(choice)
    brought, worth = question.brought(choice), programme.worth(choice[0])
    rest = budget - float(programme.cost @ choice[0])
    rows = []
    for number, (team, initiative) in enumerate(plan.initiatives()):
        name, option = initiative.id, made[initiative.id]
        if name in question.given:
            continue
        if option is not None:
            brings = float(brought.get(name, 0.0))
            by = next(
                (entry.id for _, entry in plan.initiatives() if made[entry.id] is not None and name in entry.after), ""
            )
            reason = Reason.KEPT if name in question.keep else Reason.BRINGS
            if reason is Reason.BRINGS and brings <= 0 and by:
                reason = Reason.NEEDED
            rows.append((name, team.id, option.name, True, option.cost, brings, reason, by, nan))
            continue
        column = programme.starts[number]
        with_it = choice[0].copy()
        with_it[column] = 1.0
        adds = nearest_step(programme.worth(with_it) - worth, plan.step) + 0.0
        planned = programme.options[column]
        effort = sum(done.effort for entry in team.initiatives if (done := made[entry.id]) is not None)
        room = nan if team.capacity is None else team.capacity - effort
        missing = next((first for first in initiative.after if made[first] is None), "")
        reason, left = Reason.LESS, nan
        if name in question.without:
            reason = Reason.ASKED
        elif missing:
            reason = Reason.WAITS
        elif adds <= 0:
            reason = Reason.NOTHING
        elif planned.cost > rest * (1 + 1e-9):
            reason, left = Reason.BUDGET, rest
        elif planned.effort > room * (1 + 1e-9):
            reason, left = Reason.CAPACITY, room
        rows.append((name, team.id, planned.name, False, planned.cost, adds, reason, missing, left))
    names = [column for column in _COLUMNS if column != "per_cost"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(6, "per_cost", (table["contribution"] / table["cost"].where(table["cost"] > 0)).round(DECIMALS))
    order = table["per_cost"].fillna(np.inf).rank(ascending=False)
    return table.assign(order=order).sort_values(
        ["funded", "order"], ascending=[False, True], kind="stable", ignore_index=True
    )[_COLUMNS]
