"""Handing the plan out: its page printed, as PDF, or the plan as slides, from buttons on the page.

A file is made by the command that makes reports, in a process of its own, so that the room can go on; then it is offered
for download.
"""

import asyncio
import base64
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

import ipywidgets as widgets

from okr_lib.widgets.desk import Desk
from okr_lib.widgets.parts import button, row, status

_PAGE = ("--plan",)
_DECK = ("--quarter", "Q1")
_TYPES = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


class HandingOut(widgets.VBox):
    """Buttons *Print*, *PDF* and *Slides*, and what came of them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        labels = desk.labels
        printing = button(labels.text("Print"), lambda: None, main=True)
        printing.add_class("okr-print")  # the page's script prints
        self.pdf = button(labels.text("PDF"), lambda: self._ask("pdf", _PAGE))
        self.slides = button(labels.text("Slides"), lambda: self._ask("pptx", _DECK))
        self.told = widgets.HTML()
        self._working: asyncio.Task[None] | None = None
        super().__init__([row(printing, self.pdf, self.slides), self.told])

    def _ask(self, kind: str, options: Sequence[str]) -> None:
        self._turn(busy=True)
        self.told.value = status(self.desk.labels.text("It is being made; go on meanwhile."))
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # without a page
            asyncio.run(self._make(kind, options))
        else:
            self._working = loop.create_task(self._make(kind, options))

    async def _make(self, kind: str, options: Sequence[str]) -> None:
        labels, folder = self.desk.labels, self.desk.session.folder
        with tempfile.TemporaryDirectory(prefix="okr-") as place:
            command = ["-m", "okr_lib", "report", str(folder), *options, "--format", kind, "--output", place]
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                "--language",
                labels.language,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            _, said = await process.communicate()
            made = _found(place, kind)
            if process.returncode or not made:
                why = said.decode(errors="replace").strip().splitlines()
                words = labels.text("It could not be made: {why}", why=why[-1] if why else "–")
                self.told.value = f'<p class="okr-refusal" role="alert">{escape(words)}</p>'
            else:
                self.told.value = self._offered(made[0], kind)
        self._turn(busy=False)

    def _offered(self, file: Path, kind: str) -> str:
        content = base64.b64encode(file.read_bytes()).decode()
        name = f"{self.desk.session.folder.name}.{kind}"
        labels = self.desk.labels
        said = escape(labels.text("Download {file}", file=name))
        link = f'<a download="{escape(name, quote=True)}" href="data:{_TYPES[kind]};base64,{content}">{said}</a>'
        return f'<p role="status">{link}</p>'

    def _turn(self, *, busy: bool) -> None:
        self.pdf.disabled = self.slides.disabled = busy


def _found(place: str, kind: str) -> list[Path]:
    return sorted(Path(place).rglob(f"*.{kind}"))
