"""Jobs: everything is checked before any kernel starts, and no two reports share a name."""

from multiprocessing import Pipe

import pytest

import okr_lib as okr
from okr_lib import PlanError
from okr_lib.display.catalogue import languages
from okr_lib.reports.job import file_name
from okr_lib.reports.selection import report_jobs
from tests.conftest import EXAMPLE

IDS = [
    "",
    "company",
    "team-company",
    "retail",
    "retail-da",
    "retail-en",
    "retail-da-en",
    "company-da",
    "team-company-da",
]


def test_no_two_reports_share_a_name():
    names = [file_name(team, language) for team in IDS for language in languages()]
    assert len(set(names)) == len(names)


def test_the_company_and_every_team_get_a_report_in_every_quarter_and_language():
    jobs = report_jobs(EXAMPLE, quarters=["Q1", "Q2"], language_codes=["en", "da"], teams=None)
    assert len(jobs) == len({(job.output, job.name) for job in jobs}) == 16
    assert jobs[2].parameters == {
        "plan_folder": str(EXAMPLE),
        "quarter": "Q1",
        "language": "en",
        "team": "retail",
    }


def test_a_job_can_be_sent_to_another_process():
    [job] = report_jobs(EXAMPLE, quarters=["Q1"])
    here, there = Pipe()
    here.send(job)
    assert there.recv() == job


def test_a_change_of_the_plan_changes_the_inputs(example):
    [before] = report_jobs(example, quarters=["Q1"])
    (example / "actuals.csv").write_text((example / "actuals.csv").read_text() + "\n")
    [after] = report_jobs(example, quarters=["Q1"])
    assert before.inputs != after.inputs


def test_a_team_is_found_by_its_name_too():
    [job] = report_jobs(EXAMPLE, quarters=["Q1"], teams=["E-commerce"])
    assert (job.name, job.team) == ("ecommerce", "ecommerce")
    assert "E-commerce" in job.title


def test_an_unknown_team_is_refused_with_those_there_are():
    with pytest.raises(PlanError, match="no team 'Nobody'; the teams are Retail, E-commerce, Marketing"):
        okr.run_report(EXAMPLE, quarter="Q3", team="Nobody")
