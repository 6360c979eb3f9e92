"""What Excel lets people enter: drop-downs and limits, the same that the plan's records hold.

A list of ids is the other sheet's column as it is now, so a row added there is a choice here. Ids are a suggestion
rather than a must, because a name will do as well; a wrong number is refused at once, with the reason.
"""

from typing import Any

from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from okr_lib.plan.values import LARGEST
from okr_lib.plan.workbook.columns import Column, Kind, Sheet
from okr_lib.plan.workbook.words import Words

LAST_ROW = 1000  # drop-downs and limits reach so far down
_MESSAGE_LENGTH = 225  # of an error message, by Excel's rule


def ids_name(sheet: Sheet, title: str, column: str, first: int) -> DefinedName:
    """The workbook's name for the ids of a sheet, as many as there are now."""
    place = f"{quote_sheetname(title)}!${column}${first}"
    height = f"MAX(1,COUNTA({place}:${column}${LAST_ROW}))"
    return DefinedName(f"{sheet.key}_ids", attr_text=f"OFFSET({place},0,0,{height},1)")


def limit(sheet: Sheet, column: Column, words: Words, first_cell: str) -> DataValidation | None:
    """What may be entered in a column; ``None`` for anything.

    ``first_cell`` is the first cell it is for, such as ``B4``, in formulas that Excel then moves along.
    """
    schema = sheet.schema(column)
    match sheet.kind(column):
        case Kind.CHOICE:
            return _validation(words, "Choose from the list.", type="list", formula1=f'"{",".join(schema["enum"])}"')
        case Kind.REFERENCE:
            message = "Choose an id from the list, or write the name of a row of that sheet."
            return _validation(words, message, type="list", formula1=f"{column.refers}_ids", errorStyle="warning")
        case Kind.REFERENCES:
            return DataValidation(
                type="list", formula1=f"{column.refers}_ids", allow_blank=True, showErrorMessage=False
            )
        case Kind.ID if sheet.keys == ("id",):
            letter = first_cell.rstrip("0123456789")
            all_ids = f"${letter}${first_cell.removeprefix(letter)}:${letter}${LAST_ROW}"
            formula = f"COUNTIF({all_ids},{first_cell})=1"
            return _validation(words, "Another row has this id; choose another.", type="custom", formula1=formula)
        case Kind.DATE:
            message = "Write a date, such as 2026-12-31."
            return _validation(words, message, type="date", operator="greaterThan", formula1="1")
        case Kind.COUNT:
            message = "Write a whole number, 0 or more."
            return _validation(words, message, type="whole", operator="greaterThanOrEqual", formula1="0")
        case Kind.NUMBER:
            return _number(schema, words)
    return None


def _number(schema: dict[str, Any], words: Words) -> DataValidation:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low == 0 and high == 1:
        message = "Write a share between 0% and 100%."
    elif low == 0 and high is None:
        message = "Write a number, 0 or more."
    elif schema.get("exclusiveMinimum") == 0:
        message = "Write a number above 0."
    else:
        message = "This number is outside of what is possible; see the note on the head of the column."
    if "exclusiveMinimum" in schema and high is None:
        return _validation(
            words, message, type="decimal", operator="greaterThan", formula1=f"{schema['exclusiveMinimum']}"
        )
    low = low if low is not None else schema.get("exclusiveMinimum", -LARGEST)
    high = high if high is not None else LARGEST
    return _validation(
        words, message, type="decimal", operator="between", formula1=f"{low:.15g}", formula2=f"{high:.15g}"
    )


def _validation(words: Words, message: str, **rule: Any) -> DataValidation:
    text = words.text(message)[:_MESSAGE_LENGTH]
    return DataValidation(allow_blank=True, showErrorMessage=True, error=text, **rule)
