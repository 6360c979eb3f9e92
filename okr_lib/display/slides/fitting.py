"""How much room words take on a slide, in inches: office programs say so only when they draw, which is too late to cut.

Words are measured in the font of the report's pictures, which is wider than most that a company has in its template.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from okr_lib.display.drawing import drawable, width_of
from okr_lib.display.wording import ELLIPSIS, plain

LINE = 1.2  # the height of a line, in sizes of its letters
NARROWER = 0.92  # how wide the fonts of slides are beside the one that measures


@cache
def inches(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is on one line, in letters of ``size`` points."""
    return width_of(drawable(text), size, bold) * NARROWER


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """A text on lines no wider than ``width`` inches in letters of ``size`` points; a longer word is broken."""
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, width, size, bold)]


def height_of(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """How high a text stands, in inches."""
    return len(lines_of(text, width, size, bold=bold)) * LINE * size / 72


def fitting_size(
    texts: Sequence[str], width: float, height: float, sizes: Sequence[float], *, bold: bool = False
) -> float:
    """The first of some sizes in which texts below each other are no higher than ``height``; else the last."""
    for size in sizes:
        if sum(height_of(text, width, size, bold=bold) for text in texts) <= height:
            return size
    return sizes[-1]


def cut(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> str:
    """A text without hidden signs, or as much of it as stands on some lines, with "…" at its end.

    Examples
    --------
    >>> cut("Evening delivery in the large cities", 1.5, 12, 1), cut("Evening delivery", 2, 12, 1)
    ('Evening…', 'Evening delivery')
    """
    shown = plain(text)
    found = lines_of(shown, width, size, bold=bold)
    if len(found) <= lines:
        return shown
    last = found[lines - 1]
    while last and inches(f"{last}{ELLIPSIS}", size, bold) > width:
        last = last[:-1]
    return " ".join([*found[: lines - 1], f"{last.rstrip(' ,.;:')}{ELLIPSIS}"])


def _lines(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if inches(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while len(line) > 1 and inches(line, size, bold) > width:
            share = width / inches(line, size, bold)
            end = max(int(len(line) * share), 1)
            yield line[:end]
            line = line[end:]
    yield line
