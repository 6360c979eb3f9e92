"""A room to drive: `okr workshop` as people run it, and a browser page on it that remembers what it asked for."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
import pytest

from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTEFACTS = ROOT / "test-artifacts"
LONGEST = 60_000  # milliseconds, on a busy machine
IS_READY = "() => window.jupyterapp?.shell.currentWidget?.context?.isReady"

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="needs chromium: apt-get install chromium"
    ),
]


@dataclass
class Server:
    """A running `okr workshop`: its process and the address it printed."""

    process: subprocess.Popen
    address: str
    said: str

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def interrupt(self):
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(300)


@contextmanager
def serving(folder, *options):
    """Run `okr workshop FOLDER --no-browser` until the block ends."""
    command = [sys.executable, "-m", "okr_lib", "workshop", str(folder), "--no-browser", *options]
    log = (ARTEFACTS / "workshop.log").open("w")
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("http"):
                break
        found = re.search(r"^http://\S+", said, re.MULTILINE)
        assert found, (ARTEFACTS / "workshop.log").read_text()
        yield Server(process, found[0], said)
    finally:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.send_signal(signal.SIGINT)  # killed, it would leave its folders behind
        process.wait(300)
        for child in family:
            if child.is_running():
                child.kill()
        log.close()


@dataclass
class Room:
    """A page of a browser, with every address it asked for and every error it logged."""

    page: object
    asked: list = field(default_factory=list)

    def open_web(self, address, last):
        """Open a page served by Voila, until the text that its last cell shows is there."""
        self.page.goto(address, timeout=LONGEST)
        self.page.get_by_text(last).first.wait_for(timeout=LONGEST)

    def open_lab(self, address):
        """Open a notebook in JupyterLab and run it whole."""
        self.page.goto(address, timeout=LONGEST)
        self.page.wait_for_function(IS_READY, timeout=LONGEST)
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.ready")
        self.run_all()

    def run_all(self):
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def restart_kernel(self):
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")

    def picture(self, name, *, whole=False):
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=whole)

    @contextmanager
    def pictured(self, name):
        """A picture of the page when something in the block fails."""
        try:
            yield self
        except BaseException:
            self.picture(f"{name}-failed")
            raise

    def elsewhere(self):
        """What was asked of any other place than this machine."""
        here = re.compile(r"(data:|blob:|(http|ws)://127\.0\.0\.1[:/])")
        return [address for address in self.asked if not here.match(address)]


@contextmanager
def browsing():
    """A fresh Chromium; yields a function that opens a new `Room` in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)

        def new_room(width=1280, height=1000):
            page = browser.new_context(viewport={"width": width, "height": height}).new_page()
            page.set_default_timeout(LONGEST)
            room = Room(page)
            page.on("request", lambda request: room.asked.append(request.url))
            page.on("websocket", lambda socket: room.asked.append(socket.url))
            return room

        yield new_room
        browser.close()


def violations(page):
    """Serious and critical findings of axe-core on a page: rule, and the first element it names."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['impact']} {one['id']} x{len(one['nodes'])}: {one['nodes'][0]['html'][:300]}" for one in grave]
