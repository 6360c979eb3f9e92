"""The view of a scenario beside the plan: figures, and bridges, a table, the likelihood, what matters or what is needed."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from html import escape

import ipywidgets as widgets
import pandas as pd

from okr_lib.display import explorer_tables as words
from okr_lib.display.bridges import svg_bridges
from okr_lib.display.driver_table import finding_drivers, table_drivers
from okr_lib.display.labels import Labels
from okr_lib.display.outlook_charts import chart_likelihood, chart_tornado
from okr_lib.display.scenario_tables import finding_tornado, table_goal_seek
from okr_lib.growth.comparison import Case, compare_bridges, compare_initiatives, compare_lines, largest_initiatives
from okr_lib.growth.scenario_drivers import scenario_drivers
from okr_lib.growth.sensitivity import goal_seek, nearest_needed, tornado
from okr_lib.plan.scenario import Scenario
from okr_lib.widgets.budget_view import BudgetView
from okr_lib.widgets.fields import ChoiceField
from okr_lib.widgets.parts import button, row
from okr_lib.widgets.picture_area import PictureArea
from okr_lib.widgets.two_way_view import TwoWayView

_LOOKED_AT = 30  # initiatives in what matters most and what would close the gap: those that bring most


class View(StrEnum):
    """What can be looked at."""

    BRIDGES = "bridges"
    TABLE = "table"
    LIKELIHOOD = "likelihood"
    TORNADO = "tornado"
    GOAL_SEEK = "goal_seek"
    DRIVERS = "drivers"
    BUDGET = "budget"
    TWO_WAY = "two_way"


_VIEWS = {
    View.BRIDGES: "Bridges",
    View.TABLE: "Table",
    View.LIKELIHOOD: "Likelihood",
    View.TORNADO: "What matters most",
    View.GOAL_SEEK: "What would close the gap",
    View.DRIVERS: "Drivers",
    View.BUDGET: "What each budget buys",
    View.TWO_WAY: "Two against each other",
}


class ScenarioView(widgets.VBox):
    """Figures of several cases, and one view of them; only the view that is looked at is drawn.

    ``take`` is called with what ``goal_seek`` found, the kind and the item when somebody wants to assume the value
    needed; ``fund`` with the scenario in which just the set of a budget is done.
    """

    def __init__(
        self, labels: Labels, take: Callable[[pd.DataFrame, str, str], object], fund: Callable[[Scenario], object]
    ) -> None:
        self.labels = labels
        self.finding = ""
        self._cases: Sequence[Case] = ()
        self._scenario = Scenario()
        self._sought = pd.DataFrame()
        options = [(labels.text(_VIEWS[view]), view) for view in View]
        self.choice = widgets.ToggleButtons(
            options=options, description=labels.text("Show"), style={"button_width": "auto"}
        )
        self.choice.observe(lambda _: self._draw(), "value")
        self._figures, self._finding, self._table = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._picture, self._chart = PictureArea(height="380px"), PictureArea(height="540px")
        self.assumption = ChoiceField(labels.text("Assumption"), labels, [])
        self.take = button(
            labels.text("Assume this value"),
            lambda: self.assumption.value and take(self._sought, *self.assumption.value),
        )
        self._closer = row(self.assumption, self.take, kind="okr-add")
        self.pairs, self.budget = TwoWayView(labels), BudgetView(labels, fund)
        super().__init__(
            [
                self._figures,
                self.choice,
                self._finding,
                self._picture,
                self._chart,
                self._table,
                self._closer,
                self.pairs,
                self.budget,
            ]
        )

    def show(self, cases: Sequence[Case], scenario: Scenario, labels: Labels) -> None:
        """Show cases of one plan: the plan first, then a scenario of it, then any others."""
        self._cases, self._scenario, self.labels = cases, scenario, labels
        self._figures.value = words.figures(cases, labels).html
        self._draw()

    def _draw(self) -> None:
        if not self._cases:
            return
        view = View(self.choice.value)
        over = self._cases[0].outlook.over  # nothing is likely any more
        charted = view is View.TORNADO or (view is View.LIKELIHOOD and not over)  # its title is the finding
        for part, shown in (
            (self._picture, view is View.BRIDGES),
            (self._chart, charted),
            (self._table, view in (View.TABLE, View.GOAL_SEEK, View.DRIVERS)),
            (self._closer, view is View.GOAL_SEEK),
            (self.pairs, view is View.TWO_WAY),
            (self.budget, view is View.BUDGET),
        ):
            part.layout.display = "" if shown else "none"
        if view is not View.TWO_WAY:
            self.pairs.turns.end()
        plan, now, *_ = self._cases
        draw: dict[View, Callable[[Case, Case], str]] = {
            View.BRIDGES: self._bridges,
            View.TABLE: self._comparison,
            View.LIKELIHOOD: self._likelihood,
            View.TORNADO: self._tornado,
            View.GOAL_SEEK: self._goal_seek,
            View.DRIVERS: self._drivers,
            View.BUDGET: self._budget,
            View.TWO_WAY: self._pairs,
        }
        self.finding = draw[view](plan, now)
        hidden = ' class="okr-unseen"' if charted else ""
        self._finding.value = f'<div role="status"{hidden}><h2>{escape(self.finding)}</h2></div>'

    def _bridges(self, plan: Case, now: Case) -> str:
        self._picture.show_svg(*svg_bridges(compare_bridges(self._cases), self.labels))
        return words.finding_case(plan, now, self.labels)

    def _comparison(self, plan: Case, now: Case) -> str:
        tables = [compare_lines(self._cases), compare_initiatives(self._cases)]
        shown = [words.table_comparison(table, self.labels).as_raw_html() for table in tables if len(table)]
        self._table.value = "<br>".join(shown)
        return words.finding_case(plan, now, self.labels)

    def _likelihood(self, plan: Case, now: Case) -> str:
        found = words.finding_likelihood(plan, now, self.labels)
        if now.outlook.over:
            return found
        beside = {case.name: case.outlook.likelihood for case in self._cases if case is not now}
        outlook = now.outlook
        curve = chart_likelihood(outlook.likelihood, outlook.probability, now.target, self.labels, found, others=beside)
        self._chart.show(curve)
        return found

    def _tornado(self, _: Case, now: Case) -> str:
        swings = tornado(now.plan, largest_initiatives(now.ledger, _LOOKED_AT))
        found = finding_tornado(swings, self.labels)
        self._chart.show(chart_tornado(swings, now.covered, now.target, self.labels, found))
        return found

    def _goal_seek(self, _: Case, now: Case) -> str:
        self._sought = goal_seek(now.plan, largest_initiatives(now.ledger, _LOOKED_AT))
        able = nearest_needed(self._sought, len(self._sought))
        pairs = list(zip(able["assumption"], able["item"], strict=True))
        self.assumption.offer((words.words_of_assumption(*pair, self.labels), pair) for pair in pairs)
        if self.assumption.value not in pairs:
            self.assumption.show(pairs[0] if pairs else None)
        self._table.value = table_goal_seek(able, now.uncovered, self.labels).as_raw_html()
        return words.finding_goal_seek(self._sought, able, now.uncovered, self.labels)

    def _drivers(self, plan: Case, _: Case) -> str:
        drivers = scenario_drivers(plan.plan, self._scenario)
        self._table.value = table_drivers(drivers, self.labels).as_raw_html() if len(drivers) else ""
        return finding_drivers(drivers, self.labels)

    def _budget(self, plan: Case, _: Case) -> str:
        self.budget.show(plan.plan, self._scenario, self.labels)
        return self.labels.text("What each budget buys, whatever the scenario does or leaves out")

    def _pairs(self, plan: Case, now: Case) -> str:
        self.pairs.show(plan.plan, self._scenario, now.evidence, self.labels)
        return self.labels.text("Two assumptions against each other")
