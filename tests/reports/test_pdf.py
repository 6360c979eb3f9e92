"""A report as PDF: whole on A4, its numbers readable, nothing loaded, and a clear word where Pango is missing."""

import os
import re
import shutil
import subprocess
import sys

import pytest

import okr_lib as okr
from okr_lib import ReportError
from okr_lib.reports import pdf
from okr_lib.reports.page import Look, page_html
from tests.conftest import EXAMPLE


def can_draw():
    try:
        pdf.weasyprint()
    except ReportError:
        return False
    return True


needs_pango = pytest.mark.skipif(not can_draw() and not os.environ.get("CI"), reason=pdf._HOW_TO_GET_IT)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None and not os.environ.get("CI"),
    reason="needs pdftotext: apt-get install poppler-utils",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return okr.run_report(EXAMPLE, quarter="Q3", formats=["pdf", "html"], output=tmp_path_factory.mktemp("pdf"))


@needs_pango
def test_a_pdf_stands_beside_the_page(report):
    assert [file.name for file in report.files] == ["company.ipynb", "company.html", "company.pdf", "run.json"]
    assert report.files[2].read_bytes().startswith(b"%PDF-")


@needs_pango
@needs_pdftotext
def test_every_number_of_the_widest_table_is_on_the_paper(report):
    text = subprocess.run(
        ["pdftotext", "-layout", report.files[2], "-"], capture_output=True, text=True, check=True
    ).stdout
    [company] = [line for line in text.splitlines() if "3,438.5" in line and "3,459.2" in line]
    for number in ("3,438.5", "3,373.2", "3,440.8", "−2.3", "3,459.2", "−20.7"):
        assert number in company
    assert re.search(r"1\s*/\s*\d+\s*$", text.split("\f")[0])


@needs_pango
@needs_pdftotext
def test_it_is_at_most_nine_pages_tagged_says_whose_it_is_and_brings_its_font(report):
    def said(program):
        return subprocess.run([program, report.files[2]], capture_output=True, text=True, check=True).stdout

    facts = dict(re.findall(r"^([\w ]+):\s+(.*)$", said("pdfinfo"), re.MULTILINE))
    assert int(facts["Pages"]) <= 9
    assert (facts["Tagged"], facts["Author"]) == ("yes", "Matas 2022/23")
    assert facts["Title"] == facts["Subject"] == "Matas 2022/23 · Quarterly report Q3"
    fonts = [line.split() for line in said("pdffonts").splitlines()[2:]]
    assert {name.partition("+")[2] for name, *_ in fonts} == {"Report-Sans", "Report-Sans-Bold"}


@needs_pango
@needs_pdftotext
def test_every_page_but_the_first_says_whose_it_is_and_the_words_of_pictures_can_be_found(report):
    text = subprocess.run(
        ["pdftotext", "-layout", report.files[2], "-"], capture_output=True, text=True, check=True
    ).stdout
    _, *others = text.split("\f")[:-1]
    assert all(re.match(r"\s*Matas 2022/23: Quarterly report Q3 +English\n", page) for page in others)
    assert len(others) > 3
    assert "Momentum of Stores and wholesale" in text


@needs_pango
def test_a_logo_loads_nothing(caplog, tmp_path):
    inside = f'<image xlink:href="{(tmp_path / "secret.png").as_uri()}" width="9" height="9"/>'
    logo = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{inside}</svg>'
    html = page_html([], title="T", language="en", look=Look("Matas", logo=("logo.svg", logo.encode())))
    assert pdf.html_pdf(html).startswith(b"%PDF-")
    assert "disallowed protocol" in caplog.text


@needs_pango
def test_a_page_that_would_load_something_is_refused():
    with pytest.raises(ReportError, match=r"would load https://example\.com/a\.png"):
        pdf.html_pdf('<p>text</p><img src="https://example.com/a.png">')


def test_where_it_is_missing_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ReportError, match="apt-get install libpango"):
        okr.run_report(EXAMPLE, quarter="Q3", formats=["pdf"], output=tmp_path / "out")
    assert not (tmp_path / "out").exists()
