"""A report of a forked kernel is that of an ordinary one, only sooner; where there can be none, an ordinary one is used."""

import dataclasses
import json
import os
import sys
import warnings

import psutil
import pytest

from okr_lib.reports import kernels
from okr_lib.reports.batch import run_reports
from okr_lib.reports.making import made
from okr_lib.reports.selection import report_jobs
from tests.conftest import EXAMPLE
from tests.reports.small_templates import content, jobs_of, template

pytestmark = [
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


@pytest.fixture(scope="module", autouse=True)
def parent():
    assert kernels.start_parent()
    yield
    kernels.close_parent()


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


def test_it_sees_the_same_world(tmp_path, monkeypatch):
    monkeypatch.setenv("SET_AFTER_THE_PARENT", "yes")
    monkeypatch.chdir(tmp_path)
    [job] = jobs_of(template(tmp_path / "t.ipynb", WORLD), tmp_path, 1)
    forked, ordinary = (printed(run(job, tmp_path / str(way), forked=way)) for way in (True, False))
    assert {name for name in forked if forked[name] != ordinary[name]} == set()
    assert forked["environment"]["SET_AFTER_THE_PARENT"] == "yes"


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


def test_a_kernel_gives_no_warning_of_an_open_line(tmp_path, capfd):
    [job] = jobs_of(template(tmp_path / "t.ipynb", "number"), tmp_path, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(job, tmp_path / "forked", forked=True)
        run(job, tmp_path / "ordinary", forked=False)
    assert capfd.readouterr() == ("", "")


def test_a_plan_that_its_parent_read_beforehand_is_read_anew_where_it_changed(tmp_path, example, capfd):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "plan.yaml").write_text("name: [")
    kernels.close_parent()
    assert kernels.start_parent({example: [], tmp_path / "broken": ["Q1"], tmp_path / "nowhere": []})
    look = "import json\nimport okr_lib as okr\nfrom okr_lib.plan.source import _parsed"
    tell = f"plan = okr.load_plan({str(example)!r})\nprint(json.dumps([plan.name, _parsed.cache_info().misses]))"
    before = f"known = _parsed.cache_info().misses\n{tell.replace('misses]', 'misses - known]')}"
    [job] = jobs_of(template(tmp_path / "t.ipynb", look, before), tmp_path, 1)
    name, parsed = printed(run(job, tmp_path / "same", forked=True))
    assert parsed == 0
    file = example / "plan.yaml"
    file.write_text(file.read_text().replace(f"name: {name}", "name: Changed"))
    assert printed(run(job, tmp_path / "changed", forked=True)) == ["Changed", 1]
    assert capfd.readouterr().err == ""


def test_a_quarter_that_its_parent_looked_back_on_is_told_alike_and_anew_where_records_changed(tmp_path, example):
    kernels.close_parent()
    assert kernels.start_parent({example: ["Q3"]})
    jobs = report_jobs(example, quarters=["Q3"], teams=[None, "marketing"])
    told = {}
    for job in jobs:
        told[job.name] = run(job, tmp_path / job.name, forked=True)
        assert told[job.name] == run(job, tmp_path / f"ordinary-{job.name}", forked=False)
    file = example / "check_ins.csv"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-12]))
    for job in jobs:
        changed = run(job, tmp_path / f"changed-{job.name}", forked=True)
        assert changed == run(job, tmp_path / f"anew-{job.name}", forked=False)
        assert changed != told[job.name]


def test_only_a_quarter_of_several_reports_is_looked_back_on_beforehand(tmp_path, example):
    kernels.close_parent()
    look = (
        "import json\nimport okr_lib as okr\nplan = okr.load_plan(plan_folder)\n"
        "review = okr.Review(plan, quarter, okr.load_records(plan))\n"
        "print(json.dumps('team_standing' in vars(review)))"
    )
    own = template(tmp_path / "t.ipynb", look, parameters='plan_folder = ""\nquarter = ""\nlanguage = ""')
    jobs = report_jobs(example, quarters=["Q2"], language_codes=["en", "da"], template=own, output=tmp_path / "out")
    jobs += report_jobs(example, quarters=["Q3"], template=own, output=tmp_path / "out")
    assert not any(outcome.failed for outcome in run_reports(jobs, workers=1))
    found = []
    for job in jobs:
        cells = content(job.output / job.files[0])["cells"]
        [text] = [output["text"] for cell in cells for output in cell["outputs"] if "text" in output]
        found.append(json.loads("".join(text)))
    assert found == [True, True, False]
