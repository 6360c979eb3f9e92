"""Out to a workbook and back: what was changed there changes the plan, and nothing else does."""

import datetime as dt
import difflib
import shutil

import openpyxl
import pytest
from hypothesis import Phase, given

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.workbook.transfer import import_workbook, save_workbook
from tests.conftest import examples
from tests.plan.workbook.whole_plans import whole_plans


@pytest.fixture
def book(example, tmp_path):
    """The example's workbook."""
    path = tmp_path / "plan.xlsx"
    save_workbook(okr.load_plan(example), path)
    return path


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def place(worksheet, row, field):
    """The cell of a row (by what stands in its first column) and a field."""
    keys = {cell.value: cell.column for cell in worksheet[1]}
    number = next(cell.row for cell in worksheet["A"] if cell.value == row)
    return worksheet.cell(number, next(at for key, at in keys.items() if key and key.partition(".")[2] == field))


def form_cell(worksheet, field):
    return worksheet.cell(next(cell.row for cell in worksheet["A"] if cell.value == field), 3)


def edit(path, *edits):
    """Do something to an open workbook and save it, as Excel would."""
    book = openpyxl.load_workbook(path)
    for change in edits:
        change(book)
    book.save(path)


def put(sheet, row, field, value):
    def change(book):
        place(book[sheet], row, field).value = value

    return change


def add_row(sheet, **values):
    def change(book):
        worksheet = book[sheet]
        number = next(row for row in range(4, 999) if worksheet.cell(row, 2).value is None)
        for cell in worksheet[1]:
            field = str(cell.value).partition(".")[2].replace(".", "_")
            if field in values:
                worksheet.cell(number, cell.column).value = values[field]

    return change


def remove(sheet, *rows):
    def change(book):
        for row in rows:
            for number in [cell.row for cell in book[sheet]["A"] if cell.value == row][::-1]:
                book[sheet].delete_rows(number)

    return change


def messages(error):
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("typed", [True, "true", "TRUE", "yes"])
def test_that_growth_above_100_percent_is_meant_can_be_said_in_a_workbook(example, book, typed):
    edit(book, put("Streams", "stores", "momentum.high", 1.5), put("Streams", "stores", "sure", typed))
    import_workbook(example, book)
    assert okr.load_plan(example).streams[0].sure is True
    save_workbook(okr.load_plan(example), book, overwrite=True)
    assert place(openpyxl.load_workbook(book)["Streams"], "stores", "sure").value == "true"


def test_an_export_that_nobody_changed_changes_nothing(example, book):
    before = files_of(example)
    assert import_workbook(example, book).changes == ()
    assert files_of(example) == before


def test_what_another_stream_feels_of_an_effect_can_be_said_in_a_workbook(example, book):
    edit(
        book,
        put("Effects", "evening-delivery", "spills_to", "stores"),
        put("Effects", "evening-delivery", "spill", -0.3),
    )
    assert len(import_workbook(example, book).changes) == 2
    [effect] = okr.load_plan(example).initiative("evening-delivery").effects
    assert (effect.stream, effect.spills_to, effect.spill) == ("online", "stores", -0.3)


def test_three_changed_cells_are_exactly_three_changes_and_comments_stay(example, book):
    before = files_of(example)
    edit(
        book,
        put("Streams", "online", "baseline.Q1", 260.5),
        put("Initiatives", "beauty-advice", "probability", 0.85),
        put("Key results", "new-brands", "due", dt.date(2023, 2, 28)),
    )
    done = import_workbook(example, book)
    assert [str(change) for change in done.changes] == [
        "Streams!C5: online baseline.Q1: 258.4 -> 260.5",
        "Key results!K8: new-brands due: '2023-03-31' -> '2023-02-28'",
        "Initiatives!J5: beauty-advice probability: 0.8 -> 0.85",
    ]
    after = {name: content for name, content in files_of(example).items() if not name.startswith(".history")}
    lines = [
        line
        for name in after
        for line in difflib.ndiff(before[name].decode().splitlines(), after[name].decode().splitlines())
        if line[0] in "+-"
    ]
    assert lines == [
        "-     baseline: {Q1: 258.4, Q2: 211.0, Q3: 350.5, Q4: 275.0}",
        "+     baseline: {Q1: 260.5, Q2: 211.0, Q3: 350.5, Q4: 275.0}",
        "-         due: 2023-03-31",
        "+         due: 2023-02-28",
        "-     probability: 0.8",
        "+     probability: 0.85",
    ]


