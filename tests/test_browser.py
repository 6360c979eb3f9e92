"""A real browser opens the report: it asks no network for anything and every picture is drawn."""

import os
import shutil
from itertools import pairwise

import pytest

import okr_lib as okr
from tests.conftest import EXAMPLE, ROOT

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

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="needs chromium: apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return okr.run_report(EXAMPLE, quarter="Q3", output=tmp_path_factory.mktemp("report")).files[1]


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
    sizes = page.eval_on_selector_all("img", "images => images.map(image => image.naturalWidth)")
    assert len(sizes) == 5
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
