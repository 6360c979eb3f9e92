"""A template that hangs, raises, leaves or eats memory is reported as what it did, and does not stop the others."""

import dataclasses
import sys

import nbformat
import pytest

from okr_lib import ReportError
from okr_lib.reports.batch import run_reports
from okr_lib.reports.making import made
from okr_lib.reports.selection import report_jobs
from okr_lib.reports.staging import staging
from tests.conftest import EXAMPLE
from tests.reports.small_templates import jobs_of, template

WRONG = {
    "hangs": ("while True:\n    pass", "a cell ran longer than 10 seconds and was stopped"),
    "raises": ("{}['missing']", "cell \"{}['missing']\" raised KeyError: 'missing'"),
    "leaves": ("import os\nos._exit(7)", "the kernel exited with code 7 while a cell ran"),
    "crashes": ("import os\nos.abort()", "the kernel was killed (SIGABRT) while a cell ran"),
    "eats": (
        "kept = []\nwhile True:\n    kept.append(bytearray(1 << 26))",
        "asked for more memory than the limit of 1500 MB",
    ),
}
# Each meets the one limit that is its own: on a busy machine a short one would come first for whoever eats memory.
LIMITS = {"hangs": {"cell_seconds": 10}, "eats": {"memory_megabytes": 1500}}
if sys.platform != "linux":
    del WRONG["eats"]


@pytest.fixture(scope="module", params=[True, False], ids=["forked", "ordinary"])
def batch(request, tmp_path_factory):
    """Every wrong template and a right one in one batch: outcomes by name."""
    folder = tmp_path_factory.mktemp("failures")
    right = template(folder / "right.ipynb", "number + 1")
    jobs = []
    for name, (code, _) in WRONG.items():
        wrong = template(folder / f"{name}.ipynb", "number", code, "'never reached'")
        [job] = jobs_of(wrong, folder / "out", 1, **LIMITS.get(name, {}), forked=request.param)
        jobs += [dataclasses.replace(job, name=name), dataclasses.replace(job, name=f"after-{name}", template=right)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OKR_FORKED_KERNELS", str(int(request.param)))
        outcomes = run_reports(jobs, workers=2)
    return {outcome.job.name: outcome for outcome in outcomes}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_told_as_what_it_was(batch, name):
    assert WRONG[name][1] in batch[name].record["error"]


@pytest.mark.parametrize("name", WRONG)
def test_its_notebook_is_kept_and_says_which_cell_failed(batch, name):
    kept = batch[name].job.output / "failed" / f"{name}.ipynb"
    assert str(kept) in batch[name].record["error"]
    cells = [cell for cell in nbformat.read(kept, 4).cells if cell.cell_type == "code"]
    states = [cell.metadata.papermill.status for cell in cells]
    assert states[-3:] == ["completed", "failed", "pending"]
    assert not list(batch[name].job.output.glob(f"{name}.*"))


@pytest.mark.parametrize("name", WRONG)
def test_the_others_go_on(batch, name):
    assert batch[f"after-{name}"].record["status"] == "done"


def test_a_misspelt_or_wrongly_typed_parameter_fails_before_any_kernel_starts(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("a process was started"))
    wrong = template(tmp_path / "t.ipynb", "1", parameters='plan_folder = ""\nquater = "Q1"\nlanguage = 1')
    with pytest.raises(ReportError) as error:
        report_jobs(EXAMPLE, quarters=["Q1"], template=wrong, output=tmp_path)
    assert "no parameter 'quarter'; did you mean 'quater'" in str(error.value)
    assert "language: 'en' is str, not int" in str(error.value)


def test_nothing_half_made_is_left(batch):
    assert not list(batch["hangs"].job.output.glob(".making*"))


def test_a_disk_that_is_full_is_one_message_and_leaves_no_half_report(tmp_path):
    resource = pytest.importorskip("resource")
    path = template(tmp_path / "right.ipynb", "print('x' * 50_000)")
    [job] = jobs_of(path, tmp_path / "out", 1, forked=False)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, usual[1]))
    try:
        with staging(job.output) as aside:
            record = made(job, aside)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert record["status"] == "failed"
    assert "out: cannot be written: File too large; make room there, or name another" in record["error"]
    assert not list(job.output.glob("*.*"))
