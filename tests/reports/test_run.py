"""The main job: a report is made whole, or its failure is told and its notebook kept."""

import json
import subprocess
import sys
from html import unescape
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

import okr_lib as okr
from okr_lib import ReportError
from okr_lib.cli import main
from okr_lib.display.labels import Labels
from okr_lib.growth.breakdown import team_summary
from okr_lib.reports.html import _outside_addresses
from tests.conftest import EXAMPLE, ROOT


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return okr.run_report(EXAMPLE, quarter="Q3", output=folder)


@pytest.fixture(scope="module")
def html(report):
    return report.files[1].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def words(html):
    """What a reader sees, alternative texts included."""
    page = BeautifulSoup(html, "html.parser")
    alts = [picture["aria-label"] for picture in page.find_all("svg")]
    return " ".join([page.body.get_text(" "), *alts]).replace("\u00a0", " ")


def failing_template(path, code):
    parameters = 'plan_folder = ""  # folder\nquarter = "Q1"  # quarter\nlanguage = "en"  # language'
    cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_report_is_a_page_its_notebook_and_a_record(report):
    assert [file.name for file in report.files] == ["company.ipynb", "company.html", "run.json"]
    assert all(file.stat().st_size for file in report.files)
    assert sorted(path.name for path in report.files[0].parent.iterdir()) == [
        "company.html",
        "company.ipynb",
        "run.json",
    ]


def test_the_report_shows_the_published_figures(words):
    for figure in ("3,373.2", "4,455.0", "3,438.5", "Why DKK 20.7m behind: Stores and wholesale −34.9"):
        assert figure in words


def test_the_report_shows_what_marketing_contributes(words, matas):
    labels = Labels.of(matas)
    summary = team_summary(matas, okr.growth_ledger(matas), "Q3").set_index("team").loc["marketing"]
    planned, committed = (labels.number(summary[name]) for name in ("contribution", "commitment"))
    assert f"Marketing: DKK {planned}m is planned for the year, of DKK {committed}m committed" in words
    for stream in ("Stores and wholesale", "Online"):
        assert stream in words


def test_what_the_command_line_breaks_down_is_in_the_report(words, matas, monkeypatch, capsys):
    command = ["okr", "breakdown", str(EXAMPLE), "--by", "team", "--format", "json"]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as done:
        main()
    rows = [row for row in json.loads(capsys.readouterr().out) if row["team"]]
    labels = Labels.of(matas)
    assert done.value.code == 0
    assert len(rows) == 3
    for team in matas.teams:
        amounts = [labels.number(row["amount"]) for row in rows if row["team"] == team.id]
        assert " ".join([team.name, *amounts]) in " ".join(words.split())


def test_the_report_says_that_the_plan_is_an_illustration(words):
    assert "illustration" in words


def test_the_page_loads_nothing_and_runs_nothing(html):
    assert not _outside_addresses(html)
    assert "<script" not in html
    assert 'class="input' not in html


def test_every_picture_has_alternative_text(html):
    pictures = BeautifulSoup(html, "html.parser").find_all("svg")
    assert len(pictures) >= 5
    assert all(len(picture["aria-label"]) > 40 for picture in pictures)


def test_the_record_says_what_was_run_on_what(report):
    record = json.loads(report.files[2].read_text())["reports"]["company"]
    assert record["status"] == "done"
    assert record["parameters"]["quarter"] == "Q3"
    assert len(record["plan"]["sha256"]) == 64
    assert {kind: (found["file"], found["rows"]) for kind, found in record["records"].items()} == {
        "actuals": ("actuals.csv", 16),
        "check_ins": ("check_ins.csv", 27),
        "drivers": ("drivers.csv", 16),
        "spend": ("spend.csv", 32),
    }
    assert set(record["files"]) == {"company.ipynb", "company.html"}


def test_the_record_has_the_key_figures_that_the_report_shows(report, words):
    figures = json.loads(report.files[-1].read_text())["reports"]["company"]["figures"]
    assert (figures["target"], figures["actual"], figures["uncovered"]) == (4455.0, 3438.5, 12.1)
    assert f"{round(figures['likelihood'] * 100)}%" in words


def test_every_quarter_has_a_folder_of_its_own_so_that_none_overwrites_another(tmp_path):
    quick = failing_template(tmp_path / "quick.ipynb", "quarter")
    for quarter in ("Q1", "Q2"):
        okr.run_report(EXAMPLE, quarter=quarter, output=tmp_path / "out", template=quick)
    pages = {place.parent.name: place.read_text() for place in (tmp_path / "out").glob("*/company.html")}
    assert set(pages) == {"Q1", "Q2"}
    assert all(quarter in page for quarter, page in pages.items())


def test_the_same_inputs_give_the_same_page(report, html, tmp_path):
    again = okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path)
    assert again.files[1].read_text(encoding="utf-8") == html


