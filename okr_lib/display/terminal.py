"""Tables and words for the terminal and in Markdown, in names and with units; for machines there are CSV and JSON.

Whatever a plan's texts hold, they stay text in their line and cell. Whoever opens a CSV file in a spreadsheet shall read
text there, not run it: text that would begin a formula gets the apostrophe that marks it as text. Numbers stay numbers.
"""

import re
from collections.abc import Collection, Sequence

import pandas as pd

from okr_lib.display.labels import Labels
from okr_lib.display.standing_words import finding_standing_of, step_amount, step_name
from okr_lib.display.table import Table
from okr_lib.display.wording import plain, printable
from okr_lib.growth.breakdown import bridge
from okr_lib.growth.standing import standing
from okr_lib.plan.model import Plan
from okr_lib.plan.workbook.cells import unread

HEADS = {
    "line": "Line",
    "stream": "Stream",
    "team": "Team",
    "focus_area": "Focus area",
    "initiative": "Initiative",
    "quarter": "Quarter",
}
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|!~&$@])")


def closing(plan: Plan, ledger: pd.DataFrame, labels: Labels) -> str:
    """Whether a plan closes, and each step of its bridge, ending at the target."""
    rows = [[step_name(step, labels), step_amount(step, labels)] for step in bridge(ledger).to_dict("records")]
    head = finding_standing_of(" ".join(plan.name.split()), standing(ledger), labels)
    return f"{head}\n{aligned([['', labels.money_unit], *rows], 1)}"


def breakdown_table(table: pd.DataFrame, labels: Labels) -> str:
    """A breakdown with its last column across the top, if it has more than one, and a total."""
    keys = list(table.columns[:-1])
    named = table.copy()
    for column in keys:
        none = labels.text("(none)")
        named[column] = [labels.name(column, value) or none for value in table[column]]
    heads = [labels.text(HEADS[column]) for column in keys]
    if len(keys) == 1:
        across = [labels.money_unit]
        rows = [[row[0], labels.number(row[1])] for row in named.itertuples(index=False)]
        rows.append([labels.text("Total"), labels.number(table["amount"].sum())])
        return aligned([[heads[0], *across], *rows], 1)
    order = [named[column].unique() for column in keys]
    pivot = named.pivot_table(
        index=keys[:-1], columns=keys[-1], values="amount", aggfunc="sum", sort=False, observed=True
    ).reindex(columns=order[-1])
    lines = [[*heads[:-1], *pivot.columns, labels.text("Total")]]
    for label, values in zip(pivot.index, pivot.to_numpy(), strict=True):
        parts = label if isinstance(label, tuple) else (label,)
        total = pd.Series(values).sum()
        lines.append([*parts, *(labels.number(value) for value in values), labels.number(total)])
    sums = pivot.sum()
    blank = [""] * (len(keys) - 2)
    lines.append([labels.text("Total"), *blank, *(labels.number(value) for value in sums), labels.number(sums.sum())])
    return f"{aligned(lines, len(keys) - 1)}\n{labels.money_unit}"


def breakdown_csv(table: pd.DataFrame) -> str:
    """A breakdown as CSV; text a spreadsheet would take for a formula is marked as text.

    Examples
    --------
    >>> print(breakdown_csv(pd.DataFrame({"team": ["=1+1", "sales"], "amount": [-5.0, 2.0]})))
    team,amount
    '=1+1,-5.0
    sales,2.0
    """
    texts = table.select_dtypes(exclude="number").columns
    safe = table.assign(**{column: [unread(value) for value in table[column]] for column in texts})
    return str(safe.to_csv(index=False)).rstrip("\n")


def table_words(table: Table) -> str:
    """A table of a report on the terminal: numbers to the right, words to the left, a group's name above its rows."""
    heads = [printable(table.heads.get(name, name)) for name in table.columns]
    count = len(table.cells["name"])
    rows = [[printable(" ".join(table.cells[name][row].split())) for name in table.columns] for row in range(count)]
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    lines, before = [], None
    for number, row in enumerate([heads, *rows]):
        group = table.cells[table.group][number - 1] if table.group and number else None
        if group != before:
            lines += ["", printable(group or "")]
            before = group
        cells = zip(row, widths, table.columns, strict=True)
        lines.append("  ".join(c.rjust(w) if name in table.numbers else c.ljust(w) for c, w, name in cells).rstrip())
    return "\n".join(lines)


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
