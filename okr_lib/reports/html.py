"""A report notebook as one HTML file: no code, alternative text on every picture, nothing from any network."""

import os
import re
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.display.labels import Labels
from okr_lib.display.wording import LONGEST_NAME, plain
from okr_lib.errors import ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What makes a browser fetch something: an address in an attribute that loads, or in a style.
_LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}
_LOADING_LINKS = {"link", "base", "image", "use", "script"}  # elements whose href is loaded, not clicked
_ADDRESS = re.compile(r"""^\s*(?P<address>[\w+.-]*:?//[^"'\s)>]+)""")
_STYLE_ADDRESS = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?\s*(?!data:|\#)(?P<address>[\w+.-]*:?//[^"'\s)>]+)""", re.IGNORECASE
)

# A table above these sizes may be parted in print; a smaller one is moved to the next page as a whole.
LONG_ROWS, LONG_WORDS = 18, 4000
_TAG = re.compile(r"<[^>]*>")
_HEADING_OR_TABLE = re.compile(r'<h(?P<level>[1-6])>(?P<words>.*?)</h(?P=level)>|<div class="table">', re.DOTALL)
_SECTION = re.compile(r'(?:<div class="[\w ]*">\s*)?<h2 id=')


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter, TemplateExporter

    class ReportExporter(HTMLExporter):
        """Leaves the page as the template wrote it.

        The parent reads it once more, which takes as long as writing it, to make cells focusable and to mark pictures
        without words; the template writes no cells, and words with every picture.
        """

        def from_notebook_node(self, *args: Any, **settings: Any) -> Any:
            return TemplateExporter.from_notebook_node(self, *args, **settings)

        def get_prefix_root_dirs(self) -> list[str]:
            """Leave out places that are no installation: a template is a program."""
            named = {place.rstrip(os.sep) for place in os.environ.get("JUPYTER_PATH", "").split(os.pathsep)}
            places: list[str] = TemplateExporter.get_prefix_root_dirs(self)  # type: ignore[no-untyped-call]
            return [place for place in places if place not in named]

    exporter: Any = ReportExporter
    return exporter(
        template_name="report",
        extra_template_basedirs=[str(Path(__file__).parent / "html_template")],
        template_data_paths=[],
        exclude_input=True,
        exclude_markdown=True,
        exclude_raw=True,
        enable_async=False,
    )


def notebook_html(notebook: "NotebookNode", *, title: str, language: str) -> str:
    """The outputs of an executed notebook as one HTML page.

    Parameters
    ----------
    notebook
        An executed report notebook.
    title
        Title of the page.
    language
        Code of the language it is written in.

    Raises
    ------
    ReportError
        When an output would make a browser load something.
    """
    resources = {"report": {"title": plain(title, 2 * LONGEST_NAME), "language": language}}
    html, _ = _exporter().from_notebook_node(notebook, resources=resources)
    page = with_contents(html, Labels(language))
    refuse_outside(page)
    return page


def with_contents(html: str, labels: Labels) -> str:
    """A page whose headings can be linked to, with a list of its sections after the first of them, which is the page's own.

    A table is named after the heading above it, and can be scrolled with the keyboard where the page is narrow.
    """
    sections: list[tuple[str, str]] = []
    headings = 0

    def anchored(match: re.Match[str]) -> str:
        nonlocal headings
        if match["level"] is None:
            body = html[match.end() : html.find("</table>", match.end())]
            words = len(_TAG.sub("", body[body.find("<table") :]))
            kind = "table long" if body.count("<tr") > LONG_ROWS or words > LONG_WORDS else "table"
            kind += " tight" if "<wbr" in body else ""  # words so long that paper has no room for them in one piece
            return f'<div class="{kind}" role="group" tabindex="0" aria-labelledby="heading-{headings}">'
        headings += 1
        anchor = f"heading-{headings}"
        if match["level"] == "2":
            sections.append((anchor, match["words"]))
        return f'<h{match["level"]} id="{anchor}">{match["words"]}</h{match["level"]}>'

    page = _HEADING_OR_TABLE.sub(anchored, html)
    starts = [match.start() for match in _SECTION.finditer(page)][:2]
    if not starts:
        return page
    links = "".join(f'<li><a href="#{anchor}">{words}</a></li>' for anchor, words in sections)
    name = escape(labels.text("Contents"))
    contents = f'<nav aria-label="{name}"><p>{name}</p><ol>{links}</ol></nav>'
    return f"{page[: starts[-1]]}{contents}\n{page[starts[-1] :]}"


def refuse_outside(html: str) -> None:
    """Raise a ``ReportError`` for a page that would load something from a network."""
    found = outside_addresses(html)
    if found:
        raise ReportError(f"the report would load {found[0]} from a network; take it out of the template")


def outside_addresses(html: str) -> list[str]:
    """Addresses a page would load something from; pictures written into the page do not count.

    Examples
    --------
    >>> outside_addresses('<img src="data:image/png;base64,AA"> <p>see https://example.com</p>')
    []
    >>> outside_addresses('<img src="https://example.com/a.png">')
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
