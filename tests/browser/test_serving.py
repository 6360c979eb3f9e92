"""`okr workshop` opens JupyterLab or a web page that asks this machine only, and leaves nothing running."""

import urllib.request

import psutil

from tests.browser.rooms import needs_browser, serving, violations

pytestmark = needs_browser
LAST = "last shown"


def test_jupyterlab_opens_the_notebook_asks_nobody_else_and_leaves_nothing_running(new_room, fresh):
    room = new_room()
    with serving(fresh, "--notebook", "scenarios") as server:
        room.open_lab(server.address)
        room.page.get_by_text(LAST).first.wait_for()
        room.picture("lab-scenarios")
        assert room.elsewhere() == []
        family = server.family()
        assert family  # the kernel
        assert server.interrupt() == 0
        assert psutil.wait_procs(family, timeout=10)[1] == []


def test_the_web_page_has_no_code_no_other_host_and_nothing_inaccessible(new_room, fresh):
    room = new_room()
    with serving(fresh, "--notebook", "scenarios", "--web", "--language", "da") as server:
        with urllib.request.urlopen(server.address.partition("?")[0] + "?token=guessed") as answer:  # noqa: S310
            assert "/login" in answer.url
        room.open_web(server.address, LAST)
        room.picture("web-scenarios", whole=True)
        assert room.elsewhere() == []
        assert "import" not in room.page.inner_text("body")
        assert room.page.title() == "Growth plan 2027"
        assert room.page.evaluate("document.documentElement.lang") == "da"
        assert violations(room.page) == []
        family = server.family()
        assert server.interrupt() == 0
        assert psutil.wait_procs(family, timeout=10)[1] == []
