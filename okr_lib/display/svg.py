"""Figures as SVG whose words are words: found, copied, read aloud, and light or dark as the page is.

Matplotlib lays a figure out with the letters of the report's own font; here they are written down as text of that font.
Each text has the width it was measured with, so where the font is missing another one is fitted to the same place.
Colours are plain attributes, which a page's style may answer: ``[fill="#1b2733"]``.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Any, cast

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, weight_dict
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, Bbox

from okr_lib.display.fonts import FAMILY

_FALLBACKS = f"{FAMILY}, Arial, Helvetica, DejaVu Sans, sans-serif"
_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
_TILE = 72  # side of a hatch's pattern, in points
_BOLD = 600


class SvgRenderer(RendererBase):
    """Writes what a figure draws as SVG, in points from its upper left corner.

    Parameters
    ----------
    width, height
        Of the figure, in points.
    name
        What the ids in it start with, so that pictures of one page have none in common.
    """

    def __init__(self, width: float, height: float, name: str = "p") -> None:
        super().__init__()
        self.width, self.height, self.name = width, height, name
        self.parts: list[str] = []
        self.kind = ""  # the name of what is drawn
        self.defined: dict[str, str] = {}  # what is referred to, and its id

    def document(self, extent: Bbox, words: str) -> str:
        """All that was drawn as one picture: what of the figure it shows, in inches, and what is said of it."""
        left, bottom, width, height = (72 * number for number in extent.bounds)
        box = f"{_short(left)} {_short(self.height - bottom - height)} {_short(width)} {_short(height)}"
        size = f'width="{_short(width)}pt" height="{_short(height)}pt"'
        defined = "".join(what.format(f'"{name}"') for what, name in self.defined.items())
        defined = f"<defs>{defined}</defs>" if defined else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}" role="img" aria-label="{escape(words)}" '
            f'font-family="{_FALLBACKS}">{defined}{"".join(self.parts)}</svg>'
        )

    def flipy(self) -> bool:
        """Whether y grows downwards."""
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Size of the figure."""
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        """A point is a unit."""
        return points

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Any:  # noqa: ARG002
        """Size of a text, which is never a formula."""
        return text_size(s, prop)

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        """A line or a shape; nothing where there is nothing to see."""
        if not self._is_seen(gc, rgbFace):
            return
        shape = "".join(_steps(path, transform + Affine2D().scale(1, -1).translate(0, self.height)))
        if shape:
            self.parts.append(f'<path d="{shape}"{self._look(gc, rgbFace)}{self._clip(gc)}/>')

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: ARG002
        mtext: Any = None,  # noqa: ARG002
    ) -> None:
        """A line of words, from its left end on the line they stand on."""
        width, _, _ = text_size(s, prop)
        if not s.strip():
            return
        colour = gc.get_rgb()
        weight = weight_dict.get(str(prop.get_weight()), prop.get_weight())
        said = [
            f'x="{_short(x)}" y="{_short(y)}" font-size="{_short(prop.get_size_in_points())}" fill="{to_hex(colour)}"',
            *([f'class="{escape(self.kind)}"'] if self.kind else []),
            *(['font-weight="700"'] if float(weight) >= _BOLD else []),
            *([f'opacity="{_short(colour[3])}"'] if colour[3] != 1 else []),
            *([f'transform="rotate({_short(-angle)} {_short(x)} {_short(y)})"'] if angle else []),
            f'textLength="{_short(width)}" lengthAdjust="spacingAndGlyphs"',
        ]
        self.parts.append(f"<text {' '.join(said)}>{escape(s)}</text>")

    def open_group(self, s: str, gid: str | None = None) -> None:  # noqa: ARG002
        """What is drawn next has a name, by which a page can style it."""
        self.kind = gid or ""

    def close_group(self, s: str) -> None:  # noqa: ARG002
        """What is drawn next has no name."""
        self.kind = ""

    def draw_image(self, *_: Any, **__: Any) -> None:
        """Not for a report's pictures."""
        raise NotImplementedError("a picture of a report is drawn with lines, shapes and words, not with an image")

    @staticmethod
    def _is_seen(gc: GraphicsContextBase, face: Any) -> bool:
        filled = gc.get_hatch() is not None or (face is not None and (len(face) < 4 or face[3] > 0))
        return bool(filled or (gc.get_linewidth() and gc.get_rgb()[3]))

    def _look(self, gc: GraphicsContextBase, face: Any) -> str:
        said = [f'fill="{"none" if face is None or (len(face) == 4 and face[3] == 0) else to_hex(face)}"']
        if gc.get_hatch() is not None:
            said = [f'fill="url(#{self._hatch(gc, face)})"']
        elif face is not None and len(face) == 4 and face[3] != 1:
            said.append(f'fill-opacity="{_short(face[3])}"')
        width, colour = gc.get_linewidth(), gc.get_rgb()
        if width and colour[3]:
            said.append(f'stroke="{to_hex(colour)}"')
            said += [f'stroke-width="{_short(width)}"'] if width != 1 else []
            said += [f'stroke-opacity="{_short(colour[3])}"'] if colour[3] != 1 else []
            said += [f'stroke-linejoin="{gc.get_joinstyle()}"'] if gc.get_joinstyle() != "miter" else []
            cap = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
            said += [f'stroke-linecap="{cap}"'] if cap != "butt" else []
            offset, dashes = cast("tuple[float, list[float] | None]", gc.get_dashes())
            if dashes is not None:
                said.append(f'stroke-dasharray="{" ".join(_short(length) for length in dashes)}"')
                said += [f'stroke-dashoffset="{_short(offset)}"'] if offset else []
        return f" {' '.join(said)}"

    def _clip(self, gc: GraphicsContextBase) -> str:
        shown = gc.get_clip_rectangle()
        if shown is None:
            return ""
        left, bottom, width, height = shown.bounds
        place = f'x="{_short(left)}" y="{_short(self.height - bottom - height)}"'
        box = f'<rect {place} width="{_short(width)}" height="{_short(height)}"/>'
        return f' clip-path="url(#{self._id(f"<clipPath id={{}}>{box}</clipPath>")})"'

    def _hatch(self, gc: GraphicsContextBase, face: Any) -> str:
        back = f'<path d="M0 0H{_TILE}V{_TILE}H0z" fill="{to_hex(face)}"/>' if face is not None else ""
        lines = "".join(_steps(gc.get_hatch_path(), Affine2D().scale(_TILE, -_TILE).translate(0, _TILE)))
        stroke = (
            f'fill="none" stroke="{to_hex(gc.get_hatch_color())}" stroke-width="{_short(gc.get_hatch_linewidth())}"'
        )
        size = f'patternUnits="userSpaceOnUse" width="{_TILE}" height="{_TILE}"'
        return self._id(f'<pattern id={{}} {size}>{back}<path d="{lines}" {stroke}/></pattern>')

    def _id(self, what: str) -> str:
        return self.defined.setdefault(what, f"{self.name}-{len(self.defined)}")


@lru_cache(maxsize=10_000)
def text_size(text: str, font: FontProperties) -> tuple[float, float, float]:
    """Width, height and descent of a text in points; a picture asks for the same ones again and again."""
    width, height, descent = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width), float(height), float(descent)


def _steps(path: Path, transform: Any) -> Iterator[str]:
    """A path as SVG writes it."""
    for points, code in path.iter_segments(transform, simplify=False):
        yield "z" if code == Path.CLOSEPOLY else _LETTERS[code] + " ".join(map(_short, points))


def _short(number: float) -> str:
    """A number to a hundredth of a point."""
    return f"{number:.2f}".rstrip("0").rstrip(".") if math.isfinite(number) else "0"