@given(plan=whole_plans())
@examples(5, phases=[Phase.generate])  # a smaller failing plan is not worth minutes
def test_a_workbook_into_a_new_folder_is_the_same_plan(plan, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    save_workbook(plan, folder / "plan.xlsx")
    assert import_workbook(folder / "new", folder / "plan.xlsx").is_new
    assert okr.load_plan(folder / "new") == plan
    edit(folder / "plan.xlsx")  # what another program writes, with fewer digits
    assert import_workbook(folder / "newer", folder / "plan.xlsx").plan == plan


def test_a_workbook_that_has_lost_its_hidden_sheet_still_holds_the_whole_plan(example, book, tmp_path):
    edit(book, lambda book: book.remove(book["_exported"]))
    assert import_workbook(tmp_path / "new", book).plan == okr.load_plan(example)
    assert import_workbook(example, book).changes == ()


def test_a_new_row_without_an_id_gets_one_and_names_stand_for_ids(example, book):
    edit(
        book,
        add_row(
            "Initiatives", name="Pop-up shops", team="Retail", owner="Head of Retail", serves="New brands on the shelf"
        ),
        add_row("Effects", initiative="pop-up shops", stream="Online", amount_likely=3),
    )
    done = import_workbook(example, book)
    assert [change.what for change in done.changes] == ["pop-up-shops is new", "pop-up-shops online is new"]
    made = okr.load_plan(example).team("retail").initiatives[-1]
    assert (made.id, made.serves, made.probability, made.effects[0].amount.high) == (
        "pop-up-shops",
        ("new-brands",),
        1,
        3,
    )
    assert import_workbook(example, book).changes == ()


def test_a_removed_row_is_removed_and_what_belongs_to_it_must_go_too(example, book):
    edit(book, remove("Initiatives", "evening-delivery"))
    with pytest.raises(okr.PlanError) as error:
        import_workbook(example, book)
    assert messages(error) == [
        (
            "plan.xlsx: Effects!A13: there is no initiative 'evening-delivery'; choose one of new-brand-shelves, "
            "beauty-advice, click-and-collect, stock-online, wider-assortment, faster-checkout, personal-offers, "
            "club-plus, brand-launches, or remove the row"
        )
    ]
    edit(book, remove("Effects", "evening-delivery"))
    assert [change.what for change in import_workbook(example, book).changes] == [
        "evening-delivery is removed",
        "evening-delivery online is removed",
    ]
    assert "evening-delivery" not in (example / "teams/ecommerce.yaml").read_text()


def test_all_problems_of_all_sheets_are_named_by_cell_and_nothing_is_written(example, book):
    before = files_of(example)
    edit(
        book,
        put("Initiatives", "beauty-advice", "probability", 1.4),
        put("Streams", "stores", "baseline.Q2", "many"),
        put("Streams", "online", "baseline.Q2", "=B1*2"),
        put("Key results", "members", "due", "soon"),
        put("Teams", "retail", "name", dt.date(2023, 2, 1)),
    )
    with pytest.raises(okr.PlanError) as error:
        import_workbook(example, book)
    assert sorted(messages(error)) == [
        "plan.xlsx: Initiatives!J5: 1.4 is not between 0 and 1",
        "plan.xlsx: Key results!K13: 'soon' is not a date; write 2026-04-01",
        "plan.xlsx: Streams!D4: 'many' is not a number; write 12.5",
        "plan.xlsx: Streams!D5: its formula has no value yet; open the workbook in Excel and save it",
        "plan.xlsx: Teams!B4: has become a date; format the cell as text and type it again",
    ]
    assert files_of(example) == before


def change_plan(folder, name, old, new):
    path = folder / name
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))


def test_what_changed_in_the_plan_since_the_export_stays(example, book):
    change_plan(example, "plan.yaml", "revenue: 4455", "revenue: 4460")
    change_plan(
        example, "teams/ecommerce.yaml", "    name: Evening delivery in the large cities", "    name: Evening delivery"
    )
    edit(book, put("Initiatives", "evening-delivery", "probability", 0.65))
    assert len(import_workbook(example, book).changes) == 1
    plan = okr.load_plan(example)
    evening = plan.team("ecommerce").initiatives[-1]
    assert (plan.target.revenue, evening.name, evening.probability) == (4460, "Evening delivery", 0.65)


def test_a_cell_that_both_have_changed_is_a_conflict_and_nothing_is_written(example, book):
    change_plan(example, "plan.yaml", "revenue: 4455", "revenue: 4460")
    edit(
        book,
        lambda book: form_cell(book["Plan"], "plan.target.revenue").__setattr__("value", 4470),
        put("Initiatives", "evening-delivery", "probability", 0.65),
    )
    before = files_of(example)
    with pytest.raises(okr.PlanError) as error:
        import_workbook(example, book)
    assert messages(error) == [
        (
            "plan.xlsx: Plan!C15: target.revenue was 4455 when exported, is 4460 in the plan now and 4470 here; "
            "write 4460 here, or export again"
        )
    ]
    assert files_of(example) == before


def test_a_workbook_can_be_changed_and_imported_again_and_again(example, book):
    for value in (0.6, 0.5, 0.7):  # the second is back to what was exported
        edit(book, put("Initiatives", "evening-delivery", "probability", value))
        assert len(import_workbook(example, book).changes) == 1
        assert okr.load_plan(example).team("ecommerce").initiatives[-1].probability == value


