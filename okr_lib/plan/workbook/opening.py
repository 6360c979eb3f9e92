"""Opening a workbook with the texts as they stand in it.

Office programs keep texts in a list that cells share, where ``_x005F_x0041_`` stands for the text ``_x0041_``. openpyxl
takes the ``x005F_`` out of that list, though not out of texts that stand in a cell itself, as it writes them. After
that nobody can tell ``_x0041_`` from an A. So the list is read here, as it is; ``cells`` takes the escapes out.
"""

import io
from typing import Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName.removeprefix("/")) as source:
                self.shared_strings = [
                    Text.from_tree(node).content
                    for _, node in iterparse(source)
                    if node.tag == f"{{{SHEET_MAIN_NS}}}si"
                ]


def opened(content: bytes, *, data_only: bool) -> Any:
    """A workbook of openpyxl from the bytes of a file, with values or formulas; escapes stay in all its texts."""
    reader = _Reader(io.BytesIO(content), data_only=data_only)
    reader.read()
    return reader.wb
