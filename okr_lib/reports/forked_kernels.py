"""Forked kernels: ordinary IPython kernels that start in hundredths of a second.

An ordinary kernel spends most of a second importing what every report needs. Here a parent process has imported
it once and is copied for each kernel. Where that cannot be (no Linux, another Python, a parent that fails), or
where ``OKR_FORKED_KERNELS=0`` says so, the kernel is started the ordinary way; its outputs are the same.

``JUPYTER_DEFAULT_PROVISIONER_NAME=okr-forked-kernels`` makes any Jupyter program use it.
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Int

from okr_lib.errors import OkrError
from okr_lib.reports.isolation import environment, isolated

SWITCH = "OKR_FORKED_KERNELS"
NAME = "okr-forked-kernels"  # the entry point's
READY_SECONDS = 60.0
# No threads in the parent: not of numpy's linear algebra, nor of the memory manager that pyarrow brings along.
SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
STARTS = 3  # parents that may fail before ordinary kernels are used


class ParentError(OkrError):
    """The parent of forked kernels cannot be used; an ordinary kernel can."""


def can_fork() -> bool:
    """Whether kernels can be forked here, and are wanted to be."""
    return sys.platform == "linux" and os.environ.get(SWITCH, "1") != "0"


class KernelParent:
    """The parent process, owned by this process; it ends when this one does."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="okr-")  # a short path: a socket's has 104 bytes at most
        self.address = f"{self.folder}/parent"
        try:
            self.process = self._start()
        except OSError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self.address)
            listening.listen(128)
            number = listening.fileno()
            module = ("-Xfrozen_modules=off", "-m", "okr_lib.reports.kernel_parent")
            empty, changes = isolated(Path(self.folder))
            return subprocess.Popen(  # noqa: S603  (nothing from outside)
                [sys.executable, *module, str(number), self.folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[number],
                cwd=empty,
                env=environment(changes | SINGLE_THREADED),
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
        threading.Thread(target=self._listen, name="okr-kernel-parent", daemon=True).start()

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


def use_parent(address: str) -> None:
    """Ask a parent that another process owns for kernels; while it lives."""
    _Here.address = address


def start_parent() -> str:
    """Start a parent of kernels owned by this process, unless there is one; its address, empty where none can be."""
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
            try:
                _Here.owned = KernelParent()
            except OSError:  # no such sockets here, or a path too long for one
                return ""
            atexit.register(_Here.owned.close)
        return _Here.owned.address


def has_parent() -> bool:
    """Whether this process has a parent of kernels to ask."""
    return bool(parent_address())


def parent_address() -> str:
    """The address of the parent that this process has, empty where it has none."""
    return _Here.owned.address if _Here.owned else _Here.address


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


def _forked(arguments: Sequence[str], environment: dict[str, str], directory: str) -> ForkedProcess:
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
    elif _Here.address:
        with contextlib.suppress(ParentError):
            _Here.connection = Connection(_Here.address)
            return _Here.connection
    address = start_parent()
    if not address:
        raise ParentError("no parent of forked kernels can be started")
    _Here.connection = Connection(address)
    return _Here.connection


class ForkedProvisioner(LocalProvisioner):
    """Starts IPython kernels by forking where that can be, and as usual where it cannot; limits their memory."""

    process: Any = None
    exit_code: int | None = None
    lost_its_parent = False
    memory_megabytes = Int(0, help="The most memory a kernel may ask for; 0 for no limit.", config=True)
    forked = Bool(default_value=True, help="Whether kernels may be forked.", config=True)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare a launch: one thread for linear algebra, so that forked and ordinary kernels compute the same."""
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        prepared["env"].setdefault("OPENBLAS_NUM_THREADS", "1")
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel with a command."""
        arguments = kernel_arguments(cmd)
        self.process = None
        if arguments is not None and self.forked and can_fork():
            directory = str(kwargs.get("cwd") or Path.cwd())
            try:
                self.process = _forked(arguments, dict(kwargs["env"]), directory)
            except ParentError as error:
                self.log.warning("%s; an ordinary kernel is used", error)
            else:
                self.pid = self.pgid = self.process.pid
                self.cwd = directory
        if self.process is None:
            await super().launch_kernel(cmd, **kwargs)
        _limit_memory(self.pid, self.memory_megabytes)
        return self.connection_info

    async def poll(self) -> int | None:
        """The exit code, remembered; ``None`` while the kernel runs."""
        code = await super().poll()
        if self.process is not None and code is not None:
            self.exit_code = code
            self.lost_its_parent = isinstance(self.process, ForkedProcess) and self.process.parent.gone
        return code


def kernel_arguments(command: Sequence[str]) -> list[str] | None:
    """The arguments of a command that starts an IPython kernel with this Python; ``None`` for any other.

    Examples
    --------
    >>> kernel_arguments([sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"])
    ['-f', 'kernel.json']
    >>> kernel_arguments(["julia", "kernel.jl"])
    """
    python, *rest = command
    ours = Path(python).parent == Path(sys.executable).parent and Path(python).name.startswith("python")
    rest = [word for word in rest if word != "-Xfrozen_modules=off"]  # a help for debuggers
    return rest[2:] if ours and rest[:2] == ["-m", "ipykernel_launcher"] else None


def _limit_memory(pid: int | None, megabytes: int) -> None:
    """Make a process get ``MemoryError`` above a limit, where the system can."""
    if not megabytes or pid is None or sys.platform != "linux":
        return
    import resource

    limit = megabytes << 20
    with contextlib.suppress(OSError, ValueError):
        resource.prlimit(pid, resource.RLIMIT_AS, (limit, limit))
