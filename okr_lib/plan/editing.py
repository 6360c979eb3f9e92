"""Changing YAML text in place: what differs is rewritten, everything else stays to the byte.

People write plans by hand, with comments, in their own order and layout, and a save must not rearrange their
text. So a changed value is put where the old one stands, a new entry goes below the others, and an entry that
moves or goes takes the comment right above it along.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from okr_lib.plan.source import yaml_reader

_BLANK = " \t\n"
# Line breaks that only escapes keep, and what would be a key, or its value, between brackets.
_QUOTED = re.compile("[\x85\u2028\u2029]|^[?:]")
_ALIAS = re.compile(r"\*[^\s,\]}]+")
_DASH = re.compile(r"(?:[ \t]*[&!]\S+)*(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*-(?=\s)")


def edited(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The text of a YAML mapping that says ``after`` where it said ``before``, both as plain data.

    What stands in neither stays as it is, such as a value that is the default anyway. A ``ValueError`` says that a
    place cannot be found. What an alias stands for is not found either: load the text to be sure.

    Examples
    --------
    >>> print(edited("step: 0.1  # of a million", {"step": 0.1}, {"step": 1, "unit": "one"}), end="")
    step: 1  # of a million
    unit: one
    """
    lines = text.replace("\r\n", "\n")
    lines = lines if lines.endswith("\n") else f"{lines}\n"
    root = yaml_reader().compose(lines)
    start, end = _span(lines, root, 0)
    if root.flow_style:
        new = lines[:start] + _flow(lines, root, before, after) + lines[end:]
    else:
        new = lines[:start] + _mapping(lines, root, start, before, after) + lines[_line_end(lines, end) :]
    return new.replace("\n", "\r\n") if "\r\n" in text else new


def rewritten(content: bytes, before: Mapping[str, Any], after: Mapping[str, Any]) -> bytes:
    """The bytes of a file that says ``after`` where it said ``before``; laid out anew where that cannot be in place."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    try:
        return mark + edited(content.decode("utf-8-sig"), before, after).encode()
    except ValueError:
        return rendered(after).encode()


def rendered(value: Mapping[str, Any] | list[Any]) -> str:
    """Data as YAML text in this library's layout."""
    return _written(_as_node(value, [_laid_out(item) for item in _values(value)]))


def _written(node: Any) -> str:
    stream = StringIO()
    yaml_reader().dump(node, stream)
    return stream.getvalue()


def _values(value: Mapping[str, Any] | list[Any]) -> list[Any]:
    return list(value.values() if isinstance(value, Mapping) else value)


def _as_node(value: Mapping[str, Any] | list[Any], items: list[Any], *, flow: bool = False) -> Any:
    node: Any = CommentedMap(zip(value, items, strict=True)) if isinstance(value, Mapping) else CommentedSeq(items)
    if flow:
        node.fa.set_flow_style()
    return node


def _in_one_line(value: Any) -> bool:
    """Whether a value is short: one value, a list of them, or numbers by name."""
    if isinstance(value, Mapping):
        return all(isinstance(item, int | float) for item in value.values())
    return not isinstance(value, list) or not any(isinstance(item, Mapping | list) for item in value)


def _laid_out(value: Any, *, flow: bool = False) -> Any:
    """Data for the writer: short collections in one line, others with a line for each entry."""
    if isinstance(value, str) and _QUOTED.search(value):
        return DoubleQuotedScalarString(value)
    if not isinstance(value, Mapping | list):
        return value
    flow = flow or _in_one_line(value)
    return _as_node(value, [_laid_out(item, flow=flow) for item in _values(value)], flow=flow)


def _inline(value: Any, *, flow: bool) -> str:
    """A value as it stands behind a colon, or between brackets."""
    text = _written(_as_node({"_": value}, [_laid_out(value, flow=True)], flow=flow)).rstrip("\n")
    return (text[1:-1] if flow else text).removeprefix("_: ")


def _indented(text: str, column: int) -> str:
    return re.sub("^", " " * column, text.removesuffix("\n"), flags=re.MULTILINE) + "\n"


