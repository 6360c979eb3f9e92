"""Profit: what initiatives bring to the contribution margin, less what they cost, and when that has paid their cost.

Revenue is not profit: a discount that sells more may earn less. Where a stream says which share of its revenue is left
after what varies with it, growth, profit and payback stand beside each other; where it does not, nothing is said of them.
"""

from math import inf, nan

import numpy as np
import pandas as pd

from okr_lib.growth.breakdown import COVERED_LINES, DECIMALS, select
from okr_lib.growth.contributions import ramp_by_quarter
from okr_lib.growth.controlled_rounding import round_by_quarter
from okr_lib.growth.parts import Parts, exact_parts
from okr_lib.growth.phasing import cost_by_quarter
from okr_lib.growth.rounding import Floats
from okr_lib.plan.kinds import Quarter
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS

_YEARS = 5  # looked ahead for the payback
_AMOUNTS = ["contribution", "margin", "cost", "profit"]


def profits(plan: Plan, ledger: pd.DataFrame, by: str = "team") -> pd.DataFrame:
    """Growth, profit and payback of teams or initiatives, as planned for the year.

    Parameters
    ----------
    plan
        The plan, with its streams' contribution margins.
    by
        ``team``: what it is credited with, less the cost of what it delivers; or ``initiative``, whoever is credited.

    Returns
    -------
    DataFrame
        A row for each in the plan's order, and the ``total``: ``contribution`` (revenue, overlap deducted), ``margin`` (what of it
        is left after what varies with it), ``cost``, ``profit`` (margin less cost) and ``payback``: quarters from the first
        in which it costs or brings anything until the margin has paid the cost, infinite where that takes more than five
        years. Margin, profit and payback are missing where a stream it reaches has no margin. No rows where no stream has.

    Notes
    -----
    ``profit = sum(margin of stream * contribution in stream) - cost``. After the year a quarter brings what it would bring
    this year at the strength of the year's end, and costs nothing more. Amounts are rounded once, by initiative, team and
    quarter, and sum to the total.

    Examples
    --------
    With a margin of a quarter the shelf's 40 leave 10, 2.5 a quarter; its cost of 5 is paid after two.

    >>> from okr_lib import growth_ledger
    >>> stream = shop.streams[0].model_copy(update={"margin": 0.25})
    >>> earning = shop.model_copy(update={"streams": (stream,)})
    >>> found = profits(earning, growth_ledger(earning), "initiative").set_index("initiative")
    >>> found.loc["shelf"].to_dict()
    {'contribution': 40.0, 'margin': 10.0, 'cost': 5.0, 'profit': 5.0, 'payback': 2.0}
    """
    if not has_margins(plan):
        return pd.DataFrame(columns=[by, *_AMOUNTS, "payback"])
    parts, later = exact_parts(plan), exact_parts(_at_its_end(plan))
    exact, after = _margins(plan, parts), _margins(plan, later)
    pairs = list(plan.initiatives())
    teams = [team.id for team in plan.teams]
    names = teams if by == "team" else [initiative.id for _, initiative in pairs]
    costs = np.array([cost_by_quarter(initiative) for _, initiative in pairs]).reshape(-1, len(QUARTERS))
    deliverer = np.array([teams.index(team.id) for team, _ in pairs], dtype=np.int64)
    cost = round_by_quarter(costs, [deliverer], plan.step)
    margin = round_by_quarter(np.nan_to_num(exact), [parts.team, parts.initiative], plan.step)
    reached = parts.team if by == "team" else parts.initiative
    spends = deliverer if by == "team" else np.arange(len(pairs))
    brought = select(ledger, lines=COVERED_LINES).groupby(by)["amount"].sum()
    unknown = np.asarray(np.isnan(exact).any(axis=1))
    rows = []
    for place, name in enumerate(names):
        mine, paid = np.flatnonzero(reached == place), np.flatnonzero(spends == place)
        known = not unknown[mine].any()
        amounts = float(margin[mine].sum()), float(cost[paid].sum())
        rows.append(
            (
                name,
                float(brought.get(name, 0.0)),
                amounts[0] if known else nan,
                amounts[1],
                amounts[0] - amounts[1] if known else nan,
                _payback(exact[mine].sum(axis=0), after[mine].sum(axis=0), costs[paid].sum(axis=0)),
            )
        )
    table = pd.DataFrame(rows, columns=[by, *_AMOUNTS, "payback"])
    whole = [table[name].sum(skipna=False) for name in _AMOUNTS]
    table.loc[len(table)] = [TOTAL, *whole, _payback(exact.sum(axis=0), after.sum(axis=0), costs.sum(axis=0))]
    table[_AMOUNTS] = table[_AMOUNTS].astype(float).round(DECIMALS) + 0.0
    return table


def has_margins(plan: Plan) -> bool:
    """Whether any stream says what is left of its revenue."""
    return any(stream.margin is not None for stream in plan.streams)


def _margins(plan: Plan, parts: Parts) -> Floats:
    """What is left of each credit row's contribution by quarter; missing where its stream has no margin."""
    shares = np.array([nan if stream.margin is None else stream.margin for stream in plan.streams])
    return np.asarray((parts.credit + parts.overlap) * shares[parts.stream][:, None])


def _at_its_end(plan: Plan) -> Plan:
    """The plan in a year in which all initiatives work from the first day as they do at this year's end."""
    teams = []
    for team in plan.teams:
        done = []
        for initiative in team.initiatives:
            last = ramp_by_quarter(initiative.starts.position, initiative.ramp)[-1]
            done.append(initiative.model_copy(update={"starts": Quarter.Q1, "ramp": (last,)}))
        teams.append(team.model_copy(update={"initiatives": tuple(done)}))
    return plan.model_copy(update={"teams": tuple(teams)})


def _payback(margin: Floats, after: Floats, cost: Floats) -> float:
    """Quarters until the margin has paid the cost of the year."""
    if np.isnan(margin).any():
        return nan
    begun = np.flatnonzero((margin != 0) | (cost > 0))
    if not cost.sum() or not len(begun):
        return 0.0
    paid = np.cumsum(np.concatenate([margin, np.tile(after, _YEARS - 1)])) >= cost.sum() * (1 - 1e-9)
    return float(np.argmax(paid) + 1 - begun[0]) if paid.any() else inf
