"""How the OKR house is drawn: roof, blocks of columns, pillars, and the texts in them.

Lengths are inches of a page ten inches wide. Letters are 11 points there, 8 when it is printed on A4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

from okr_lib.display.drawing import RGB, WIDTH, fitted, ink_on, tint
from okr_lib.display.labels import Labels
from okr_lib.display.picture import GRID, INK, MUTED, TARGET
from okr_lib.display.status_marks import SHAPES, draw_mark, status_word

SIZE = 11.0
LINE = SIZE * 1.28 / 72  # height of a line
PAD, GAP, ALLEY = 0.14, 0.14, 0.3  # within a box, between boxes, between columns of a box
ROOF = 1.3
TALLY = 0.31  # width of a mark with its number


@dataclass(frozen=True)
class Entry:
    """A text on its lines, perhaps with a status or a quarter before it; or how often each status is met."""

    text: str = ""
    bold: bool = False
    colour: str = INK
    mark: str = ""
    chip: str = ""
    tallies: tuple[tuple[str, int], ...] = ()
    in_a_row: int = 4
    indent: float = 0.0
    space: float = 0.05

    @property
    def height(self) -> float:
        """What it takes, the space above it included."""
        lines = -(-len(self.tallies) // self.in_a_row) if self.tallies else self.text.count("\n") + 1
        return self.space + LINE * lines


def column_width(count: int) -> float:
    """Room for letters in each of some columns side by side in a box over the whole width."""
    return (WIDTH - 2 * PAD - ALLEY * (count - 1)) / count


def height_of(entries: Sequence[Entry]) -> float:
    """Height of entries below each other."""
    return sum(entry.height for entry in entries)


def box_height(columns: Sequence[Sequence[Entry]]) -> float:
    """Height of a box around columns side by side."""
    return max(map(height_of, columns)) + 2 * PAD


def draw_roof(axes: Axes, name: str, target: str) -> None:
    """A roof over the whole width, with the plan's name and its target."""
    axes.add_patch(Polygon([(0, ROOF), (WIDTH / 2, 0), (WIDTH, ROOF)], facecolor=TARGET, edgecolor=TARGET))
    centred: dict[str, Any] = {"color": "white", "ha": "center", "va": "center"}
    axes.text(WIDTH / 2, 0.66, fitted(name, 4.2, SIZE + 1, 1), fontsize=SIZE + 1, **centred)
    axes.text(WIDTH / 2, 1.0, fitted(target, 7.0, 16, 1, bold=True), fontsize=16, weight="bold", **centred)


def draw_box(axes: Axes, columns: Sequence[Sequence[Entry]], top: float, colour: str, strength: float) -> None:
    """A box over the whole width with columns of entries."""
    fill = tint(colour, strength)
    axes.add_patch(Rectangle((0, top), WIDTH, box_height(columns), facecolor=fill, edgecolor=colour, linewidth=1.2))
    step = column_width(len(columns)) + ALLEY
    for number, entries in enumerate(columns):
        _draw_entries(axes, PAD + number * step, top + PAD, entries)


def draw_pillar(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], entries: Sequence[Entry], head: float, fill: RGB
) -> None:
    """A pillar: its first entry in a capital of height ``head``, the others below."""
    left, top = corner
    width, height = size
    axes.add_patch(Rectangle(corner, width, height, facecolor="white", edgecolor=GRID, linewidth=1.2))
    axes.add_patch(Rectangle(corner, width, head, facecolor=fill, edgecolor=fill))
    name, *rest = entries
    _draw_entries(axes, left + PAD, top + (head - name.height) / 2, [replace(name, colour=ink_on(fill))])
    _draw_entries(axes, left + PAD, top + head, rest)


def draw_legend(axes: Axes, top: float, labels: Labels) -> None:
    """The word of each mark, in two rows."""
    half = len(SHAPES) // 2
    for number, status in enumerate(SHAPES):
        left = PAD + number % half * (WIDTH - 2 * PAD) / half
        word = Entry(status_word(status, labels), mark=status, indent=0.22, colour=MUTED)
        _draw_entries(axes, left, top + number // half * LINE, [word])


def _draw_entries(axes: Axes, left: float, top: float, entries: Sequence[Entry]) -> None:
    for entry in entries:
        middle = top + entry.space + LINE / 2
        look: dict[str, Any] = {"color": entry.colour, "fontsize": SIZE, "weight": "bold" if entry.bold else "normal"}
        for number, line in enumerate(entry.text.split("\n")):
            axes.text(left + entry.indent, middle + number * LINE, line, va="center_baseline", **look)
        if entry.mark:
            draw_mark(axes, left + 0.08, middle, entry.mark)
        for number, (status, count) in enumerate(entry.tallies):
            x, y = left + number % entry.in_a_row * TALLY, middle + number // entry.in_a_row * LINE
            draw_mark(axes, x + 0.08, y, status)
            axes.text(x + 0.19, y, str(count), va="center_baseline", **look)
        if entry.chip:
            rounded = "round,pad=0,rounding_size=0.05"
            place = (left + 0.02, middle - LINE / 2 + 0.015)
            axes.add_patch(FancyBboxPatch(place, 0.34, LINE - 0.03, boxstyle=rounded, color=GRID))
            axes.text(left + 0.19, middle, entry.chip, fontsize=SIZE - 1, ha="center", va="center_baseline")
        top += entry.height
