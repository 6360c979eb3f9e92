"""A forked kernel is an ordinary kernel, only sooner; where there can be none, an ordinary one is used."""

import os
import signal
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import psutil
import pytest

from forked_kernels import parents

WORLD = """\
import json, locale, os, signal, sys
import matplotlib, numpy
import matplotlib.pyplot as plt
print(json.dumps({
    "backend": matplotlib.rcParams["backend"],
    "directory": os.getcwd(),
    "environment": {name: value for name, value in os.environ.items() if name != "JPY_PARENT_PID"},
    "settings": matplotlib.matplotlib_fname(),
    "arguments": [word for word in sys.argv[1:] if not word.endswith(".json")],
    "path": sys.path,
    "signals": {name: str(signal.getsignal(getattr(signal, name))) for name in ("SIGINT", "SIGTERM", "SIGCHLD")},
    "main": sys.modules["__main__"].__name__,
    "figures": plt.get_fignums(),
    "errors": numpy.geterr(),
    "locale": locale.getlocale(),
    "leads a session": os.getsid(0) == os.getpid(),
}, sort_keys=True))"""
PICTURE = """\
import matplotlib.pyplot as plt
plt.bar(["a", "b"], [1, number])"""
WHO = "import json, os\nprint(json.dumps([os.getpid(), os.getppid()]))"
LOADED = "import json, sys\nprint(json.dumps('colorsys' in sys.modules))"


def test_it_sees_the_same_world(parent, printed, monkeypatch, tmp_path):
    monkeypatch.setenv("SET_AFTER_THE_PARENT", "yes")
    monkeypatch.chdir(tmp_path)
    forked, ordinary = (printed(WORLD, forked=way) for way in (True, False))
    assert {name for name in forked if forked[name] != ordinary[name]} == set()
    assert forked["environment"]["SET_AFTER_THE_PARENT"] == "yes"


def test_a_notebook_that_draws_with_pyplot_shows_the_same_picture(parent, run):
    forked, ordinary = (run(PICTURE, parameters={"number": 3}, forked=way).cells[-1].outputs for way in (True, False))
    assert [output.data["image/png"] for output in forked if "image/png" in output.get("data", {})]
    assert [output.get("data", {}).get("image/png") for output in forked] == [
        output.get("data", {}).get("image/png") for output in ordinary
    ]


def test_two_of_them_draw_different_random_numbers(parent, printed):
    dice = "import json, random, numpy\nprint(json.dumps([random.random(), numpy.random.random()]))"
    first, second = printed(dice), printed(dice)
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_it_is_a_child_of_the_parent_and_leaves_nothing_behind(parent, printed):
    before = sorted(Path(parents.parent_folder()).iterdir())
    pid, ppid = printed(WHO)
    assert ppid in {child.pid for child in psutil.Process().children()}
    assert not psutil.pid_exists(pid)
    assert sorted(Path(parents.parent_folder()).iterdir()) == before


@pytest.mark.parametrize("off", ["switch", "system"])
def test_where_it_is_not_to_be_had_an_ordinary_kernel_runs(parent, printed, monkeypatch, off):
    if off == "switch":
        monkeypatch.setenv("FORKED_KERNELS", "0")
    else:
        monkeypatch.setattr(sys, "platform", "darwin")
    assert printed(WHO, forked=True)[1] == os.getpid()


def test_when_the_parent_is_gone_another_takes_its_place(fresh, printed):
    parents.start_parent()
    gone = parents._Here.owned.process
    assert printed(WHO)[1] == gone.pid
    gone.kill()
    gone.wait()
    assert printed(WHO)[1] == parents._Here.owned.process.pid != gone.pid


def test_a_kernel_gives_no_warning_of_an_open_line(parent, run, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run("number", forked=True)
        run("number", forked=False)
    assert capfd.readouterr() == ("", "")


def test_many_can_be_asked_for_at_once(parent, run):
    found = {}
    asking = [
        threading.Thread(
            target=lambda n=n: found.update({n: run("number * 2", parameters={"number": n}, name=f"{n}.ipynb")})
        )
        for n in range(4)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    texts = {n: found[n].cells[-1].outputs[0].data["text/plain"] for n in found}
    assert texts == {0: "0", 1: "2", 2: "4", 3: "6"}


def test_where_a_sockets_path_would_be_too_long_an_ordinary_kernel_runs(fresh, printed, monkeypatch):
    deep = fresh / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    assert printed(WHO, forked=True)[1] == os.getpid()
    assert list(deep.iterdir()) == []


def test_what_is_to_be_preloaded_is_there_before_the_notebook_asks(fresh, printed):
    assert printed(LOADED, preload=["colorsys"]) is True


def test_the_environment_may_say_what_is_preloaded(fresh, printed, monkeypatch):
    monkeypatch.setenv("FORKED_KERNELS_PRELOAD", "json, colorsys")
    parents.start_parent()
    assert printed(LOADED) is True


def test_a_function_to_preload_is_called_once_in_the_parent(fresh, printed):
    asked = "import json, os, random\nprint(json.dumps([os.getppid(), random._pid]))"
    (fresh / "warm.py").write_text("import os, random\ndef up():\n    random._pid = os.getpid()\n")
    parents.configure(["warm:up"], lambda _: (fresh, {**os.environ, "PYTHONPATH": str(fresh)}))
    ppid, called_by = printed(asked, forked=True)
    assert ppid == called_by == parents._Here.owned.process.pid


def test_what_cannot_be_preloaded_is_said_and_left_out(fresh, printed, capfd):
    assert printed(LOADED, preload=["no_such_module", "colorsys"]) is True
    assert "no_such_module cannot be loaded beforehand: ModuleNotFoundError" in capfd.readouterr().err


def test_a_module_that_starts_threads_is_said_and_ordinary_kernels_run(fresh, printed, capfd):
    (fresh / "busy.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()"
    )
    parents.configure(["busy"], lambda _: (fresh, {**os.environ, "PYTHONPATH": str(fresh)}))
    assert printed(WHO, forked=True)[1] == os.getpid()
    assert (
        "what was loaded runs 1 threads, which cannot be copied; leave out what starts them" in capfd.readouterr().err
    )


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_when_its_owner_is_killed_the_parent_and_its_folder_go(tmp_path, end):
    code = "import forked_kernels.parents as p; print(p.start_parent(), p._Here.owned.process.pid, flush=True); input()"
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    address, pid = owner.stdout.readline().split()
    process = psutil.Process(int(pid))
    owner.send_signal(end)
    owner.communicate()
    psutil.wait_procs([process], timeout=30)
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    assert not Path(address).parent.exists()
