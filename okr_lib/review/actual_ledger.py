"""Looking back: the growth that came, what teams say they brought of it, and what nobody explains.

    baseline + momentum + claimed + unexplained = actual

for every stream and quarter that is over. A claim is a check-in on an initiative: what it has brought since the year
began, as its team sees it. Claims are taken at their word and shown against the growth that was observed; where they
are more, the unexplained part is negative and named. That is the honest answer to every debate on attribution.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from okr_lib.growth.breakdown import DECIMALS, breakdown, select
from okr_lib.growth.ledger import COLUMNS, growth_ledger
from okr_lib.growth.rounding import Floats, in_steps, largest_remainder
from okr_lib.plan.check_ins import check_ins_on
from okr_lib.plan.model import Plan
from okr_lib.plan.values import QUARTERS
from okr_lib.review.variance import observed_quarters

_PLACES = {quarter: place for place, quarter in enumerate(QUARTERS)}
_NOT_GIVEN = ("initiative", "overlap", "uncovered")  # lines of a plan's ledger that looking back replaces


def actual_ledger(
    plan: Plan,
    actuals: pd.DataFrame,
    check_ins: pd.DataFrame,
    *,
    through: str = "Q4",
    rounded: bool = True,
    ledger: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The quarters that are over as amounts of revenue that sum to the actuals.

    Parameters
    ----------
    actuals
        Records with columns ``fiscal_year, quarter, stream, revenue``, as ``load_actuals`` returns them.
    check_ins
        As ``load_check_ins`` returns them. One on an initiative claims what it has brought in the fiscal year up to its
        date, in the plan's unit; the last one of a quarter counts, and a quarter without one claims nothing new.
    through
        Look no further than this quarter.
    rounded
        Whether amounts are whole multiples of the plan's step (the default), or exact.
    ledger
        What ``growth_ledger`` returns for the plan, rounded or exact likewise, where it is at hand.

    Returns
    -------
    DataFrame
        The columns of ``growth_ledger``. ``line`` is baseline, momentum, the id of any further growth (these three as in
        the plan's ledger, but for further growth of which ``_known_further_growth`` says what came), ``claimed`` (by initiative, split among streams as the plan expects its effect in that
        quarter and among teams by credit) or ``unexplained`` (by stream; negative where claims exceed the growth).
        Quarters without actuals have no rows.

    Notes
    -----
    An initiative without any effect in the plan says no stream, and so does its claim; the same amount stands as
    unexplained without a stream. Everything sums to the actuals of each quarter, rounded to the step.

    Examples
    --------
    The shop had 100 a quarter and made 112 in the first; Sales says its shelf brought 8 of the 12.

    >>> import datetime as dt
    >>> actuals = pd.DataFrame([("2027", "Q1", "shop", 112.0)], columns=["fiscal_year", "quarter", "stream", "revenue"])
    >>> said = pd.DataFrame([(dt.date(2027, 3, 31), "shelf", 8.0)], columns=["date", "key_result", "value"])
    >>> breakdown_of = actual_ledger(shop, actuals, said).groupby(["line", "team"], dropna=False, sort=False)
    >>> [(*names, amount) for names, amount in breakdown_of["amount"].sum().items() if amount]
    [('baseline', nan, 100.0), ('claimed', 'sales', 6.0), ('claimed', 'brand', 2.0), ('unexplained', nan, 4.0)]
    """
    observed = observed_quarters(plan, actuals, through)
    ledger = growth_ledger(plan, rounded=rounded) if ledger is None else ledger
    given = ledger[~ledger["line"].isin(_NOT_GIVEN) & ledger["quarter"].isin(observed)]
    claimed = _claims(plan, ledger, check_ins, observed)
    if rounded:
        claimed["amount"] = whole_steps(claimed, plan.step)
    came = _revenue(plan, actuals, observed, rounded=rounded)
    given = _as_it_came(given, _known_further_growth(plan), came)
    explained = breakdown(pd.concat([given, claimed]), ["stream", "quarter"])
    rest = came.merge(explained, on=["stream", "quarter"], how="outer", suffixes=("", "_explained"), sort=False)
    rest["amount"] = rest["amount"].fillna(0.0) - rest["amount_explained"].fillna(0.0)
    if rounded:
        rest["amount"] = in_steps(np.round(rest["amount"].to_numpy() / plan.step), plan.step)
    parts = [given, claimed, rest.assign(line="unexplained")]
    table = pd.concat([part.reindex(columns=COLUMNS) for part in parts], ignore_index=True)
    return table.astype({**dict.fromkeys(COLUMNS[:-1], "str"), "amount": float})


