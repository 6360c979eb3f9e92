"""What was spent: from any source in the same words, and every row that cannot be used is named with its line."""

import sqlite3

import pandas as pd
import pytest

import okr_lib as okr
from okr_lib.plan.model import Plan
from okr_lib.plan.spend import load_spend

HEAD = "fiscal_year,quarter,initiative,amount\n"


@pytest.fixture
def load(matas, tmp_path):
    def load_text(content):
        path = tmp_path / "spend.csv"
        path.write_text(content, encoding="utf-8")
        return load_spend(matas, path)

    return load_text


def test_an_initiative_is_named_by_id_or_name(load):
    spent = load(f"{HEAD}2022/23,q1,club-plus,0.9\n2022/23,Q2,Launch Campaigns for new brands,1\n")
    assert spent.drop(columns="place").to_numpy().tolist() == [
        ["2022/23", "Q1", "club-plus", 0.9],
        ["2022/23", "Q2", "brand-launches", 1.0],
    ]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (
            "2022/23,Q1,club-pluss,1",
            "initiative",
            "'club-pluss' is no initiative of the plan; did you mean 'club-plus'?",
        ),
        ("2022/23,Q1,club-plus,-1", "amount", "-1 is negative; write 0 or more"),
        (
            "2021/22,Q1,club-plus,1",
            "fiscal_year",
            "'2021/22' is not the year of the plan; write 2022/23, or take the row out",
        ),
        ("2022/23,Q5,club-plus,1", "quarter", "'Q5' is not a quarter; write Q1 to Q4"),
        ('2022/23,Q1,club-plus,"1,5"', "amount", "'1,5' is not a number; write 1021.3"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_remedy(load, row, field, words):
    with pytest.raises(okr.RecordsError) as caught:
        load(f"{HEAD}{row}\n")
    assert [str(problem) for problem in caught.value.problems] == [f"spend.csv:2: {field}: {words}"]


def test_two_rows_of_one_quarter_are_one_too_many(load):
    with pytest.raises(okr.RecordsError, match=r"spend.csv:3: .* stands in line 2 already; write one row"):
        load(f"{HEAD}2022/23,Q1,club-plus,1\n2022/23,Q1,club-plus,1\n")


def test_no_file_is_nothing_known_yet(small):
    assert load_spend(Plan.model_validate(small)).empty


@pytest.mark.parametrize("medium", ["xlsx", "parquet", "sql"])
def test_the_same_rows_come_from_excel_parquet_and_a_database(matas, example, medium):
    here = load_spend(matas).drop(columns="place")
    (example / "spend.csv").unlink()
    origin = f"{{file: spend.{medium}}}"
    match medium:
        case "xlsx":
            here.to_excel(example / "spend.xlsx", index=False)
        case "parquet":
            here.to_parquet(example / "spend.parquet")
        case "sql":
            with sqlite3.connect(example / "spend.db") as database:
                here.to_sql("spent", database, index=False)
            query = "select fiscal_year, quarter, initiative, amount from spent order by rowid"
            origin = f"{{url: 'sqlite:///spend.db', query: '{query}'}}"
    path = example / "plan.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nrecords:\n  spend: {origin}\n", encoding="utf-8")
    found = load_spend(okr.load_plan(example))
    pd.testing.assert_frame_equal(found.drop(columns="place"), here)
