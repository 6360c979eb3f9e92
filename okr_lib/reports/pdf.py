"""A report page as PDF for A4 paper: WeasyPrint draws the same HTML, with the page's own print style.

WeasyPrint is the extra ``pdf``; it needs the system library Pango, which pip cannot install.
"""

from typing import Any
from xml.etree.ElementTree import SubElement

from okr_lib.errors import Message, ReportError, install_command
from okr_lib.reports.html import refuse_outside

_SVG = "{http://www.w3.org/2000/svg}"
_HOW_TO_GET_IT = Message(
    "PDF needs WeasyPrint and the system library Pango: {command}, and on Debian or Ubuntu apt-get install libpango-1.0-0 libpangoft2-1.0-0, on macOS brew install pango, on Windows the MSYS2 package pango",
    command=install_command("pdf"),
)


def weasyprint() -> Any:
    """The drawing library; a ``ReportError`` says how to get it where it or Pango is missing."""
    try:
        import weasyprint as library
    except (ImportError, OSError) as error:
        message = Message("{problem} ({reason})", problem=_HOW_TO_GET_IT, reason=str(error))
        raise ReportError(message) from error
    return library


def html_pdf(html: str) -> bytes:
    """A report's HTML page as PDF.

    Raises
    ------
    ReportError
        When WeasyPrint or Pango is missing, or the page would load something.
    """
    refuse_outside(html)
    library = weasyprint()
    document = library.HTML(string=html, url_fetcher=library.URLFetcher(allowed_protocols=("data",)))
    for picture in document.etree_element.iter(f"{_SVG}svg"):  # where WeasyPrint looks for the words of a picture
        said = SubElement(picture, f"{_SVG}title")
        said.text = picture.get("aria-label")
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
