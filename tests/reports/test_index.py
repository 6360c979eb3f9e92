"""The summary of a batch: every report with status, key figures and a link that leads there; words are only words."""

import dataclasses
import json

import pytest
from bs4 import BeautifulSoup

from okr_lib.reports.batch import Outcome
from okr_lib.reports.html import _outside_addresses
from okr_lib.reports.index import write_index
from okr_lib.reports.selection import report_jobs
from tests.conftest import EXAMPLE


@pytest.fixture
def outcomes(tmp_path):
    jobs = report_jobs(EXAMPLE, quarters=["Q2", "Q3"], teams=None, language_codes=["en", "da"], output=tmp_path)
    made = []
    for job in jobs:
        job.output.mkdir(exist_ok=True)
        for name in job.files:
            (job.output / name).write_text(name)
        record = {"status": "done", "files": dict.fromkeys(job.files, "0" * 64), "seconds": 1.0}
        made.append(Outcome(job, record, kept=job.quarter == "Q2"))
    return made


def failing(outcome, error):
    return dataclasses.replace(outcome, record={"status": "failed", "error": error})


def page(root, outcomes, plan, language="en"):
    index, manifest = write_index(root, outcomes, plan, language)
    html = index.read_text(encoding="utf-8")
    return html, BeautifulSoup(html, "html.parser"), json.loads(manifest.read_text(encoding="utf-8"))


def test_every_report_has_a_link_that_leads_there(outcomes, matas, tmp_path):
    _, soup, manifest = page(tmp_path, outcomes, matas)
    links = [link["href"] for link in soup.find_all("a", attrs={"aria-label": True})]
    assert len(links) == len(set(links)) == 16
    assert all((tmp_path / link).is_file() for link in links)
    assert {path for entry in manifest["reports"] for path in entry["files"]} >= set(links)


def test_key_figures_stand_beside_the_team(outcomes, matas, tmp_path):
    _, soup, _ = page(tmp_path, outcomes, matas)
    table = soup.find_all("table")[1]
    heads = [head.text for head in table.find_all("th", scope="col")]
    rows = {row.th.text: [cell.text for cell in row.find_all("td")] for row in table.tbody.find_all("tr")}
    company = dict(zip(heads[1:], rows["Company"], strict=True))
    assert (company["Target"], company["Actual to date"]) == ("4,455.0", "3,438.5")
    assert dict(zip(heads[1:], rows["Marketing"], strict=True))["Expected contribution"] == "22.3"


def test_a_failure_is_said_in_words_and_its_text_is_only_text(outcomes, matas, tmp_path):
    error = "cell '<script>alert(1)</script>' raised"
    html, soup, manifest = page(tmp_path, [failing(outcomes[-1], error), *outcomes[:-1]], matas)
    assert "<script" not in html
    assert error in soup.get_text()
    assert "16 reports, 1 of them failed." in soup.get_text()
    assert [entry["error"] for entry in manifest["reports"] if entry["status"] == "failed"] == [error]


def test_it_loads_nothing_and_can_be_read_aloud(outcomes, matas, tmp_path):
    html, soup, _ = page(tmp_path, outcomes, matas, "da")
    assert not _outside_addresses(html)
    assert soup.html["lang"] == "da"
    assert [heading.text for heading in soup.find_all(["h1", "h2"])] == ["Matas 2022/23: Rapporter", "Q2", "Q3"]
    links = soup.find_all("a", attrs={"aria-label": True})
    assert len({link["aria-label"] for link in links}) == len(links) == 16
    assert all(link.text in link["aria-label"] for link in links)


def test_reports_of_an_earlier_batch_stay_listed_while_they_are_there(outcomes, matas, tmp_path):
    page(tmp_path, outcomes[:8], matas)
    _, soup, manifest = page(tmp_path, outcomes[8:], matas)
    assert len(manifest["reports"]) == 16
    assert len(soup.find_all("table")) == 2
    for file in (tmp_path / "Q2").iterdir():
        file.unlink()
    assert len(page(tmp_path, outcomes[8:], matas)[2]["reports"]) == 8
