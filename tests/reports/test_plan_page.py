"""The plan's page as a report: a page of no quarter, on one sheet of paper."""

import json

import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.starter import new_plan
from okr_lib.reports.pdf import weasyprint
from okr_lib.reports.run import run_plan_page
from okr_lib.reports.selection import plan_job
from tests.conftest import EXAMPLE


def sheets_of(page):
    return len(weasyprint().HTML(string=page.read_text(encoding="utf-8")).render().pages)


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_new_plan_has_a_page_of_its_own_on_one_sheet(tmp_path, language):
    new_plan(tmp_path / "plan", language)
    done = run_plan_page(tmp_path / "plan", language=language, formats=("html", "pdf"), output=tmp_path, forked=False)
    name = "plan" if language == "en" else "plan-da"
    names = [f"{name}.ipynb", f"{name}.html", f"{name}.pdf", "run.json"]
    assert [file.relative_to(tmp_path / "plan").as_posix() for file in done.files] == names
    assert sheets_of(tmp_path / "plan" / f"{name}.html") == 1
    record = json.loads((tmp_path / "plan" / "run.json").read_text())["reports"][name]
    assert (record["status"], record["figures"]["uncovered"]) == ("done", pytest.approx(13.4))


def test_a_page_has_no_slides_and_its_job_no_quarter(tmp_path):
    with pytest.raises(okr.ReportError, match="'pptx' is not a format; write one of html, pdf"):
        plan_job(EXAMPLE, formats=("pptx",))
    job = plan_job(EXAMPLE, language="da", output=tmp_path)
    assert (job.name, job.quarter, job.output) == ("plan-da", "", tmp_path / "plan")


def test_an_empty_plan_has_figures_that_are_not_known(tmp_path):
    data = okr.load_plan(EXAMPLE).model_dump(mode="json")
    for stream in data["streams"]:
        stream["baseline"] = dict.fromkeys(("Q1", "Q2", "Q3", "Q4"), 0)
    data["target"] = {"growth": 0.2}
    okr.save_plan(Plan.model_validate(data), tmp_path / "new")
    figures = plan_job(tmp_path / "new").figures
    assert figures["growth"] is None
