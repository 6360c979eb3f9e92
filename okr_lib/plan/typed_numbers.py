"""Numbers as people type them: with a decimal comma, with signs between thousands, as a percentage.

Files have 0.05. In braces a comma separates fields, so that YAML reads `{growth: 0,05}` as a growth of 0 and a field
named 05 with nothing after it, without a word. Here such a number is found and what it was meant to be is named.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from okr_lib.errors import Message
from okr_lib.plan.fields import FieldPath

MAY_BE_SPLIT = re.compile(r"\d\s*,\s*\d")
_PIECE = re.compile(r"\d+(?:\.\d+)?(?:\s*%)?")
_NUMBER_TAGS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")

_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")  # 1,234.5
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")  # 1.234,5
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")


def meanings(text: str) -> tuple[Decimal, ...]:
    """The numbers that a text may mean: none, one, or two where a comma may stand for either.

    Examples
    --------
    >>> [[str(number) for number in meanings(text)] for text in ("0,05", "2,5 %", "1.234,5", "4,455", "half")]
    [['0.05'], ['0.025'], ['1234.5'], ['4455', '4.455'], []]
    """
    typed = re.sub(r"\s", "", text)
    digits = typed.removesuffix("%")
    found = []
    if _GROUPED.fullmatch(digits) and not re.match(r"[-+]?0", digits):
        found.append(digits.replace(",", ""))
    if _DECIMAL_COMMA.fullmatch(digits):
        found.append(digits.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(digits):
        found.append(digits)
    return tuple(Decimal(number) / (100 if typed.endswith("%") else 1) for number in found)


def number_of(text: str) -> float | None:
    """The number that a text is as files write it, a percentage as a share; nothing where it is none.

    Examples
    --------
    >>> number_of("12.5"), number_of("12.5%"), number_of("12,5")
    (12.5, 0.125, None)
    """
    try:
        number = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        return None
    return float(number / 100 if text.endswith("%") else number) if number.is_finite() else None


def remedy(text: str, numbers: tuple[Decimal, ...], example: str = "12.5") -> Message:
    """What is wrong with a text that is no number, and the number to write instead; ``example`` where none was meant.

    Examples
    --------
    >>> remedy("0,05", meanings("0,05")), remedy("4,455", meanings("4,455"))
    ("'0,05' is not a number; write 0.05", "'4,455' may mean two numbers; write 4455 or 4.455")
    """
    if len(numbers) == 2:
        return Message(
            "{text} may mean two numbers; write {whole} or {decimal}",
            text=repr(text),
            whole=f"{numbers[0]:f}",  # as it is: a sign between thousands is what nobody can tell
            decimal=numbers[1],
        )
    meant = Message("write {example}", example=numbers[0] if numbers else Decimal(example))
    return Message("{value} is not a number; {remedy}", value=repr(text), remedy=meant)


def split_numbers(root: Node | None) -> Iterator[tuple[FieldPath, int, str]]:
    """Numbers in braces that a comma has split: the field's path, its line (from 1), and what is wrong with it."""
    seen: set[int] = set()
    waiting: list[tuple[FieldPath, Node | None]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if id(node) in seen:
            continue  # an alias
        seen.add(id(node))
        if isinstance(node, SequenceNode):
            waiting += [((*path, place), item) for place, item in reversed([*enumerate(node.value)])]
        elif isinstance(node, MappingNode):
            waiting += [((*path, str(key.value)), value) for key, value in reversed(node.value)]
            if node.flow_style:
                yield from _split_in(node, path)


def _split_in(node: MappingNode, path: FieldPath) -> Iterator[tuple[FieldPath, int, str]]:
    """The numbers that are split in one pair of braces; several pieces belong to the number before them."""
    pieces: list[str] = []
    before: Node | None = None
    for key, value in [*node.value, (None, None)]:
        if pieces and _is_piece(key, value):
            pieces.append(key.value)
            continue
        if before is not None and len(pieces) > 1:
            text = ",".join(pieces)
            numbers = meanings(text)
            message = Message(
                "{text} is split by its comma, which separates fields here; write {example}",
                text=repr(text),
                example=numbers[0] if numbers else 12.5,
            )
            if len(numbers) == 2:
                message = remedy(text, numbers)
            yield (*path, str(before.value)), before.start_mark.line + 1, message
        is_number = isinstance(value, ScalarNode) and value.tag in _NUMBER_TAGS
        before, pieces = key, [value.value] if is_number else []


def _is_piece(key: Node | None, value: Node | None) -> bool:
    """Whether a field is only what a comma left over: digits with nothing after them."""
    return (
        isinstance(key, ScalarNode)
        and key.style is None
        and _PIECE.fullmatch(key.value) is not None
        and isinstance(value, ScalarNode)
        and value.value == ""
    )
