"""The folder of half-made reports is gone with its maker; one in use is left alone."""

import subprocess
import sys

import filelock
import pytest

from okr_lib import ReportError
from okr_lib.reports.staging import staging

KILLED = """
import os, sys
from pathlib import Path
import filelock
from okr_lib.reports.staging import staging
if sys.argv[2] == "a file":
    filelock.FileLock = filelock.SoftFileLock
with staging(Path(sys.argv[1])) as aside:
    (aside / "half").write_text("half")
    os._exit(1)
"""


@pytest.fixture(params=["of the system", "a file"], autouse=True)
def lock(request, monkeypatch):
    """Both kinds of locks; a file that stands for one is all there is where Python has no fcntl."""
    if request.param == "a file":
        monkeypatch.setattr(filelock, "FileLock", filelock.SoftFileLock)
    return request.param


def test_it_stands_beside_the_reports_and_is_gone_at_the_end(tmp_path):
    with staging(tmp_path / "out") as aside:
        assert aside.parent == tmp_path / "out"
        (aside / "half").write_text("half")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_maker_left_is_removed_by_the_next(tmp_path, lock):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), lock], check=False)
    [left] = tmp_path.iterdir()
    with staging(tmp_path) as aside:
        assert not left.exists()
        assert aside.exists()


def test_one_in_use_is_left_alone(tmp_path):
    with staging(tmp_path) as first, staging(tmp_path) as second:
        assert first.exists()
        assert second.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ReportError, match="cannot be written"), staging(tmp_path / "out"):
        pass
