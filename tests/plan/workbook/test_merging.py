"""Three versions are compared cell by cell: what both sides changed apart is kept, together is a conflict."""

import copy

import pytest

from okr_lib.plan.workbook.merging import Change, merged, same
from okr_lib.plan.workbook.tables import Row, plan_tables


@pytest.fixture
def versions(matas):
    """The exported, the plan's and the workbook's tables, all alike."""
    return [copy.deepcopy(plan_tables(matas)) for _ in range(3)]


def team(tables, name="retail"):
    return next(row for row in tables["teams"] if row.values["id"] == name)


def outcome(versions):
    result = merged(*versions, "plan.xlsx")
    return result.tables["teams"], [str(change) for change in result.changes], [str(each) for each in result.conflicts]


@pytest.mark.parametrize(
    ("plan", "workbook", "after", "is_change"),
    [
        (1.0, 1.0, 1.0, False),
        (2.0, 1.0, 2.0, False),
        (1.0, 2.0, 2.0, True),
        (2.0, 2.0, 2.0, False),
        (1.0, None, None, True),
    ],
)
def test_a_cell_takes_the_value_of_whoever_changed_it(versions, plan, workbook, after, is_change):
    for tables, value in zip(versions, (1.0, plan, workbook), strict=True):
        team(tables).values["capacity"] = value
    rows, changes, conflicts = outcome(versions)
    assert (rows[0].values["capacity"], len(changes), conflicts) == (after, is_change, [])


def test_a_cell_that_both_changed_is_a_conflict(versions):
    for tables, value in zip(versions, (1.0, 2.0, None), strict=True):
        team(tables).values["capacity"] = value
    assert outcome(versions)[2] == [
        (
            "plan.xlsx: Teams: retail capacity was 1 when exported, is 2 in the plan now and nothing here; "
            "write 2 here, or export again"
        )
    ]


def test_rows_added_on_both_sides_both_stay_each_behind_its_neighbour(versions):
    versions[1]["teams"].append(Row({"id": "service", "name": "Service"}))
    versions[2]["teams"].insert(1, Row({"id": "export", "name": "Export"}))
    rows, changes, conflicts = outcome(versions)
    assert [row.values["id"] for row in rows] == ["retail", "export", "ecommerce", "marketing", "service"]
    assert (changes, conflicts) == (["Teams: export is new"], [])


def test_the_same_row_added_on_both_sides_with_other_values_is_a_conflict(versions):
    for tables, name in zip(versions[1:], ("Service", "Customer service"), strict=True):
        tables["teams"].append(Row({"id": "service", "name": name}))
    assert len(outcome(versions)[2]) == 1


@pytest.mark.parametrize(("remover", "left"), [(1, []), (2, ["Teams: retail is removed"])])
def test_a_row_that_one_side_removed_and_the_other_left_alone_is_gone(versions, remover, left):
    versions[remover]["teams"].remove(team(versions[remover]))
    rows, changes, conflicts = outcome(versions)
    assert [row.values["id"] for row in rows] == ["ecommerce", "marketing"]
    assert (changes, conflicts) == (left, [])


@pytest.mark.parametrize(
    ("remover", "said"),
    [
        (1, "plan.xlsx: Teams: retail is not in the plan any more, but has changed here; export again"),
        (2, "plan.xlsx: Teams: retail is removed here, but has changed in the plan since the export; export again"),
    ],
)
def test_a_row_that_one_side_removed_and_the_other_changed_is_a_conflict(versions, remover, said):
    versions[remover]["teams"].remove(team(versions[remover]))
    team(versions[3 - remover]).values["capacity"] = 9.0
    assert outcome(versions)[2] == [said]


def test_a_sheet_or_a_column_that_is_gone_changes_nothing(versions):
    del versions[2]["initiatives"]
    for row in versions[2]["teams"]:
        del row.values["lead"]
    assert outcome(versions)[1:] == ([], [])


def test_the_order_of_rows_changes_nothing(versions):
    versions[2]["teams"].reverse()
    rows, changes, _ = outcome(versions)
    assert ([row.values["id"] for row in rows], changes) == (["retail", "ecommerce", "marketing"], [])


@pytest.mark.parametrize(("other", "is_same"), [(0.3, True), (0.30000001, False), (None, False)])
def test_numbers_are_the_same_to_the_digits_that_spreadsheets_keep(other, is_same):
    assert same(0.1 + 0.2, other) is is_same


def test_a_change_is_said_in_a_line():
    text = "x" * 80
    assert str(Change("Teams!C4", "retail lead", None, text)) == f"Teams!C4: retail lead: nothing -> '{'x' * 56}..."
