"""The scenario explorer: what if? Every assumption is a cell of one grid, and the scenario stands beside the plan.

A scenario is tried out here, saved under a name when it is worth keeping, and taken into the plan when the room decides so.
Nothing is written before somebody presses a button.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from okr_lib.display.bridges import svg_bridges
from okr_lib.display.explorer_tables import words_of_differences
from okr_lib.display.labels import Labels
from okr_lib.display.python_lines import python_lines
from okr_lib.display.refusals import refusal_words
from okr_lib.display.scenario_export import scenario_csv, scenario_tables, scenario_workbook
from okr_lib.display.takeover_words import takeover_words
from okr_lib.errors import OkrError, PlanError
from okr_lib.growth.assumptions import differences, with_needed
from okr_lib.growth.common_luck import CommonLuck
from okr_lib.growth.comparison import Case, case_of, compare_bridges
from okr_lib.growth.evidence import Evidence
from okr_lib.growth.ledger import growth_ledger
from okr_lib.growth.scenarios import apply_scenario
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario, remove_scenario, save_scenario
from okr_lib.widgets.assumption_grid import AssumptionGrid
from okr_lib.widgets.evidence import Known
from okr_lib.widgets.page_style import page_of
from okr_lib.widgets.parts import button, column, head, heading, items, row
from okr_lib.widgets.refusing import refused
from okr_lib.widgets.scenario_shelf import ScenarioShelf
from okr_lib.widgets.scenario_view import ScenarioView
from okr_lib.widgets.session import EditingSession

_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv;charset=utf-8",
    "svg": "image/svg+xml",
}


def scenarios(folder: str | Path, language: str = "en") -> widgets.Widget:
    """The scenario explorer of the plan in a folder, to be shown in a notebook or on a web page, in English (en) or Danish (da)."""

    def make(_: Callable[[], None]) -> widgets.Widget:
        session = EditingSession.open(folder, check=growth_ledger)
        session.watch()
        return ScenarioExplorer(session, Labels.of(session.plan, language))

    return page_of(Labels(language), make)


class ScenarioExplorer(widgets.VBox):
    """Try out scenarios of a plan; only taking one into the plan changes what is edited. ``scenario`` is the one as it stands."""

    def __init__(self, session: EditingSession, labels: Labels) -> None:
        self.session, self.labels = session, labels
        self.scenario = Scenario(name=labels.text("In the scenario"))
        self._past: list[Scenario] = []  # what undo brings back
        self._taken: Scenario | None = None  # the saved scenario that became the plan
        self._cases: dict[str, Case] = {}
        self.view = ScenarioView(labels, self._close_gap, self._take)
        self.shelf = ScenarioShelf(labels, self._go_on, self._draw)
        self.grid = AssumptionGrid(self.plan, labels, self._take, lambda: self._attempt(self.undo))
        self.takeover = _Takeover(labels, lambda: self._attempt(self._take_over))
        self.heading = widgets.HTML()
        self.heading.add_class("okr-name")
        self._differences, self._links, self._python = widgets.HTML(), widgets.HTML(), widgets.HTML()
        ways = {
            "back": (labels.text("Undo"), self.undo),
            "reset": (labels.text("Back to the plan"), self.reset),
            "take": (labels.text("Take into the plan"), self.take_into_plan),
            "undo": (labels.text("Undo in the plan"), self._undo_in_plan),
            "export": (labels.text("Export"), self.export),
        }
        self.buttons = {key: button(words, partial(self._attempt, way)) for key, (words, way) in ways.items()}
        left = column(
            head(labels.text("Assumptions"), 2),
            row(self.buttons["back"], self.buttons["reset"]),
            self.grid,
            head(labels.text("Different in this scenario"), 2),
            self._differences,
            head(labels.text("Keep it"), 2),
            self.shelf,
            row(self.buttons["take"], self.buttons["undo"], self.buttons["export"]),
            self.takeover,
            self._links,
            kind="okr-try",
        )
        right = column(self.view, self._python, kind="okr-see")
        super().__init__([self.heading, row(left, right, kind="okr-body")])
        self.view.choice.observe(lambda _: self._say_python(), "value")
        session.on_change(self._plan_changed)
        self._evidence = Evidence()
        self._known = Known.of(self.plan, labels)
        self._plan_changed()
        if unread := self._known.unread_actuals or self._known.unread_reference:
            self.shelf.tell(unread)

    @property
    def plan(self) -> Plan:
        """The plan that scenarios change."""
        return self.session.plan

    def take_into_plan(self) -> None:
        """Say what the plan would be with the scenario, and ask."""
        self.takeover.ask(self._case(""), self._now(), self.shelf.opened.name if self.shelf.opened else "", self.labels)

    def undo(self) -> None:
        """Assume what was assumed before the last change."""
        if not self._past:
            raise OkrError(self.labels.text("There is nothing to undo"))
        self._show(self._past.pop())

    def reset(self) -> None:
        """Assume what the plan assumes."""
        self.shelf.close_opened()
        self._take(Scenario(name=self.labels.text("In the scenario")))

    def export(self) -> None:
        """Offer the scenarios that stand side by side as a workbook, a CSV file and a picture."""
        cases = self._shown_cases()
        kept = {scenario.name: scenario.note for scenario in self.shelf.others.values()}
        sheets = scenario_tables(cases, [kept.get(case.name, "") for case in cases], self.labels)
        svg, _ = svg_bridges(compare_bridges(cases), self.labels)
        files = {"xlsx": scenario_workbook(sheets), "csv": scenario_csv(sheets), "svg": svg.encode()}
        self._links.value = _download_links("scenarios", files, self.labels)

    def _take_over(self) -> None:
        """Make the plan what the scenario says; what was saved of it is the plan now, and undo brings it back."""
        changed, opened = apply_scenario(self.plan, self.scenario), self.shelf.opened
        if opened:
            remove_scenario(self.plan, opened)
        try:
            self.session.change(changed)
        except OkrError:
            if opened:
                save_scenario(self.plan, opened)
            raise
        self._taken = opened
        self._past.clear()
        self.reset()
        self._past.clear()
        self._offer()

    def _undo_in_plan(self) -> None:
        self.session.undo()
        if self._taken:
            save_scenario(self.plan, self._taken)
            self._taken = None
            self._offer()

    def _take(self, scenario: Scenario) -> None:
        apply_scenario(self.plan, scenario)
        self._past.append(self.scenario)
        self._show(scenario)

    def _go_on(self, scenario: Scenario) -> None:
        """Go on with a saved scenario; undo stops there."""
        self._past.clear()
        self._show(scenario)

    def _show(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.shelf.tell("")
        self.takeover.hide()
        self._links.value = ""
        self._draw()

    def _close_gap(self, found: pd.DataFrame, kind: str, item: str) -> None:
        self._take(with_needed(self.plan, self.scenario, found, kind, item))

    def _plan_changed(self) -> None:
        """The plan is another: what the scenario names may be gone, and all figures are."""
        self.labels = Labels.of(self.plan, self.labels.language)
        self.heading.value = heading(self.labels.text("{plan}: scenarios", plan=self.plan.name), 1)
        try:
            apply_scenario(self.plan, self.scenario)
        except PlanError as error:
            self.scenario = Scenario(name=self.scenario.name)
            self.shelf.tell(refusal_words(error, self.labels))
        self._past.clear()
        self._offer()
        self._draw()

    def _offer(self) -> None:
        """Offer the saved scenarios, and compute anew what follows from them."""
        self._cases.clear()
        self._evidence = replace(self._known.evidence(self.plan), luck=CommonLuck())
        self.shelf.offer(self.plan)

    def _case(self, name: str) -> Case:
        """The plan (the empty name), or a saved scenario."""
        if name not in self._cases:
            scenario = self.shelf.others[name] if name else None
            title = scenario.name if scenario else self.labels.text("As planned")
            self._cases[name] = case_of(title, self.plan, scenario, evidence=self._evidence)
        return self._cases[name]

    def _now(self) -> Case:
        """The scenario as it stands; its name says when it is no longer what is saved under it."""
        title = self.scenario.name
        if self.shelf.opened and self.shelf.changed:
            title = self.labels.text("{name}, changed", name=title)
        return case_of(title, self.plan, self.scenario, evidence=self._evidence)

    def _shown_cases(self) -> list[Case]:
        now = self._now()
        others = [case for name in self.shelf.beside.value if (case := self._case(name)).name != now.name]
        return [self._case(""), now, *others]

    def _draw(self) -> None:
        self.shelf.show(self.scenario)
        self.grid.show(self.plan, self.scenario, self.labels)
        self.view.show(self._shown_cases(), self.scenario, self.labels)
        said = words_of_differences(differences(self.plan, self.scenario), self.labels)
        self._differences.value = "".join(f"<p>{escape(words)}</p>" for words in said or [self.labels.text("Nothing")])
        self._say_python()

    def _say_python(self) -> None:
        """The same in Python, to be copied."""
        lines = python_lines(self.view.choice.value, str(self.session.folder), self.scenario, self.plan.streams[0].id)
        title = escape(self.labels.text("The same in Python"))
        said = f"<details class='okr-python'><summary>{title}</summary><pre>{escape(lines)}</pre></details>"
        self._python.value = said

    def _attempt(self, way: Callable[[], object]) -> None:
        """Do what somebody asked for; what cannot be is said."""
        if words := refused(way, self.labels):
            self.shelf.tell(words)


class _Takeover(widgets.VBox):
    """Asks before a scenario becomes the plan, and calls ``sure`` when somebody says yes."""

    def __init__(self, labels: Labels, sure: Callable[[], object]) -> None:
        self._sure = sure
        self.said = widgets.HTML()
        self.yes = button(labels.text("Take it over"), self._agreed, main=True)
        self.no = button(labels.text("Let it be"), self.hide)
        super().__init__([self.said, row(self.yes, self.no)])
        self.hide()

    def ask(self, planned: Case, case: Case, saved: str, labels: Labels) -> None:
        """Say what taking a case over changes."""
        self.said.value = items(takeover_words(planned, case, saved, labels), "okr-words-plain")
        self.layout.display = ""

    def hide(self) -> None:
        """Ask no more."""
        self.layout.display = "none"

    def _agreed(self) -> None:
        self.hide()
        self._sure()


def _download_links(stem: str, files: Mapping[str, bytes], labels: Labels) -> str:
    """Links that hand out files made on the page."""
    words = {"xlsx": "Excel", "svg": labels.text("Picture")}
    links = "".join(
        f'<a download="{stem}.{kind}" href="data:{_MEDIA[kind]};base64,{base64.b64encode(content).decode()}">'
        f"{escape(labels.text('Download {file}', file=words.get(kind, kind.upper())))}</a> "
        for kind, content in files.items()
    )
    return f'<p class="okr-links">{links}</p>'
