"""Isolation: nothing that runs for a plan takes code or settings from a folder that somebody may have sent.

Python looks for modules in the current folder, IPython in its profile's start-up files, Jupyter and matplotlib in several
places, the current folder among them. So kernels and servers work in an empty folder, with settings of our own. What is
installed, and what the system's administrator has set, stays as it is; so does matplotlib's cache of fonts.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager

_SAFE_PATH = {"PYTHONSAFEPATH": "1"}  # no current folder among the places of modules, in any process from here on
STRAY = ("JUPYTER_CONFIG_PATH", "PYTHONSTARTUP")  # more places that may name a file of the current folder
# IPython's own way to leave out the current folder, for a process that was there before it was a kernel.
_IPYTHON = {
    "HistoryManager": {"enabled": False},
    "InteractiveShellApp": {"exec_PYTHONSTARTUP": False, "ignore_cwd": True},
}


def isolated(place: Path) -> tuple[Path, dict[str, str]]:
    """Make, in a folder of our own, an empty one to work in and settings for kernels; it, and the variables that name them."""
    empty, profile, drawing = place / "empty", place / "ipython" / "profile_default", place / "matplotlibrc"
    empty.mkdir()
    profile.mkdir(parents=True)
    (profile / "ipython_config.json").write_text(json.dumps(_IPYTHON), encoding="utf-8")
    drawing.touch()
    return empty, _SAFE_PATH | {"IPYTHONDIR": str(profile.parent), "MATPLOTLIBRC": str(drawing)}


def environment(changes: dict[str, str]) -> dict[str, str]:
    """The environment of a process of ours: this one's, with the variables that ``isolated`` gave."""
    return {name: value for name, value in os.environ.items() if name not in STRAY} | changes


@contextlib.contextmanager
def safe_path() -> Iterator[None]:
    """Let processes that start meanwhile find no module in the current folder, whoever starts them."""
    before = {name: os.environ.get(name) for name in _SAFE_PATH}
    os.environ.update(_SAFE_PATH)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def limited(manager: Any, memory_megabytes: int, place: Path | None) -> type:
    """A kind of kernel manager whose kernels get ``MemoryError`` above a limit, where the system can, and start isolated.

    Parameters
    ----------
    memory_megabytes
        The most memory that a kernel may ask for; 0 for no limit.
    place
        A folder of our own, for one kernel's settings; ``None`` for a kernel that is not isolated.
    """
    settings: dict[str, Any] = {}
    if place is not None:
        empty, changes = isolated(place)
        # One thread for linear algebra: every kernel computes the same, wherever it comes from.
        settings = {"cwd": str(empty), "env": {"OPENBLAS_NUM_THREADS": "1", **environment(changes)}}

    async def start_kernel(self: Any, **more: Any) -> None:
        if settings:
            self.kernel_spec_manager = _own_kernels()
        await manager.start_kernel(self, **(more | settings))
        if memory_megabytes and sys.platform == "linux":
            import resource

            with contextlib.suppress(OSError, ValueError):
                resource.prlimit(self.provisioner.pid, resource.RLIMIT_AS, (memory_megabytes << 20,) * 2)

    return type("ReportKernelManager", (manager,), {"start_kernel": start_kernel})


def _own_kernels() -> KernelSpecManager:
    """The kernel of this very Python, whatever else calls itself ``python3`` in a folder of kernels."""
    return KernelSpecManager(kernel_dirs=[])
