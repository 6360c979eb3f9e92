"""The explorer's grid in a real browser: typed, pasted, copied and taken back, by mouse and by keyboard alone."""

import io
import re

import pytest
from openpyxl import load_workbook

import okr_lib as okr
from tests.browser.rooms import LONGEST, needs_browser, serving, violations

pytestmark = needs_browser
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
COPY = """() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true}));
  return data.getData("text/plain");
}"""
# Milliseconds from the key that ends a cell to the redrawn bridges.
REDRAWN = """async () => {
  const shown = () => document.querySelector(".okr-picture svg").outerHTML, before = shown(), start = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
  while (shown() === before) {
    await new Promise(requestAnimationFrame);
    if (performance.now() - start > 60000) return null;
  }
  return performance.now() - start;
}"""


def cell(page, item, column, effect=0):
    key = f'["initiative","{item}",{effect}]'
    return page.locator(f"tr[data-key='{key}'] td[data-column={column}]")


def until(page, holds):
    """Wait for what the page writes after it has shown it."""
    for _ in range(LONGEST // 200):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it did not come to be")


@pytest.fixture
def opened(new_room, example):
    room = new_room(1280, 900)
    with serving(example, "--notebook", "scenarios", "--web") as server:
        room.open_web(server.address, "Assumptions")
        room.page.locator(".okr-grid td").first.wait_for(timeout=LONGEST)
        room.page.locator(".okr-picture svg").first.wait_for(timeout=LONGEST)
        yield room


def test_cells_are_typed_pasted_copied_and_taken_back(opened):
    page = opened.page
    cell(page, "club-plus", "likely").click()
    page.keyboard.type("12")
    assert page.evaluate(REDRAWN) is not None
    cell(page, "club-plus", "likely").get_by_text("12").wait_for()
    assert cell(page, "club-plus", "likely").get_attribute("title") == "the plan has 8"
    opened.picture("grid")

    cell(page, "new-brand-shelves", "cost").click()
    page.evaluate(PASTE, "7\t\nmuch\t")
    cell(page, "new-brand-shelves", "cost").get_by_text("7").wait_for()
    page.get_by_role("alert").get_by_text("nothing can be written here").wait_for()

    cell(page, "faster-checkout", "low").click()
    page.evaluate(PASTE, "0.5%\t1.5%\t2.5%\t60%\tQ3")
    cell(page, "faster-checkout", "starts").get_by_text("Q3").wait_for()
    page.keyboard.press("Shift+End")
    copied = page.evaluate(COPY).replace("\u00a0", " ")
    assert re.match(r"0.5 ?%\t1.5 ?%\t2.5 ?%\t60 ?%\tQ3\t", copied)
    page.keyboard.press("Control+z")
    cell(page, "faster-checkout", "starts").get_by_text("Q2").wait_for()
    assert violations(page) == []
    assert opened.elsewhere() == []


def test_by_keyboard_alone_cells_change_and_the_scenario_is_kept_compared_and_taken_over(opened, example):
    page = opened.page
    before = okr.expected_revenue(okr.load_plan(example))
    page.locator(".okr-grid td[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.locator("tr[data-key*='stores'] td:focus").wait_for()
    for text in ("1", "2", "3"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.locator(".okr-grid td.okr-changed").nth(2).wait_for()
    name = page.get_by_label("Name of the scenario")
    name.focus()
    page.keyboard.type("Stores grow")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save scenario").press("Enter")
    page.get_by_text("Save scenario: done").wait_for()
    assert okr.load_scenarios(okr.load_plan(example))["stores-grow"].momentum["stores"].high == 0.03
    page.get_by_label("Compare with").focus()
    page.keyboard.press("Home")
    page.locator(".okr-figures th", has_text="Launches slip a quarter").wait_for()
    assert violations(page) == []
    opened.picture("compared")
    page.get_by_role("button", name="Export").press("Enter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Excel").press("Enter")
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    names = [cell.value for cell in book["Scenarios"][1]][1:]
    assert names == ["As planned", "Stores grow", "Launches slip a quarter"]
    page.get_by_role("button", name="Take into the plan").press("Enter")
    page.get_by_text(re.compile("Expected revenue: .* becomes")).wait_for()
    page.get_by_role("button", name="Take it over").press("Enter")
    until(page, lambda: okr.expected_revenue(okr.load_plan(example)) > before)
    page.get_by_role("button", name="Undo in the plan").press("Enter")
    page.get_by_role("option", name="Stores grow").first.wait_for(state="attached")
    page.wait_for_function("() => !document.querySelector('.okr-grid td.okr-changed')")
    until(page, lambda: okr.expected_revenue(okr.load_plan(example)) == before)


def test_by_keyboard_alone_a_row_of_the_budget_s_picture_becomes_the_scenario(opened, example):
    page = opened.page
    page.get_by_role("button", name="What each budget buys", exact=True).press("Enter")
    page.get_by_role("button", name="Make what DKK 10.0m buys the scenario").press("Enter")
    page.get_by_text("The scenario is now what a budget of").wait_for()
    frontier = okr.funding_frontier(okr.load_plan(example), [10.0])
    left = [one.name for _, one in okr.load_plan(example).initiatives() if one.id not in frontier["initiatives"][0]]
    for words in left:
        page.get_by_text(f"{words}: not done").wait_for()
    assert violations(page) == []
    opened.picture("budget")
