"""The files of a plan folder as text, with the way back from a field to its file and line.

A plan is one tree of records but several files: ``plan.yaml`` and one file a team. The source knows which
part of the tree came from which file and where in it, so that every message can name the place, and it
keeps the text as read, so that saving can keep comments and see whether somebody else changed the file.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from okr_lib.errors import PlanError, Problem, field_name

COMPANY_FILE = "plan.yaml"
TEAM_FIELDS = ("objectives", "initiatives")


def team_file(team: str) -> str:
    """The file that holds a team's objectives and initiatives."""
    return f"teams/{team}.yaml"


def yaml_reader() -> YAML:
    """A YAML 1.2 reader and writer that keeps comments, in the layout this library writes."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 120
    yaml.preserve_quotes = True
    return yaml


@dataclass(frozen=True)
class SourceFile:
    """One YAML file: its name in the folder, its bytes as read and its parsed document."""

    name: str
    content: bytes
    document: CommentedMap

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file as read."""
        return hashlib.sha256(self.content).hexdigest()

    def line(self, path: Sequence[str | int]) -> int:
        """Line (from 1) of a field, or of the nearest part around it that exists."""
        node: Any = self.document
        line = 1
        for key in path:
            if isinstance(node, CommentedMap) and key in node:
                line = node.lc.key(key)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
                line = int(node.lc.item(key)[0]) + 1
            else:
                break
            node = node[key]
        return line


@dataclass(frozen=True)
class Source:
    """All files of a plan folder, and the order of the teams that ties them together."""

    folder: str
    files: dict[str, SourceFile]
    teams: tuple[str, ...] = field(default=())

    def place(self, path: Sequence[str | int]) -> tuple[str, tuple[str | int, ...]]:
        """File and path inside it of a path in the whole plan."""
        if len(path) > 2 and path[0] == "teams" and path[2] in TEAM_FIELDS and isinstance(path[1], int):
            name = team_file(self.teams[path[1]]) if path[1] < len(self.teams) else COMPANY_FILE
            if name in self.files:
                return name, tuple(path[2:])
        return COMPANY_FILE, tuple(path)

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem at a path of the whole plan, with its file and line."""
        name, inside = self.place(path)
        return Problem(message, name, self.files[name].line(inside), field_name(inside))


def parse_file(name: str, content: bytes) -> SourceFile:
    """Parse one file; a ``PlanError`` names the line of what is not UTF-8, not YAML or not a mapping."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8; save the file with UTF-8 encoding"
        raise PlanError([Problem(message, name, line)]) from error
    try:
        document = yaml_reader().load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a key"
        raise PlanError([Problem(f"{key!r} is written twice; remove one of them", name, line)]) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "something is missing"
        message = f"this is not YAML: {reason}; check indentation, colons and quotes"
        raise PlanError([Problem(message, name, mark.line + 1 if mark else None)]) from error
    except (YAMLError, ValueError) as error:
        message = f"this is not YAML: {str(error).splitlines()[0]}; check for control characters and odd values"
        raise PlanError([Problem(message, name, None)]) from error
    if document is None:
        raise PlanError([Problem("the file is empty; `okr new` writes one to start from", name, 1)])
    if not isinstance(document, CommentedMap):
        raise PlanError([Problem("the file must hold fields such as `name: ...`, not a list or one value", name, 1)])
    return SourceFile(name, content, document)


def plain(node: Any) -> Any:
    """A parsed YAML node as plain Python values; a field with nothing after its colon is left out."""
    if isinstance(node, CommentedMap):
        return {str(key): plain(value) for key, value in node.items() if value is not None}
    if isinstance(node, CommentedSeq):
        return [plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
