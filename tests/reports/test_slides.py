"""A report as slides: made in the same run as the page, opened by office programs, and a hostile template is refused."""

import io
import json
import os
import shutil
import subprocess
import zipfile

import pytest
from pptx import Presentation

import okr_lib as okr
from okr_lib import ReportError
from okr_lib.cli import main
from okr_lib.plan import limits
from okr_lib.reports.slides import template_deck
from tests.conftest import EXAMPLE

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("CI"), reason="needs LibreOffice: apt-get install libreoffice-impress"
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return okr.run_report(EXAMPLE, quarter="Q3", formats=["html", "pptx"], output=tmp_path_factory.mktemp("slides"))


def template(path, extra=None):
    """python-pptx's own template as a file, with more parts or with parts replaced."""
    file = io.BytesIO()
    Presentation().save(file)
    extra = extra or {}
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            out.writestr(name, extra[name](given.read(name)) if name in extra else given.read(name))
        for name in extra.keys() - set(given.namelist()):
            out.writestr(name, extra[name](b""))
    return path


def test_slides_stand_beside_the_page_and_in_the_record(report):
    assert [file.name for file in report.files] == ["company.ipynb", "company.html", "company.pptx", "run.json"]
    assert len(Presentation(report.files[2]).slides) <= 12
    record = json.loads(report.files[-1].read_text(encoding="utf-8"))["reports"]["company"]
    assert set(record["files"]) == {"company.ipynb", "company.html", "company.pptx"}


@needs_office
def test_libreoffice_opens_the_slides_and_prints_each(report, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path, report.files[2]]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    told = subprocess.run(["pdfinfo", tmp_path / "company.pdf"], capture_output=True, text=True, check=True).stdout
    words = subprocess.run(
        ["pdftotext", tmp_path / "company.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert f"Pages:           {len(Presentation(report.files[2]).slides)}" in told
    assert all(number in words for number in ("1,413.1", "1,396.0", "−34.9", "+32.6", "−20.7"))


def test_a_template_is_used_named_in_the_record_and_must_be_there(tmp_path):
    file = template(tmp_path / "ours.pptx")
    settings = {"quarter": "Q3", "team": "retail", "formats": ["pptx"], "output": tmp_path / "out"}
    report = okr.run_report(EXAMPLE, **settings, slides_template=file)
    assert Presentation(report.files[1]).slide_width == Presentation(file).slide_width
    record = json.loads(report.files[-1].read_text(encoding="utf-8"))["reports"]["retail"]
    assert record["slides_template"]["name"] == "ours.pptx"
    file.unlink()
    with pytest.raises(ReportError, match=r"ours\.pptx: cannot be read"):
        okr.run_report(EXAMPLE, **settings, slides_template=file)


@pytest.mark.parametrize("content", [b"", b"not a presentation", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_presentation_is_said_to_be_none(content, tmp_path):
    (tmp_path / "ours.pptx").write_bytes(content)
    with pytest.raises(ReportError, match=r"ours\.pptx: is no presentation that can be read"):
        template_deck(tmp_path / "ours.pptx")


def test_a_workbook_is_no_presentation(tmp_path):
    okr.save_workbook(okr.load_plan(EXAMPLE), tmp_path / "plan.xlsx")
    with pytest.raises(ReportError, match=r"plan\.xlsx: is no presentation that can be read"):
        template_deck(tmp_path / "plan.xlsx")


def test_a_template_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(limits.VARIABLE, "template_bytes=1000000")
    file = template(tmp_path / "ours.pptx", {"ppt/media/big.bin": lambda _: bytes(2_000_000)})
    assert file.stat().st_size < 1_000_000
    with pytest.raises(ReportError, match="has more than 1,000,000 bytes when unpacked"):
        template_deck(file)


def test_a_template_with_a_program_is_refused(tmp_path):
    file = template(tmp_path / "ours.pptx", {"ppt/vbaProject.bin": lambda _: b"x"})
    with pytest.raises(ReportError, match=r"holds a program or an embedded object \(ppt/vbaProject\.bin\)"):
        template_deck(file)


def test_a_template_that_would_load_something_is_refused(tmp_path):
    picture = (
        b'<Relationship Id="rId99" Target="http://evil.example/a.png" TargetMode="External" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    part = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    file = template(tmp_path / "ours.pptx", {part: lambda given: given.replace(b"</Relationships>", picture)})
    with pytest.raises(ReportError, match=r"loads something from elsewhere \(http://evil\.example/a\.png\)"):
        template_deck(file)


def test_a_template_whose_text_explodes_is_refused(tmp_path):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000
    bomb += b'"><!ENTITY d "' + b"&c;" * 1000 + b'">]><Types>&d;</Types>'
    file = template(tmp_path / "ours.pptx", {"[Content_Types].xml": lambda _: bomb})
    with pytest.raises(ReportError, match="is no presentation that can be read"):
        template_deck(file)


def test_a_template_for_no_slides_is_a_wrong_usage(monkeypatch, capsys, tmp_path):
    arguments = ["okr", "report", str(EXAMPLE), "--quarter", "Q3", "--slides-template", str(tmp_path / "ours.pptx")]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 2
    assert "slides are made with --format pptx" in capsys.readouterr().err


def test_slides_have_the_plans_brand(example, tmp_path):
    (example / "plan.yaml").write_text(
        (example / "plan.yaml").read_text(encoding="utf-8") + 'brand: {accent: "#7a1f3d"}\n', encoding="utf-8"
    )
    report = okr.run_report(example, quarter="Q3", team="retail", formats=["pptx"], output=tmp_path / "out")
    with zipfile.ZipFile(report.files[1]) as archive:
        assert b'<a:accent1><a:srgbClr val="7A1F3D"/>' in archive.read("ppt/theme/theme1.xml")
