"""Notes of a room: kept in a file anybody can read, only ever added to, harmless in a spreadsheet."""

import csv

import pytest

import okr_lib as okr
from okr_lib.plan.room_notes import (
    NOTES_FILE,
    NoteKind,
    RoomNote,
    add_room_note,
    decisions,
    load_room_notes,
    open_questions,
)

ASKED = RoomNote("2026-11-27 14:05", NoteKind.QUESTION, "Who owns the data?", "Head of Retail", "click-and-collect")
DECIDED = RoomNote("2026-11-27 15:00", NoteKind.DECISION, "Stores first; then the net")


def test_there_are_no_notes_before_the_first(tmp_path):
    assert load_room_notes(tmp_path) == []


def test_what_was_added_is_read_again_in_order(tmp_path):
    for note in (ASKED, DECIDED):
        add_room_note(tmp_path, note)
    assert load_room_notes(tmp_path) == [ASKED, DECIDED]
    assert decisions(load_room_notes(tmp_path)) == [DECIDED]


def test_an_answered_question_leaves_the_parking_lot_and_may_be_asked_again(tmp_path):
    notes = [ASKED, RoomNote("", NoteKind.ANSWERED, ASKED.text)]
    assert open_questions(notes) == []
    assert open_questions([*notes, ASKED]) == [ASKED]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_no_spreadsheet_takes_a_note_for_a_formula(tmp_path, text):
    add_room_note(tmp_path, RoomNote("", NoteKind.QUESTION, text, by=text))
    [_, row] = csv.reader((tmp_path / NOTES_FILE).read_text().splitlines())
    assert row[2][0] == row[3][0] == "'"
    assert load_room_notes(tmp_path)[0].text == text


def test_a_note_is_one_line_whatever_was_typed(tmp_path):
    add_room_note(tmp_path, RoomNote("", NoteKind.QUESTION, 'a\r\nb\x00\x1b[31m",c'))
    assert len((tmp_path / NOTES_FILE).read_text().splitlines()) == 2
    assert load_room_notes(tmp_path)[0].text == 'a b [31m",c'


def test_a_kind_that_nobody_knows_is_said_with_its_line(tmp_path):
    (tmp_path / NOTES_FILE).write_text("when,kind,text\n,question,a\n,joke,b\n")
    with pytest.raises(okr.RecordsError, match=r"room_notes.csv:3: 'joke' is no kind of note; choose one of question"):
        load_room_notes(tmp_path)