def test_another_language_stands_beside_it_in_the_same_record(tmp_path):
    okr.run_report(EXAMPLE, quarter="Q1", output=tmp_path)
    done = okr.run_report(EXAMPLE, quarter="Q1", language="da", output=tmp_path)
    html = done.files[1].read_text(encoding="utf-8")
    assert done.files[1].name == "company-da.html"
    assert "4.455,0" in unescape(html)
    assert set(json.loads(done.files[-1].read_text())["reports"]) == {"company", "company-da"}


def test_a_team_has_a_report_of_its_own(tmp_path):
    done = okr.run_report(EXAMPLE, quarter="Q3", team="Marketing", language="da", output=tmp_path)
    html = done.files[1].read_text(encoding="utf-8")
    assert [file.name for file in done.files] == ["marketing-da.ipynb", "marketing-da.html", "run.json"]
    assert "Personal offers to club members" in html
    assert json.loads(done.files[-1].read_text())["reports"]["marketing-da"]["parameters"]["team"] == "marketing"


@pytest.mark.parametrize(
    "template, given", [("quarterly_report.ipynb", ("quarter", "Q2")), ("plan_page.ipynb", ("language", "da"))]
)
def test_papermill_itself_runs_a_template_from_the_top_of_the_project(tmp_path, template, given):
    papermill = Path(sys.executable).with_name("papermill")
    command = [papermill, "--no-progress-bar", f"templates/{template}", tmp_path / "out.ipynb", "-p", *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {"Q2": "Q2", "da": "Planen på én side"}[given[1]] in (tmp_path / "out.ipynb").read_text()


def test_restated_figures_stand_in_the_appendix(example, tmp_path):
    text = (example / "actuals.csv").read_text()
    (example / "actuals.csv").write_text(text.replace("2021/22,Q3,Online,350.5", "2021/22,Q3,Online,352"))
    html = okr.run_report(example, quarter="Q3", language="da", output=tmp_path).files[1].read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert "Korrigerede tal" in [heading.get_text() for heading in page.find_all("h3")]
    (row,) = page.select("#table-restated tbody tr")
    assert row.get_text("|", strip=True) == "Online|Q3 2021/22|Udgangspunktet i planen|350,5|352,0|+1,5"


def test_a_cell_that_raises_is_told_and_its_notebook_kept(tmp_path):
    template = failing_template(tmp_path / "t.ipynb", "1 / 0")
    with pytest.raises(ReportError, match="cell '1 / 0' raised ZeroDivisionError: division by zero") as error:
        okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path / "out", template=template)
    kept = tmp_path / "out" / "Q3" / "failed" / "company.ipynb"
    assert str(kept) in str(error.value)
    assert "ZeroDivisionError" in kept.read_text()
    assert not (tmp_path / "out" / "Q3" / "company.ipynb").exists()
    assert json.loads((tmp_path / "out" / "Q3" / "run.json").read_text())["reports"]["company"]["status"] == "failed"


@pytest.mark.parametrize(
    ("code", "seconds", "message"),
    [
        ("import os; os._exit(1)", 600, "the kernel exited with code 1"),
        ("import time; time.sleep(600)", 2, "ran longer than 2 seconds"),
    ],
)
def test_a_dead_or_hanging_kernel_is_told_as_what_it_was(tmp_path, code, seconds, message):
    template = failing_template(tmp_path / "t.ipynb", code)
    with pytest.raises(ReportError, match=message):
        okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path / "out", template=template, cell_seconds=seconds)
    assert (tmp_path / "out" / "Q3" / "failed" / "company.ipynb").exists()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"quarter": "Q5"}, "'Q5' is not a quarter"),
        ({"quarter": "Q3", "language": "xx"}, "no language 'xx'; choose from da, en"),
        ({"quarter": "Q3", "formats": ["docx"]}, "'docx' is not a format"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_is_written(tmp_path, settings, message):
    with pytest.raises(okr.OkrError, match=message):
        okr.run_report(EXAMPLE, output=tmp_path / "out", **settings)
    assert not (tmp_path / "out").exists()


def test_a_broken_plan_is_told_before_any_kernel_starts(example, tmp_path):
    text = (example / "plan.yaml").read_text().replace("revenue: 4455", "revenue: soon")
    (example / "plan.yaml").write_text(text)
    with pytest.raises(okr.PlanError, match="'soon' is not a number"):
        okr.run_report(example, quarter="Q3", output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(ReportError, match="cannot be written"):
        okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path / "out")


def test_names_from_a_plan_are_only_words(example, tmp_path):
    plan = example / "plan.yaml"
    plan.write_text(plan.read_text().replace("name: Marketing", 'name: "<script>alert(1)</script> $x$ {{ 1 }}"'))
    html = okr.run_report(example, quarter="Q3", output=tmp_path).files[1].read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ {{ 1 }}" in html


def test_the_template_is_committed_without_outputs():
    notebook = nbformat.read(ROOT / "templates" / "quarterly_report.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    assert not any("def " in cell.source for cell in notebook.cells if cell.cell_type == "code")
