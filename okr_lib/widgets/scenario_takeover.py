"""Taking a scenario into the plan: what that changes, in money, before it is done."""

from collections.abc import Callable

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.takeover_words import takeover_words
from okr_lib.growth.comparison import Case
from okr_lib.widgets.parts import button, items, row


class Takeover(widgets.VBox):
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
