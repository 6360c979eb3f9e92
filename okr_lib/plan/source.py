"""The files of a plan folder as text, with the way back from a field to its file and line.

A plan is one tree of records but several files: ``plan.yaml`` and one file a team. The source knows which
part of the tree came from which file and where in it, so that every message can name the place, and it
keeps the text as read, so that saving can keep comments and see whether somebody else changed the file.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, ScalarEvent
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver

from okr_lib.errors import Message, PlanError, Problem, field_name
from okr_lib.plan.limits import Limits, above, limits
from okr_lib.plan.typed_numbers import MAY_BE_SPLIT, split_numbers

COMPANY_FILE = "plan.yaml"
TEAM_FIELDS = ("objectives", "initiatives")


def team_file(team: str) -> str:
    """The file that holds a team's objectives and initiatives."""
    return f"teams/{team}.yaml"


class _PlainDates(VersionedResolver):
    """Dates stay the text that was written, so that the plan can say where a wrong one stands."""

    def add_version_implicit_resolver(self, version: Any, tag: Any, regexp: Any, first: Any) -> None:
        if not tag.endswith(":timestamp"):
            super().add_version_implicit_resolver(version, tag, regexp, first)


def yaml_reader() -> YAML:
    """A YAML 1.2 reader and writer that knows the line of every field, in the layout this library writes."""
    yaml = YAML(typ="rt")
    yaml.Resolver = _PlainDates
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = sys.maxsize
    return yaml


@dataclass(frozen=True)
class SourceFile:
    """One YAML file: its name in the folder, its bytes as read and its parsed document."""

    name: str
    content: bytes
    document: CommentedMap = field(compare=False)

    def line(self, path: Sequence[str | int]) -> int:
        """Line (from 1) of a field, or of the nearest part around it that exists."""
        node: Any = self.document
        line = 1
        for key in path:
            places = (node.lc.data or {}) if isinstance(node, CommentedMap | CommentedSeq) else {}
            written = [name for name in places if str(name) == str(key)]  # not so for keys that were merged in
            if not written:
                break
            line = int(places[written[0]][0]) + 1
            node = node[written[0]]
        return line


