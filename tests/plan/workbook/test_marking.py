"""After an import the workbook keeps what it said, and every other part of it is as it was."""

import zipfile

import okr_lib as okr
from okr_lib.plan.workbook.marking import mark
from okr_lib.plan.workbook.reading import WorkbookFile
from okr_lib.plan.workbook.tables import Row, plan_tables


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_hidden_part_is_replaced(matas, tmp_path):
    path = tmp_path / "plan.xlsx"
    okr.save_workbook(matas, path)
    before = parts(path)
    tables = plan_tables(matas) | {"teams": [Row({"id": "a", "name": "<_x0041_&🚀>"})]}
    mark(path, tables)
    after = parts(path)
    assert len([name for name in after if after[name] != before[name]]) == 1
    assert WorkbookFile(path).exported()["teams"][0].values == {"id": "a", "name": "<_x0041_&🚀>"}


def test_a_workbook_without_a_hidden_sheet_stays_as_it_is(matas, tmp_path):
    import openpyxl

    path = tmp_path / "plan.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    mark(path, plan_tables(matas))
    assert path.read_bytes() == before
