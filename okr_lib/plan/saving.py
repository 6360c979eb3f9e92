"""Saving a plan: only what changed, comments kept, all or nothing.

A plan that came from a folder is written back as the *difference* between what was loaded and what is now:
untouched files stay as they are to the byte, and in touched files only changed fields are rewritten. The
version before goes to ``.history/``; a file that somebody else changed meanwhile is never overwritten.
"""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from okr_lib.errors import PlanError, Problem
from okr_lib.plan.folder import load_plan, plan_of
from okr_lib.plan.model import Plan
from okr_lib.plan.source import COMPANY_FILE, TEAM_FIELDS, SourceFile, parse_file, team_file, yaml_reader

HISTORY = ".history"


def save_plan(plan: Plan, folder: str | Path) -> Plan:
    """Write a plan to a folder, all or nothing.

    Parameters
    ----------
    plan
        The plan to write.
    folder
        The folder it was loaded from, or one that holds no plan yet.

    Returns
    -------
    Plan
        The plan as it now stands in the folder; go on with this one.

    Raises
    ------
    PlanError
        When a file on disk is not the one the plan was loaded from, or cannot be written. The folder is then
        as it was.
    """
    folder = Path(folder)
    source = plan.source
    before = _file_data(plan_of(source)) if source else {}
    after = _file_data(plan)
    at_home = source is not None and Path(source.folder) == folder.resolve()
    known = source.files if source and at_home else {}
    changed = [name for name in after if not at_home or after[name] != before.get(name)]
    gone = [name for name in known if name not in after]
    _refuse_conflicts(folder, known, [*changed, *gone])

    written: dict[str, bytes] = {}
    for name in changed:
        file = source.files.get(name) if source else None
        document = parse_file(name, file.content).document if file else CommentedMap()
        _edit(document, before[name] if file else {}, after[name])
        stream = BytesIO()
        yaml_reader().dump(document, stream)
        written[name] = stream.getvalue()
    try:
        (folder / "teams").mkdir(parents=True, exist_ok=True)
        for name in [*changed, *gone]:
            if name in known:
                _keep(folder, name, known[name].content)
        replace_all(folder, written)
        for name in gone:
            (folder / name).unlink()
    except OSError as error:
        message = f"could not be written: {error.strerror}; what stood in the folder is still there"
        raise PlanError([Problem(message, str(error.filename or folder))]) from error
    return load_plan(folder)


def replace_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files so that each is the old or the new one at every moment: all aside first, then renamed."""
    aside: list[tuple[str, Path]] = []
    try:
        for name, content in contents.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            aside.append((temporary, target))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        while aside:
            os.replace(*aside[0])
            aside.pop(0)
    finally:
        for temporary, _ in aside:
            Path(temporary).unlink(missing_ok=True)


def _file_data(plan: Plan) -> dict[str, dict[str, Any]]:
    """What belongs in each file as plain data, without values that are the default anyway."""
    data = _plain(plan.model_dump(exclude_defaults=True))
    files: dict[str, dict[str, Any]] = {COMPANY_FILE: data}
    for team in data["teams"]:
        files[team_file(team["id"])] = {name: team.pop(name, []) for name in TEAM_FIELDS}
    return files


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case Enum():
            return value.value
        case float() if value.is_integer():
            return int(value)
        case _:
            return value


def _refuse_conflicts(folder: Path, known: Mapping[str, SourceFile], names: Iterable[str]) -> None:
    problems = []
    for name in names:
        path = folder / name
        now = path.read_bytes() if path.exists() else None
        if name not in known and now is not None:
            message = "is there already, so it was not overwritten; choose another folder or load that plan"
            problems.append(Problem(message, name))
        elif name in known and now != known[name].content:
            message = "changed on disk since the plan was loaded, so it was not overwritten; load the plan again"
            problems.append(Problem(message, name))
    if problems:
        raise PlanError(problems)


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Put a file's former content into the history, under the next free number."""
    target = folder / HISTORY / name
    earlier = target.parent.glob(f"{target.stem}.*{target.suffix}")
    numbers = [int(path.suffixes[-2][1:]) for path in earlier if path.suffixes[-2][1:].isdigit()]
    replace_all(target.parent, {f"{target.stem}.{max(numbers, default=0) + 1:06}{target.suffix}": content})


def _edit(node: CommentedMap, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Turn a YAML mapping that says ``before`` into one that says ``after``, touching only what differs."""
    for key in before:
        if key not in after:
            del node[key]
    for key, value in after.items():
        if key not in before or key not in node:
            node[key] = _as_yaml(value)
        elif value != before[key]:
            node[key] = _edited(node[key], before[key], value)


def _edited(node: Any, before: Any, after: Any) -> Any:
    if isinstance(node, CommentedMap) and isinstance(before, Mapping) and isinstance(after, Mapping):
        _edit(node, before, after)
        return node
    if isinstance(node, CommentedSeq) and _have_ids(before) and _have_ids(after):
        _edit_list(node, before, after)
        return node
    if isinstance(node, CommentedSeq) and isinstance(before, list) and isinstance(after, list):
        if len(before) == len(after):
            for index, pair in enumerate(zip(before, after, strict=True)):
                if pair[0] != pair[1]:
                    node[index] = _edited(node[index], *pair)
            return node
        replacement = _as_yaml(after)
        if node.fa.flow_style():
            replacement.fa.set_flow_style()
        return replacement
    return _as_yaml(after)


def _have_ids(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, Mapping) and "id" in value for value in values)


def _edit_list(node: CommentedSeq, before: Sequence[Any], after: Sequence[Any]) -> None:
    """Match items by id, so that comments stay with their item when others come, go or move."""
    old = {item["id"]: item for item in before}
    wanted = {item["id"] for item in after}
    for index in reversed(range(len(before))):
        if before[index]["id"] not in wanted:
            del node[index]
    for index, item in enumerate(after):
        place = next((at for at, there in enumerate(node) if there["id"] == item["id"]), None)
        if place is None:
            node.insert(index, _as_yaml(item))
        else:
            if place != index:
                node.insert(index, node.pop(place))
            _edit(node[index], old[item["id"]], item)


def _as_yaml(value: Any) -> Any:
    if isinstance(value, Mapping):
        return CommentedMap({key: _as_yaml(item) for key, item in value.items()})
    if isinstance(value, list):
        return CommentedSeq([_as_yaml(item) for item in value])
    return value
