"""A picture for a report: a drawn figure with the words that stand for it where it cannot be seen.

Pictures are SVG: sharp in print, small, and the same bytes for the same numbers. Their words are text in the report's own
font, which a page brings along; the alternative text carries the finding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zlib import crc32

from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.style import context
from matplotlib.transforms import Bbox

from okr_lib.display.blocks import OURS
from okr_lib.display.fonts import FAMILY, FOLDER
from okr_lib.display.svg import SvgRenderer
from okr_lib.display.wording import plain

for _font in sorted(FOLDER.glob("*.ttf")):
    fontManager.addfont(_font)

INK, MUTED, GRID = "#1b2733", "#5b6875", "#d9dee3"
BASE, SOFT, TARGET = "#8a95a1", "#b9c2cb", "#1b2733"
GOOD, BAD = "#00795c", "#b3401e"
# Okabe and Ito's palette, tellable apart by colour-blind readers; without its yellow, too pale on white.
TEAM_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
ACCENT = TEAM_COLOURS[0]
_NARROW = 6.0  # inches; two narrower pictures stand beside each other
_MARGIN = 0.1  # inches around a picture

STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": [FAMILY, "DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": GRID,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the report's style, neither changed by settings made elsewhere nor changing them."""
    with context(["default", STYLE]):
        yield


class _Canvas(FigureCanvasBase):
    """Lays out and measures a figure by the same letters that are drawn in the end."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        figure.dpi = 72
        self.measuring = _renderer_of(figure)

    def get_renderer(self) -> SvgRenderer:
        return self.measuring


def _renderer_of(figure: Figure, name: str = "p") -> SvgRenderer:
    """What draws a figure as SVG."""
    width, height = figure.get_size_inches() * 72
    return SvgRenderer(width, height, name)


@dataclass(frozen=True)
class Picture:
    """A figure and its alternative text."""

    figure: Figure
    alt: str
    extent: Bbox = field(init=False, repr=False, compare=False)  # what is drawn on, in inches

    def __post_init__(self) -> None:
        # Laid out once and for all: laid out again, the same figure moves by a hair, and takes as long as to draw.
        renderer: Any = _Canvas(self.figure).get_renderer()
        with style():
            layout = self.figure.get_layout_engine()
            if layout is not None:
                layout.execute(self.figure)
                self.figure.set_layout_engine(None)
            object.__setattr__(self, "extent", self.figure.get_tightbbox(renderer).padded(_MARGIN))

    def svg(self) -> str:
        """The figure as SVG."""
        words = plain(self.alt)
        renderer = _renderer_of(self.figure, f"p{crc32(words.encode()):x}")
        self.figure.dpi = 72
        with style():
            self.figure.draw(renderer)
        return renderer.document(self.extent, words)

    def png(self, dpi: int = 150) -> bytes:
        """The figure as PNG, for places that take no SVG."""
        image = BytesIO()
        with style():
            self.figure.savefig(image, format="png", bbox_inches=self.extent, dpi=dpi, facecolor="white")
        return image.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        alt = plain(self.alt)
        half = self.figure.get_figwidth() < _NARROW
        title = plain(self.figure.get_suptitle()).replace("\n", " ")
        about = {"alt": alt, OURS: "yes"} | ({"half": "half"} if half else {"title": title})
        return {"image/svg+xml": self.svg(), "text/plain": alt}, {"image/svg+xml": about}


def team_colours(teams: list[str]) -> dict[str, str]:
    """A colour for each team, the same in every picture of a report."""
    return {team: TEAM_COLOURS[index % len(TEAM_COLOURS)] for index, team in enumerate(teams)}
