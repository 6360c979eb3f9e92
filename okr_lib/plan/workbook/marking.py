"""Noting in a workbook what it said when it was imported, and leaving everything else in it alone.

A workbook is a zip of parts. openpyxl would write all of them anew and lose what it does not know, such as charts that
people added; so only the part of the hidden sheet is replaced.
"""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from okr_lib.plan.store.atomic import write_atomically
from okr_lib.plan.workbook.layout import kept_pieces
from okr_lib.plan.workbook.reading import EXPORTED
from okr_lib.plan.workbook.tables import Tables

_WORKBOOK_PART = "xl/workbook.xml"


def mark(path: Path, tables: Tables) -> None:
    """Replace what a workbook's hidden sheet keeps; a workbook without one stays as it is, and so does one after an ``OSError``."""
    with zipfile.ZipFile(path) as archive:
        part = _hidden_part(archive)
        if part is None:
            return
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in archive.infolist():
                content = archive.read(info)
                copy.writestr(info, _sheet(kept_pieces(tables)) if info.filename == part else content)
    write_atomically(path, stream.getvalue())


def _hidden_part(archive: zipfile.ZipFile) -> str | None:
    """Name of the part that holds the hidden sheet."""
    parts = {relation.Id: relation.target for relation in get_dependents(archive, get_rels_path(_WORKBOOK_PART))}
    for sheet in fromstring(archive.read(_WORKBOOK_PART)).iter(f"{{{SHEET_MAIN_NS}}}sheet"):
        if sheet.get("name") == EXPORTED:
            return parts.get(sheet.get(f"{{{REL_NS}}}id"))
    return None


def _sheet(pieces: list[str]) -> bytes:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t xml:space="preserve">{escape(piece)}</t></is></c></row>'
        for number, piece in enumerate(pieces, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
