"""What a cell holds, and how a plan's values get in and out of it unharmed.

Excel guesses: text that starts with = becomes a formula, 1-2 a date, 007 a number. So text is stored as text, with the
mark that keeps it so when the cell is edited. Characters that a workbook cannot hold are written as ``_x0001_``, the
way Excel itself does. Numbers are stored with all their digits.
"""

import datetime as dt
import re
from typing import Any

from okr_lib.errors import RefusedError
from okr_lib.plan.typed_numbers import number_of
from okr_lib.plan.workbook.columns import Kind, Value

LONGEST = 32_767  # characters of a cell, as Excel counts them
_LONGEST_SHOWN_AS_TEXT = 255  # some versions of Excel show #### for more, in a cell formatted as text
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FIRST_DATE = dt.date(1900, 3, 1)  # Excel thinks that 1900 was a leap year
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    r"""Text as a workbook can hold it.

    Examples
    --------
    >>> escaped("a\x01b _x0001_"), unescaped(escaped("a\x01b _x0001_"))
    ('a_x0001_b _x005F_x0001_', 'a\x01b _x0001_')
    """
    return _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Text as it was before it was ``escaped``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def unread(value: Any) -> Any:
    """A value for a CSV file: text that a spreadsheet would take for a formula is written so that it does not."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def length(text: str) -> int:
    """Characters of a text as Excel counts them: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fill(cell: Any, value: Value, kind: Kind) -> None:
    """Put a value into a cell of openpyxl; empty text is an empty cell."""
    if isinstance(value, float):
        cell.value = repr(value).removesuffix(".0")
        cell.data_type = "n"  # the digits as they are: openpyxl itself would write 16 of 17
    elif value is not None:
        text = ", ".join(value) if isinstance(value, list) else value
        if kind is Kind.DATE and dt.date.fromisoformat(text) >= _FIRST_DATE:
            cell.value = dt.date.fromisoformat(text)
            return
        cell.value = escaped(text)
        cell.data_type = "s"
        if text.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
        if len(text) > _LONGEST_SHOWN_AS_TEXT:
            cell.number_format = "General"


def cell_said(value: Any, kind: Kind) -> Value:
    """What a cell's value says in a column of a kind.

    Numbers and percentages typed as text are numbers where numbers belong, and numbers are text where text belongs.
    Anything else of the wrong kind comes back as text, for the plan to refuse. A ``ValueError`` says that Excel has
    made something else of what was typed, and what to do.

    Examples
    --------
    >>> cell_said("0.5", Kind.NUMBER), cell_said("12.5%", Kind.NUMBER), cell_said(2027, Kind.TEXT)
    (0.5, 0.125, '2027')
    >>> cell_said(" a , b", Kind.REFERENCES)
    ['a', 'b']
    """
    match value:
        case None:
            return None
        case bool():
            if kind in (Kind.NUMBER, Kind.COUNT, Kind.DATE):
                shown = str(value).upper()
                if kind is Kind.DATE:
                    raise RefusedError("{value} is not a date; write one", value=shown)
                raise RefusedError("{value} is not a number; write one", value=shown)
            return str(value).upper()
        case dt.datetime() | dt.date() | dt.time() | dt.timedelta():
            return _date(value, kind)
        case int() | float():
            if kind in (Kind.NUMBER, Kind.COUNT):
                return float(value)
            text = repr(float(value)).removesuffix(".0")
            return [text] if kind is Kind.REFERENCES else text
        case _:
            return _text(unescaped(str(value).strip()), kind)  # what is escaped is no space


def _date(value: Any, kind: Kind) -> Value:
    if kind in (Kind.NUMBER, Kind.COUNT):
        raise RefusedError("is formatted as a date; format the cell as a number and type it again")
    if kind is not Kind.DATE:
        raise RefusedError("has become a date; format the cell as text and type it again")
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _text(text: str, kind: Kind) -> Value:
    if not text:
        return None
    if kind is Kind.REFERENCES:
        return [name.strip() for name in re.split("[,;]", text) if name.strip()] or None
    if kind in (Kind.NUMBER, Kind.COUNT):
        number = number_of(text)
        return text if number is None else number
    return text
