"""The parent of forked kernels: a process that has loaded what notebooks use and waits to be copied.

It stays single-threaded, for a copy has only the thread that made it, and it opens nothing a kernel must have for
itself: no socket of Jupyter's, no event loop, no figure. Each process that wants kernels connects to its Unix socket
and speaks lines of JSON; when that process is gone, so are its kernels. When standard input closes, all are.

    {"arguments": [...], "environment": {...}, "directory": "..."}    ->    {"pid": 17}, later {"pid": 17, "exit": 0}
"""

import builtins
import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import select
import selectors
import shutil
import signal
import socket
import sys
import time
import traceback
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

INLINE = "module://matplotlib_inline.backend_inline"  # what an ordinary kernel sets before matplotlib is loaded
PR_SET_PDEATHSIG = 1
COLLECT = 50_000, 20, 20  # a kernel of a report lives for seconds: look for garbage less often than every 700 objects
# What every kernel imports, sooner or later.
LOADED = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "sqlite3",
    "tornado.platform.asyncio",
)


def main() -> None:
    """Load, then fork a kernel for each request; arguments: number of a listening socket, its folder, what to load."""
    if sys.path[0] in ("", os.getcwd()):  # noqa: PTH109
        del sys.path[0]  # as ipykernel does: the kernel adds its own folder
    number, folder, *preload = sys.argv[1:]
    listening = socket.socket(fileno=int(number))
    owner = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        libc = ctypes.CDLL(None)
        before = dict(os.environ)
        for _ in load(preload):
            if select.select([owner], [], [], 0)[0]:  # the owner is gone, or needs no kernels after all
                return
        added = {name: value for name, value in os.environ.items() if name not in before}
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads > 1:
            say(f"what was loaded runs {threads - 1} threads, which cannot be copied; leave out what starts them")
            return
        gc.collect()
        gc.freeze()  # what is loaded is never looked at again, so its memory stays shared
        Parent(listening, owner, libc, added).serve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load(preload: Sequence[str]) -> Iterator[None]:
    """Import what every kernel uses and what is asked for; ``module:function`` is called as well. Bit by bit."""
    os.environ.setdefault("MPLBACKEND", INLINE)
    # Pandas shows frames in full when it is loaded in a kernel, and asks this way whether it is.
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    for name in LOADED:
        importlib.import_module(name)
        yield
    calls = []
    for entry in preload:
        name, _, function = entry.partition(":")
        try:
            module = importlib.import_module(name)
            calls += [getattr(module, function)] if function else []
        except Exception as error:  # noqa: BLE001  (whatever it is, a kernel works without, only later)
            say(f"{entry} cannot be loaded beforehand: {type(error).__name__}: {error}")
        yield
    del builtins.get_ipython  # type: ignore[attr-defined]
    for call in calls:
        call()


def say(what: str) -> None:
    """Tell whoever owns this process, on standard error."""
    print(f"forked_kernels: {what}", file=sys.stderr, flush=True)  # noqa: T201


class Parent:
    """Who is connected, and whose kernels live."""

    def __init__(self, listening: socket.socket, owner: int, libc: ctypes.CDLL, added: dict[str, str]) -> None:
        self.listening, self.owner, self.libc = listening, owner, libc
        self.added = added  # variables that packages set when they are loaded
        self.pid = os.getpid()
        self.wake, self.woken = os.pipe()
        self.watched = selectors.DefaultSelector()
        self.unread: dict[socket.socket, bytes] = {}
        self.kernels: dict[int, socket.socket] = {}

    def serve(self) -> None:
        """Answer until the owner is gone."""
        for end in (self.wake, self.woken):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        for source in (self.listening.fileno(), self.owner, self.wake):
            self.watched.register(source, selectors.EVENT_READ)
        while True:
            ready: list[Any] = [key.fileobj for key, _ in self.watched.select()]
            if self.wake in ready:
                os.read(self.wake, 4096)
                self.reap()
            for source in ready:
                if source == self.listening.fileno():
                    asker, _ = self.listening.accept()
                    self.watched.register(asker, selectors.EVENT_READ)
                    self.unread[asker] = b""
                elif source in self.unread:
                    self.hear(source)
            if self.owner in ready:
                for asker in list(self.unread):
                    self.leave(asker)
                return

    def hear(self, asker: socket.socket) -> None:
        """Read what somebody asks for; nothing means that they are gone."""
        try:
            read = asker.recv(1 << 16)
        except OSError:
            read = b""
        if not read:
            self.leave(asker)
            return
        *lines, self.unread[asker] = (self.unread[asker] + read).split(b"\n")
        for line in lines:
            pid = os.fork()
            if pid == 0:
                self.forget()
                request = json.loads(line)
                request["environment"] = self.added | request["environment"]
                be_kernel(request, self.pid, self.libc)
            self.kernels[pid] = asker
            self.answer(asker, {"pid": pid})

    def forget(self) -> None:
        """Let a new kernel keep nothing of its parent's connections."""
        signal.set_wakeup_fd(-1)
        self.watched.close()
        for end in (self.owner, self.wake, self.woken):
            os.close(end)
        for connection in (self.listening, *self.unread):
            connection.close()

    def leave(self, asker: socket.socket) -> None:
        """End the kernels of somebody who is gone."""
        for pid, whose in self.kernels.items():
            if whose is asker:
                for end in (os.killpg, os.kill):  # it may not lead its group yet
                    with contextlib.suppress(OSError):
                        end(pid, signal.SIGKILL)
        self.watched.unregister(asker)
        del self.unread[asker]
        asker.close()

    def reap(self) -> None:
        """Tell of kernels that have ended."""
        for pid in list(self.kernels):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                asker = self.kernels.pop(pid)
                if asker in self.unread:
                    self.answer(asker, {"pid": pid, "exit": os.waitstatus_to_exitcode(status)})

    def answer(self, asker: socket.socket, message: dict[str, Any]) -> None:
        """Send a line; that nobody hears it will be noticed when reading."""
        with contextlib.suppress(OSError):
            asker.sendall(json.dumps(message).encode() + b"\n")


def be_kernel(request: dict[str, Any], parent: int, libc: ctypes.CDLL) -> NoReturn:
    """Be a kernel: a session of its own, nothing left of the parent but what it had loaded."""
    code = 1
    try:
        os.setsid()
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["directory"])
        random.seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        gc.set_threshold(*COLLECT)

        from ipykernel.kernelapp import IPKernelApp

        sys.argv = ["ipykernel_launcher", *request["arguments"]]
        app: Any = IPKernelApp.instance(parent_handle=parent)
        app.initialize(request["arguments"])
        app.start()
        code = 0
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else 0
    except BaseException:  # noqa: BLE001  (whatever it is, it must not go on as the parent)
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
