"""Small parts of a page: buttons, rows, headings and words, and closing what is no longer shown."""

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from okr_lib.display.blocks import NO_FORMULAS

_FORMULA = re.compile(r"[$\\]")  # what every formula begins with


def button(words: str, pressed: Callable[[], object], *, main: bool = False) -> widgets.Button:
    """A button that says what it does."""
    made = widgets.Button(description=words)
    made.on_click(lambda _: pressed())
    if main:
        made.add_class("okr-main")
    return made


def described(words: str) -> dict[str, Any]:
    """What names a control, as settings of its widget: the words as they are.

    Notebooks would typeset words between dollar signs as formulas, unless an element says that it holds none. What could
    be a formula is written by number, so that nothing looks for one before the element is there.

    Examples
    --------
    >>> described("Price (DKK)")
    {'description': 'Price (DKK)'}
    >>> described("$x$")["description"]
    '<span class="mathjax_ignore tex2jax_ignore">&#36;x&#36;</span>'
    """
    if not _FORMULA.search(words):
        return {"description": words}
    numbered = re.sub(r"[^\w\s]", lambda sign: f"&#{ord(sign[0])};", words)
    return {"description": f'<span class="{NO_FORMULAS}">{numbered}</span>', "description_allow_html": True}


def row(*parts: widgets.Widget, kind: str = "okr-row") -> widgets.HBox:
    """Parts side by side."""
    made = widgets.HBox(list(parts))
    made.add_class(kind)
    return made


def column(*parts: widgets.Widget, kind: str) -> widgets.VBox:
    """Parts one below the other."""
    made = widgets.VBox(list(parts))
    made.add_class(kind)
    return made


def swap(place: widgets.Box, parts: Iterable[widgets.Widget]) -> None:
    """Show other parts in a place, and close those that it showed and does not show any more."""
    old, place.children = place.children, list(parts)
    close_all(part for part in old if part not in place.children)


def head(text: str, level: int = 3) -> widgets.HTML:
    """A heading."""
    return widgets.HTML(heading(text, level))


def paragraph(text: str, kind: str = "") -> widgets.HTML:
    """A sentence."""
    return widgets.HTML(f'<p class="{escape(kind)}">{escape(text)}</p>')


def words_area() -> widgets.HTML:
    """A place for words that come and go."""
    area = widgets.HTML()
    area.add_class("okr-words")
    return area


def alert(words: str) -> str:
    """Words of a refusal, in HTML that is read out at once; none are nothing."""
    return f'<span role="alert">{escape(words)}</span>' if words else ""


def status(words: str) -> str:
    """Words on what was done, in HTML that is read out; none are nothing."""
    return f'<p role="status">{escape(words)}</p>' if words else ""


def heading(text: str, level: int = 3) -> str:
    """A heading in HTML."""
    return f"<h{level}>{escape(text)}</h{level}>"


def items(sentences: Iterable[str], kind: str = "") -> str:
    """Sentences as the items of a list, in HTML."""
    inside = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<div class="{escape(kind)}"><ul>{inside}</ul></div>' if inside else ""


def script(name: str) -> str:
    """The script of a widget of our own, a file beside this one, with what such scripts draw with."""
    return "".join(Path(__file__).with_name(part).read_text(encoding="utf-8") for part in ("elements.js", name))


def close_all(shown: Iterable[Any]) -> None:
    """Close widgets that are no longer shown, with all that is in them, so that a long day leaves no heap of them."""
    for widget in shown:
        close_all(getattr(widget, "children", ()))
        widget.close()
