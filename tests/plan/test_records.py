"""What was observed: every row that cannot be used is named with its line."""

import datetime as dt
import json
import shutil
import sqlite3

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.check_ins import load_check_ins
from okr_lib.plan.model import Plan
from okr_lib.plan.opinions import load_opinions
from okr_lib.plan.records import ACTUALS_COLUMNS, load_actuals, load_reported, provenance
from tests.conftest import EXAMPLE

HEAD = "fiscal_year,quarter,stream,revenue\n"
ROW = "2022/23,Q1,online,10\n"


@pytest.fixture
def load(matas, tmp_path):
    """Load actuals from the text (or bytes) of a CSV file."""

    def load_text(content):
        path = tmp_path / "actuals.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_actuals(matas, path)

    return load_text


def problems_of(load, content):
    with pytest.raises(okr.RecordsError) as caught:
        load(content)
    return caught.value.problems


def test_the_examples_actuals_are_the_baseline_of_the_plan(matas):
    actuals = load_actuals(matas)
    before = actuals[actuals["fiscal_year"] == matas.fiscal_year.baseline]
    revenue = before.set_index(["stream", "quarter"])["revenue"]
    assert all(revenue[stream.id, "Q3"] == stream.baseline.Q3 for stream in matas.streams)
    assert len(actuals) == 16


def test_rows_keep_the_files_order_and_streams_become_ids(load):
    actuals = load(f"{HEAD}2022/23,q2,ONLINE,2\n2022/23,Q1,Stores and wholesale,1.5\n")
    assert tuple(actuals.columns) == ACTUALS_COLUMNS
    assert actuals.to_numpy().tolist() == [["2022/23", "Q2", "online", 2.0], ["2022/23", "Q1", "stores", 1.5]]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (
            "2022/23,Q1,onlin,10",
            "stream",
            "'onlin' is no stream of the plan; the streams are Stores and wholesale, Online",
        ),
        ("2022/23,Q5,online,10", "quarter", "'Q5' is not a quarter; write Q1 to Q4"),
        ("2022/23,,online,10", "quarter", "'' is not a quarter"),
        ("2022/23,Q1,online,ten", "revenue", "'ten' is not a number; write 1021.3"),
        ('2022/23,Q1,online,"10,5"', "revenue", "'10,5' is not a number"),
        ("2022/23,Q1,online,nan", "revenue", "'nan' is not a number"),
        ("2022/23,Q1,online,1e999", "revenue", "'1e999' is not a number"),
        ("2022/23,Q1,online", "revenue", "'' is not a number"),
        (",Q1,online,10", "fiscal_year", "is empty; write 2022/23"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(load, row, field, words):
    (problem,) = problems_of(load, f"{HEAD}2022/23,Q2,online,5\n{row}\n")
    assert (problem.file, problem.line, problem.field) == ("actuals.csv", 3, field)
    assert words in problem.message


def test_every_row_that_cannot_be_used_is_named_at_once(load):
    problems = problems_of(load, f"{HEAD}2022/23,Q5,onlin,10\n{ROW}2022/23,Q1,stores,x\n")
    assert [(problem.line, problem.field) for problem in problems] == [(2, "quarter"), (2, "stream"), (4, "revenue")]


def test_a_row_written_twice_is_named_with_both_lines(load):
    (problem,) = problems_of(load, f"{HEAD}{ROW}2022/23,Q2,online,5\n2022/23, q1 ,Online,11\n")
    assert problem.line == 4
    assert problem.message == (
        "2022/23 Q1 online stands in line 2 already; keep one of the two, or add a column as_of with the day each was "
        "reported"
    )


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "has no column fiscal_year, quarter, stream, revenue"),
        (HEAD.replace("stream", "channel"), 1, "has no column stream; the first line names the columns"),
        (HEAD.replace(",", ";"), 1, "with commas between"),
        (HEAD.replace("\n", ",revenue\n"), 1, "has more than one column revenue; keep one"),
        (f'{HEAD}{ROW}2022/23,Q2,online,"10\n{ROW}', 3, "is not CSV: unexpected end of data; check its quotes"),
        (f"{HEAD}{ROW}2022/23,Q2,online,-5\n".encode(), 3, "-5 is negative; write 0 or more"),
        (f"{HEAD}{ROW}".encode() + b"2022/23,Q2,\xe6,1\n", 3, "byte 0xe6 is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(load, content, line, words):
    (problem,) = problems_of(load, content)
    assert (problem.file, problem.line) == ("actuals.csv", line)
    assert words in problem.message


def test_a_file_that_is_not_there_is_named(matas, tmp_path):
    with pytest.raises(
        okr.RecordsError, match=r"nowhere\.csv: cannot be read: No such file or directory; check the path"
    ):
        load_actuals(matas, tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + f"{HEAD}{ROW}".encode(),
        f"{HEAD}{ROW}".replace("\n", "\r\n"),
        f"{HEAD}\n{ROW}\n,,,\n",
        f" fiscal_year , quarter,stream ,revenue\n{ROW}",
        "revenue,note,stream,quarter,fiscal_year\n10,published,online,Q1,2022/23\n",
        f"{HEAD}{ROW.rstrip()},more,than,needed\n",
    ],
    ids=["byte order mark", "Windows line ends", "blank lines", "blanks", "other columns and order", "longer rows"],
)
def test_the_way_a_file_is_written_does_not_matter(load, content):
    assert load(content).to_numpy().tolist() == [["2022/23", "Q1", "online", 10.0]]