def _known_further_growth(plan: Plan) -> frozenset[str]:
    """Ids of the further growth of which actuals say what came: all there is in its stream, such as a firm that was bought.

    That is a stream without a baseline that no initiative acts on and no other further growth goes to.
    """
    acted_on = {stream for _, initiative in plan.initiatives() for stream in initiative.streams}
    taken = [entry.stream for entry in plan.further_growth]
    alone = {
        stream.id
        for stream in plan.streams
        if not stream.baseline.array().any() and stream.id not in acted_on and taken.count(stream.id) == 1
    }
    return frozenset(entry.id for entry in plan.further_growth if entry.stream in alone)


def _as_it_came(given: pd.DataFrame, known: frozenset[str], came: pd.DataFrame) -> pd.DataFrame:
    """The lines as planned, further growth that is known with what came instead."""
    keys = ["stream", "quarter"]
    actual = given[keys].merge(came, on=keys, how="left", sort=False)["amount"].to_numpy()
    return given.assign(amount=given["amount"].mask(given["line"].isin(known), actual))


def claims_against_growth(ledger: pd.DataFrame) -> pd.DataFrame:
    """What was claimed beside the growth there was to claim, by stream and quarter; ``ledger`` as ``actual_ledger`` returns.

    Returns
    -------
    DataFrame
        ``stream``, ``quarter``, ``claimed``, ``growth`` (actual less baseline, momentum and further growth) and ``excess``
        (how much the claims are above the growth, or above nothing where there was none; 0 where they are not).
        A row a stream and quarter; growth no stream is named for has a missing ``stream``.
    """
    by = ["stream", "quarter", "line"]
    sums = breakdown(select(ledger, lines=["claimed", "unexplained"]), by) if len(ledger) else ledger[[*by, "amount"]]
    wide = sums.pivot_table(index=["stream", "quarter"], columns="line", values="amount", dropna=False, sort=False)
    wide = wide.reindex(columns=["claimed", "unexplained"]).dropna(how="all").fillna(0.0).reset_index()
    wide["growth"] = (wide["claimed"] + wide["unexplained"]).round(DECIMALS) + 0.0
    wide["excess"] = (wide["claimed"] - wide["growth"].clip(lower=0.0)).clip(lower=0.0).round(DECIMALS) + 0.0
    order = {name: place for place, name in enumerate(ledger["stream"].unique())}
    wide = wide.sort_values(["stream", "quarter"], key=lambda column: column.map(order | _PLACES), ignore_index=True)
    wide.columns = wide.columns.rename(None)
    return wide[["stream", "quarter", "claimed", "growth", "excess"]]


def claimed_by_team(plan: Plan, ledger: pd.DataFrame) -> "pd.Series[float]":
    """What each team is credited with of the claims so far, by team id in the plan's order; zero without claims."""
    claimed = ledger[ledger["line"] == "claimed"].groupby("team")["amount"].sum().round(DECIMALS)
    return claimed.reindex([team.id for team in plan.teams]).fillna(0.0) + 0.0


def claims_of_team(plan: Plan, ledger: pd.DataFrame, back: pd.DataFrame, team: str) -> pd.DataFrame:
    """What a team is credited with of each initiative: expected so far, and claimed; ``back`` is what ``actual_ledger`` returns.

    Returns
    -------
    DataFrame
        ``initiative``, ``delivered_by``, ``expected`` (before overlap), ``claimed``, in the plan's order; initiatives of
        which the team gets no credit are left out.
    """
    quarters = list(back["quarter"].unique())
    expected = breakdown(select(ledger, quarters=quarters, lines=["initiative"]), ["team", "initiative"])
    claimed = breakdown(select(back, lines=["claimed"]), ["team", "initiative"])
    sums = [table[table["team"] == team].set_index("initiative")["amount"] for table in (expected, claimed)]
    rows = [
        (initiative.id, owner.id, *(float(part.get(initiative.id, 0.0)) for part in sums))
        for owner, initiative in plan.initiatives()
        if owner.credit_of(initiative).get(team, 0.0) > 0
    ]
    return pd.DataFrame(rows, columns=["initiative", "delivered_by", "expected", "claimed"])


