"""What people wrote, fit to be shown: no control signs, no reversed order, no longer than there is room for.

Nothing is lost by it: a name stands whole in the plan folder, a comment in its check-ins. A page leaves such signs out
(``plain``). A terminal or a log, where somebody may be looking for what is wrong, shows them as escapes (``printable``):
an escape sequence in a name colours, moves or erases nothing, and a line that ends early hides nothing.
"""

import re

LONGEST_UNIT = 40
LONGEST_NAME = 200
LONGEST_TEXT = 600
ELLIPSIS = "…"

# Control signs, and signs that turn the order of all that follows them, letters of other scripts not.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

# What acts on a terminal: control signs but tab and line feed, other ends of a line, order, what is no text at all.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_BYTES = range(0xDC80, 0xDD00)  # of a file name that is not UTF-8, as Python keeps them


def plain(text: str, longest: int | None = None) -> str:
    """Text without hidden signs, cut with "…" where it is longer than ``longest`` letters.

    Examples
    --------
    >>> plain("Head of\\x07 Retail"), plain("Head of Retail", 8)
    ('Head of Retail', 'Head of…')
    """
    shown = _HIDDEN.sub("", text)
    return shown if longest is None or len(shown) <= longest else shown[: longest - 1].rstrip() + ELLIPSIS


def sentences(*parts: str) -> str:
    """Sentences one after the other, each with its full stop."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def side(shown: float) -> str:
    """Whether an amount, as it is shown, is ``above`` nothing, ``below`` it or ``even``: which of three messages tells it."""
    return "above" if shown > 0 else "below" if shown < 0 else "even"


def printable(text: str) -> str:
    """Text for a terminal or a log: each sign that would act on it is written as an escape.

    Examples
    --------
    >>> print(printable("Retail \\x1b[31m\\r\\u202e, 5%"))
    Retail \\x1b[31m\\x0d\\u202e, 5%
    """

    def escape(found: re.Match[str]) -> str:
        code = ord(found[0])
        code -= 0xDC00 if code in _BYTES else 0
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _ACTING.sub(escape, text)


def printable_json(text: str) -> str:
    """JSON for a terminal: the same signs written as JSON writes them, so that it says exactly what it said.

    Examples
    --------
    >>> print(printable_json('"Retail \\x9b"'))
    "Retail \\u009b"
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
