"""A process that makes reports for another: what it loads first, and how it notices that the other is gone."""

import contextlib
import os
import signal
import threading
from multiprocessing.connection import Connection

from okr_lib.reports import forked_kernels
from okr_lib.reports.lean_imports import import_lean


def enter(lifeline: Connection, parent: str, sockets: str) -> None:
    """Begin as a worker: leave Ctrl-C to the process that started it, and watch that process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forked_kernels.use_parent(parent)
    import_lean()
    from okr_lib.reports import kernels

    kernels.put_sockets(sockets)

    def watch() -> None:
        with contextlib.suppress(EOFError, OSError):
            lifeline.recv()
        kernels.end_kernels()
        forked_kernels.close_parent()
        os._exit(1)

    threading.Thread(target=watch, name="okr-lifeline", daemon=True).start()
