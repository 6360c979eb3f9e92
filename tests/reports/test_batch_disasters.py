"""Whatever is killed in the middle of a batch: no process stays, nothing half written, and a second run finishes it."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT
from tests.reports.small_templates import FRUIT, content, template

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="processes are told apart as on Unix"),
]
NAMES = [f"report-{number:02}" for number in range(20)]


@pytest.fixture(scope="module")
def fruit(tmp_path_factory):
    return template(tmp_path_factory.mktemp("template") / "fruit.ipynb", FRUIT)


@pytest.fixture
def place():
    """A folder with a short path: sockets go below it."""
    folder = Path(tempfile.mkdtemp(prefix="d"))
    yield folder
    shutil.rmtree(folder)


def start(fruit, output, *resume, **environment):
    (output / "tmp").mkdir(exist_ok=True)
    environment["TMPDIR"] = str(output / "tmp")
    command = [sys.executable, "-m", "tests.reports.batch_of_twenty", fruit, output, *resume]
    return subprocess.Popen(
        [str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


def reports(output):
    return {path.name: content(path) for path in sorted(Path(output).glob("report-*.*"))}


@pytest.fixture(scope="module")
def undisturbed(fruit, tmp_path_factory):
    output = tmp_path_factory.mktemp("undisturbed")
    batch = start(fruit, output)
    batch.communicate(timeout=300)
    assert batch.returncode == 0
    found = reports(output)
    assert len(found) == 40
    return found


def kinds(main):
    """The processes of a batch by what they are."""
    found = {"kernel": [], "parent": [], "worker": [], "main": [main], "other": []}
    for process in main.children(recursive=True):
        try:
            command, above = " ".join(process.cmdline()), process.parent()
        except psutil.NoSuchProcess:
            continue
        loaded = "forked_kernels.parent_process" in command
        if "ipykernel_launcher" in command or (loaded and above and above != main):
            found["kernel"].append(process)
        elif loaded:
            found["parent"].append(process)
        else:
            found["worker" if "spawn_main" in command else "other"].append(process)
    return found


def all_of(batch, found):
    return [process for group in found.values() for process in group if process.pid != batch.pid]


def in_the_middle(batch, tell):
    """Wait until some reports are made and a cell of another stays at work; what runs then, its kernel first."""
    for _ in range(5):
        assert batch.stdout.readline()
    tell.touch()
    while not tell.read_text():
        time.sleep(0.005)
    found = kinds(psutil.Process(batch.pid))
    at_work = int(tell.read_text())
    assert at_work in [process.pid for process in found["kernel"]]
    found["kernel"].sort(key=lambda process: process.pid != at_work)
    return found


def assert_clean(output, found, batch):
    everything = [*all_of(batch, found)]
    _, alive = psutil.wait_procs(everything, timeout=300)
    alive = [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
    assert alive == []
    assert not [path for path in reports(output) if not path.endswith((".html", ".ipynb"))]
    assert list((output / "tmp").iterdir()) == []


def assert_whole(output, undisturbed):
    """Every report at a final name is the undisturbed one."""
    found = reports(output)
    assert {name: found[name] == undisturbed[name] for name in found} == dict.fromkeys(found, True)
    return found


@pytest.mark.parametrize(
    "victim, fork",
    [
        *itertools.product(["kernel", "worker", "parent"], ["1"]),
        ("main", "0"),  # with ordinary kernels, which are its children's children
    ],
)
def test_after_a_kill_nothing_is_lost_and_nothing_is_left(fruit, undisturbed, place, victim, fork):
    tell = place / "tell"
    batch = start(fruit, place, OKR_FORKED_KERNELS=fork, TELL=str(tell))
    found = in_the_middle(batch, tell)
    found[victim][0].send_signal(signal.SIGKILL)
    time.sleep(0.3)
    found_later = kinds(psutil.Process(batch.pid)) if batch.poll() is None else {}
    tell.unlink()
    batch.communicate(timeout=300)
    assert_clean(place, {"first": all_of(batch, found), "then": all_of(batch, found_later)}, batch)
    made = assert_whole(place, undisturbed)
    failed = (place / "failures").read_text() if victim != "main" else ""
    assert len(made) == {"kernel": 38, "worker": 40, "parent": 40}.get(victim, len(made)), failed
    assert ("the kernel was killed (SIGKILL)" in failed) == (victim == "kernel")

    again = start(fruit, place, "resume", OKR_FORKED_KERNELS=fork)
    again.communicate(timeout=300)
    assert again.returncode == 0
    assert len(assert_whole(place, undisturbed)) == 40
    assert not list(place.glob(".making-*"))


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
def test_when_it_is_stopped_no_process_and_no_half_file_is_left(fruit, undisturbed, place, stop):
    tell = place / "tell"
    batch = start(fruit, place, TELL=str(tell))
    found = in_the_middle(batch, tell)
    batch.send_signal(stop)
    tell.unlink()
    batch.communicate(timeout=300)
    assert batch.returncode != 0
    assert_clean(place, found, batch)
    assert_whole(place, undisturbed)
    if stop == signal.SIGINT:
        assert not list(place.glob(".making-*"))
