"""The workshop: six guided steps from ambition to a plan whose numbers close, always with the figures in sight.

workshop("my-plan", language="en")                     # the whole plan
workshop("my-plan", language="da", team="Marketing")   # one team's part; the rest can be read
"""

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from okr_lib.display.bridges import bridge_words, svg_bridge
from okr_lib.display.findings import finding_bridge
from okr_lib.display.guide import agenda_html, check_words, progress_words, step_question, step_title
from okr_lib.display.labels import Labels
from okr_lib.plan.source import COMPANY_FILE
from okr_lib.review.readiness import Check, Step
from okr_lib.widgets.closing_step import ClosingStep
from okr_lib.widgets.desk import Desk, Figures
from okr_lib.widgets.numbers_steps import AmbitionStep, SourcesStep
from okr_lib.widgets.page_style import page_of
from okr_lib.widgets.parts import button, column, heading, row
from okr_lib.widgets.people_step import PeopleStep
from okr_lib.widgets.picture_area import PictureArea
from okr_lib.widgets.plan_start import PlanStart
from okr_lib.widgets.results_step import ResultsStep
from okr_lib.widgets.room_panel import room_panels
from okr_lib.widgets.work_step import WorkStep
from okr_lib.widgets.workshop_top import WorkshopTop

_PAGES: dict[Step, Callable[[Desk], Any]] = {
    Step.AMBITION: AmbitionStep,
    Step.SOURCES: SourcesStep,
    Step.PEOPLE: PeopleStep,
    Step.WORK: WorkStep,
    Step.RESULTS: ResultsStep,
    Step.CLOSING: ClosingStep,
}
_STEPS = list(Step)
_watching: dict[tuple[Path, str | None], "Workshop"] = {}


def workshop(folder: str | Path, language: str = "en", team: str | None = None) -> widgets.Widget:
    """The workshop on the plan in a folder, to be shown in a notebook or on a web page, in English (en) or Danish (da).

    A folder that does not exist yet, or is empty, can be filled from the page. A team, by name or id, opens only its
    part: its objectives, key results, initiatives and their credit; the rest can be read. Nothing is written before
    somebody changes something; then every change is saved at once.
    """
    labels = Labels(language)

    def make(again: Callable[[], None]) -> widgets.Widget:
        if not (Path(folder) / COMPANY_FILE).exists():
            return PlanStart(folder, labels, again)
        room = Workshop(str(folder), language, team)
        former = _watching.pop((room.desk.session.folder, team), None)
        if former is not None:  # the cell was run again: what it showed before need not be kept up any more
            former.desk.session.close()
        _watching[room.desk.session.folder, team] = room
        return room

    return page_of(labels, make)


class Workshop(widgets.VBox):
    """The six steps on one plan."""

    def __init__(self, folder: str, language: str, team: str | None = None) -> None:
        self.desk = Desk(folder, language, team)
        labels = self.desk.labels
        self.top = WorkshopTop(self.desk)
        self.buttons = {step: button("", partial(self.go, step)) for step in _STEPS}
        self.bridge = PictureArea(height="330px")
        self.finding = widgets.HTML()
        self.opening, self.check = widgets.HTML(), widgets.HTML()
        self.place = widgets.VBox()
        self.back = button(labels.text("Back"), lambda: self._walk(_STEPS[::-1]))
        self.next = button(labels.text("Next step"), lambda: self._walk(_STEPS), main=True)
        for walk, kind in (
            (self.back, "okr-back"),
            (self.next, "okr-next"),
            (self.opening, "okr-opening"),
            (self.place, "okr-place"),
        ):
            walk.add_class(kind)
        foot = row(self.back, self.next, kind="okr-foot")
        work = column(self.opening, self.place, self.check, foot, kind="okr-work")
        self.side = column(self.finding, self.bridge, kind="okr-side")
        above = column(self.top, row(*self.buttons.values(), kind="okr-steps"), kind="okr-top")
        super().__init__([above, *room_panels(self.desk), row(work, self.side, kind="okr-body"), self.top.notices])
        self.pages: dict[Step, Any] = {}
        self.step = Step.AMBITION
        self.go(Step.WORK if self.desk.team else Step.AMBITION)
        self.desk.session.on_change(self.refresh)
        self.desk.on_trial(self._picture)
        self.desk.session.watch()

    def go(self, step: Step) -> None:
        """Show a step; its fields are made when it is first shown."""
        self.step = step
        if step not in self.pages:
            self.pages[step] = _PAGES[step](self.desk)
        self.place.children = [self.pages[step]]
        for other, chosen in self.buttons.items():
            (chosen.add_class if other is step else chosen.remove_class)("okr-current")
        self.back.disabled, self.next.disabled = step is _STEPS[0], step is _STEPS[-1]
        self.side.layout.display = "none" if step is Step.CLOSING else ""  # the plan's page has the whole width
        self.refresh()

    def refresh(self) -> None:
        """Bring the figures, the bridge and the step in sight to the plan."""
        self._picture(self.desk.figures)
        self.top.refresh()
        self.pages[self.step].refresh()
        self._around(self.desk.labels)

    def _picture(self, figures: Figures) -> None:
        """The bridge of these figures, and what it shows."""
        labels = self.desk.labels
        title = finding_bridge(figures.bridge, labels)
        self.bridge.show_svg(svg_bridge(figures.bridge, labels), bridge_words(figures.bridge, labels, title))
        self.finding.value = heading(title)

    def _around(self, labels: Labels) -> None:
        """The question a step starts with and the check it ends with."""
        number = labels.text("Step {number} of {all}", number=str(_STEPS.index(self.step) + 1), all=str(len(_STEPS)))
        self.opening.value = (
            f'<span class="okr-number">{escape(number)} · {escape(step_title(self.step, labels))}</span>'
            f'<h3 class="okr-question">{escape(step_question(self.step, labels))}</h3>{agenda_html(self.step, labels)}{self._whose(labels)}'
        )
        for place, (step, chosen) in enumerate(self.buttons.items(), 1):
            chosen.description = f"{place} {step_title(step, labels)} {progress_words(self._checks(step))}"
        checks = self._checks(self.step)
        done = all(check.done for check in checks)
        said = labels.text("This step is complete") if done else labels.text("Still to do here")
        listed = "".join(
            f'<li class="{"okr-done" if check.done else "okr-todo"}">{escape(check_words(check, labels))}</li>'
            for check in checks
        )
        self.check.value = f'<div class="okr-check"><h4>{escape(said)}</h4><ul>{listed}</ul></div>'

    def _whose(self, labels: Labels) -> str:
        """Why fields are grey on the page of one team."""
        if not self.desk.team:
            return ""
        message = "This is the page of {team}: it changes its own initiatives, objectives and key results. What is grey belongs to the whole plan or to another team; whoever leads the workshop changes it."
        words = labels.text(message, team=labels.name("team", self.desk.team))
        return f'<p class="okr-hint">{escape(words)}</p>'

    def _checks(self, step: Step) -> list[Check]:
        """What a step asks; what there is none of asks nothing."""
        return [check for check in self.desk.figures.checks if check.step is step and check.of]

    def _walk(self, order: list[Step]) -> None:
        self.go(order[order.index(self.step) + 1])
