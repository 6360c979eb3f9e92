"""How sound the records are: figures restated or in another unit, quarters with a gap, years that nobody planned.

None of these keeps a report from being made, and none may pass unseen. A plan keeps the baseline it was agreed on, so
a restated figure shows as a difference, not as growth. A quarter with a gap does not count, nor does any after it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from okr_lib.errors import Message, Problem
from okr_lib.plan.model import Plan
from okr_lib.plan.records import latest
from okr_lib.plan.values import QUARTERS

_RESTATED_COLUMNS = ["kept_in", "fiscal_year", "quarter", "stream", "before", "actual", "change", "row"]
_GAP_COLUMNS = ["fiscal_year", "quarter", "stream", "row"]
_OTHER_UNIT = 300  # times another figure: a thousand, less what season and growth may take off


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
    return table.loc[differs & ~later, _RESTATED_COLUMNS].reset_index(drop=True)


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
    return pd.DataFrame(found, columns=_GAP_COLUMNS, dtype=object)


def _outliers(plan: Plan, reported: pd.DataFrame) -> pd.DataFrame:
    """Figures (``load_reported``) so far from all others of their stream that they must be in another unit.

    Returns
    -------
    DataFrame
        The rows of ``reported`` above 300 times the largest figure they are compared with, or below a 300th of the
        smallest, with ``usual``: the median of those. Zero is no outlier, and nothing is compared with it.
    """
    found: dict[Any, float] = {}
    for stream in plan.streams:
        rows = reported[(reported["stream"] == stream.id) & (reported["revenue"] > 0)]
        known = stream.baseline.array()
        for place, revenue in rows["revenue"].items():
            others = known[known > 0] if known.any() else rows["revenue"].drop(place).to_numpy()
            if len(others) and (revenue > _OTHER_UNIT * others.max() or revenue * _OTHER_UNIT < others.min()):
                found[place] = float(np.median(others))
    return reported.assign(usual=pd.Series(found, dtype=float)).loc[sorted(found)]


def record_findings(plan: Plan, reported: pd.DataFrame) -> list[Problem]:
    """What is odd about the actuals, each with where it stands, its consequence and the remedy."""
    return [place_of(plan, "actuals", message) for message in _messages(plan, reported)]


def year_findings(plan: Plan, drivers: pd.DataFrame) -> list[Problem]:
    """Years of the drivers that are none of the plan's, or written in another way."""
    odd = [_odd_year(plan, str(year)) for year in dict.fromkeys(drivers["fiscal_year"])]
    return [place_of(plan, "drivers", message) for message in odd if message]


def place_of(plan: Plan, kind: str, message: str) -> Problem:
    """A finding at the file of a kind of records, or where the plan names their database."""
    origin = getattr(plan.records, kind)
    if origin is None or origin.file:
        return Problem(message, origin.file if origin else f"{kind}.csv")
    return plan.problem(("records", kind), message)


def check_in_findings(plan: Plan, check_ins: pd.DataFrame) -> list[Problem]:
    """Check-ins of a day outside the year: one before it counts in every quarter, one after it in none."""
    first, last = plan.fiscal_year.first_day("Q1"), plan.fiscal_year.last_day("Q4")
    found = []
    for row in check_ins.to_dict("records"):
        if not first <= row["date"] <= last:
            values = {"name": row["key_result"], "date": row["date"], "begins": first, "ends": last}
            if row["date"] < first:
                message = Message(
                    "{name} of {date} is outside the year ({begins} to {ends}) and counts from the first quarter on; if the day is wrong, take the row out and check in again",
                    **values,
                )
            else:
                message = Message(
                    "{name} of {date} is outside the year ({begins} to {ends}) and counts in no quarter; if the day is wrong, take the row out and check in again",
                    **values,
                )
            place = row.get("place") or place_of(plan, "check_ins", "")
            found.append(replace(place, message=message))
    return found


def _messages(plan: Plan, reported: pd.DataFrame) -> Iterator[str]:
    names = {stream.id: stream.name for stream in plan.streams}
    years = (plan.fiscal_year.baseline, plan.fiscal_year.label)
    for year, rows in reported.groupby("fiscal_year", sort=False):
        odd = _odd_year(plan, str(year))
        if odd:
            yield Message("{row}: {finding}", row=rows["row"].iloc[0], finding=odd)
    if len(reported) and not reported["fiscal_year"].isin(years).any():
        yield Message(
            "has no row of {baseline} or {year}, so nothing can be compared; check its fiscal years",
            baseline=years[0],
            year=years[1],
        )

    def place(row: Any) -> dict[str, Any]:
        return {
            "row": row["row"],
            "stream": names[row["stream"]],
            "year": row["fiscal_year"],
            "quarter": row["quarter"],
        }

    for row in _outliers(plan, reported).to_dict("records"):
        yield Message(
            "{row}: {stream} {year} {quarter} is {revenue}, where others are about {usual}; write it in the plan's unit ({unit})",
            revenue=row["revenue"],
            usual=row["usual"],
            unit=plan.unit.value,
            **place(row),
        )
    for gap in gaps(plan, reported).to_dict("records"):
        if gap["fiscal_year"] == plan.fiscal_year.label:
            yield Message(
                "{row}: {stream} has no row of {year} {quarter}; neither it nor a later quarter counts until it has",
                **place(gap),
            )
        else:
            yield Message("{row}: {stream} has no row of {year} {quarter}; the year is not whole; add it", **place(gap))
    for found in restatements(plan, reported).to_dict("records"):
        figures = {"now": found["actual"], "then": found["before"], **place(found)}
        if found["kept_in"] == "records":
            yield Message("{row}: {stream} {year} {quarter} is {now} now and was {then} in an earlier row", **figures)
        else:
            yield Message(
                "{row}: {stream} {year} {quarter} is {now} now and was {then} in the plan's baseline; the plan keeps it until somebody changes it there",
                **figures,
            )


def _odd_year(plan: Plan, year: str) -> str:
    """What is odd about the label of a year: one of the plan's written in another way, or none like them; else nothing."""
    labels = (plan.fiscal_year.baseline, plan.fiscal_year.label)
    if year in labels:
        return ""
    meant = [label for label in labels if _years(label) == _years(year) or _digits(label) == _digits(year)]
    if meant:
        return Message("{year} is not a year of the plan; write {meant} as the plan does", year=year, meant=meant[0])
    if _shape(year) not in map(_shape, labels):
        return Message(
            "{year} is not a year of the plan, nor written like one; write years as {label}, or take them out",
            year=year,
            label=labels[1],
        )
    return ""


def _digits(label: str) -> str:
    return re.sub(r"\D", "", label)


def _years(label: str) -> list[int]:
    """The years that a label names, without their century: 2022/23, 2022/2023 and FY22-23 are the same."""
    return [int(number) % 100 for number in re.findall(r"\d+", label)]


def _shape(label: str) -> str:
    return re.sub(r"\d", "9", label)
