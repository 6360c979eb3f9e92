"""Laying out a plan's workbook: heads with notes and units, tinted cells to fill in, formats, widths, print setup.

A sheet of rows has its hidden names in row 1, what it is about in row 2, heads in row 3 and rows below; a form has its
hidden names in column A and a line for each field. The front sheet says how to use it all.
"""

import json
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from okr_lib.plan.fields import MONEY, SHARE
from okr_lib.plan.model import Plan
from okr_lib.plan.workbook.cells import escaped, fill
from okr_lib.plan.workbook.columns import Column, Kind, Sheet
from okr_lib.plan.workbook.limits import LAST_ROW, ids_name, limit
from okr_lib.plan.workbook.paper import MUTED, font, make_rows_high_enough, set_up_print
from okr_lib.plan.workbook.reading import EXPORTED, HEAD_ROWS, VALUE_COLUMN
from okr_lib.plan.workbook.sheets import CREDIT, SHEETS
from okr_lib.plan.workbook.tables import Row, Tables
from okr_lib.plan.workbook.words import Words

_READ_ME = "Read me"
_HOW_TO = (
    "This workbook holds the whole growth plan. Fill in the tinted cells, save the file and import it: the plan then says what the workbook says.",
    "Only cells that you change are brought into the plan. When somebody has changed the same cell of the plan meanwhile, the import names it and changes nothing.",
    "A new row goes below the others. Leave its id empty: it is made from the name. Deleting a row takes it out of the plan, together with the rows of other sheets that belong to it, which you delete too.",
    "Heads with * must be filled. The note on a head explains its column. Sorting and filtering change nothing.",
    "Shares are shown in %: type 12.5% for an eighth. Amounts are in the unit that stands in the head.",
    "An empty cell means nothing, or the usual value.",
)
_SHEET_HEAD, _SHOWS_HEAD, _HOW_HEAD = "Sheet", "What it holds", "How to use this workbook"
_FIELD_HEAD, _VALUE_HEAD, _NOTE_HEAD = "What", "Value", "Explanation"

_FIRST = HEAD_ROWS + 1  # row of the first record
_SPARE_ROWS = 15  # tinted below the last record
_PIECE = 30_000  # characters of the hidden sheet's cells
_LINE, _HEAD, _INPUT, _BAD = "D9DEE3", "1B2733", "FFF9E5", "F8D7CE"
_WIDTHS = {Kind.ID: 22, Kind.REFERENCE: 22, Kind.REFERENCES: 32, Kind.DATE: 13, Kind.CHOICE: 14}
_WIDE = {"name": 40, "title": 52, "contribution": 52, "owner": 28, "lead": 28, "sponsor": 28, "unit": 14}
_SIDE = Side(style="thin", color=_LINE)
_INPUT_FILL = PatternFill("solid", fgColor=_INPUT)
_ON_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_MUTED_FONT = font(color=MUTED)


def laid_out(plan: Plan, tables: Tables, words: Words) -> Workbook:
    """The workbook of a plan, from its tables, in a language."""
    book = Workbook()
    front = book.active
    for sheet in SHEETS:
        worksheet = book.create_sheet(words.text(sheet.title))
        if sheet.is_form:
            _lay_out_form(worksheet, sheet, tables[sheet.key][0], plan, words)
        else:
            _lay_out_rows(worksheet, sheet, tables[sheet.key], plan, words)
        set_up_print(worksheet, words)
    _lay_out_front(front, plan, words)
    set_up_print(front, words)
    keep(book.create_sheet(EXPORTED), tables)
    book.properties.title, book.properties.creator = escaped(plan.name), "okr"
    return book


def keep(worksheet: Worksheet, tables: Tables) -> None:
    """Keep what the tables say in a sheet that nobody sees, to know later what has been changed."""
    worksheet.sheet_state = "veryHidden"
    for number, piece in enumerate(kept_pieces(tables), start=1):
        cell = worksheet.cell(number, 1, piece)
        cell.data_type = "s"


def kept_pieces(tables: Tables) -> list[str]:
    """What the tables say as text, in pieces that fit a cell."""
    text = json.dumps({key: [row.values for row in rows] for key, rows in tables.items()})  # in ASCII, so each is one
    return [escaped(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE)]


