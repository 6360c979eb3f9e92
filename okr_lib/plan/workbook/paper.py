"""The look of a workbook's sheets on screen and paper: fonts, heights of rows, pages.

Office programs differ in what they take for granted: a font without a name is Calibri in one and a wide serif in
another, and only some make a row higher for a text of two lines when they open a file. So it is all said.
"""

import textwrap
from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from okr_lib.plan.workbook.words import Words

_INK, MUTED = "1B2733", "5B6875"
_LINE_HEIGHT = 15  # points
_LETTERS = 1.1  # in the width of a digit
_MOST_LINES = 10  # of a row as it is written; people can make it higher
_PAGE = "Page"
_WIDEST_PAGE = 250  # characters; a wider sheet prints on two pages side by side, or nobody could read it


def font(**style: Any) -> Font:
    """A font with its name and size."""
    return Font(**({"name": "Calibri", "size": 11, "color": _INK} | style))


class _GrowingRow(RowDimension):  # type: ignore[misc]  # openpyxl has no types
    """A row that has a height and still grows with what people type."""

    @property
    def customHeight(self) -> bool:  # noqa: N802  (the name in the file)
        """Whether the height is fixed."""
        return False


def lines(text: str, width: float) -> int:
    """Lines that a text takes in a column, about; width in digits, of which letters are a little narrower.

    Examples
    --------
    >>> lines("one", 10), lines("one\\ntwo", 10), lines("x" * 25, 10)
    (1, 2, 3)
    """
    letters = int(width * _LETTERS)
    return sum(max(1, len(textwrap.wrap(part, letters))) for part in text.splitlines()) or 1


def make_rows_high_enough(worksheet: Worksheet, first: int, last: int) -> None:
    """Give rows the height of the longest of their wrapped texts."""
    for number in range(first, last + 1):
        needed = max(
            lines(cell.value, worksheet.column_dimensions[cell.column_letter].width)
            if isinstance(cell.value, str) and cell.alignment.wrap_text
            else 1
            for cell in worksheet[number]
        )
        if needed > 1:
            height = _LINE_HEIGHT * min(needed, _MOST_LINES)
            worksheet.row_dimensions[number] = _GrowingRow(worksheet, index=number, ht=height)


def set_up_print(worksheet: Worksheet, words: Words) -> None:
    """A4 across, all columns on one page or, where there are many, on two with the first columns on both."""
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, header=0.3, footer=0.3)
    widths = [dimension.width for dimension in worksheet.column_dimensions.values() if not dimension.hidden]
    is_wide = sum(widths) > _WIDEST_PAGE
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 2 if is_wide else 1, 0
    if is_wide:
        worksheet.print_title_cols = "A:B"
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.oddFooter.left.text = "&A"
    worksheet.oddFooter.right.text = f"{words.text(_PAGE)} &P / &N"