def _claims(plan: Plan, ledger: pd.DataFrame, check_ins: pd.DataFrame, observed: Sequence[str]) -> pd.DataFrame:
    """Claims by initiative, stream, team and quarter, unrounded."""
    rows = []
    expected = _expected(ledger)
    # A state claims nothing, nor does what was said before the year.
    said_on = check_ins_on(check_ins[check_ins["value"].notna() & (check_ins["date"] >= plan.fiscal_year.starts)])
    for team, initiative in plan.initiatives():
        mine = said_on(initiative.id)
        said = list(zip(mine["date"], mine["value"].astype(float), strict=True))
        even = {effect.stream: 1 / len(initiative.effects) for effect in initiative.effects}
        before = 0.0
        for quarter in observed if said else ():
            last = plan.fiscal_year.last_day(quarter)
            now = next((value for date, value in reversed(said) if date <= last), 0.0)
            shares = _stream_shares(expected, initiative.id, quarter) or even
            for stream, part in shares.items() or [(None, 1.0)]:
                for name, share in team.credit_of(initiative).items():
                    amount = (now - before) * part * share
                    rows.append(("claimed", stream, name, initiative.focus_area, initiative.id, quarter, amount))
            before = now
    return pd.DataFrame([row for row in rows if row[-1]], columns=COLUMNS).astype({"amount": float})


_YEAR = ""  # stands for all quarters
_Expected = Mapping[tuple[str, str], Mapping[str, float]]


def _expected(ledger: pd.DataFrame) -> _Expected:
    """What the plan expects of an initiative in a quarter, and in the year, by stream."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    rows = breakdown(select(ledger, lines=["initiative"]), ["initiative", "stream", "quarter"])
    for name, stream, quarter, amount in rows.itertuples(index=False):
        for when in (quarter, _YEAR) if isinstance(stream, str) else ():
            sums = found.setdefault((name, when), {})
            sums[stream] = sums.get(stream, 0.0) + amount
    return found


def _stream_shares(expected: _Expected, initiative: str, quarter: str) -> dict[str, float]:
    """How the plan expects an initiative's effect to fall on streams: in a quarter, or else over the year."""
    for when in (quarter, _YEAR):
        sums = expected.get((initiative, when), {})
        if any(amount > 0 for amount in sums.values()) and all(amount >= 0 for amount in sums.values()):
            whole = sum(sums.values())
            return {stream: amount / whole for stream, amount in sums.items()}
    return {}


def whole_steps(rows: pd.DataFrame, step: float) -> Floats:
    """Amounts in whole steps: that of an initiative in a quarter is rounded, and its parts sum to it."""
    amounts: Floats = rows["amount"].to_numpy(copy=True)
    for places in rows.groupby(["initiative", "quarter"], sort=False).indices.values():
        parts = amounts[places] / step
        amounts[places] = in_steps(largest_remainder(parts, round(float(parts.sum()))), step)
    return amounts


def _revenue(plan: Plan, actuals: pd.DataFrame, observed: Sequence[str], *, rounded: bool) -> pd.DataFrame:
    """Revenue of the observed quarters by stream, in whole steps where asked for."""
    year = actuals[(actuals["fiscal_year"] == plan.fiscal_year.label) & actuals["quarter"].isin(observed)]
    table = year.set_index(["stream", "quarter"])["revenue"].unstack("quarter")
    table = table.reindex(index=[stream.id for stream in plan.streams], columns=list(observed))
    if rounded and len(observed):
        counts = table.to_numpy() / plan.step
        table[:] = in_steps(largest_remainder(counts, np.round(counts.sum(axis=0))), plan.step)
    long = table.stack().rename("amount").rename_axis(["stream", "quarter"]).reset_index()
    return long.sort_values("quarter", key=lambda names: names.map(QUARTERS.index), kind="stable")
