"""How much room words take on a slide, in inches: office programs say so only when they draw, which is too late to cut."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

from okr_lib.display.wording import ELLIPSIS, plain

LINE = 1.2  # the height of a line, in sizes of its letters
ARIAL = 0.92  # how wide Arial and its like are beside the font that measures, with a little to spare
_BOLDER = 1.08  # how wide letters become where bold ones are made of the regular ones
_POINTS = 100  # size at which letters are measured
_STRANGE = 1.0  # width of a letter that a font lacks, in sizes: that of a Chinese one


class Ruler:
    """Measures words by the advances of their letters.

    Parameters
    ----------
    font
        The font file that words will be drawn with; without one, those of DejaVu Sans, which is wider than most, measure.
    share
        How wide words will be drawn beside what is measured.
    """

    def __init__(self, font: bytes | None = None, share: float = 1.0) -> None:
        folder = Path(get_data_path()) / "fonts" / "ttf"
        files = [io.BytesIO(font)] * 2 if font else [f"{folder}/DejaVuSans.ttf", f"{folder}/DejaVuSans-Bold.ttf"]
        self._fonts = [FT2Font(file) for file in files]
        self._known = [frozenset(each.get_charmap()) for each in self._fonts]
        self._shares = (share, share * _BOLDER if font else share)
        self._advances: dict[tuple[str, bool], float] = {}
        for each in self._fonts:
            each.set_size(_POINTS, 72)

    def inches(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is on one line, in letters of ``size`` points."""
        return sum(self._advance(letter, bold) for letter in text) * self._shares[bold] * size / 72

    def _advance(self, letter: str, bold: bool) -> float:
        found = self._advances.get((letter, bold))
        if found is None:
            found = _STRANGE
            if ord(letter) in self._known[bold]:
                found = self._fonts[bold].load_char(ord(letter)).linearHoriAdvance / 65536 / _POINTS
            self._advances[letter, bold] = found
        return found

    def lines_of(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """A text on lines no wider than ``width`` inches in letters of ``size`` points; a longer word is broken."""
        return [line for paragraph in text.split("\n") for line in self._lines(paragraph, width, size, bold)]

    def height_of(self, text: str, width: float, size: float, *, bold: bool = False) -> float:
        """How high a text stands, in inches."""
        return len(self.lines_of(text, width, size, bold=bold)) * LINE * size / 72

    def fitting_size(
        self, texts: Sequence[str], width: float, height: float, sizes: Sequence[float], *, bold: bool = False
    ) -> float:
        """The first of some sizes in which texts below each other are no higher than ``height``; else the last."""
        for size in sizes:
            if sum(self.height_of(text, width, size, bold=bold) for text in texts) <= height:
                return size
        return sizes[-1]

    def cut(self, text: str, width: float, size: float, lines: int, *, bold: bool = False) -> str:
        """A text without hidden signs, or as much of it as stands on some lines, with "…" at its end.

        Examples
        --------
        >>> Ruler().cut("Evening delivery in the large cities", 1.2, 12, 1), Ruler().cut("Evening delivery", 2, 12, 1)
        ('Evening…', 'Evening delivery')
        """
        shown = plain(text)
        found = self.lines_of(shown, width, size, bold=bold)
        if len(found) <= lines:
            return shown
        last = found[lines - 1]
        while last and self.inches(f"{last}{ELLIPSIS}", size, bold=bold) > width:
            last = last[:-1]
        return " ".join([*found[: lines - 1], f"{last.rstrip(' ,.;:')}{ELLIPSIS}"])

    def _lines(self, text: str, width: float, size: float, bold: bool) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.inches(longer, size, bold=bold) <= width:
                line = longer
                continue
            if line:
                yield line
            line = word
            while len(line) > 1 and (wide := self.inches(line, size, bold=bold)) > width:
                end = max(int(len(line) * width / wide), 1)
                yield line[:end]
                line = line[end:]
        yield line