@dataclass(frozen=True)
class Source:
    """All files of a plan folder, and the order of the teams that ties them together."""

    folder: str
    files: dict[str, SourceFile]
    teams: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.folder, frozenset(self.files.values()), self.teams))

    def place(self, path: Sequence[str | int]) -> tuple[str, tuple[str | int, ...]]:
        """File and path inside it of a path in the whole plan."""
        match tuple(path):
            case ("teams", int(index), ("objectives" | "initiatives"), *_) if index < len(self.teams):
                name = team_file(self.teams[index])
                if name in self.files:
                    return name, tuple(path[2:])
        return COMPANY_FILE, tuple(path)

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem at a path of the whole plan, with its file and line."""
        name, inside = self.place(path)
        return Problem(message, name, self.files[name].line(inside), field_name(inside))


def parse_file(name: str, content: bytes) -> SourceFile:
    """Parse one file; a ``PlanError`` names the line of what is not UTF-8, not YAML or not a mapping.

    Of the same content the same document is returned again: nobody may change it.
    """
    return _parsed(name, content, limits())


@lru_cache(maxsize=32)
def _parsed(name: str, content: bytes, within: Limits) -> SourceFile:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = Message(
            "byte {byte} is not UTF-8; save the file with UTF-8 encoding", byte=f"{content[error.start]:#04x}"
        )
        raise PlanError.of(message, name, line) from error
    try:
        _refuse_odd_aliases(name, text)
        reader = yaml_reader()
        node = reader.compose(text)
        if MAY_BE_SPLIT.search(text):
            _refuse_split_numbers(name, node)
        document = None if node is None else reader.constructor.construct_document(node)
        is_deep = _depth(document) > within.depth
    except DuplicateKeyError as error:
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a key"
        message = Message("{key} is written twice; remove one of them", key=repr(key))
        raise PlanError.of(message, name, _line_of(error.problem_mark)) from error
    except MarkedYAMLError as error:
        reason = _said_by_reader(str(error.problem or error.context or "something is missing"))
        message = Message("this is not YAML: {reason}; check indentation, colons and quotes", reason=reason)
        raise PlanError.of(message, name, _line_of(_mistake(error))) from error
    except ReaderError as error:
        message = Message("the character {character} is not allowed; remove it", character=repr(chr(error.character)))
        raise PlanError.of(message, name, text.count("\n", 0, error.position) + 1) from error
    except RecursionError as error:
        raise PlanError.of(Message("brackets stand inside each other too deeply; remove some"), name) from error
    except (YAMLError, ValueError) as error:
        message = Message("this is not YAML: {reason}; check for odd values", reason=str(error).splitlines()[0])
        raise PlanError.of(message, name) from error
    if is_deep:
        raise PlanError.of(above("depth", Message("groups or lists inside each other")), name)
    if document is None:
        raise PlanError.of(Message("the file is empty; `okr new` writes one to start from"), name, 1)
    if not isinstance(document, CommentedMap):
        raise PlanError.of(Message("the file must hold fields such as `name: ...`, not a list or one value"), name, 1)
    return SourceFile(name, content, document)


# What the YAML reader says, in its own words, so that a language can say it in its own.
_READER_SAYS = (
    Message("something is missing"),
    Message("mapping values are not allowed here"),
    Message("could not find expected ':'"),
    Message("found unexpected end of stream"),
    Message("found character {found} that cannot start any token"),
    Message("expected <block end>, but found {found}"),
    Message("expected the node content, but found {found}"),
    Message("did not find expected {found}"),
    Message("'<stream end>'"),
    Message("'<block end>'"),
)


def _said_by_reader(text: str) -> str:
    for known in _READER_SAYS:
        before, place, after = known.partition("{found}")
        if text == known:
            return known
        if place and text.startswith(before) and text.endswith(after):
            return Message(known.template, found=_said_by_reader(text[len(before) :].removesuffix(after)))
    return text


def _refuse_odd_aliases(name: str, text: str) -> None:
    """Raise a ``PlanError`` for an alias that stands inside what it refers to, or for aliases that stand for too much."""
    if "&" not in text or "*" not in text:
        return
    around: list[tuple[str | None, int]] = []  # the anchor of each group that is open, and how many values came before
    sizes: dict[str | None, int] = {}
    total = 0
    for event in yaml_reader().parse(text):
        line = _line_of(event.start_mark)
        if isinstance(event, CollectionStartEvent):
            around.append((event.anchor, total))
        elif isinstance(event, CollectionEndEvent):
            anchor, before = around.pop()
            sizes[anchor] = total - before
        elif isinstance(event, AliasEvent):
            if any(event.anchor == anchor for anchor, _ in around):
                raise PlanError.of(Message("an alias refers to itself; write the value out"), name, line)
            total += sizes.get(event.anchor, 1)
        elif isinstance(event, ScalarEvent):
            total += 1
        if total > limits().values:
            raise PlanError.of(above("values", Message("values where its aliases are written out")), name, line)


def _refuse_split_numbers(name: str, node: Any) -> None:
    """Raise a ``PlanError`` for numbers that a decimal comma splits: YAML would read `{growth: 0,05}` as 0."""
    problems = [Problem(message, name, line, field_name(path)) for path, line, message in split_numbers(node)]
    if problems:
        raise PlanError(problems)


def _depth(node: Any) -> int:
    """How many groups and lists stand inside each other."""
    if isinstance(node, CommentedMap | CommentedSeq):
        return 1 + max(map(_depth, node.values() if isinstance(node, CommentedMap) else node), default=0)
    return 0


def _mistake(error: MarkedYAMLError) -> Any:
    """Where the mistake is: a bracket or quote that is not closed is noticed only further down."""
    opened = error.context and ("flow" in error.context or "quoted" in error.context)
    return error.context_mark if opened else error.problem_mark or error.context_mark


def _line_of(mark: Any) -> int | None:
    return int(mark.line) + 1 if mark else None


def document_data(node: Any) -> Any:
    """A parsed YAML node as plain Python values; a field with nothing after its colon is left out."""
    if isinstance(node, CommentedMap):
        return {str(key): document_data(value) for key, value in node.items() if value is not None}
    if isinstance(node, CommentedSeq):
        return [document_data(value) for value in node]
    if isinstance(node, TaggedScalar):
        return f"{node.tag} {node.value}"
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
