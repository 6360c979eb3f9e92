"""The facilitator's part of the room: it says how many have answered and not what, and what is used can be undone."""

import pytest

import okr_lib as okr
from okr_lib.plan.opinions import load_opinions
from okr_lib.plan.room import ROOM_VARIABLE, answer, estimated, joined, load_room, named, open_room, voted
from okr_lib.plan.room_notes import NoteKind, RoomNote, add_room_note, load_room_notes
from okr_lib.plan.values import Estimate
from okr_lib.widgets.desk import Desk
from okr_lib.widgets.room_panel import RoomPanel, room_panels
from okr_lib.widgets.workshop import Workshop

ADDRESS = "http://10.0.0.5:8123/?code=KTRWPN"
KEY = "club-plus/online"


def everything(panel):
    """All that the panel shows, as one text."""
    shown, waiting = [], [panel]
    while waiting:
        one = waiting.pop()
        waiting += getattr(one, "children", ())
        shown += [str(getattr(one, name, "")) for name in ("value", "description")]
    return " ".join(shown)


def say(folder, phone, *numbers):
    low, likely, high = numbers
    assert answer(folder, [estimated(phone, KEY, Estimate(low=low, likely=likely, high=high))]) == [None]


@pytest.fixture
def panel(example):
    open_room(example, "today")
    answer(example, [joined("a"), joined("b"), joined("c"), named("b", "Head of Brand")])
    return RoomPanel(Desk(str(example), "en"), ADDRESS)


@pytest.fixture
def asked(panel):
    panel.choice.entry.value = KEY
    panel.buttons["ask"].click()
    return panel


def test_only_a_page_that_was_opened_with_a_room_has_one(example, monkeypatch):
    assert room_panels(Desk(str(example), "en")) == []
    monkeypatch.setenv(ROOM_VARIABLE, ADDRESS)
    assert len(room_panels(Desk(str(example), "en"))) == 1
    assert room_panels(Desk(str(example), "en", "Retail")) == []  # a team's page has no facilitator
    assert "KTR WPN" in everything(Workshop(str(example), "en"))


def test_it_says_how_to_join_and_how_many_have(panel):
    assert "KTR WPN" in panel.join.value
    assert "http://10.0.0.5:8123 and type the code" in panel.join.value
    assert "<svg" in panel.join.value
    assert "Phones: 3" in panel.line.value


def test_it_says_how_many_have_answered_and_not_what(asked, example):
    assert load_room(example)[0].asked.title in asked.line.value
    say(example, "a", 11.125, 22.125, 33.125)
    asked.look()
    assert "1 of 3 have answered" in asked.line.value
    assert not [number for number in ("11.1", "22.1", "33.1") if number in everything(asked)]
    assert asked.picture.layout.display == "none"
    assert asked.buttons["use"].disabled


def test_revealed_it_shows_the_spread_and_what_it_merges_to(asked, example):
    say(example, "a", 2, 4, 6)
    say(example, "b", 8, 9, 20)
    asked.look()
    asked.buttons["reveal"].click()
    assert "Head of Brand" in asked.picture.alt
    assert "No. 1 and Head of Brand do not overlap at all" in asked.apart.value
    assert load_room(example)[0].asked.merged == Estimate(low=5, likely=6.5, high=13)


def test_used_it_is_the_plan_s_with_who_said_what_and_can_be_undone(asked, example):
    before = okr.load_plan(example)
    say(example, "a", 2, 4, 6)
    say(example, "b", 4, 6, 8)
    for name in ("reveal", "use"):
        asked.look()
        asked.buttons[name].click()
    assert asked.told.value == ""
    after = okr.load_plan(example)
    [effect] = [
        effect
        for _, initiative in after.initiatives()
        for effect in initiative.effects
        if f"{initiative.id}/{effect.stream}" == KEY
    ]
    assert effect.amount == Estimate(low=3, likely=5, high=7)
    assert list(load_opinions(after)["person"]) == ["No. 1", "Head of Brand"]
    [note] = load_room_notes(example)
    assert (note.kind, note.about) == (NoteKind.DECISION, "club-plus")
    assert "3.0 · 5.0 · 7.0, the median of 2" in note.text
    asked.desk.session.undo()
    assert okr.load_plan(example) == before


def test_an_initiative_without_an_effect_gets_one(example):
    open_room(example, "today")
    answer(example, [joined("a")])
    desk = Desk(str(example), "en")
    team = desk.plan.teams[0]
    new = {"id": "new-idea", "name": "A new idea", "owner": "Head of Retail"}
    desk.attempt(
        lambda data: {
            **data,
            "teams": [
                {**each, "initiatives": [*each["initiatives"], new]} if each["id"] == team.id else each
                for each in data["teams"]
            ],
        }
    )
    panel = RoomPanel(desk, ADDRESS)
    [key] = [value for _, value in panel.choice.options if value.startswith("new-idea/")]
    panel.choice.entry.value = key
    panel.buttons["ask"].click()
    answer(example, [estimated("a", key, Estimate(low=1, likely=2, high=3))])
    for name in ("reveal", "use"):
        panel.look()
        panel.buttons[name].click()
    assert panel.told.value == ""
    [initiative] = [each for _, each in okr.load_plan(example).initiatives() if each.id == "new-idea"]
    assert initiative.effects[0].amount == Estimate(low=1, likely=2, high=3)


def test_two_phones_of_one_name_are_two_people(asked, example):
    answer(example, [named("a", "Sales"), named("b", "Sales")])
    say(example, "a", 2, 4, 6)
    say(example, "b", 3, 5, 7)
    for name in ("reveal", "use"):
        asked.look()
        asked.buttons[name].click()
    assert list(load_opinions(okr.load_plan(example))["person"]) == ["Sales", "Sales (No. 2)"]


def test_before_anybody_answered_there_is_nothing_to_reveal(asked):
    asked.buttons["reveal"].click()
    assert "Nobody has answered yet" in asked.told.value


def test_a_vote_shows_its_dots_only_when_it_has_ended(panel, example):
    panel.buttons["vote"].click()
    vote = load_room(example)[0].vote
    answer(example, [voted("a", vote.key, {"club-plus": 5}), voted("b", vote.key, {"club-plus": 1})])
    panel.look()
    assert "2 of 3 have answered" in panel.line.value
    assert "●" not in everything(panel)
    panel.buttons["end"].click()
    assert "●" * 6 in panel.votes.value
    panel.buttons["vote"].click()
    assert load_room(example)[0].vote.number == vote.number + 1
    assert panel.votes.value == ""


def test_the_parking_lot_is_listed_until_a_question_is_answered(panel, example):
    add_room_note(example, RoomNote("", NoteKind.QUESTION, "Who <b>owns</b> it?", "No. 2"))
    panel.look()
    assert "Who &lt;b&gt;owns&lt;/b&gt; it?" in everything(panel)
    panel.parked.children[1].children[1].click()
    assert "owns" not in everything(panel)
    assert [note.kind for note in load_room_notes(example)] == [NoteKind.QUESTION, NoteKind.ANSWERED]


def test_a_decision_is_written_down(panel, example):
    panel.decision.entry.value = "Stores first"
    panel.inside.children[-2].children[1].click()
    assert "Stores first" in panel.decided.value
    assert [note.text for note in load_room_notes(example)] == ["Stores first"]


def test_files_that_cannot_be_used_are_said(panel, example):
    (example / "room" / "answers.json").write_text("{")
    panel.look()
    assert "is not what a workshop" in panel.told.value
