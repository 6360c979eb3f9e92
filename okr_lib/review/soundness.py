"""How sound the records are: figures that were restated, quarters with a gap, years that nobody planned.

None of these keeps a report from being made, and none may pass unseen. A plan keeps the baseline it was agreed on, so
a restated figure shows as a difference, not as growth. A quarter with a gap does not count, nor does any after it.
"""

import re
from collections.abc import Iterator

import pandas as pd

from okr_lib.errors import Problem
from okr_lib.plan.model import Plan
from okr_lib.plan.records import latest
from okr_lib.plan.values import QUARTERS

RESTATED_COLUMNS = ["kept_in", "fiscal_year", "quarter", "stream", "before", "actual", "change", "row"]
GAP_COLUMNS = ["fiscal_year", "quarter", "stream", "row"]


def restatements(plan: Plan, reported: pd.DataFrame, through: str = QUARTERS[-1]) -> pd.DataFrame:
    """Figures that are different now from what the plan, or an earlier row of the records, says.

    Parameters
    ----------
    plan
        The plan; its baseline is compared with the records of the baseline year.
    reported
        What ``load_reported`` returns.
    through
        Look no further than this quarter of the plan's year.

    Returns
    -------
    DataFrame
        Columns ``kept_in`` (plan | records: where the former figure stands), ``fiscal_year, quarter, stream``,
        ``before`` (the former figure), ``actual`` (the one that counts now), ``change`` (actual less before) and
        ``row`` (where ``actual`` stands). Differences of half a step or less are rounding, and left out. The
        plan's come first, in its order.
    """
    keys = ["fiscal_year", "quarter", "stream"]
    now = latest(reported).rename(columns={"revenue": "actual"})[[*keys, "actual", "row"]]
    planned = pd.DataFrame(
        [
            ("plan", plan.fiscal_year.baseline, quarter, stream.id, revenue)
            for stream in plan.streams
            for quarter, revenue in zip(QUARTERS, stream.baseline.array(), strict=True)
        ],
        columns=["kept_in", *keys, "before"],
    )
    earlier = reported.rename(columns={"revenue": "before"})[[*keys, "before"]].assign(kept_in="records")
    table = pd.concat([planned, earlier], ignore_index=True).merge(now, on=keys, how="inner")
    table["change"] = table["actual"] - table["before"]
    later = (table["fiscal_year"] == plan.fiscal_year.label) & (table["quarter"] > through)
    differs = table["change"].abs() > plan.step * (0.5 + 1e-9)
    return table.loc[differs & ~later, RESTATED_COLUMNS].reset_index(drop=True)


def gaps(plan: Plan, reported: pd.DataFrame, through: str = QUARTERS[-1]) -> pd.DataFrame:
    """Streams without a figure in a quarter for which, or after which, there are others.

    Parameters
    ----------
    plan
        The plan; every stream of it is expected in its year, and in other years those that have a row there.
    reported
        What ``load_reported`` returns.
    through
        Look no further than this quarter of the plan's year.

    Returns
    -------
    DataFrame
        Columns ``fiscal_year, quarter, stream`` and ``row`` (where the next figure stands: another stream's of the
        quarter, or else of a later quarter). A quarter after the last with any figure is no gap, but the future.
    """
    found = []
    for year, rows in reported.groupby("fiscal_year", sort=False):
        ours = year == plan.fiscal_year.label
        expected = [stream.id for stream in plan.streams if ours or stream.id in set(rows["stream"])]
        positions = rows["quarter"].map(QUARTERS.index)
        first = 0 if ours else int(positions.min())
        last = min(int(positions.max()), QUARTERS.index(through)) if ours else int(positions.max())
        for position in range(first, last + 1):
            there = set(rows.loc[positions == position, "stream"])
            beside = rows.loc[positions == positions[positions >= position].min(), "row"].iloc[0]
            found += [(year, QUARTERS[position], stream, beside) for stream in expected if stream not in there]
    return pd.DataFrame(found, columns=GAP_COLUMNS)


def record_findings(plan: Plan, reported: pd.DataFrame) -> list[Problem]:
    """What is odd about the actuals, each with where it stands, its consequence and the remedy."""
    origin = plan.records.actuals
    if origin is None or origin.file:
        file = origin.file if origin and origin.file else "actuals.csv"
        return [Problem(message, file) for message in _messages(plan, reported)]
    return [plan.problem(("records", "actuals"), message) for message in _messages(plan, reported)]


def _messages(plan: Plan, reported: pd.DataFrame) -> Iterator[str]:
    names = {stream.id: stream.name for stream in plan.streams}
    years = (plan.fiscal_year.baseline, plan.fiscal_year.label)
    for year, rows in reported.groupby("fiscal_year", sort=False):
        meant = [label for label in years if _digits(label) == _digits(str(year)) and label != year]
        if meant:
            yield f"{rows['row'].iloc[0]}: {year} is not a year of the plan; write {meant[0]} as the plan does"
    if len(reported) and not reported["fiscal_year"].isin(years).any():
        yield f"has no row of {years[0]} or {years[1]}, so nothing can be compared; check its fiscal years"
    for gap in gaps(plan, reported).to_dict("records"):
        what = f"{gap['row']}: {names[gap['stream']]} has no row of {gap['fiscal_year']} {gap['quarter']}"
        ours = gap["fiscal_year"] == plan.fiscal_year.label
        result = "neither it nor a later quarter counts until it has" if ours else "the year is not whole; add it"
        yield f"{what}; {result}"
    for found in restatements(plan, reported).to_dict("records"):
        what = f"{found['row']}: {names[found['stream']]} {found['fiscal_year']} {found['quarter']}"
        figures = f"is {found['actual']:.10g} now and was {found['before']:.10g}"
        former = "an earlier row" if found["kept_in"] == "records" else "the plan's baseline"
        remedy = "" if found["kept_in"] == "records" else "; the plan keeps it until somebody changes it there"
        yield f"{what} {figures} in {former}{remedy}"


def _digits(label: str) -> str:
    return re.sub(r"\D", "", label)
