"""Saving a plan: only what changed, comments kept, all or nothing.

A plan that came from a folder is written back as the *difference* between what was loaded and what is now:
untouched files stay as they are to the byte, and in touched files only changed fields are rewritten. The
version before goes to ``.history/``; a file that somebody else changed meanwhile is never overwritten.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from okr_lib.errors import PlanError
from okr_lib.plan.editing import rendered, rewritten
from okr_lib.plan.folder import file_contents, plan_from_files, plan_from_source
from okr_lib.plan.model import Plan
from okr_lib.plan.source import COMPANY_FILE, TEAM_FIELDS, Source, SourceFile, parse_file, team_file
from okr_lib.plan.store.history import next_version
from okr_lib.plan.store.writing import Edit, locked, refuse_conflicts, save_files


def save_plan(plan: Plan, folder: str | Path, *, beside: Mapping[str, Edit] | None = None) -> Plan:
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
    edits = {
        name: Edit(known[name].content if name in known else None, content)
        for name, content in {**written, **dict.fromkeys(gone)}.items()
    }
    refuse_conflicts(folder, edits)
    if not edits and not beside:
        return plan_from_files(folder, file_contents(folder)[0], known=known)
    with locked(folder):
        refuse_conflicts(folder, edits)
        contents = {**file_contents(folder)[0], **{name: edit.after for name, edit in edits.items()}}
        present = {name: content for name, content in contents.items() if content is not None}
        saved = plan_from_files(folder, present, known={**known, **parsed})
        save_files(folder, {**edits, **(beside or {})})
    return saved


def keep_version(plan: Plan, folder: str | Path) -> list[str]:
    """Put what a plan's changed files would say into the history, without touching the files; gives their names."""
    folder = Path(folder)
    written, _ = _changed(plan, _file_data(plan), everything=False)
    with locked(folder):
        save_files(folder, {next_version(folder, name): Edit(None, content) for name, content in written.items()})
    return list(written)


def _changed(
    plan: Plan, after: Mapping[str, dict[str, Any]], *, everything: bool
) -> tuple[dict[str, bytes], dict[str, SourceFile]]:
    """The new content of each file that differs from what the plan was loaded from (or of ``everything``).

    And what of it has been parsed already.
    """
    source = plan.source
    before = _file_data(plan_from_source(source)) if source else {}
    names = [name for name in after if everything or after[name] != before.get(name)]
    if source is None:
        return _anew(names, after), {}
    written = {name: _content(source, name, before.get(name), after[name]) for name in names}
    try:
        parsed = {name: parse_file(name, content) for name, content in written.items()}
    except PlanError:
        return _anew(names, after), {}
    if _said_by(plan, source, parsed) != after:
        return _anew(names, after), {}  # an alias: its value stands elsewhere
    return written, parsed


def _anew(names: Iterable[str], after: Mapping[str, dict[str, Any]]) -> dict[str, bytes]:
    return {name: rendered(after[name]).encode() for name in names}


def _content(source: Source, name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bytes:
    if before is None:
        return rendered(after).encode()
    content = source.files[name].content
    return content if before == after else rewritten(content, before, after)


def _said_by(plan: Plan, source: Source, parsed: Mapping[str, SourceFile]) -> dict[str, dict[str, Any]]:
    """What the files the plan came from, some of them changed, say."""
    teams = tuple(team.id for team in plan.teams)
    return _file_data(plan_from_source(Source(source.folder, {**source.files, **parsed}, teams)))


def _file_data(plan: Plan) -> dict[str, dict[str, Any]]:
    """What belongs in each file as plain data, without values that are the default anyway."""
    data = yaml_data(plan.model_dump(exclude_defaults=True))
    files: dict[str, dict[str, Any]] = {COMPANY_FILE: data}
    for team in data["teams"]:
        files[team_file(team["id"])] = {name: team.pop(name, []) for name in TEAM_FIELDS}
    return files


def yaml_data(value: Any) -> Any:
    """A record's dump as what YAML text is made of: plain numbers, texts, lists and mappings."""
    match value:
        case Mapping():
            return {str(key): yaml_data(item) for key, item in value.items()}
        case tuple() | list():
            return [yaml_data(item) for item in value]
        case Enum():
            return value.value
        case dt.date():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
