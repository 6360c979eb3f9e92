"""Saving a plan: only what changed, comments kept, all or nothing.

A plan that came from a folder is written back as the *difference* between what was loaded and what is now:
untouched files stay as they are to the byte, and in touched files only changed fields are rewritten. The
version before goes to ``.history/``; a file that somebody else changed meanwhile is never overwritten.
"""

import codecs
import datetime as dt
import os
import tempfile
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from okr_lib.errors import ChangedOnDiskError, NotWrittenError, PlanError, Problem
from okr_lib.plan.editing import edited, rendered
from okr_lib.plan.folder import file_contents, plan_from, plan_of
from okr_lib.plan.inside import inside
from okr_lib.plan.journal import (
    ASIDE,
    JOURNAL,
    content_of,
    digest,
    journal_text,
    make_folder,
    move_all,
    next_version,
    one_at_a_time,
    pending,
    settle,
)
from okr_lib.plan.model import Plan
from okr_lib.plan.source import COMPANY_FILE, TEAM_FIELDS, Source, SourceFile, parse_file, team_file


def save_plan(plan: Plan, folder: str | Path, *, beside: Mapping[str, bytes] | None = None) -> Plan:
    """Write a plan to a folder, all or nothing.

    Parameters
    ----------
    plan
        The plan to write.
    folder
        The folder it was loaded from, or one that holds no plan yet.
    beside
        Other files of the folder that are written in the same save, or not at all.

    Returns
    -------
    Plan
        The plan as it now stands in the folder; go on with this one.

    Raises
    ------
    ChangedOnDiskError
        When a file on disk is not the one the plan was loaded from.
    NotWrittenError
        When a file cannot be written. In both cases, kinds of ``PlanError``, the folder is as it was.
    """
    folder = Path(folder)
    source = plan.source
    at_home = source is not None and Path(source.folder) == folder.resolve()
    known = source.files if source and at_home else {}
    after = _file_data(plan)
    written, parsed = _changed(plan, after, everything=not at_home)
    gone = [name for name in known if name not in after]
    changes: dict[str, bytes | None] = {**written, **dict.fromkeys(gone)}
    try:
        _refuse_conflicts(folder, known, changes)
        if not changes and not beside:
            return plan_from(folder, file_contents(folder)[0], known=known)
        with one_at_a_time(folder):
            _refuse_conflicts(folder, known, changes)
            contents = {**file_contents(folder)[0], **changes}
            present = {name: content for name, content in contents.items() if content is not None}
            saved = plan_from(folder, present, known={**known, **parsed})
            make_folder(folder / "teams")
            for name in changes:
                if name in known:
                    _keep(folder, name, known[name].content)
            replace_all(folder, {**changes, **(beside or {})})
    except OSError as error:
        message = f"could not be written: {error.strerror}; what stood in the folder is still there"
        raise NotWrittenError([Problem(message, str(error.filename or folder))]) from error
    return saved


def keep_version(plan: Plan, folder: str | Path) -> list[str]:
    """Put what a plan's changed files would say into the history, without touching the files; gives their names."""
    folder = Path(folder)
    written, _ = _changed(plan, _file_data(plan), everything=False)
    with one_at_a_time(folder):
        for name, content in written.items():
            _keep(folder, name, content)
    return list(written)


def replace_all(folder: Path, contents: Mapping[str, bytes | None]) -> None:
    """Write files, or remove those without content; when one cannot be, the others are put back.

    Each file is the old or the new one at every moment: all are written aside first, then renamed. Several are
    journalled, so that they also go together when the process is killed between two of them.

    Raises
    ------
    OSError
        When a file cannot be written, or is not in the folder; all are then as they were.
    """
    aside: dict[str, Path | None] = {}
    try:
        for name, content in contents.items():
            aside[name] = None if content is None else _write_aside(inside(folder, name), content)
        if len(contents) == 1:
            move_all(folder, aside)
        elif contents:
            _move_together(folder, contents, aside)
    finally:
        for temporary in aside.values():
            if temporary is not None:
                temporary.unlink(missing_ok=True)


def _move_together(folder: Path, contents: Mapping[str, bytes | None], aside: Mapping[str, Path | None]) -> None:
    """Move files to their places under a journal; where one cannot be, a second journal leads back."""
    former: dict[str, Path | None] = {}
    journal = inside(folder, JOURNAL)
    before = {name: _content(folder / name) for name in contents}
    there: dict[str, tuple[Path | None, str | None, str | None]] = {}
    back: dict[str, tuple[Path | None, str | None, str | None]] = {}
    ways: list[Path] = []
    try:
        for name, content in contents.items():
            former[name] = None if before[name] is None else _linked_aside(folder / name)
            there[name] = aside[name], digest(before[name]), digest(content)
            back[name] = former[name], digest(content), digest(before[name])
        for way in (there, back):
            ways.append(_write_aside(journal, journal_text(folder, way)))  # noqa: PERF401  (the first goes with the second)
        os.replace(ways[0], journal)
        settle(journal.parent)
        try:
            for name, temporary in aside.items():
                move_all(folder, {name: temporary})
        except BaseException:
            _move_back(folder, before, former, ways[1])
            raise
        journal.unlink(missing_ok=True)
    finally:
        for temporary in (*former.values(), *ways):
            if temporary is not None:
                temporary.unlink(missing_ok=True)


