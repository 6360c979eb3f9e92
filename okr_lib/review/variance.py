"""Plan against actual: where revenue stands against the phased target and against last year.

A stream is expected to bring its baseline, its momentum and what initiatives bring in it. Growth that nobody
has a plan for yet belongs to no stream; it stands on a row of its own, so that the rows still sum to the
target. Variance is actual less expected: negative is behind.
"""

from itertools import takewhile

import pandas as pd

from okr_lib.growth.breakdown import DECIMALS, breakdown, covered
from okr_lib.plan.model import Plan
from okr_lib.plan.references import TOTAL
from okr_lib.plan.values import QUARTERS

UNPLACED = ""  # the stream of growth that is planned in none


def observed_quarters(plan: Plan, actuals: pd.DataFrame, through: str) -> tuple[str, ...]:
    """The quarters of the plan's year, from its first ``through`` another, for which every stream has an actual.

    Returns
    -------
    tuple of str
        Stops before the first quarter that is not complete, so sums over it compare like with like.
    """
    year = actuals["fiscal_year"] == plan.fiscal_year.label
    came = set(zip(actuals.loc[year, "quarter"], actuals.loc[year, "stream"], strict=True))
    asked = QUARTERS[: QUARTERS.index(through) + 1]
    return tuple(takewhile(lambda quarter: all((quarter, stream.id) in came for stream in plan.streams), asked))


def company_actuals(plan: Plan, actuals: pd.DataFrame, through: str = QUARTERS[-1]) -> dict[str, float]:
    """The company's revenue by quarter, for the quarters that are over: those ``observed_quarters`` returns."""
    streams = [stream.id for stream in plan.streams]
    year = actuals[(actuals["fiscal_year"] == plan.fiscal_year.label) & actuals["stream"].isin(streams)]
    sums = year.groupby("quarter")["revenue"].sum().round(DECIMALS)
    return {quarter: float(sums[quarter]) for quarter in observed_quarters(plan, actuals, through)}


def plan_against_actual(plan: Plan, ledger: pd.DataFrame, actuals: pd.DataFrame, through: str) -> pd.DataFrame:
    """Revenue by stream and quarter: last year, expected and actual; actuals after ``through`` are left out.

    Returns
    -------
    DataFrame
        Columns ``stream`` (the empty text for growth planned in no stream), ``quarter``, ``baseline``,
        ``expected``, ``actual`` (missing where not observed). ``expected`` sums to the phased target.
    """
    expected = breakdown(ledger, ["stream", "quarter"]).fillna({"stream": UNPLACED})
    baseline = breakdown(ledger[ledger["line"] == "baseline"], ["stream", "quarter"])
    observed = observed_quarters(plan, actuals, through)
    actual = actuals[(actuals["fiscal_year"] == plan.fiscal_year.label) & actuals["quarter"].isin(observed)]
    keys = ["stream", "quarter"]
    table = (
        expected.rename(columns={"amount": "expected"})
        .merge(baseline.rename(columns={"amount": "baseline"}), on=keys, how="left")
        .merge(actual.rename(columns={"revenue": "actual"})[[*keys, "actual"]], on=keys, how="left")
        .fillna({"baseline": 0.0})
    )
    nobody = (table["stream"] == UNPLACED) & table["quarter"].isin(observed)
    table["actual"] = table["actual"].mask(nobody, 0.0)
    return table[["stream", "quarter", "baseline", "expected", "actual"]]


def planned_quarters(ledger: pd.DataFrame) -> "pd.Series[float]":
    """What the plan itself expects, by quarter: its ledger without what is uncovered, which nobody has a plan for."""
    return breakdown(covered(ledger), ["quarter"]).set_index("quarter")["amount"].reindex(QUARTERS)


def by_quarter(comparison: pd.DataFrame) -> pd.DataFrame:
    """The company's quarters: ``quarter, baseline, expected, actual, variance``, actual missing if unobserved."""
    sums = comparison.groupby("quarter", sort=False)[["baseline", "expected", "actual"]].sum(min_count=1)
    sums = sums.round(DECIMALS)
    return sums.assign(variance=(sums["actual"] - sums["expected"]).round(DECIMALS)).reset_index()


def scorecard(comparison: pd.DataFrame, quarters: tuple[str, ...]) -> pd.DataFrame:
    """Revenue by stream over some quarters of ``plan_against_actual``, with a last row for the company.

    Returns
    -------
    DataFrame
        Columns ``stream`` (the last row's is ``total``), ``baseline``, ``expected``, ``actual``, ``variance``
        (actual less expected) and ``growth`` (actual over baseline less 1; missing without a baseline). Without
        quarters everything is missing.
    """
    rows = comparison[comparison["quarter"].isin(quarters)]
    sums = rows.groupby("stream", sort=False)[["baseline", "expected", "actual"]].sum(min_count=len(quarters))
    sums = pd.concat([sums, sums.sum(min_count=max(1, len(sums))).to_frame(TOTAL).T]).round(DECIMALS)
    sums["variance"] = (sums["actual"] - sums["expected"]).round(DECIMALS)
    sums["growth"] = sums["actual"] / sums["baseline"].where(sums["baseline"] > 0) - 1
    return sums.rename_axis("stream").reset_index()
