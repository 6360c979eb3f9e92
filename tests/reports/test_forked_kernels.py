"""A forked kernel is an ordinary kernel, only sooner; where there can be none, an ordinary one is used."""

import dataclasses
import json
import os
import sys
import threading
import warnings

import psutil
import pytest

from okr_lib.reports import forked_kernels
from okr_lib.reports.forked_kernels import kernel_arguments
from okr_lib.reports.making import made
from okr_lib.reports.selection import report_jobs
from tests.conftest import EXAMPLE
from tests.reports.small_templates import content, jobs_of, template

pytestmark = [
    pytest.mark.xdist_group("reports"),
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only"),
]

WORLD = """\
import json, locale, os, signal, sys, warnings
import matplotlib, numpy
import matplotlib.pyplot as plt
own = os.path.dirname(os.getcwd())
print(json.dumps({
    "backend": matplotlib.rcParams["backend"],
    "directory": [os.path.basename(os.getcwd()), *os.listdir()],
    "environment": {name: value.replace(own, "") for name, value in os.environ.items() if name != "JPY_PARENT_PID"},
    "settings": matplotlib.matplotlib_fname().replace(own, ""),
    "arguments": [word for word in sys.argv[1:] if not word.endswith(".json")],
    "path": sys.path,
    "signals": {name: str(signal.getsignal(getattr(signal, name))) for name in ("SIGINT", "SIGTERM", "SIGCHLD")},
    "main": sys.modules["__main__"].__name__,
    "figures": plt.get_fignums(),
    "errors": numpy.geterr(),
    "locale": locale.getlocale(),
    "leads a session": os.getsid(0) == os.getpid(),
}, sort_keys=True))"""
FIGURE = """\
import matplotlib.pyplot as plt
plt.bar(["a", "b"], [1, number])"""


@pytest.fixture(scope="module", autouse=True)
def parent():
    assert forked_kernels.start_parent()
    yield
    forked_kernels.close_parent()


def run(job, output, *, forked):
    output.mkdir()
    record = made(dataclasses.replace(job, output=output, forked=forked), output)
    assert record["status"] == "done", record
    return {name: content(output / name) for name in job.files}


def printed(files):
    [text] = [
        output["text"]
        for cell in files["report-00.ipynb"]["cells"]
        for output in cell["outputs"]
        if output["output_type"] == "stream"
    ]
    return json.loads("".join(text))


@pytest.mark.parametrize("team", [None, "marketing"])
def test_its_report_is_that_of_an_ordinary_kernel_to_the_byte(tmp_path, team):
    [job] = report_jobs(EXAMPLE, quarters=["Q3"], teams=[team], language_codes=["da"])
    assert run(job, tmp_path / "forked", forked=True) == run(job, tmp_path / "ordinary", forked=False)


def test_a_template_that_draws_with_pyplot_shows_the_same_picture(tmp_path):
    [job] = jobs_of(template(tmp_path / "t.ipynb", FIGURE), tmp_path, 1)
    forked = run(job, tmp_path / "forked", forked=True)
    assert "image/png" in str(forked["report-00.ipynb"])
    assert forked == run(job, tmp_path / "ordinary", forked=False)


def test_it_sees_the_same_world(tmp_path, monkeypatch):
    monkeypatch.setenv("SET_AFTER_THE_PARENT", "yes")
    monkeypatch.chdir(tmp_path)
    [job] = jobs_of(template(tmp_path / "t.ipynb", WORLD), tmp_path, 1)
    forked, ordinary = (printed(run(job, tmp_path / str(way), forked=way)) for way in (True, False))
    assert {name for name in forked if forked[name] != ordinary[name]} == set()
    assert forked["environment"]["SET_AFTER_THE_PARENT"] == "yes"


def test_two_of_them_draw_different_random_numbers(tmp_path):
    dice = "import json, random, numpy\nprint(json.dumps([random.random(), numpy.random.random()]))"
    [job] = jobs_of(template(tmp_path / "t.ipynb", dice), tmp_path, 1)
    first, second = (printed(run(job, tmp_path / name, forked=True)) for name in ("a", "b"))
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_it_is_a_child_of_the_parent_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    who = "import json, os\nprint(json.dumps([os.getpid(), os.getppid()]))"
    [job] = jobs_of(template(tmp_path / "t.ipynb", who), tmp_path, 1)
    pid, ppid = printed(run(job, tmp_path / "out", forked=True))
    assert ppid in {child.pid for child in psutil.Process().children()}
    assert not psutil.pid_exists(pid)
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("off", ["switch", "system"])
def test_where_it_is_not_to_be_had_an_ordinary_kernel_runs(tmp_path, monkeypatch, off):
    if off == "switch":
        monkeypatch.setenv("OKR_FORKED_KERNELS", "0")
    else:
        monkeypatch.setattr(sys, "platform", "darwin")
    who = "import json, os\nprint(json.dumps(os.getppid()))"
    [job] = jobs_of(template(tmp_path / "t.ipynb", who), tmp_path, 1)
    assert printed(run(job, tmp_path / "out", forked=True)) == os.getpid()


def test_when_the_parent_is_gone_another_takes_its_place(tmp_path):
    [job] = jobs_of(template(tmp_path / "t.ipynb", "import json\nprint(json.dumps(number))"), tmp_path, 1)
    forked_kernels._Here.owned.process.kill()
    forked_kernels._Here.owned.process.wait()
    assert printed(run(job, tmp_path / "out", forked=True)) == 0
    assert forked_kernels._Here.owned.process.poll() is None


def test_a_kernel_gives_no_warning_of_an_open_line(tmp_path, capfd):
    [job] = jobs_of(template(tmp_path / "t.ipynb", "number"), tmp_path, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(job, tmp_path / "forked", forked=True)
        run(job, tmp_path / "ordinary", forked=False)
    assert capfd.readouterr() == ("", "")


def test_many_can_be_asked_for_at_once(tmp_path):
    jobs = jobs_of(template(tmp_path / "t.ipynb", "number * 2"), tmp_path / "out", 4)
    (tmp_path / "out").mkdir()
    records = {}
    asking = [threading.Thread(target=lambda job=job: records.update({job.name: made(job, tmp_path)})) for job in jobs]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert [records[job.name]["status"] for job in jobs] == ["done"] * 4


def test_where_a_sockets_path_would_be_too_long_an_ordinary_kernel_runs(tmp_path, monkeypatch):
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    forked_kernels.close_parent()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    [job] = jobs_of(template(tmp_path / "t.ipynb", "import json, os\nprint(json.dumps(os.getppid()))"), tmp_path, 1)
    assert printed(run(job, tmp_path / "out", forked=True)) == os.getpid()
    assert list(deep.iterdir()) == []


@pytest.mark.parametrize("command", [["R", "kernel.R"], ["/usr/bin/python3", "-m", "ipykernel_launcher"]])
def test_another_languages_or_pythons_kernel_is_not_forked(command):
    assert kernel_arguments(command) is None
