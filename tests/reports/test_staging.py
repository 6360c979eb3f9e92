"""The folder of half-made reports is gone with its maker; one in use is left alone."""

import subprocess
import sys

import pytest

from okr_lib import ReportError
from okr_lib.reports.staging import staging

needs_locks = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")
KILLED = """
import os, signal, sys
from pathlib import Path
from okr_lib.reports.staging import staging
with staging(Path(sys.argv[1])) as aside:
    (aside / "half").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_stands_beside_the_reports_and_is_gone_at_the_end(tmp_path):
    with staging(tmp_path / "out") as aside:
        assert aside.parent == tmp_path / "out"
        (aside / "half").write_text("half")
    assert list((tmp_path / "out").iterdir()) == []


@needs_locks
def test_what_a_killed_maker_left_is_removed_by_the_next(tmp_path):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    [left] = tmp_path.iterdir()
    with staging(tmp_path) as aside:
        assert not left.exists()
        assert aside.exists()


@needs_locks
def test_one_in_use_is_left_alone(tmp_path):
    with staging(tmp_path) as first, staging(tmp_path) as second:
        assert first.exists()
        assert second.exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ReportError, match="cannot be written"), staging(tmp_path / "out"):
        pass