def _item(value: Any, column: int) -> str:
    """A new item of a list whose dashes stand at a column."""
    text = f"  - {_inline(value, flow=False)}" if _in_one_line(value) else rendered([value])
    return _indented(re.sub("^  ", "", text, flags=re.MULTILINE), column)


def _line_end(text: str, at: int) -> int:
    return text.index("\n", at) + 1


@dataclass(frozen=True)
class _Place:
    """Where an entry of a block stands in the text: its key or dash, and its value."""

    start: int  # of the key or dash
    inside: int  # right behind the colon or dash
    first: int  # span of the value
    last: int
    node: Any
    name: str = ""  # the key; empty for an item of a list

    @property
    def is_alias(self) -> bool:
        return bool(self.node.start_mark.index < self.inside)


def _places(text: str, block: Node, at: int) -> Iterator[_Place]:
    """The entries of a block mapping or list that begins at or behind a position."""
    for entry in block.value:
        if isinstance(block, MappingNode):
            key, node = entry
            start = key.start_mark.index
            inside = text.index(":", key.end_mark.index) + 1
            name = str(key.value)
        else:
            node, name = entry, ""
            _, inside = _find(_DASH, text, at)
            start = inside - 1
        first, last = _span(text, node, inside)
        yield _Place(start, inside, first, last, node, name)
        at = last


def _find(pattern: re.Pattern[str], text: str, at: int) -> tuple[int, int]:
    match = pattern.search(text, at)
    if match is None:
        raise ValueError(f"nothing like {pattern.pattern} in {text[at:]!r}")
    return match.span()


def _span(text: str, node: Any, at: int) -> tuple[int, int]:
    """Start and end of a value that is to be found at or behind a position."""
    start, end = node.start_mark.index, node.end_mark.index
    if start < at:
        return _find(_ALIAS, text, at)
    if isinstance(node, ScalarNode) or node.flow_style:
        return (start, start + len(text[start:end].rstrip(_BLANK))) if start < end else (at, at)
    for place in _places(text, node, at):
        end = place.last
    return start, end


def _above(text: str, at: int, place: _Place) -> tuple[str, str, int]:
    """What stands between a position and the line of an entry: spacing, and the comment that touches the entry."""
    line = max(at, text.rfind("\n", 0, place.start) + 1)
    column = place.start - line
    gap = text[at:line]
    spacing = re.sub(rf"(?:[ \t]{{0,{column}}}#[^\n]*\n)*\Z", "", gap)
    return spacing, gap.removeprefix(spacing), line


