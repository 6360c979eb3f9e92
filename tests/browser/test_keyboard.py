"""The same story on the web page, in Danish, by keyboard alone; nothing on any step is closed to screen readers."""

import re

import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from tests.browser.rooms import LONGEST, needs_browser, serving, violations
from tests.browser.story import amount_that_closes, uncovered, until

pytestmark = needs_browser
NAME = """() => { const at = document.activeElement;
  return at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.title || '' }"""
MOST = 150  # moves to the next control before the one looked for counts as out of reach

word = Labels("da").text


def reach(page, name, kind=""):
    """Move on with Tab until a control of that name has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate("() => document.activeElement.type || document.activeElement.tagName")
        if page.evaluate(NAME).strip().startswith(name) and kind in found:
            return
    pytest.fail(f"no key leads to {name!r}")


def put(page, name, text):
    reach(page, name, "text")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def press(page, name):
    reach(page, name)
    page.keyboard.press("Enter")


def go(page, step):
    page.evaluate("() => document.activeElement.blur()")
    press(page, f"{step} ")
    page.get_by_text(word("Step {number} of {all}", number=str(step), all="6")).wait_for()


def add(page, label, name):
    put(page, label, name)
    press(page, word("Add"))


def estimate(page, likely):
    """What an initiative is worth, typed on its card, which has the focus before and after."""
    page.keyboard.press("Enter")
    put(page, word("likely").capitalize(), likely)
    page.locator(".wall-editing").wait_for(state="detached")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keyboard") / "min-plan"


@pytest.fixture(scope="module")
def room(new_room, folder):
    with serving(folder, "--web", "--language", "da") as server:
        room = new_room(1400, 1000)
        room.open_web(server.address, word("A new growth plan"))
        room.address = server.address
        yield room


@pytest.fixture(scope="module")
def grave(room, folder):
    """What axe-core finds on each page of the story, lived by keyboard alone."""
    with room.pictured("keyboard"):
        return dict(live_the_story(room, folder))


def live_the_story(room, folder):
    page = room.page
    yield "start", violations(page)
    press(page, word("Start with the example"))
    page.get_by_text(word("Step {number} of {all}", number="1", all="6")).wait_for(timeout=LONGEST)
    put(page, f"{word('Growth target')} (%)", "21,5")
    until(lambda: okr.load_plan(folder).target.growth == 0.215, "the target in the folder")
    yield "1", violations(page)

    go(page, 3)
    reach(page, word("Hold {team}", team="Retail"), "checkbox")
    page.keyboard.press("Space")
    until(lambda: "retail" in okr.load_plan(folder).allocation.held, "the held commitment")
    yield "3", violations(page)

    go(page, 4)
    put(page, f"{word('New initiative')}: Retail", "Gavekort")
    until(lambda: "Gavekort" in str(okr.load_plan(folder)), "the initiative in the folder")
    page.locator(".wall-card", has_text="Gavekort").wait_for()
    page.keyboard.press("ArrowUp")  # from the field to the card above it
    estimate(page, "1")
    until(lambda: okr.load_plan(folder).teams[0].initiatives[-1].effects, "the new effect")
    estimate(page, f"{amount_that_closes(folder):.2f}".replace(".", ","))
    until(lambda: uncovered(folder) == 0, "uncovered at zero")
    room.picture("keyboard-4-initiative")
    yield "4", violations(page)

    go(page, 5)
    add(page, word("New key result"), "Solgte gavekort")
    until(lambda: "Solgte gavekort" in str(okr.load_plan(folder)), "the key result in the folder")
    room.picture("keyboard-5-key-result", whole=True)
    yield "5", violations(page)

    go(page, 6)
    page.get_by_text(re.compile("det hele er dækket")).first.wait_for()
    room.picture("keyboard-6-closes", whole=True)
    yield "6", violations(page)


def test_nothing_grave_is_found_on_any_page(grave):
    assert {page: found for page, found in grave.items() if found} == {}


def test_the_plan_closes(grave, folder):
    assert uncovered(folder) == 0


def test_no_other_host_was_asked_and_no_code_is_shown(grave, room):
    assert room.elsewhere() == []
    assert "import" not in room.page.inner_text("body")


def test_a_page_opened_again_shows_everything_as_it_was(grave, room, folder):
    before = okr.load_plan(folder)
    room.open_web(room.address, word("Step {number} of {all}", number="6", all="6"))  # where it was left
    go(room.page, 1)
    growth = room.page.get_by_role("textbox", name=f"{word('Growth target')} (%)")
    assert growth.first.input_value() == "21,5"
    go(room.page, 4)
    assert room.page.locator(".wall-card", has_text="Gavekort").count() == 1
    assert okr.load_plan(folder) == before
