"""A plan to start from: the +20 % story, copied whole into a new folder."""

import os
import shutil
import tempfile
from pathlib import Path

from okr_lib.errors import PlanError, Problem


def templates_folder() -> Path:
    """The templates: inside the installed package, or beside it in a working copy."""
    return _shipped("templates")


def notebooks_folder() -> Path:
    """The notebooks, found like the templates."""
    return _shipped("notebooks")


def _shipped(name: str) -> Path:
    packaged = Path(__file__).parent.parent / name
    return packaged if packaged.exists() else Path(__file__).parent.parent.parent / name


def new_plan(folder: str | Path) -> None:
    """Copy the starter plan to a folder that does not exist or is empty.

    Raises
    ------
    PlanError
        When there is something already, or the folder cannot be written; nothing is left behind.
    """
    folder = Path(folder)
    if folder.resolve() == Path.cwd():
        raise PlanError([Problem(f"{str(folder)!r} is the folder you are in; name a new one, such as my-plan")])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlanError([Problem(f"{str(folder)!r} holds something already; name a folder that does not exist yet")])
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            shutil.copytree(templates_folder() / "plan", aside / "plan")
            os.replace(aside / "plan", folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise PlanError(
            [Problem(f"{str(folder)!r} cannot be written: {error.strerror}; name another folder")]
        ) from error
