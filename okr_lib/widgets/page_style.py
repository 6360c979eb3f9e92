"""How the workshop looks, and the script of its pages: two files beside this one, ``page.css`` and ``page.js``.

The script gives controls the names that screen readers need, lets keys do what people expect of them, and watches whether
anybody still listens: when the kernel, the server or the network is gone, the page says so, locks its fields and names
what was typed last. It asks the kernel by a hidden field, and the answer says that all before it has arrived.
"""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.picture import ACCENT, BAD, GOOD, GRID, INK, MUTED
from okr_lib.display.refusals import problem_lines
from okr_lib.errors import ProblemsError
from okr_lib.widgets.parts import button, items

_COLOURS = {"accent": ACCENT, "ink": INK, "muted": MUTED, "line": GRID, "bad": BAD, "good": GOOD}
_WORDS = {
    "offline": "The network is gone. It goes on by itself when the network is back; leave this page open.",
    "ended": "The workshop does not answer: it was ended, or this machine cannot reach it. It goes on by itself when it answers again; leave this page open.",
    "gone": "The program behind this page has ended. Open the page again: what is saved is there.",
    "gone_lab": "The program behind this page has ended. Run all cells again (Run > Run All Cells): what is saved is there.",
    "typed": "Typed last, and not saved: “{value}” in “{label}”.",
    "saved": "What was typed last is saved: “{value}” in “{label}”.",
    "kept": "Before the page was opened again, “{value}” was typed in “{label}” and not saved.",
    "again": "Open again",
    "back": "Put it back",
    "leave": "Leave it",
}


def page_of(labels: Labels, make: Callable[[Callable[[], None]], widgets.Widget]) -> widgets.VBox:
    """A page with what is made for it; where the plan cannot be opened, with the reasons and a button to try again.

    ``make`` is given what makes the page anew.
    """
    page = widgets.VBox()
    page.add_class("okr")

    def begin() -> None:
        try:
            page.children = [_page_style(), _page_script(labels), make(begin)]
        except ProblemsError as error:
            told = items(problem_lines(error, labels))
            head = escape(labels.text("The plan cannot be opened; mend this first:"))
            words = widgets.HTML(f'<div class="okr-words" role="alert"><p>{head}</p>{told}</div>')
            page.children = [_page_style(), words, button(labels.text("Try again"), begin)]

    begin()
    return page


def _page_style() -> widgets.HTML:
    """The style of everything inside a box of class ``okr``."""
    colours = "".join(f"--okr-{name}: {colour}; " for name, colour in _COLOURS.items())
    css = f".okr, .okr-banner {{ {colours}}}\n{_beside('page.css')}"
    return widgets.HTML(f"<style>{css}</style>", layout=widgets.Layout(display="none"))


def _page_script(labels: Labels) -> widgets.Widget:
    """The script of the page, and what it needs: its words, and a field by which it asks whether all has arrived."""
    told = {"kernel": _kernel(), "words": {name: labels.text(_WORDS[name]) for name in _WORDS}}
    words = widgets.HTML(f'<i data-told="{escape(json.dumps(told), quote=True)}"></i>')
    asked, answer = widgets.Text(continuous_update=False), widgets.HTML()

    def answered(change: dict[str, str]) -> None:
        answer.value = f'<i data-answer="{escape(change["new"], quote=True)}"></i>'

    asked.observe(answered, "value")
    data = {"application/javascript": _beside("page.js"), "text/plain": ""}
    script = widgets.Output(outputs=({"output_type": "display_data", "data": data, "metadata": {}},))
    hidden = widgets.VBox([words, asked, answer], layout=widgets.Layout(display="none"))
    hidden.add_class("okr-told")
    return widgets.VBox([hidden, script])


def _kernel() -> str:
    """The id of the kernel this runs in, by which its server knows it; empty where there is none."""
    from ipykernel.connect import get_connection_file

    try:
        return Path(get_connection_file()).stem.removeprefix("kernel-")
    except RuntimeError:
        return ""


def _beside(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
