"""Everybody's phone: thirty at once are each counted once, and whoever may not come in, or sends what it should not, is refused."""

import json
import socket
import statistics
import threading
import time

import pytest

import okr_lib as okr
from okr_lib.plan.changes import changed_plan, plan_data, with_value
from okr_lib.plan.room import Asked, Question, Vote, ask, load_room
from okr_lib.plan.room_notes import load_room_notes
from okr_lib.plan.starter import new_plan
from okr_lib.plan.values import Estimate
from okr_lib.serving.room_server import LARGEST_FORM
from tests.conftest import ROOT
from tests.serving.phones import Phone, answering

ASKED = Asked(initiative="click", stream="stores", title="Click and collect", stream_title="Stores")
VOTE = Vote(number=1, titles={"click": "Click and collect", "club": "Club <b>Plus</b>"})
MERGED = Estimate(low=1, likely=77, high=99)
KEY = ASKED.key


def put(folder, **what):
    ask(folder, lambda *_: Question(title="Growth plan", **what))


def estimates(folder):
    return load_room(folder)[1].estimates.get(KEY, {})


@pytest.fixture
def folder(tmp_path):
    new_plan(tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def opened(folder):
    with answering(folder) as opened:
        yield opened


@pytest.fixture
def phone(opened):
    """A phone in the room."""
    phone = Phone(opened.room.port)
    assert phone.join(opened.code) == 303
    assert phone.get()[0] == 200
    return phone


@pytest.fixture
def other(opened):
    other = Phone(opened.room.port)
    assert other.join(opened.code) == 303
    return other


def test_thirty_phones_at_once_are_each_counted_once_while_the_facilitator_edits(opened, folder):
    phones = [Phone(opened.room.port) for _ in range(30)]
    took, stopped, failures = [], threading.Event(), []

    def day(number, phone):
        try:
            assert phone.join(opened.code) == 303
            assert phone.get()[0] == 200
            together.wait(120)
            start = time.perf_counter()
            assert phone.estimate(number, number + 1, number + 2, KEY) == 303
            took.append(time.perf_counter() - start)
            if number == 7:  # it goes away without a word, and comes back with its cookie
                phone.cookies, back = {}, dict(phone.cookies)
                assert "Join the room" in phone.get()[2]
                phone.cookies = back
            assert phone.estimate(number, f"{number + 1}.5", number + 2, KEY) == 303  # the second takes its place
        except BaseException as error:
            failures.append(error)
            raise

    def edit():
        plan, growth = okr.load_plan(folder), 0.2
        while not stopped.is_set():
            growth += 0.001
            plan = okr.save_plan(changed_plan(plan, with_value(plan_data(plan), ("target", "growth"), growth)), folder)

    Phone(opened.room.port).get()
    put(folder, asked=ASKED)
    together = threading.Barrier(30)
    editor = threading.Thread(target=edit)
    editor.start()
    threads = [threading.Thread(target=day, args=pair) for pair in enumerate(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stopped.set()
    editor.join()
    assert failures == []
    answers = load_room(folder)[1]
    assert len(answers.phones) == len(answers.estimates[KEY]) == 30
    assert sorted(each.likely for each in answers.estimates[KEY].values()) == [number + 1.5 for number in range(30)]
    okr.load_plan(folder)
    (ROOT / "test-artifacts").mkdir(exist_ok=True)
    slow = statistics.quantiles(took, n=20)[-1]
    (ROOT / "test-artifacts" / "room.txt").write_text(f"30 estimates at once, p95 ms: {1000 * slow:.0f}\n")


def test_a_phone_that_comes_back_goes_on_with_what_it_gave_also_after_the_server_ended(folder):
    with answering(folder) as opened:
        phone = Phone(opened.room.port)
        phone.join(opened.code)
        put(folder, asked=ASKED)
        phone.estimate("2,5", 3, 9, KEY)
    with answering(folder) as again:
        assert (again.room.port, again.code) == (opened.room.port, opened.code)
        assert 'name="low" inputmode="decimal" autocomplete="off" maxlength="40" value="2.5"' in phone.get()[2]
        assert phone.estimate(1, 2, 3, KEY) == 303
    assert len(estimates(folder)) == 1


@pytest.mark.parametrize("typed", [("9", "4,5", "2.5"), ("4.5", "2,5", "9"), ("2,5", "9", "4.5")])
def test_low_likely_and_high_come_in_any_order_and_with_either_sign(phone, folder, typed):
    put(folder, asked=ASKED)
    assert phone.estimate(*typed, KEY) == 303
    assert list(estimates(folder).values()) == [Estimate(low=2.5, likely=4.5, high=9)]
    assert "Yours: 2.5 · 4.5 · 9." in phone.get()[2]


def test_a_lift_is_typed_in_per_cent(phone, folder):
    put(folder, asked=ASKED.model_copy(update={"lift": True}))
    assert phone.estimate("", "2,5 %", "3", KEY) == 303
    assert list(estimates(folder).values()) == [Estimate(low=0.025, likely=0.025, high=0.03)]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (("", "", "3"), "say what is likely first"),
        (("x", "2", "3"), "is not a number"),
        (("1", "2", "9" * 50), "too long"),
        (("1", "2", "1e400"), "is not a number"),
        (("1", "2", "9" * 20), "above"),
    ],
)
def test_what_is_no_estimate_is_said_and_what_was_typed_stays(phone, folder, typed, why):
    put(folder, asked=ASKED)
    status, _, text = phone.post("/estimate", {"about": KEY, "low": typed[0], "likely": typed[1], "high": typed[2]})
    assert status == 422
    assert why in text
    assert f'value="{typed[2]}"' in text
    assert estimates(folder) == {}


def test_nobody_sees_anything_of_others_before_it_is_revealed(phone, other, folder):
    put(folder, asked=ASKED)
    before = [phone.get(path)[2] for path in ("/", "/state")]
    assert other.estimate(11.25, 22.25, 33.25, KEY) == 303
    assert [phone.get(path)[2] for path in ("/", "/state")] == before
    put(folder, asked=ASKED.model_copy(update={"merged": MERGED}))
    page = phone.get()[2]
    assert "1 · 77 · 99" in page
    assert "22.25" not in page
    assert phone.get("/state")[2] != before[1]
    status, _, text = other.post("/estimate", {"about": KEY, "low": 1, "likely": 1, "high": 1})
    assert (status, "are revealed" in text) == (422, True)


def test_dots_are_given_changed_and_shown_to_all_once_the_vote_ends(phone, other, folder):
    put(folder, vote=VOTE)
    assert "Club &lt;b&gt;Plus&lt;/b&gt;" in phone.get()[2]
    assert phone.post("/vote", {"about": "1", "dots.0": 5, "dots.1": ""})[0] == 303
    assert phone.post("/vote", {"about": "1", "dots.0": 1, "dots.1": "4"})[0] == 303
    assert other.post("/vote", {"about": "1", "dots.1": "2"})[0] == 303
    for wrong in ({"dots.0": "6"}, {"dots.0": "-1"}, {"dots.0": "1.5"}):
        assert phone.post("/vote", {"about": "1", **wrong})[0] == 422
    totals = load_room(folder)[1].totals(VOTE)
    assert totals == {"club": 6, "click": 1}
    put(folder, vote=VOTE.model_copy(update={"dots": totals}))
    assert "<td>6</td>" in other.get()[2]
    assert phone.post("/vote", {"about": "1", "dots.0": 5})[0] == 422


def test_a_question_is_parked_where_the_plan_is_with_who_asks_and_about_what(phone, folder):
    put(folder, asked=ASKED)
    status, headers, _ = phone.post("/question", {"question": "Who owns\r\nthe data?"})
    assert (status, headers["Location"]) == (303, "/?kept=question")
    phone.post("/name", {"name": "=Head of Retail"})
    phone.post("/question", {"question": "=HYPERLINK(1)"})
    assert [(note.text, note.by, note.about) for note in load_room_notes(folder)] == [
        ("Who owns the data?", "No. 1", "click"),
        ("=HYPERLINK(1)", "Head of Retail", "click"),
    ]
    assert "'=HYPERLINK(1)" in (folder / "room_notes.csv").read_text()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\x00\x1b[31m\u202eabc", "x" * 10_000, " \r\n "])
def test_hostile_text_is_shown_as_text_or_refused(phone, other, folder, text):
    assert phone.post("/name", {"name": text})[0] == 303
    status, _, page = phone.post("/question", {"question": text})
    assert status == (422 if len(text) > 500 or not text.strip() else 303)
    assert "<script>alert" not in page + phone.get()[2]
    stored = (folder / "room" / "answers.json").read_text() + json.dumps(
        [note.text for note in load_room_notes(folder)]
    )
    assert not set("\x00\x1b\u202e") & set(stored)
    assert len(stored) < 1000


def test_without_the_code_nothing_is_seen_or_taken(opened, folder):
    stranger = Phone(opened.room.port)
    stranger.get()
    put(folder, asked=ASKED)
    assert "Click" not in stranger.get()[2]
    assert stranger.get("/state")[0] == 403
    for path in ("/estimate", "/vote", "/question", "/name"):
        assert stranger.post(path, {"about": KEY, "likely": 1, "question": "a", "name": "a"})[0] == 403
    assert load_room(folder)[1].phones == {}
    assert load_room_notes(folder) == []


def test_a_link_with_the_code_lets_nobody_in_before_they_press_the_button(opened, folder):
    stranger = Phone(opened.room.port)
    assert f'value="{opened.code}"' in stranger.get(f"/?code={opened.code}")[2]
    assert load_room(folder)[1].phones == {}


def test_a_forged_cookie_is_no_phone(phone, opened):
    forged = Phone(opened.room.port)
    forged.cookies = {name: value[:-4] + "0000" for name, value in phone.cookies.items()}
    assert forged.get("/state")[0] == 403
    assert phone.get("/state")[0] == 200


def test_codes_cannot_be_tried_out(opened):
    stranger = Phone(opened.room.port)
    tried = [stranger.join(f"WRONG{number}") for number in range(14)]
    assert tried == [403] * 10 + [429] * 4
    assert stranger.join(opened.code) == 429  # nor does the right one tell itself among them


def test_small_letters_and_spaces_in_the_code_do_not_matter(opened):
    code = opened.code.lower()
    assert Phone(opened.room.port).join(f" {code[:3]} {code[3:]} ") == 303


def test_a_flood_is_refused_and_the_page_stays_quick_for_others(phone, other, opened):
    stranger = Phone(opened.room.port)
    answers = [stranger.get()[0] for _ in range(500)] + [other.get("/state")[0] for _ in range(500)]
    assert 429 in answers[:500]
    assert 429 in answers[500:]
    assert phone.get()[0] == 200


def test_a_large_body_is_refused_before_it_is_read(phone, opened):
    with pytest.raises((OSError, AssertionError)):  # the answer, or the end of the connection while it is still sending
        assert phone.post("/question", {"question": "x" * 10_000_000})[0] == 303
    head = (
        f"POST /question HTTP/1.1\r\nHost: 127.0.0.1:{opened.room.port}\r\nContent-Length: {LARGEST_FORM + 1}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", opened.room.port), timeout=60) as raw:
        raw.sendall(head.encode())
        assert raw.recv(100).startswith((b"HTTP/1.1 400", b"HTTP/1.1 413")) or raw.recv(1) == b""
    assert phone.get()[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../plan.yaml",
        "/%2e%2e/plan.yaml",
        "/room.css/../../plan.yaml",
        "/room_page/room.css",
        "/api/kernels",
        "/api/contents",
        "/voila/files/plan.yaml",
        "/voila/static/x",
        "/lab",
        "/doc/tree/x",
        "/login",
        "/static/../x",
        "//evil.example",
    ],
)
def test_nothing_but_the_room_is_there(phone, path):
    status, _, text = phone.get(path)
    assert status == 404
    assert "growth" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "http://evil.example/"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_is_refused(phone, folder, headers):
    put(folder, asked=ASKED)
    assert phone.post("/estimate", {"about": KEY, "likely": 1}, **headers)[0] == 403
    assert estimates(folder) == {}