def test_no_default_file_is_no_records_yet(example):
    (example / "actuals.csv").unlink()
    empty = load_actuals(okr.load_plan(example))
    assert empty.empty
    assert tuple(empty.columns) == ACTUALS_COLUMNS
    assert empty["revenue"].dtype == float


def test_a_plan_made_in_code_has_no_default_file(small, monkeypatch):
    monkeypatch.chdir(EXAMPLE)
    assert load_actuals(Plan.model_validate(small)).empty


def test_an_empty_table_is_fine(load):
    assert isinstance(load(HEAD), pd.DataFrame)
    assert load(HEAD).empty


def write_records(folder, **origins):
    with (folder / "plan.yaml").open("a") as file:
        file.write(f"\nrecords: {json.dumps(origins)}\n")
    return okr.load_plan(folder)


@pytest.fixture
def kinds(example, matas):
    """The example's actuals as an Excel, a Parquet and an SQLite file."""
    frame = pd.read_csv(example / "actuals.csv")
    frame.to_excel(example / "a.xlsx", sheet_name="Actuals", index=False)
    frame.to_parquet(example / "a.parquet")
    with sqlite3.connect(example / "a.db") as connection:
        frame.to_sql("actuals", connection, index=False)
    connection.close()
    (example / "actuals.csv").unlink()
    return example


@pytest.mark.parametrize(
    ("origin", "row"),
    [
        ({"file": "a.xlsx", "sheet": "Actuals"}, "row 2"),
        ({"file": "a.parquet"}, "row 1"),
        ({"url": "sqlite:///a.db", "query": "select * from actuals"}, "row 1"),
    ],
    ids=["Excel", "Parquet", "SQL"],
)
def test_the_same_rows_come_from_every_kind_of_source(kinds, matas, origin, row):
    plan = write_records(kinds, actuals=origin)
    pd.testing.assert_frame_equal(load_actuals(plan), load_actuals(matas))
    assert load_reported(plan)["row"].iloc[0] == row
    facts, known = (provenance(p, actuals=load_reported(p))["actuals"] for p in (plan, matas))
    assert facts == origin | {"rows": 16, "sha256": known["sha256"]}


def test_other_rows_have_another_hash(matas):
    reported = load_reported(matas)
    hashes = {provenance(matas, actuals=frame)["actuals"]["sha256"] for frame in (reported, reported[1:])}
    assert len(hashes) == 2