def test_of_two_copies_the_second_does_not_undo_the_first(example, book, tmp_path):
    other = shutil.copy(book, tmp_path / "other.xlsx")
    edit(book, put("Initiatives", "evening-delivery", "probability", 0.6))
    edit(other, put("Initiatives", "club-plus", "probability", 0.6))
    import_workbook(example, book)
    import_workbook(example, other)
    plan = okr.load_plan(example)
    assert [plan.team(team).initiatives[at].probability for team, at in (("ecommerce", 3), ("marketing", 1))] == [
        0.6,
        0.6,
    ]
    edit(other, put("Initiatives", "evening-delivery", "probability", 0.65))
    with pytest.raises(okr.PlanError, match=r"was 0.7 when exported, is 0.6 in the plan now and 0.65 here"):
        import_workbook(example, other)


def test_sorted_rows_moved_columns_and_own_notes_change_nothing(example, book):
    def shuffle(book):
        worksheet = book["Initiatives"]
        rows = [[cell.value for cell in row] for row in worksheet.iter_rows(min_row=4, max_row=13)]
        for number, row in enumerate(sorted(rows), start=4):
            for at, value in enumerate(row, start=1):
                worksheet.cell(number, at).value = value
        worksheet.insert_cols(1)
        worksheet["A4"] = "my own note"
        book["Streams"]["L20"] = "=SUM(C4:C5)"
        book.create_sheet("My sums")["A1"] = "streams.nothing"
        book.move_sheet("Credit", -3)

    edit(book, shuffle)
    assert import_workbook(example, book).changes == ()


def test_a_dry_run_says_what_would_change_and_writes_nothing(example, book):
    edit(book, put("Initiatives", "evening-delivery", "probability", 0.6))
    before, content = files_of(example), book.read_bytes()
    assert len(import_workbook(example, book, dry_run=True).changes) == 1
    assert (files_of(example), book.read_bytes()) == (before, content)


def test_an_import_leaves_the_rest_of_the_workbook_as_it_is(example, book):
    edit(book, put("Initiatives", "evening-delivery", "probability", 0.6), lambda book: book.create_sheet("Mine"))
    import_workbook(example, book)
    after = openpyxl.load_workbook(book)
    assert "Mine" in after.sheetnames
    assert after["_exported"].sheet_state == "veryHidden"
    assert after["Initiatives"]["A3"].comment is not None


def test_a_workbook_that_is_there_is_not_overwritten_unless_told_so(example, book):
    plan, before = okr.load_plan(example), book.read_bytes()
    with pytest.raises(okr.PlanError, match=r"plan.xlsx: is there already.*--force"):
        save_workbook(plan, book)
    assert book.read_bytes() == before
    save_workbook(plan, book, overwrite=True)


@pytest.mark.parametrize(("sign", "program"), [("~$plan.xlsx", "Excel"), (".~lock.plan.xlsx#", "LibreOffice")])
def test_a_workbook_that_an_office_program_holds_open_is_not_written(matas, tmp_path, sign, program):
    (tmp_path / sign).write_bytes(b"")
    with pytest.raises(okr.PlanError) as error:
        save_workbook(matas, tmp_path / "plan.xlsx", overwrite=True)
    said = f"plan.xlsx: is open in {program}; close it there first, or delete the file {sign} if it is not"
    assert messages(error) == [said]


def test_a_text_that_no_cell_holds_is_refused(small, tmp_path):
    plan = Plan.model_validate(small | {"note": "x" * 32_768})
    with pytest.raises(okr.PlanError, match="Plan: note: has 32768 characters, and a cell holds 32767"):
        save_workbook(plan, tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"name,amount\n", "is not an Excel workbook"),
        (b"PK\x03\x04broken", "is not an Excel workbook"),
    ],
)
def test_a_file_that_is_no_workbook_is_said_to_be_none(example, tmp_path, content, said):
    path = tmp_path / "plan.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(okr.PlanError, match=said):
        import_workbook(example, path)


def test_a_workbook_of_something_else_is_said_to_be_none(example, tmp_path):
    openpyxl.Workbook().save(tmp_path / "plan.xlsx")
    with pytest.raises(okr.PlanError, match="has neither sheets of a plan nor columns Row ID"):
        import_workbook(example, tmp_path / "plan.xlsx")


@pytest.mark.parametrize("sign", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_an_import_from_a_workbook_that_is_open_is_done_and_says_that_it_is_not_marked(example, book, sign):
    edit(book, put("Initiatives", "evening-delivery", "probability", 0.6))
    book.with_name(sign).write_bytes(b"")
    content = book.read_bytes()
    done = import_workbook(example, book)
    assert (len(done.changes), done.is_marked, book.read_bytes()) == (1, False, content)
    assert okr.load_plan(example).team("ecommerce").initiatives[-1].probability == 0.6
