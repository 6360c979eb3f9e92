"""What a slide is made of, before it is drawn: a title that is the finding, rows of parts, and notes with the sources.

A part is a row of figures, a chart, a table or sentences. A chart has numbers, never pictures of them, so that whoever
opens the file can change them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from okr_lib.display.table import Table
from okr_lib.display.tiles import Tile
from okr_lib.display.wording import plain


class Look(Enum):
    """How a series is drawn, after the IBCS standard: teams and streams have no colour of their own."""

    ACTUAL = "solid"
    PLAN = "outlined"
    FORECAST = "hatched"
    BEFORE = "grey"
    VARIANCE = "green above zero, red below"
    LINE = "a dashed line across: what is aimed at"
    CAME = "a full line across: what came"
    HIDDEN = "not drawn; others stand on it"
    ABOVE = "only its numbers, above where they stand"
    BELOW = "only its numbers, below where they stand"


class Shape(Enum):
    """How the series of a chart stand to each other."""

    COLUMNS = "side by side, upright"
    BARS = "side by side, lying"
    RANGES = "on each other, upright"


@dataclass(frozen=True)
class Series:
    """One row of numbers in a chart; a missing one is not drawn."""

    name: str
    values: tuple[float | None, ...]
    look: Look
    signed: bool = False

    @classmethod
    def of(cls, name: str, values: Sequence[float], look: Look, *, signed: bool = False) -> "Series":
        """A series of numbers as a frame has them."""
        return cls(name, tuple(None if pd.isna(value) else float(value) for value in values), look, signed)


@dataclass(frozen=True)
class Chart:
    """A chart: what is drawn, its unit, what stands for it where it cannot be seen.

    ``kinds`` says of each bar of a variance what it is, as in ``gap_chart``.
    """

    shape: Shape
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Figures side by side."""

    figures: tuple[Tile, ...]


@dataclass(frozen=True)
class Sentences:
    """Sentences below each other under an optional head."""

    sentences: tuple[str, ...]
    head: str = ""
    listed: bool = False


@dataclass(frozen=True)
class Cells:
    """A table as text: which columns are numbers, which of these are variances, and whether the last row sums the others."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    signed: tuple[bool, ...]
    head: str = ""
    sums: bool = False
    spans: tuple[str, ...] = ()  # what stands over each head; the same beside each other stand over them together


Part = Figures | Chart | Cells | Sentences


@dataclass(frozen=True)
class Slide:
    """One slide: its title, its parts row by row, and its notes."""

    title: str
    rows: tuple[tuple[Part, ...], ...]
    notes: tuple[str, ...]


def cells_of(table: Table, *columns: str, head: str = "") -> Cells:
    """A table of the report as cells for a slide: those of its columns, all by default.

    Parameters
    ----------
    table
        What a function of ``display`` returns, a ``Table``.
    columns
        Names of the columns to show beside the rows' names.
    head
        What to write above it.
    """
    chosen = ["name", *(columns or [name for name in table.heads if name != "name"])]
    chosen = [name for name in chosen if name in table.heads]
    rows = zip(*(table.cells[name] for name in chosen), strict=True)
    return Cells(
        tuple(plain(table.heads[name]) for name in chosen),
        tuple(rows),
        tuple(name in table.numbers for name in chosen),
        tuple(name in table.signed for name in chosen),
        head,
        table.sums,
        () if head else _spans(table, chosen),
    )


def _spans(table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """What stands over each of a table's columns; nothing where nothing stands over any."""
    over = {name: words for words, names in table.spans for name in names}
    found = tuple(plain(over.get(name, "")) for name in columns)
    return found if any(found) else ()
