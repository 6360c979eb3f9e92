"""Folders that no honest person sends: whatever stands where, there is one clear answer, and nothing outside is touched."""

import os
import random
import shutil
import signal
import socket
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import okr_lib as okr
from okr_lib.cli import app
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.check_ins import CheckIn, append_check_in
from okr_lib.plan.closing import start_closing
from okr_lib.plan.opinions import append_opinions
from okr_lib.plan.scenario import Scenario, save_scenario
from okr_lib.plan.values import Estimate
from okr_lib.reports.selection import report_jobs
from tests.conftest import EXAMPLE

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links, pipes and sockets")
PLACES = (
    *("plan.yaml", "teams", "teams/retail.yaml", "teams/more.yaml", "closings", "closings/Q3.yaml", "closings/Q2.yaml"),
    *(
        "scenarios",
        "scenarios/launches-slip.yaml",
        "scenarios/more.yaml",
        "actuals.csv",
        "check_ins.csv",
        "drivers.csv",
    ),
    *(
        "opinions.csv",
        "reference.csv",
        ".history",
        ".history/lock",
        ".history/journal.json",
        ".history/teams",
        ".history/closings",
    ),
    *(".workshop", "notes", "teams/.hidden.yaml", "caf\udce9.yaml", "teams/caf\udce9.yaml"),
)
SECONDS = 60  # until something is said to hang


def link(to):
    return lambda path: path.symlink_to(to)


def filled(text):
    return lambda path: path.write_bytes(text)


def sparse(path):
    with path.open("wb") as file:
        file.truncate(20_000_000_000)


def many(path):
    path.mkdir()
    for number in range(1_100):
        (path / f"t{number}.yaml").write_text("objectives: []\n")


def deep(path):
    for _ in range(60):
        path.mkdir()
        path = path / "d"


def socket_at(path):
    place = Path.cwd()
    os.chdir(path.parent)  # a socket's path is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(place)


MUTATIONS = {
    "gone": lambda _: None,
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a socket": socket_at,
    "a link to a file outside": link("../outside/secret.txt"),
    "a link to a plan outside": link("../../outside/plan.yaml"),
    "a link to a folder outside": link("../outside"),
    "an absolute link": link("/etc"),
    "a link to nothing outside": link("../outside/nothing"),
    "a link to nothing": link("nothing"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to the folder": link("."),
    "zeros without end": link("/dev/zero"),
    "a terminal": link("/dev/tty"),
    "of the system": link("/proc/self/environ"),
    "20 GB": sparse,
    "many files": many,
    "deep": deep,
    "empty": filled(b""),
    "zeros": filled(bytes(3_000)),
    "a script": filled(b"#!/bin/sh\ntouch ../outside/touched\n"),
    "not UTF-8": filled(b"name: \xff\xfe\n"),
    "only a bracket": filled(b"["),
    "aliases that grow": filled(
        b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1) if n else b"x"] * 9)) for n in range(12))
    ),
}


class _HangsError(BaseException):
    """Nobody who handles errors takes it for one of the disk."""


@contextmanager
def in_time():
    def stop(*_):
        raise _HangsError

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


def everything(folder):
    """What stands in a folder, with times: any touch is seen."""
    found = {}
    for path in sorted(folder.rglob("*")):
        known = path.lstat()
        found[str(path)] = (
            known.st_mode,
            known.st_size,
            known.st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
    return found


def uses(folder, plan):
    """What people do with a folder they were given."""
    changed = changed_plan(plan, with_value(plan_data(plan), ("teams", 0, "initiatives", 0, "probability"), 0.5))
    estimate = {"Head": Estimate(low=1, likely=2, high=3)}
    check_in = CheckIn(date="2023-01-09", key_result="nps-stores", value=70, author="Head of Stores")
    yield lambda: report_jobs(folder, quarters=["Q3"], output=folder.parent / "reports")
    yield lambda: append_check_in(plan, check_in)
    yield lambda: append_opinions(plan, "beauty-advice", plan.streams[0].id, estimate)
    yield lambda: start_closing(plan, "Q2")
    yield lambda: save_scenario(plan, Scenario(name="More"))
    yield lambda: okr.save_plan(changed, folder)


def mutated(seed, parent):
    """A copy of the example with one or two places made strange, beside a folder to be left alone."""
    chance = random.Random(seed)  # noqa: S311
    folder = shutil.copytree(EXAMPLE, parent / "plan")
    said = []
    for place in chance.sample(PLACES, chance.choice((1, 1, 2))):
        path = folder / place
        kind = chance.choice(list(MUTATIONS))
        said.append(f"{place!r}: {kind}")
        if path.parent.is_symlink() or not path.parent.is_dir():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        if path.parent.is_dir() or kind != "gone":
            path.parent.mkdir(exist_ok=True)
            MUTATIONS[kind](path)
    return folder, ", ".join(said)


@pytest.mark.parametrize("seed", range(int(os.environ.get("OKR_STRANGE_FOLDERS", "20"))))
def test_a_folder_made_strange_is_said_or_used_and_nothing_outside_is_touched(tmp_path, seed):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("fiscal_year,quarter,stream,revenue\n")
    (outside / "plan.yaml").write_text("objectives: []\n")
    (outside / ".x.yaml.saving-abc").write_text("theirs")
    plan = okr.load_plan(EXAMPLE)
    folder, said = mutated(seed, tmp_path)
    before = everything(outside)
    with in_time():
        done = CliRunner().invoke(app, ["check", str(folder)])
    assert done.exception is None or isinstance(done.exception, okr.OkrError | SystemExit), (said, done.exception)
    try:
        plan = okr.load_plan(folder)
    except okr.OkrError:
        plan = plan.with_source(replace(plan.source, folder=str(folder)))
    for use in uses(folder, plan):
        try:
            with in_time(), suppress(okr.OkrError):
                use()
        except (Exception, _HangsError) as error:
            raise AssertionError(said) from error
    assert everything(outside) == before, said