def _lay_out_rows(worksheet: Worksheet, sheet: Sheet, rows: list[Row], plan: Plan, words: Words) -> None:
    last = _FIRST + len(rows) + _SPARE_ROWS - 1
    about = worksheet.cell(2, 1, _joined(sheet.about, words))
    about.font = font(italic=True, color=MUTED)
    worksheet.row_dimensions[1].hidden = True
    worksheet.row_dimensions[2].height = 22
    worksheet.row_dimensions[HEAD_ROWS].height = 48
    for at, column in enumerate(sheet.columns, start=1):
        letter, kind = get_column_letter(at), sheet.kind(column)
        worksheet.cell(1, at, f"{sheet.key}.{column.field}")
        _write_head(worksheet.cell(HEAD_ROWS, at), head(sheet, column, words), _joined(column.notes, words))
        number_format = _number_format(sheet, column, plan, rows)
        dimension = worksheet.column_dimensions[letter]
        dimension.width = _WIDE.get(column.field, _WIDTHS.get(kind, 13))
        dimension.number_format = number_format  # for rows added below the tinted ones
        for number in range(_FIRST, last + 1):
            cell = worksheet.cell(number, at)
            _make_input(cell, kind, number_format)
            if number - _FIRST < len(rows):
                fill(cell, rows[number - _FIRST].values[column.field], kind)
        rule = limit(sheet, column, words, f"{letter}{_FIRST}")
        if rule:
            rule.add(f"{letter}{_FIRST}:{letter}{LAST_ROW}")
            worksheet.add_data_validation(rule)
        if column.field == "id":
            name = ids_name(sheet, worksheet.title, letter, _FIRST)
            worksheet.parent.defined_names[name.name] = name
    make_rows_high_enough(worksheet, _FIRST, _FIRST + len(rows) - 1)
    worksheet.freeze_panes = worksheet.cell(_FIRST, 3)
    worksheet.auto_filter.ref = f"A{HEAD_ROWS}:{get_column_letter(len(sheet.columns))}{last}"
    worksheet.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    if sheet is CREDIT:
        _mark_wrong_credit(worksheet)


def _mark_wrong_credit(worksheet: Worksheet) -> None:
    """Tint shares of an initiative that do not sum to 1."""
    names, shares = f"$A${_FIRST}:$A${LAST_ROW}", f"$C${_FIRST}:$C${LAST_ROW}"
    formula = f'AND($A{_FIRST}<>"",ABS(SUMIF({names},$A{_FIRST},{shares})-1)>0.000000001)'
    rule = FormulaRule(formula=[formula], fill=PatternFill("solid", bgColor=_BAD))
    worksheet.conditional_formatting.add(f"C{_FIRST}:C{LAST_ROW}", rule)


def _lay_out_form(worksheet: Worksheet, sheet: Sheet, row: Row, plan: Plan, words: Words) -> None:
    worksheet.column_dimensions["A"].hidden = True
    for letter, width in (("B", 44), ("C", 52), ("D", 84)):
        worksheet.column_dimensions[letter].width = width
    worksheet["B1"] = _joined(sheet.about, words)
    worksheet["B1"].font = font(italic=True, color=MUTED)
    worksheet.row_dimensions[1].height = 22
    for at, text in ((2, _FIELD_HEAD), (VALUE_COLUMN, _VALUE_HEAD), (4, _NOTE_HEAD)):
        _write_head(worksheet.cell(2, at), words.text(text), "")
    number, section = 2, ""
    for column in sheet.columns:
        number += 1
        of_section = sheet.section(column)
        if of_section != section:
            section = of_section
            worksheet.cell(number, 2, words.text(section)).font = font(bold=True)
            number += 1
        kind = sheet.kind(column)
        worksheet.cell(number, 1, f"{sheet.key}.{column.field}")
        worksheet.cell(number, 2, head(sheet, column, words)).alignment = Alignment(vertical="top")
        cell = worksheet.cell(number, VALUE_COLUMN)
        _make_input(cell, kind, _number_format(sheet, column, plan, [row]))
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        fill(cell, row.values[column.field], kind)
        note = worksheet.cell(number, 4, _joined(column.notes, words))
        note.font, note.alignment = _MUTED_FONT, _WRAPPED
        rule = limit(sheet, column, words, cell.coordinate)
        if rule:
            rule.add(cell.coordinate)
            worksheet.add_data_validation(rule)
    make_rows_high_enough(worksheet, 3, number)
    worksheet.freeze_panes = "A3"
    worksheet.sheet_view.showGridLines = False