def _move_back(folder: Path, before: Mapping[str, bytes | None], former: Mapping[str, Path | None], way: Path) -> None:
    """Put back what files held: by renaming or, where just that fails, in place."""
    journal = folder / JOURNAL
    try:
        os.replace(way, journal)
        move_all(folder, former)
    except OSError:
        for name, content in before.items():
            target = folder / name
            if content is None:
                target.unlink(missing_ok=True)
            elif _content(target) != content:
                target.unlink(missing_ok=True)  # it may be one file with what stands aside
                target.write_bytes(content)
    journal.unlink(missing_ok=True)


def _content(target: Path) -> bytes | None:
    return target.read_bytes() if target.exists() else None


def _write_aside(target: Path, content: bytes) -> Path:
    """Write what a file shall hold beside its place, safely on disk."""
    make_folder(target.parent)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}{ASIDE}", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _linked_aside(target: Path) -> Path:
    """The same file under a second name beside its place; a copy where the disk knows no such names."""
    name = Path(tempfile.mktemp(prefix=f".{target.name}{ASIDE}", dir=target.parent))  # noqa: S306  (a name, not a file)
    try:
        os.link(target, name)
    except OSError:
        return _write_aside(target, target.read_bytes())
    return name


def _changed(
    plan: Plan, after: Mapping[str, dict[str, Any]], *, everything: bool
) -> tuple[dict[str, bytes], dict[str, SourceFile]]:
    """The new content of each file that differs from what the plan was loaded from (or of ``everything``).

    And what of it has been parsed already.
    """
    source = plan.source
    before = _file_data(plan_of(source)) if source else {}
    names = [name for name in after if everything or after[name] != before.get(name)]
    if source is None:
        return _anew(names, after), {}
    try:
        written = {
            name: _edited(source.files[name].content, before[name], after[name])
            if name in before
            else rendered(after[name]).encode()
            for name in names
        }
    except ValueError:
        return _anew(names, after), {}
    try:
        parsed = {name: parse_file(name, content) for name, content in written.items()}
    except PlanError:
        return _anew(names, after), {}
    if _said_by(plan, source, parsed) != after:
        return _anew(names, after), {}  # an alias: its value stands elsewhere
    return written, parsed


def _anew(names: Iterable[str], after: Mapping[str, dict[str, Any]]) -> dict[str, bytes]:
    return {name: rendered(after[name]).encode() for name in names}


def _edited(content: bytes, before: Mapping[str, Any], after: Mapping[str, Any]) -> bytes:
    if before == after:
        return content
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return mark + edited(content.decode("utf-8-sig"), before, after).encode()


def _said_by(plan: Plan, source: Source, parsed: Mapping[str, SourceFile]) -> dict[str, dict[str, Any]]:
    """What the files the plan came from, some of them changed, say."""
    teams = tuple(team.id for team in plan.teams)
    return _file_data(plan_of(Source(source.folder, {**source.files, **parsed}, teams)))


def _file_data(plan: Plan) -> dict[str, dict[str, Any]]:
    """What belongs in each file as plain data, without values that are the default anyway."""
    data = plain_data(plan.model_dump(exclude_defaults=True))
    files: dict[str, dict[str, Any]] = {COMPANY_FILE: data}
    for team in data["teams"]:
        files[team_file(team["id"])] = {name: team.pop(name, []) for name in TEAM_FIELDS}
    return files


def plain_data(value: Any) -> Any:
    """A record's dump as what YAML text is made of: plain numbers, texts, lists and mappings."""
    match value:
        case Mapping():
            return {str(key): plain_data(item) for key, item in value.items()}
        case tuple() | list():
            return [plain_data(item) for item in value]
        case Enum():
            return value.value
        case dt.date():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _refuse_conflicts(folder: Path, known: Mapping[str, SourceFile], names: Iterable[str]) -> None:
    problems = []
    waiting = pending(folder)
    for name in names:
        now = content_of(folder, name, waiting)
        if name not in known and now is not None:
            message = "is there already, so it was not overwritten; choose another folder or load that plan"
            problems.append(Problem(message, name))
        elif name in known and now != known[name].content:
            message = "changed on disk since the plan was loaded, so it was not overwritten; load the plan again"
            problems.append(Problem(message, name))
    if problems:
        raise ChangedOnDiskError(problems)


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Put a file's former content into the history, under the next free number."""
    replace_all(folder, {next_version(folder, name): content})
