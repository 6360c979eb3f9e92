"""Views of the ledger: who brings what, where and when. Each is a ``groupby``; nothing is added up elsewhere.

A team's commitment is its contributions plus its overlap plus what it has not covered yet. What a team
delivers and what it is credited with are two questions: marketing's campaign may bring its kroner in the
stores, and the table of credit given and received shows both sides.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from okr_lib.errors import OkrError
from okr_lib.growth.contributions import ramp_by_quarter
from okr_lib.growth.ledger import COLUMNS
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS

TEAM_LINES = ("initiative", "overlap", "uncovered")
COVERED_LINES = ("initiative", "overlap")
DECIMALS = 6  # takes floating-point noise out of sums of whole steps
STANDING = (
    "baseline",
    "target",
    "actual",
    "expected",
    "before",
    "after",
    "commitment",
)  # steps of a bridge that stand on zero


def breakdown(ledger: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The ledger summed by some of its columns.

    Parameters
    ----------
    by
        One or more of ``line, stream, team, focus_area, initiative, quarter``.

    Returns
    -------
    DataFrame
        Those columns and ``amount``; missing values are a group of their own, so the amounts always sum to
        what the ledger sums to. Groups are in the order in which they first appear.

    Raises
    ------
    OkrError
        For a column the ledger does not have.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> breakdown(growth_ledger(shop), ["line"]).to_dict("list")
    {'line': ['baseline', 'momentum', 'initiative', 'uncovered'], 'amount': [400.0, 0.0, 50.0, 30.0]}
    """
    columns = list(dict.fromkeys(by))
    unknown = [name for name in columns if name not in COLUMNS[:-1]]
    if unknown or not columns:
        raise OkrError(f"cannot break down by {', '.join(unknown) or 'nothing'}; choose from {', '.join(COLUMNS[:-1])}")
    sums = ledger.groupby(columns, sort=False, dropna=False)["amount"].sum().round(DECIMALS) + 0.0
    return sums.reset_index()


def total(ledger: pd.DataFrame) -> float:
    """Sum of all amounts, in the plan's unit."""
    return round(float(ledger["amount"].sum()), DECIMALS) + 0.0


def select(ledger: pd.DataFrame, *, quarters: Sequence[str] = QUARTERS, lines: Sequence[str] = ()) -> pd.DataFrame:
    """The ledger's rows of some quarters and lines (none: all lines)."""
    rows = ledger["quarter"].isin(quarters)
    return ledger[rows & ledger["line"].isin(lines)] if lines else ledger[rows]


