"""What is on the screen is true: where nobody listens any more, the page says so, locks itself and names what was typed last."""

import resource
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

import okr_lib as okr
from okr_lib.plan.starter import new_plan
from tests.browser.rooms import LONGEST, needs_browser, serving
from tests.browser.story import until

pytestmark = needs_browser
expect.set_options(timeout=60_000)  # a busy machine takes its time
GROWTH = "Growth target (%)"
SAVED = "All changes are saved"
A_FILE = "/voila/static/voila.js"  # of the same server, and no kernel is started for it


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("truth") / "my-plan"
    new_plan(folder)
    return folder


@pytest.fixture(scope="module")
def server(folder):
    with serving(folder, "--web") as server:
        yield server


@pytest.fixture(scope="module")
def room(new_room, server):
    return new_room(1280, 720)


@pytest.fixture
def page(room, server):
    """The page, open at its first step, with nothing typed."""
    room.page.goto(urljoin(server.address, A_FILE), timeout=LONGEST)
    room.page.evaluate("() => sessionStorage.clear()")
    room.open_web(server.address, "Step 1 of 6")
    expect(room.page.locator(".okr-status")).to_contain_text(SAVED)
    return room.page


def said(page, words="Typed last"):
    """What the page says of what is wrong, when its fields are locked."""
    banner = page.locator(".okr-banner").filter(has_text=words)
    banner.wait_for()
    assert page.evaluate("() => document.querySelector('.okr').inert")
    assert not page.locator(".okr-calm").is_visible()
    return banner.inner_text()


def growth(folder):
    return okr.load_plan(folder).target.growth


def test_what_is_being_typed_is_not_called_saved(page, folder):
    field = page.get_by_role("textbox", name=GROWTH).first
    field.fill("21.25")
    expect(page.locator(".okr-calm")).to_be_hidden()
    expect(page.locator(".okr-typing")).to_have_text("Not saved yet")
    expect(page.locator(".okr-typing")).to_be_visible()
    field.press("Enter")
    expect(page.locator(".okr-calm")).to_be_visible()
    assert growth(folder) == 0.2125


def test_a_slider_speaks_per_cent(page):
    handle = page.get_by_role("slider", name="Growth target").first
    expect(handle).to_have_attribute("aria-valuetext", "21.25\xa0%")
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "22\xa0%")


def test_without_a_network_the_page_says_so_and_goes_on_when_it_is_back(page, folder):
    field = page.get_by_role("textbox", name=GROWTH).first
    field.fill("22.5")
    page.context.set_offline(True)
    assert "The network is gone" in (words := said(page))
    assert "“22.5” in “Growth target (%)”" in words
    page.context.set_offline(False)
    expect(page.locator(".okr-banner")).to_have_count(0)
    assert field.input_value() == "22.5"
    field.press("Enter")
    until(lambda: growth(folder) == 0.225, "what was typed without a network")


def test_a_kernel_that_ends_is_told_and_what_was_typed_last_can_be_put_back(page, server, folder):
    page.get_by_role("textbox", name=GROWTH).first.fill("23.5")
    for kernel in server.family():
        kernel.kill()
    words = said(page)
    assert "The program behind this page has ended" in words
    assert "not saved: “23.5” in “Growth target (%)”" in words
    icon = page.locator(".jupyter-widgets-disconnected").first
    assert icon.evaluate("at => getComputedStyle(at, '::before').display") == "none"
    page.get_by_role("button", name="Open again").click()
    page.get_by_role("button", name="Put it back").click()
    until(lambda: growth(folder) == 0.235, "what was typed before the kernel ended")


def test_a_full_disk_is_told_and_what_was_typed_is_kept(page, server, folder):
    """No file that the kernel writes may grow above a few bytes, until there is room again."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    for kernel in server.family():
        resource.prlimit(kernel.pid, resource.RLIMIT_FSIZE, (10, usual[1]))
    field = page.get_by_role("textbox", name=GROWTH).first
    field.fill("24.5")
    field.press("Enter")
    words = said(page, "tried again")
    assert "Your changes are not saved yet" in words
    assert "“24.5” in “Growth target (%)”" in words
    for kernel in server.family():
        resource.prlimit(kernel.pid, resource.RLIMIT_FSIZE, usual)
    expect(page.locator(".okr-banner")).to_have_count(0)
    assert not page.evaluate("() => document.querySelector('.okr').inert")
    until(lambda: growth(folder) == 0.245, "what was kept")
    expect(page.locator(".okr-calm")).to_be_visible()


def test_reloads_leave_no_heap_of_kernels(page, server):
    for _ in range(5):
        page.reload()
        page.get_by_text("Step 1 of 6").first.wait_for(timeout=LONGEST)
    until(lambda: len(server.family()) <= 2, "at most two kernels", seconds=200)


def test_a_page_opened_again_shows_the_step_it_showed(page):
    page.get_by_role("button", name="3 Who commits").click()
    page.get_by_text("Step 3 of 6").wait_for()
    page.reload()
    page.get_by_text("Step 3 of 6").wait_for(timeout=LONGEST)


def test_a_server_that_ends_is_told(page, server):
    page.get_by_role("textbox", name=GROWTH).first.fill("26.5")
    server.process.kill()
    words = said(page)
    assert "The workshop does not answer" in words
    assert "“26.5”" in words
