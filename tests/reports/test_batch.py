"""Many reports: in the order asked for, by any executor, and a second run makes only what is missing or changed."""

import dataclasses
import json
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor

import pytest

import okr_lib as okr
from okr_lib.cli import main
from okr_lib.reports.batch import run_reports
from okr_lib.reports.run_record import load_records
from tests.conftest import EXAMPLE
from tests.reports.small_templates import jobs_of, template


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    return template(tmp_path_factory.mktemp("template") / "quick.ipynb", "number + 1")


@pytest.fixture(scope="module")
def finished(quick, tmp_path_factory):
    """Three reports, made by threads of this process."""
    output = tmp_path_factory.mktemp("out")
    jobs = jobs_of(quick, output, 3, forked=False)
    with ThreadPoolExecutor(2) as executor:
        return run_reports(jobs, executor=executor)


def test_any_executor_makes_them_and_run_json_lists_them(finished):
    jobs = [outcome.job for outcome in finished]
    assert [outcome.record["status"] for outcome in finished] == ["done"] * 3
    assert list(load_records(jobs[0].output)) == [job.name for job in jobs]
    assert {path.name for path in jobs[0].output.iterdir()} == {
        "run.json",
        *(name for job in jobs for name in job.files),
    }


def test_what_is_up_to_date_is_kept(finished):
    outcomes = run_reports([outcome.job for outcome in finished], resume=True, executor=Refusing())
    assert [outcome.kept for outcome in outcomes] == [True] * 3


class Refusing(ThreadPoolExecutor):
    """An executor whose workers are dead."""

    def submit(self, *_, **__):
        future = Future()
        future.set_exception(BrokenExecutor("no worker left"))
        return future


def test_a_dead_worker_of_an_executor_is_a_failure_that_is_told(quick, tmp_path):
    told = []
    outcomes = run_reports(jobs_of(quick, tmp_path, 2), executor=Refusing(), on_outcome=told.append)
    assert [outcome.record["error"] for outcome in outcomes] == ["the process that made it died"] * 2
    assert told == outcomes
    assert {record["status"] for record in load_records(tmp_path).values()} == {"failed"}


@pytest.fixture
def okr_report(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["okr", "report", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            main()
        return done.value.code or 0, *capsys.readouterr()

    return run


def test_the_command_makes_every_team_and_language_and_then_only_what_changed(okr_report, example, tmp_path):
    asked = [
        example,
        "--all-teams",
        "--language",
        "en,da",
        "--quarter",
        "Q3",
        "--workers",
        "2",
        "--output",
        tmp_path / "out",
    ]
    code, out, errors = okr_report(*asked)
    assert (code, errors.splitlines()[-1]) == (0, "8 made")
    assert out.splitlines() == [str(tmp_path / "out" / "index.html"), str(tmp_path / "out" / "manifest.json")]
    assert len(list((tmp_path / "out" / "Q3").glob("*.html"))) == 8
    (tmp_path / "out" / "Q3" / "retail.html").unlink()
    assert okr_report(*asked, "--resume")[2].splitlines()[-1] == "1 made, 7 up to date"
    record = json.loads((tmp_path / "out" / "Q3" / "run.json").read_text())["reports"]["retail-da"]
    assert record["figures"]["commitment"] == pytest.approx(31.5)


def test_a_batch_with_a_failure_names_it_twice_and_is_exit_code_1(okr_report, monkeypatch, quick, tmp_path):
    broken = template(tmp_path / "broken.ipynb", "raise ValueError('[bold] words')")
    jobs = [*jobs_of(quick, tmp_path / "out" / "Q1", 2, forked=False)]
    jobs[1] = dataclasses.replace(jobs[1], template=broken)
    monkeypatch.setattr("okr_lib.reports.selection.report_jobs", lambda *_, **__: jobs)
    code, _, errors = okr_report(EXAMPLE, "--quarter", "Q1", "--workers", "1")
    assert code == 1
    assert errors.count("Q1/report-01: broken.ipynb: cell \"raise ValueError('[bold] words')\" raised ValueError") == 2
    assert "1 made, 1 failed:" in errors


def test_the_library_makes_what_the_command_makes(tmp_path):
    jobs = okr.report_jobs(EXAMPLE, quarters=["Q1"], teams=["Retail"], output=tmp_path)
    [outcome] = okr.run_reports(jobs, workers=1)
    assert (tmp_path / "Q1" / "retail.html").exists()
    assert outcome.record["seconds"] > 0
