"""One holds a lock at a time, on systems with locks and without; what others left there is no lock for ever."""

import errno
import os
import subprocess
import sys
import time

import filelock
import pytest

from okr_lib.plan.inside import UnfitFileError
from okr_lib.plan.store import lock as store_lock
from okr_lib.plan.store.lock import exclusive

KILLED = """
import os, pathlib, sys
import filelock
from okr_lib.plan.store.lock import exclusive
if sys.argv[2]:
    filelock.FileLock = filelock.SoftFileLock
with exclusive(pathlib.Path(sys.argv[1])):
    os._exit(1)
"""


@pytest.fixture(params=["of the system", "a file", "none on this drive"], autouse=True)
def kind(request, monkeypatch):
    """Locks of the system; a file that stands for one where there are none, or none on a network drive."""

    def refuse(_):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    if request.param == "a file":
        monkeypatch.setattr(filelock, "FileLock", filelock.SoftFileLock)
    elif request.param == "none on this drive":
        monkeypatch.setattr(filelock.FileLock, "_acquire", refuse)
    return request.param


def test_two_cannot_hold_it_and_whoever_waited_in_vain_is_told(tmp_path):
    with exclusive(tmp_path / "lock"):
        with pytest.raises(UnfitFileError) as caught, exclusive(tmp_path / "lock", seconds=0):
            pass
        assert str(caught.value.strerror).startswith("somebody else has been writing here for 0 seconds; try again")
    with exclusive(tmp_path / "lock", seconds=0):
        pass


def test_a_holder_that_was_killed_holds_nothing(tmp_path, kind):
    command = [sys.executable, "-c", KILLED, str(tmp_path / "lock"), "" if kind == "of the system" else kind]
    assert subprocess.run(command, check=False).returncode == 1
    with exclusive(tmp_path / "lock", seconds=5):
        pass


def test_a_lock_file_of_an_earlier_version_holds_nothing(tmp_path):
    (tmp_path / "lock").write_bytes(b"")
    with exclusive(tmp_path / "lock", seconds=0):
        pass


def test_a_stand_in_whose_holder_was_killed_before_it_wrote_its_name_is_removed(tmp_path, kind):
    stand_in = tmp_path / "lock.held"
    stand_in.write_bytes(b"")
    if kind != "of the system":
        with pytest.raises(UnfitFileError), exclusive(tmp_path / "lock", seconds=0):
            pass
    long_ago = time.time() - store_lock.NAMELESS_SECONDS - 1
    os.utime(stand_in, (long_ago, long_ago))
    with exclusive(tmp_path / "lock", seconds=0):
        pass


def test_another_error_of_the_disk_is_no_lack_of_locks(tmp_path):
    with pytest.raises(OSError, match="No such file"), exclusive(tmp_path / "no" / "lock"):
        pass
