"""Where the plug-in for fast kernels is not installed, Papermill's ordinary engine makes the same reports, as well guarded."""

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest

from okr_lib import run_report
from tests.conftest import EXAMPLE, ROOT
from tests.reports.small_templates import content, template

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the environment is made of links"),
]
WRONG = {
    "hangs": ("while True:\n    pass", "a cell ran longer than 4 seconds and was stopped"),
    "raises": ("{}['missing']", "cell \"{}['missing']\" raised KeyError: 'missing'"),
    "leaves": ("import os\nos._exit(7)", "the kernel died while a cell ran"),
    "eats": ("kept = [bytearray(1 << 26) for _ in range(1000)]", "asked for more memory than the limit of 1500 MB"),
    "looks": ("import os\nassert os.listdir() == [], 'not empty'\nnumber", None),
}
# Its workers import it again: what it does, it does only as the main program.
BATCH = """
import dataclasses, json, sys
from pathlib import Path
from okr_lib.reports.batch import run_reports
from tests.reports.small_templates import jobs_of
folder = Path(sys.argv[1])
limits = {"hangs": {"cell_seconds": 4}, "eats": {"memory_megabytes": 1500}}
jobs = []
for path in sorted(folder.glob("*.ipynb")):
    [job] = jobs_of(path, folder / "out", 1, **limits.get(path.stem, {}))
    jobs.append(dataclasses.replace(job, name=path.stem))
print(json.dumps({one.job.name: one.record.get("error") for one in run_reports(jobs, workers=2)}))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of an environment that has everything but the plug-in."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    (folder / "share").symlink_to(Path(sys.prefix, "share"))
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if "forked_kernels" not in path.name:
            (packages / path.name).symlink_to(path)
    return folder / "bin" / "python"


def run(python, *words):
    done = subprocess.run(
        [str(word) for word in (python, *words)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_not_there_and_no_kernel_is_forked(python):
    asked = "from okr_lib.reports.kernels import can_fork, plug_in, start_parent; "
    assert run(python, "-P", "-c", asked + "print(plug_in('parents'), can_fork(), repr(start_parent()))") == (
        "None False ''\n"
    )


def test_its_reports_are_those_that_the_plug_in_makes(python, tmp_path):
    options = ["--quarter", "Q3", "--team", "marketing", "--language", "en,da", "--workers", "2"]
    run(python, "-m", "okr_lib", "report", EXAMPLE, *options, "--output", tmp_path / "without")
    run_report(EXAMPLE, quarter="Q3", team="marketing", language="da", output=tmp_path / "with")
    found = sorted(path.name for path in (tmp_path / "without" / "Q3").glob("marketing*"))
    assert found == ["marketing-da.html", "marketing-da.ipynb", "marketing.html", "marketing.ipynb"]
    for name in ("marketing-da.html", "marketing-da.ipynb"):
        assert content(tmp_path / "without" / "Q3" / name) == content(tmp_path / "with" / "Q3" / name)


def test_papermills_command_knows_the_engine_of_reports(python, tmp_path):
    source = template(tmp_path / "t.ipynb", "number * 2")
    run(python, "-m", "papermill", "--engine", "okr", source, tmp_path / "out.ipynb", "-p", "number", "21")
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs[0].data["text/plain"] == "42"


def test_a_template_that_goes_wrong_is_told_as_what_it_was(python, tmp_path):
    wrong = {name: each for name, each in WRONG.items() if name != "eats" or sys.platform == "linux"}
    for name, (code, _) in wrong.items():
        template(tmp_path / f"{name}.ipynb", code)
    errors = json.loads(run(python, "-c", BATCH, tmp_path))
    assert errors["looks"] is None
    assert {name: wrong[name][1] in errors[name] for name in wrong if name != "looks"} == dict.fromkeys(
        set(wrong) - {"looks"}, True
    )
    kept = sorted(path.name for path in (tmp_path / "out" / "failed").iterdir())
    assert kept == sorted(f"{name}.ipynb" for name in wrong if name != "looks")