def _mapping(text: str, block: Node, at: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """New text of a block mapping, from a position to the end of its last line."""
    begin, pieces, names = at, [], set()
    for place in _places(text, block, at):
        spacing, comment, line = _above(text, at, place)
        at = _line_end(text, place.last)
        names.add(place.name)
        if place.name in before and place.name not in after:
            pieces.append(spacing if "#" in spacing else "")
        elif place.name in after and after[place.name] != before.get(place.name):
            new = _entry(text, line, place, before.get(place.name), after[place.name])
            pieces.append(f"{spacing}{comment}{new}")
        else:
            pieces.append(f"{spacing}{comment}{text[line:at]}")
    column = block.value[0][0].start_mark.column
    pieces += [_indented(rendered({name: after[name]}), column) for name in after if name not in names]
    within_line = begin > 0 and text[begin - 1] != "\n"
    return "".join(pieces).lstrip(_BLANK) if within_line else "".join(pieces)


def _sequence(text: str, block: Node, at: int, before: Sequence[Any], after: Sequence[Any]) -> str:
    """New text of a block list, from a position to the end of its last line."""
    places = list(_places(text, block, at))
    above = []
    for place in places:
        above.append(_above(text, at, place))
        at = _line_end(text, place.last)
    between = above[1][0] if len(above) > 1 and "#" not in above[1][0] else ""
    sources = _matches(before, after) if len(before) == len(places) else [None] * len(after)
    column = places[0].start - above[0][2]
    pieces = []
    for index, (source, value) in enumerate(zip(sources, after, strict=True)):
        spacing, comment, line = above[source] if source is not None else (between, "", 0)
        spacing = above[0][0] if index == 0 else between if source == 0 else spacing
        if source is None:
            new = _item(value, column)
        elif value == before[source]:
            new = text[line : _line_end(text, places[source].last)]
        else:
            new = _entry(text, line, places[source], before[source], value)
        pieces.append(f"{spacing}{comment}{new}")
    gone = set(range(len(places))) - set(sources)
    return "".join([*pieces, *(above[index][0] for index in sorted(gone) if "#" in above[index][0])])


def _matches(before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """For each value of ``after``, which of ``before`` it comes from: by id, else the same value or place."""
    if all(isinstance(value, Mapping) and "id" in value for value in (*before, *after)):
        places = {value["id"]: index for index, value in enumerate(before)}
        return [places.get(value["id"]) for value in after]
    free = list(range(len(before)))
    found: list[int | None] = []
    for index, value in enumerate(after):
        match = next((at for at in sorted(free, key=index.__ne__) if before[at] == value), None)
        found.append(match)
        if match is not None:
            free.remove(match)
    if len(before) == len(after):
        found = [index if match is None and index in free else match for index, match in enumerate(found)]
    return found


def _entry(text: str, line: int, place: _Place, before: Any, after: Any) -> str:
    """New text of one entry of a block, from its line to its end."""
    node, stop = place.node, _line_end(text, place.last)
    is_block = isinstance(node, MappingNode | SequenceNode) and not node.flow_style and not place.is_alias
    listed = is_block and isinstance(node, SequenceNode) and not place.name  # a list right in a list: laid out anew
    if _fits(node, after) and not (place.is_alias or listed) and after and (node.value or _in_one_line(after)):
        if node.flow_style:
            return text[line : place.first] + _flow(text, node, before, after) + text[place.last : stop]
        first_line = _line_end(text, place.inside)
        inner = min(first_line, place.first)
        edit = _mapping if isinstance(after, Mapping) else _sequence
        return text[line:inner] + edit(text, node, inner, before or type(after)(), after)
    if not place.name and (is_block or not _in_one_line(after)):
        return _item(after, place.start - line)
    rest = text[place.inside : _line_end(text, place.inside)] if is_block else text[place.last : stop]
    if _in_one_line(after):
        return f"{text[line : place.inside]} {_inline(after, flow=False)}{rest}"
    below = rendered({"_": after}).split("\n", 1)[1]
    return f"{text[line : place.inside]}{rest}{_indented(below, place.start - line)}"


def _flow(text: str, node: Node, before: Any, after: Any) -> str:
    """New text of a collection in brackets; of the same shape, only its changed values are rewritten."""
    old: dict[str, Any] = _by_name(before)
    new = _by_name(after)
    if isinstance(node, MappingNode):
        children = {str(key.value): value for key, value in node.value}
    else:
        children = {str(index): value for index, value in enumerate(node.value)}
    kept = [name for name in children if name in new or name not in old]
    if len(kept) < len(children) or not set(new) <= set(children):
        return _inline(after, flow=True)
    pieces, at = [], node.start_mark.index
    for name, child in children.items():
        first, last = _span(text, child, at)
        if name in new and new[name] != old.get(name):
            here = not isinstance(child, ScalarNode) and child.start_mark.index >= at  # not an alias
            nested = here and _fits(child, new[name])
            value = _flow(text, child, old.get(name), new[name]) if nested else _inline(new[name], flow=True)
            pieces.append(f"{text[at:first]}{value}")
        else:
            pieces.append(text[at:last])
        at = last
    return "".join([*pieces, text[at : _span(text, node, 0)[1]]])


def _fits(node: Node, value: Any) -> bool:
    kind = MappingNode if isinstance(value, Mapping) else SequenceNode if isinstance(value, list) else ()
    return isinstance(node, kind)


def _by_name(collection: Any) -> dict[str, Any]:
    if isinstance(collection, Mapping):
        return dict(collection)
    return {str(index): value for index, value in enumerate(collection or ())}
