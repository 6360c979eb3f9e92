"""Reading a workbook that people have filled in: its sheets as tables, each value with its cell.

Sheets and columns are known by the hidden names beside their heads, so the language of the heads, the order of columns
and sheets, and whatever people add for themselves do not matter.
"""

import json
import warnings
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from okr_lib.errors import Message, PlanError, Problem, RefusedError, message_of
from okr_lib.plan.inside import packed_content, reason
from okr_lib.plan.limits import above, limits
from okr_lib.plan.workbook.cells import cell_said, unescaped
from okr_lib.plan.workbook.columns import Column, Sheet, Value
from okr_lib.plan.workbook.sheets import BY_KEY
from okr_lib.plan.workbook.tables import Row, Tables

EXPORTED = "_exported"  # the hidden sheet that keeps what the workbook said when it was written
HEAD_ROWS = 3  # the hidden names, what the sheet is about, the heads
VALUE_COLUMN = 3  # of a form, behind the hidden names and the labels
_SEARCHED_ROWS = 10  # for the hidden names, should somebody put rows above them


class WorkbookFile:
    """An Excel file as read: its formulas and its values; a ``PlanError`` says that it cannot be read, or is no workbook of Excel."""

    def __init__(self, path: str | Path) -> None:
        from okr_lib.plan.workbook.opening import opened  # loads openpyxl

        self.path = Path(path)
        try:
            content = packed_content(self.path, "workbook_bytes")
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # about what Excel added and openpyxl passes over; nothing of it is read
                self.values = opened(content, data_only=True)
                self.formulas = opened(content, data_only=False)
        except OSError as error:
            message = reason(error, Message("check the path, and close the file where it is open"))
            raise PlanError.of(message, str(path)) from error
        except Exception as error:  # whatever is inside a broken file, openpyxl may stumble over it anywhere
            message = Message(
                "is not an Excel workbook (.xlsx), or a password protects it; save it as .xlsx without a password"
            )
            raise PlanError.of(message, self.path.name) from error
        for sheet in self.values.worksheets:
            if sheet.max_row * sheet.max_column > limits().workbook_cells:
                corner = sheet.cell(sheet.max_row, sheet.max_column).coordinate
                message = Message(
                    "reaches to cell {cell}, so it {problem}",
                    cell=corner,
                    problem=above("workbook_cells", Message("cells")),
                )
                raise PlanError.of(message, self.path.name, None, sheet.title)

    @cached_property
    def sheets(self) -> list[tuple[Any, Sheet, dict[Column, tuple[int, int]]]]:
        """Each worksheet that has hidden names, the sheet it is, and where the names stand (row, column)."""
        found = []
        for worksheet in self.values.worksheets:
            places: dict[Column, tuple[int, int]] = {}
            sheets = set()
            for cells in worksheet.iter_rows():
                for cell in cells:
                    if (cell.row <= _SEARCHED_ROWS or cell.column == 1) and isinstance(cell.value, str):
                        key, _, name = cell.value.partition(".")
                        if key in BY_KEY and name in BY_KEY[key].by_field:
                            sheets.add(key)
                            places.setdefault(BY_KEY[key].by_field[name], (cell.row, cell.column))
            if len(sheets) == 1:
                found.append((worksheet, BY_KEY[sheets.pop()], places))
        return found

    def exported(self) -> Tables | None:
        """The tables when the workbook was written; ``None`` where it does not say."""
        if EXPORTED not in self.values.sheetnames:
            return None
        cells = [cell.value for (cell, *_) in self.values[EXPORTED].iter_rows(max_col=1)]
        try:
            data = json.loads("".join(unescaped(str(value)) for value in cells if value is not None))
            return {key: [Row(dict(values)) for values in rows] for key, rows in data.items()}
        except (ValueError, AttributeError, TypeError) as error:
            message = Message(
                "the hidden sheet {sheet} has been changed, so what you changed is not known; export again",
                sheet=EXPORTED,
            )
            raise PlanError.of(message, self.path.name) from error

    def tables(self) -> tuple[Tables, list[Problem]]:
        """The tables of the workbook now, and what cannot be read; a cell that cannot be read is left out."""
        tables: Tables = {}
        problems: list[Problem] = []
        for worksheet, sheet, places in self.sheets:
            missing = [key for key in sheet.keys if sheet.by_field[key] not in places]
            if missing:
                message = Message(
                    "the column {columns} is gone, so rows cannot be told apart; export again",
                    columns=" and ".join(missing),
                )
                problems.append(Problem(message, self.path.name, None, worksheet.title))
            elif sheet.is_form:
                beside = {column: (row, VALUE_COLUMN) for column, (row, _) in places.items()}
                tables[sheet.key] = [self._row(worksheet, sheet, beside, problems)]
            else:
                top = max(row for row, _ in places.values())
                rows = tables.setdefault(sheet.key, [])
                for number in range(top + HEAD_ROWS, worksheet.max_row + 1):
                    cells = {column: (number, at) for column, (_, at) in places.items()}
                    if any(self._is_filled(worksheet, place) for place in cells.values()):
                        rows.append(self._row(worksheet, sheet, cells, problems))
        return tables, problems

    def _is_filled(self, worksheet: Any, place: tuple[int, int]) -> bool:
        return worksheet.cell(*place).value is not None or self._is_formula(worksheet, place)

    def _is_formula(self, worksheet: Any, place: tuple[int, int]) -> bool:
        return bool(self.formulas[worksheet.title].cell(*place).data_type == "f")

    def _row(
        self, worksheet: Any, sheet: Sheet, places: Mapping[Column, tuple[int, int]], problems: list[Problem]
    ) -> Row:
        row = Row({})
        for column, place in places.items():
            cell = worksheet.cell(*place)
            row.cells[column.field] = f"{worksheet.title}!{cell.coordinate}"
            try:
                row.values[column.field] = self._said(worksheet, cell, place, sheet, column)
            except ValueError as error:
                problems.append(Problem(message_of(error), self.path.name, None, row.cells[column.field]))
        for column in places:
            group = [other for other in places if column.part and other.path[:-1] == column.path[:-1]]
            is_empty = column.field in row.values and row.values[column.field] is None
            if is_empty and all(row.values.get(other.field) is None for other in group):
                row.values[column.field] = sheet.default(column)
        return row

    def _said(self, worksheet: Any, cell: Any, place: tuple[int, int], sheet: Sheet, column: Column) -> Value:
        if cell.value is None and self._is_formula(worksheet, place):
            raise RefusedError("its formula has no value yet; open the workbook in Excel and save it")
        if cell.data_type == "e":
            raise RefusedError("{value} is an error of a formula; mend it or write a value", value=str(cell.value))
        return cell_said(cell.value, sheet.kind(column))
