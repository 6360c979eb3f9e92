"""The budget of a scenario: what each amount of money buys, with what must and must not be in it, and the set as a scenario."""

from collections.abc import Callable, Collection, Iterator
from html import escape
from typing import Any

import ipywidgets as widgets

from okr_lib.display.budget_tables import gap_words, table_frontier
from okr_lib.display.frontier_chart import chart_frontier, drawn_budgets, finding_frontier, note_frontier, rows_of
from okr_lib.display.labels import Labels
from okr_lib.growth.budget import MANY, Bought, Question, each_budget, frontier_table, planned_cost
from okr_lib.growth.funded import with_choice_open, with_funding
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario
from okr_lib.widgets.fields import ChoiceField, NumberField
from okr_lib.widgets.parts import column, heading, items, row
from okr_lib.widgets.pick_picture import PickPicture
from okr_lib.widgets.turns import Turns

_WIDTH = 6.4  # inches of the picture, so that its letters are as large as those beside it
_ALL = ""  # the budget of all teams together


class BudgetView(widgets.VBox):
    """The budget frontier of a plan and scenario; ``take`` is called with the scenario in which just the set of a budget is done."""

    def __init__(self, labels: Labels, take: Callable[[Scenario], object]) -> None:
        self.labels, self._take = labels, take
        self._plan: Plan | None = None
        self._scenario = Scenario()
        self._asked: Any = None  # what was computed last
        self._found: list[Bought] = []
        self.team = ChoiceField(labels.text("Whose budget"), labels, [(labels.text("All teams"), _ALL)])
        self.team.show(_ALL)
        self.keep, self.without = (
            widgets.SelectMultiple(options=[], description=words, rows=4)
            for words in (labels.text("Must be in it"), labels.text("Must not be in it"))
        )
        self.capacity: dict[str, NumberField] = {}
        self._capacities = row()
        self.turns = Turns(labels, self.start)
        self.picture = PickPicture(self.pick)
        self.finding, self.note, self.picked, self.table = (widgets.HTML() for _ in range(4))
        fields = row(*(column(part, kind="okr-field") for part in (self.keep, self.without)))
        shown = [self.finding, row(self.team), self.turns, self.picture, self.note, self.picked, fields]
        super().__init__([*shown, self._capacities, self.table])
        self.team.on_entry(lambda _: self._changed())
        for part in (self.keep, self.without):
            part.observe(lambda _: self._changed(), "value")

    def show(self, plan: Plan, scenario: Scenario, labels: Labels) -> None:
        """Be about a scenario of a plan."""
        if plan is not self._plan:
            self._offer(plan, labels)
        self._plan, self._scenario, self.labels = plan, scenario, labels
        self._changed()

    def start(self) -> None:
        """Compute the frontier, a budget at a time."""
        if self._plan is None:
            return
        self._asked, self._found = self._asking(self._plan), []
        plan, team, keep, without = self._asked
        self.turns.run(self._steps(plan, team, keep, without), 10, lambda: self._draw(plan, team))

    def pick(self, place: int) -> None:
        """Make the set of a budget that is drawn the scenario."""
        drawn = drawn_budgets(frontier_table(self._question, self._found))
        budget, _, funding = next(one for one in self._found if one[0] == drawn[place])
        if self._plan is not None:
            self._take(with_funding(self._plan, self._scenario, funding, team=self.team.value or None))
            message = "The scenario is now what a budget of {budget} buys"
            said = self.labels.text(message, budget=self.labels.money(budget))
            self.picked.value = f'<p role="status" class="okr-status">{escape(said)}</p>'

    def _steps(self, plan: Plan, team: str | None, keep: Collection[str], without: Collection[str]) -> Iterator[Bought]:
        self._question = Question.of(plan, keep, without, team)
        for bought in each_budget(self._question, self._question.levels()):
            self._found.append(bought)
            yield bought

    def _asking(self, plan: Plan) -> Any:
        """What would be computed now: the plan with the choice open, the team, what is kept and what is left out."""
        team = self.team.value or None
        capacity = {name: field.value for name, field in self.capacity.items()}
        asked = with_choice_open(plan, self._scenario, team=team, capacity=capacity)
        return asked, team, tuple(self.keep.value), tuple(self.without.value)

    def _changed(self) -> None:
        """Something that decides the frontier may be different: few initiatives are computed at once, many when asked."""
        if self._plan is None or self._asking(self._plan) == self._asked:
            return
        self.turns.end()
        self.turns.tell("")
        self.picture.clear()
        self.finding.value = self.note.value = self.picked.value = self.table.value = ""
        self._asked = None
        few = sum(1 for _ in self._plan.initiatives()) <= MANY // 2
        self.turns.compute.layout.display = "none" if few else ""
        if few:
            self.start()

    def _draw(self, plan: Plan, team: str | None) -> None:
        if not self._found:
            return
        labels, frontier, planned = self.labels, frontier_table(self._question, self._found), planned_cost(plan, team)
        finding = finding_frontier(frontier, labels, planned)
        self.finding.value = heading(finding)
        self.note.value = f"<p>{escape(note_frontier(frontier, labels, planned))}</p>"
        picture = chart_frontier(frontier, labels, finding, planned, width=_WIDTH, alone=False)
        message = "Make what {budget} buys the scenario"
        names = [labels.text(message, budget=labels.money(budget)) for budget in drawn_budgets(frontier)]
        self.picture.show(
            picture, [(*place, name) for place, name in zip(rows_of(picture, len(names)), names, strict=True)]
        )
        said = items(gap_words(float(frontier["gap"].max()), labels))
        self.table.value = table_frontier(frontier.drop(columns=["cost", "per_cost"]), labels).as_raw_html() + said

    def _offer(self, plan: Plan, labels: Labels) -> None:
        """Offer the teams and initiatives of a plan."""
        self.team.offer([(labels.text("All teams"), _ALL), *((team.name, team.id) for team in plan.teams)])
        if self.team.value not in (_ALL, *(team.id for team in plan.teams)):
            self.team.show(_ALL)
        options = [(f"{one.name} ({team.name})", one.id) for team, one in plan.initiatives()]
        for part in (self.keep, self.without):
            chosen = [name for name in part.value if name in [key for _, key in options]]
            part.options = options
            part.value = chosen
        self.capacity = {}
        for team in plan.teams:
            field = NumberField(labels.text("Capacity: {team}", team=team.name), labels, low=0, optional=True)
            field.show(team.capacity)
            field.on_entry(lambda _: self._changed())
            self.capacity[team.id] = field
        self._capacities.children = tuple(self.capacity.values())
