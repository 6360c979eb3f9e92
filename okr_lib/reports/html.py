"""A report notebook as one HTML file: no code, alternative text on every picture, nothing from any network."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okr_lib.errors import ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What makes a browser fetch something: an address in an attribute that loads, or in a style.
_LOADS = re.compile(
    r"""(?:\b(?:src|srcset|poster|data|action)\s*=\s*["']?|<link\b[^>]*\bhref\s*=\s*["']?|url\(\s*["']?|@import\s+["']?)"""
    r"""\s*(?!data:|\#)(?P<address>[\w+.-]*:?//[^"'\s)>]+)""",
    re.IGNORECASE,
)
_NOT_DATA = re.compile(r"data:[\w/+.;=-]*,[^\"')\s]*")


@cache
def _exporter() -> Any:
    import nbconvert

    exporter: Any = nbconvert.HTMLExporter
    return exporter(
        template_name="report",
        extra_template_basedirs=[str(Path(__file__).parent / "html_template")],
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
    html, _ = _exporter().from_notebook_node(notebook, resources={"report": {"title": title, "language": language}})
    refuse_outside(html)
    return str(html)


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
    return [match["address"] for match in _LOADS.finditer(_NOT_DATA.sub("", html))]
