"""From an empty plan to eight initiatives on the wall, by hand and by keys: in few clicks and keystrokes, and closed to nobody."""

import pytest

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data
from tests.browser.rooms import ARTEFACTS, LONGEST, needs_browser, serving, violations
from tests.browser.story import until

pytestmark = needs_browser
WORK = {
    "Retail": ["Open six stores", "Save receipts online", "Advice by staff"],
    "E-commerce": ["Tills meet web shop", "Checkout on phones", "Collect in store"],
    "Marketing": ["Segmented campaigns", "Win back customers"],
}
NAMES = [name for names in WORK.values() for name in names]
COUNT = """() => { window.counted = {clicks: 0, keys: 0};
  document.addEventListener('pointerdown', () => window.counted.clicks++, true);
  document.addEventListener('keydown', () => window.counted.keys++, true) }"""


@pytest.fixture
def empty(fresh):
    """The starter plan before anybody has put up an initiative."""
    plan = okr.load_plan(fresh)
    data = plan_data(plan)
    teams = [{**team, "initiatives": []} for team in data["teams"]]
    okr.save_plan(changed_plan(plan, {**data, "teams": teams, "overlaps": []}), fresh)
    return fresh


def opened(new_room, server):
    room = new_room(1280, 900)
    room.open_web(server.address, "Step 1 of 6")
    room.page.locator(".okr-steps button").nth(3).click()
    room.page.locator(".wall-new").first.wait_for(timeout=LONGEST)
    room.page.evaluate(COUNT)
    return room


def made(folder):
    """The initiatives by name, once every one has an estimate."""
    found = {each.name: each for _, each in okr.load_plan(folder).initiatives()}
    return found if set(found) == set(NAMES) and all(each.effects for each in found.values()) else None


def estimated(page, number):
    """What is typed on a card that has just been opened: low, likely, high, likelihood."""
    for text in (str(number), str(number + 1), str(number + 3)):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("70")


def chosen(page, field, letters):
    """A choice by its first letters, on a card that is open."""
    while page.evaluate("() => document.activeElement.dataset.n") != field:
        page.keyboard.press("Tab")
    page.keyboard.type(letters)


def closed(page):
    page.keyboard.press("Enter")
    page.locator(".wall-editing").wait_for(state="detached")


def judged(room, folder):
    found = until(lambda: made(folder), "eight initiatives with estimates")
    until(lambda: made(folder)["Segmented campaigns"].after == ("save-receipts-online",), "what must come first")
    assert {each.owner for each in found.values()} == {
        "Head of Retail",
        "Head of E-commerce",
        "Chief Marketing Officer",
    }
    assert {each.starts.value for each in made(folder).values()} == {"Q1", "Q2", "Q3"}
    return room.page.evaluate("() => window.counted")


def test_by_keyboard_alone(new_room, empty):
    with serving(empty, "--web") as server:
        room = opened(new_room, server)
        page = room.page
        with room.pictured("wall-keys"):
            page.locator(".wall-new").first.focus()
            for names in WORK.values():
                for name in names:
                    page.keyboard.type(name)
                    page.keyboard.press("Enter")
                page.keyboard.press("ArrowRight")
            until(lambda: len(list(okr.load_plan(empty).initiatives())) == 8, "eight initiatives")
            page.locator(".wall-card", has_text="Win back customers").wait_for()
            page.keyboard.press("ArrowUp")
            for number in range(8):
                page.wait_for_function("() => document.activeElement.classList.contains('wall-card')")
                name = page.evaluate("() => document.activeElement.querySelector('b').textContent")
                page.keyboard.press("Enter")
                estimated(page, number)
                if number % 3:
                    chosen(page, "starts", f"q{1 + number % 3}")
                if name == "Segmented campaigns":
                    chosen(page, "after", "save")
                closed(page)
                page.wait_for_function("() => document.activeElement.classList.contains('wall-card')")
                page.keyboard.press("ArrowUp" if number not in (1, 4) else "ArrowLeft")
                if number in (1, 4):
                    page.keyboard.press("End")
            counted = judged(room, empty)
            room.picture("wall-by-keys", whole=True)
            (ARTEFACTS / "wall.txt").write_text(f"by keys: {counted}\n")
            assert violations(page) == []
            assert counted["clicks"] == 0
            assert counted["keys"] <= 350
