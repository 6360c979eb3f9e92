"""Where a plan stands: target, what is covered, what is uncovered, and what each team commits to.

These are the figures that stay in sight while a room works; all of them come out of the ledger.
"""

import math
from dataclasses import dataclass

import pandas as pd

from okr_lib.growth.breakdown import COVERED_LINES, DECIMALS, TEAM_LINES, breakdown, covered, total
from okr_lib.growth.rounding import in_steps

_MOVES = 100  # about how many moves of a slider there are from one end to the other


@dataclass(frozen=True)
class Standing:
    """A plan's headline figures, in its unit; shares 0 to 1.

    Attributes
    ----------
    baseline, target
        Last year's revenue, and the year's target.
    growth
        The target's growth on the baseline; missing without a baseline.
    covered, uncovered
        What the plan has, and what is missing to the target (negative when it has more).
    covered_share
        Covered as a share of the target.
    to_win
        Growth to be won by the teams together.
    ungiven
        What of it no team has committed to; negative where teams commit to more than is to be won.
    closes
        Whether there is a target and nothing of it is uncovered.
    """

    baseline: float
    target: float
    growth: float
    covered: float
    uncovered: float
    covered_share: float
    to_win: float
    ungiven: float
    closes: bool


def standing(ledger: pd.DataFrame) -> Standing:
    """The headline figures of a ledger.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> found = standing(growth_ledger(shop))
    >>> found.target, found.covered, found.uncovered, found.to_win, found.closes
    (480.0, 450.0, 30.0, 80.0, False)
    """
    by_line = breakdown(ledger, ["line"]).set_index("line")["amount"]
    baseline, uncovered = (float(by_line.get(line, 0.0)) for line in ("baseline", "uncovered"))
    to_win = float(by_line.reindex(list(TEAM_LINES)).sum().round(DECIMALS))
    target = total(ledger)
    has = total(covered(ledger))
    return Standing(
        baseline=baseline,
        target=target,
        growth=target / baseline - 1 if baseline else math.nan,
        covered=has,
        uncovered=uncovered,
        covered_share=has / target if target else math.nan,
        to_win=to_win,
        ungiven=total(ledger[(ledger["line"] == "uncovered") & ledger["team"].isna()]),
        closes=target > 0 and uncovered <= 0,
    )


def commitments_by_team(ledger: pd.DataFrame) -> pd.DataFrame:
    """What each team commits to, is expected to contribute (overlap deducted) and has not covered.

    Returns
    -------
    DataFrame
        ``team``, ``commitment``, ``contribution``, ``uncovered``; a row a team, in the plan's order.

    Examples
    --------
    >>> from okr_lib import growth_ledger
    >>> commitments_by_team(growth_ledger(shop)).to_numpy().tolist()
    [['sales', 48.0, 30.0, 18.0], ['brand', 32.0, 20.0, 12.0]]
    """
    rows = breakdown(ledger, ["team", "line"]).dropna(subset="team")
    table = rows.pivot(index="team", columns="line", values="amount").fillna(0.0)
    table = table.reindex(index=rows.loc[rows["line"] == "uncovered", "team"])  # every team, in the plan's order
    covered = table.reindex(columns=list(COVERED_LINES)).sum(axis=1)
    return pd.DataFrame(
        {
            "team": list(table.index),
            "commitment": (covered + table["uncovered"]).round(DECIMALS).to_numpy() + 0.0,
            "contribution": covered.round(DECIMALS).to_numpy() + 0.0,
            "uncovered": table["uncovered"].to_numpy(),
        }
    )


def handy_step(span: float, step: float) -> float:
    """A round step for a slider over a span: about a hundredth of it, a whole multiple of the plan's step.

    Examples
    --------
    >>> handy_step(180, 0.1), handy_step(3, 0.1), handy_step(25000, 0.1)
    (1.0, 0.1, 100.0)
    """
    if span <= step * _MOVES:
        return step
    return float(in_steps(10 ** round(math.log10(span / _MOVES / step)), step))
