"""A real browser opens the report: it asks no network for anything, shows everything, and everybody can read it."""

import os
import re
from itertools import pairwise

import pytest

import okr_lib as okr
from tests.browser.rooms import CHROMIUM, SWITCHES
from tests.browser.story import until
from tests.conftest import EXAMPLE, ROOT
from tests.reports.edge_plans import hostile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="needs chromium: apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path_factory.mktemp("report")).files[1]


@pytest.fixture(scope="module")
def danish_report(tmp_path_factory):
    return okr.run_report(EXAMPLE, quarter="Q3", language="da", output=tmp_path_factory.mktemp("danish")).files[1]


@pytest.fixture(scope="module")
def hostile_report(tmp_path_factory):
    folder = hostile(tmp_path_factory.mktemp("hostile") / "plan")
    return okr.run_report(folder, quarter="Q3", output=folder.parent / "report").files[1]


@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser.new_page(viewport={"width": 1120, "height": 900})
        browser.close()


@pytest.fixture(scope="module")
def asked(page, report):
    """Every address the page asked for while it was opened."""
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(report.as_uri(), wait_until="networkidle")
    return addresses


def test_the_report_asks_for_itself_only(asked, report):
    assert [address for address in asked if not address.startswith("data:")] == [report.as_uri()]


def test_every_picture_is_drawn(asked, page):
    sizes = page.eval_on_selector_all("svg", "all => all.map(picture => picture.getBoundingClientRect().width)")
    assert len(sizes) >= 5
    assert all(size > 300 for size in sizes)


def test_nothing_is_wider_than_the_page(asked, page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_headings_are_in_order_and_the_report_can_be_looked_at(asked, page):
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(heading => Number(heading.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    artefacts = ROOT / "test-artifacts"
    artefacts.mkdir(exist_ok=True)
    page.screenshot(path=artefacts / "report.png", full_page=True)
    assert (artefacts / "report.png").stat().st_size > 50_000


@pytest.mark.parametrize("name", ["report", "danish_report", "hostile_report"])
@pytest.mark.parametrize(("width", "scheme"), [(1120, "light"), (390, "light"), (1120, "dark")])
def test_everybody_can_read_the_report(request, page, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(request.getfixturevalue(name).as_uri())
    found = Axe().run(page).response
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_wide_picture_on_a_narrow_screen_is_scrolled_with_the_keyboard_and_its_finding_stays(page, report):
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(report.as_uri())
    box = page.locator("figure.picture:not(.half)").first
    finding = box.locator(".finding")
    before = finding.bounding_box()
    assert 0 < before["x"] + before["width"] <= 400
    box.focus()
    page.keyboard.press("ArrowRight")
    until(
        lambda: box.evaluate("box => box.scrollLeft > 0"), "the picture scrolled"
    )  # the page allows no waiting script
    assert finding.bounding_box()["x"] == before["x"]
    assert box.evaluate("box => getComputedStyle(box).outlineStyle") == "solid"


def test_no_table_is_wider_than_a_phone_and_wide_ones_are_cards(page, report):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(report.as_uri())
    right = page.locator("table td").evaluate_all("all => Math.max(...all.map(a => a.getBoundingClientRect().right))")
    assert 200 < right <= 390


@pytest.mark.parametrize("width", [390, 1120])
def test_the_words_of_pictures_are_large_enough_and_lie_inside(page, report, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report.as_uri())
    sizes, over = page.evaluate(
        """() => {
            const texts = [...document.querySelectorAll("svg text")], sizes = [], over = []
            for (const text of texts.filter(each => each.getClientRects().length)) {
                const whole = text.ownerSVGElement, frame = whole.getBoundingClientRect(), box = text.getBoundingClientRect()
                sizes.push(text.getAttribute("font-size") * frame.width / whole.viewBox.baseVal.width)
                if (box.left < frame.left - 1 || box.right > frame.right + 1) over.push(text.textContent)
            }
            return [sizes, over]
        }"""
    )
    assert len(sizes) > 100
    assert min(sizes) >= 9.95
    assert over == []


def test_dark_pages_have_dark_pictures(page, report):
    page.emulate_media(color_scheme="dark")
    page.goto(report.as_uri())
    ink = page.locator("svg text[fill='#1b2733']").first.evaluate("text => getComputedStyle(text).fill")
    assert min(map(int, re.findall(r"\d+", ink))) > 200
    page.emulate_media(color_scheme="light")


def test_a_hostile_plan_runs_nothing_and_asks_for_nothing(page, hostile_report):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text))
    page.goto(hostile_report.as_uri(), wait_until="networkidle")
    assert [address for address in asked if not address.startswith("data:")] == [hostile_report.as_uri()]
    assert said == []
