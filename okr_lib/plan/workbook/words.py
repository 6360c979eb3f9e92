"""The words of a workbook around the plan's own: how to use it.

They are written in English here and shown in the language that is asked for.
"""

from dataclasses import dataclass
from typing import Protocol, Self

from okr_lib.plan.model import Plan

READ_ME = "Read me"
HOW_TO = (
    "This workbook holds the whole growth plan. Fill in the tinted cells, save the file and import it: the plan then says what the workbook says.",
    "Only cells that you change are brought into the plan. When somebody has changed the same cell of the plan meanwhile, the import names it and changes nothing.",
    "A new row goes below the others. Leave its id empty: it is made from the name. Deleting a row takes it out of the plan, together with the rows of other sheets that belong to it, which you delete too.",
    "Heads with * must be filled. The note on a head explains its column. Sorting and filtering change nothing.",
    "Shares are shown in %: type 12.5% for an eighth. Amounts are in the unit that stands in the head.",
    "An empty cell means nothing, or the usual value.",
)
SHEET_HEAD, SHOWS_HEAD, HOW_HEAD = "Sheet", "What it holds", "How to use this workbook"
FIELD_HEAD, VALUE_HEAD, NOTE_HEAD = "What", "Value", "Explanation"
PAGE = "Page"


class Words(Protocol):
    """Texts in a language, and the name of the plan's unit of money in it."""

    @property
    def money_unit(self) -> str:
        """Currency and unit, such as DKK m."""

    def text(self, message: str, /) -> str:
        """A text in the language."""


@dataclass(frozen=True)
class English:
    """The texts as they are written here."""

    money_unit: str

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """For a plan, whose unit stands in the heads."""
        return cls(f"{plan.currency} {plan.unit}" if plan.unit != "one" else plan.currency)

    def text(self, message: str, /) -> str:
        """The text itself."""
        return message
