"""A process that makes reports for another: what it loads first, and how it notices that the other is gone."""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from multiprocessing.connection import Connection

from okr_lib.reports import kernels


def enter(lifeline: Connection, parent: str, folder: str) -> None:
    """Begin as a worker: leave Ctrl-C to the process that started it, and watch that process.

    Whatever this process puts aside lies in a folder that the other removes, should this one die.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    kernels.use_parent(parent)
    kernels.import_lean()

    def watch() -> None:
        with contextlib.suppress(EOFError, OSError):
            lifeline.recv()
        kernels.end_kernels()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, name="okr-lifeline", daemon=True).start()
