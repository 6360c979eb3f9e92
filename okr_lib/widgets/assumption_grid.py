"""Every assumption of a scenario in one grid: typed in place, pasted from a spreadsheet and copied to one.

How it is drawn, and how keys move in it, is in ``assumption_grid.js`` and ``assumption_grid.css``, which know no plan: they
send texts with the places they were typed at, and show the rows they are answered with.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from okr_lib.display.assumption_cells import grid_columns, grid_row, read_cell
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import OkrError
from okr_lib.growth.assumption_table import POINTS, SINGLE, Row, assumption_table, with_assumptions
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from okr_lib.widgets.parts import script

_Values = dict[Hashable, Any]  # of a row, by column
_Typed = Mapping[str, Any]  # row (kind, item, effect), column, text


class AssumptionGrid(anywidget.AnyWidget):
    """The grid: ``take`` is called with the scenario that entries make, ``undo`` when somebody takes back the last change."""

    _esm = script("assumption_grid.js")
    _css = Path(__file__).with_name("assumption_grid.css")
    words: Any = traitlets.Dict().tag(sync=True)
    columns: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    filters: Any = traitlets.List().tag(sync=True)
    problems: Any = traitlets.List().tag(sync=True)

    def __init__(
        self, plan: Plan, labels: Labels, take: Callable[[Scenario], object], undo: Callable[[], object]
    ) -> None:
        self._take, self._undo = take, undo
        self._drawn: dict[Row, tuple[_Values, dict[str, Any]]] = {}
        self._waiting: dict[Row, dict[str, tuple[str, Any]]] = {}  # estimates that are not in order yet
        super().__init__()
        self._open(plan, labels)
        self.show(plan, Scenario(), labels)
        self.on_msg(lambda _, told, __: self.told(told))

    def show(self, plan: Plan, scenario: Scenario, labels: Labels) -> None:
        """Bring the grid to a scenario of a plan."""
        if plan is not self.plan:
            self._open(plan, labels)
        self.scenario, before = scenario, self._drawn
        self._table = _by_row(assumption_table(plan, scenario))
        self._drawn = {
            row: before[row]
            if row in before and before[row][0] == values
            else (values, grid_row(values, self._planned.get(row, {}), labels))
            for row, values in self._table.items()
        }
        self.rows = [self._with_waiting(row, drawn) for row, (_, drawn) in self._drawn.items()]

    def told(self, told: _Typed) -> None:
        """Do what somebody did: ``typed`` entries, ``left`` a row, took the last change back with ``undo``."""
        if told["do"] == "typed":
            self.enter(told["entries"])
        elif told["do"] == "left":
            self._give_up(Row(*told["row"]))
        else:
            self._waiting.clear()
            self.problems = []
            self._undo()

    def enter(self, entries: Sequence[_Typed]) -> None:
        """Take what was typed or pasted, each row as a whole; what cannot be is said at its cell, and the rest taken."""
        problems: list[dict[str, Any]] = []
        _by_row: dict[Row, dict[str, tuple[str, Any]]] = {}
        for entry in entries:
            row, column, text = Row(*entry["row"]), str(entry["column"]), str(entry["text"])
            try:
                _by_row.setdefault(row, {})[column] = (text, self._read(row, column, text))
            except OkrError as error:
                problems.append(_problem(row, column, text, refusal_words(error, self.labels)))
        scenario = self.scenario
        for row, typed in _by_row.items():
            cells = self._waiting.pop(row, {}) | typed
            try:
                scenario = self._with(scenario, row, cells)
            except OkrError as error:
                if len(entries) == 1 and set(cells) <= set(POINTS) and row.kind not in SINGLE:
                    self._waiting[row] = cells  # until the row is left: its other numbers may still be on their way
                    continue
                words = refusal_words(error, self.labels)
                problems += [_problem(row, name, text, words) for name, (text, _) in cells.items()]
        self.problems = problems
        if scenario != self.scenario:
            self._take(scenario)
        else:
            self.show(self.plan, self.scenario, self.labels)

    def _read(self, row: Row, column: str, text: str) -> Any:
        found = self._table.get(row, {})
        if found.get(column) is None:
            raise OkrError(self.labels.text("nothing can be written here"))
        return read_cell(found, column, text, self.plan, self.labels)

    def _with(self, scenario: Scenario, row: Row, cells: Mapping[str, tuple[str, Any]]) -> Scenario:
        return with_assumptions(self.plan, scenario, row, {name: value for name, (_, value) in cells.items()})

    def _give_up(self, row: Row) -> None:
        """A row is left: what is still not in order there is refused, and the row shows what holds."""
        cells = self._waiting.pop(row, None)
        if cells is None:
            return
        try:
            self._with(self.scenario, row, cells)
        except OkrError as error:
            words = refusal_words(error, self.labels)
            self.problems = [_problem(row, name, text, words) for name, (text, _) in cells.items()]
        self.show(self.plan, self.scenario, self.labels)

    def _with_waiting(self, row: Row, drawn: dict[str, Any]) -> dict[str, Any]:
        """A row as it is drawn, with what was typed in it that is not in order yet."""
        waiting = {
            name: drawn["cells"][name] | {"text": text} for name, (text, _) in self._waiting.get(row, {}).items()
        }
        return drawn | {"cells": drawn["cells"] | waiting} if waiting else drawn

    def _open(self, plan: Plan, labels: Labels) -> None:
        """What stays while scenarios of one plan are tried."""
        self.plan, self.labels, self._planned = plan, labels, _by_row(assumption_table(plan))
        self._drawn = {}
        team, area = labels.text("Team"), labels.text("Focus area")
        self.filters = [
            {"key": "team", "label": team, "options": [[one.id, one.name] for one in plan.teams]},
            {"key": "area", "label": area, "options": [[one.id, one.name] for one in plan.focus_areas]},
        ]
        self.columns = grid_columns(labels)
        self.words = {
            "name": labels.text("What is assumed"),
            "grid": labels.text("Assumptions"),
            "all": labels.text("All"),
            "yes": labels.text("yes"),
            "no": labels.text("no"),
            "was": labels.text("the plan has {value}"),
            "changed": labels.text("Only what is different"),
            "copied": labels.text("Copied"),
            "refused": labels.text("Not taken"),
            "help": labels.text(
                "Type to change a cell, Enter or Tab to go on, Esc to let it be. Cells can be copied to a spreadsheet "
                "and pasted from one; Ctrl+Z takes the last change back."
            ),
        }


def _by_row(table: pd.DataFrame) -> dict[Row, _Values]:
    """The rows of what ``assumption_table`` returns."""
    return {Row(one["kind"], one["item"], one["effect"]): one for one in table.to_dict("records")}


def _problem(row: Row, column: str, text: str, words: str) -> dict[str, Any]:
    return {"row": list(row), "column": column, "text": text, "words": words}
