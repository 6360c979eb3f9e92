"""Calibration: how sure people said they were, against what came of it.

Whoever says 80% should be right four times in five. Two things are said and then known: the confidence in a key result,
once it is due, and the chance of an initiative, once it is done or stopped. Each counts once, by what was said last before
it was known. Below five of them nothing is told, and what chance alone makes of so few is not called a leaning.
"""

import datetime as dt
from enum import StrEnum

import numpy as np
import pandas as pd

from okr_lib.growth.dependencies import needed_first
from okr_lib.plan.check_ins import check_ins_on
from okr_lib.plan.kinds import InitiativeState
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.review.initiative_states import initiative_states
from okr_lib.review.key_results import OVER, Status, due_date

_LEAST = 5
LIMITS = (1 / 3, 2 / 3)
_CHANCE = 1.28  # standard errors: a gap that chance alone exceeds one time in five is none
_SAID = ["name", "said", "came"]
_COLUMNS = ["group", "count", "said", "came", "brier", "leaning"]


class Group(StrEnum):
    """How sure somebody was: below a third, up to two thirds, above."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class _Leaning(StrEnum):
    """Which way what was said differs from what came, beyond what chance makes of it."""

    NONE = ""
    TOO_SURE = "too_sure"
    TOO_CAREFUL = "too_careful"


def calibration(outcomes: pd.DataFrame) -> pd.DataFrame:
    """What was said in classes, beside what came true of it; ``outcomes`` by ``confidence_outcomes`` or ``chance_outcomes``.

    Returns
    -------
    DataFrame
        A row for each ``group`` (low, middle, high) and one for all together (``total``): ``count``, ``said`` (mean, 0 to
        1), ``came`` (share that came true), ``brier`` (mean squared difference of the two: 0 is perfect, 0.25 is what
        always saying one half earns; all three missing in a group without any) and ``leaning``. No rows below five
        outcomes in all.

    Notes
    -----
    ``leaning`` is told where ``|said - came|`` exceeds 1.28 standard errors of what would come if all were as likely as
    said, ``sqrt(sum(said * (1 - said))) / count``. Source: Brier (1950), Monthly Weather Review 78(1).

    Examples
    --------
    Five times somebody said 80%, and it came true once: 0.8 said, 0.2 came, (4 x 0.64 + 0.04) / 5 = 0.52.

    >>> five = pd.DataFrame({"name": list("abcde"), "said": 0.8, "came": [True, False, False, False, False]})
    >>> calibration(five)[["group", "count", "said", "came", "brier", "leaning"]].round(2).values.tolist()[-2:]
    [['high', 5, 0.8, 0.2, 0.52, 'too_sure'], ['total', 5, 0.8, 0.2, 0.52, 'too_sure']]
    >>> calibration(five[:4]).empty
    True
    """
    if len(outcomes) < _LEAST:
        return pd.DataFrame(columns=_COLUMNS)
    place = (outcomes["said"] >= LIMITS[0]).astype(int) + (outcomes["said"] > LIMITS[1])
    groups = [(group.value, outcomes[place == number]) for number, group in enumerate(Group)]
    return pd.DataFrame([_row(name, part) for name, part in [*groups, (TOTAL, outcomes)]], columns=_COLUMNS)


def confidence_outcomes(plan: Plan, check_ins: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Key results that are due: how confident their owners were last, before it was known, and whether they were met.

    Parameters
    ----------
    plan
        The plan; key results that were due before its year count too.
    states
        What ``key_result_states`` returns for the day looked from.

    Returns
    -------
    DataFrame
        ``name`` (the key result), ``said`` (0 to 1) and ``came`` (whether it was met), in the plan's order. Confidence counts
        that was said before the due date and before the day of the reading that decided: of what one can see nobody is
        confident. Key results without such a check-in are left out, as are those of dropped objectives.
    """
    dues = {name: due_date(result, plan.fiscal_year) for name, result in plan.key_results.items()}
    said_on = check_ins_on(check_ins[check_ins["confidence"].notna()])
    rows = []
    for row in states[states["status"].isin(OVER)].to_dict("records"):
        name = row["key_result"]
        known = min(dues[name], row["checked"])
        said = said_on(name)
        said = said[said["date"] < known]
        if len(said):
            rows.append((name, float(said["confidence"].iloc[-1]), row["status"] == Status.MET))
    return pd.DataFrame(rows, columns=_SAID)


def chance_outcomes(plan: Plan, check_ins: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Initiatives that are done or stopped: how likely the plan said they succeed, and whether they did.

    Parameters
    ----------
    plan
        The plan, with the chances as they were estimated.
    as_of
        The date looked from; later check-ins are left out.

    Returns
    -------
    DataFrame
        ``name`` (the initiative), ``said`` (its probability) and ``came``, in the plan's order. One succeeded that is done
        and claims to have brought something; it failed when it was stopped, or is done and claims nothing. Left out are
        those that are done without any claim, and those stopped after something they need was stopped, as their chance
        was said for the case that it comes.

    Examples
    --------
    The flyer, of which one in two succeeds, was stopped; the shelf is done, but nobody has said what it brought.

    >>> day = dt.date(2027, 6, 30)
    >>> said = [(day, "shelf", float("nan"), "done"), (day, "flyer", float("nan"), "stopped")]
    >>> check_ins = pd.DataFrame(said, columns=["date", "key_result", "value", "state"])
    >>> chance_outcomes(shop, check_ins, day).values.tolist()
    [['flyer', 0.5, False]]
    """
    states = initiative_states(plan, check_ins, as_of).set_index("initiative")["state"]
    stopped = {name for name, state in states.items() if state == InitiativeState.STOPPED}
    known = check_ins[check_ins["value"].notna() & (check_ins["date"] <= as_of)]
    claims = dict(zip(known["key_result"], known["value"], strict=True))  # oldest first, so the last one stays
    first = needed_first(plan)
    rows = []
    for _, initiative in plan.initiatives():
        name = initiative.id
        if name in stopped:
            if stopped.isdisjoint(each.id for each in first[name]):
                rows.append((name, initiative.probability, False))
        elif states[name] == InitiativeState.DONE and name in claims:
            rows.append((name, initiative.probability, claims[name] > 0))
    return pd.DataFrame(rows, columns=_SAID)


def _row(group: str, outcomes: pd.DataFrame) -> tuple[object, ...]:
    said, came = outcomes["said"].to_numpy(dtype=float), outcomes["came"].to_numpy(dtype=float)
    if not len(said):
        return (group, 0, *[float("nan")] * 3, _Leaning.NONE.value)
    gap = float(said.mean() - came.mean())
    error = float(np.sqrt((said * (1 - said)).sum())) / len(said)
    leaning = (
        _Leaning.NONE if abs(gap) <= _CHANCE * error + 1e-9 else _Leaning.TOO_SURE if gap > 0 else _Leaning.TOO_CAREFUL
    )
    return group, len(said), float(said.mean()), float(came.mean()), float(((said - came) ** 2).mean()), leaning.value
