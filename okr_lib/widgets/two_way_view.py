"""Two assumptions against each other: chosen, computed pair by pair while the page stays awake, and stopped at will."""

import asyncio
import time
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from okr_lib.display.explorer_tables import words_of_assumption
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.display.two_way_table import finding_two_way, table_two_way
from okr_lib.errors import OkrError
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import expected_revenue
from okr_lib.growth.target import target_revenue
from okr_lib.growth.two_way import Axis, each_pair, values_around
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from okr_lib.widgets.fields import ChoiceField
from okr_lib.widgets.parts import button, row, words_area

_SIZES = (5, 7, 11, 15)
_TURN = 0.1  # seconds of computing before the page may speak again


class TwoWayView(widgets.VBox):
    """The two-way table of a plan and scenario."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._plan: Plan | None = None
        self._scenario, self._evidence = Scenario(), Evidence()
        self._cells: Iterator[tuple[int, int, float]] = iter(())
        self.rows = ChoiceField(labels.text("Rows"), labels, [])
        self.columns = ChoiceField(labels.text("Columns"), labels, [])
        measures = [(labels.text("Likelihood of the target"), "likely"), (labels.text("Expected revenue"), "revenue")]
        self.measure = ChoiceField(labels.text("What is shown"), labels, measures)
        sizes = [(labels.text("{count} by {count}", count=str(size)), size) for size in _SIZES]
        self.size = ChoiceField(labels.text("Values"), labels, sizes)
        self.measure.show("likely")
        self.size.show(_SIZES[0])
        self.compute = button(labels.text("Compute"), self.start, main=True)
        self.stop = button(labels.text("Stop"), self._stopped)
        self.progress = widgets.IntProgress(min=0, max=1)
        self.progress.layout.display = "none"
        self.stop.layout.display = "none"
        self.finding, self.table, self.told = widgets.HTML(), widgets.HTML(), words_area()
        super().__init__(
            [
                row(self.rows, self.columns, self.measure, self.size),
                row(self.compute, self.stop, self.progress),
                self.told,
                self.finding,
                self.table,
            ]
        )

    def show(self, plan: Plan, scenario: Scenario, evidence: Evidence, labels: Labels) -> None:
        """Be about a scenario of a plan; what was computed for another is taken away."""
        if (plan, scenario) == (self._plan, self._scenario):
            return
        self.end()
        self._plan, self._scenario, self._evidence, self.labels = plan, scenario, evidence, labels
        over = evidence.is_over
        self.measure.enable(enabled=not over)
        if over:  # nothing is likely any more
            self.measure.show("revenue")
        pairs = [("target", ""), *(("momentum", stream.id) for stream in plan.streams)]
        pairs += [(kind, one.id) for _, one in plan.initiatives() if one.effects for kind in ("scale", "probability")]
        options = [(words_of_assumption(*pair, labels), pair) for pair in pairs]
        for field, first in ((self.rows, 1), (self.columns, min(2, len(pairs) - 1))):
            field.offer(options)
            if field.value not in pairs:
                field.show(pairs[min(first, len(pairs) - 1)])
        self.finding.value = self.table.value = self.told.value = ""

    def start(self) -> None:
        """Compute the table, a turn at a time."""
        self.end()
        plan = self._plan
        if plan is None:
            return
        size, self._likely = int(self.size.value), self.measure.value == "likely"
        self._rows, self._columns = (
            Axis(kind, item, values_around(plan, self._scenario, kind, item, size))
            for kind, item in (self.rows.value, self.columns.value)
        )
        evidence = self._evidence

        def likelihood(changed: Plan) -> float:
            return evidence.outlook(changed).probability

        measure: Callable[[Plan], float] = likelihood if self._likely else expected_revenue
        self._cells = each_pair(plan, self._rows, self._columns, measure, scenario=self._scenario)
        self._found = pd.DataFrame(float("nan"), index=range(size), columns=range(size))
        self.progress.max, self.progress.value, self.told.value = size * size, 0, ""
        for part in (self.progress, self.stop):
            part.layout.display = ""
        self._turn()

    def end(self) -> None:
        """Stop computing; what is known stays."""
        self._cells = iter(())
        for part in (self.progress, self.stop):
            part.layout.display = "none"

    def _stopped(self) -> None:
        self.end()
        self._draw()

    def _turn(self) -> None:
        until = time.monotonic() + _TURN
        try:
            for at, along, value in self._cells:
                self._found.iloc[at, along] = value
                self.progress.value += 1
                if time.monotonic() > until and self._later():
                    return
        except OkrError as error:
            self.told.value = refusal_words(error, self.labels)
        else:
            self._draw()
        self.end()

    def _later(self) -> bool:
        """Go on when the page has spoken; without a running loop there is nobody to speak to."""
        try:
            asyncio.get_running_loop().call_later(0.01, self._turn)
        except RuntimeError:
            return False
        return True

    def _draw(self) -> None:
        plan = self._plan
        if plan is None or self._found.isna().all(axis=None):
            return
        goal: Any = target_revenue(plan)
        self.finding.value = f"<h2>{escape(finding_two_way(self._found, self.labels, goal, likely=self._likely))}</h2>"
        self.table.value = table_two_way(self._found, self._rows, self._columns, self.labels, goal, likely=self._likely)
