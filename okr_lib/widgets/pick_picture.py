"""A picture whose rows can be chosen, by mouse and by keyboard."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from okr_lib.display.picture import Picture


class PickPicture(anywidget.AnyWidget):
    """The picture; ``pick`` is called with the number of the row that somebody chose."""

    _esm = Path(__file__).with_name("pick_picture.js")
    _css = Path(__file__).with_name("pick_picture.css")
    source: Any = traitlets.Unicode().tag(sync=True)
    alt: Any = traitlets.Unicode().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)

    def __init__(self, pick: Callable[[int], object]) -> None:
        super().__init__()
        self.on_msg(lambda _, told, __: pick(int(told["pick"])))

    def show(self, picture: Picture, rows: Sequence[tuple[float, float, str]]) -> None:
        """Show a picture; of each row its top and height, as parts of the picture's height, and what choosing it does."""
        with self.hold_sync():
            self.source = "data:image/svg+xml;base64," + base64.b64encode(picture.svg().encode()).decode()
            self.alt = picture.alt
            self.rows = [{"top": top, "height": height, "label": label} for top, height, label in rows]

    def clear(self) -> None:
        """Show nothing."""
        self.source, self.alt, self.rows = "", "", []
