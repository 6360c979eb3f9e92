"""Isolation: nothing that runs for a plan takes code or settings from a folder that somebody may have sent.

Python looks for modules in the current folder, IPython in its profile's start-up files, Jupyter and matplotlib in several
places, the current folder among them. So kernels and servers work in an empty folder, with settings of our own. What is
installed, and what the system's administrator has set, stays as it is; so does matplotlib's cache of fonts.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

SAFE_PATH = {"PYTHONSAFEPATH": "1"}  # no current folder among the places of modules, in any process from here on
STRAY = ("JUPYTER_CONFIG_PATH", "PYTHONSTARTUP")  # more places that may name a file of the current folder
# IPython's own way to leave out the current folder, for a process that was there before it was a kernel.
IPYTHON = {
    "HistoryManager": {"enabled": False},
    "InteractiveShellApp": {"exec_PYTHONSTARTUP": False, "ignore_cwd": True},
}


def isolated(place: Path) -> tuple[Path, dict[str, str]]:
    """Make an empty folder to work in and settings for kernels; the folder, and the variables that name the settings.

    Parameters
    ----------
    place
        A folder of our own, in which both are made.
    """
    empty, profile, drawing = place / "empty", place / "ipython" / "profile_default", place / "matplotlibrc"
    empty.mkdir()
    profile.mkdir(parents=True)
    (profile / "ipython_config.json").write_text(json.dumps(IPYTHON), encoding="utf-8")
    drawing.touch()
    return empty, SAFE_PATH | {"IPYTHONDIR": str(profile.parent), "MATPLOTLIBRC": str(drawing)}


def environment(changes: dict[str, str]) -> dict[str, str]:
    """The environment of a process of ours: this one's, with the variables that ``isolated`` gave."""
    return {name: value for name, value in os.environ.items() if name not in STRAY} | changes


@contextlib.contextmanager
def safe_path() -> Iterator[None]:
    """Let processes that start meanwhile find no module in the current folder, whoever starts them."""
    before = {name: os.environ.get(name) for name in SAFE_PATH}
    os.environ.update(SAFE_PATH)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def own_kernels() -> KernelSpecManager:
    """The kernel of this very Python, whatever else calls itself ``python3`` in a folder of kernels."""
    return KernelSpecManager(kernel_dirs=[])
