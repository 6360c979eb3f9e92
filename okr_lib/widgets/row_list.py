"""A short list of rows, each with the same few fields: actions, decisions sought, drafts.

A row counts when its needed fields are filled in; until then it is only on the page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.widgets.fields import ChoiceField, DateField, Field, NumberField, TextField
from okr_lib.widgets.parts import button, close_all, head, row

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A field of every row: words (``lines`` of them), a choice of ``options``, a day, or an amount."""

    name: str
    label: str
    lines: int = 1
    day: bool = False
    amount: bool = False
    options: Sequence[tuple[str, Any]] = ()
    needed: bool = True

    def field(self, labels: Labels) -> Field:
        """A field for one row."""
        if self.day:
            return DateField(self.label, labels)
        if self.amount:
            return NumberField(self.label, labels, optional=True)
        if self.options:
            return ChoiceField(self.label, labels, self.options)
        return TextField(self.label, labels, lines=self.lines, optional=True)


class RowList(widgets.VBox):
    """Rows, each with a field for every column.

    ``changed`` is told of all complete rows when one changed, and gives why they cannot be, or the empty text.
    """

    def __init__(
        self, title: str, columns: Sequence[Column], labels: Labels, changed: Callable[[list[Row]], str]
    ) -> None:
        self.columns, self.labels, self._changed = columns, labels, changed
        self.rows: list[dict[str, Field]] = []
        self.place = widgets.VBox()
        self.add = button(labels.text("Add"), self.add_row)
        super().__init__([head(title), self.place, row(self.add)])

    @property
    def complete(self) -> list[Row]:
        """The rows whose needed fields are filled in."""
        found = [{name: entry.value for name, entry in fields.items()} for fields in self.rows]
        return [given for given in found if all(given[column.name] for column in self.columns if column.needed)]

    def show(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Show records; rows that are not complete yet stay below them."""
        if [dict(record) for record in records] == self.complete:
            return
        open_rows = [
            {name: entry.value for name, entry in fields.items()}
            for fields in self.rows
            if not all(fields[column.name].value for column in self.columns if column.needed)
        ]
        self.rows = []
        old = self.place.children
        self.place.children = []
        for record in [*records, *open_rows]:
            self._put(record)
        close_all(old)

    def add_row(self) -> None:
        """Add an empty row."""
        self._put({})

    def enable(self, *, enabled: bool) -> None:
        """Let people change the rows, or only read them."""
        self.add.disabled = not enabled
        for fields in self.rows:
            for entry in fields.values():
                entry.enable(enabled=enabled)

    def _put(self, record: Mapping[str, Any]) -> None:
        fields = {column.name: column.field(self.labels) for column in self.columns}
        for name, entry in fields.items():
            entry.show(record.get(name))
            entry.on_entry(self._entered)
        self.rows.append(fields)
        remove = button(self.labels.text("Remove"), partial(self._remove, fields))
        self.place.children = [*self.place.children, row(*fields.values(), remove)]

    def _entered(self, entry: Field) -> None:
        entry.refuse(self._changed(self.complete))

    def _remove(self, fields: dict[str, Field]) -> None:
        at = next(number for number, other in enumerate(self.rows) if other is fields)
        gone = self.place.children[at]
        self.rows.pop(at)
        self.place.children = [child for child in self.place.children if child is not gone]
        self._changed(self.complete)
        close_all([gone])
