"""The shelf of saved scenarios: opened, named, annotated, copied, removed and put back."""

from collections.abc import Callable
from functools import partial
from html import escape

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import OkrError, PlanError
from okr_lib.plan.model import Plan
from okr_lib.plan.scenario import Scenario, load_scenarios, remove_scenario, save_scenario
from okr_lib.widgets.fields import ChoiceField, TextField
from okr_lib.widgets.parts import button, column, row, status
from okr_lib.widgets.refusing import refused


class ScenarioShelf(widgets.VBox):
    """Saved scenarios beside the one that is tried out.

    ``take`` is called with a scenario to go on with, ``compared`` when other scenarios shall stand beside it.
    """

    def __init__(self, labels: Labels, take: Callable[[Scenario], object], compared: Callable[[], object]) -> None:
        self.labels, self._take = labels, take
        self.plan: Plan | None = None
        self.scenario = Scenario()
        self.opened: Scenario | None = None  # as its file has it
        self.others: dict[str, Scenario] = {}
        self._removed: Scenario | None = None
        self.name = TextField(labels.text("Name of the scenario"), labels, optional=True)
        self.note = TextField(labels.text("Note"), labels, lines=2, optional=True)
        self.saved = ChoiceField(labels.text("Saved scenarios"), labels, [])
        self.beside = widgets.SelectMultiple(options=[], description=labels.text("Compare with"), rows=4)
        self.beside.observe(lambda _: compared(), "value")
        self.status, self.told = widgets.HTML(), widgets.HTML()
        ways = {
            "load": (labels.text("Open"), self.load),
            "save": (labels.text("Save scenario"), self.save),
            "copy": (labels.text("Save a copy"), self.save_copy),
            "remove": (labels.text("Remove"), self.remove),
            "restore": (labels.text("Put it back"), self.restore),
        }
        self.buttons = {key: button(words, partial(self._press, words, way)) for key, (words, way) in ways.items()}
        self.buttons["restore"].layout.display = "none"
        super().__init__(
            [
                row(self.saved, self.buttons["load"], self.buttons["remove"], self.buttons["restore"], kind="okr-add"),
                row(self.name, self.note),
                row(self.buttons["save"], self.buttons["copy"], self.status),
                column(self.beside, kind="okr-field"),
                self.told,
            ]
        )

    def offer(self, plan: Plan) -> None:
        """Offer what is saved in a plan's folder."""
        self.plan = plan
        try:
            self.others = load_scenarios(plan)
        except PlanError as error:
            self.tell(refusal_words(error, self.labels))
        options = [(scenario.name, name) for name, scenario in self.others.items()]
        self.saved.offer(options)
        chosen = self.beside.value
        self.beside.options = options
        self.beside.value = [name for name in chosen if name in self.others]

    def show(self, scenario: Scenario) -> None:
        """Say how the scenario that is tried out stands to what is saved."""
        self.scenario = scenario
        message = "Changed since it was saved" if self.opened else "Not saved yet"
        said = f'<p class="okr-status">{escape(self.labels.text(message))}</p>'
        self.status.value = said if self.changed else ""

    @property
    def changed(self) -> bool:
        """Whether what is tried out is not what is saved; without anything different there is nothing to save."""
        same = {"name": "", "note": ""}
        return self.scenario.model_copy(update=same) != (self.opened or Scenario()).model_copy(update=same)

    def load(self) -> None:
        """Go on with the chosen scenario."""
        if self.saved.value not in self.others:
            raise OkrError(self.labels.text("Choose a saved scenario first"))
        self._go_on(self.others[self.saved.value])

    def save(self) -> None:
        """Save what is tried out; the file of the scenario that was opened is changed, and renamed with it."""
        self._save(self.opened)

    def save_copy(self) -> None:
        """Save what is tried out under a name of its own; what was opened stays as it is."""
        self._save(None)

    def remove(self) -> None:
        """Remove the chosen scenario; it can be put back."""
        if self.plan is None or self.saved.value not in self.others:
            raise OkrError(self.labels.text("Choose a saved scenario first"))
        removed = self.others[self.saved.value]
        remove_scenario(self.plan, removed)
        if self.opened == removed:
            self.opened = None
        self._removed = removed
        self.buttons["restore"].layout.display = ""
        self.offer(self.plan)
        self.show(self.scenario)

    def restore(self) -> None:
        """Put back what was removed last."""
        if self.plan is not None and self._removed is not None:
            save_scenario(self.plan, self._removed)
            self._removed = None
            self.buttons["restore"].layout.display = "none"
            self.offer(self.plan)

    def close_opened(self) -> None:
        """Let go of the scenario that was opened."""
        self.opened = None
        self.name.show(None)
        self.note.show(None)

    def tell(self, text: str) -> None:
        """Say something."""
        self.told.value = status(text)

    def _save(self, replaces: Scenario | None) -> None:
        name = str(self.name.value or "")
        if not name or self.plan is None:
            raise OkrError(self.labels.text("Give the scenario a name first"))
        named = self.scenario.model_copy(update={"name": name, "note": str(self.note.value or "")})
        save_scenario(self.plan, named, replaces=replaces)
        self.offer(self.plan)
        self._go_on(named)

    def _go_on(self, scenario: Scenario) -> None:
        self.opened = scenario
        self.name.show(scenario.name)
        self.note.show(scenario.note or None)
        self._take(scenario)

    def _press(self, words: str, way: Callable[[], object]) -> None:
        self.tell(refused(way, self.labels) or self.labels.text("{button}: done", button=words))
