"""Computing that takes a while: begun, told how far it is, and stopped at will, while the page stays awake."""

import asyncio
import time
from collections.abc import Callable, Iterator

import ipywidgets as widgets

from okr_lib.display.labels import Labels
from okr_lib.display.refusals import refusal_words
from okr_lib.errors import OkrError
from okr_lib.widgets.parts import button, row, words_area

_TURN = 0.1  # seconds of computing before the page may speak again


class Turns(widgets.VBox):
    """Buttons that begin and stop a computation, and how far it is; ``start``, which calls ``run``, begins it."""

    def __init__(self, labels: Labels, start: Callable[[], object]) -> None:
        self.labels = labels
        self._steps: Iterator[object] = iter(())
        self._finish: Callable[[], object] = lambda: None
        self.compute = button(labels.text("Compute"), start, main=True)
        self.stop = button(labels.text("Stop"), self._stopped)
        self.progress = widgets.IntProgress(min=0, max=1)
        self.told = words_area()
        super().__init__([row(self.compute, self.stop, self.progress), self.told])
        self.end()

    def run(self, steps: Iterator[object], count: int, finish: Callable[[], object]) -> None:
        """Take so many steps, some in each turn; ``finish`` is called when all are taken, or when somebody stops."""
        self.end()
        self._steps, self._finish = steps, finish
        self.progress.max, self.progress.value, self.told.value = max(1, count), 0, ""
        self._show(running=True)
        self._turn()

    def end(self) -> None:
        """Compute no more; what is known is not shown."""
        self._steps = iter(())
        self._show(running=False)

    def tell(self, words: str) -> None:
        """Say something beside the buttons."""
        self.told.value = words

    def _stopped(self) -> None:
        self.end()
        self._finish()

    def _show(self, *, running: bool) -> None:
        for part in (self.progress, self.stop):
            part.layout.display = "" if running else "none"

    def _turn(self) -> None:
        until, taken, steps = time.monotonic() + _TURN, 0, self._steps
        try:
            for _ in steps:
                taken += 1
                if time.monotonic() > until and self._later(steps):
                    self.progress.value += taken
                    return
        except OkrError as error:
            self.end()
            self.tell(refusal_words(error, self.labels))
            return
        if steps is self._steps:
            self.end()
            self._finish()

    def _later(self, steps: Iterator[object]) -> bool:
        """Go on when the page has spoken, unless it is stopped; without a running loop there is nobody to speak to."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        loop.call_later(0.01, lambda: self._turn() if steps is self._steps else None)
        return True
