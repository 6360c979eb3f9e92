"""The scenario explorer: what if? Every assumption has a slider and a number, and the scenario stands beside the plan.

A scenario is tried out here, saved under a name when it is worth keeping, and taken into the plan when the room decides so.
Nothing is written before somebody presses a button.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from okr_lib.display.explorer_tables import words_of_differences
from okr_lib.display.labels import Labels
from okr_lib.display.refusals import problem_lines, refusal_words
from okr_lib.errors import OkrError, PlanError, ProblemsError
from okr_lib.growth.assumptions import differences, with_assumption, with_needed
from okr_lib.growth.comparison import Case, case_of
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario, load_scenarios, save_scenario
from okr_lib.widgets.assumption_fields import AssumptionFields
from okr_lib.widgets.evidence import Known
from okr_lib.widgets.fields import ChoiceField, TextField
from okr_lib.widgets.page_style import accessible_names, page_style
from okr_lib.widgets.parts import button, head, items, row, words_area
from okr_lib.widgets.scenario_view import ScenarioView
from okr_lib.widgets.session import EditingSession

AT_ONCE = 2  # saved scenarios beside the plan and the one that is tried out
LOOK = """
.okr-try { flex: 1 1 32%; min-width: 290px; } .okr-see { flex: 1 1 68%; min-width: 0; position: sticky; top: 8px; }
.okr .okr-see h2, .okr .okr-try h2 { font-size: 18px; margin: 18px 0 6px; } .okr .okr-figures td { width: 22%; }
.okr .okr-see .widget-toggle-buttons { width: auto; height: auto; } .okr .okr-see .widget-toggle-buttons .widget-label { display: none; }
.okr .okr-see .widget-toggle-button.mod-active { background: var(--okr-accent); color: #fff; font-weight: 600; }
.okr .okr-try .okr-slider-row .widget-text .widget-label { white-space: nowrap; overflow: visible; width: max-content; }
.okr .okr-see .widget-toggle-button.mod-active:hover:enabled { color: #fff; }
.okr .okr-try .okr-slider-row .widget-text { min-width: 0; } .okr .okr-unseen { position: absolute; clip-path: inset(50%); }
.okr .okr-see .widget-toggle-button { margin: 0 6px 6px 0; }
"""


def scenarios(folder: str | Path, language: str = "en") -> widgets.Widget:
    """The scenario explorer of the plan in a folder, to be shown in a notebook or on a web page.

    Parameters
    ----------
    folder
        The plan's folder.
    language
        Code of the language: en or da.
    """
    labels = Labels(language)
    page = widgets.VBox()
    page.add_class("okr")
    look = widgets.HTML(f"<style>{LOOK}</style>", layout=widgets.Layout(display="none"))
    try:
        session = EditingSession.open(folder, check=growth_ledger)
        session.watch()
        explorer = ScenarioExplorer(session, Labels.of(session.plan, language))
        page.children = [page_style(), look, accessible_names(), explorer]
    except ProblemsError as error:
        words = words_area()
        told = items(problem_lines(error, labels))
        words.value = (
            f'<div role="alert">{escape(labels.text("The plan cannot be opened; mend this first:"))}{told}</div>'
        )
        page.children = [page_style(), words]
    return page


class ScenarioExplorer(widgets.VBox):
    """Try out scenarios of a plan.

    Parameters
    ----------
    session
        An editing session of the plan; only taking a scenario into the plan changes it.
    labels
        The language.

    Attributes
    ----------
    scenario
        The scenario as it stands.
    """

    def __init__(self, session: EditingSession, labels: Labels) -> None:
        self.session, self.labels = session, labels
        self.scenario = Scenario(name=labels.text("In the scenario"))
        self._loaded: Scenario | None = None  # as its file has it
        self._others: dict[str, Scenario] = {}
        self._cases: dict[str, Case] = {}
        self.view = ScenarioView(labels, self._close_gap)
        self.fields = AssumptionFields(self.plan, labels, self.assume)
        self._differences, self._told = widgets.HTML(), widgets.HTML()
        self.name = TextField(labels.text("Name of the scenario"), labels, optional=True)
        self.saved = ChoiceField(labels.text("Saved scenarios"), labels, [])
        self.beside = widgets.SelectMultiple(options=[], description=labels.text("Compare with"), rows=3)
        compared = widgets.VBox([self.beside])
        compared.add_class("okr-field")
        self.beside.observe(lambda _: self._draw(), "value")
        self.buttons = {
            "reset": self._button(labels.text("Back to the plan"), self.reset),
            "save": self._button(labels.text("Save scenario"), lambda: self.save_as(str(self.name.value or ""))),
            "load": self._button(labels.text("Open scenario"), lambda: self.load(str(self.saved.value or ""))),
            "take": self._button(labels.text("Take into the plan"), self.take_into_plan),
            "undo": self._button(labels.text("Undo in the plan"), session.undo),
        }
        self._place = widgets.Box([self.fields])
        left = widgets.VBox(
            [
                head(labels.text("Assumptions"), 2),
                self._place,
                head(labels.text("Different in this scenario"), 2),
                self._differences,
                self.buttons["reset"],
                head(labels.text("Keep it"), 2),
                self.name,
                self.buttons["save"],
                self.saved,
                self.buttons["load"],
                compared,
                row(self.buttons["take"], self.buttons["undo"]),
                self._told,
            ]
        )
        left.add_class("okr-try")
        right = widgets.VBox([self.view])
        right.add_class("okr-see")
        super().__init__([row(left, right, kind="okr-body")])
        session.on_change(self._plan_changed)
        self._evidence = Evidence()
        self._known = Known.of(self.plan, labels)
        self._plan_changed()
        if unread := self._known.unread_actuals or self._known.unread_reference:
            self._tell(unread)

    @property
    def plan(self) -> Plan:
        """The plan that scenarios change."""
        return self.session.plan

    def assume(self, kind: str, item: str, value: Any) -> None:
        """Assume another value; a ``PlanError`` when it cannot be."""
        self._take(with_assumption(self.plan, self.scenario, kind, item, value))

    def load(self, name: str) -> None:
        """Go on with a saved scenario."""
        saved = load_scenarios(self.plan)
        if name not in saved:
            raise OkrError(self.labels.text("Choose a saved scenario first"))
        self._loaded = saved[name]
        self.name.show(self._loaded.name)
        self._take(self._loaded)

    def save_as(self, name: str) -> None:
        """Save the scenario under a name; another one of that name is not written over."""
        if not name:
            raise OkrError(self.labels.text("Give the scenario a name first"))
        named = self.scenario.model_copy(update={"name": name})
        save_scenario(self.plan, named, replaces=self._loaded)
        self._loaded = named
        self._offer()
        self._take(named)

    def take_into_plan(self) -> None:
        """Make the plan what the scenario says; the session can undo it."""
        changed = apply_scenario(self.plan, self.scenario)
        self.reset()
        self.session.change(changed)

    def reset(self) -> None:
        """Assume what the plan assumes."""
        self._loaded = None
        self._take(Scenario(name=self.labels.text("In the scenario")))
        self.name.show(None)

    def _take(self, scenario: Scenario) -> None:
        apply_scenario(self.plan, scenario)
        self.scenario = scenario
        self._tell("")
        self.fields.show(self.plan, scenario)
        self._draw()

    def _close_gap(self, found: pd.DataFrame, kind: str, item: str) -> None:
        self._take(with_needed(self.plan, self.scenario, found, kind, item))

    def _plan_changed(self) -> None:
        """The plan is another: what the scenario names may be gone, and all figures are."""
        self.labels = Labels.of(self.plan, self.labels.language)
        try:
            apply_scenario(self.plan, self.scenario)
        except PlanError as error:
            self.scenario = Scenario(name=self.scenario.name)
            self._tell(refusal_words(error, self.labels))
        if [stream.id for stream in self.fields.plan.streams] != [stream.id for stream in self.plan.streams]:
            self.fields = AssumptionFields(self.plan, self.labels, self.assume)
            self._place.children = [self.fields]
        self._offer()
        self.fields.show(self.plan, self.scenario)
        self._draw()

    def _offer(self) -> None:
        """Offer the saved scenarios, and compute anew what follows from them."""
        self._cases.clear()
        self._evidence = self._known.evidence(self.plan)
        try:
            self._others = load_scenarios(self.plan)
        except PlanError as error:
            self._tell(refusal_words(error, self.labels))
        options = [(scenario.name, name) for name, scenario in self._others.items()]
        self.saved.offer(options)
        chosen = self.beside.value
        self.beside.options = options
        self.beside.value = [name for name in chosen if name in self._others]

    def _case(self, name: str) -> Case:
        """The plan (the empty name), or a saved scenario."""
        if name not in self._cases:
            scenario = self._others[name] if name else None
            title = scenario.name if scenario else self.labels.text("As planned")
            self._cases[name] = case_of(title, self.plan, scenario, evidence=self._evidence)
        return self._cases[name]

    def _draw(self) -> None:
        title = self.scenario.name
        now = case_of(title, self.plan, self.scenario, evidence=self._evidence)
        others = [case for name in self.beside.value if (case := self._case(name)).name != title]
        self.view.show([self._case(""), now, *others[:AT_ONCE]], self.labels)
        said = words_of_differences(differences(self.plan, self.scenario), self.labels)
        html = "".join(f"<p>{escape(words)}</p>" for words in said or [self.labels.text("Nothing")])
        if self._differences.value != html:
            self._differences.value = html

    def _button(self, label: str, press: Callable[[], object]) -> widgets.Button:
        def pressed() -> None:
            try:
                press()
                self._tell(self.labels.text("{button}: done", button=label))
            except OkrError as error:
                self._tell(refusal_words(error, self.labels))

        return button(label, pressed)

    def _tell(self, text: str) -> None:
        self._told.value = f'<p role="status">{escape(text)}</p>' if text else ""
