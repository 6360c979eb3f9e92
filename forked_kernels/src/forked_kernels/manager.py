"""Kernels for notebooks that nobody waits at: no fixed waits, private sockets, a limit of memory.

The manager is Jupyter's own; what differs is that it polls in milliseconds where Jupyter waits tenths of a second, and
that kernels are reached through sockets in a folder only their owner may enter, gone with the kernel.
"""

import asyncio
import contextlib
import copy
import os
import shutil
import sys
import tempfile
import time
from functools import cache
from importlib.metadata import entry_points
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets import Bool, Int, List, Type, Unicode, default

from forked_kernels import parents, provisioner

POLL_SECONDS = 0.002
START_SECONDS = 60.0
LONGEST_FOLDER = 90  # the path of a socket has 104 bytes at most
_living: set["QuickKernelManager"] = set()


class QuickKernelClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel is, instead of listening 0.2 s for silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  (its name in Jupyter)
        """Wait until the kernel answers a request on both channels."""
        end = time.monotonic() + (timeout or START_SECONDS)
        while True:
            asked = self.kernel_info()
            try:
                async with asyncio.timeout(1):
                    while (await self.shell_channel.get_msg())["parent_header"].get("msg_id") != asked:
                        pass
                    while not _is_idle(await self.iopub_channel.get_msg(), asked):
                        pass
            except (TimeoutError, Empty):
                pass
            else:
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


@cache
def _registered() -> bool:
    return bool(entry_points(group=KernelProvisionerFactory.GROUP_NAME, name=provisioner.NAME))


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    parent = message["parent_header"].get("msg_id")
    state: str | None = message["content"].get("execution_state")
    return bool(parent == asked) and state == "idle"


class QuickKernelManager(AsyncKernelManager):
    """A kernel manager for one notebook."""

    client_factory = Type(QuickKernelClient, klass=AsyncKernelClient)
    memory_megabytes = Int(help="The most memory a kernel may ask for; 0 for no limit.", config=True)
    forked = Bool(default_value=True, help="Whether the kernel may be forked.", config=True)
    preload = List(Unicode(), help="Modules that a parent of kernels loads, if one is to be started.", config=True)
    own_folder = Unicode(help="A folder for the kernel's sockets; removed with it.")

    @default("memory_megabytes")
    def _memory(self) -> int:
        return provisioner.default_memory()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.own_folder = tempfile.mkdtemp(prefix="forked-", dir=parents.parent_folder())
        if sys.platform != "win32" and len(self.own_folder) < LONGEST_FOLDER:
            self.connection_file = f"{self.own_folder}/kernel.json"
            self.transport, self.ip = "ipc", f"{self.own_folder}/kernel"
        else:
            self.transport_encryption = "auto"

    @property
    def kernel_spec(self) -> Any:
        """The kernel's specification, with the provisioner that can fork, unless it names one."""
        spec = super().kernel_spec
        if spec is None or "kernel_provisioner" in spec.metadata or not _registered():
            return spec
        ours = copy.copy(spec)
        settings = {"memory_megabytes": self.memory_megabytes, "forked": self.forked, "preload": self.preload}
        chosen = {"provisioner_name": provisioner.NAME, "config": settings}
        ours.metadata = {**spec.metadata, "kernel_provisioner": chosen}
        return ours

    @property
    def exit_code(self) -> int | None:
        """How the kernel ended, if it did."""
        return getattr(self.provisioner, "exit_code", None)

    @property
    def lost_its_parent(self) -> bool:
        """Whether the kernel ended because the process it was forked from did."""
        return getattr(self.provisioner, "lost_its_parent", False)

    async def _async_wait(self, pollinterval: float = POLL_SECONDS) -> None:
        await super()._async_wait(pollinterval)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **settings: Any) -> None:
        await super()._async_launch_kernel(kernel_cmd, **settings)
        _living.add(self)
        # Who connects to a socket that is not there yet tries again a tenth of a second later: wait for the last one.
        end = time.monotonic() + START_SECONDS
        while self.transport == "ipc" and not os.path.exists(f"{self.ip}-{self.hb_port}"):  # noqa: ASYNC240, PTH110
            if time.monotonic() > end or not await self._async_is_alive():
                break
            await asyncio.sleep(POLL_SECONDS)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        _living.discard(self)
        if not restart:
            shutil.rmtree(self.own_folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources


def end_kernels() -> None:
    """End every kernel of this process at once, for a process that must go itself."""
    for manager in list(_living):
        process = getattr(manager.provisioner, "process", None)
        with contextlib.suppress(OSError):
            if process is not None:
                process.kill()
        shutil.rmtree(manager.own_folder, ignore_errors=True)
