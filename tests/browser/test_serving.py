"""`okr workshop` opens JupyterLab or a web page that asks this machine only, and leaves nothing running."""

import re
import urllib.request

import psutil

from okr_lib.display.labels import Labels
from tests.browser.rooms import LONGEST, needs_browser, serving, violations

pytestmark = needs_browser
word = Labels("da").text


def test_jupyterlab_opens_the_notebook_asks_nobody_else_and_leaves_nothing_running(new_room, fresh):
    room = new_room(1480, 1000)
    with serving(fresh, "--lab", "--notebook", "scenarios") as server:
        room.open_lab(server.address)
        room.page.get_by_text("is uncovered, as in the plan").wait_for(timeout=LONGEST)
        room.picture("lab-scenarios")
        assert room.elsewhere() == []
        family = server.family()
        assert family  # the kernel
        assert server.interrupt() == 0
        assert psutil.wait_procs(family, timeout=300)[1] == []


def test_the_explorer_as_a_web_page(new_room, fresh):
    room = new_room(1400, 1000)
    page = room.page
    with serving(fresh, "--notebook", "scenarios", "--web", "--language", "da") as server:
        with urllib.request.urlopen(server.address.partition("?")[0] + "?token=guessed") as answer:  # noqa: S310
            assert "/login" in answer.url
        room.open_web(server.address, word("Assumptions"))
        assert page.title() == "Growth plan 2027"
        assert page.evaluate("document.documentElement.lang") == "da"
        assert "import" not in page.inner_text("body")

        page.locator(".okr-grid td[data-column=high]").nth(1).click()
        page.keyboard.type("9")
        page.keyboard.press("Enter")
        page.get_by_text(re.compile("(mindsker|lukker) hullet")).first.wait_for()
        room.picture("web-scenarios", whole=True)
        found = violations(page)
        for view in ("Table", "Likelihood", "What matters most", "What would close the gap", "What each budget buys"):
            page.get_by_role("button", name=word(view), exact=True).click()
            page.wait_for_timeout(1500)
            room.picture(f"web-{view.lower().replace(' ', '-')}", whole=True)
        assert found + violations(page) == []
        assert room.elsewhere() == []
        family = server.family()
        assert server.interrupt() == 0
        assert psutil.wait_procs(family, timeout=300)[1] == []