def test_a_file_may_lie_outside_the_plan_folder_only_where_the_environment_says(example, monkeypatch):
    (example / "actuals.csv").rename(example.parent / "elsewhere.csv")
    for file in ("../elsewhere.csv", str(example.parent / "elsewhere.csv")):
        shutil.copy(EXAMPLE / "plan.yaml", example)
        plan = write_records(example, actuals={"file": file})
        monkeypatch.delenv("OKR_RECORDS_FROM", raising=False)
        with pytest.raises(okr.RecordsError, match=r"plan\.yaml:\d+: records\.actuals\.file: leads out of the folder"):
            load_actuals(plan)
        monkeypatch.setenv("OKR_RECORDS_FROM", str(example.parent))
        assert len(load_actuals(plan)) == 16


@pytest.mark.parametrize("name", ["actuals.csv", "check_ins.csv", "opinions.csv"])
def test_records_that_lead_out_of_the_folder_are_refused_and_an_empty_file_is_none(example, name):
    load = {"actuals.csv": load_actuals, "check_ins.csv": load_check_ins, "opinions.csv": load_opinions}[name]
    plan = okr.load_plan(example)
    (example / name).unlink(missing_ok=True)
    (example / name).touch()
    assert load(plan).empty
    (example / name).unlink()
    (example.parent / "elsewhere.csv").write_text("secret")
    (example / name).symlink_to("../elsewhere.csv")
    with pytest.raises(okr.RecordsError, match=f"{name}: leads out of the folder"):
        load(plan)


def test_a_file_that_the_plan_names_must_be_there(example):
    plan = write_records(example, actuals={"file": "nowhere.xlsx"})
    with pytest.raises(okr.RecordsError, match=r"plan\.yaml:\d+: records\.actuals\.file: there is no file 'nowhere"):
        load_actuals(plan)


def test_a_row_of_a_sheet_that_cannot_be_used_is_named_as_excel_shows_it(example):
    rows = {"Fiscal year": [2026, dt.date(2026, 1, 1)], "Quarter": ["Q1", "Q2"], "Stream": "online"}
    pd.DataFrame(rows | {"Revenue": [10, "1.234,5"]}).to_excel(example / "a.xlsx", sheet_name="A", index=False)
    with pytest.raises(okr.RecordsError) as caught:
        load_actuals(write_records(example, actuals={"file": "a.xlsx"}))
    assert [str(problem) for problem in caught.value.problems] == [
        "a.xlsx: sheet A, row 3, fiscal_year: 2026-01-01 is a date; write the year's label, such as 2022/23",
        "a.xlsx: sheet A, row 3, revenue: '1.234,5' is text, not a number; type it as a number in Excel",
    ]


def test_the_figure_reported_last_counts_and_the_earlier_is_kept(load, matas, tmp_path):
    rows = "2022/23,Q1,online,12,2022-09-01\n2022/23,Q2,online,5,\n2022/23,Q1,online,10,\n2022/23,Q1,online,11,2022-08-01\n"
    actuals = load(f"fiscal_year,quarter,stream,revenue,as_of\n{rows}")
    assert actuals.to_numpy().tolist() == [["2022/23", "Q1", "online", 12.0], ["2022/23", "Q2", "online", 5.0]]
    reported = load_reported(matas, tmp_path / "actuals.csv")
    assert reported["row"].tolist() == ["line 2", "line 3", "line 4", "line 5"]
    assert reported["as_of"].tolist() == [dt.date(2022, 9, 1), None, None, dt.date(2022, 8, 1)]


@pytest.mark.parametrize("day", ["", "2022-09-01"])
def test_two_figures_reported_on_one_day_are_refused(load, day):
    row = f"2022/23,Q1,online,10,{day}\n"
    (problem,) = problems_of(load, f"fiscal_year,quarter,stream,revenue,as_of\n{row}{row}")
    assert (problem.line, problem.message) == (3, "2022/23 Q1 online stands in line 2 already; keep one of the two")


def test_a_day_of_reporting_that_is_none_is_named(load):
    (problem,) = problems_of(load, "fiscal_year,quarter,stream,revenue,as_of\n2022/23,Q1,online,10,soon\n")
    assert (problem.field, problem.message) == ("as_of", "'soon' is not a date; write 2022-12-31")
