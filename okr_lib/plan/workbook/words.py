"""The language of a workbook: its own words are written in English and shown in the one that is asked for."""

from dataclasses import dataclass
from typing import Protocol, Self

from okr_lib.plan.model import Plan


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
