"""The room's files: every phone counts once, nothing that comes too late counts, and nothing leads out of the folder."""

import threading

import pytest

import okr_lib as okr
from okr_lib.plan import room
from okr_lib.plan.room import Asked, Question, Vote, answer, ask, estimated, joined, load_room, named, open_room, voted
from okr_lib.plan.values import Estimate

ASKED = Asked(initiative="click", stream="stores", title="Click and collect", stream_title="Stores")
VOTE = Vote(number=1, titles={"click": "Click and collect", "club": "Club"})


def estimate(likely):
    return Estimate(low=1, likely=likely, high=9)


def put(folder, **what):
    return ask(folder, lambda *_: Question(**what))


@pytest.fixture
def folder(tmp_path):
    open_room(tmp_path, "today")
    put(tmp_path, asked=ASKED)
    assert answer(tmp_path, [joined("a"), joined("b")]) == [None, None]
    return tmp_path


def test_before_anything_is_written_the_room_is_empty(tmp_path):
    assert load_room(tmp_path) == (Question(), room.Answers())
    assert list(tmp_path.iterdir()) == []


def test_a_second_answer_takes_the_place_of_the_first(folder):
    answer(folder, [estimated("a", ASKED.key, estimate(2)), estimated("a", ASKED.key, estimate(3))])
    question, answers = load_room(folder)
    assert answers.estimates == {"click/stores": {"a": estimate(3)}}
    assert answers.count(question) == 1


def test_who_joins_again_stays_who_they_are(folder):
    answer(folder, [joined("a"), named("a", "Head of Retail"), joined("c")])
    phones = load_room(folder)[1].phones
    assert [(phones[key].number, phones[key].name) for key in "abc"] == [(1, "Head of Retail"), (2, ""), (3, "")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (estimated("x", ASKED.key, estimate(2)), "not in the room any more"),
        (estimated("a", "click/web", estimate(2)), "the room has moved on"),
        (voted("a", "1", {"click": 2}), "the room has moved on"),
    ],
)
def test_what_does_not_count_is_said_and_the_rest_of_the_batch_does(folder, change, why):
    refused, kept = answer(folder, [change, estimated("b", ASKED.key, estimate(4))])
    assert why in str(refused)
    assert kept is None
    assert list(load_room(folder)[1].estimates["click/stores"]) == ["b"]


def test_once_revealed_no_estimate_changes(folder):
    answer(folder, [estimated("a", ASKED.key, estimate(2))])
    put(folder, asked=ASKED.model_copy(update={"merged": estimate(2)}))
    [refused] = answer(folder, [estimated("a", ASKED.key, estimate(8))])
    assert "are revealed" in str(refused)
    assert load_room(folder)[1].estimates["click/stores"]["a"] == estimate(2)


@pytest.mark.parametrize(
    ("dots", "why"),
    [
        ({"click": 3, "club": 3}, "you gave 6 dots, and there are 5"),
        ({"other": 1}, "for no initiative of this vote"),
        ({"click": -1, "club": 5}, "for no initiative of this vote"),
    ],
)
def test_dots_that_cannot_be_given_are_refused(folder, dots, why):
    put(folder, vote=VOTE)
    [refused] = answer(folder, [voted("a", "1", dots)])
    assert why in str(refused)


def test_dots_are_counted_once_a_phone_and_most_come_first(folder):
    put(folder, vote=VOTE)
    answer(folder, [voted("a", "1", {"click": 5}), voted("a", "1", {"club": 4}), voted("b", "1", {"click": 1})])
    question, answers = load_room(folder)
    assert answers.totals(VOTE) == {"club": 4, "click": 1}
    assert answers.count(question) == 2
    put(folder, vote=VOTE.model_copy(update={"dots": answers.totals(VOTE)}))
    assert "has ended" in str(answer(folder, [voted("a", "1", {"click": 5})])[0])


def test_answers_from_many_threads_are_all_kept(folder):
    names = [f"phone-{number}" for number in range(12)]
    answer(folder, map(joined, names))
    threads = [
        threading.Thread(target=answer, args=(folder, [estimated(name, ASKED.key, estimate(2))])) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(load_room(folder)[1].estimates["click/stores"]) == set(names)


def test_a_room_is_gone_on_with_and_another_one_begins_empty(folder):
    open_room(folder, "today")
    assert len(load_room(folder)[1].phones) == 2
    open_room(folder, "tomorrow")
    assert load_room(folder) == (Question(), room.Answers(room="tomorrow"))
    [kept] = (folder / "room" / ".history").glob("answers.*.json")
    assert len(room.Answers.model_validate_json(kept.read_bytes()).phones) == 2


def test_a_full_room_says_so(folder, monkeypatch):
    monkeypatch.setattr(room, "MOST_PHONES", 2)
    assert "the room is full" in str(answer(folder, [joined("c")])[0])


def test_files_of_a_stranger_are_said_and_never_written_over(folder):
    (folder / "room" / "answers.json").write_text('{"phones": 3}')
    with pytest.raises(okr.PlanError, match=r"room/answers.json: is not what a workshop's room writes"):
        answer(folder, [joined("c")])
    assert (folder / "room" / "answers.json").read_text() == '{"phones": 3}'


def test_a_room_that_leads_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "plan" / "room").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(okr.PlanError, match="leads out of the folder"):
        open_room(tmp_path / "plan", "today")
    assert list((tmp_path / "elsewhere").iterdir()) == []
