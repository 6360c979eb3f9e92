"""New rows get ids from their names, and names stand for ids."""

import pytest

from okr_lib.plan.workbook.ids import new_id, with_ids
from okr_lib.plan.workbook.tables import Row, plan_tables


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Pop-up shops!", "pop-up-shops"),
        ("Ærø & Åbo", "aeroe-aabo"),
        ("2027", "x-2027"),
        ("שלום", "x"),
        ("Total", "total-2"),
    ],
)
def test_an_id_is_made_of_what_letters_there_are(name, made):
    assert new_id(name, set()) == made


def test_two_new_rows_of_one_name_get_two_ids():
    rows = [Row({"id": None, "name": "Pop-up"}) for _ in range(2)]
    with_ids({"teams": rows}, {})
    assert [row.values["id"] for row in rows] == ["pop-up", "pop-up-2"]


def test_a_row_without_an_id_is_the_known_one_of_that_name(matas):
    rows = [Row({"id": None, "name": "Faster delivery", "team": "Retail"})]
    known = {
        "initiatives": [Row({"id": "fast", "name": "Faster delivery", "team": "retail"})],
        "teams": plan_tables(matas)["teams"],
    }
    with_ids({"initiatives": rows}, known)
    assert rows[0].values == {"id": "fast", "name": "Faster delivery", "team": "retail"}


def test_a_name_that_two_records_have_stands_for_neither():
    teams = [Row({"id": name, "name": "Retail"}) for name in ("one", "two")]
    rows = [Row({"id": "a", "name": "A", "team": "Retail"})]
    with_ids({"teams": teams, "initiatives": rows})
    assert rows[0].values["team"] == "Retail"


def test_an_id_is_never_taken_for_a_name():
    teams = [Row({"id": "retail", "name": "Shops"}), Row({"id": "shops", "name": "retail"})]
    rows = [Row({"id": "a", "name": "A", "team": "retail"})]
    with_ids({"teams": teams, "initiatives": rows})
    assert rows[0].values["team"] == "retail"
