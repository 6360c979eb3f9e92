"""A plan as it stood at a revision of git: ``HEAD~1:my-plan``.

Only git's stored files are read, by their names in a plan folder: nothing is checked out, no filter or hook runs, nothing
is fetched. What a repository holds may come from a stranger, so it is read within the limits of a folder.
"""

import os
import subprocess
from pathlib import Path

from okr_lib.errors import Message, PlanError
from okr_lib.plan.folder import load_plan, plan_from_files
from okr_lib.plan.limits import above, limits
from okr_lib.plan.model import Plan
from okr_lib.plan.source import COMPANY_FILE
from okr_lib.plan.store.journal import KINDS

_SECONDS = 60
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}


def plan_at(place: str) -> Plan:
    """The plan in a folder, or as it stood in one at a revision of git: ``HEAD~1:my-plan`` or ``v1:.``, the folder as it is called from here.

    A ``PlanError`` says that there is no such folder, repository or revision, that git is not there, or what is wrong
    with the plan that stood there.
    """
    revision, colon, folder = place.partition(":")
    if not colon or Path(place).exists() or not revision:
        return load_plan(place)
    return _plan_at(revision, Path(folder or "."))


def _plan_at(revision: str, folder: Path) -> Plan:
    here = next((path for path in (folder, *folder.absolute().parents) if path.is_dir()), Path())
    if revision.startswith("-"):
        raise PlanError.of(Message("{revision} is not a revision; write one such as HEAD~1", revision=repr(revision)))
    top = Path(os.fsdecode(_git(here, revision, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    within = os.path.relpath(os.path.realpath(folder), os.path.realpath(top)).replace(os.sep, "/")
    tree = f"{revision}:{'' if within == '.' else within}"
    contents: dict[str, bytes] = {}
    total = 0
    for entry in _git(top, revision, "ls-tree", "-r", "-l", "-z", "--full-tree", tree).split(b"\0"):
        known, _, name = os.fsdecode(entry).partition("\t")
        kind, size = known[:3], known.rpartition(" ")[2]
        if kind != "100" or not (name == COMPANY_FILE or (KINDS.fullmatch(name) and name.startswith("teams/"))):
            continue
        total += int(size)
        if total > limits().plan_bytes or len(contents) >= limits().plan_files:
            raise PlanError.of(above("plan_bytes", Message("bytes in all its YAML files")), tree)
        contents[name] = _git(top, revision, "cat-file", "blob", f"{tree}{'' if tree.endswith(':') else '/'}{name}")
    return plan_from_files(folder, contents)


def _git(where: Path, revision: str, *arguments: str) -> bytes:
    """What git says; a ``PlanError`` where it refuses."""
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", "-C", str(where), *arguments]
    try:
        done = subprocess.run(  # noqa: S603  (no shell, and the revision begins with no hyphen)
            command, capture_output=True, timeout=_SECONDS, check=False, env={**os.environ, **_QUIET}
        )
    except FileNotFoundError as error:
        raise PlanError.of(Message("git is not installed; install it, or name two folders")) from error
    except subprocess.TimeoutExpired as error:
        raise PlanError.of(
            Message("git took longer than {seconds} seconds; name two folders", seconds=_SECONDS)
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        message = Message(
            "git has no plan folder there: {reason}; check revision and folder", reason=said[0] if said else "?"
        )
        raise PlanError.of(message, revision)
    return done.stdout
