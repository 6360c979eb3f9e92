"""Parents of kernels: processes that have imported what notebooks use, and are copied for each kernel.

An ordinary kernel spends most of its start importing what every notebook imports. Here a parent has imported it once and
is forked. A process owns at most one parent, which ends when its owner does; other processes may ask it by its address.
Where there can be none (no Linux, a path too long for a socket, a parent that fails), or where ``FORKED_KERNELS=0`` says
so, kernels are started the ordinary way; their outputs are the same.
"""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

SWITCH = "FORKED_KERNELS"
PRELOAD = "FORKED_KERNELS_PRELOAD"
PARENT = "FORKED_KERNELS_PARENT"
READY_SECONDS = 60.0
# No threads in the parent: not of numpy's linear algebra, nor of the memory manager that pyarrow brings along.
SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
# Memory that was freed is kept for what comes next: a kernel of some seconds would only fetch it again, page by page.
KEEPING = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
}
STARTS = 3  # parents that may fail before ordinary kernels are used
Prepare = Callable[[Path], tuple[Path, dict[str, str]]]


class ParentError(Exception):
    """The parent of forked kernels cannot be used; an ordinary kernel can."""


def can_fork() -> bool:
    """Whether kernels can be forked here, and are wanted to be."""
    return sys.platform == "linux" and os.environ.get(SWITCH, "1") != "0"


def listed(names: str) -> tuple[str, ...]:
    """The names in a list with commas.

    Examples
    --------
    >>> listed("pandas, matplotlib.pyplot"), listed("")
    (('pandas', 'matplotlib.pyplot'), ())
    """
    return tuple(filter(None, (name.strip() for name in names.split(","))))


def as_it_is(_: Path) -> tuple[Path, dict[str, str]]:
    """The folder and the environment of this process, for a parent that works where its owner does."""
    return Path.cwd(), dict(os.environ)


class KernelParent:
    """The parent process, owned by this process; it ends when this one does."""

    def __init__(self, preload: Sequence[str], prepare: Prepare) -> None:
        self.folder = tempfile.mkdtemp(prefix="forked-")  # a short path: a socket's has 104 bytes at most
        self.address = f"{self.folder}/parent"
        try:
            self.process = self._start(preload, prepare)
        except OSError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _start(self, preload: Sequence[str], prepare: Prepare) -> subprocess.Popen[bytes]:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self.address)
            listening.listen(128)
            number = listening.fileno()
            module = ("-Xfrozen_modules=off", "-m", "forked_kernels.parent_process")
            directory, environment = prepare(Path(self.folder))
            return subprocess.Popen(  # noqa: S603  (nothing from outside)
                [sys.executable, *module, str(number), self.folder, *preload],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[number],
                cwd=directory,
                env=environment | SINGLE_THREADED | KEEPING,
                start_new_session=True,  # Ctrl-C in a terminal is for the owner to handle
            )

    def close(self) -> None:
        """End the parent and its kernels."""
        with contextlib.suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Connection:
    """A line to a parent of kernels, one for the whole process."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.connect(address)
        except OSError as error:
            self.socket.close()
            raise ParentError("the parent of forked kernels is gone") from error
        self.asking = threading.Lock()
        self.heard = threading.Condition()
        self.gone = False
        self.started: list[int] = []
        self.exits: dict[int, int] = {}
        threading.Thread(target=self._listen, name="forked-kernels", daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError), self.socket.makefile("rb") as lines:
            for line in lines:
                message = json.loads(line)
                with self.heard:
                    if "exit" in message:
                        self.exits[message["pid"]] = message["exit"]
                    else:
                        self.started.append(message["pid"])
                    self.heard.notify_all()
        with self.heard:
            self.gone = True
            self.heard.notify_all()

    def fork(self, arguments: Sequence[str], environment: dict[str, str], directory: str) -> "ForkedProcess":
        """Start a kernel; a ``ParentError`` when it cannot be done."""
        request = {"arguments": [*arguments], "environment": environment, "directory": directory}
        with self.asking:
            try:
                self.socket.sendall(json.dumps(request).encode() + b"\n")
            except OSError as error:
                self.gone = True
                raise ParentError("the parent of forked kernels is gone") from error
            with self.heard:
                self.heard.wait_for(lambda: self.started or self.gone, READY_SECONDS)
                if not self.started:
                    raise ParentError("the parent of forked kernels does not answer")
                return ForkedProcess(self, self.started.pop())

    def close(self) -> None:
        """Leave the parent, which ends the kernels asked for here."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class ForkedProcess:
    """A kernel's process, as far as a provisioner needs it: it is the parent's child, not ours."""

    stdin = stdout = stderr = None

    def __init__(self, parent: Connection, pid: int) -> None:
        self.parent = parent
        self.pid = pid

    def poll(self) -> int | None:
        """The exit code; ``None`` while it runs."""
        code = self.parent.exits.get(self.pid)
        if code is None and self.parent.gone:
            self.send_signal(signal.SIGKILL)  # nothing may outlive the parent
            return -signal.SIGKILL
        return code

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended."""
        with self.parent.heard:
            self.parent.heard.wait_for(lambda: self.poll() is not None, timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to it and to what it started."""
        if self.pid not in self.parent.exits:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class _Here:
    """What this process knows of parents."""

    lock = threading.Lock()
    address = ""  # of a parent that another process owns
    owned: KernelParent | None = None
    connection: Connection | None = None
    starts = 0
    parents: tuple[Sequence[str] | None, Prepare] = None, as_it_is


