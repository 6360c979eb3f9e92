"""Where the kernels of reports come from: forked by the plug-in ``forked_kernels`` where it is installed, else ordinary.

This is the one place that knows of the plug-in, which is a package of its own. Without it every report is the same, only
later: Papermill's ordinary engine runs it. Isolation and the limit of memory are ours in either case.
"""

import importlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from okr_lib.reports.isolation import environment, isolated

PLANS = "OKR_PRELOADED_PLANS"  # names the folders that a parent reads beforehand, and quarters, as JSON
Quarters = Mapping[str | Path, Sequence[str]]  # of a folder those that several reports look back from
_SWITCH = "OKR_FORKED_KERNELS"
# What a template imports. Pyplot is only imported, nothing drawn with it: the kernel chooses its backend itself.
_PRELOAD = (
    "matplotlib.pyplot",
    "pandas",
    "okr_lib.reports.preloading:draw_once",
    "okr_lib.reports.preloading:look_back",
)
_NEEDED = ("papermill", "okr_lib.reports.engine")


def plug_in(module: str) -> Any:
    """A module of the plug-in, ``None`` where it is not installed."""
    try:
        return importlib.import_module(f"forked_kernels.{module}")
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("forked_kernels"):
            raise
        return None


_parents = plug_in("parents")


def can_fork() -> bool:
    """Whether kernels can be forked here, and are wanted to be."""
    return _parents is not None and os.environ.get(_SWITCH, "1") != "0" and bool(_parents.can_fork())


def configured(plans: Quarters | None = None) -> Any:
    """The plug-in's parents of kernels, told what reports need and to take nothing from the folder we stand in."""
    wanted = json.dumps({str(Path(folder).resolve()): list(quarters) for folder, quarters in (plans or {}).items()})

    def prepared(folder: Path) -> tuple[Path, dict[str, str]]:
        empty, changes = isolated(folder)
        return empty, environment(changes | {PLANS: wanted})

    _parents.configure(_PRELOAD, prepared)
    return _parents


def start_parent(plans: Quarters | None = None) -> str:
    """Start a parent of kernels owned by this process, unless there is one; its address, empty where none can be.

    It reads the folders of ``plans`` beforehand and looks back at the end of their quarters, so that not every report has to.
    """
    return str(configured(plans).start_parent()) if can_fork() else ""


def use_parent(address: str) -> None:
    """Ask a parent that another process owns for kernels; without an address, there is none."""
    if address and _parents is not None:
        configured().use_parent(address)


def parent_address() -> str:
    """The address of the parent that this process has, empty where it has none."""
    return "" if _parents is None else str(configured().parent_address())


def parent_folder() -> str | None:
    """A folder that is removed when this process's own parent of kernels ends, as it does when this process does."""
    return None if _parents is None else _parents.parent_folder()


def close_parent() -> None:
    """End this process's parent of kernels and its kernels."""
    if _parents is not None:
        _parents.close_parent()


def end_kernels() -> None:
    """End every kernel of this process at once; ordinary ones of Jupyter's notice by themselves that it is gone."""
    manager = plug_in("manager")
    if manager is not None:
        manager.end_kernels()
    close_parent()


def import_lean() -> None:
    """Import what making reports needs without what it does not; it would be imported anyway when it is used."""
    lean = plug_in("lean_imports")
    if lean is not None:
        lean.import_lean(*_NEEDED)
