"""What people wrote, fit to be shown: no control signs, no reversed order, no longer than there is room for.

Nothing is lost by it: a name stands whole in the plan folder, a comment in its check-ins.
"""

import re

LONGEST_UNIT = 40
LONGEST_NAME = 200
LONGEST_TEXT = 600
ELLIPSIS = "…"

# Control signs, and signs that turn the order of all that follows them, letters of other scripts not.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def plain(text: str, longest: int | None = None) -> str:
    """Text without hidden signs, cut with "…" where it is longer than ``longest`` letters.

    Examples
    --------
    >>> plain("Head of\\x07 Retail"), plain("Head of Retail", 8)
    ('Head of Retail', 'Head of…')
    """
    shown = _HIDDEN.sub("", text)
    return shown if longest is None or len(shown) <= longest else shown[: longest - 1].rstrip() + ELLIPSIS
