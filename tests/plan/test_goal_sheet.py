"""Goal sheets are read whatever the case, spacing and order of their columns, as CSV and as Excel."""

import datetime as dt

import openpyxl
import pytest

import okr_lib as okr
from okr_lib.plan.goal_sheet import is_goal_sheet, load_goals
from okr_lib.plan.workbook.transfer import save_workbook
from tests.plan.test_goals import SHEET
from tests.plan.workbook.office_saves import save_again


def excel(path, *rows, above=0):
    book = openpyxl.Workbook()
    for _ in range(above):
        book.active.append(["Exported goals"])
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_goal_has_what_its_row_says():
    goal = load_goals(SHEET)[3]
    assert (goal.row, goal.parents, goal.unit, goal.start, goal.target) == ("4", ("2",), "share", 0.085, 0.06)
    assert goal.owners == ("head.of.retail@example.com", "buyer@example.com")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_names_of_columns_are_found_whatever_their_case_and_spacing(tmp_path, separator):
    path = tmp_path / "goals.csv"
    path.write_bytes("\ufeffGOAL TITLE,row_id,target  value\nGrow,7,12.5\n\n".replace(",", separator).encode())
    (goal,) = load_goals(path)
    assert (goal.title, goal.row, goal.target) == ("Grow", "7", 12.5)


def test_an_excel_sheet_gives_numbers_dates_and_shares(tmp_path):
    head = ["Row ID", "Goal Title", "End Date", "Target Value"]
    path = excel(tmp_path / "goals.xlsx", head, [7, "Grow", dt.date(2027, 3, 31), 0.25], above=2)
    book = openpyxl.load_workbook(path)
    book.active["D4"].number_format = "0%"
    book.save(path)
    (goal,) = load_goals(path)
    assert (goal.row, goal.ends, goal.target, goal.unit) == ("7", dt.date(2027, 3, 31), 0.25, "share")
    assert goal.places["target"] == "Sheet!D4"


def test_text_that_starts_like_a_formula_stays_text(tmp_path):
    path = tmp_path / "goals.csv"
    path.write_text('Row ID,Goal Title\n7,"=HYPERLINK(""x"")"\n')
    assert load_goals(path)[0].title == '=HYPERLINK("x")'


def test_escapes_of_a_goal_sheet_are_taken_out_however_its_texts_are_kept(tmp_path):
    path = excel(tmp_path / "goals.xlsx", ["Row ID", "Goal Title"], ["7", "_x005F_x0041_ two_x000A_lines"])
    assert load_goals(path)[0].title == "_x0041_ two\nlines"
    save_again(path)
    assert load_goals(path)[0].title == "_x0041_ two\nlines"


def test_a_goal_sheet_is_told_from_a_plans_workbook(tmp_path, matas):
    save_workbook(matas, tmp_path / "plan.xlsx")
    assert is_goal_sheet(SHEET)
    assert is_goal_sheet(excel(tmp_path / "goals.xlsx", ["Row ID", "Goal Title"]))
    assert not is_goal_sheet(tmp_path / "plan.xlsx")
    assert not is_goal_sheet(excel(tmp_path / "other.xlsx", ["Name", "Amount"]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Name,Amount\n", "has no columns Row ID and Goal Title; name them in the first line"),
        (b"", "has no columns Row ID and Goal Title"),
        (b"Row ID,Goal Title\n1,Gr\xf8n\n", "is not UTF-8; save the file with UTF-8 encoding"),
        (b'Row ID,Goal Title\n1,"Grow\n', "is not CSV: unexpected end of data; check its quotes"),
    ],
)
def test_a_file_that_is_no_goal_sheet_is_said_to_be_none(tmp_path, content, said):
    path = tmp_path / "goals.csv"
    path.write_bytes(content)
    with pytest.raises(okr.RecordsError, match=said):
        load_goals(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(okr.RecordsError, match="cannot be read: No such file or directory"):
        load_goals(tmp_path / "goals.csv")
