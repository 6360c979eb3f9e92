"""Small parts of a page: buttons, rows, headings and words, and closing what is no longer shown."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import ipywidgets as widgets


def button(words: str, pressed: Callable[[], object], *, main: bool = False) -> widgets.Button:
    """A button that says what it does."""
    made = widgets.Button(description=words)
    made.on_click(lambda _: pressed())
    if main:
        made.add_class("okr-main")
    return made


def row(*parts: widgets.Widget, kind: str = "okr-row") -> widgets.HBox:
    """Parts side by side."""
    made = widgets.HBox(list(parts))
    made.add_class(kind)
    return made


def head(text: str, level: int = 3) -> widgets.HTML:
    """A heading."""
    return widgets.HTML(f"<h{level}>{escape(text)}</h{level}>")


def paragraph(text: str, kind: str = "") -> widgets.HTML:
    """A sentence."""
    return widgets.HTML(f'<p class="{escape(kind)}">{escape(text)}</p>')


def words_area() -> widgets.HTML:
    """A place for words that come and go."""
    area = widgets.HTML()
    area.add_class("okr-words")
    return area


def items(sentences: Iterable[str], kind: str = "") -> str:
    """Sentences as the items of a list, in HTML."""
    inside = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<div class="{escape(kind)}"><ul>{inside}</ul></div>' if inside else ""


def close_all(shown: Iterable[Any]) -> None:
    """Close widgets that are no longer shown, with all that is in them, so that a long day leaves no heap of them."""
    for widget in shown:
        close_all(getattr(widget, "children", ()))
        widget.close()
