"""run.json: what was made from what, beside what others have made, and whether it still holds."""

import dataclasses
import hashlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from okr_lib.reports.run_record import add_records, is_current, load_records
from tests.reports.small_templates import jobs_of


@pytest.mark.parametrize("change", ["edited", "gone", "other parameters", "other inputs", "failed", "another format"])
def test_what_is_missing_or_changed_is_not_up_to_date(tmp_path, change):
    [job] = jobs_of("t.ipynb", tmp_path, 1)
    for name in job.files:
        (tmp_path / name).write_text(name)
    files = {name: hashlib.sha256(name.encode()).hexdigest() for name in job.files}
    record = {"status": "done", "parameters": job.parameters, **job.inputs, "files": files}
    assert is_current(job, record)
    match change:
        case "edited":
            (tmp_path / job.files[1]).write_text("by hand")
        case "gone":
            (tmp_path / job.files[0]).unlink()
        case "other parameters":
            job = dataclasses.replace(job, parameters={"number": 9})
        case "other inputs":
            job = dataclasses.replace(job, inputs={"template": {"sha256": "other"}})
        case "failed":
            record["status"] = "failed"
        case "another format":
            job = dataclasses.replace(job, formats=("html", "pdf"))
    assert not is_current(job, record)


def test_records_are_put_beside_those_that_are_there(tmp_path):
    add_records(tmp_path, {"b": {"status": "done"}})
    add_records(tmp_path, {"a": {"status": "failed"}})
    assert load_records(tmp_path) == {"a": {"status": "failed"}, "b": {"status": "done"}}


@pytest.mark.parametrize("text", ["", "[]", '{"reports": 5}', "\xff"])
def test_a_run_json_that_cannot_be_read_holds_no_records(tmp_path, text):
    (tmp_path / "run.json").write_text(text, encoding="latin-1")
    assert load_records(tmp_path) == {}


def test_processes_that_write_at_once_lose_nothing(tmp_path):
    names = [f"report-{number}" for number in range(40)]
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        list(pool.map(add_records, [tmp_path] * 40, [{name: {"status": "done"}} for name in names]))
    assert sorted(load_records(tmp_path)) == sorted(names)
