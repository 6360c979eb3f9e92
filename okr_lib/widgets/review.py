"""The review of a quarter: where key results stand, what becomes of objectives, what was learnt, and closing it.

review("my-plan", "Q3", language="en")
"""

import datetime as dt
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.okr_tables import finding_key_results
from okr_lib.plan.closing import load_closings, quarter_to_review
from okr_lib.plan.folder import load_plan
from okr_lib.plan.values import QUARTERS
from okr_lib.widgets.fields import QuarterField
from okr_lib.widgets.page_style import page_of
from okr_lib.widgets.parts import button, close_all, column, row
from okr_lib.widgets.review_decisions import DecideStep, LearnStep
from okr_lib.widgets.review_desk import ReviewDesk
from okr_lib.widgets.review_steps import CheckInStep, CloseStep


def review(folder: str | Path, quarter: str = "", language: str = "en", today: dt.date | None = None) -> widgets.Widget:
    """The review of a quarter, to be shown in a notebook or on a web page, in English (en) or Danish (da).

    Without a quarter it is the last that is over, or the next once that is closed; another one can be chosen on the
    page. ``today`` is the day of check-ins and of the close. Nothing is written before somebody enters something; then
    it is saved at once.
    """
    day = today or dt.date.today()  # noqa: DTZ011  (a day, as people here count it)
    return page_of(Labels(language), lambda _: Review(str(folder), quarter, language, day))


class Review(widgets.VBox):
    """The four steps on one quarter."""

    def __init__(self, folder: str, quarter: str, language: str, today: dt.date) -> None:
        quarter = quarter or _quarter(folder, today)
        self.desk, self.today = ReviewDesk(folder, quarter, language), today
        labels = self.desk.labels
        self.heading = widgets.HTML()
        self.quarter = QuarterField(labels.text("Quarter"), labels, QUARTERS)
        self.quarter.show(quarter)
        self.quarter.on_entry(lambda entry: self.turn(str(entry.value)))
        self.undo = button(labels.text("Undo"), self.desk.undo)
        titles = [f"{number} {title}" for number, title in enumerate(_titles(labels), 1)]
        self.buttons = [button(title, partial(self.go, number)) for number, title in enumerate(titles)]
        self.question = widgets.HTML()
        self.place = widgets.VBox()
        self.step = 0
        self.steps: dict[int, Any] = {}
        above = column(
            row(self.heading, self.quarter, self.undo, kind="okr-head"),
            row(*self.buttons, kind="okr-steps"),
            kind="okr-top",
        )
        super().__init__([above, self.question, self.place])
        self.desk.on_change(self.refresh)
        self.go(0)

    def go(self, step: int) -> None:
        """Show a step; its fields are made when it is first shown."""
        self.step = step
        if step not in self.steps:
            self.steps[step] = self._made(step)
        self.place.children = [self.steps[step]]
        for number, other in enumerate(self.buttons):
            (other.add_class if number == step else other.remove_class)("okr-current")
        self.refresh()

    def turn(self, quarter: str) -> None:
        """Review another quarter."""
        old = list(self.steps.values())
        self.steps = {}
        self.place.children = []
        self.desk.turn(quarter)
        close_all(old)
        self.go(self.step)

    def refresh(self) -> None:
        """Bring heading and step to what is written down."""
        labels, desk = self.desk.labels, self.desk
        title = labels.text("{plan}: review of {quarter}", plan=desk.plan.name, quarter=labels.quarter(desk.quarter))
        found = finding_key_results(desk.states, labels)
        self.heading.value = f'<h2>{escape(title)}</h2><span class="okr-status">{escape(found)}</span>'
        self.question.value = f'<h3 class="okr-question">{escape(_questions(labels)[self.step])}</h3>'
        self.undo.disabled = not desk.can_undo
        if self.step in self.steps:
            self.steps[self.step].refresh()

    def _made(self, step: int) -> widgets.Widget:
        return (
            partial(CheckInStep, today=self.today),
            DecideStep,
            LearnStep,
            partial(CloseStep, today=self.today),
        )[step](self.desk)


def _quarter(folder: str, today: dt.date) -> str:
    plan = load_plan(folder)
    return quarter_to_review(plan, load_closings(plan), today)


def _titles(labels: Labels) -> list[str]:
    return [
        labels.text("Check in"),
        labels.text("Score and decide"),
        labels.text("Learn and plan"),
        labels.text("Close the quarter"),
    ]


def _questions(labels: Labels) -> list[str]:
    return [
        labels.text("What have we seen since the last time, and how sure are we?"),
        labels.text("What did each objective score, what becomes of it, and why?"),
        labels.text("What did we learn, and what do we do next?"),
        labels.text("Is everything said, so that the quarter can be closed?"),
    ]
