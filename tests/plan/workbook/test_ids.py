"""New rows get ids from their names, and names stand for ids."""

import pytest

from okr_lib.plan.changes import plan_data, with_record
from okr_lib.plan.workbook.ids import with_ids
from okr_lib.plan.workbook.tables import Row, plan_tables


@pytest.mark.parametrize("name", ["Købmand", "Baseline", "2027", "Pop-up shops!"])
def test_a_new_row_gets_the_id_that_the_workshop_would_give_it(matas, name):
    rows = [Row({"id": None, "name": name})]
    with_ids({"teams": rows}, plan_tables(matas))
    _, given = with_record(plan_data(matas), ("teams",), {"name": name})
    assert rows[0].values["id"] == given


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