def configure(preload: Sequence[str] | None = None, prepare: Prepare | None = None) -> None:
    """Say what parents load that this process starts from now on; one that runs stays as it is.

    Parameters
    ----------
    preload
        Modules that notebooks import, such as ``pandas``; ``module:function`` is called once as well, to fill caches that
        fill when first used. Default: what ``FORKED_KERNELS_PRELOAD`` lists, with commas.
    prepare
        Given a folder that is removed with the parent, returns the folder that it works in and its environment. Default:
        those of this process.
    """
    before = _Here.parents
    _Here.parents = before[0] if preload is None else tuple(preload), prepare or before[1]


def use_parent(address: str) -> None:
    """Ask a parent that another process owns for kernels; while it lives."""
    _Here.address = address


def start_parent(preload: Sequence[str] | None = None) -> str:
    """Start a parent of kernels owned by this process, unless there is one; its address, empty where none can be.

    Parameters
    ----------
    preload
        As for ``configure``.
    """
    configure(preload)
    if not can_fork():
        return ""
    with _Here.lock:
        if _Here.owned and _Here.owned.process.poll() is not None:
            _Here.owned.close()
            _Here.owned = None
        if _Here.owned is None:
            if _Here.starts >= STARTS:
                return ""
            _Here.starts += 1
            preload, prepare = _Here.parents
            try:
                _Here.owned = KernelParent(listed(os.environ.get(PRELOAD, "")) if preload is None else preload, prepare)
            except OSError:  # no such sockets here, or a path too long for one
                return ""
            atexit.register(_Here.owned.close)
        return _Here.owned.address


def has_parent() -> bool:
    """Whether this process has a parent of kernels to ask."""
    return bool(parent_address())


def parent_address() -> str:
    """The address of the parent that this process has, empty where it has none."""
    return _Here.owned.address if _Here.owned else _Here.address or _shared()


def sharing() -> dict[str, str]:
    """The variables by which processes below this one find the parent that this one has."""
    return {PARENT: os.pathsep.join([sys.prefix, parent_address()])}


def _shared() -> str:
    """The address of the parent that the environment names, if it is of this very Python and none is prepared here."""
    prefix, _, address = os.environ.get(PARENT, "").rpartition(os.pathsep)
    return address if prefix == sys.prefix and _Here.parents[1] is as_it_is else ""


def parent_folder() -> str | None:
    """A folder that is removed when this process's own parent of kernels ends, as it does when this process does."""
    return _Here.owned.folder if _Here.owned and _Here.owned.process.poll() is None else None


def close_parent() -> None:
    """End this process's parent of kernels and its kernels."""
    with _Here.lock:
        if _Here.connection:
            _Here.connection.close()
        if _Here.owned:
            atexit.unregister(_Here.owned.close)
            _Here.owned.close()
        _Here.connection = _Here.owned = None
        _Here.address, _Here.starts = "", 0


def forked(arguments: Sequence[str], environment: dict[str, str], directory: str) -> ForkedProcess:
    """Fork a kernel from whatever parent there is, or from a new one; a ``ParentError`` when it cannot be done."""
    connection = _connected()
    try:
        return connection.fork(arguments, environment, directory)
    except ParentError:
        if not connection.gone:  # that it is gone may have been noticed only now; then another takes its place
            raise
    return _connected().fork(arguments, environment, directory)


def _connected() -> Connection:
    if _Here.connection and not _Here.connection.gone:
        return _Here.connection
    if _Here.connection:
        _Here.connection.close()
        if _Here.owned:  # it has hung up, so it has ended or is about to
            _Here.owned.close()
    elif _Here.owned is None and has_parent():
        with contextlib.suppress(ParentError):
            _Here.connection = Connection(parent_address())
            return _Here.connection
    address = start_parent()
    if not address:
        raise ParentError("no parent of forked kernels can be started")
    _Here.connection = Connection(address)
    return _Here.connection
