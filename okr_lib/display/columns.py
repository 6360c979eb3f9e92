"""Columns of tables, declared: the head of each, what it says of a row, and what is special about a cell of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.table import Table
from okr_lib.display.wording import LONGEST_NAME, LONGEST_TEXT, plain
from okr_lib.plan.references import TOTAL

Show = Callable[[Any], str]


@dataclass(frozen=True)
class Column:
    """A column: ``said`` makes its text of a row, ``mark`` says what the cell is, as ``Table.marks`` has it."""

    name: str
    head: str
    said: Show
    number: bool = False
    mark: Show | None = None


def column(name: str, head: str, said: Show | None = None, *, mark: Show | None = None) -> Column:
    """A column of words, made of a row; by default what the row has under its name."""
    return Column(name, head, said or (lambda row: str(row[name])), mark=mark)


def number(name: str, head: str, show: Show, *, mark: Show | None = None) -> Column:
    """A column of numbers, each made of what a row has under its name."""
    return Column(name, head, lambda row: show(row[name]), number=True, mark=mark)


def named(name: str, head: str, by: str, labels: Labels, key: str = "") -> Column:
    """A column of names: of what a row has under ``key``, by default under the ledger's column that it is of."""
    return column(name, head, lambda row: _name_or_total(by, row[key or by], labels))


def signs(name: str) -> Show:
    """What marks a column of numbers that are good or bad by their sign; the sign itself is in the text too."""
    return lambda row: "" if pd.isna(row[name]) or not row[name] else "good" if row[name] > 0 else "bad"


def below_zero(name: str) -> Show:
    """What marks a column of numbers that are bad below zero."""
    return lambda row: "bad" if row[name] < 0 else ""


def _name_or_total(by: str, value: str, labels: Labels) -> str:
    """The name of what a row is of, or of what sums the others: all teams, or the total."""
    if value == TOTAL:
        return labels.text("All teams" if by == "team" else "Total")
    return labels.name(by, value)


def table_of(
    rows: pd.DataFrame | Iterable[Any],
    columns: Sequence[Column],
    identity: str,
    *,
    sums: bool = False,
    group: Show | None = None,
) -> Table:
    """A table in the report's style.

    Parameters
    ----------
    rows
        What its rows are made of; those of a frame are mappings.
    columns
        Its columns; ``name`` holds the rows' names.
    identity
        Id of the table in its page.
    sums
        Whether the last row sums the others.
    group
        What makes of a row the heading that it stands under.
    """
    told = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    cells = {
        each.name: [plain(each.said(row), LONGEST_NAME if each.name == "name" else LONGEST_TEXT) for row in told]
        for each in columns
    }
    if group is not None:
        cells["group"] = [plain(group(row), LONGEST_NAME) for row in told]
    return Table(
        cells,
        {each.name: plain(each.head, LONGEST_TEXT) for each in columns},
        frozenset(each.name for each in columns if each.number),
        identity,
        None if group is None else "group",
        sums and bool(told),
        marks={
            (each.name, place): mark
            for each in columns
            if each.mark is not None
            for place, row in enumerate(told)
            if (mark := each.mark(row))
        },
    )