def covered(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger's rows of what is expected to come: all but what is uncovered. Target = covered + uncovered."""
    return ledger[ledger["line"] != "uncovered"]


def matrix(ledger: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Two columns of the ledger against each other, of what is covered.

    Returns
    -------
    DataFrame
        One row for each value of ``rows``, the largest first and a missing one (the empty text) last; one
        column for each value of ``columns``; a last row and a last column ``total``; zeros where nothing is.
    """
    sums = breakdown(select(ledger, lines=COVERED_LINES), [rows, columns]).fillna({rows: "", columns: ""})
    table = sums.pivot(index=rows, columns=columns, values="amount")
    table = table.reindex(index=sums[rows].unique(), columns=sums[columns].unique()).fillna(0.0)
    table.columns = table.columns.rename(None)
    table = table.assign(total=table.sum(axis=1).round(DECIMALS)).sort_values("total", ascending=False, kind="stable")
    table = table.loc[sorted(table.index, key=lambda name: name == "")]
    table.loc[TOTAL] = table.sum().round(DECIMALS)
    return table.rename_axis(rows).reset_index()


def bridge_of(steps: Iterable[tuple[Any, ...]], items: Sequence[str]) -> pd.DataFrame:
    """A bridge: steps with the levels they lead from and to.

    Parameters
    ----------
    steps
        In their order: what kind of step, what it is about (``items``), its amount.
    items
        Names of the columns for what steps are about.

    Returns
    -------
    DataFrame
        Columns ``step``, those, ``amount``, ``start`` and ``end``. Levels of revenue (baseline, target, actual ...) stand on zero;
        every other step starts where the one before ended.
    """
    rows, level = [], 0.0
    for step, *about, amount in steps:
        start = 0.0 if step in STANDING else level
        level = round(start + amount, DECIMALS) + 0.0
        rows.append((step, *about, round(amount, DECIMALS) + 0.0, start, level))
    return pd.DataFrame(rows, columns=["step", *items, "amount", "start", "end"])


def bridge(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ordered steps from baseline to target.

    Returns
    -------
    DataFrame
        Columns ``step`` (baseline, momentum, further growth by id, team, overlap, uncovered, target),
        ``team`` (for steps of kind team), ``amount``, ``start`` and ``end``, the levels it leads from and to.
        Baseline and target stand on zero; every other step starts where the one before ended. A step that is
        nothing has the amount zero. The amounts before the target sum to it.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> bridge(growth_ledger(shop))[["step", "team", "end"]].fillna("").to_numpy().tolist()
    ... # doctest: +NORMALIZE_WHITESPACE
    [['baseline', '', 400.0], ['momentum', '', 400.0], ['team', 'sales', 430.0], ['team', 'brand', 450.0],
     ['uncovered', '', 480.0], ['target', '', 480.0]]
    """
    by_line = breakdown(ledger, ["line"]).set_index("line")["amount"]
    by_team = breakdown(select(ledger, lines=["initiative"]), ["team"])
    steps = [(line, None, amount) for line, amount in by_line.items() if line not in TEAM_LINES]
    steps += [("team", team, amount) for team, amount in by_team.itertuples(index=False)]
    steps += [(line, None, by_line[line]) for line in ("overlap", "uncovered") if line in by_line]
    return bridge_of([*steps, ("target", None, total(ledger))], ["team"])


def team_bridge(ledger: pd.DataFrame, team: str) -> pd.DataFrame:
    """The ordered steps from nothing to a team's commitment: what it is credited with, overlap, what is uncovered.

    Returns
    -------
    DataFrame
        Columns ``step`` (initiative, overlap, uncovered, commitment), ``initiative`` (the largest first), ``amount``,
        ``start`` and ``end``, as in ``bridge``.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> team_bridge(growth_ledger(shop), "brand")[["step", "initiative", "amount"]].fillna("").values.tolist()
    [['initiative', 'shelf', 10.0], ['initiative', 'flyer', 10.0], ['uncovered', '', 12.0], ['commitment', '', 32.0]]
    """
    own = breakdown(ledger[ledger["team"] == team], ["line", "initiative"])
    credited = own[own["line"] == "initiative"].sort_values("amount", ascending=False, kind="stable")
    deducted, uncovered = (total(own[own["line"] == line]) for line in ("overlap", "uncovered"))
    steps = [("initiative", *row) for row in credited[["initiative", "amount"]].itertuples(index=False)]
    steps += [("overlap", None, deducted)] if deducted else []
    steps += [("uncovered", None, uncovered), ("commitment", None, total(own))]
    return bridge_of(steps, ["initiative"])


def credit_matrix(plan: Plan, ledger: pd.DataFrame) -> pd.DataFrame:
    """Contributions by the team that delivers and the team that is credited, overlap deducted.

    Returns
    -------
    DataFrame
        Columns ``delivered_by``, ``credited_to``, ``amount``; every pair of teams has a row, in the plan's order,
        zero where nothing is shared. Rows sum to what a team delivers, columns to what it is credited with.

    Examples
    --------
    A quarter of the shelf's 40 is Brand's:

    >>> from okr_lib import growth_ledger
    >>> credit_matrix(shop, growth_ledger(shop))["amount"].tolist()
    [30.0, 10.0, 0.0, 10.0]
    """
    delivered = {initiative.id: team.id for team, initiative in plan.initiatives()}
    rows = select(ledger, lines=COVERED_LINES)
    pairs = rows.assign(delivered_by=rows["initiative"].map(delivered))
    sums = pairs.groupby(["delivered_by", "team"])["amount"].sum().round(DECIMALS)
    teams = [team.id for team in plan.teams]
    every = pd.MultiIndex.from_product([teams, teams], names=["delivered_by", "credited_to"])
    return (sums.reindex(every).fillna(0.0) + 0.0).rename("amount").reset_index()


def team_summary(plan: Plan, ledger: pd.DataFrame, through: str) -> pd.DataFrame:
    """What each team committed to, is expected to bring, gives and receives, and costs.

    Parameters
    ----------
    through
        The quarter up to which "to date" reaches.

    Returns
    -------
    DataFrame
        One row a team, in the plan's order: ``team``, ``commitment``, ``contribution`` (credited, overlap
        deducted), ``uncovered``, ``to_date`` (contribution of the quarters up to ``through``), ``before_overlap`` (the
        same with no overlap deducted, as teams claim what they brought), ``given`` and ``received`` (credit, to and
        from other teams), ``delivered`` (what its own initiatives bring, whoever
        is credited), ``cost`` and ``per_cost`` (delivered over cost; missing without cost). Always
        ``contribution = delivered - given + received`` and ``commitment = contribution + uncovered``. The last row
        is the ``total``.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> team_summary(shop, growth_ledger(shop), "Q2").set_index("team").loc["brand"].to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'commitment': 32.0, 'contribution': 20.0, 'uncovered': 12.0, 'to_date': 10.0, 'before_overlap': 10.0,
     'given': 0.0, 'received': 10.0, 'delivered': 10.0, 'cost': 4.0, 'per_cost': 2.5}
    """
    teams = [team.id for team in plan.teams]
    so_far = QUARTERS[: QUARTERS.index(through) + 1]

    def by_team(lines: Sequence[str], quarters: Sequence[str] = QUARTERS) -> "pd.Series[float]":
        sums = breakdown(select(ledger, lines=lines, quarters=quarters), ["team"])
        return sums.set_index("team")["amount"].reindex(teams).fillna(0.0)

    credit = credit_matrix(plan, ledger)
    across = credit[credit["delivered_by"] != credit["credited_to"]]
    cost = {team.id: sum(initiative.cost for initiative in team.initiatives) for team in plan.teams}
    table = pd.DataFrame(
        {
            "commitment": by_team(TEAM_LINES),
            "contribution": by_team(COVERED_LINES),
            "uncovered": by_team(["uncovered"]),
            "to_date": by_team(COVERED_LINES, so_far),
            "before_overlap": by_team(["initiative"], so_far),
            "given": across.groupby("delivered_by")["amount"].sum().reindex(teams).fillna(0.0),
            "received": across.groupby("credited_to")["amount"].sum().reindex(teams).fillna(0.0),
            "delivered": credit.groupby("delivered_by")["amount"].sum().reindex(teams),
            "cost": pd.Series(cost, dtype=float),
        }
    )
    table.loc[TOTAL] = table.sum()
    table = table.round(DECIMALS) + 0.0
    table["per_cost"] = table["delivered"] / table["cost"].where(table["cost"] > 0)
    return table.rename_axis("team").reset_index()


def timeline(plan: Plan, ledger: pd.DataFrame) -> pd.DataFrame:
    """When each initiative takes effect and what it is expected to bring, overlap deducted.

    Returns
    -------
    DataFrame
        One row an initiative, in the plan's order: ``initiative``, ``team`` (delivers it), ``owner``,
        ``focus_area``, ``after`` (what must come first), ``contribution`` (the year's, whoever is credited) and
        ``Q1`` to ``Q4``, the share of its full effect in each quarter.
    """
    sums = breakdown(select(ledger, lines=COVERED_LINES), ["initiative"]).set_index("initiative")["amount"]
    rows = [
        {
            "initiative": initiative.id,
            "team": team.id,
            "owner": initiative.owner,
            "focus_area": initiative.focus_area,
            "after": initiative.after,
            "contribution": float(sums.get(initiative.id, 0.0)),
            **dict(zip(QUARTERS, ramp_by_quarter(initiative.starts.position, initiative.ramp), strict=True)),
        }
        for team, initiative in plan.initiatives()
    ]
    columns = ["initiative", "team", "owner", "focus_area", "after", "contribution", *QUARTERS]
    return pd.DataFrame(rows, columns=columns)
