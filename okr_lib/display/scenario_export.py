"""Scenarios side by side, to go on with elsewhere: an Excel workbook without formulas, a CSV file, a picture."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from okr_lib.display.assumption_cells import HEADS
from okr_lib.display.labels import Labels
from okr_lib.growth.assumption_table import assumption_table
from okr_lib.growth.comparison import Case, compare_initiatives, compare_lines
from okr_lib.plan.workbook.cells import FORMULA_STARTS, escaped, unread

_WITHIN = ("driver", "delay")  # what these change stands in momentum and starts
_WIDEST = 48  # characters of a column


def scenario_tables(cases: Sequence[Case], notes: Sequence[str], labels: Labels) -> dict[str, list[list[Any]]]:
    """What several cases are and bring, as rows of texts and numbers by the name of their sheet; the plan is the first case."""
    names = [case.name for case in cases]
    over = cases[0].outlook.over
    figures: list[list[Any]] = [
        [labels.text("Revenue, {unit}", unit=labels.money_unit), *names],
        [labels.text("Note"), *notes],
        [labels.text("Target"), *(case.target for case in cases)],
        [labels.text("Expected revenue"), *(case.covered for case in cases)],
        [labels.text("Uncovered"), *(case.uncovered for case in cases)],
    ]
    if not over:
        figures.append([labels.text("Likelihood of the target"), *(case.outlook.probability for case in cases)])
    sheets: dict[str, list[list[Any]]] = {labels.text("Scenarios"): figures}
    for title, by, table in (
        (labels.text("Lines"), "line", compare_lines(cases)),
        (labels.text("Initiatives"), "initiative", compare_initiatives(cases)),
    ):
        wide = table.pivot_table(index=by, columns="scenario", values="amount", sort=False)
        sheets[title] = [[title, *names]] + [
            [labels.name(by, str(key)), *(float(row[name]) for name in names)] for key, row in wide.iterrows()
        ]
    heads = ["scenario", "kind", "item", "effect", "stream", "unit"]
    rows = [
        [case.name, *(_plain(row[name]) for name in [*heads[1:], *HEADS])]
        for case in cases
        for row in assumption_table(case.plan).to_dict("records")
        if row["kind"] not in _WITHIN
    ]
    sheets[labels.text("Assumptions")] = [[*heads, *HEADS], *rows]
    return sheets


def scenario_workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    """The tables as an Excel workbook: values alone, text as text."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row, start=1):
                cell = sheet.cell(number, at)
                if isinstance(value, str):
                    cell.value, cell.data_type = escaped(value), "s"
                    cell.quotePrefix = value.startswith(FORMULA_STARTS)
                else:
                    cell.value = value
                if number == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
        for column in sheet.columns:
            longest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(_WIDEST, longest + 2)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def scenario_csv(sheets: dict[str, list[list[Any]]]) -> bytes:
    """The tables below each other as CSV, each row with the name of its table first; UTF-8 as Excel reads it."""
    content = io.StringIO()
    writer = csv.writer(content)
    for title, rows in sheets.items():
        writer.writerows([title, *(unread(value) for value in row)] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    """A cell's value as a number or text."""
    if isinstance(value, tuple):
        return " ".join(f"{share:g}" for share in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {share:g}" for name, share in value.items())
    return "" if value is None else value
