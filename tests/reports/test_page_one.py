"""Page one is one page: of the example it fits a sheet of A4 in every quarter and both languages."""

import subprocess

import nbformat
import pytest
from IPython.core.formatters import DisplayFormatter

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.display.sections import page_one
from okr_lib.plan.values import QUARTERS
from okr_lib.reports import pdf
from okr_lib.reports.html import notebook_html
from tests.reports.test_pages import needs_pdf


@needs_pdf
@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("quarter", QUARTERS)
def test_page_one_fits_one_sheet(matas, quarter, language, tmp_path):
    review, outputs = okr.Review(matas, quarter, okr.load_records(matas)), []
    for part in page_one(review, Labels.of(matas, language)):
        data, about = DisplayFormatter().format(part)
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata=about))
    outputs.append(nbformat.v4.new_output("display_data", data={"text/html": "<h2>After</h2>"}))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf.html_pdf(notebook_html(notebook, title="Page", language=language)))
    first = subprocess.run(["pdftotext", "-l", "1", paper, "-"], capture_output=True, text=True, check=True).stdout
    last_words = (review.closing.note or matas.note).split()[-3:]
    assert " ".join(last_words) in " ".join(first.split())
