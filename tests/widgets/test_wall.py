"""The wall by the messages its page sends: what is moved, typed, pasted and set aside, and what cannot be."""

import pytest

import okr_lib as okr
from okr_lib.plan.starter import new_plan
from okr_lib.review.readiness import Step
from okr_lib.widgets.desk import Desk
from okr_lib.widgets.wall import Wall
from okr_lib.widgets.workshop import Workshop


@pytest.fixture
def folder(tmp_path):
    new_plan(tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def wall(folder):
    return Wall(Desk(str(folder), "en"), lambda _: None)


def expected(folder):
    ledger = okr.growth_ledger(okr.load_plan(folder))
    return ledger.loc[ledger["initiative"].notna(), "amount"].sum()


def initiative(folder, name):
    return next(each for _, each in okr.load_plan(folder).initiatives() if each.id == name)


def test_a_card_put_into_another_quarter_starts_then(wall, folder):
    answer = wall.do(
        {"do": "move", "id": "new-stores", "by": "starts", "column": "Q3", "aside": False, "order": ["new-stores"]}
    )
    assert answer["refused"] == ""
    assert initiative(folder, "new-stores").starts == "Q3"


def test_the_order_of_a_column_is_the_order_in_the_team_s_file(wall, folder):
    order = ["saved-receipts", "new-stores"]
    wall.do({"do": "move", "id": "saved-receipts", "by": "team", "column": "retail", "aside": False, "order": order})
    assert [each.id for each in okr.load_plan(folder).team("retail").initiatives] == order


def test_what_is_set_aside_is_in_no_number_nothing_waits_for_it_and_undo_brings_all_back(wall, folder):
    before = okr.load_plan(folder)
    sum_before = expected(folder)
    wall.do({"do": "move", "id": "saved-receipts", "by": "team", "column": "retail", "aside": True, "order": []})
    team = okr.load_plan(folder).team("retail")
    assert [each.id for each in team.not_now] == ["saved-receipts"]
    assert initiative(folder, "win-back").after == ()
    assert expected(folder) < sum_before
    wall.refresh()
    [card] = [card for card in wall.board["cards"] if card["aside"]]
    assert (card["id"], card["brings"]) == ("saved-receipts", "–")
    wall.desk.session.undo()
    assert okr.load_plan(folder) == before


def test_what_check_ins_speak_of_is_not_set_aside(example):
    wall = Wall(Desk(str(example), "en"), lambda _: None)
    answer = wall.do({"do": "move", "id": "club-plus", "by": "team", "column": "marketing", "aside": True, "order": []})
    assert answer["refused"].startswith("a check-in or a scenario speaks of")
    assert okr.load_plan(example).team("marketing").not_now == ()


def test_an_estimate_is_judged_as_a_whole_and_what_cannot_be_changes_nothing(wall, folder):
    before = okr.load_plan(folder)
    wrong = {"low": "9", "likely": "2", "high": "", "unit": "amount stores", "probability": "120"}
    answer = wall.do({"do": "edit", "id": "new-stores", "fields": wrong})
    assert set(answer["fields"]) == {"low", "probability"}
    assert okr.load_plan(folder) == before
    wall.do({"do": "edit", "id": "new-stores", "fields": wrong | {"low": "1", "probability": "60 %"}})
    estimate = initiative(folder, "new-stores").effects[0].amount
    assert (estimate.low, estimate.likely, estimate.high) == (1, 2, 2)
    assert initiative(folder, "new-stores").probability == 0.6


def test_pasted_rows_become_initiatives_and_a_bad_cell_is_named_by_row_and_column(wall, folder):
    before = okr.load_plan(folder)
    text = "Name\tTeam\tStarts\tLow\tLikely\tHigh\nGift cards\tMarketing\tQ2\t1\t2.5\t4\nBad\tNobody\tQ9\t1\tx\t3\nMore\t\t\t\t3 %\t"
    answer = wall.do({"do": "paste", "text": text, "team": "retail"})
    assert answer["said"] == "2 initiatives added"
    assert [line.split(":")[0] for line in answer["problems"]] == ["Row 3, Team", "Row 3, Starts", "Row 3, Likely"]
    assert answer["left"].endswith("Bad\tNobody\tQ9\t1\tx\t3")
    gift = initiative(folder, "gift-cards")
    assert (gift.owner, gift.starts, gift.effects[0].amount.likely) == ("Chief Marketing Officer", "Q2", 2.5)
    assert initiative(folder, "more").effects[0].lift.likely == 0.03
    wall.desk.session.undo()
    assert okr.load_plan(folder) == before


def test_pasted_rows_change_what_is_there_by_that_name_and_one_undo_takes_all_back(wall, folder):
    before = okr.load_plan(folder)
    text = "Name\tTeam\tStarts\tLikely\tLikelihood\nopen six new stores\t\tQ2\t90\t\nSegmented campaigns on data from the stores\tRetail\t\t\t50\nGift cards\t\t\t3\t\n"
    answer = wall.do({"do": "paste", "text": text, "team": "retail"})
    assert (answer["said"], answer["problems"]) == ("1 initiative added, 2 initiatives changed", [])
    after = okr.load_plan(folder)
    assert len([*after.initiatives()]) == len([*before.initiatives()]) + 1
    stores, former = initiative(folder, "new-stores"), before.team("retail").initiatives[0]
    assert (stores.starts, stores.owner, stores.probability) == ("Q2", former.owner, former.probability)
    assert [(each.low, each.likely, each.high) for each in (stores.effects[0].amount,)] == [(60, 90, 100)]
    assert "segmented-campaigns" in [each.id for each in after.team("retail").initiatives]
    assert initiative(folder, "segmented-campaigns").probability == 0.5
    assert wall.do({"do": "paste", "text": text, "team": "retail"})["said"] == "0 initiatives added"
    wall.desk.session.undo()
    assert okr.load_plan(folder) == before


def test_a_pasted_name_that_two_have_changes_neither(wall, folder):
    wall.do({"do": "add", "name": "Open six new stores", "team": "marketing"})
    before = okr.load_plan(folder)
    answer = wall.do({"do": "paste", "text": "Open six new stores\t\t\tQ4", "team": "retail"})
    assert answer["problems"] == ["Row 1, Name: there are 2 of that name; change them on the wall"]
    assert okr.load_plan(folder) == before


def test_numbers_of_pasted_rows_are_as_the_language_writes_them(folder):
    wall = Wall(Desk(str(folder), "da"), lambda _: None)
    wall.do({"do": "paste", "text": "Gavekort;Retail;;2. kvt.;1;2,5;4;80", "team": "retail"})
    made = initiative(folder, "gavekort")
    assert (made.starts, made.effects[0].amount.likely, made.probability) == ("Q2", 2.5, 0.8)


def test_a_team_changes_its_own_cards_only(folder):
    wall = Wall(Desk(str(folder), "en", "Marketing"), lambda _: None)
    assert wall.do({"do": "add", "name": "Ours", "team": "marketing"})["refused"] == ""
    for did in (
        {"do": "add", "name": "Theirs", "team": "retail"},
        {"do": "edit", "id": "new-stores", "fields": {"name": "Taken"}},
        {"do": "move", "id": "win-back", "by": "team", "column": "retail", "aside": False, "order": []},
        {"do": "paste", "text": "Theirs\tRetail", "team": "marketing"},
    ):
        assert wall.do(did)["refused"].startswith("this is another team's")
    assert "Theirs" not in str(okr.load_plan(folder))


def test_a_card_that_somebody_removed_is_told(wall):
    assert "somebody may have removed it" in wall.do({"do": "edit", "id": "gone", "fields": {}})["refused"]


def test_an_import_of_the_workbook_keeps_what_is_set_aside(wall, folder, tmp_path):
    wall.do({"do": "move", "id": "new-stores", "by": "team", "column": "retail", "aside": True, "order": []})
    okr.save_workbook(okr.load_plan(folder), tmp_path / "plan.xlsx")
    assert [each.id for each in okr.import_workbook(folder, tmp_path / "plan.xlsx").plan.team("retail").not_now] == [
        "new-stores"
    ]


def test_while_a_card_hangs_over_another_quarter_the_bridge_shows_it_and_the_plan_stays(folder):
    room = Workshop(str(folder), "en")
    room.go(Step.WORK)
    wall, before, shown = room.pages[Step.WORK].wall, okr.load_plan(folder), room.bridge.value
    over = {"id": "new-stores", "by": "starts", "column": "Q4", "aside": False, "order": ["new-stores"]}
    wall.do({"do": "try", **over})
    assert room.bridge.value != shown
    assert okr.load_plan(folder) == before
    tried = room.bridge.value
    wall.do({"do": "try"})
    assert room.bridge.value == shown
    wall.do({"do": "move", **over})
    assert room.bridge.value == tried


def test_undo_says_what_it_undid(folder):
    room = Workshop(str(folder), "en")
    room.go(Step.WORK)
    wall = room.pages[Step.WORK].wall
    typed = {"low": "60", "likely": "70", "high": "100", "unit": "amount stores"}
    wall.do({"do": "edit", "id": "new-stores", "fields": typed})
    room.top.undo.click()
    assert "Undone: likely of Open six new stores 70 → 80" in room.top.notes.value
    room.top.redo.click()
    assert "Done again: likely of Open six new stores 80 → 70" in room.top.notes.value
