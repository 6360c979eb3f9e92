"""Reconciliation: what each initiative is seen to have brought, so that all of it agrees with the revenue that came.

    baseline + momentum + what is borne out + unexplained = actual

The plan is what was believed before. A claim is a measurement, good or bad by how it is known. Momentum may have been
another, and something comes that no plan foresees. None of these is sure, and the actuals are; so each is moved to where
they agree, as far as it is uncertain: a tested claim moves little where a judged one gives way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.linalg import block_diag

from okr_lib.growth.contributions import effects_of, sized_effects
from okr_lib.growth.estimates import mean, variance
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import COLUMNS
from okr_lib.growth.parts import exact_parts
from okr_lib.growth.rounding import Floats, in_steps
from okr_lib.growth.simulation import MARKET
from okr_lib.growth.unforeseen import LEAST
from okr_lib.plan.initiatives import counted
from okr_lib.plan.kinds import InitiativeState, KnownBy
from okr_lib.plan.model import Plan
from okr_lib.plan.reference import CompanyYears, ReferenceClass
from okr_lib.plan.values import QUARTERS
from okr_lib.review.actual_ledger import actual_ledger, whole_steps
from okr_lib.review.evidence import evidence_of, year_spread
from okr_lib.review.initiative_states import initiative_states
from okr_lib.review.measured_claims import TENTH, MeasuredClaim, covered_cells, measured_claims

_TIMING = 0.25  # of what is planned of an initiative in a quarter: how much of it may come earlier or later
_FOUND = ("claimed", "unexplained")  # lines of the actual ledger that are divided anew


@dataclass(frozen=True, eq=False)
class Reconciliation:
    """What initiatives brought in the quarters that are over, as far as plan, claims and actuals together tell.

    Parameters
    ----------
    cells
        A row an initiative, stream and quarter: ``initiative``, ``stream``, ``focus_area``, ``quarter``, ``counts`` (what
        overlap leaves of it), ``planned``, ``claimed``, ``tested`` (what of the claim was tested) and ``middle``, before
        overlap, exact, in the plan's unit; ``said``, whether any claim is about it.
    errors
        How far the middles may be off, as covariances, shape (cells, cells).
    untold
        How far they would be off by plan and untested claims alone, without revenue and tests; the same shape.
    exact, shown
        The quarters that are over as ``actual_ledger`` returns them, exact and in whole steps.
    """

    plan: Plan
    cells: pd.DataFrame
    errors: Floats
    untold: Floats
    exact: pd.DataFrame
    shown: pd.DataFrame

    def borne_out(self, by: Sequence[str]) -> pd.DataFrame:
        """What is borne out by any of ``initiative``, ``stream``, ``team``, ``focus_area`` and ``quarter``.

        Returns
        -------
        DataFrame
            Those columns (none: all in one row), then ``planned``, ``claimed``, ``tested``, ``middle``, ``low`` and ``high``, exact, in the plan's
            unit. Eight times in ten what was brought lies between low and high. Middles add up; ranges do not. ``narrowed``
            is what revenue and tests took from the width of that range, a share of what it is by plan and untested claims.
        """
        amounts = ["planned", "claimed", "tested", "middle"]
        shared = self._credited[amounts].mul(self._credited["share"], axis=0)
        rows = self._credited.assign(**shared)
        groups = rows.groupby(list(by) or [""] * len(rows), sort=False, dropna=False)
        sums = groups[amounts].sum()
        weights = np.zeros((len(sums), len(self.cells)))
        np.add.at(weights, (groups.ngroup().to_numpy(), rows["cell"].to_numpy()), rows["share"].to_numpy())
        reach, alone = (reaches(weights, errors) for errors in (self.errors, self.untold))
        narrowed = 1 - np.divide(reach, alone, out=np.ones_like(reach), where=alone > 0)
        found = sums.assign(low=sums["middle"] - reach, high=sums["middle"] + reach, narrowed=narrowed)
        return found.reset_index(drop=not by)

    def weights_of(self, team: str) -> Floats:
        """What share of each cell a team is credited with, shape (cells,)."""
        rows = self._credited[self._credited["team"] == team]
        return np.bincount(rows["cell"], rows["share"], minlength=len(self.cells)).astype(float)

    def claimed_to(self) -> dict[str, str]:
        """By team that claims anything, the last quarter that it does."""
        rows = self._credited
        return {str(team): quarter for team, quarter in rows[rows["said"]].groupby("team")["quarter"].max().items()}

    def ledger(self, *, rounded: bool = True) -> pd.DataFrame:
        """The quarters that are over as amounts of revenue that sum to the actuals; see ``reconciled_ledger``."""
        return self._in_steps.copy() if rounded else self._ledger(rounded=False)

    @cached_property
    def _in_steps(self) -> pd.DataFrame:
        return self._ledger(rounded=True)

    def _ledger(self, *, rounded: bool) -> pd.DataFrame:
        back = self.shown if rounded else self.exact
        rows = self._credited
        brought = rows.assign(line="initiative", amount=rows["middle"] * rows["share"])
        taken = brought[brought["counts"] < 1].assign(line="overlap")
        taken["amount"] *= taken["counts"] - 1
        if rounded:
            brought["amount"] = whole_steps(brought, self.plan.step)
            taken["amount"] = whole_steps(taken, self.plan.step)
        given = back[~back["line"].isin(_FOUND)]
        parts = [part for part in (given, brought, taken) if len(part)] or [given]
        explained = pd.concat([part.reindex(columns=COLUMNS) for part in parts])
        keys = ["stream", "quarter"]
        came, known = (part.groupby(keys, sort=False, dropna=False)["amount"].sum() for part in (back, explained))
        rest = came.sub(known.reindex(came.index, fill_value=0.0))
        if rounded:
            rest = pd.Series(in_steps(np.round(rest / self.plan.step), self.plan.step), rest.index)
        unexplained = rest.rename("amount").reset_index().assign(line="unexplained").reindex(columns=COLUMNS)
        table = pd.concat([explained, unexplained[unexplained["stream"].notna()]], ignore_index=True)
        return table.astype({**dict.fromkeys(COLUMNS[:-1], "str"), "amount": float})

    @cached_property
    def _credited(self) -> pd.DataFrame:
        """The cells, one row each team that is credited: ``cell`` (its place), ``team``, ``share``."""
        shares = [
            (initiative.id, name, share)
            for team, initiative in self.plan.initiatives()
            for name, share in (initiative.credit or {team.id: 1.0}).items()
        ]
        credit = pd.DataFrame(shares, columns=["initiative", "team", "share"])
        return self.cells.assign(cell=np.arange(len(self.cells))).merge(credit, on="initiative", how="left", sort=False)


def reconciled_ledger(
    plan: Plan, actuals: pd.DataFrame, check_ins: pd.DataFrame, *, through: str = "Q4", rounded: bool = True
) -> pd.DataFrame:
    """The quarters that are over as amounts that sum to the actuals, each initiative with what is borne out.

    Parameters
    ----------
    plan, actuals, check_ins, through, rounded
        As ``actual_ledger`` takes them.

    Returns
    -------
    DataFrame
        The columns of ``growth_ledger``. ``line`` is baseline, momentum and further growth (as in ``actual_ledger``),
        ``initiative`` (what is borne out, by stream and credited team), ``overlap`` or ``unexplained`` (by stream).
        For ranges see ``reconcile``.
    """
    return reconcile(plan, actuals, check_ins, through=through).ledger(rounded=rounded)


def reconcile(
    plan: Plan,
    actuals: pd.DataFrame,
    check_ins: pd.DataFrame,
    *,
    through: str = "Q4",
    reference: CompanyYears | ReferenceClass | None = None,
    shown: pd.DataFrame | None = None,
) -> Reconciliation:
    """Make plan, claims and actuals agree.

    Parameters
    ----------
    plan
        The plan; ``proof`` says how far claims may be off by how they are known.
    actuals
        Records as ``load_actuals`` returns them.
    check_ins
        As ``load_check_ins`` returns them; one on an initiative claims what it has brought in the fiscal year up to its date.
    through
        Look no further than this quarter.
    reference
        What ``plan_reference`` returns; default: the companies that are shipped.

    Returns
    -------
    Reconciliation

    Notes
    -----
    The best linear unbiased reconciliation (Stone, Champernowne and Meade 1942, Review of Economic Studies 9(2)), which is
    conditioning of a normal distribution. Unknown are what each initiative brought by stream and quarter, momentum by
    stream, and what is unforeseen by stream and quarter.

    *Before*: an initiative's effect has the mean and the variance of the plan (its likelihood and its low, likely and high
    give one factor for all of it; a quarter of what is planned for a quarter may come earlier or later); one that was told
    not to have started brought nothing. Momentum has its estimate. The unforeseen is nothing in the mean; its spread is the
    reference class's of a whole year, less what the plan itself leaves open, half of it at least (as in ``target_outlook``).

    *Measured*: a claim, of what came since the claim before it. Where low and high are given, eight times in ten the truth
    lies between them; else it is off by a share of itself, or of what was planned where that is more, by how it is known
    (``proof``). The errors of one team's claims that are known alike are correlated by a half, but for tests.
    Revenue is exact.

    Zero cases: no claims, and everything is moved by the actuals alone; a claim that is exact comes back as it was; what
    nobody planned or claimed to bring anything brought nothing.
    """
    exact = actual_ledger(plan, actuals, check_ins, through=through, rounded=False)
    shown = actual_ledger(plan, actuals, check_ins, through=through) if shown is None else shown
    observed = list(exact["quarter"].unique())
    claims = measured_claims(plan, check_ins, observed)
    cells = _cells(plan, check_ins, observed)
    about = covered_cells(claims, cells)
    before = _uncertain(plan, cells, claims, about)
    places = [(stream.id, quarter) for stream in plan.streams for quarter in observed]
    beside = _beside(plan, cells, before, places, evidence_of(plan, actuals, through, reference))
    planned = cells["planned"].to_numpy()
    errors = np.array([claim.error(amount) for claim, amount in zip(claims, about @ planned, strict=True)])
    alike = np.array([[one.alike(two) for two in claims] for one in claims]).reshape(len(claims), len(claims))
    noise = block_diag(beside, alike * np.outer(errors, errors))
    summed = [(cells["stream"] == stream) & (cells["quarter"] == quarter) for stream, quarter in places]
    added = np.array(summed, dtype=float).reshape(len(places), len(cells)) * cells["counts"].to_numpy()
    seen = np.vstack([added, about])
    growth = _growth(exact)
    said = np.array([*(growth.get(place, 0.0) for place in places), *(claim.amount for claim in claims)])
    gain = _gain(before, seen, noise)
    shares = _shares(about, planned)
    cells["claimed"] = said[len(places) :] @ shares
    tested = np.array([claim.known_by is KnownBy.TEST for claim in claims], dtype=bool)
    cells["tested"] = (tested * said[len(places) :]) @ shares
    cells["said"] = about.any(axis=0)
    cells["middle"] = planned + gain @ (said - seen @ planned)
    left = before - gain @ seen @ before
    opinions = len(places) + np.flatnonzero(~tested)
    untold = before - _gain(before, seen[opinions], noise[np.ix_(opinions, opinions)]) @ seen[opinions] @ before
    return Reconciliation(plan, cells, left, untold, exact, shown)


def _gain(before: Floats, seen: Floats, noise: Floats) -> Floats:
    """How far each cell moves with what is seen beyond what was believed, shape (cells, seen)."""
    return np.asarray(np.linalg.lstsq(seen @ before @ seen.T + noise, seen @ before, rcond=1e-12)[0].T)


def reaches(weights: Floats, errors: Floats) -> Floats:
    """From the middle of each weighted sum of cells (sums, cells) to where one in ten lies beyond."""
    return np.asarray(TENTH * np.sqrt(np.maximum(np.sum(weights @ errors * weights, axis=1), 0.0)))


def _growth(exact: pd.DataFrame) -> "pd.Series[float]":
    """The growth there is to explain, by stream and quarter."""
    rest = exact[exact["line"].isin(_FOUND)]
    return rest.groupby(["stream", "quarter"])["amount"].sum()


def _cells(plan: Plan, check_ins: pd.DataFrame, observed: Sequence[str]) -> pd.DataFrame:
    """What is planned of each initiative by stream and quarter; nothing of one that was told not to have started."""
    parts = exact_parts(plan)
    initiatives = [initiative for _, initiative in plan.initiatives()]
    sums = np.zeros((len(initiatives), len(plan.streams), len(QUARTERS)))
    np.add.at(sums, (parts.initiative, parts.stream), parts.credit)
    kept = counted(plan.overlaps)
    last = plan.fiscal_year.last_day(observed[-1]) if observed else plan.fiscal_year.starts
    waiting = initiative_states(plan, check_ins, last).set_index("initiative")["state"] == InitiativeState.NOT_STARTED
    streams = [stream.id for stream in plan.streams]
    rows = [
        (
            initiative.id,
            name,
            initiative.focus_area,
            quarter,
            kept.get(initiative.id, 1.0),
            0.0 if waiting[initiative.id] else sums[number, streams.index(name), QUARTERS.index(quarter)],
        )
        for number, initiative in enumerate(initiatives)
        for name in initiative.streams
        for quarter in observed
    ]
    columns = ["initiative", "stream", "focus_area", "quarter", "counts", "planned"]
    return pd.DataFrame(rows, columns=columns).astype({"counts": float, "planned": float})


def _uncertain(plan: Plan, cells: pd.DataFrame, claims: Sequence[MeasuredClaim], about: Floats) -> Floats:
    """How uncertain the plan is of each cell, as covariances, shape (cells, cells).

    Initiatives of one focus area share their luck as far as the plan says. Of what is claimed where nothing was planned,
    nothing was known: that is as uncertain as the claim is large.
    """
    planned, names = cells["planned"].to_numpy(), cells["initiative"].to_numpy()
    areas = cells["focus_area"].to_numpy(dtype=object)
    alike = plan.uncertainty.correlation * np.equal.outer(areas, areas) * (areas != None)[:, None]  # noqa: E711  (by element)
    alike = np.where(np.equal.outer(names, names), 1.0, alike.astype(float))
    spread = planned * cells["initiative"].map(_spreads(plan)).to_numpy()
    covariances = alike * np.outer(spread, spread)
    variances = (_TIMING * planned) ** 2
    for claim, cells_of in zip(claims, about, strict=True):
        if not (cells_of * planned).any() and cells_of.any():
            variances += cells_of * claim.amount**2 / cells_of.sum()
    return np.asarray(covariances + np.diag(variances))


def _spreads(plan: Plan) -> dict[str, float]:
    """Of each initiative the standard deviation of its effect, as a multiple of its mean.

    With the chance ``p`` to succeed and the size ``S``: ``sqrt((var(S) / mean(S)^2 + 1) / p - 1)``.
    """
    effects, found = effects_of(plan), {}
    sizes = [
        (each.times * mean(each.size, plan.uncertainty), each.times**2 * variance(each.size, plan.uncertainty))
        for each in sized_effects(plan)
    ]
    for number, (_, initiative) in enumerate(plan.initiatives()):
        rows = np.flatnonzero(effects.initiative == number)
        squares = [
            (sizes[row][1] / sizes[row][0] ** 2 + 1) / (effects.expected[row] / sizes[row][0]) - 1
            for row in rows
            if sizes[row][0] and effects.expected[row]
        ]
        found[initiative.id] = float(np.sqrt(max(np.mean(squares), 0.0))) if squares else 0.0
    return found


def _beside(
    plan: Plan, cells: pd.DataFrame, before: Floats, places: Sequence[tuple[str, str]], evidence: Evidence
) -> Floats:
    """Covariances of what comes beside initiatives by stream and quarter: another momentum, and the unforeseen."""
    parts, streams = exact_parts(plan), [stream.id for stream in plan.streams]
    at = [(streams.index(stream), QUARTERS.index(quarter)) for stream, quarter in places]
    grown = np.sqrt([variance(stream.momentum, plan.uncertainty) for stream in plan.streams])
    momentum = np.array([grown[stream] * parts.baseline[stream, quarter] for stream, quarter in at])
    same = np.equal.outer([stream for stream, _ in at], [stream for stream, _ in at])
    found = np.where(same, 1.0, MARKET) * np.outer(momentum, momentum)
    usual = np.array([(parts.baseline + parts.momentum)[place] for place in at])
    counts = cells["counts"].to_numpy()
    inside = float(found.sum() + counts @ before @ counts)
    whole = (year_spread(parts.expected, evidence) * usual.sum()) ** 2
    shape = np.where(np.eye(len(at), dtype=bool), 1.0, MARKET) * np.outer(usual, usual)
    left = max(LEAST**2 * whole, whole - inside)
    return np.asarray(found + shape * (left / shape.sum() if shape.sum() else 0.0))


def _shares(about: Floats, planned: Floats) -> Floats:
    """How a claim falls on its cells: as planned, evenly where nothing was, shape (claims, cells)."""
    weights = about * np.maximum(planned, 0.0)
    weights = np.where(weights.sum(axis=1, keepdims=True) > 0, weights, about)
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), np.finfo(float).tiny))
