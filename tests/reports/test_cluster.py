"""A dask scheduler with two workers makes a batch, though one of them is killed in the middle."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from okr_lib import ReportError
from okr_lib.reports.batch import run_reports
from okr_lib.reports.cluster import cluster_executor
from tests.conftest import ROOT
from tests.reports.small_templates import FRUIT, jobs_of, template


def wait_for(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def scheduler(tmp_path):
    """Address of a scheduler with two worker processes, and the processes."""
    pytest.importorskip("distributed")
    sockets = tempfile.mkdtemp(prefix="d")  # a short path
    file = tmp_path / "scheduler.json"
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    processes = [subprocess.Popen([*command, "--host", "127.0.0.1", "--scheduler-file", str(file)], **quiet)]
    wait_for(file.exists)
    command = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    command += ["--local-directory", str(tmp_path / "dask"), "--scheduler-file", str(file)]
    processes += [
        subprocess.Popen(command, **quiet, env={**os.environ, "DASK_LOGGING__DISTRIBUTED": "error", "TMPDIR": sockets})
        for _ in "ab"
    ]
    yield json.loads(file.read_text())["address"], processes[1:]
    for process in reversed(processes):  # the scheduler last: a worker that loses it may look for it for long
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    wait_for(lambda: not list(Path(sockets).glob("okr-*")))
    shutil.rmtree(sockets)


def test_all_reports_are_made_once_though_a_worker_is_killed(scheduler, tmp_path):
    address, workers = scheduler
    jobs = jobs_of(template(tmp_path / "fruit.ipynb", FRUIT), tmp_path / "out", 12)
    seen = Counter()
    started = []

    def on_outcome(outcome):
        seen[outcome.job.name] += 1
        if sum(seen.values()) == 3:
            started.extend(psutil.Process(workers[0].pid).children(recursive=True))
            workers[0].kill()

    with cluster_executor(address) as executor:
        wait_for(lambda: len(executor._client.scheduler_info()["workers"]) == 2)
        outcomes = run_reports(jobs, executor=executor, on_outcome=on_outcome)
    assert [outcome.record["status"] for outcome in outcomes] == ["done"] * 12
    assert set(seen.values()) == {1}
    assert len(list((tmp_path / "out").glob("report-*.html"))) == 12
    assert started
    assert psutil.wait_procs(started, timeout=300)[1] == []


def test_where_no_scheduler_answers_the_message_says_so(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("okr_lib.reports.cluster.CONNECT_SECONDS", 0.2)
    with (
        pytest.raises(ReportError, match=r"no dask scheduler answers at 'tcp://127\.0\.0\.1:9'"),
        cluster_executor("tcp://127.0.0.1:9"),
    ):
        pass


def test_without_dask_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ReportError, match=r'pip install "okr-growth-workbook\[cluster\]"'), cluster_executor("tcp://a"):
        pass
