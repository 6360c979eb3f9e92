"""Tables and words for a terminal and in Markdown; whatever a plan's texts hold, they stay text in their line and cell."""

import re
from collections.abc import Collection, Sequence

from okr_lib.display.wording import plain, printable

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|!~&$@])")


def aligned(rows: Sequence[Sequence[str]], left: int) -> str:
    """Rows in columns: the first ``left`` columns aligned left, the others right. No cell leaves its line.

    Examples
    --------
    >>> print(aligned([["Retail", "1.0"], ["Web", "12.0"]], 1))
    Retail   1.0
    Web     12.0
    """
    cells = [[printable(text.replace("\n", " ").replace("\t", " ")) for text in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column < left else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is, in one line.

    Examples
    --------
    >>> print(markdown_text("**Retail** | <b>"))
    \\*\\*Retail\\*\\* \\| \\<b\\>
    """
    return _MARKS.sub(r"\\\1", plain(" ".join(text.split())))


def markdown_table(rows: Sequence[Sequence[str]], numbers: Collection[int] = ()) -> str:
    """Rows as a Markdown table, the first its head; ``numbers`` are columns that stand to the right."""
    head, *body = [[markdown_text(text) for text in row] for row in rows]
    rule = ["---:" if column in numbers else "---" for column in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *body])
