"""Actual revenue of the quarter under review, by stream, entered where the review begins."""

import datetime as dt

import ipywidgets as widgets

from okr_lib.widgets.fields import NumberField
from okr_lib.widgets.parts import alert, button, head, paragraph, row, status, words_area
from okr_lib.widgets.review_desk import ReviewDesk


class ActualsEntry(widgets.VBox):
    """A field for each stream; what is saved stands in ``actuals.csv``."""

    def __init__(self, desk: ReviewDesk, today: dt.date) -> None:
        self.desk, self.today = desk, today
        labels = desk.labels
        self.fields = {
            stream.id: NumberField(stream.name, labels, low=0, optional=True, unit=labels.money_unit)
            for stream in desk.plan.streams
        }
        self.words, self.done = words_area(), widgets.HTML()
        title = labels.text("Revenue of {quarter}", quarter=labels.quarter(desk.quarter))
        told = labels.text("As booked, by stream. A figure saved again is restated; the report tells both.")
        save = button(labels.text("Save the revenue"), self._save)
        super().__init__(
            [head(title), paragraph(told, "okr-hint"), row(*self.fields.values()), row(save), self.words, self.done]
        )
        self._known: dict[str, float] = {}
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the quarter; what is typed and not saved stays until that changes."""
        known = self.desk.revenue
        for stream, entry in self.fields.items():
            if known.get(stream) != self._known.get(stream):
                entry.show(known.get(stream))
        self._known = known

    def _save(self) -> None:
        if any(entry.refusal for entry in self.fields.values()):
            return
        given = {stream: entry.value for stream, entry in self.fields.items() if entry.value is not None}
        refused = self.desk.enter_revenue(given, self.today)
        self.words.value = alert(refused)
        saved = self.desk.labels.text("Revenue saved")
        self.done.value = status("" if refused or not given else f"✓ {saved}")
