"""Sheets and columns are known by their hidden names, and cells that cannot be read are named."""

import csv

import openpyxl
import pytest

import okr_lib as okr
from okr_lib.plan.workbook.reading import WorkbookFile
from tests.conftest import ROOT

HEADS_BEFORE = ROOT / "tests" / "plan" / "workbook" / "heads_before.csv"


@pytest.fixture
def path(matas, tmp_path):
    okr.save_workbook(matas, tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def edited(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return WorkbookFile(path)


def with_heads_of_before(book):
    """Every column and line under the words it had before Excel and the workshop used the same ones."""
    for row in csv.DictReader(HEADS_BEFORE.open(encoding="utf-8")):
        worksheet = book[row["sheet"]]
        [at] = [cell for cells in worksheet.iter_rows() for cell in cells if cell.value == row["column"]]
        is_form = worksheet.title in ("Plan", "Settings")
        worksheet.cell(*((at.row, 2) if is_form else (3, at.column))).value = row["head"]


def test_a_workbook_with_the_heads_of_before_is_read_as_ever(path, matas, tmp_path):
    file = edited(path, with_heads_of_before)
    assert file.formulas["Streams"]["C3"].value == "Baseline Q1 (DKK m) *"
    edited(path, lambda book: book["Initiatives"].__setitem__("J4", 0.45))
    plan = okr.import_workbook(tmp_path / "new", path).plan
    assert plan.teams[0].initiatives[0].probability == 0.45
    assert plan.model_copy(update={"teams": matas.teams}) == matas


def test_rows_above_the_hidden_names_do_no_harm(path):
    tables, problems = edited(path, lambda book: book["Teams"].insert_rows(1, 2)).tables()
    assert ([row.values["id"] for row in tables["teams"]], problems) == (["retail", "ecommerce", "marketing"], [])
    assert tables["teams"][0].cells["name"] == "Teams!B6"


def test_an_empty_cell_is_the_usual_value(path):
    file = edited(path, lambda book: book["Initiatives"].__setitem__("J4", None))
    assert file.tables()[0]["initiatives"][0].values["probability"] == 1


def test_a_gap_in_a_ramp_is_no_usual_value(path):
    file = edited(path, lambda book: book["Initiatives"].__setitem__("F4", None))
    assert file.tables()[0]["initiatives"][0].values["ramp.0"] is None


def test_a_sheet_without_its_ids_is_refused(path):
    tables, problems = edited(path, lambda book: book["Teams"].delete_cols(1)).tables()
    assert "teams" not in tables
    assert [str(problem) for problem in problems] == [
        "plan.xlsx: Teams: the column id is gone, so rows cannot be told apart; export again"
    ]


def test_an_error_of_a_formula_is_said(path):
    _, problems = edited(path, lambda book: book["Streams"].__setitem__("C4", "#REF!")).tables()
    assert [str(problem) for problem in problems] == [
        "plan.xlsx: Streams!C4: #REF! is an error of a formula; mend it or write a value"
    ]


def test_a_formula_counts_with_the_value_that_excel_computed(path):
    def compute(book):
        book["Streams"]["C4"] = "=700+62.9"

    edited(path, compute)
    _with_value(path, "<f>700+62.9</f>", "762.9")
    assert WorkbookFile(path).tables()[0]["streams"][0].values["baseline.Q1"] == 762.9


def _with_value(path, formula, value):
    """Give a formula the value that Excel would have stored with it."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            text = content.replace(f"{formula}<v></v>".encode(), f"{formula}<v>{value}</v>".encode())
            archive.writestr(name, text.replace(f"{formula}<v />".encode(), f"{formula}<v>{value}</v>".encode()))


def test_a_hidden_sheet_that_was_changed_is_refused(path):
    file = edited(path, lambda book: book["_exported"].__setitem__("A1", "{broken"))
    with pytest.raises(okr.PlanError, match="the hidden sheet _exported has been changed"):
        file.exported()


def test_a_cell_far_away_is_one_problem_of_its_sheet(path):
    with pytest.raises(
        okr.PlanError, match=r"plan\.xlsx: Teams: reaches to cell XFD1048576, so it has more than 1,000,000"
    ):
        edited(path, lambda book: book["Teams"].__setitem__("XFD1048576", "x"))


def test_a_workbook_that_unpacks_to_too_much_is_one_problem(path, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "workbook_bytes=150000")
    with pytest.raises(okr.PlanError, match="has more than 150,000 bytes when unpacked"):
        WorkbookFile(path)
