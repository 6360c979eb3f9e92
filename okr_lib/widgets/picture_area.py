"""A picture that is drawn anew while people look: no flicker, a fixed height, and words where it cannot be seen."""

import base64
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.picture import Picture


class PictureArea(widgets.HTML):
    """A place for a picture; setting another one swaps it in place.

    The height, in CSS terms such as "420px", is kept whatever the picture's own, so that nothing below jumps.

    Examples
    --------
    >>> area = PictureArea(height="300px")
    >>> area.show_svg("<svg></svg>", "Nothing yet")
    >>> area.alt
    'Nothing yet'
    """

    value: Any

    def __init__(self, height: str = "420px") -> None:
        self.height = height
        self.alt = ""
        super().__init__()
        self.add_class("okr-picture")
        self.layout.min_height = height

    def show(self, picture: Picture) -> None:
        """Show a drawn figure."""
        source = base64.b64encode(picture.svg().encode()).decode()
        self.alt = picture.alt
        self.value = (
            f'<img src="data:image/svg+xml;base64,{source}" alt="{escape(picture.alt, quote=True)}" '
            f'style="height: {self.height}; max-width: 100%; object-fit: contain; object-position: left top">'
        )

    def show_svg(self, svg: str, alt: str) -> None:
        """Show SVG that was made for the screen; its letters stay letters."""
        name = escape(alt, quote=True)
        self.alt = alt
        self.value = f'<div role="img" aria-label="{name}" style="min-height: {self.height}">{svg}</div>'
