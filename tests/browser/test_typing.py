"""What people type on the page: Enter adds, cells fill the fields they cover, arrows walk, eight initiatives go up on the wall by keys."""

import pytest
from playwright.sync_api import expect

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data
from okr_lib.plan.starter import new_plan
from tests.browser.rooms import ARTEFACTS, needs_browser, serving, violations
from tests.browser.story import until

pytestmark = needs_browser
expect.set_options(timeout=60_000)  # a busy machine takes its time
FORMULA = r"Brand $a_b$ **x** \(y\) `c`"  # the name of a team
PASTE = """text => { const data = new DataTransfer(); data.setData('text/plain', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }"""


WORK = {
    "Retail": ["Open six stores", "Save receipts online", "Advice by staff"],
    "E-commerce": ["Tills meet web shop", "Checkout on phones", "Collect in store"],
    "Marketing": ["Segmented campaigns", "Win back customers"],
}
NAMES = [name for names in WORK.values() for name in names]
COUNT = """() => { window.counted = {clicks: 0, keys: 0};
  document.addEventListener('pointerdown', () => window.counted.clicks++, true);
  document.addEventListener('keydown', () => window.counted.keys++, true) }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("typing") / "my-plan"
    new_plan(folder)
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text().replace("name: Marketing", f"name: '{FORMULA}'"))
    return folder


@pytest.fixture(scope="module")
def page(new_room, folder):
    with serving(folder) as server:
        room = new_room(1280, 720)
        room.open_web(server.address, "Step 1 of 6")
        expect(room.page.locator(".okr-status")).to_contain_text("All changes are saved")
        yield room.page


def go(page, step):
    page.locator(".okr-steps button").nth(step - 1).click()
    page.get_by_text(f"Step {step} of 6").wait_for()


def test_enter_adds_and_the_next_can_be_typed(page, folder):
    go(page, 3)
    field = page.get_by_role("textbox", name="New focus area")
    for name in ("Loyalty", "Speed"):
        field.fill(name)
        field.press("Enter")
        until(lambda name=name: name in [area.name for area in okr.load_plan(folder).focus_areas], f"the area {name}")
        expect(field).to_have_value("")
        expect(field).to_be_focused()


def test_a_held_amount_stays_when_there_is_less_to_win_than_it(page, folder):
    go(page, 3)
    amount = page.get_by_role("textbox", name="Retail", exact=True).first
    amount.fill("150")
    amount.press("Enter")
    until(lambda: okr.load_plan(folder).allocation.held == {"retail": 150}, "the held commitment")
    page.locator(".okr-steps button").nth(0).click()
    growth = page.get_by_role("textbox", name="Growth target (%)").first
    growth.fill("15")
    growth.press("Enter")
    until(lambda: okr.load_plan(folder).target.growth == 0.15, "the lower target")
    go(page, 3)
    page.wait_for_timeout(1000)  # a handle that the browser moved inside would be a change nobody made
    assert okr.load_plan(folder).allocation.held == {"retail": 150}
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    until(lambda: okr.load_plan(folder).target.growth == 0.2 and not okr.load_plan(folder).allocation.held, "the plan")


def test_cells_of_a_spreadsheet_fill_the_fields_they_cover(page, folder):
    go(page, 2)
    page.get_by_role("textbox", name="Q1").first.focus()
    page.evaluate(PASTE, "110.5\t120\t130\t140\n")
    until(
        lambda: okr.load_plan(folder).streams[0].baseline.array().tolist() == [110.5, 120, 130, 140],
        "the four quarters",
    )


def test_arrows_walk_but_not_while_somebody_types(page):
    go(page, 2)
    page.get_by_role("textbox", name="Q1").first.press("ArrowRight")
    page.wait_for_timeout(1000)
    assert page.get_by_text("Step 2 of 6").is_visible()
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.get_by_text("Step 3 of 6").wait_for()
    assert page.evaluate("() => document.querySelector('.okr-question').getBoundingClientRect().top > 0")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("Step 2 of 6").wait_for()


def test_a_name_that_looks_like_a_formula_is_shown_as_written(page):
    for step in range(1, 7):
        go(page, step)
        page.wait_for_timeout(700)  # time to find formulas
        assert page.locator("mjx-container").count() == 0
        assert "&#" not in page.inner_html(".okr")
        shown = page.get_by_label(FORMULA).all() + page.get_by_text(FORMULA).all()
        assert not [words for words in shown if "<span" in (words.get_attribute("title") or "")]


def test_a_card_over_another_quarter_moves_the_bridge_and_ctrl_z_says_what_it_takes_back(page, folder):
    before = okr.load_plan(folder)
    go(page, 4)
    page.locator(".wall-choice", has_text="Quarters").click()
    finding, shown = page.locator(".okr-side h3"), page.locator(".okr-side h3").inner_text()
    page.locator(".wall-card", has_text="Open six new stores").hover()
    page.mouse.down()
    page.locator(".wall-column").nth(2).locator(".wall-card").first.hover()
    expect(finding).not_to_have_text(shown)  # while it hangs in the air
    assert okr.load_plan(folder) == before
    page.mouse.up()
    until(lambda: okr.load_plan(folder).teams[0].initiatives[0].starts == "Q3", "the card's new quarter")
    expect(page.locator(".okr-status")).to_contain_text("All changes are saved")
    page.keyboard.press("Control+z")
    expect(page.locator(".okr-note")).to_contain_text("Undone: Starts of Open six new stores Q3 → Q1")
    expect(finding).to_have_text(shown)
    until(lambda: okr.load_plan(folder) == before, "the plan as it was")
    field = page.locator(".wall-new").first
    field.press_sequentially("Gift")
    field.press("Control+z")
    expect(field).to_have_value("")  # the browser's own
    assert page.get_by_role("button", name="Redo").is_enabled()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844), (720, 450), (960, 540)])
def test_what_sticks_takes_a_quarter_of_the_height_at_most_and_nothing_is_wider_than_the_screen(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    for step in (1, 3, 5):
        go(page, step)
        page.wait_for_function("() => document.querySelector('.okr').style.getPropertyValue('--okr-head') !== ''")
        page.wait_for_timeout(500)
        head = page.evaluate("() => parseFloat(document.querySelector('.okr').style.getPropertyValue('--okr-head'))")
        assert 0 < head <= height / 4
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if width == 390:  # where tables are scrolled
        go(page, 6)
        page.wait_for_timeout(500)
        assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 720})


def test_presenting_shows_question_figures_and_picture_only_until_escape(page):
    go(page, 1)
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".okr-place")).to_be_hidden()
    for shown in (".okr-question", ".okr-tiles", ".okr-picture svg"):
        expect(page.locator(shown).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".okr-place")).to_be_visible()


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


def judged(page, folder):
    found = until(lambda: made(folder), "eight initiatives with estimates")
    until(lambda: made(folder)["Segmented campaigns"].after == ("save-receipts-online",), "what must come first")
    assert {each.owner for each in found.values()} == {
        "Head of Retail",
        "Head of E-commerce",
        "Chief Marketing Officer",
    }
    assert {each.starts.value for each in made(folder).values()} == {"Q1", "Q2", "Q3"}
    return page.evaluate("() => window.counted")


def test_eight_initiatives_with_estimates_by_keyboard_alone_and_in_few_keystrokes(page, folder):
    plan = okr.load_plan(folder)
    data = plan_data(plan)
    teams = [{**team, "initiatives": []} for team in data["teams"]]
    okr.save_plan(changed_plan(plan, {**data, "teams": teams, "overlaps": []}), folder)
    go(page, 4)
    page.locator(".wall-choice", has_text="Teams").click()
    expect(page.locator(".wall-card")).to_have_count(0)  # the page has seen it
    page.evaluate(COUNT)
    page.locator(".wall-new").first.focus()
    for names in WORK.values():
        for name in names:
            page.keyboard.type(name)
            page.keyboard.press("Enter")
        page.keyboard.press("ArrowRight")
    until(lambda: len(list(okr.load_plan(folder).initiatives())) == 8, "eight initiatives")
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
    counted = judged(page, folder)
    page.screenshot(path=ARTEFACTS / "wall-by-keys.png")
    (ARTEFACTS / "wall.txt").write_text(f"by keys: {counted}\n")
    assert violations(page) == []
    assert counted["clicks"] == 0
    assert counted["keys"] <= 350
