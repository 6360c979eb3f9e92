"""A report notebook as one HTML file: no code, alternative text on every picture, nothing from any network."""

import base64
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from okr_lib.display.blocks import OURS
from okr_lib.errors import ReportError
from okr_lib.reports.page import Look, Part, page_html

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What makes a browser fetch something: an address in an attribute that loads, or in a style.
_LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}
_LOADING_LINKS = {"link", "base", "image", "use", "script"}  # elements whose href is loaded, not clicked
_ADDRESS = re.compile(r"""^\s*(?P<address>[\w+.-]*:?//[^"'\s)>]+)""")
_STYLE_ADDRESS = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?\s*(?!data:|\#)(?P<address>[\w+.-]*:?//[^"'\s)>]+)""", re.IGNORECASE
)

# What of an output is shown, the first there is.
_SHOWN = ("text/html", "image/svg+xml", "image/png", "text/plain")


def notebook_html(notebook: "NotebookNode", *, title: str, language: str, look: Look | None = None) -> str:
    """The outputs of an executed notebook as one HTML page.

    Parameters
    ----------
    language
        Code of the language it is written in.
    look
        What is the company's own.

    Raises
    ------
    ReportError
        When an output would make a browser load something.
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    page = page_html(filter(None, map(_part, outputs)), title=title, language=language, look=look)
    refuse_outside(page)
    return page


def _part(output: Any) -> Part | None:
    """What of an output stands in the page: nothing of warnings and errors."""
    if output["output_type"] == "stream":
        return Part(f"<pre>{escape(output['text'])}</pre>") if output["name"] == "stdout" else None
    data = output.get("data", {})
    kind = next((kind for kind in _SHOWN if kind in data), None)
    said = output.get("metadata", {}).get(kind, {})
    match kind:
        case "text/html" if said.get("level"):
            return Part("", said["level"], said["words"], said["name"])
        case "text/html":
            return Part(data[kind], kind=said.get("kind", "table" if "<table" in data[kind] else ""))
        case "image/svg+xml" if said.get(OURS):
            title = f'<p class="finding" aria-hidden="true">{escape(said["title"])}</p>' if said.get("title") else ""
            return Part(title + data[kind], kind=" ".join(["picture", *(["half"] if said.get("half") else [])]))
        case "image/svg+xml":
            content = base64.b64encode(data[kind].encode()).decode()
        case "image/png":
            content = data[kind].replace("\n", "")
        case "text/plain":
            return Part(f"<pre>{escape(data[kind])}</pre>")
        case _:
            return None
    return Part(f'<img src="data:{kind};base64,{escape(content)}" alt="{escape(said.get("alt", ""))}">', kind="picture")


def refuse_outside(html: str) -> None:
    """Raise a ``ReportError`` for a page that would load something from a network."""
    found = _outside_addresses(html)
    if found:
        raise ReportError(f"the report would load {found[0]} from a network; take it out of the template")


def _outside_addresses(html: str) -> list[str]:
    """Addresses a page would load something from; pictures written into the page do not count.

    Examples
    --------
    >>> _outside_addresses('<img src="data:image/png;base64,AA"> <p>see https://example.com</p>')
    []
    >>> _outside_addresses('<img src="https://example.com/a.png">')
    ['https://example.com/a.png']
    """
    reader = _Addresses()
    reader.feed(html)
    reader.close()
    return reader.found


class _Addresses(HTMLParser):
    """Collects what a page would load; words between tags load nothing, whatever they look like."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        for name, value in attrs:
            loads = name in _LOADING or (name.endswith("href") and tag in _LOADING_LINKS)
            for part in (value or "").split(",") if name == "srcset" else [value or ""]:
                if loads and (match := _ADDRESS.match(part)):
                    self.found.append(match["address"])
            if name == "style":
                self._read_style(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_style = self.in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._read_style(data)

    def _read_style(self, text: str) -> None:
        self.found += [match["address"] for match in _STYLE_ADDRESS.finditer(text)]