def _lay_out_front(worksheet: Worksheet, plan: Plan, words: Words) -> None:
    worksheet.title = words.text(_READ_ME)
    worksheet.sheet_view.showGridLines = False
    for letter, width in (("A", 3), ("B", 26), ("C", 96)):
        worksheet.column_dimensions[letter].width = width
    fill(worksheet["B2"], plan.name, Kind.TEXT)
    worksheet["B2"].font = font(bold=True, size=18)
    fill(worksheet["B3"], words.money_unit, Kind.TEXT)
    worksheet["B3"].font = font(color=MUTED)
    worksheet["B5"] = words.text(_HOW_HEAD)
    worksheet["B5"].font = font(bold=True, size=13)
    number = 6
    for text in _HOW_TO:
        worksheet.merge_cells(start_row=number, start_column=2, end_row=number, end_column=3)
        line = worksheet.cell(number, 2, words.text(text))
        line.alignment = Alignment(vertical="top", wrap_text=True)
        worksheet.row_dimensions[number].height = 17 * (1 + len(str(line.value)) // 125)  # merged cells do not grow
        number += 1
    number += 1
    for at, message in ((2, _SHEET_HEAD), (3, _SHOWS_HEAD)):
        _write_head(worksheet.cell(number, at), words.text(message), "")
    for sheet in SHEETS:
        number += 1
        title = words.text(sheet.title)
        link = worksheet.cell(number, 2, title)
        place = f"{quote_sheetname(title)}!{f'C{HEAD_ROWS}' if sheet.is_form else f'A{_FIRST}'}"
        link.hyperlink = Hyperlink(ref=link.coordinate, location=place)
        link.font = font(color="0563C1", underline="single")
        worksheet.cell(number, 3, _joined(sheet.about, words))
        for at in (2, 3):
            worksheet.cell(number, at).border = _BOX
            worksheet.cell(number, at).alignment = Alignment(vertical="top", wrap_text=True)


def head(sheet: Sheet, column: Column, words: Words) -> str:
    """What stands at the head of a column: its name, its part of a group, its unit, and * where it must be filled."""
    text = " ".join(words.text(part) for part in (column.head, column.part) if part)
    unit = {MONEY: f" ({words.money_unit})", SHARE: " (%)"}.get(column.unit, "")
    return f"{text}{unit}{' *' if sheet.is_required(column) else ''}"


def _joined(texts: Iterable[str], words: Words) -> str:
    return " ".join(map(words.text, texts))


def _write_head(cell: Any, text: str, note: str) -> None:
    cell.value = text
    cell.data_type = "s"
    cell.font = font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=_HEAD)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = _BOX
    if note:
        cell.comment = Comment(note, "okr", width=300, height=40 + 20 * (len(note) // 40))


def _make_input(cell: Any, kind: Kind, number_format: str) -> None:
    cell.fill = _INPUT_FILL
    cell.border = _BOX
    cell.number_format = number_format
    cell.alignment = _WRAPPED if kind in (Kind.TEXT, Kind.REFERENCES) else _ON_TOP
    if kind is Kind.ID:
        cell.font = _MUTED_FONT


def _number_format(sheet: Sheet, column: Column, plan: Plan, rows: list[Row]) -> str:
    match sheet.kind(column):
        case Kind.NUMBER if column.unit:
            scale = 100 if column.unit == SHARE else 1
            least = plan.step if column.unit == MONEY else 0.1
            numbers = [value * scale for row in rows if isinstance(value := row.values[column.field], float)]
            decimals = max(map(_decimals, [least, *numbers]))
            return (
                ("0" if scale == 100 else "#,##0") + ("." + "0" * decimals if decimals else "") + "%" * (scale == 100)
            )
        case Kind.NUMBER | Kind.COUNT:
            return "General"
        case Kind.DATE:
            return "yyyy-mm-dd"
        case _:
            return "@"  # or Excel would make a date of 1-2


def _decimals(number: float) -> int:
    """Decimals that a number needs, three at the most."""
    return len(f"{number:.3f}".rstrip("0").partition(".")[2])
