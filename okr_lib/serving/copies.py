"""A person's own copy of a notebook that comes with the package, opened on a plan: its parameters are filled in.

It is kept among this person's own Jupyter data, so that what people add to it is theirs and the package's own stays as it
is. It never lies in the plan folder: a notebook is a program, and a plan may come from anybody.
"""

import os
import re
import tempfile
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from jupyter_core.paths import jupyter_data_dir

from okr_lib.display.catalogue import SOURCE_LANGUAGE
from okr_lib.display.labels import Labels
from okr_lib.errors import Message, OkrError
from okr_lib.plan.folder import load_plan
from okr_lib.plan.starter import notebooks_folder
from okr_lib.plan.store.atomic import write_atomically
from okr_lib.reports.parameters import checked, template_parameters

_COPIES = "okr-growth-workbook"  # the folder of Jupyter's data that has a folder of copies for each plan


class Notebook(StrEnum):
    """The notebooks that come with the package."""

    WORKSHOP = "workshop"
    SCENARIOS = "scenarios"
    REVIEW = "review"


def working_copy(
    folder: str | Path, notebook: str = "workshop", *, team: str = "", language: str = SOURCE_LANGUAGE
) -> Path:
    """Write a copy of a notebook (``workshop``, ``scenarios`` or ``review``) for a plan or one team's part, its parameters filled in.

    The workshop also opens on a folder that is empty or does not exist yet, and starts a plan there. The copy is
    ``<notebook>[-<team>][-<language>].ipynb`` in the plan's ``copies_folder``, or in a new temporary folder where there
    is no plan yet or it cannot be written. A copy that people changed is kept beside it, numbered. An ``OkrError`` says
    that the plan is wrong, or that there is no such team, language or notebook.
    """
    root = Path(folder).resolve()
    Labels(language).text("")  # an unknown language is said before anything is written
    given = {"plan_folder": str(root), "language": language}
    source, title = _original(notebook), root.name
    is_empty = not root.exists() or (root.is_dir() and not any(root.iterdir()))
    is_new = notebook == Notebook.WORKSHOP and not team and root.parent.is_dir() and is_empty
    if not is_new:
        plan = load_plan(folder)
        title = plan.name
        given |= {"team": plan.team(team).id} if team else {}
    fresh = _filled(source, checked(source, given), title, language)
    parts = [notebook, given.get("team", ""), language if language != SOURCE_LANGUAGE else ""]
    name = "-".join(filter(None, parts)) + ".ipynb"
    try:  # an empty folder stays empty until somebody starts a plan
        return _placed(_aside() if is_new else copies_folder(root), name, fresh)
    except OSError:
        return _placed(_aside(), name, fresh)


def copies_folder(folder: Path) -> Path:
    """Where this person's notebooks of a plan are kept: a folder of Jupyter's data, told from others by the plan's path."""
    path = str(folder.resolve())
    name = re.sub(r"[^\w-]+", "-", folder.resolve().name)[:40]
    return Path(jupyter_data_dir()).absolute() / _COPIES / f"{name}-{sha256(os.fsencode(path)).hexdigest()[:12]}"


def _placed(place: Path, name: str, fresh: Any) -> Path:
    written = str(nbformat.writes(fresh)).encode()  # type: ignore[no-untyped-call]
    for file, content in (_kept(place / name, fresh) | {name: written}).items():
        write_atomically(place / file, content)
    return place / name


def _aside() -> Path:
    return Path(tempfile.mkdtemp(prefix="okr-"))


def _original(notebook: str) -> Path:
    found = sorted(notebooks_folder().glob(f"[0-9]_{notebook}.ipynb"))
    if not found:
        there = tuple(sorted(path.stem[2:] for path in notebooks_folder().glob("[0-9]_*.ipynb")))
        raise OkrError(
            Message("there is no notebook {notebook}; choose from {known}", notebook=repr(notebook), known=there)
        )
    return found[0]


def _filled(source: Path, values: dict[str, Any], title: str, language: str) -> Any:
    notebook: Any = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]
    lines = {name: f"{name} = {values.get(name, one.default)!r}" for name, one in template_parameters(source).items()}
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "\n".join(["# what this copy was opened with", *lines.values()])
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}
        elif language != SOURCE_LANGUAGE:
            labels = Labels(language)
            cell.source = "\n\n".join(labels.text(paragraph) for paragraph in paragraphs(cell.source))
    notebook.metadata.update(title=title, language=language)
    return notebook


def paragraphs(markdown: str) -> list[str]:
    """The paragraphs of a notebook's text, each on one line, as the languages have them."""
    return [" ".join(part.split()) for part in markdown.split("\n\n")]


def _kept(target: Path, fresh: Any) -> dict[str, bytes]:
    """A former copy under the next free number, when its cells are not what a new copy has."""
    if not target.exists():
        return {}
    former = target.read_bytes()
    try:
        cells = [cell.source for cell in nbformat.reads(former.decode(), as_version=4).cells]  # type: ignore[no-untyped-call]
    except (ValueError, nbformat.reader.NotJSONError):
        cells = None
    if cells == [cell.source for cell in fresh.cells]:
        return {}
    number = 1
    while (target.with_stem(f"{target.stem}.{number}")).exists():
        number += 1
    return {f"{target.stem}.{number}{target.suffix}": former}
