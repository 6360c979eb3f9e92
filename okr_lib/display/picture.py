"""A picture for a report: a drawn figure with the words that stand for it where it cannot be seen.

Pictures are SVG: sharp in print, small, and the same bytes for the same numbers. Letters are drawn as paths,
so no font is needed where the report is read; the alternative text carries the finding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO, StringIO
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.style import context
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Bbox

from okr_lib.display.wording import plain

INK, MUTED, GRID = "#1b2733", "#5b6875", "#d9dee3"
BASE, SOFT, TARGET = "#8a95a1", "#b9c2cb", "#1b2733"
GOOD, BAD = "#00795c", "#b3401e"
# Okabe and Ito's palette, tellable apart by colour-blind readers; without its yellow, too pale on white.
TEAM_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
ACCENT = TEAM_COLOURS[0]
NARROW = 6.0  # inches; two narrower pictures stand beside each other
MARGIN = 0.1  # inches around a picture

STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
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
    "svg.hashsalt": "okr",
    "svg.fonttype": "path",
    "figure.facecolor": "white",
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the report's style, neither changed by settings made elsewhere nor changing them."""
    with context(["default", STYLE]):
        yield


@lru_cache(maxsize=10_000)
def _text_size(text: str, font: FontProperties, math: Any) -> Any:
    """Width, height and descent of a text in points."""
    return TextToPath().get_text_width_height_descent(text, font, math)


class _Renderer(RendererSVG):
    """Writes SVG and remembers the sizes of words, which a picture asks for again and again."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:
        return _text_size(s, prop, ismath)


class _Canvas(FigureCanvasSVG):
    """Lays out and measures a figure by the same letters that are drawn in the end."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        figure.dpi = self.fixed_dpi
        self.measuring: RendererSVG = self._renderer(StringIO())

    def get_renderer(self) -> RendererSVG:
        return self.measuring

    def _renderer(self, file: Any, **settings: Any) -> Any:
        width, height = self.figure.get_size_inches() * self.fixed_dpi
        kind: Any = _Renderer
        return kind(width, height, file, image_dpi=self.fixed_dpi, **settings)

    def print_svg(self, filename: Any, *, metadata: Any = None, **_: Any) -> None:
        renderer = self._renderer(filename, metadata=metadata)
        self.figure.draw(renderer)
        renderer.finalize()


@dataclass(frozen=True)
class Picture:
    """A figure and its alternative text."""

    figure: Figure
    alt: str
    extent: Bbox = field(init=False, repr=False, compare=False)  # what is drawn on, in inches

    def __post_init__(self) -> None:
        # Laid out once and for all: laid out again, the same figure moves by a hair, and takes as long as to draw.
        renderer = _Canvas(self.figure).get_renderer()
        with style():
            layout = self.figure.get_layout_engine()
            if layout is not None:
                layout.execute(self.figure)
                self.figure.set_layout_engine(None)
            object.__setattr__(self, "extent", self.figure.get_tightbbox(renderer).padded(MARGIN))

    def svg(self) -> str:
        """The figure as SVG."""
        text = StringIO()
        self._draw(text, "svg", dpi=_Canvas.fixed_dpi, metadata={"Date": None, "Creator": None})
        return text.getvalue()

    def png(self, dpi: int = 150) -> bytes:
        """The figure as PNG, for places that take no SVG."""
        image = BytesIO()
        self._draw(image, "png", dpi=dpi)
        return image.getvalue()

    def _draw(self, file: Any, kind: str, **settings: Any) -> None:
        with style():
            self.figure.savefig(file, format=kind, bbox_inches=self.extent, **settings)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        alt = plain(self.alt)
        about = {"alt": alt} | ({"half": "half"} if self.figure.get_figwidth() < NARROW else {})
        return {"image/svg+xml": self.svg(), "text/plain": alt}, {"image/svg+xml": about}


def team_colours(teams: list[str]) -> dict[str, str]:
    """A colour for each team, the same in every picture of a report."""
    return {team: TEAM_COLOURS[index % len(TEAM_COLOURS)] for index, team in enumerate(teams)}
