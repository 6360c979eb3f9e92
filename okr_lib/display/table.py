"""A table as a value: texts by column, what its heads say, and what is special about some of its cells.

It says what cells are (a number, good, bad, a total); how that looks is said once for all tables, by the style of the page
they stand in. Its heads are real heads of columns and rows, so screen readers and printers can follow them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from okr_lib.display.blocks import NO_FORMULAS

_LONG_WORD = re.compile(r"(\S{24})(?=\S)")  # after so many letters a line may end, so that no word widens its column
_PHONE, _NAME, _WORDS, _GAP = 50, 12, 24, 1  # letters a phone has room for; of them names, words, what parts columns
_LONG_ROWS, _LONG_WORDS = 12, 1500  # a table above these may be parted in print; a smaller one moves as a whole


@dataclass(frozen=True)
class Table:
    """Texts in rows and columns.

    Parameters
    ----------
    cells
        The texts of each column; column ``name`` holds the rows' names.
    heads
        What the columns are called.
    numbers
        Columns of numbers, which stand to the right.
    identity
        Id of the table in its page.
    group
        A column whose values become headings between the rows.
    sums
        Whether the last row sums the others.
    spans
        Heads over several columns: words and columns.
    marks
        What cells are, by column and row: ``good``, ``bad``, ``muted``, ``strong``, or several of them.
    """

    cells: Mapping[str, Sequence[str]]
    heads: Mapping[str, str]
    numbers: frozenset[str] = frozenset()
    identity: str = ""
    group: str | None = None
    sums: bool = False
    spans: tuple[tuple[str, tuple[str, ...]], ...] = ()
    marks: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Names of the columns shown, that of the rows' names first."""
        return ["name", *(name for name in self.cells if name not in ("name", self.group))]

    @property
    def signed(self) -> frozenset[str]:
        """Columns of numbers that are good or bad by their sign."""
        return frozenset(
            name for (name, _), mark in self.marks.items() if mark in ("good", "bad") and name in self.numbers
        )

    def spanned(self, words: str, columns: Iterable[str]) -> "Table":
        """The same table with a head over several columns that stand together."""
        over = tuple(columns)
        return replace(self, spans=(*self.spans, (words, over))) if over else self

    def marked(self, column: str, marks: Mapping[int, str]) -> "Table":
        """The same table with what some cells of a column are, by row."""
        return replace(self, marks={**self.marks, **{(column, row): mark for row, mark in marks.items()}})

    def as_raw_html(self) -> str:
        """The table as HTML, to be styled by its page."""
        rows = range(len(self.cells["name"]))
        if self.group is None:
            body = f"<tbody>{''.join(map(self._row, rows))}</tbody>"
        else:
            groups: dict[str, list[int]] = {}
            for row in rows:
                groups.setdefault(self.cells[self.group][row], []).append(row)
            body = "".join(self._group(words, members) for words, members in groups.items())
        kind = f"{NO_FORMULAS} {'cards' if self._is_cards else ''}".strip()
        return f'<table class="{kind}" id="table-{escape(self.identity)}"><thead>{self._heads()}</thead>{body}</table>'

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        words = sum(len(text) for texts in self.cells.values() for text in texts)
        long = len(self.cells["name"]) > _LONG_ROWS or words > _LONG_WORDS
        tight = any(_LONG_WORD.search(text) for texts in self.cells.values() for text in texts)
        kind = " ".join(["table", *(["long"] if long else []), *(["tight"] if tight else [])])
        return {"text/html": self.as_raw_html(), "text/plain": repr(self)}, {"text/html": {"kind": kind}}

    def __repr__(self) -> str:
        rows = zip(*(self.cells[name] for name in self.columns), strict=True)
        heads = [self.heads.get(name, name) for name in self.columns]
        return "\n".join(" | ".join(row) for row in [heads, *rows])

    @property
    def _is_cards(self) -> bool:
        """Whether a narrow page shows it as cards: it is sentences, or too wide to be seen whole there."""
        words = [name for name in self.columns[1:] if name not in self.numbers]
        if len(words) > 1 and (bool(self.spans) or 2 * len(words) >= len(self.columns) - 1):
            return True
        numbers = [name for name in self.columns[1:] if name in self.numbers]
        letters = sum(max(map(len, [*self.heads.get(name, name).split(), *self.cells[name]])) for name in numbers)
        return _NAME + letters + _WORDS * len(words) + _GAP * len(numbers) > _PHONE

    def _heads(self) -> str:
        over = {columns[0]: (words, columns) for words, columns in self.spans}
        inside = {name for _, columns in self.spans for name in columns}
        first: list[str] = []
        second: list[str] = []
        for name in self.columns:
            if name in over:
                words, columns = over[name]
                first.append(f'<th scope="colgroup" colspan="{len(columns)}" class="span">{_broken(words)}</th>')
            own = self._head(name, both=bool(inside) and name not in inside)
            (second if name in inside else first).append(own)
        return "".join(f"<tr>{''.join(cells)}</tr>" for cells in (first, second) if cells)

    def _head(self, name: str, *, both: bool) -> str:
        rows = ' rowspan="2"' if both else ""
        kind = ' class="number"' if name in self.numbers else ""
        return f'<th scope="col"{rows}{kind}>{_broken(self.heads.get(name, name))}</th>'

    def _group(self, words: str, rows: Sequence[int]) -> str:
        head = f'<th scope="rowgroup" colspan="{len(self.columns)}" dir="auto">{_broken(words)}</th>'
        return f'<tbody><tr class="group">{head}</tr>{"".join(map(self._row, rows))}</tbody>'

    def _row(self, row: int) -> str:
        last = self.sums and row == len(self.cells["name"]) - 1
        cells = [f'<th scope="row" dir="auto">{_broken(self.cells["name"][row])}</th>']
        cells += [self._cell(name, row) for name in self.columns[1:]]
        opening = '<tr class="total">' if last else "<tr>"
        return f"{opening}{''.join(cells)}</tr>"

    def _cell(self, name: str, row: int) -> str:
        kinds = [*(["number"] if name in self.numbers else []), *filter(None, [self.marks.get((name, row))])]
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        side = "" if name in self.numbers else ' dir="auto"'
        head = f' data-head="{escape(self.heads.get(name, name))}"' if self._is_cards else ""
        return f"<td{kind}{side}{head}>{_broken(self.cells[name][row])}</td>"


def _broken(text: str) -> str:
    """Text as HTML, with places in very long words where a line may end."""
    return "<wbr>".join(escape(part, quote=False) for part in _LONG_WORD.sub("\\1\0", text).split("\0"))
