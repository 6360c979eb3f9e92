"""What charts are drawn with: axes, rows of names, titles, words that fit, tints, marks and arrows.

A name can be long, hold a sign that the font lacks or look like a formula. It is drawn as the words it is,
on as many lines as there is room for; the picture's alternative text has it whole.
"""

import re
import textwrap
from collections.abc import Iterable
from functools import cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from okr_lib.display.picture import STYLE
from okr_lib.display.svg import text_size
from okr_lib.display.wording import plain

_RGB = tuple[float, float, float]

WIDTH, HALF = 10.0, 4.9  # inches: of a picture, and of one that stands beside another
SIZE = 11  # points: of numbers and names in most pictures
_NAME_LENGTH = 34  # letters of a name before it is wrapped
_TITLE_LENGTH, _HALF_TITLE = 90, 44
_MISSING = "□"


def axes_of(height: float, width: float = WIDTH) -> tuple[Figure, Axes]:
    """A figure and its one pair of axes; sizes in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def draw_rows(axes: Axes, names: list[str]) -> None:
    """Names down the left side, the first on top."""
    axes.set_yticks(range(len(names)), [wrapped(name, _NAME_LENGTH) for name in names], va="center")
    axes.set_ylim(len(names) - 0.4, -0.6)


def draw_bare(axes: Axes, names: list[str], size: float = SIZE) -> None:
    """Rows whose numbers stand at their bars: names down the left side, no axis of numbers and no frame."""
    draw_rows(axes, names)
    axes.tick_params(labelsize=size)
    axes.set_xticks([])
    axes.spines[["left", "bottom"]].set_visible(False)


def draw_beside(axes: Axes, value: float, place: float, text: str, gap: float, **look: Any) -> None:
    """A number at the end of a bar from zero, ``gap`` away from it."""
    side, align = (-1, "right") if value < 0 else (1, "left")
    axes.text(value + side * gap, place, text, va="center", ha=align, fontsize=SIZE, **look)


def span_from_zero(values: Iterable[float]) -> tuple[float, float, float]:
    """The lowest and the highest of some values and zero, and how far these are apart, or 1."""
    known = [0.0, *values]
    low, high = min(known), max(known)
    return low, high, (high - low) or 1.0


def draw_half_title(figure: Figure, title: str) -> None:
    """The finding, over a picture that stands beside another."""
    shown = wrapped(title, _HALF_TITLE, lines=4)
    figure.suptitle(shown, x=0.0, ha="left", fontsize=12, fontweight="bold", linespacing=1.1)


def draw_title(figure: Figure, title: str) -> None:
    """The finding, over the whole width."""
    figure.suptitle(
        wrapped(title, _TITLE_LENGTH, lines=3), x=0.0, ha="left", fontsize=13, fontweight="bold", gid="title"
    )


def blank(title: str) -> Figure:
    """A figure that only says why there is nothing to draw."""
    figure = Figure(figsize=(WIDTH, 0.7))
    draw_title(figure, title)
    return figure


def wrapped(text: str, width: int, lines: int = 2) -> str:
    """Text on lines of about the same length, none above ``width`` letters; what does not fit is cut with "…".

    Examples
    --------
    >>> print(wrapped("Evening delivery in the large cities", 34))
    Evening delivery in
    the large cities
    """
    shown = _drawable(text)
    fitting = textwrap.wrap(shown, width, max_lines=lines, placeholder="…", break_on_hyphens=False)
    longest = max(map(len, shown.split(" ")))
    for narrower in range(max(longest, 1), width):
        even = textwrap.wrap(shown, narrower, break_on_hyphens=False)
        if len(even) <= len(fitting):
            return "\n".join(even)
    return "\n".join(fitting)


def shortened(text: str, width: int) -> str:
    """Text on one line, cut with "…" where it is too long."""
    shown = _drawable(text)
    return shown if len(shown) <= width else shown[: width - 1].rstrip() + "…"


@cache
def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a line of text in letters of ``size`` points is drawn, in inches."""
    font = FontProperties(family=STYLE["font.sans-serif"], weight="bold" if bold else "normal", size=size)
    return text_size(text, font)[0] / 72


def _drawable(text: str) -> str:
    """Text without the signs that the font of pictures lacks; a letter that it lacks becomes a box.

    Examples
    --------
    >>> _drawable("Rocket 🚀 team"), _drawable("販売 team")
    ('Rocket team', '□□ team')
    """
    return re.sub(r" +(?=[ ,.;:]|$)", "", "".join(map(_drawn, plain(text)))).strip() or (_MISSING if text else "")


def _drawn(letter: str) -> str:
    if letter in "\t\r\n":
        return " "
    if ord(letter) in _letters():
        return letter
    return _MISSING if letter.isalnum() else ""


@cache
def _letters() -> frozenset[int]:
    """What the report's font can draw, or else the one that stands in for its letters, both regular and bold."""
    return frozenset().union(*map(_letters_of, STYLE["font.sans-serif"]))


def _letters_of(family: str) -> frozenset[int]:
    fonts = (FontProperties(family=family, weight=weight) for weight in ("normal", "bold"))
    regular, bold = (get_font(findfont(font)).get_charmap() for font in fonts)
    return frozenset(regular) & frozenset(bold)


def tint(colour: str, strength: float) -> _RGB:
    """A colour mixed with white: 1 is the colour itself, 0 white."""
    red, green, blue = to_rgb(colour)
    mix = min(max(strength, 0.0), 1.0)
    return 1 - mix * (1 - red), 1 - mix * (1 - green), 1 - mix * (1 - blue)
