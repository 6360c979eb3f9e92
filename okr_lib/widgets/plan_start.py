"""The first page of a workshop on a folder without a plan: start from the example story, or from nothing."""

from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.plan.model import FiscalYear, Plan, Unit
from okr_lib.plan.saving import save_plan
from okr_lib.plan.starter import empty_plan, new_plan
from okr_lib.widgets.fields import TextField
from okr_lib.widgets.parts import alert, button, head, paragraph, row, words_area
from okr_lib.widgets.record_fields import field_for
from okr_lib.widgets.refusing import refused


class PlanStart(widgets.VBox):
    """Offers to make the starter plan in a folder, or an empty one with a name, a currency and a year; ``begun`` is called when it is there."""

    def __init__(self, folder: str | Path, labels: Labels, begun: Callable[[], object]) -> None:
        self.folder, self.labels, self._begun = Path(folder), labels, begun
        self.story = button(
            labels.text("Start with the example"),
            lambda: self._make(lambda: new_plan(folder, labels.language)),
            main=True,
        )
        self.name, self.currency, self.unit = (field_for(labels, Plan, name) for name in ("name", "currency", "unit"))
        self.year, self.starts = (field_for(labels, FiscalYear, name) for name in ("label", "starts"))
        self.stream = TextField(labels.text("First stream: where revenue is booked"), labels)
        self.team = TextField(labels.text("First team: who does the work"), labels)
        self.empty = button(labels.text("Start an empty plan"), lambda: self._make(self._save_empty))
        self.words = words_area()
        self.currency.show("DKK")
        self.unit.show(Unit.MILLION.value)
        message = "The folder {folder} holds no plan yet. Start with the example of +20% growth and change it into yours, or with an empty plan."
        super().__init__(
            [
                head(labels.text("A new growth plan"), 2),
                paragraph(labels.text(message, folder=self.folder.name)),
                row(self.story),
                head(labels.text("Or start empty")),
                row(self.name, self.year, self.starts),
                row(self.currency, self.unit),
                row(self.stream, self.team),
                row(self.empty),
                self.words,
            ]
        )

    def _save_empty(self) -> None:
        fields = (self.name, self.year, self.starts, self.currency, self.stream, self.team)
        missing = [entry for entry in fields if not entry.value]
        for entry in missing:
            entry.refuse(self.labels.text("Write something here; it cannot be empty"))
        if missing:
            return
        plan = empty_plan(
            self.name.value,
            currency=self.currency.value,
            year=self.year.value,
            starts=self.starts.value,
            unit=self.unit.value,
            stream=self.stream.value,
            team=self.team.value,
        )
        save_plan(plan, self.folder)

    def _make(self, make: Callable[[], None]) -> None:
        if words := refused(make, self.labels):
            self.words.value = alert(words)
        elif (self.folder / "plan.yaml").exists():
            self._begun()
