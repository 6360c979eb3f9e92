"""The workbook is one that somebody can fill in: heads with units, choices, limits, notes, formats, print setup."""

import openpyxl
import pytest

import okr_lib as okr
from okr_lib.display.labels import Labels
from okr_lib.plan.model import Plan
from okr_lib.plan.workbook.sheets import SHEETS


@pytest.fixture(scope="module")
def book(matas, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    okr.save_workbook(matas, path)
    return openpyxl.load_workbook(path)


def rules(worksheet, cell):
    return [rule for rule in worksheet.data_validations.dataValidation if cell in rule.sqref]


def column(worksheet, field):
    return next(cell.column_letter for cell in worksheet[1] if str(cell.value).partition(".")[2] == field)


def test_every_sheet_is_there_and_the_kept_one_is_not_seen(book):
    assert book.sheetnames == ["Read me", *(sheet.title for sheet in SHEETS), "_exported"]
    assert book["_exported"].sheet_state == "veryHidden"


def test_heads_say_unit_and_what_must_be_filled(book):
    heads = [cell.value for cell in book["Streams"][3]]
    assert heads[:3] == ["Id", "Name *", "Last year's revenue Q1 (DKK million) *"]
    assert heads[-3:] == ["Momentum high (%)", "Above 100% is meant", "Contribution margin (%)"]
    assert [cell.value for cell in book["Credit"][3]] == ["Initiative *", "Team *", "Share (%) *"]


def test_heads_carry_notes_and_stay_in_sight(book):
    worksheet = book["Initiatives"]
    assert worksheet["J3"].comment.text == "That it succeeds."
    assert (worksheet.freeze_panes, worksheet.row_dimensions[1].hidden) == ("C4", True)


@pytest.mark.parametrize(
    ("sheet", "field", "kind", "formula"),
    [
        ("Initiatives", "starts", "list", '"Q1,Q2,Q3,Q4"'),
        ("Key results", "indicator", "list", '"leading,lagging"'),
        ("Initiatives", "team", "list", "teams_ids"),
        ("Initiatives", "serves", "list", "key_results_ids"),
        ("Effects", "stream", "list", "streams_ids"),
        ("Initiatives", "probability", "decimal", "0"),
        ("Initiatives", "id", "custom", "COUNTIF($A$4:$A$1000,A4)=1"),
        ("Key results", "due", "date", "1"),
    ],
)
def test_cells_offer_their_choices_and_limits_also_in_rows_to_come(book, sheet, field, kind, formula):
    letter = column(book[sheet], field)
    (rule,) = rules(book[sheet], f"{letter}400")
    assert (rule.type, rule.formula1) == (kind, formula)
    assert rule.error if rule.showErrorMessage else field == "serves"


def test_choices_of_ids_grow_with_their_sheet(book):
    formula = book.defined_names["streams_ids"].attr_text
    assert formula == "OFFSET('Streams'!$A$4,0,0,MAX(1,COUNTA('Streams'!$A$4:$A$1000)),1)"


def test_shares_are_percent_amounts_have_the_plans_decimals_and_days_are_days(book):
    assert (book["Initiatives"]["J4"].value, book["Initiatives"]["J4"].number_format) == (0.9, "0.0%")
    assert book["Streams"]["C4"].number_format == "#,##0.0"
    assert book["Key results"]["K4"].is_date
    assert book["Initiatives"]["B60"].number_format == "General"  # not written, but
    assert book["Initiatives"].column_dimensions["B"].number_format == "@"


def test_a_number_is_never_shown_with_fewer_decimals_than_it_has(small, tmp_path):
    small["streams"][0]["momentum"] = 0.0125
    okr.save_workbook(Plan.model_validate(small), tmp_path / "plan.xlsx")
    worksheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Streams"]
    assert worksheet[f"{column(worksheet, 'momentum.likely')}4"].number_format == "0.00%"


def test_text_that_looks_like_a_formula_is_no_formula(small, tmp_path):
    okr.save_workbook(Plan.model_validate(small | {"name": "=1+1", "note": "=1+1"}), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    types = [cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert types == ["s"] * 3


def test_every_sheet_prints_on_pages_of_a4(book):
    for worksheet in book.worksheets[:-1]:
        assert (worksheet.page_setup.orientation, worksheet.page_setup.paperSize) == ("landscape", 9)
        assert worksheet.sheet_properties.pageSetUpPr.fitToPage
        assert worksheet.page_setup.fitToHeight == 0


def test_a_danish_workbook_is_danish_and_comes_back_all_the_same(matas, tmp_path):
    path = tmp_path / "plan.xlsx"
    okr.save_workbook(matas, path, words=Labels.of(matas, "da"))
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["Omsætningsstrømme"][3]][1:3] == [
        "Navn *",
        "Sidste års omsætning Q1 (mio. kr.) *",
    ]
    assert okr.import_workbook(tmp_path / "new", path).plan == matas
