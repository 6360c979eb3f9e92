"""Where a report's records come from, what is missing in them, and which figures were restated."""

import datetime as dt

import pandas as pd

from okr_lib.display.columns import column, named, number, table_of
from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.plan.model import Plan
from okr_lib.plan.origins import Origin
from okr_lib.plan.values import QUARTERS
from okr_lib.review.soundness import gaps


def record_facts(plan: Plan, reported: pd.DataFrame, quarter: str, labels: Labels) -> list[tuple[str, str]]:
    """Origins of actuals (``load_reported``) and check-ins, the last day reported, and what is missing up to a quarter."""
    facts = [(labels.text("Actuals from"), origin_words(plan.records.actuals, "actuals.csv", labels))]
    check_ins = origin_words(plan.records.check_ins, "check_ins.csv", labels)
    if plan.records.check_ins is not None:
        check_ins = labels.text("{origin}, and check_ins.csv", origin=check_ins)
    facts.append((labels.text("Check-ins from"), check_ins))
    days = [day for day in reported["as_of"] if isinstance(day, dt.date)]
    if days:
        facts.append((labels.text("Last day on which a figure was reported"), labels.date(max(days))))
    missing = [
        f"{labels.name('stream', gap['stream'])} {labels.quarter(gap['quarter'])} {gap['fiscal_year']}"
        for gap in gaps(plan, reported, quarter).to_dict("records")
    ]
    ours = reported.loc[reported["fiscal_year"] == plan.fiscal_year.label, "quarter"]
    due = QUARTERS[: QUARTERS.index(quarter) + 1]
    missing += [f"{labels.quarter(one)} {plan.fiscal_year.label}" for one in due if one not in set(ours)]
    facts.append((labels.text("Figures missing in the actuals"), ", ".join(missing) or labels.text("none")))
    return facts


def table_restatements(restated: pd.DataFrame, labels: Labels) -> Table:
    """Figures that were restated (``restatements``), before and now."""
    kept = {"plan": labels.text("Baseline in the plan"), "records": labels.text("Reported earlier")}
    columns = [
        named("name", labels.text("Revenue, {unit}", unit=labels.money_unit), "stream", labels),
        column("period", labels.text("Quarter"), lambda row: f"{labels.quarter(row['quarter'])} {row['fiscal_year']}"),
        column("kept_in", labels.text("Former figure from"), lambda row: kept[row["kept_in"]]),
        number("before", labels.text("Former figure"), labels.number),
        number("actual", labels.text("Figure now"), labels.number),
        number("change", labels.text("Difference"), labels.change),
    ]
    return table_of(restated, columns, "restated")


def origin_words(origin: Origin | None, default: str, labels: Labels) -> str:
    """Where records come from: a file, its sheet, or a database; ``default`` where the plan names nothing."""
    if origin is None or origin.file is None:
        return labels.text("a database, by the query in plan.yaml") if origin else default
    if origin.sheet is None:
        return origin.file
    return labels.text("{file}, sheet {sheet}", file=origin.file, sheet=origin.sheet)
