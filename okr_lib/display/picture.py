"""A picture for a report: a drawn figure with the words that stand for it where it cannot be seen.

Pictures are SVG: sharp in print, small, and the same bytes for the same numbers. Letters are drawn as paths,
so no font is needed where the report is read; the alternative text carries the finding.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure
from matplotlib.style import context

from okr_lib.display.wording import plain

INK, MUTED, GRID = "#1b2733", "#5b6875", "#d9dee3"
BASE, SOFT, TARGET = "#8a95a1", "#b9c2cb", "#1b2733"
GOOD, BAD = "#00795c", "#b3401e"
# Okabe and Ito's palette, tellable apart by colour-blind readers; without its yellow, too pale on white.
TEAM_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
ACCENT = TEAM_COLOURS[0]

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


@dataclass(frozen=True)
class Picture:
    """A figure and its alternative text."""

    figure: Figure
    alt: str

    def __post_init__(self) -> None:
        # Laid out once and for all: laid out again, the same figure moves by a hair.
        with style():
            self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")

    def svg(self) -> str:
        """The figure as SVG."""
        return self._drawn("svg", metadata={"Date": None, "Creator": None}).decode()

    def png(self, dpi: int = 150) -> bytes:
        """The figure as PNG, for places that take no SVG."""
        return self._drawn("png", dpi=dpi)

    def _drawn(self, kind: str, **settings: Any) -> bytes:
        buffer = BytesIO()
        with style():
            self.figure.savefig(buffer, format=kind, bbox_inches="tight", pad_inches=0.1, **settings)
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        alt = plain(self.alt)
        return {"image/svg+xml": self.svg(), "text/plain": alt}, {"image/svg+xml": {"alt": alt}}


def team_colours(teams: list[str]) -> dict[str, str]:
    """A colour for each team, the same in every picture of a report."""
    return {team: TEAM_COLOURS[index % len(TEAM_COLOURS)] for index, team in enumerate(teams)}
