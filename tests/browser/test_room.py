"""The room as people use it: a facilitator's page and a phone in a real browser, in Danish, from the code to the plan."""

import re
import socket
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import expect

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.plan.room_notes import load_room_notes
from okr_lib.plan.starter import new_plan
from tests.browser.rooms import LONGEST, needs_browser, serving, violations
from tests.browser.story import until

pytestmark = needs_browser
word = Labels("da").text
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def found(new_room, tmp_path_factory):
    """What axe-core finds on each page of the story, how much wider than the screen a phone's page is, and the plan."""
    folder = tmp_path_factory.mktemp("room") / "plan"
    new_plan(folder, "da")
    with serving(folder, "--web", "--room", "--address", "127.0.0.1", "--language", "da") as server:
        leader, phone = new_room(1280, 900), new_room(390, 844)
        with leader.pictured("room-leader"), phone.pictured("room-phone"):
            found = {"folder": folder, "grave": {}, "wide": {}}
            found["address"], code = re.search(r"Phones join at (\S+) with the code (\w+ \w+)\.", server.said).groups()
            found["listening"] = {
                each.laddr.ip
                for each in psutil.Process(server.process.pid).net_connections()
                if each.status == "LISTEN"
            }
            live_the_story(leader, phone, server.address, code, found)
            found["asked"] = leader.elsewhere() + phone.elsewhere()
            yield found


def live_the_story(leader, phone, address, code, found):
    folder, screen, page = found["folder"], leader.page, phone.page

    def looked(name):
        for room, where in ((phone, "phone"), (leader, "leader")):
            room.picture(f"room-{where}-{name}", whole=True)
            found["grave"][f"{name} {where}"] = violations(room.page)
        found["wide"][name] = page.evaluate(WIDER)

    def press(name):
        screen.get_by_role("button", name=word(name), exact=True).click()

    leader.open_web(address, word("Put it to the room"))
    page.goto(f"{found['address']}/?code={code.replace(' ', '')}")
    looked("join")
    page.get_by_role("button", name=word("Join the room")).click()
    page.get_by_text(word("You are in the room")).wait_for()
    name = next(initiative.name for _, initiative in okr.load_plan(folder).initiatives())
    choice = screen.get_by_role("combobox", name=word("Initiative"), exact=True)
    choice.select_option(index=0)
    press("Put it to the room")
    page.get_by_role("heading", name=name).wait_for(timeout=LONGEST)  # the page follows the room
    looked("asked")

    for point, text in {"likely": "4,5", "low": "9", "high": "2.5"}.items():
        page.get_by_label(word(point.capitalize())).fill(text)
    page.get_by_role("button", name=word("Send my estimate")).click()
    page.get_by_text("2,5 · 4,5 · 9").wait_for()
    screen.get_by_text(word("{count} of {all} have answered", count="1", all="1")).first.wait_for(timeout=LONGEST)
    looked("given")

    press("Reveal")
    screen.get_by_role("img", name=re.compile("2,5 · 4,5 · 9,0")).wait_for(timeout=LONGEST)
    page.get_by_text(word("The room, median of {count}", count="1")).wait_for(timeout=LONGEST)
    looked("revealed")
    press("Use it")
    until(lambda: load_room_notes(folder), "the decision")
    found["used"] = next(i for _, i in okr.load_plan(folder).initiatives() if i.name == name).effects[0].amount

    press("Start a vote")
    page.get_by_role("heading", name=word("What comes first?")).wait_for(timeout=LONGEST)
    more = page.get_by_role("button", name=f"+ {name}", exact=True)
    for _ in range(7):
        more.click()
    expect(page.get_by_label(name, exact=True)).to_have_value("5")  # there are no more
    looked("vote")
    page.get_by_role("button", name=word("Send my dots")).click()
    page.get_by_role("button", name=word("Change my dots")).wait_for()
    page.get_by_label(word("A question for later")).fill("Hvem ejer kundedata?")
    page.get_by_role("button", name=word("Park it")).click()
    screen.get_by_text("Hvem ejer kundedata?").wait_for(timeout=LONGEST)
    press("End the vote, show the dots")
    screen.get_by_text("●●●●●").wait_for(timeout=LONGEST)
    page.get_by_role("heading", name=word("What comes first? The room's dots")).wait_for(timeout=LONGEST)
    looked("dots")


def test_from_the_network_nothing_but_the_room_is_reached(fresh):
    with serving(fresh, "--web", "--room") as server:
        address = urlsplit(re.search(r"Phones join at (\S+) with", server.said)[1])
        kernels = urlsplit(server.address)
        family = [psutil.Process(server.process.pid), *server.family()]
        listening = {one.laddr for each in family for one in each.net_connections() if one.status == "LISTEN"}
        assert {each.ip for each in listening if each.port != address.port} == {"127.0.0.1"}
        assert kernels.port in {each.port for each in listening}
        if address.hostname != "127.0.0.1":
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address.hostname, kernels.port), timeout=60)
        for path in ("api/kernels", "api/contents", "voila/files/plan.yaml", "voila/static/x", "login", "lab"):
            with pytest.raises(HTTPError, match="404"):
                urlopen(f"{address.geturl()}/{path}?{kernels.query}", timeout=60)  # noqa: S310
        with urlopen(f"{address.geturl()}/?{kernels.query}", timeout=60) as answer:  # noqa: S310
            assert "Join the room" in answer.read().decode()


def test_nothing_grave_is_found_on_any_page(found):
    assert {name: grave for name, grave in found["grave"].items() if grave} == {}


def test_no_page_of_a_phone_is_wider_than_its_screen(found):
    assert set(found["wide"].values()) == {0}


def test_what_the_room_said_is_in_the_plan(found):
    assert (found["used"].low, found["used"].likely, found["used"].high) == (2.5, 4.5, 9)
    assert [note.text for note in load_room_notes(found["folder"])][1:] == ["Hvem ejer kundedata?"]


def test_nobody_else_was_asked_and_everything_listens_where_it_was_told(found):
    assert found["asked"] == []
    assert found["listening"] == {"127.0.0.1"}
