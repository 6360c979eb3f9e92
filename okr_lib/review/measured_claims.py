"""Claims as measurements: what a team says an initiative brought, since it last said so, and how far that may be off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from okr_lib.growth.rounding import Floats
from okr_lib.plan.check_ins import check_ins_on
from okr_lib.plan.kinds import KnownBy
from okr_lib.plan.model import Plan

TENTH = 1.2815515594  # standard deviations from the middle to where one in ten lies beyond
_SHARED = 0.5  # correlation of errors of one team's claims on several initiatives, but for tests: who overrates one, overrates others


@dataclass(frozen=True)
class MeasuredClaim:
    """What an initiative is said to have brought in some quarters, before overlap, in the plan's unit.

    ``spread`` is one standard deviation of how far that is off: a share of the claim, or of what was planned for these
    quarters where that is more; an amount where a claim of nothing has a range (``amounts``).
    """

    team: str
    initiative: str
    quarters: tuple[str, ...]
    amount: float
    known_by: KnownBy
    spread: float
    amounts: bool

    def error(self, planned: float) -> float:
        """One standard deviation of its error, where so much was planned."""
        return self.spread if self.amounts else self.spread * max(abs(self.amount), abs(planned))

    def alike(self, other: "MeasuredClaim") -> float:
        """The correlation of its error and another's."""
        if self is other:
            return 1.0
        alike = (self.team, self.known_by) == (other.team, other.known_by) and self.known_by is not KnownBy.TEST
        return _SHARED if alike else 0.0


def measured_claims(plan: Plan, check_ins: pd.DataFrame, observed: Sequence[str]) -> list[MeasuredClaim]:
    """The claims made by the end of the observed quarters, in the plan's order.

    Parameters
    ----------
    plan
        The plan; its ``proof`` says how far claims may be off.
    check_ins
        What ``load_check_ins`` returns; of an initiative and a quarter the last one with a value counts.

    Returns
    -------
    list of MeasuredClaim
        A claim stands for all earlier ones of its initiative that are known no better, and is of the quarters since the
        last that is.

    Examples
    --------
    A test found that the shelf had brought 8 by the end of March, give or take 1; its team sees 20 by the end of June:

    >>> import datetime as dt
    >>> said = [
    ...     (dt.date(2027, 3, 31), "shelf", 8.0, "test", 7.0, 9.0),
    ...     (dt.date(2027, 6, 30), "shelf", 20.0, "", None, None),
    ... ]
    >>> check_ins = pd.DataFrame(said, columns=["date", "key_result", "value", "known_by", "low", "high"])
    >>> claims = measured_claims(shop, check_ins, ["Q1", "Q2"])
    >>> [(claim.quarters, claim.amount, claim.known_by.value, round(claim.error(10), 1)) for claim in claims]
    [(('Q1',), 8.0, 'test', 1.0), (('Q2',), 12.0, 'judgement', 12.0)]
    """
    said_on = check_ins_on(check_ins[check_ins["value"].notna() & (check_ins["date"] >= plan.fiscal_year.starts)])
    return [
        claim
        for team, initiative in plan.initiatives()
        for claim in _of_one(plan, team.id, initiative.id, said_on(initiative.id), observed)
    ]


def _of_one(
    plan: Plan, team: str, initiative: str, said: pd.DataFrame, observed: Sequence[str]
) -> Iterator[MeasuredClaim]:
    told: list[tuple[int, float, KnownBy, float, bool]] = []
    rows = said.iloc[::-1].to_dict("records")  # the last one first
    for place, quarter in enumerate(observed):
        first, last = plan.fiscal_year.first_day(quarter), plan.fiscal_year.last_day(quarter)
        row = next((row for row in rows if first <= row["date"] <= last), None)
        if row is None:
            continue
        value, known = float(row["value"]), KnownBy(row.get("known_by") or KnownBy.JUDGEMENT)
        low, high = (float(end) if pd.notna(end := row.get(name)) else np.nan for name in ("low", "high"))
        given = not np.isnan(high - low)
        spread = (high - low) / 2 / TENTH if given else plan.proof.share(known)
        if given and value:
            spread /= abs(value)
        # What is known no worse stands for all that was said before it.
        told = [each for each in told if plan.proof.share(each[2]) < plan.proof.share(known)]
        told.append((place, value, known, spread, given and not value))
    before, since = 0.0, 0
    for place, value, known, spread, amounts in told:
        yield MeasuredClaim(
            team, initiative, tuple(observed[since : place + 1]), value - before, known, spread, amounts
        )
        before, since = value, place + 1


def covered_cells(claims: Sequence[MeasuredClaim], cells: pd.DataFrame) -> Floats:
    """Which cells (``initiative``, ``quarter``) each claim is about, as 0 and 1, shape (claims, cells)."""
    about = [(cells["initiative"] == claim.initiative) & cells["quarter"].isin(claim.quarters) for claim in claims]
    return np.array(about, dtype=float).reshape(len(claims), len(cells))
