"""Two assumptions against each other: chosen, computed pair by pair while the page stays awake, and stopped at will."""

from collections.abc import Callable, Iterator
from typing import Any

import ipywidgets as widgets
import pandas as pd

from okr_lib.display.explorer_tables import words_of_assumption
from okr_lib.display.labels import Labels
from okr_lib.display.two_way_table import finding_two_way, table_two_way
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import expected_revenue
from okr_lib.growth.target import target_revenue
from okr_lib.growth.two_way import Axis, each_pair, values_around
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from okr_lib.widgets.fields import ChoiceField
from okr_lib.widgets.parts import heading, row
from okr_lib.widgets.turns import Turns

_SIZES = (5, 7, 11, 15)


class TwoWayView(widgets.VBox):
    """The two-way table of a plan and scenario."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._plan: Plan | None = None
        self._scenario, self._evidence = Scenario(), Evidence()
        self.rows = ChoiceField(labels.text("Rows"), labels, [])
        self.columns = ChoiceField(labels.text("Columns"), labels, [])
        measures = [(labels.text("Likelihood of the target"), "likely"), (labels.text("Expected revenue"), "revenue")]
        self.measure = ChoiceField(labels.text("What is shown"), labels, measures)
        sizes = [(labels.text("{count} by {count}", count=str(size)), size) for size in _SIZES]
        self.size = ChoiceField(labels.text("Values"), labels, sizes)
        self.measure.show("likely")
        self.size.show(_SIZES[0])
        self.turns = Turns(labels, self.start)
        self.finding, self.table = widgets.HTML(), widgets.HTML()
        choices = row(self.rows, self.columns, self.measure, self.size)
        super().__init__([choices, self.turns, self.finding, self.table])

    def show(self, plan: Plan, scenario: Scenario, evidence: Evidence, labels: Labels) -> None:
        """Be about a scenario of a plan; what was computed for another is taken away."""
        if (plan, scenario) == (self._plan, self._scenario):
            return
        self.turns.end()
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
        self.finding.value = self.table.value = ""
        self.turns.tell("")

    def start(self) -> None:
        """Compute the table, a turn at a time."""
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
        self._found = pd.DataFrame(float("nan"), index=range(size), columns=range(size))
        cells = each_pair(plan, self._rows, self._columns, measure, scenario=self._scenario)
        self.turns.run(self._filled(cells), size * size, self._draw)

    def _filled(self, cells: Iterator[tuple[int, int, float]]) -> Iterator[None]:
        for at, along, value in cells:
            self._found.iloc[at, along] = value
            yield

    def _draw(self) -> None:
        plan = self._plan
        if plan is None or self._found.isna().all(axis=None):
            return
        goal: Any = target_revenue(plan)
        self.finding.value = heading(finding_two_way(self._found, self.labels, goal, likely=self._likely), 2)
        self.table.value = table_two_way(self._found, self._rows, self._columns, self.labels, goal, likely=self._likely)
