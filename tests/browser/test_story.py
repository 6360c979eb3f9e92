"""The whole +20% story in a real JupyterLab, from an empty folder to a report, and again after the kernel restarts."""

import re

import pytest
from playwright.sync_api import expect

import okr_lib as okr
from tests.browser.rooms import LONGEST, needs_browser, serving
from tests.browser.story import amount_that_closes, uncovered, until

pytestmark = needs_browser
INITIATIVE, RESULT = "Gift cards in every store", "Gift cards sold"


def field(page, label):
    return page.get_by_role("textbox", name=label, exact=True).first


def enter(page, label, text):
    """Type into a labelled field, as people do."""
    field(page, label).fill(text)
    field(page, label).press("Enter")


def go(page, step):
    page.get_by_role("button", name=re.compile(f"^{step} ")).click()
    page.get_by_text(f"Step {step} of 6").wait_for()


def estimate(page, likely):
    """What the new initiative is worth, typed on its card."""
    page.locator(".wall-card", has_text=INITIATIVE).click()
    enter(page, "Likely", likely)
    page.locator(".wall-editing").wait_for(state="detached")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("story") / "my-plan"


@pytest.fixture(scope="module")
def room(new_room, folder):
    """A room that has just opened the workshop on a folder that does not exist yet."""
    with serving(folder, "--lab") as server:
        room = new_room(1480, 1100)
        room.open_lab(server.address)
        room.page.get_by_text("A new growth plan").wait_for(timeout=LONGEST)
        yield room


@pytest.fixture(scope="module")
def closed(room, folder):
    """The plan after the whole story, as it was saved."""
    with room.pictured("story"):
        live_the_story(room, folder)
    return okr.load_plan(folder)


def live_the_story(room, folder):
    page = room.page
    room.picture("story-1-start")
    page.get_by_role("button", name="Start with the example").click()
    page.get_by_text("Step 1 of 6").wait_for(timeout=LONGEST)

    enter(page, "Growth target (%)", "22")
    until(lambda: okr.load_plan(folder).target.growth == 0.22, "the target in the folder")
    page.get_by_text("DKK 1,220.0m").first.wait_for()
    page.get_by_text("Of 436 company-years, 11% grew by 22% or more.").wait_for()
    room.picture("story-2-ambition")

    go(page, 3)
    enter(page, "Retail", "60")
    until(lambda: okr.load_plan(folder).allocation.held == {"retail": 60}, "the held commitment")
    assert page.get_by_label("Hold Retail").is_checked()
    page.get_by_label("Hold Retail").scroll_into_view_if_needed()
    room.picture("story-3-commitments")

    go(page, 4)
    enter(page, "New initiative: Retail", INITIATIVE)
    until(lambda: INITIATIVE in str(okr.load_plan(folder)), "the initiative in the folder")
    estimate(page, "1")
    until(lambda: okr.load_plan(folder).teams[0].initiatives[-1].effects, "the new effect")
    estimate(page, f"{amount_that_closes(folder):.2f}")  # stands for low and high too
    until(lambda: uncovered(folder) == 0, "uncovered at zero")
    page.get_by_text("DKK 0.0m").first.wait_for()
    room.picture("story-4-initiative")

    go(page, 5)
    enter(page, "New key result", RESULT)
    if RESULT not in str(okr.load_plan(folder)):  # Enter adds it on the web page, the button everywhere
        beside = page.get_by_role("textbox", name="New key result")
        page.locator(".okr-add", has=beside).get_by_role("button", name="Add", exact=True).click()
    until(lambda: RESULT in str(okr.load_plan(folder)), "the key result in the folder")
    expect(page.get_by_role("textbox", name="Title", exact=True).last).to_have_value(RESULT)  # its fields are there
    enter(page, "Start", "0")  # the way counts when both its ends are there
    enter(page, "Target", "5000")
    until(lambda: "5000" in str(okr.load_plan(folder)), "the key result's target")
    room.picture("story-5-key-result")

    go(page, 6)
    page.get_by_text("is to be won by the teams; all of it is covered").first.wait_for()
    room.picture("story-6-closes")


def test_the_plan_closes_and_holds_what_the_room_decided(closed, folder):
    assert uncovered(folder) == 0
    assert INITIATIVE in [initiative.name for _, initiative in closed.initiatives()]
    ledger = okr.growth_ledger(closed)
    assert ledger["amount"].sum() == pytest.approx(1220)


def test_nobody_else_was_asked(closed, room):
    assert room.elsewhere() == []


def test_a_restarted_kernel_shows_everything_as_it_was(closed, room, folder):
    page = room.page
    room.restart_kernel()
    room.run_all()
    page.get_by_text("Step 1 of 6").wait_for(timeout=LONGEST)
    assert field(page, "Growth target (%)").input_value() == "22"
    page.get_by_text("DKK 0.0m").first.wait_for()
    go(page, 3)
    assert page.get_by_label("Hold Retail").is_checked()
    go(page, 4)
    assert page.locator(".wall-card", has_text=INITIATIVE).count() == 1
    room.picture("story-7-after-restart")
    assert okr.load_plan(folder) == closed


def test_the_report_is_made_from_it(closed, folder, tmp_path):
    report = okr.run_report(folder, quarter="Q1", output=tmp_path)
    html = next(file for file in report.files if file.suffix == ".html").read_text(encoding="utf-8")
    assert INITIATIVE in html
    assert RESULT in html
