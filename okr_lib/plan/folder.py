"""A plan is a folder: loading it, and knowing whether it changed.

    plan.yaml          the company: target, streams, teams, focus areas, company objectives, allocation
    teams/retail.yaml  one file a team: its objectives, key results and initiatives

So teams work side by side and version control never conflicts. Loading reports every problem of every file
at once, because a facilitator mends ten mistakes faster in one go than one by one.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from okr_lib.errors import Message, OkrError, PlanError, Problem
from okr_lib.plan.brand import file_problems
from okr_lib.plan.inside import UnfitFileError, content_in, is_inside, reason
from okr_lib.plan.limits import above, limits
from okr_lib.plan.messages import empty_problems, hides_names, shape_problems
from okr_lib.plan.model import Plan
from okr_lib.plan.references import Found, reference_problems
from okr_lib.plan.source import COMPANY_FILE, TEAM_FIELDS, Source, SourceFile, document_data, parse_file, team_file
from okr_lib.plan.store.journal import unfinished_save
from okr_lib.plan.store.reading import files_in, stamps
from okr_lib.plan.values import ID_PATTERN

_READINGS = 20  # of a folder that somebody is just saving


def load_plan(folder: str | Path) -> Plan:
    """Load and check the plan in a folder.

    Parameters
    ----------
    folder
        A folder with ``plan.yaml`` and ``teams/*.yaml``.

    Returns
    -------
    Plan
        Frozen; it remembers its files, so later problems can name file and line.

    Raises
    ------
    PlanError
        With every problem of every file, each with file, line, field and message.
    """
    folder = Path(folder)
    _expect_folder(folder)
    contents, problems = file_contents(folder)
    plan = plan_from_files(folder, contents, problems)
    if found := [plan.problem(path, message) for path, message in file_problems(plan.brand, folder)]:
        raise PlanError(found)
    return plan


def nearest(folder: str | Path) -> Path:
    """A folder as seen from here or, where it is not here, from the closest folder above that has it.

    So a template finds the same plan whether it is run in its own folder or from the top of the project. A
    folder that is nowhere is returned as it was given, for ``load_plan`` to say so.
    """
    here = Path.cwd()
    found = (place / folder for place in (here, *here.parents) if (place / folder).is_dir())
    return next(found, Path(folder))


def file_contents(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of a plan folder's YAML files by name, and a problem for each that cannot be read.

    They are those of one moment: while somebody saves, either all old files or all new ones.
    """
    for _ in range(_READINGS):
        try:
            left = unfinished_save(folder)
            waiting = {name for name in left.names if name == COMPANY_FILE or name.startswith("teams/")}
            names = sorted({*plan_files(folder), *waiting})
        except PlanError as error:
            return {}, list(error.problems)
        before = stamps(folder, names)
        contents: dict[str, bytes] = {}
        problems: list[Problem] = []
        for name in names:
            try:
                content = left.content(name)
            except OSError as error:
                problems.append(Problem(reason(error), name))
                continue
            if content is not None:
                contents[name] = content
            if sum(map(len, contents.values())) > limits().plan_bytes:
                return {}, [Problem(above("plan_bytes", Message("bytes in all its YAML files")))]
        if stamps(folder, sorted({*plan_files(folder), *waiting})) == before:
            break
    return contents, problems


def plan_language(folder: str | Path) -> str:
    """The language a plan is in by its own word, also where the rest of it is wrong; English where it says none."""
    try:
        company = parse_file(COMPANY_FILE, content_in(Path(folder), COMPANY_FILE))
    except (OSError, OkrError):
        return "en"
    return str(company.document.get("language") or "en")


def plan_files(folder: Path) -> list[str]:
    """Names of the YAML files a plan folder has; a ``PlanError`` where there are more than can be meant."""
    own = [COMPANY_FILE] if os.path.lexists(folder / COMPANY_FILE) else []
    return [*own, *files_in(folder, "teams")]


def plan_from_files(
    folder: Path,
    contents: Mapping[str, bytes],
    earlier: Iterable[Problem] = (),
    known: Mapping[str, SourceFile] | None = None,
) -> Plan:
    """The plan that a folder with these files holds; a ``PlanError`` carries all problems and the ``earlier`` ones.

    Files that are ``known`` with the same content are not parsed again.
    """
    known = known or {}
    problems = list(earlier)
    unreadable = {problem.file for problem in problems}
    files: dict[str, SourceFile] = {}

    def parse(name: str) -> SourceFile | None:
        same = name in known and known[name].content == contents[name]
        try:
            files[name] = known[name] if same else parse_file(name, contents[name])
        except PlanError as error:
            problems.extend(error.problems)
        return files.get(name)

    company = parse(COMPANY_FILE) if COMPANY_FILE in contents else None
    teams = _team_ids(company)
    teams_known = all(teams) and len(set(teams)) == len(teams) > 0  # else no file can be said to belong to none
    expected = {team_file(team) for team in teams}
    for name in sorted({*contents, *unreadable} - {COMPANY_FILE}):
        if name not in expected and teams_known:
            problems.append(
                Problem(Message("belongs to no team; add its id to `teams` in plan.yaml or remove the file"), name)
            )
        elif name in contents:
            parse(name)
    for index, team in enumerate(teams):
        if company and team and team_file(team) not in {*contents, *unreadable}:
            message = Message(
                "has no file {file}; add it (objectives: [] is enough) or take the team out", file=team_file(team)
            )
            problems.append(Problem(message, COMPANY_FILE, company.line(("teams", index)), f"teams[{index}]"))
    if company is None:
        missing = Problem(Message("is missing; `okr new` writes one to start from"), COMPANY_FILE)
        raise PlanError(problems or [missing])
    return plan_from_source(Source(str(folder.resolve()), files, teams), *problems)


@lru_cache(maxsize=4)  # a save asks for the plan it began with, and twice for the one it writes
def plan_from_source(source: Source, *earlier: Problem) -> Plan:
    """The plan that files describe; a ``PlanError`` carries their problems and the ``earlier`` ones."""
    data, misplaced = _whole(source)
    problems = [*earlier, *misplaced]
    plan, found = validate_plan(data, names_known=not problems)
    problems += [source.problem(path, message) for path, message in found]
    if plan is None or problems:
        raise PlanError(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0)))
    return plan.with_source(source)


def validate_plan(data: Mapping[str, Any], *, names_known: bool = True) -> tuple[Plan | None, list[Found]]:
    """The plan that plain data describes, or else the path and message of everything that is wrong with it.

    Where not all records are there, names are not ``names_known``: a reference may only seem to lead nowhere and is not
    checked.
    """
    found: list[Found] = []
    try:
        return Plan.model_validate(data), found
    except ValidationError as error:
        found += shape_problems(error, Plan)
        names_known = names_known and not hides_names(error)
    except PlanError:
        pass  # the reference problems below, without their places
    if names_known:
        found += reference_problems(Plan, data)
    return None, found


def plan_hash(folder: str | Path) -> str:
    """SHA-256 over the names and contents of a plan folder's files.

    Hidden files are left out, and so is what is not a regular file inside the folder; of a file that is larger than
    records may be, the name and the size count.
    """
    folder = Path(folder)
    digest = hashlib.sha256()
    left = unfinished_save(folder)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted({*names, *left.names}, key=lambda name: name.split("/")):
        if any(part.startswith(".") for part in name.split("/")):
            continue
        try:
            content = left.content(name, "record_bytes")
        except UnfitFileError:
            content = str((folder / name).stat().st_size).encode() if is_inside(folder, name) else None
        if content is not None:
            digest.update(os.fsencode(f"{name}\0{len(content)}\0"))
            digest.update(content)
    return digest.hexdigest()


def plan_schema() -> dict[str, Any]:
    """JSON Schema for editors: ``company`` for plan.yaml, ``team`` for teams/*.yaml.

    The two differ from ``Plan`` only in where a team's objectives and initiatives stand.
    """
    whole = Plan.model_json_schema()
    definitions = whole.pop("$defs")
    team = definitions["Team"]
    team_part = {name: team["properties"].pop(name) for name in TEAM_FIELDS}
    shared = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}
    return {
        "company": {**shared, **whole},
        "team": {**shared, "type": "object", "additionalProperties": False, "properties": team_part},
    }


def _expect_folder(folder: Path) -> None:
    if not folder.exists():
        raise PlanError.of(
            Message("there is no folder {folder}; `okr new {name}` makes one", folder=repr(str(folder)), name=folder)
        )
    if not folder.is_dir():
        raise PlanError.of(
            Message("{folder} is a file; name the folder that holds plan.yaml", folder=repr(str(folder)))
        )
    if not os.path.lexists(folder / COMPANY_FILE) and COMPANY_FILE not in unfinished_save(folder).names:
        message = Message("there is none in {folder}; `okr new` writes one to start from", folder=repr(str(folder)))
        raise PlanError.of(message, COMPANY_FILE)


def _team_ids(company: SourceFile | None) -> tuple[str, ...]:
    """Ids of the teams a company file names; empty where there is none that could name a file."""
    teams = company.document.get("teams") if company else None
    if not isinstance(teams, CommentedSeq):
        return ()
    ids = [team.get("id") if isinstance(team, CommentedMap) else None for team in teams]
    return tuple(str(name) if isinstance(name, str) and re.fullmatch(ID_PATTERN, name) else "" for name in ids)


def _whole(source: Source) -> tuple[dict[str, Any], list[Problem]]:
    """The plan's data from all files as one tree, and what stands in the wrong file."""
    problems: list[Problem] = []
    data: dict[str, Any] = document_data(source.files[COMPANY_FILE].document)
    empty = [*empty_problems(source.files[COMPANY_FILE].document, Plan)]
    parts = {name: document_data(file.document) for name, file in source.files.items() if name != COMPANY_FILE}
    teams = data.get("teams")
    for index, team in enumerate(source.teams):
        entry = teams[index] if isinstance(teams, list) else None
        first = source.teams.index(team) == index  # a second team of that id is a problem of its own
        part = parts.get(team_file(team), {}) if first else {}
        for name, value in source.files[team_file(team)].document.items() if first and team_file(team) in parts else ():
            if name in TEAM_FIELDS:
                empty += empty_problems(value, Plan, ("teams", index, name))
            else:
                line = source.files[team_file(team)].line((name,))
                objectives, initiatives = TEAM_FIELDS
                message = Message(
                    "is not a field here; a team's file holds {first} and {second}",
                    first=objectives,
                    second=initiatives,
                )
                problems.append(Problem(message, team_file(team), line, name))
        if isinstance(entry, dict):
            for name in TEAM_FIELDS:
                if name in entry:
                    message = Message("{field} belongs in {file}; move it there", field=name, file=team_file(team))
                    problems.append(source.problem(("teams", index), message))
                if name in part:
                    entry[name] = part[name]
    return data, problems + [source.problem(path, message) for path, message in empty]