def test_a_name_that_is_not_the_room_s_is_refused(phone, opened):
    for host in ("evil.example", f"evil.example:{opened.room.port}", "127.0.0.1", f"127.0.0.1:{opened.room.port + 1}"):
        assert phone.get(Host=host)[0] == 421


def test_the_cookie_stays_with_the_browser_and_pages_allow_nothing_from_elsewhere(opened):
    phone = Phone(opened.room.port)
    _, headers, _ = phone.post("/join", {"code": opened.code})
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    _, headers, page = phone.get()
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "http" not in page.replace(" http-equiv", "")


def test_a_page_is_light_also_with_three_hundred_initiatives(phone, folder):
    names = {
        f"initiative-number-{number}": f"An initiative, {number}, with a name that is longer than names mostly are"
        for number in range(300)
    }
    put(folder, vote=Vote(number=1, titles=names))
    page = len(phone.get()[2])
    files = sum(len(phone.get(name)[2]) for name in ("/room.css", "/room.js"))
    assert page + files < 60_000, (page, files)


def test_a_language_is_asked_for_and_kept(phone, folder):
    put(folder, asked=ASKED)
    assert '<html lang="da">' in phone.get("/?language=da")[2]
    assert '<html lang="da">' in phone.get()[2]
    assert '<html lang="da">' in phone.get("/?language=../xx")[2]


def test_what_cannot_be_kept_is_said(phone, folder):
    put(folder, asked=ASKED)
    (folder / "room" / "answers.json").write_text("{")
    status, _, text = phone.post("/estimate", {"about": KEY, "likely": 1})
    assert status == 503
    assert "is not what a workshop" in text
