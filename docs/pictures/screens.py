"""Take the pictures of the workshop, the scenarios and the report for README, docs/tutorial.md and the site, as a browser sees them."""

import io
import os
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

import okr_lib as okr  # noqa: E402
from tests.browser.rooms import ARTEFACTS, LONGEST, browsing, serving  # noqa: E402
from tests.browser.story import amount_that_closes, uncovered, until  # noqa: E402

WIDTH, COLOURS = 1000, 200
INITIATIVE = "Gift cards in every store"


def keep(page, name, width=WIDTH):
    """A picture of what is seen, small enough for a repository."""
    page.mouse.move(640, 600)
    page.mouse.wheel(0, -9000)  # what was typed in may have been scrolled to
    page.wait_for_timeout(1500)  # until what moves has come to rest
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        small = picture.convert("RGB").resize(
            (width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS
        )
        small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            HERE / f"{name}.png", optimize=True
        )
    print(name, (HERE / f"{name}.png").stat().st_size)


def enter(page, label, text):
    field = page.get_by_role("textbox", name=label, exact=True).first
    field.fill(text)
    field.press("Enter")


def workshop(new_room, folder):
    with serving(folder) as server:
        page = new_room(1280, 860).page
        page.goto(server.address, timeout=LONGEST)
        page.get_by_text("A new growth plan").wait_for(timeout=LONGEST)
        keep(page, "tutorial-start")
        page.get_by_role("button", name="Start with the example").click()
        page.get_by_text("Step 1 of 6").wait_for(timeout=LONGEST)
        enter(page, "Growth target (%)", "22")
        page.get_by_text("DKK 1,220.0m").first.wait_for()
        keep(page, "tutorial-ambition")
        page.get_by_role("button", name=re.compile("^4 ")).click()
        page.get_by_text("Step 4 of 6").wait_for()
        enter(page, "New initiative: Retail", INITIATIVE)
        until(lambda: INITIATIVE in str(okr.load_plan(folder)), "the initiative")
        for amount in ("1", None):
            page.locator(".wall-card", has_text=INITIATIVE).click()
            enter(page, "Likely", amount or f"{amount_that_closes(folder):.2f}")
            page.locator(".wall-editing").wait_for(state="detached")
            until(lambda: okr.load_plan(folder).teams[0].initiatives[-1].effects, "the effect")
        until(lambda: uncovered(folder) == 0, "uncovered at zero")
        keep(page, "tutorial-initiative")


def scenarios(new_room, folder):
    with serving(folder, "--notebook", "scenarios") as server:
        page = new_room(1280, 860).page
        page.goto(server.address, timeout=LONGEST)
        page.locator(".okr-grid td").first.wait_for(timeout=LONGEST)
        keep(page, "tutorial-scenarios")


def report(new_room, folder):
    done = okr.run_report(ROOT / "examples" / "matas-2022-23", quarter="Q3", output=folder)
    page = new_room(1000, 680).page
    page.goto(next(file for file in done.files if file.suffix == ".html").as_uri())
    keep(page, "report")


if __name__ == "__main__":
    os.chdir(ROOT)
    ARTEFACTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as new_room:
        report(new_room, Path(folder) / "report")
        workshop(new_room, Path(folder) / "my-plan")
        scenarios(new_room, Path(folder) / "my-plan")
