"""A list of records with one editor: choose on the left, edit on the right, add below.

Only the chosen record has fields, so a list of three hundred is as quick as one of three.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.places import place_words
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import OkrError
from okr_lib.plan.changes import ids_of, references_to, value_at, with_record, without
from okr_lib.plan.fields import FieldPath
from okr_lib.widgets.desk import Desk, Ties
from okr_lib.widgets.fields import TextField
from okr_lib.widgets.parts import alert, button, close_all, items, row, words_area

_ROWS = 8


class RecordList(widgets.VBox):
    """Records of the list of the plan at a path.

    ``adding`` and ``removing`` are the label of the field for a new record's name and the words of the button that
    removes the chosen one. ``editor`` makes the fields of the record at a path, ``fresh`` what a new record of a name
    holds besides it. When what ``shape`` makes of a record changes, its fields are made anew. ``stacked``, the editor
    stands below the list; ``alone`` is the id of the one record that is shown, where it is chosen elsewhere.
    """

    def __init__(
        self,
        desk: Desk,
        path: FieldPath,
        title: str,
        adding: str,
        removing: str,
        editor: Callable[[FieldPath, Ties], Sequence[widgets.Widget]],
        *,
        fresh: Callable[[str], Mapping[str, Any]],
        shape: Callable[[Mapping[str, Any]], Any] = lambda record: record["id"],
        stacked: bool = False,
        alone: str = "",
    ) -> None:
        self.desk, self.path = desk, path
        self._editor, self._fresh, self._shape = editor, fresh, shape
        self._ties = Ties(desk)
        self._built: Any = None
        self._showing = False
        labels = desk.labels
        self.choice = widgets.Select(options=[], rows=_ROWS, description=title)
        self.choice.observe(lambda _: self._chosen(), "value")
        self.adding = TextField(adding, labels, optional=True)
        self.add = button(labels.text("Add"), self._add)
        self.remove = button(removing, self._remove)
        self.words = words_area()
        self.fields = widgets.VBox()
        adder = row(self.adding, self.add, kind="okr-add")
        allowed = desk.may_edit((*path, "new"))
        side = widgets.VBox([self.choice, *([adder] if allowed else [])])
        body = widgets.VBox([self.fields, self.words])
        whole = body if alone else row(side, body, kind="okr-list")
        if stacked:
            whole.add_class("okr-stacked")
        super().__init__([whole])
        self.refresh()
        self.choice.value = alone or self.choice.value

    @property
    def records(self) -> list[Mapping[str, Any]]:
        """The records as they stand."""
        found: list[Mapping[str, Any]] = value_at(self.desk.data, self.path)
        return found

    def refresh(self) -> None:
        """Bring list and editor to the plan."""
        options = [(record.get("name") or record.get("title"), record["id"]) for record in self.records]
        chosen = self.choice.value
        known = [value for _, value in options]
        if tuple(options) != tuple(self.choice.options):
            self._showing = True
            try:
                self.choice.options = options
                self.choice.value = chosen if chosen in known else next(iter(known), None)
                self.choice.rows = min(max(len(options), 2), _ROWS)
            finally:
                self._showing = False
        self._build()
        self._ties.refresh()

    def _chosen(self) -> None:
        if not self._showing:
            self.words.value = ""
            self._build()

    def _build(self) -> None:
        name = self.choice.value
        record = next((record for record in self.records if record["id"] == name), None)
        shape = None if record is None else (name, self._shape(record))
        if shape == self._built:
            return
        self._built = shape
        self._ties.clear()
        old = self.fields.children
        if record is None:
            self.fields.children = []
        else:
            path = (*self.path, name)
            removing = [row(self.remove)] if self.desk.may_edit(path) else []
            self.fields.children = [*self._editor(path, self._ties), *removing]
        close_all(child for child in old if self.remove not in getattr(child, "children", ()))

    def _add(self) -> None:
        name, labels = str(self.adding.entry.value).strip(), self.desk.labels
        if not name:
            self.adding.refuse(labels.text("Write something here; it cannot be empty"))
            return
        self.adding.show(None)
        self.adding.entry.value = ""  # before the change is drawn and saved: meanwhile the next name may be typed
        data = self.desk.data
        try:
            changed, given = with_record(data, self.path, self._fresh(name), ids_of(data, str(self.path[-1])))
            self.desk.session.change_data(changed)
        except OkrError as error:
            self.adding.entry.value = name
            self.adding.refuse(refusal_words(error, labels))
            return
        self.choice.value = given

    def _remove(self) -> None:
        name, labels = self.choice.value, self.desk.labels
        data, path = self.desk.data, (*self.path, self.choice.value)
        around = [place for place in references_to(data, str(self.path[-1]), name) if place[: len(path)] != path]
        inside = _names_inside(value_at(data, path))
        around += [
            place for kind, inner in inside for place in references_to(data, kind, inner) if place[: len(path)] != path
        ]
        if around:
            named = items(place_words(data, place, labels) for place in dict.fromkeys(around))
            said = escape(labels.text("It is used here; take it out there first:"))
            self.words.value = f'<div role="alert">{said}{named}</div>'
            return
        self.words.value = alert(self.desk.attempt(lambda now: without(now, path)))


def _names_inside(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Lists and ids of records that go with a record."""
    lists = ("objectives", "key_results", "initiatives")
    found = [(field, inner) for field in lists for inner in record.get(field) or () if isinstance(inner, Mapping)]
    return [(field, inner["id"]) for field, inner in found] + [
        name for _, inner in found for name in _names_inside(inner)
    ]
