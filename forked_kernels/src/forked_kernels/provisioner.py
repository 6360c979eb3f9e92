"""Jupyter's own place for starting kernels in another way: a provisioner that forks them where it can.

``JUPYTER_DEFAULT_PROVISIONER_NAME=forked-kernels`` makes any Jupyter program use it; a kernel's specification may name it
for one kernel. Its settings are Jupyter's: ``c.ForkedProvisioner.preload = ["pandas"]``.
"""

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Int, List, Unicode, default

from forked_kernels import parents

NAME = "forked-kernels"  # the entry point's
MEMORY = "FORKED_KERNELS_MEMORY"


class ForkedProvisioner(LocalProvisioner):
    """Starts IPython kernels by forking where that can be, and as usual where it cannot; limits their memory."""

    process: Any = None
    exit_code: int | None = None
    lost_its_parent = False
    memory_megabytes = Int(help="The most memory a kernel may ask for; 0 for no limit.", config=True)
    forked = Bool(default_value=True, help="Whether kernels may be forked.", config=True)
    preload = List(Unicode(), help="Modules that a parent of kernels loads, if one is to be started.", config=True)

    @default("memory_megabytes")
    def _memory(self) -> int:
        return default_memory()

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare a launch: one thread for linear algebra, so that forked and ordinary kernels compute the same."""
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        prepared["env"].setdefault("OPENBLAS_NUM_THREADS", "1")
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel with a command."""
        arguments = kernel_arguments(cmd)
        self.process = None
        if arguments is not None and self.forked and parents.can_fork():
            if self.preload:
                parents.configure(preload=self.preload)
            directory = str(kwargs.get("cwd") or Path.cwd())
            try:
                self.process = parents.forked(arguments, dict(kwargs["env"]), directory)
            except parents.ParentError as error:
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
            self.lost_its_parent = isinstance(self.process, parents.ForkedProcess) and self.process.parent.gone
        return code


def default_memory() -> int:
    """The limit of memory, in MB, that the environment sets for kernels; 0 for none."""
    value = os.environ.get(MEMORY) or "0"
    if not value.isdecimal():
        raise ValueError(f"{MEMORY}={value!r} is not a whole number of megabytes; write 2000, or 0 for no limit")
    return int(value)


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
